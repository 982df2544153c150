"""Canonical text that we build ourselves (HTML, DOCX, PDF): pieces in, a Document with spans out.

    pieces per page ──cleaned──> with implied headings ──> text "…\\n\\n…", blocks, pages, words

Rows of one table stand on lines of their own with their cells set apart by tabs; other blocks are set apart by a
blank line. A list item's mark stands in the text before its span.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from inspectqa.documents import Block, BlockKind, Document, Span
from inspectqa.errors import RefusedFile
from inspectqa.ingest.read.leaf import Leaf, Printed, pages_of, words_on
from inspectqa.ingest.read.plain_headings import is_bold_heading, is_heading
from inspectqa.ingest.read.tables import names_columns

_DROPPED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff\U000e0000-\U000e007f]"
)
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
_SPACES = re.compile("[ \u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_LONE_SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A block to be: ``text``, or a row's ``cells``.

    ``depth`` is a heading's level; on other pieces a depth above 0 says that deeper headings end before it.
    ``bold`` says that all of it is set apart in type, ``mark`` is a list item's bullet or number. ``printed`` says
    where the words stand, in one tuple for the text or one for each cell.
    """

    kind: BlockKind
    text: str = ""
    depth: int = 0
    cells: tuple[str, ...] = ()
    table: int | None = None
    bold: bool = False
    mark: str = ""
    printed: tuple[tuple[Printed, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """The file that is read and what its format states about it."""

    data: bytes
    file: str
    media_type: str
    leaves: tuple[Leaf, ...] = ()


def build(
    source: Source, pages: Sequence[Sequence[Piece]], properties: dict[str, str], warnings: Sequence[str]
) -> Document:
    """Return the Document of these pieces, page by page; ``source.leaves`` are the pages where they are displayed.

    Raises:
        RefusedFile: ``no_text`` when no piece holds a word.
    """
    cleaned = [[_clean(piece) for piece in page] for page in pages]
    dropped = sum(
        len(_DROPPED.findall(words)) for page in pages for piece in page for words in (piece.text, *piece.cells)
    )
    filled = [[piece for piece in page if piece.text or any(piece.cells)] for page in cleaned]
    if not any(filled):
        raise RefusedFile(
            "no_text", f"{source.file} holds no text that can be read; save it with its text and add it again."
        )
    ready = _with_headings(filled)
    text, spans, blocks = _lay_out(ready)
    printed = [chain.from_iterable(piece.printed) for page in ready for piece in page]
    words = words_on(source.leaves, text, spans, zip((block.span for block in blocks), printed, strict=True))
    notes = [f"{dropped} control or direction characters were left out of the text"] if dropped else []
    return Document(
        file=source.file,
        media_type=source.media_type,
        sha256=hashlib.sha256(source.data).hexdigest(),
        text=text,
        pages=pages_of(source.leaves, spans, words),
        blocks=blocks,
        properties={name: value for name, raw in properties.items() if (value := clean(raw))},
        warnings=(*warnings, *notes),
        words=words,
    )


def clean(text: str) -> str:
    """Return ``text`` without control, direction and invisible characters, its runs of spaces made one."""
    kept = _INVISIBLE.sub("", _DROPPED.sub("", _LONE_SURROGATES.sub("\ufffd", text.replace("\r", "\n"))))
    lines = (re.sub(r" *\t *", "\t", _SPACES.sub(" ", line)).strip() for line in kept.split("\n"))
    return "\n".join(line for line in lines if line)


def _clean(piece: Piece) -> Piece:
    cells = tuple(clean(cell.replace("\t", " ")) for cell in piece.cells)
    return replace(piece, text=clean(piece.text), cells=cells)


def _with_headings(pages: list[list[Piece]]) -> list[list[Piece]]:
    """Make headings of the paragraphs that stand for one by their type or their words."""
    depth, result = 0, []
    every = [piece for page in pages for piece in page]
    following = iter([*every[1:], None])
    for page in pages:
        raised = []
        for piece in page:
            after = next(following)
            if _is_implied_heading(piece, after):
                raised.append(replace(piece, kind=BlockKind.HEADING, depth=min(depth + 1, 6) if depth else 2))
            else:
                raised.append(piece)
                depth = piece.depth if piece.kind is BlockKind.HEADING else depth
        result.append(raised)
    return result


def _is_implied_heading(piece: Piece, after: Piece | None) -> bool:
    if piece.kind is not BlockKind.PARAGRAPH or "\n" in piece.text or after is None or after.kind is BlockKind.HEADING:
        return False
    follows = f"- {after.text}" if after.kind is BlockKind.LIST_ITEM else after.text or "row"
    return is_heading(piece.text, follows) or (piece.bold and is_bold_heading(piece.text))


def _lay_out(pages: list[list[Piece]]) -> tuple[str, list[Span], tuple[Block, ...]]:
    """Return the text, the span of each page and the blocks. Pages cover the text without gaps."""
    named = _column_headers([piece for page in pages for piece in page])
    texts: list[str] = []
    starts: list[int] = []
    blocks: list[Block] = []
    at, before = 0, None
    for page in pages:
        starts.append(at)
        for piece in page:
            gap = _gap(before, piece) + piece.mark
            starts[-1] = at + len(gap) - len(piece.mark) if piece is page[0] and before else starts[-1]
            block = _block(piece, at + len(gap), id(piece) in named)
            words = "\t".join(piece.cells) if piece.cells else piece.text
            texts.append(gap + words)
            blocks.append(block)
            at, before = at + len(gap) + len(words), piece
    ends = [*starts[1:], at]
    return "".join(texts), [Span(*pair) for pair in zip(starts, ends, strict=True)], tuple(blocks)


def _gap(before: Piece | None, piece: Piece) -> str:
    if before is None:
        return ""
    together = (before.cells and piece.cells and before.table == piece.table) or (before.mark and piece.mark)
    return "\n" if together else "\n\n"


def _block(piece: Piece, start: int, named: bool) -> Block:
    if not piece.cells:
        return Block(piece.kind, Span(start, start + len(piece.text)), piece.depth)
    cells = tuple(_cell_spans(piece.cells, start))
    return Block(BlockKind.ROW, Span(start, cells[-1].end), piece.depth, cells, piece.table, named)


def _cell_spans(cells: tuple[str, ...], start: int) -> Iterator[Span]:
    for cell in cells:
        yield Span(start, start + len(cell))
        start += len(cell) + 1


def _column_headers(pieces: list[Piece]) -> set[int]:
    """Return the identities of the first rows that name the columns of their table."""
    tables: dict[int | None, list[Piece]] = {}
    for piece in pieces:
        if piece.cells:
            tables.setdefault(piece.table, []).append(piece)
    return {
        id(rows[0])
        for rows in tables.values()
        if names_columns(
            rows[0].cells,
            [row.cells for row in rows[1:]],
            marked=rows[0].bold and not all(row.bold for row in rows[1:]),
        )
    }
