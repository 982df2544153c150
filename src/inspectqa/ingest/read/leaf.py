"""Pages as displayed and the words printed on them, found again in the canonical text.

The text is what is printed, less what was left out (a hyphen at a line's end, a bullet, a control character), in the
same order: so one walk through both finds each printed word's span.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from inspectqa.documents import Page, Span, Word


class Printed(NamedTuple):
    """A word with its place on a page; ``text`` is empty for a mark that the canonical text writes its own way."""

    page: int
    text: str
    left: float
    top: float
    right: float
    bottom: float
    confidence: int = 100


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page as displayed, in points; ``aside`` is printed on it but kept out of the text."""

    width: float
    height: float
    source: str
    aside: tuple[Printed, ...] = ()


def words_on(
    leaves: Sequence[Leaf], text: str, spans: Sequence[Span], placed: Iterable[tuple[Span, Iterable[Printed]]]
) -> tuple[Word, ...]:
    """Return the words of all pages by start. ``spans`` are the pages' own, ``placed`` each block with its words."""
    found = [word for span, printed in placed for word in _found(text, span, printed)]
    found += [
        _word(one, span.start, span.start) for leaf, span in zip(leaves, spans, strict=False) for one in leaf.aside
    ]
    return tuple(sorted(found, key=attrgetter("start", "end")))


def pages_of(leaves: Sequence[Leaf], spans: Sequence[Span], words: Iterable[Word]) -> tuple[Page, ...]:
    """Return the pages: displayed ones where there are ``leaves``, else virtual ones."""
    if not leaves:
        return tuple(Page(number, *span) for number, span in enumerate(spans, 1))
    early: dict[int, list[Span]] = {}
    for number, run in groupby((word for word in words if word.start < word.end), key=attrgetter("page")):
        parts = list(run)
        if parts[0].start < spans[number - 1].start:
            early.setdefault(number, []).append(Span(parts[0].start, parts[-1].end))
    return tuple(
        Page(number, *span, leaf.source, leaf.width, leaf.height, tuple(early.get(number, ())))
        for number, (leaf, span) in enumerate(zip(leaves, spans, strict=True), 1)
    )


def _found(text: str, span: Span, printed: Iterable[Printed]) -> Iterator[Word]:
    at = span.start
    for one in printed:
        start, end = _place(text, one.text, Span(at, span.end))
        yield _word(one, start, end)
        at = end


def _place(text: str, word: str, within: Span) -> Span:
    """Return where ``word`` stands at the start of ``within``, passing over spaces and what the text leaves out."""
    at = within.start
    while at < within.end and text[at].isspace():
        at += 1
    if word and text.startswith(word, at, within.end):
        return Span(at, at + len(word))
    start = end = within.start
    for char in word:
        if at < within.end and text[at] == char:
            start, end = (at if end == within.start else start), at + 1
            at += 1
    return Span(start, end)


def _word(one: Printed, start: int, end: int) -> Word:
    return Word(one.page, start, end, one.left, one.top, one.right, one.bottom, one.confidence)
