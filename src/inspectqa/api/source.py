"""The source view: a stretch of a document's canonical text, who speaks in it, and the cited words marked.

text, passages, span ──view──> View > Part (one speaker, one finding) > Paragraph > Line > cell > Piece
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from inspectqa.documents import Page, Passage, Span, page_number
from inspectqa.invisible import visible

_BEFORE, _AFTER = 5_000, 9_000  # characters around what is looked for
_PARAGRAPH = re.compile(r"\n[^\S\n]*\n\s*")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text: ``mark`` is empty, ``first`` for the beginning of the cited words, ``more`` for what follows."""

    text: str
    mark: str = ""


Cell = tuple[Piece, ...]
Line = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines of cells; ordinary text is one line of one cell."""

    lines: tuple[Line, ...]

    @property
    def tabular(self) -> bool:
        """Whether it is a run of table rows."""
        return any(len(line) > 1 for line in self.lines)


@dataclass(frozen=True, slots=True)
class Part:
    """A run of text with one speaker and one finding; ``passage`` is None for headings and the like between them."""

    passage: Passage | None
    page: int
    paragraphs: tuple[Paragraph, ...]

    @property
    def cited(self) -> bool:
        """Whether cited words stand in it."""
        return any(piece.mark for one in self.paragraphs for line in one.lines for cell in line for piece in cell)


@dataclass(frozen=True, slots=True)
class View:
    """What is shown; ``earlier`` and ``later`` are offsets to go on at, None at the ends."""

    parts: tuple[Part, ...]
    earlier: int | None
    later: int | None


def view(text: str, passages: Sequence[Passage], pages: tuple[Page, ...], span: Span | None, at: int) -> View:
    """Return the stretch around ``span``, or from ``at`` on without one."""
    window = _window(text, span, at)
    marks = _Marks(span)
    parts = tuple(
        Part(passage, page_number(pages, piece.start), tuple(_paragraphs(text, piece, marks)))
        for piece, passage in _stretches(text, passages, window)
    )
    return View(
        parts,
        earlier=max(0, window.start - _BEFORE - _AFTER) if window.start else None,
        later=window.end if window.end < len(text) else None,
    )


class _Marks:
    """Cuts text at the cited words and remembers whether their beginning was given."""

    def __init__(self, span: Span | None) -> None:
        self._span = span or Span(0, 0)
        self._begun = False

    def pieces(self, text: str, start: int, end: int) -> Iterator[Piece]:
        """Yield the text from ``start`` to ``end``, the cited words apart."""
        cuts = sorted({start, end} | {at for at in self._span if start < at < end})
        for one, following in pairwise(cuts):
            shown = visible(text[one:following])
            if not shown:
                continue
            inside = self._span.start <= one and following <= self._span.end
            yield Piece(shown, self._mark() if inside else "")

    def _mark(self) -> str:
        mark, self._begun = "more" if self._begun else "first", True
        return mark


def _window(text: str, span: Span | None, at: int) -> Span:
    """Return the stretch to show, cut where paragraphs end."""
    start, end = (span.start - _BEFORE, span.end + _AFTER) if span else (at, at + _BEFORE + _AFTER)
    first = 0 if start <= 0 else _cut_before(text, start)
    last = len(text) if end >= len(text) else _cut_before(text, end)
    if last <= first or (span and last < span.end):
        last = min(len(text), end)  # a paragraph without an end
    return Span(first, last)


def _cut_before(text: str, at: int) -> int:
    found = text.rfind("\n", max(0, at - _BEFORE), at)
    return found + 1 if found >= 0 else at


def _stretches(text: str, passages: Sequence[Passage], window: Span) -> Iterator[tuple[Span, Passage | None]]:
    """Yield the window in runs: neighbours with one speaker and one finding together, what is between them apart."""
    at, run, owner = window.start, None, None
    for passage in passages:
        start, end = max(passage.span.start, at), min(passage.span.end, window.end)
        if start >= end:
            continue
        gap = text[at:start]
        if run and owner and _alike(owner, passage) and not gap.strip():
            run, at = Span(run.start, end), end
            continue
        if run:
            yield run, owner
        if gap.strip():
            yield Span(at, start), None
        run, owner, at = Span(start, end), passage, end
    if run:
        yield run, owner
    if text[at : window.end].strip():
        yield Span(at, window.end), None


def _alike(one: Passage, other: Passage) -> bool:
    return (one.voice, one.speaker, one.finding) == (other.voice, other.speaker, other.finding)


def _paragraphs(text: str, piece: Span, marks: _Marks) -> Iterator[Paragraph]:
    at = piece.start
    for gap in [*_PARAGRAPH.finditer(text, piece.start, piece.end), None]:
        end = gap.start() if gap else piece.end
        if text[at:end].strip():
            yield Paragraph(tuple(_lines(text, at, end, marks)))
        at = gap.end() if gap else end


def _lines(text: str, start: int, end: int, marks: _Marks) -> Iterator[Line]:
    """Yield table rows one by one, other text as one line."""
    if "\t" not in text[start:end]:
        yield (tuple(marks.pieces(text, start, end)),)
        return
    at = start
    for row in text[start:end].split("\n"):
        cells, cell_at = [], at
        for cell in row.split("\t"):
            cells.append(tuple(marks.pieces(text, cell_at, cell_at + len(cell))))
            cell_at += len(cell) + 1
        if row.strip():
            yield tuple(cells)
        at += len(row) + 1
