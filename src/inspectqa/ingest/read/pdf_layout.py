"""One page of a PDF in reading order: tables and the text between them become pieces."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from inspectqa.documents import BlockKind
from inspectqa.ingest.read.builder import Piece
from inspectqa.ingest.read.pdf_lines import Line, joined, lines_of, paragraphs, without_bullet
from inspectqa.ingest.read.pdf_page import Box, Glyph, RawPage
from inspectqa.ingest.read.pdf_tables import Grid, find_grids

_LONGEST_HEADING = 200


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page taken apart: the lines outside tables, and each table with the glyphs in it."""

    height: float
    lines: tuple[Line, ...]
    grids: tuple[Grid, ...]
    inside: tuple[tuple[Glyph, ...], ...]
    areas: tuple[Box, ...]

    def without(self, numbers: frozenset[int]) -> "Sheet":
        """Return this page without some of its lines."""
        return replace(self, lines=tuple(line for number, line in enumerate(self.lines) if number not in numbers))

    def all_lines(self) -> list[Line]:
        """Return the lines of the page, those in tables too."""
        cells = [
            cell for grid, glyphs in zip(self.grids, self.inside, strict=True) for cell in grid.cells(glyphs).values()
        ]
        return [*self.lines, *(line for cell in cells for line in lines_of(cell))]


@dataclass(frozen=True, slots=True)
class Type:
    """What is known of the document's type: the sizes of headings, largest first, and the words it uses."""

    heading_sizes: tuple[float, ...]
    words: frozenset[str]

    def depth(self, line: Line) -> int:
        """Return the level of a line set larger than the body, 0 for any other."""
        return next((level for level, size in enumerate(self.heading_sizes, 1) if line.size > 0.97 * size), 0)


def sheet(raw: RawPage) -> Sheet:
    """Take a page apart into tables and lines."""
    grids = tuple(grid for grid in find_grids(raw.rulings) if _is_filled(grid, raw.glyphs))
    inside: list[list[Glyph]] = [[] for _ in grids]
    outside: list[Glyph] = []
    for glyph in raw.glyphs:
        home = next(
            (glyphs for grid, glyphs in zip(grids, inside, strict=True) if grid.box.holds(*glyph.middle)), outside
        )
        home.append(glyph)
    return Sheet(raw.height, tuple(lines_of(outside)), grids, tuple(map(tuple, inside)), raw.areas)


def _is_filled(grid: Grid, glyphs: Sequence[Glyph]) -> bool:
    """Say whether a grid holds text in more than one cell; a frame round the page or a chart's axes are no table."""
    return len(grid.cells(glyph for glyph in glyphs if grid.box.holds(*glyph.middle))) > 1


def pieces(page: Sheet, kind: Type, tables: int) -> list[Piece]:
    """Return the pieces of a page from top to bottom; its tables are numbered from ``tables``."""
    result: list[Piece] = []
    waiting = list(page.lines)
    for number, (grid, glyphs) in enumerate(zip(page.grids, page.inside, strict=True)):
        above = [line for line in waiting if line.box.top < grid.box.top]
        waiting = [line for line in waiting if line.box.top >= grid.box.top]
        result.extend(_text(above, kind))
        result.extend(_rows(page, grid, glyphs, (kind, tables + number)))
    result.extend(_text(waiting, kind))
    return result


def _text(lines: Sequence[Line], kind: Type) -> Iterator[Piece]:
    for group in paragraphs(lines):
        text, listed = without_bullet(joined([line.text for line in group], kind.words))
        depth = kind.depth(group[0])
        if depth and not listed and len(text) <= _LONGEST_HEADING:
            yield Piece(BlockKind.HEADING, text, depth)
        elif listed:
            yield Piece(BlockKind.LIST_ITEM, text, mark="- ")
        else:
            yield Piece(BlockKind.PARAGRAPH, text, bold=all(line.bold for line in group))


def _rows(page: Sheet, grid: Grid, glyphs: Sequence[Glyph], numbered: tuple[Type, int]) -> Iterator[Piece]:
    """Give a row for each row of several cells; a row of one cell is text like that outside tables."""
    kind, table = numbered
    found = grid.cells(glyphs)
    said: set[tuple[int, int]] = set()
    for row, places in enumerate(grid.layout()):
        lines = [[] if place in said else lines_of(found.get(place, ())) for place in places]
        said.update(places)
        if len(places) == 1:
            yield from _text(lines[0], kind)
        elif any(lines):
            cells = tuple(_cell(cell, kind) for cell in lines)
            bold = all(line.bold for cell in lines for line in cell) or _is_shaded(page, grid, row)
            yield Piece(BlockKind.ROW, cells=cells, table=table, bold=bold)


def _cell(lines: Sequence[Line], kind: Type) -> str:
    return "\n".join(
        without_bullet(joined([line.text for line in group], kind.words))[0] for group in paragraphs(lines)
    )


def _is_shaded(page: Sheet, grid: Grid, row: int) -> bool:
    """Say whether all of a row lies on filled areas."""
    y = (grid.rows[row] + grid.rows[row + 1]) / 2
    middles = [(a + b) / 2 for a, b in zip(grid.columns, grid.columns[1:], strict=False)]
    return all(any(area.holds(x, y) for area in page.areas) for x in middles)
