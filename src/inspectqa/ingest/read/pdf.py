"""PDF files: real reading order from character boxes and ruled lines.

page ──> glyphs, rulings ──> tables and lines ──> header and footer off ──> rows, paragraphs, headings
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from inspectqa.documents import Document
from inspectqa.errors import RefusedFile
from inspectqa.ingest.read.builder import Piece, Source, build
from inspectqa.ingest.read.pdf_layout import Sheet, Type, pieces, sheet
from inspectqa.ingest.read.pdf_lines import Line, words_known
from inspectqa.ingest.read.pdf_margins import running_lines
from inspectqa.ingest.read.pdf_page import RawPage, raw_page

_PASSWORD_NEEDED = 4
_MOST_PAGES = 3000
_LEVELS = 3
_LARGER = 1.12
_ENOUGH_PROSE = 200
_MOST_IN_HEADINGS = 0.3
_UNSTATED = {"(anonymous)", "(unspecified)", "untitled", "anonymous", "unspecified"}


def read_pdf(data: bytes, file: str) -> Document:
    """Read a ``.pdf`` file. Pages are those of the file; what repeats in their margins is left out of the text.

    Raises:
        RefusedFile: ``damaged_file``, ``password_protected``, ``too_complex`` or ``no_text``.
    """
    raws, properties = _open(data, file)
    _require_text(raws, file)
    sheets = [sheet(raw) for raw in raws]
    running = running_lines([(one.height, one.lines) for one in sheets])
    clear = [one.without([line.box for line in lines]) for one, lines in zip(sheets, running, strict=True)]
    lines = [line for one in clear for line in one.all_lines()]
    kind = Type(_heading_sizes(lines, [line for one in clear for line in one.lines]), words_known(lines))
    headers = [line.text for page in running for line in page]
    pages = list(_pages(clear, kind))
    stated = {**properties, "running": "\n".join(dict.fromkeys(headers))} if headers else properties
    return build(Source(data, file, "application/pdf", "digital"), pages, stated, _warnings(raws))


def _pages(sheets: Iterable[Sheet], kind: Type) -> Iterator[list[Piece]]:
    tables = 0
    for one in sheets:
        page = pieces(one, kind, tables)
        tables = max((piece.table + 1 for piece in page if piece.table is not None), default=tables)
        yield page


def _open(data: bytes, file: str) -> tuple[list[RawPage], dict[str, str]]:
    """Return the pages and the stated properties; the engine's handles are closed again."""
    import pypdfium2  # noqa: PLC0415  a native library, needed for this format only

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code == _PASSWORD_NEEDED:
            reason = f"{file} is protected by a password; save it without one."
            raise RefusedFile("password_protected", reason) from error
        reason = f"{file} can't be opened as a PDF ({error}); save it again."
        raise RefusedFile("damaged_file", reason) from error
    try:
        if len(document) > _MOST_PAGES:
            raise RefusedFile("too_complex", f"{file} has {len(document):,} pages, over {_MOST_PAGES:,}; split it.")
        return [raw_page(page) for page in document], _properties(document)
    except pypdfium2.PdfiumError as error:
        reason = f"{file} has a page that can't be read ({error}); save it again."
        raise RefusedFile("damaged_file", reason) from error
    finally:
        document.close()


def _properties(document: Any) -> dict[str, str]:
    stated = document.get_metadata_dict(skip_empty=True)
    names = {"Title": "title", "Author": "author", "CreationDate": "created", "ModDate": "modified"}
    return {ours: _date(stated[theirs]) for theirs, ours in names.items() if _is_stated(stated.get(theirs))}


def _is_stated(value: str | None) -> bool:
    return bool(value) and str(value).strip().lower() not in _UNSTATED


def _date(value: str) -> str:
    """Return ``D:20260105…`` as ``2026-01-05``, any other value as it is."""
    digits = value[2:10]
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}" if value.startswith("D:") and digits.isdecimal() else value


def _require_text(raws: list[RawPage], file: str) -> None:
    if not any(raw.glyphs for raw in raws):
        reason = (
            f"{file} holds pictures of pages but no text, and OCR is not part of this version; add a PDF with text."
        )
        raise RefusedFile("no_text", reason)


def _warnings(raws: list[RawPage]) -> list[str]:
    empty = [
        f"page {number} holds no text; if it is a picture of text, it was not read (OCR is not part of this version)"
        for number, raw in enumerate(raws, 1)
        if not raw.glyphs
    ]
    unseen = sum(raw.unseen for raw in raws)
    return [*empty, f"{unseen} characters that a reader can't see were left out"] if unseen else empty


def _heading_sizes(lines: list[Line], prose: list[Line]) -> tuple[float, ...]:
    """Return the type sizes above that of the body, the largest first; few, so that levels mean something.

    The body is judged by the text outside tables, which are often set smaller; a size that much is set in is no
    heading's.
    """
    weights = _weights(prose) if sum(_weights(prose).values()) >= _ENOUGH_PROSE else _weights(lines)
    body = weights.most_common(1)[0][0] if weights else 0.0
    most = _MOST_IN_HEADINGS * sum(weights.values())
    every = _weights(lines)
    larger = sorted((size for size in every if size > _LARGER * body and every[size] <= most), reverse=True)
    apart = [size for at, size in enumerate(larger) if at == 0 or larger[at - 1] > 1.04 * size]
    return tuple(apart[:_LEVELS])


def _weights(lines: list[Line]) -> Counter[float]:
    """Count the characters that are set in each size."""
    weights: Counter[float] = Counter()
    for line in lines:
        weights[round(line.size, 1)] += len(line.text)
    return weights
