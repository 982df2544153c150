"""Whatever is cited, the source view marks it: every sentence of the samples, and spans that nobody would choose."""

import random

import pytest

from inspectqa.api.source import View, view
from inspectqa.bootstrap import Application
from inspectqa.documents import Page, Passage, Span, Voice
from inspectqa.invisible import visible


def marked(shown: View) -> str:
    return "".join(
        piece.text
        for part in shown.parts
        for paragraph in part.paragraphs
        for line in paragraph.lines
        for cell in line
        for piece in cell
        if piece.mark
    )


def beginnings(shown: View) -> int:
    cells = [cell for part in shown.parts for one in part.paragraphs for line in one.lines for cell in line]
    return sum(piece.mark == "first" for cell in cells for piece in cell)


def bare(text: str) -> str:
    return "".join(visible(text).split())


def test_every_sentence_that_may_be_quoted_is_marked_whole_and_begins_once(held_samples: Application) -> None:
    catalogue = held_samples.catalogue
    for held in catalogue.documents():
        text, passages = catalogue.text(held.id), catalogue.passages_of(held.id)
        for span in [one for passage in passages for one in passage.sentences]:
            shown = view(text, passages, held.pages, span, 0)
            assert bare(marked(shown)) == bare(span.of(text))
            assert beginnings(shown) == 1


def test_any_span_is_marked_whole(held_samples: Application) -> None:
    chance = random.Random(7)  # noqa: S311  the same spans every time
    catalogue = held_samples.catalogue
    for held in catalogue.documents():
        text, passages = catalogue.text(held.id), catalogue.passages_of(held.id)
        for _ in range(100):
            start = chance.randrange(len(text))
            span = Span(start, chance.randrange(start, len(text)) + 1)
            assert bare(marked(view(text, passages, held.pages, span, 0))) == bare(span.of(text))


def test_nothing_of_a_stretch_is_left_out_or_told_twice(held_samples: Application) -> None:
    catalogue = held_samples.catalogue
    for held in catalogue.documents():
        text, passages = catalogue.text(held.id), catalogue.passages_of(held.id)
        shown = view(text, passages, held.pages, Span(0, len(text)), 0)
        assert bare(marked(shown)) == bare(text)


@pytest.mark.parametrize(
    "text", ["a" * 50_000, "word " * 10_000, "\n" * 50_000 + "end", "a\tb\n" * 9_000, "\r\n\u202e" * 9_000]
)
def test_a_text_without_an_end_of_paragraph_is_shown_in_stretches(text: str) -> None:
    pages, at, seen = (Page(1, 0, len(text)),), 0, 0
    whole = Passage("p", "d", 0, Span(0, len(text)), 1, Voice.FORCE, "F", "", text, ())
    for _ in range(20):
        shown = view(text, (whole,), pages, None, at)
        seen += 1
        if shown.later is None:
            break
        assert shown.later > at
        at = shown.later
    assert shown.later is None
    assert seen < 20
