"""Plots as SVG, drawn here: no script, no font and no picture from elsewhere, readable in a page and as a file.

Every plot carries its numbers as text, so that nothing is told by colour or length alone.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_WIDTH = 720
_ROW = 26
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 150, 28, 44
_HEIGHT = 320
_INK, _GRID, _FILL, _REST = "#1d2a35", "#d7dde2", "#1d6fa5", "#e4eaef"
_LINES = ("#1d6fa5", "#b4491e", "#3d7a3a", "#7a3f8f")
_DASHES = ("", "7 4", "2 3", "10 3 2 3")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a plot: its name and its points as (x, y)."""

    name: str
    points: Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Axes:
    """What a plot of lines shows: its title, what stands on each axis, and where both begin and end."""

    title: str
    x: str
    y: str
    x_range: tuple[float, float] = (0.0, 1.0)
    y_range: tuple[float, float] = (0.0, 1.0)


def bars(title: str, rows: Sequence[tuple[str, int, int]]) -> str:
    """Return horizontal bars: for each row its name, how many of how many, and the share as a length."""
    left = 24 + 8 * max((len(name) for name, _, _ in rows), default=0)
    most = _WIDTH - left - 70
    drawn = [_bar(name, part, whole, (left, number * _ROW, most)) for number, (name, part, whole) in enumerate(rows)]
    return _svg(title, max(1, len(rows)) * _ROW, drawn)


def _bar(name: str, part: int, whole: int, place: tuple[int, int, int]) -> str:
    left, top, most = place
    length = most * part / whole if whole else 0
    return (
        f'<text x="{left - 10}" y="{top + 17}" text-anchor="end">{escape(name)}</text>'
        f'<rect x="{left}" y="{top + 4}" width="{most}" height="{_ROW - 8}" fill="{_REST}"/>'
        f'<rect x="{left}" y="{top + 4}" width="{length:.1f}" height="{_ROW - 8}" fill="{_FILL}"/>'
        f'<text x="{left + most + 8}" y="{top + 17}">{part} of {whole}</text>'
    )


def histogram(title: str, values: Sequence[float], *, unit: str, bins: int = 24) -> str:
    """Return how often values fall between 0 and the largest, in ``bins`` columns."""
    highest = max(values, default=0.0) or 1.0
    counts = [0] * bins
    for value in values:
        counts[min(bins - 1, int(bins * value / highest))] += 1
    most = max(counts) or 1
    axes = Axes(title, unit, "questions", (0.0, highest), (0.0, float(most)))
    step = (_WIDTH - _LEFT - 20) / bins
    drawn = [
        f'<rect x="{_LEFT + number * step:.1f}" y="{_y(count, axes):.1f}" width="{step - 1:.1f}"'
        f' height="{_y(0, axes) - _y(count, axes):.1f}" fill="{_FILL}"/>'
        for number, count in enumerate(counts)
        if count
    ]
    return _svg(title, _HEIGHT, [*_grid(axes, _WIDTH - 20), *drawn])


def lines(axes: Axes, drawn: Sequence[Line], marks: Sequence[tuple[float, str]] = ()) -> str:
    """Return lines over common axes, each named at its end; ``marks`` are named places on the x axis."""
    right = _WIDTH - _RIGHT
    parts = [*_grid(axes, right), *(_mark(x, name, axes) for x, name in marks)]
    names = _apart([_y(line.points[-1][1], axes) for line in drawn if line.points])
    for number, line in enumerate(line for line in drawn if line.points):
        colour, dash = _LINES[number % len(_LINES)], _DASHES[number % len(_DASHES)]
        points = " ".join(f"{_x(x, axes):.1f},{_y(y, axes):.1f}" for x, y in line.points)
        parts.append(
            f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"/>'
        )
        if len(line.points) == 1:
            x, y = line.points[0]
            parts.append(f'<circle cx="{_x(x, axes):.1f}" cy="{_y(y, axes):.1f}" r="4" fill="{colour}"/>')
        parts.append(f'<text x="{right + 6}" y="{names[number] + 4:.1f}" fill="{colour}">{escape(line.name)}</text>')
    return _svg(axes.title, _HEIGHT, parts)


def _apart(wished: Sequence[float]) -> list[float]:
    """Return places for names, in the order given, none nearer than a line's height to another."""
    places = list(wished)
    before = float("-inf")
    for number in sorted(range(len(places)), key=places.__getitem__):
        places[number] = max(places[number], before + 15)
        before = places[number]
    return places


def _mark(x: float, name: str, axes: Axes) -> str:
    at = _x(x, axes)
    return (
        f'<line x1="{at:.1f}" y1="{_TOP}" x2="{at:.1f}" y2="{_HEIGHT - _BOTTOM}" stroke="{_INK}"'
        ' stroke-dasharray="3 3"/>'
        f'<text x="{at + 4:.1f}" y="{_TOP + 10}">{escape(name)}</text>'
    )


def _grid(axes: Axes, right: float) -> list[str]:
    parts = []
    for y in _ticks(axes.y_range):
        level = _y(y, axes)
        parts.append(f'<line x1="{_LEFT}" y1="{level:.1f}" x2="{right}" y2="{level:.1f}" stroke="{_GRID}"/>')
        parts.append(f'<text x="{_LEFT - 8}" y="{level + 4:.1f}" text-anchor="end">{y:g}</text>')
    first, last = axes.x_range
    for x in _ticks(axes.x_range):
        across = _LEFT + (x - first) / ((last - first) or 1) * (right - _LEFT)
        parts.append(f'<text x="{across:.1f}" y="{_HEIGHT - _BOTTOM + 18}" text-anchor="middle">{x:g}</text>')
    middle = (_LEFT + right) / 2
    parts.append(f'<text x="{middle:.0f}" y="{_HEIGHT - 6}" text-anchor="middle">{escape(axes.x)}</text>')
    parts.append(f'<text x="4" y="12">{escape(axes.y)}</text>')
    return parts


def _ticks(ends: tuple[float, float]) -> list[float]:
    """Return at most eleven round numbers between two ends."""
    first, last = ends
    rough = (last - first) / 10 or 1.0
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough * 0.999)
    start, end = math.ceil(first / step - 1e-9), math.floor(last / step + 1e-9)
    return [round(number * step, 10) for number in range(start, end + 1)]


def _x(x: float, axes: Axes) -> float:
    first, last = axes.x_range
    return _LEFT + (x - first) / ((last - first) or 1) * (_WIDTH - _RIGHT - _LEFT)


def _y(y: float, axes: Axes) -> float:
    first, last = axes.y_range
    return _HEIGHT - _BOTTOM - (y - first) / ((last - first) or 1) * (_HEIGHT - _BOTTOM - _TOP)


def _svg(title: str, height: int, parts: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}"'
        f' role="img" aria-label="{escape(title)}" font-family="sans-serif" font-size="12" fill="{_INK}">'
        f'<rect width="{_WIDTH}" height="{height}" fill="#ffffff"/>{"".join(parts)}</svg>'
    )
