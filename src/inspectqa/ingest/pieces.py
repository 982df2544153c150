"""The smallest runs of text that have one speaker: a paragraph, a list item, or one paragraph of one cell.

Canonical text may hold markup (``<p>``, ``**``): a piece's span leaves it out at both ends, and block-level tags
divide a cell into several pieces.
"""

import re
from dataclasses import dataclass

from inspectqa.documents import Block, BlockKind, Document, Span

TAG = re.compile(r"</?[a-zA-Z][^<>\n]*>|<!--.*?-->", re.DOTALL)
_BLOCK_TAG = re.compile(r"(?:</?(?:p|br|li|ul|ol|div|td|th|tr|table|h[1-6])\b[^<>\n]*>|\n[ \t]*\n)", re.IGNORECASE)
_BULLETS = re.compile(r"(?:[-–—*+•▪◦●○‣·>]|\\-|o(?=\s))\s+")
_OPENING = re.compile(r"(?:\s|</?[a-zA-Z][^<>\n]*>|[*_#|]{1,3}(?!\s)|#{1,6}\s|&nbsp;)+")
_CLOSING = re.compile(r"(?:\s|</?[a-zA-Z][^<>\n]*>|[*_|]|&nbsp;)+\Z")
_MARK = re.compile(r"\*{1,3}|(?<!\w)_{1,3}|_{1,3}(?!\w)")
_LINK = re.compile(r"!?\[([^\]\[]*)\]\([^()\s]*\)")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text in block number ``block``, in its cell number ``cell`` when the block is a table row."""

    span: Span
    block: int
    kind: BlockKind
    cell: int | None = None


def plain(text: str) -> str:
    """Return ``text`` without tags, Markdown marks and doubled spaces."""
    return " ".join(_MARK.sub("", _LINK.sub(r"\1", TAG.sub(" ", text))).replace("&nbsp;", " ").split())


def trimmed(text: str, span: Span) -> Span:
    """Return ``span`` without markup, bullets and white space at its ends (it may become empty)."""
    start, end = span
    while start < end:
        match = _OPENING.match(text, start, end) or _BULLETS.match(text, start, end)
        if match is None or match.end() == start:
            break
        start = match.end()
    closing = _CLOSING.search(text, start, end)
    return Span(start, max(start, closing.start())) if closing else Span(start, end)


def pieces(document: Document) -> tuple[Piece, ...]:
    """Return the pieces of ``document`` in reading order; empty ones are left out."""
    return tuple(
        Piece(part, number, block.kind, cell)
        for number, block in enumerate(document.blocks)
        for cell, area in _areas(block)
        for part in divided(document.text, area)
    )


def divided(text: str, span: Span) -> list[Span]:
    """Split ``span`` at block-level tags and blank lines; return the trimmed, non-empty parts."""
    cuts = [span.start]
    for match in _BLOCK_TAG.finditer(text, span.start, span.end):
        cuts += [match.start(), match.end()]
    cuts.append(span.end)
    parts = [trimmed(text, Span(start, end)) for start, end in zip(cuts[::2], cuts[1::2], strict=True)]
    return [line for part in parts for line in _lines(text, part) if line.start < line.end]


def _lines(text: str, span: Span) -> list[Span]:
    """Split a paragraph at its line ends when each line ends a sentence or is numbered: then no line was just full."""
    lines, start = [], span.start
    for line in span.of(text).splitlines(keepends=True):
        lines.append(trimmed(text, Span(start, start + len(line))))
        start += len(line)
    numbered = all(re.match(r"\d{1,3}(?:\.\d{1,2})*[.)]?\s+\S", line.of(text)) for line in lines)
    ends = all(re.search(r"[.!?:;][\"'”’)*_]*$", line.of(text)) for line in lines[:-1])
    return lines if len(lines) > 1 and (ends or numbered) else [span]


def _areas(block: Block) -> list[tuple[int | None, Span]]:
    if block.kind is BlockKind.ROW:
        return list(enumerate(block.cells))
    return [(None, block.span)]
