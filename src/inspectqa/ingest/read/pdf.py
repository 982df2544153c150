"""PDF files: real reading order from character boxes and ruled lines.

page ──> glyphs, rulings ──> tables and lines ──> margins and contents off, footnotes apart ──> rows, paragraphs,
headings ──> joined over page ends ──> text with the place of each word
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain

from inspectqa.documents import Document
from inspectqa.errors import RefusedFile
from inspectqa.ingest.read.builder import Piece, Source, build
from inspectqa.ingest.read.leaf import Leaf
from inspectqa.ingest.read.ocr import OCR_SECONDS, Ocr, ocr_program
from inspectqa.ingest.read.pdf_apart import contents_lines, notes_top
from inspectqa.ingest.read.pdf_joins import joined_pages
from inspectqa.ingest.read.pdf_layout import Sheet, Type, notes, pieces, sheet
from inspectqa.ingest.read.pdf_lines import Line, words_known
from inspectqa.ingest.read.pdf_margins import running_lines
from inspectqa.ingest.read.pdf_open import MOST_PAGES, opened
from inspectqa.ingest.read.pdf_page import RawPage

_LEVELS = 3
_LARGER = 1.12
_ENOUGH_PROSE = 200
_MOST_IN_HEADINGS = 0.3


def read_pdf(data: bytes, file: str, ocr_seconds: float = OCR_SECONDS, max_pages: int = MOST_PAGES) -> Document:
    """Read a ``.pdf`` file. Pages are those of the file; what repeats in their margins is left out of the text.

    Pages without text are read by OCR where it is installed, for at most ``ocr_seconds``; 0 is never.

    Raises:
        RefusedFile: ``damaged_file``, ``password_protected``, ``too_complex`` or ``no_text``.
    """
    reader = Ocr(ocr_program() if ocr_seconds else None, ocr_seconds)
    found = opened(data, file, reader.page if reader.ready else None, max_pages)
    _require_text(found.pages, file, reader)
    sheets = [sheet(raw, number) for number, raw in enumerate(found.pages, 1)]
    running = running_lines([(one.height, one.lines) for one in sheets])
    without_margins = _without(sheets, running)
    contents = contents_lines([one.lines for one in without_margins])
    clear, kind = _in_type(_without(without_margins, contents))
    page_pieces = list(_pages(clear, kind))
    whole = joined_pages(page_pieces, [notes(one, kind) for one in clear], kind.words)
    leaves = tuple(
        Leaf(raw.width, raw.height, raw.source, (*one.printed(chain(margin, listed)), *dropped))
        for raw, one, margin, listed, dropped in zip(
            found.pages, sheets, running, contents, whole.repeated, strict=True
        )
    )
    headers = [line.text for page in running for line in page]
    stated = {"running": "\n".join(dict.fromkeys(headers))} if headers else {}
    warnings = (*found.warnings, *_warnings(found.pages, reader))
    return build(Source(data, file, "application/pdf", leaves), whole.pages, found.properties | stated, warnings)


def _without(sheets: Sequence[Sheet], lines: Sequence[Sequence[Line]]) -> list[Sheet]:
    return [one.without([line.box for line in some]) for one, some in zip(sheets, lines, strict=True)]


def _in_type(sheets: Sequence[Sheet]) -> tuple[list[Sheet], Type]:
    """Return the pages with their footnotes set apart, and the type that the document is set in."""
    prose = [one.lines for one in sheets]
    every = [line for one in sheets for line in one.all_lines()]
    weights = _body_weights(list(chain.from_iterable(prose)), every)
    body = weights.most_common(1)[0][0] if weights else 0.0
    ends = [max((grid.box.bottom for grid in one.grids), default=0.0) for one in sheets]
    tops = [notes_top(lines, end, one.height, body) for one, lines, end in zip(sheets, prose, ends, strict=True)]
    apart = [one.with_notes(top) for one, top in zip(sheets, tops, strict=True)]
    return apart, Type(_heading_sizes(every, body, sum(weights.values())), words_known(every))


def _pages(sheets: Sequence[Sheet], kind: Type) -> Iterator[list[Piece]]:
    tables = 0
    gutters: Sequence[tuple[float, float]] = ()
    for one in sheets:
        page, gutters = pieces(one, kind, tables, gutters)
        tables = max((piece.table + 1 for piece in page if piece.table is not None), default=tables)
        yield page


def _require_text(raws: Sequence[RawPage], file: str, reader: Ocr) -> None:
    if not any(raw.glyphs for raw in raws):
        raise RefusedFile("no_text", f"{file} holds pictures of pages but no text{reader.why_nothing}")


def _warnings(raws: Sequence[RawPage], reader: Ocr) -> Iterator[str]:
    yield from reader.warnings(raws)
    unseen = sum(raw.unseen for raw in raws)
    if unseen:
        yield f"{unseen} characters that a reader can't see were left out"


def _body_weights(prose: Sequence[Line], every: Sequence[Line]) -> Counter[float]:
    """Count what is set in each size, outside tables where there is enough: tables are often set smaller."""
    weights = _weights(prose)
    return weights if sum(weights.values()) >= _ENOUGH_PROSE else _weights(every)


def _heading_sizes(lines: Sequence[Line], body: float, total: int) -> tuple[float, ...]:
    """Return the type sizes above that of the body, the largest first; few, so that levels mean something.

    A size that much of the ``total`` is set in is no heading's.
    """
    every = _weights(lines)
    most = _MOST_IN_HEADINGS * total
    larger = sorted((size for size in every if size > _LARGER * body and every[size] <= most), reverse=True)
    apart = [size for at, size in enumerate(larger) if at == 0 or larger[at - 1] > 1.04 * size]
    return tuple(apart[:_LEVELS])


def _weights(lines: Sequence[Line]) -> Counter[float]:
    """Count the characters that are set in each size."""
    weights: Counter[float] = Counter()
    for line in lines:
        weights[round(line.size, 1)] += len(line.text)
    return weights
