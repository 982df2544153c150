"""Ruled tables: the lines drawn on a page make grids, and each glyph falls into a cell.

rulings ──joined──> lines ──touching──> grids ──> cells (merged where no line divides) ──> rows of glyphs
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from inspectqa.ingest.read.pdf_page import Box, Glyph

_NEAR = 2.5
_SMALLEST_CELL = 5.0
_SMALLEST_HEAD, _LARGEST_HEAD = 8.0, 90.0
_MOST_LINES = 4000
_MOST_PLACES = 20_000


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: the borders of its columns and rows, and for each place the cell (row, column) it belongs to."""

    columns: tuple[float, ...]
    rows: tuple[float, ...]
    owner: tuple[tuple[tuple[int, int], ...], ...]

    @property
    def box(self) -> Box:
        """The outline of the table."""
        return Box(self.columns[0], self.rows[0], self.columns[-1], self.rows[-1])

    def place(self, x: float, y: float) -> tuple[int, int]:
        """Return the row and the column of the cell that holds a point of the table."""
        row = min(max(bisect_right(self.rows, y) - 1, 0), len(self.rows) - 2)
        column = min(max(bisect_right(self.columns, x) - 1, 0), len(self.columns) - 2)
        return self.owner[row][column]

    def cells(self, glyphs: Iterable[Glyph]) -> dict[tuple[int, int], list[Glyph]]:
        """Return the glyphs of each cell that has any."""
        found: dict[tuple[int, int], list[Glyph]] = {}
        for glyph in glyphs:
            found.setdefault(self.place(*glyph.middle), []).append(glyph)
        return found

    def divided(self, glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
        """Return the glyphs of a cell as wide as the table, column by column if none comes near a border of columns.

        Tables without upright rulings in some of their rows look so.
        """
        inner = self.columns[1:-1]
        if any(glyph.box.left < x + _NEAR and x - _NEAR < glyph.box.right for glyph in glyphs for x in inner):
            return [list(glyphs)]
        cells: list[list[Glyph]] = [[] for _ in range(len(self.columns) - 1)]
        for glyph in glyphs:
            cells[bisect_right(inner, glyph.middle[0])].append(glyph)
        return cells if sum(map(bool, cells)) > 1 else [list(glyphs)]

    def headed(self, areas: Iterable[Box]) -> "Grid":
        """Return the grid with the row of filled cells that lies on it without rulings of its own: its header."""
        on_it = [
            area
            for area in areas
            if abs(area.bottom - self.rows[0]) <= 2 * _NEAR
            and _SMALLEST_HEAD < area.bottom - area.top < _LARGEST_HEAD
            and self.columns[0] - 2 * _NEAR <= area.left < area.right <= self.columns[-1] + 2 * _NEAR
        ]
        width = sum(area.right - area.left for area in on_it)
        if width < 0.9 * (self.columns[-1] - self.columns[0]):
            return self
        one = len(on_it) == 1  # a band over all columns, or a row whose cells share their ground: see divided
        head = tuple((0, 0 if one else column) for column in range(len(self.columns) - 1))
        below = tuple(tuple((row + 1, column) for row, column in places) for places in self.owner)
        return Grid(self.columns, (min(area.top for area in on_it), *self.rows), (head, *below))

    def layout(self) -> list[list[tuple[int, int]]]:
        """Return, row by row, the cells that touch it from left to right; one from a row above included."""
        return [list(dict.fromkeys(row)) for row in self.owner]


def find_grids(rulings: Sequence[Box]) -> list[Grid]:
    """Return the tables from top to bottom. Two lines each way are needed; a table inside another is not kept."""
    flat = _joined([line for line in rulings if line.right - line.left > line.bottom - line.top])
    standing = [_turned(line) for line in rulings if line.right - line.left <= line.bottom - line.top]
    upright = [_turned(line) for line in _joined(standing)]
    if len(flat) + len(upright) > _MOST_LINES:
        return []
    grids = [grid for group in _touching(flat, upright) if (grid := _grid(*group)) is not None]
    grids.sort(key=lambda grid: (grid.box.top, grid.box.left))
    return [grid for grid in grids if not any(_inside(grid.box, other.box) for other in grids if other is not grid)]


def _inside(inner: Box, outer: Box) -> bool:
    return outer.holds(inner.left, inner.top) and outer.holds(inner.right, inner.bottom) and inner != outer


def _turned(line: Box) -> Box:
    """Return a line with its directions exchanged, so that one function serves both."""
    return Box(line.top, line.left, line.bottom, line.right)


def _joined(lines: list[Box]) -> list[Box]:
    """Join the pieces of level lines: they lie at one height and touch."""
    groups: list[list[Box]] = []
    for line in sorted(lines, key=lambda box: box.top):
        if groups and line.top - groups[-1][0].top <= _NEAR:
            groups[-1].append(line)
        else:
            groups.append([line])
    result: list[Box] = []
    for group in groups:
        height = sum(line.top for line in group) / len(group)
        run: list[Box] = []
        for line in sorted(group):
            if run and line.left <= run[-1].right + _NEAR:
                run[-1] = Box(run[-1].left, height, max(run[-1].right, line.right), height)
            else:
                run.append(Box(line.left, height, line.right, height))
        result.extend(run)
    return result


def _touching(flat: list[Box], upright: list[Box]) -> list[tuple[list[Box], list[Box]]]:
    """Return the groups of lines that cross or touch each other."""
    waiting, groups = set(range(len(upright))), []
    unused = set(range(len(flat)))
    while unused:
        rows, columns, fresh = set[int](), set[int](), {unused.pop()}
        while fresh:
            row = fresh.pop()
            rows.add(row)
            met = {column for column in waiting if _meet(flat[row], upright[column])}
            waiting -= met
            columns |= met
            more = {other for other in unused if any(_meet(flat[other], upright[column]) for column in met)}
            unused -= more
            fresh |= more
        groups.append(([flat[row] for row in rows], [upright[column] for column in columns]))
    return groups


def _meet(flat: Box, upright: Box) -> bool:
    return (
        flat.left - _NEAR <= upright.left <= flat.right + _NEAR
        and upright.top - _NEAR <= flat.top <= upright.bottom + _NEAR
    )


def _grid(flat: list[Box], upright: list[Box]) -> Grid | None:
    """Return the grid of touching lines; an open side is closed where the other lines end."""
    if len(flat) + len(upright) < 3 or not upright:
        return None
    columns = _borders([line.left for line in upright], [line.left for line in flat], [line.right for line in flat])
    rows = _borders([line.top for line in flat], [line.top for line in upright], [line.bottom for line in upright])
    if len(columns) < 2 or len(rows) < 2 or len(columns) * len(rows) > _MOST_PLACES:
        return None
    return Grid(columns, rows, _owners(columns, rows, flat, upright))


def _borders(lines: list[float], starts: list[float], ends: list[float]) -> tuple[float, ...]:
    borders: list[float] = []
    for value in sorted([*lines, min(starts), max(ends)]):
        if not borders or value - borders[-1] > _SMALLEST_CELL:
            borders.append(value)
    return tuple(borders)


def _owners(
    columns: tuple[float, ...], rows: tuple[float, ...], flat: list[Box], upright: list[Box]
) -> tuple[tuple[tuple[int, int], ...], ...]:
    """Return for each place the first place of its cell: a cell goes on where no line divides it."""
    owner: list[list[tuple[int, int]]] = []
    for row in range(len(rows) - 1):
        owner.append([])
        for column in range(len(columns) - 1):
            x = (columns[column] + columns[column + 1]) / 2
            y = (rows[row] + rows[row + 1]) / 2
            if column and not any(_divides(line.left, columns[column], line.top, y, line.bottom) for line in upright):
                owner[row].append(owner[row][column - 1])
            elif row and not any(_divides(line.top, rows[row], line.left, x, line.right) for line in flat):
                owner[row].append(owner[row - 1][column])
            else:
                owner[row].append((row, column))
    return tuple(tuple(places) for places in owner)


def _divides(at: float, border: float, start: float, middle: float, end: float) -> bool:
    """Say whether a line lies on a border and passes the middle of the places on both sides."""
    return abs(at - border) <= _SMALLEST_CELL and start <= middle <= end
