"""The smallest runs of text that have one speaker: a paragraph, a list item, or one paragraph of one cell.

Canonical text may hold markup (``<p>``, ``**``): a piece's span leaves it out at both ends, and block-level tags
divide a cell into several pieces.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from inspectqa.documents import Block, BlockKind, Document, Span

DEAR = re.compile(r"\W*dear\b", re.IGNORECASE)  # a letter opens
TAG = re.compile(r"</?[a-zA-Z][^<>\n]*>|<!--(?:(?!<!--|-->).)*+-->", re.DOTALL)  # no match is begun twice
_BLOCK_TAG = re.compile(r"(?:</?(?:p|br|li|ul|ol|div|td|th|tr|table|h[1-6])\b[^<>\n]*>|\n[ \t]*\n)", re.IGNORECASE)
_BULLETS = re.compile(r"(?:[-–—*+•▪◦●○‣·>]|\\-|o(?=\s))\s+")
_OPENING = re.compile(r"(?:\s|</?[a-zA-Z][^<>\n]*>|[*_#|]{1,3}(?!\s)|#{1,6}\s|&nbsp;)+")
_KEPT = 20_000  # texts: each rule asks for the same pieces of a document again
_LONGEST_TAG = 400  # characters that are looked through for the start of a tag that ends a text
_MARK = re.compile(r"\*{1,3}|(?<!\w)_{1,3}|_{1,3}(?!\w)")
_LINK = re.compile(r"!?\[([^\]\[]*)\]\([^()\s]*\)")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text in block number ``block``, in its cell number ``cell`` when the block is a table row."""

    span: Span
    block: int
    kind: BlockKind
    cell: int | None = None


@lru_cache(maxsize=_KEPT)
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
    return Span(start, _without_closing(text, start, end))


def _without_closing(text: str, start: int, end: int) -> int:
    """Return the end of ``text[start:end]`` without white space and markup there; looks at each character once."""
    while end > start:
        if text[end - 1].isspace() or text[end - 1] in "*_|":
            end -= 1
        elif text.endswith("&nbsp;", start, end):
            end -= len("&nbsp;")
        elif text[end - 1] == ">":
            opens = text.rfind("<", max(start, end - _LONGEST_TAG), end)
            if opens < 0 or not TAG.fullmatch(text, opens, end):
                break
            end = opens
        else:
            break
    return end


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
    """Split a paragraph at the line ends that were meant: where a line ends although the next word had room.

    A paragraph whose lines all end a sentence, or are all numbered, is split at each of them.
    """
    lines, start = [], span.start
    for line in span.of(text).splitlines(keepends=True):
        lines.append(trimmed(text, Span(start, start + len(line))))
        start += len(line)
    if len(lines) < 2:
        return [span]
    numbered = all(re.match(r"\d{1,3}(?:\.\d{1,2})*[.)]?\s+\S", line.of(text)) for line in lines)
    ends = all(re.search(r"[.!?:;][\"'”’)*_]*$", line.of(text)) for line in lines[:-1])
    return lines if ends or numbered or _are_names(text, lines) else _meant(text, lines, _quoted_lines(text, span))


def _are_names(text: str, lines: list[Span]) -> bool:
    """Say whether three lines or more all begin like a title and none breaks off: a letterhead, a block of titles."""
    words = [line.of(text) for line in lines]
    broken = re.compile(r"(?:[,&–-]|\b(?:a|an|and|at|by|for|from|in|of|on|or|the|to|with|is|are|was|has|have|that))$")
    return len(words) > 2 and all(re.match(r"[A-Z0-9\"“]", one) for one in words) and not any(map(broken.search, words))


_ROOM = 0.8  # of the widest line; letters differ in width where lines were set on a page
_GOES_ON = re.compile(r"[a-z,;)&–—-]")


def _quoted_lines(text: str, span: Span) -> list[bool]:
    """Say of each line whether it is quoted as in an e-mail, with ">"."""
    start = text.rfind("\n", 0, span.start) + 1
    return [line.lstrip().startswith(">") for line in text[start : span.end].splitlines()]


def _meant(text: str, lines: list[Span], quoted: list[bool]) -> list[Span]:
    """Join the lines that were only full; each of the rest is a paragraph of its own."""
    widest = max(line.end - line.start for line in lines)
    parts = [lines[0]]
    for number, (line, below) in enumerate(pairwise(lines)):
        word = below.of(text).split(maxsplit=1)[0] if below.start < below.end else ""
        had_room = line.end - line.start + 1 + len(word) <= _ROOM * widest
        ends = len(quoted) == len(lines) and quoted[number] and not quoted[number + 1]
        if (
            ends
            or _is_speaker(line.of(text), below.of(text))
            or (had_room and word and not _GOES_ON.match(below.of(text)) and not line.of(text).endswith((",", "&")))
        ):
            parts.append(below)
        else:
            parts[-1] = Span(parts[-1].start, max(parts[-1].end, below.end))
    return parts


_STAMPED = re.compile(r"[\[(]?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?[\])]?\s+[A-Z][^.?!]{1,60}")


def _is_speaker(line: str, below: str) -> bool:
    """Say whether a line holds only who speaks next, with the time or in capitals."""
    shouted = line.isupper() and 1 < len(line.split()) <= 4 and not below[:40].isupper() and not re.search(r"\d", line)
    return shouted or bool(_STAMPED.fullmatch(line))


def flat(text: str, span: Span, *, marks: bool = True) -> tuple[str, list[int]]:
    """Return ``text[span]`` with each run of white space as one space, and where each character stands.

    Without ``marks``, tags and asterisks are left out.
    """
    area = span.of(text)
    if not marks:
        area = TAG.sub(lambda tag: "*" * len(tag[0]), area)
    kept = [
        at
        for at, char in enumerate(area)
        if (marks or char != "*") and not (char.isspace() and at and area[at - 1].isspace())
    ]
    return "".join(" " if area[at].isspace() else area[at] for at in kept), [
        *(span.start + at for at in kept),
        span.end,
    ]


def _areas(block: Block) -> list[tuple[int | None, Span]]:
    if block.kind is BlockKind.ROW:
        return list(enumerate(block.cells))
    return [(None, block.span)]
