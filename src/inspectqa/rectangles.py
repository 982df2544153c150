"""Where a span is printed: one rectangle for each line of it, on the page as displayed."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from operator import attrgetter
from typing import NamedTuple

from inspectqa.documents import Span, Word

_WIDEST_SPACE = 1.8  # in line heights: what is further apart on a line stands in two columns


class Rectangle(NamedTuple):
    """A part of a page, in points from the top left of the page as displayed."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


def rectangles(words: Sequence[Word], span: Span) -> tuple[Rectangle, ...]:
    """Return the rectangles that cover ``span``, in the order of the text; ``words`` come in the order of starts."""
    return tuple(_by_line(_inside(words, span)))


def _inside(words: Sequence[Word], span: Span) -> Iterator[Rectangle]:
    """Give the part of each word that lies in the span; of a word cut by its ends, the share of its width."""
    first = max(bisect_right(words, span.start, key=attrgetter("start")) - 1, 0)
    ahead = (words[at] for at in range(first, len(words)))
    for word in takewhile(lambda one: one.start < span.end, ahead):
        start, end = max(word.start, span.start), min(word.end, span.end)
        if start < end:
            step = (word.right - word.left) / (word.end - word.start)
            left, right = word.left + step * (start - word.start), word.right - step * (word.end - end)
            yield Rectangle(word.page, left, word.top, right, word.bottom)


def _by_line(parts: Iterable[Rectangle]) -> Iterator[Rectangle]:
    """Join the neighbours of one line."""
    open_one: Rectangle | None = None
    for part in parts:
        if open_one and _goes_on(open_one, part):
            open_one = open_one._replace(right=max(part.right, open_one.right))
            continue
        if open_one:
            yield open_one
        open_one = part
    if open_one:
        yield open_one


def _goes_on(one: Rectangle, following: Rectangle) -> bool:
    gap = following.left - one.right
    level = (one.page, one.top, one.bottom) == (following.page, following.top, following.bottom)
    return level and following.left >= one.left and gap <= _WIDEST_SPACE * (one.bottom - one.top)
