"""What is seen in the picture of a page before its words are read: how far it is turned, and its ruled lines."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from inspectqa.ingest.read.pdf_page import Box

_SLIGHTEST, _STEEPEST, _STEP = 0.2, 4.0, 0.2
_DARK = 160
_RUN = 36.0  # points that a line is dark without a break: longer than any stroke of a letter
_BREAKS = 0.94
_THICKEST = 4.0
_MOST_LINES = 1500


def skew_of(picture: NDArray[np.uint8]) -> float:
    """Return by how many degrees the lines of a grey picture fall to the right; 0.0 for level ones.

    The ink, sheared by each angle, makes the sharpest rows at the angle of the lines.
    """
    step = max(1, min(picture.shape) // 800)
    ink = picture[::step, ::step] < _DARK
    rows, columns = np.nonzero(ink)
    if len(rows) < 100:
        return 0.0

    def sharpness(angle: float) -> float:
        heights = np.round(rows - columns * np.tan(np.radians(angle))).astype(np.int64)
        return float(np.sum(np.square(np.bincount(heights - heights.min()), dtype=np.float64)))

    angles = np.arange(-_STEEPEST, _STEEPEST + _STEP / 2, _STEP)
    best = float(max(angles, key=sharpness))
    return best if abs(best) >= _SLIGHTEST and sharpness(best) > 1.05 * sharpness(0.0) else 0.0


def rulings_of(picture: NDArray[np.uint8], unit: float) -> list[Box]:
    """Return the level and upright lines of a grey picture of which a dot is ``unit`` points wide, in points."""
    ink = picture < _DARK
    level = [Box(x0, y, x1, y) for y, x0, x1 in _runs(ink, unit)]
    upright = [Box(x, y0, x, y1) for x, y0, y1 in _runs(ink.T, unit)]
    return [*level, *upright]


def _runs(ink: NDArray[np.bool_], unit: float) -> Iterator[tuple[float, float, float]]:
    """Give height, start and end of the long runs of ink along the rows; what is thick is no line."""
    length = round(_RUN / unit)
    if ink.shape[1] <= length:
        return
    sums = np.cumsum(ink, axis=1, dtype=np.int32)
    long = (sums[:, length:] - sums[:, :-length]) >= _BREAKS * length
    high = max(1, round(_THICKEST / unit))
    found = np.flatnonzero(long.any(axis=1))
    groups = np.split(found, np.flatnonzero(np.diff(found) > 1) + 1) if len(found) else []
    for group in groups[:_MOST_LINES]:
        if len(group) > 3 * high:
            continue
        columns = np.flatnonzero(long[group].any(axis=0))
        for run in np.split(columns, np.flatnonzero(np.diff(columns) > 1) + 1):
            yield float(group.mean() * unit), float(run[0] * unit), float((run[-1] + length) * unit)
