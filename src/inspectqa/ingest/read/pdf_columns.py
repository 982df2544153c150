"""Text in columns without upright rulings: tables told apart from newspaper columns, so that neither is mixed up.

    rows of glyphs ──a gutter stays free over several rows──> columns ──bands of white, lines or shade──> table rows

Without bands, columns that are filled with prose are read one after the other.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import mean, median, quantiles

from inspectqa.ingest.read.pdf_lines import Line, is_mark, lines_of_rows
from inspectqa.ingest.read.pdf_page import Box, Glyph

Row = list[Glyph]
Gutter = tuple[float, float]

_NARROW = 0.8
_WIDE = 1.8
_LONGEST_STEP = 5.0
_BAND = 1.3
_LONGEST_LABEL = 22
_MOST_LINES_OF_A_BAND = 14
_UNEVEN = 0.75
_MOST_LINES_OF_NAMES = 3
_BLANK_ROWS = 2
_FINDING = re.compile(r"(?:Recommendation|Area for improvement|AFI|Cause of concern)\s+\d+\b")


@dataclass(frozen=True, slots=True)
class Region:
    """Lines by band and column. In a table each band is a row; else columns are read one after the other."""

    table: bool
    bands: tuple[tuple[tuple[Line, ...], ...], ...]
    gutters: tuple[Gutter, ...] = ()


@dataclass(frozen=True, slots=True)
class _Run:
    """Rows from ``start`` to ``end`` (exclusive) with the gutters that stay free in all of them."""

    start: int
    end: int
    gutters: tuple[Gutter, ...]


def regions(rows: Sequence[Row], dividers: Sequence[Box], before: Sequence[Gutter] = ()) -> Iterator[Region]:
    """Give the regions of a page from top to bottom. ``dividers`` are flat rulings and the edges of shaded areas.

    ``before`` are the gutters of a table that ended the page before: it may go on at the top of this one.
    """
    plain: list[Row] = []
    at = 0
    while at < len(rows):
        run = _run(rows, at)
        if run is None:
            plain.append(rows[at])
            at += 1
            continue
        raised = _raised(plain, run, rows)
        if plain[: len(plain) - raised]:
            yield _plain(plain[: len(plain) - raised])
        goes_on = not plain[: len(plain) - raised] and _same_gutters(run.gutters, before)
        yield _columns([*plain[len(plain) - raised :], *rows[run.start : run.end]], run.gutters, dividers, goes_on)
        plain, at, before = [], run.end, ()
    if plain:
        yield _plain(plain)


def _same_gutters(some: Sequence[Gutter], others: Sequence[Gutter]) -> bool:
    return len(some) == len(others) and all(a < d and c < b for (a, b), (c, d) in zip(some, others, strict=True))


def _plain(rows: Sequence[Row]) -> Region:
    return Region(table=False, bands=((tuple(lines_of_rows(rows)),),))


def _size(row: Row) -> float:
    return row[0].box.bottom - row[0].box.top


def _top(row: Row) -> float:
    return min(glyph.box.top for glyph in row)


def _gaps(row: Row) -> list[Gutter]:
    """Return the free stretches of a row, those to the left and right of its text included."""
    least = _NARROW * _size(row)
    inner: list[Gutter] = []
    reached = row[0].box.right
    for glyph in row[1:]:
        if glyph.box.left - reached >= least:
            inner.append((reached, glyph.box.left))
        reached = max(reached, glyph.box.right)
    return [(float("-inf"), row[0].box.left), *inner, (reached, float("inf"))]


def _run(rows: Sequence[Row], start: int) -> _Run | None:
    """Return the rows from ``start`` on that share a gutter; None when too few do."""
    support = dict.fromkeys(_gaps(rows[start])[1:-1], 1)
    end = start + 1
    while support and end < len(rows) and _top(rows[end]) - _top(rows[end - 1]) < _LONGEST_STEP * _size(rows[end]):
        narrowed = _narrowed(support, rows[end])
        if len(narrowed) < sum(1 for count in support.values() if count >= 2) or not narrowed:
            break
        support = narrowed
        end += 1
    size = _size(rows[start])
    gutters = tuple(
        sorted(gap for gap, count in support.items() if count >= (2 if gap[1] - gap[0] >= _WIDE * size else 3))
    )
    gutters = _without_marks(rows[start:end], gutters)
    end = _trimmed(rows, start, end, gutters)
    return _Run(start, end, gutters) if gutters and end - start > 1 else None


def _narrowed(support: dict[Gutter, int], row: Row) -> dict[Gutter, int]:
    """Return what stays free of the gutters when ``row`` is set, and how many rows have text on both sides."""
    least = _NARROW * _size(row)
    left, right = row[0].box.left, max(glyph.box.right for glyph in row)
    free = _gaps(row)
    narrowed: dict[Gutter, int] = {}
    for (a, b), count in support.items():
        for c, d in free:
            low, high = max(a, c), min(b, d)
            if high - low >= least:
                narrowed[low, high] = count + (left < low and right > high)
    return narrowed


def _without_marks(rows: Sequence[Row], gutters: tuple[Gutter, ...]) -> tuple[Gutter, ...]:
    """Leave out a gutter whose left side holds nothing but bullets or numbers: that is a list."""
    if not gutters:
        return gutters
    first = [line.text for line in lines_of_rows([_between(row, (float("-inf"), gutters[0][0])) for row in rows])]
    listed = all(is_mark(text) or (len(gutters) == 1 and text.isdecimal() and len(text) < 3) for text in first)
    return gutters[1:] if listed else gutters


def _trimmed(rows: Sequence[Row], start: int, end: int, gutters: tuple[Gutter, ...]) -> int:
    """Return the end without the rows at the foot that stand apart and lie in the first column only."""
    while gutters and end - start > 1:
        row = rows[end - 1]
        alone = max(glyph.box.right for glyph in row) <= gutters[0][0] + 1
        apart = _top(row) - _top(rows[end - 2]) > 1.6 * _size(rows[end - 2])
        if not alone or not (apart or _size(row) > 1.1 * _size(rows[end - 2])):
            break
        end -= 1
    return end


def _raised(plain: Sequence[Row], run: _Run, rows: Sequence[Row]) -> int:
    """Count the rows just above the run that belong to it: they lie wholly beyond its first gutter."""
    count, below = 0, rows[run.start]
    for row in reversed(plain):
        if row[0].box.left < run.gutters[0][1] - 1 or _top(below) - _top(row) > 1.6 * _size(row):
            break
        count, below = count + 1, row
    return count


def _between(row: Row, stretch: tuple[float, float]) -> Row:
    return [glyph for glyph in row if stretch[0] < glyph.middle[0] < stretch[1]]


def _columns(rows: Sequence[Row], gutters: tuple[Gutter, ...], dividers: Sequence[Box], goes_on: bool) -> Region:
    middles = [float("-inf"), *((a + b) / 2 for a, b in gutters), float("inf")]
    stretches = list(itertools.pairwise(middles))
    bands = _bands(rows, stretches, dividers)
    laid = tuple(
        tuple(tuple(lines_of_rows([_between(row, stretch) for row in band])) for stretch in stretches) for band in bands
    )
    both = [band for band in laid if sum(map(bool, band)) > 1]
    if goes_on or (len(laid) > 1 and 2 * len(both) >= len(laid) and _is_table(len(rows), laid)):
        return Region(table=True, bands=laid, gutters=gutters)
    columns = tuple(tuple(line for band in laid for line in band[number]) for number in range(len(stretches)))
    return Region(table=False, bands=(columns,))


def _is_table(rows: int, bands: Sequence[Sequence[Sequence[Line]]]) -> bool:
    """Tell a table from newspaper columns cut at chance gaps: there all bands are high, and as high in each column."""
    if rows <= _MOST_LINES_OF_A_BAND * len(bands):
        return True
    uneven = [min(map(len, band)) <= _UNEVEN * max(map(len, band)) for band in bands]
    return 3 * sum(uneven) >= 2 * len(bands)


def _bands(rows: Sequence[Row], stretches: Sequence[tuple[float, float]], dividers: Sequence[Box]) -> list[list[Row]]:
    """Divide the rows at rulings and shades, else at bands of white, else (short labels) at each first cell."""
    left, right = min(row[0].box.left for row in rows), max(row[-1].box.right for row in rows)
    heights = [box.top for box in dividers if min(box.right, right) - max(box.left, left) > 0.5 * (right - left)]
    pitch = _pitch(rows, stretches)
    ruled = [any(a[0].middle[1] < y < b[0].middle[1] for y in heights) for a, b in itertools.pairwise(rows)]
    white = [_top(b) - _top(a) > _BAND * pitch for a, b in itertools.pairwise(rows)]
    labels = _labels(rows, stretches)
    if any(ruled):
        cuts = ruled
    elif any(white):
        cuts = white
    else:
        cuts = _restarts(rows, stretches) if _is_prose(rows, stretches) else labels
    names = next((at for at, row in enumerate(rows) if not all(glyph.bold for glyph in row)), 0)
    if 0 < names <= _MOST_LINES_OF_NAMES:
        cuts[names - 1] = True
    bands = [[rows[0]]]
    for cut, row in zip(cuts, rows[1:], strict=True):
        if cut:
            bands.append([row])
        else:
            bands[-1].append(row)
    return bands


def _restarts(rows: Sequence[Row], stretches: Sequence[tuple[float, float]]) -> list[bool]:
    """Say for each row after the first whether its first cell begins again: with a finding, or after blanks."""
    first = [lines_of_rows([_between(row, stretches[0])]) for row in rows]
    blank, result = 0, []
    for lines in first[1:]:
        result.append(bool(lines) and (blank >= _BLANK_ROWS or bool(_FINDING.match(lines[0].text))))
        blank = 0 if lines else blank + 1
    return result


def _labels(rows: Sequence[Row], stretches: Sequence[tuple[float, float]]) -> list[bool]:
    """Say for each row after the first whether its first cell is a new label and not the rest of the one above."""
    first = [lines_of_rows([_between(row, stretches[0])]) for row in rows]
    right = max((lines[-1].box.right for lines in first if lines), default=0.0)
    result = []
    for row, before, here in zip(rows[1:], first, first[1:], strict=False):
        beside = here and len(_between(row, stretches[0])) < len(row)
        goes_on = before and here and before[-1].box.right + here[0].first_word > right
        complete = any(lines and lines[-1].text.endswith(":") for lines in (before, here))
        result.append(bool(here and (beside or complete or not goes_on)))
    return result


def _pitch(rows: Sequence[Row], stretches: Sequence[tuple[float, float]]) -> float:
    """Return the usual step from line to line within a column."""
    steps: list[float] = []
    for stretch in stretches:
        tops = [_top(inside) for row in rows if (inside := _between(row, stretch))]
        steps.extend(b - a for a, b in itertools.pairwise(tops))
    size = median(map(_size, rows))
    usual = quantiles(steps, n=4)[0] if len(steps) > 1 else 1.2 * size
    return max(usual, 0.95 * size)


def _is_prose(rows: Sequence[Row], stretches: Sequence[tuple[float, float]]) -> bool:
    """Say whether the first column is filled with running text, as a newspaper's is."""
    first = [inside for row in rows if (inside := _between(row, stretches[0]))]
    widths = [row[-1].box.right - row[0].box.left for row in first]
    return len(first) > 3 and mean(map(len, first)) > _LONGEST_LABEL and mean(widths) > 0.7 * max(widths)
