"""Where words are printed, as the catalogue stores it: whole numbers, each as its step from the word before, packed.

A word takes 2.5 to 5 bytes. Coordinates are tenths of a point.
"""

import zlib
from collections.abc import Sequence

import numpy as np

from inspectqa.documents import Span, Word

_TENTHS = np.array([1, 1, 1, 10, 10, 10, 10, 1], dtype=np.float64)  # page, start, end, four coordinates, confidence


def packed(words: Sequence[Word]) -> bytes:
    """Return the words, which come in the order of their starts, as bytes."""
    rows = np.round(np.array(words, dtype=np.float64).reshape(-1, len(_TENTHS)) * _TENTHS).astype("<i4")
    return zlib.compress(np.diff(rows, axis=0, prepend=0).astype("<i4").T.tobytes(), level=6)


def words_in(blob: bytes, span: Span) -> tuple[Word, ...]:
    """Return those of the packed words that have a part in ``span``, in their order."""
    steps = np.frombuffer(zlib.decompress(blob), dtype="<i4").reshape(len(_TENTHS), -1)
    rows = np.cumsum(steps, axis=1, dtype=np.int64)
    wanted = rows[:, (rows[1] < span.end) & (rows[2] > span.start) & (rows[1] < rows[2])].T / _TENTHS
    return tuple(
        Word(int(page), int(start), int(end), left, top, right, bottom, int(sure))
        for page, start, end, left, top, right, bottom, sure in wanted.tolist()
    )
