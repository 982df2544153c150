"""One page of a PDF in reading order: tables and the text between them become pieces."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from inspectqa.documents import BlockKind
from inspectqa.ingest.read.builder import Piece
from inspectqa.ingest.read.leaf import Printed
from inspectqa.ingest.read.pdf_apart import begins_note
from inspectqa.ingest.read.pdf_columns import Gutter, Region, regions
from inspectqa.ingest.read.pdf_lines import Line, joined, lines_of, paragraphs, rows_of, without_bullet
from inspectqa.ingest.read.pdf_page import Box, Glyph, RawPage, Skew
from inspectqa.ingest.read.pdf_tables import Grid, find_grids

Cells = dict[tuple[int, int], list[Glyph]]

_FEW = 5  # words: a shorter heading may have a subtitle in small letters
_LONGEST_HEADING = 200
_UPPER = 0.25
_SAME_LEFT = 4.0  # points: lines that begin at one place
_MOST = 0.5
_SET_IN = 14.0  # points
_SET_IN_LINES = 2


@dataclass(frozen=True)  # no slots: it keeps the lines that it has made
class Sheet:
    """A page taken apart: the glyphs outside tables, and each ruled table with the glyphs in it.

    ``notes`` are the glyphs of its footnotes; ``skew`` says how far the page was turned to be taken apart.
    """

    number: int
    height: float
    outside: tuple[Glyph, ...]
    grids: tuple[Grid, ...]
    inside: tuple[tuple[Glyph, ...], ...]
    areas: tuple[Box, ...]
    dividers: tuple[Box, ...]
    notes: tuple[Glyph, ...] = ()
    skew: Skew | None = None

    @cached_property
    def lines(self) -> list[Line]:
        """The lines outside ruled tables."""
        return lines_of(self.outside)

    def without(self, boxes: Sequence[Box]) -> "Sheet":
        """Return this page without the glyphs of some lines."""
        if not boxes:
            return self
        kept = [glyph for glyph in self.outside if not any(box.holds(*glyph.middle) for box in boxes)]
        return replace(self, outside=tuple(kept))

    def with_notes(self, top: float | None) -> "Sheet":
        """Return this page with what stands outside tables below ``top`` (None: nothing) as its footnotes."""
        if top is None:
            return self
        below = tuple(glyph for glyph in self.outside if glyph.middle[1] > top)
        return replace(self, outside=tuple(glyph for glyph in self.outside if glyph.middle[1] <= top), notes=below)

    def printed(self, lines: Iterable[Line]) -> Iterator[Printed]:
        """Give the words of lines with their places."""
        for line in lines:
            for part in line.parts:
                box = Box(part.left, line.box.top, part.right, line.box.bottom)
                yield Printed(self.number, part.text, *(self.skew.back(box) if self.skew else box), part.sure)

    def all_lines(self) -> list[Line]:
        """Return the lines of the page, those in tables too."""
        return [*self.lines, *(line for cells in self.cells for cell in cells.values() for line in lines_of(cell))]

    @cached_property
    def cells(self) -> list[Cells]:
        """The glyphs of each cell of each table."""
        return [grid.cells(glyphs) for grid, glyphs in zip(self.grids, self.inside, strict=True)]


@dataclass(frozen=True, slots=True)
class Type:
    """What is known of the document's type: the sizes of headings, largest first, and the words it uses."""

    heading_sizes: tuple[float, ...]
    words: frozenset[str]

    def depth(self, line: Line) -> int:
        """Return the level of a line set larger than the body, 0 for any other."""
        return next((level for level, size in enumerate(self.heading_sizes, 1) if line.size > 0.97 * size), 0)


def sheet(raw: RawPage, number: int) -> Sheet:
    """Take page ``number`` apart into tables and lines."""
    # A frame round text has one column: what stands in it is laid out like any other text.
    framed = [grid.headed(raw.areas) for grid in find_grids(raw.rulings) if len(grid.columns) > 2]
    grids = tuple(grid for grid in framed if _is_filled(grid, raw.glyphs))
    inside: list[list[Glyph]] = [[] for _ in grids]
    outside: list[Glyph] = []
    boxes = [grid.box for grid in grids]
    for glyph in raw.glyphs:
        x, y = glyph.middle
        high = glyph.box.top + _UPPER * (glyph.box.bottom - glyph.box.top)  # a cell cut by the page's end may overflow
        home = outside
        for box, glyphs in zip(boxes, inside, strict=True):
            if box.left <= x <= box.right and box.top <= y and high <= box.bottom:
                home = glyphs
                break
        home.append(glyph)
    flat = [line for line in raw.rulings if line.right - line.left > line.bottom - line.top]
    edges = [Box(a.left, y, a.right, y) for a in raw.areas for y in (a.top, a.bottom)]
    cells = tuple(map(tuple, inside))
    return Sheet(number, raw.height, tuple(outside), grids, cells, raw.areas, (*flat, *edges), skew=raw.skew)


def _is_filled(grid: Grid, glyphs: Sequence[Glyph]) -> bool:
    """Say whether a grid holds text in more than one cell; a frame round the page or a chart's axes are no table."""
    box = grid.box
    places = (grid.place(*glyph.middle) for glyph in glyphs if box.holds(*glyph.middle))
    first = next(places, None)
    return any(place != first for place in places)


def pieces(page: Sheet, kind: Type, tables: int, before: Sequence[Gutter]) -> tuple[list[Piece], Sequence[Gutter]]:
    """Return the pieces of a page from top to bottom, its tables numbered from ``tables``.

    Also returns the gutters of a table without upright rulings that ends the page; ``before`` are those of the page
    before.
    """
    result: list[Piece] = []
    waiting = rows_of(page.outside)
    for grid, cells in zip(page.grids, page.cells, strict=True):
        above = [row for row in waiting if row[0].box.top < grid.box.top]
        waiting = [row for row in waiting if row[0].box.top >= grid.box.top]
        for region in regions(above, page.dividers, before):
            result.extend(_open_text(page, region, kind, tables + _tables_in(result)))
        result.extend(_rows(page, grid, cells, (kind, tables + _tables_in(result))))
        before = ()
    for region in regions(waiting, page.dividers, before):
        result.extend(_open_text(page, region, kind, tables + _tables_in(result)))
        before = region.gutters
    return result, before if waiting else ()


def _tables_in(pieces: Sequence[Piece]) -> int:
    return len({piece.table for piece in pieces if piece.table is not None})


def _open_text(page: Sheet, region: Region, kind: Type, table: int) -> Iterator[Piece]:
    """Give the pieces of text outside ruled tables: paragraphs, and rows where columns without rulings are a table."""
    for band in region.bands:
        bold = all(line.bold for lines in band for line in lines)
        if region.table and (sum(map(bool, band)) > 1 or not bold):
            yield _row(page, band, kind, table, bold)
        else:
            for lines in band:
                yield from _text(page, lines, kind)


def _text(page: Sheet, lines: Sequence[Line], kind: Type) -> Iterator[Piece]:
    margin = _margin(lines)
    for group in _sentences_whole(list(paragraphs(lines)), kind):
        said = _said(page, group, kind)
        depth = kind.depth(group[0])
        if (
            depth
            and not said.listed
            and len(said.text) <= _LONGEST_HEADING
            and not said.text.rstrip("”\"’'").endswith((".", ",", ";"))
        ):
            yield Piece(BlockKind.HEADING, said.text, depth, printed=(said.printed,))
        elif said.listed:
            yield Piece(BlockKind.LIST_ITEM, said.text, mark="- ", printed=(said.printed,))
        else:
            bold = all(line.bold for line in group)
            mark = "> " if _is_set_in(group, margin) else ""
            yield Piece(BlockKind.PARAGRAPH, said.text, bold=bold, mark=mark, printed=(said.printed,))


def _margin(lines: Sequence[Line]) -> float | None:
    """Return where most of a column's text begins; None where no place has most of it."""
    lefts = Counter[int]()
    for line in lines:
        lefts[round(line.box.left / _SAME_LEFT)] += len(line.text)
    left, most = max(lefts.items(), key=lambda pair: pair[1], default=(0, 0))
    return left * _SAME_LEFT if most > _MOST * sum(lefts.values()) else None


def _is_set_in(group: Sequence[Line], margin: float | None) -> bool:
    """Say whether a paragraph of several lines is set in from the margin, as a quotation is."""
    if margin is None or len(group) < _SET_IN_LINES:
        return False
    lefts = [line.box.left - margin for line in group]
    return min(lefts) > _SET_IN and max(lefts) - min(lefts) < _SAME_LEFT


def _sentences_whole(groups: list[list[Line]], kind: Type) -> Iterator[list[Line]]:
    """Give the groups of lines, a heading that breaks off in a sentence with the text that goes on with it."""
    at = 0
    while at < len(groups):
        group, below = groups[at], groups[at + 1] if at + 1 < len(groups) else None
        first, last = group[0], group[-1]
        breaks = below is not None and below[0].text[:1].islower() and not re.search(r"[.:;?!]$", last.text)
        if breaks and below is not None and kind.depth(first) and len(last.text.split()) > _FEW:
            yield [replace(line, size=below[0].size) for line in group] + list(below)
            at += 2
        else:
            yield group
            at += 1


def _rows(page: Sheet, grid: Grid, found: Cells, numbered: tuple[Type, int]) -> Iterator[Piece]:
    """Give a row for each row of several cells; a row of one cell is text like that outside tables."""
    kind, table = numbered
    said: set[tuple[int, int]] = set()
    for row, places in enumerate(grid.layout()):
        inside = [[] if place in said else found.get(place, []) for place in places]
        if len(places) == 1:
            inside = grid.divided(inside[0])
        lines = [lines_of(cell) for cell in inside]
        said.update(places)
        if len(lines) == 1:
            yield from _text(page, lines[0], kind)
        elif any(lines):
            bold = all(line.bold for cell in lines for line in cell) or _is_shaded(page, grid, row)
            yield _row(page, lines, kind, table, bold)


def _row(page: Sheet, cells: Sequence[Sequence[Line]], kind: Type, table: int, bold: bool) -> Piece:
    said = [[_said(page, group, kind) for group in paragraphs(lines)] for lines in cells]
    texts = tuple("\n".join(one.text for one in cell) for cell in said)
    printed = tuple(tuple(word for one in cell for word in one.printed) for cell in said)
    return Piece(BlockKind.ROW, cells=texts, table=table, bold=bold, printed=printed)


@dataclass(frozen=True, slots=True)
class _Said:
    """A paragraph without its bullet, and where its words stand, the bullet's first."""

    text: str
    listed: bool
    printed: tuple[Printed, ...]


def _said(page: Sheet, group: Sequence[Line], kind: Type) -> _Said:
    text, listed = without_bullet(joined([line.text for line in group], kind.words))
    printed = tuple(page.printed(group))
    return _Said(text, listed, (printed[0]._replace(text=""), *printed[1:]) if listed else printed)


def notes(page: Sheet, kind: Type) -> list[Piece]:
    """Return the footnotes of a page: each begins with its mark."""
    groups: list[list[Line]] = []
    for line in lines_of(page.notes):
        if groups and not begins_note(line):
            groups[-1].append(line)
        else:
            groups.append([line])
    said = [_said(page, group, kind) for group in groups]
    return [Piece(BlockKind.NOTE, one.text, printed=(one.printed,)) for one in said]


def _is_shaded(page: Sheet, grid: Grid, row: int) -> bool:
    """Say whether all of a row lies on filled areas."""
    y = (grid.rows[row] + grid.rows[row + 1]) / 2
    middles = [(a + b) / 2 for a, b in zip(grid.columns, grid.columns[1:], strict=False)]
    return all(any(area.holds(x, y) for area in page.areas) for x in middles)
