"""Cutting long text: nothing is lost, nothing is changed, and sentences stay whole where they can."""

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from inspectqa.documents import Span
from inspectqa.ingest.split import split

SENTENCE = "The force trained every officer in the new guidance by May 2026."


def test_a_short_text_stays_whole_without_its_outer_white_space() -> None:
    assert split("  Two words.\n", 10) == [Span(2, 12)]
    assert split(" \n", 10) == []


def test_a_long_text_is_cut_between_sentences() -> None:
    text = " ".join([SENTENCE] * 7)
    parts = [span.of(text) for span in split(text, 30)]
    assert parts == [f"{SENTENCE} {SENTENCE}"] * 3 + [SENTENCE]


def test_an_abbreviation_ends_no_sentence() -> None:
    text = "The letter was sent by Ms. Farrow on behalf of the office. The reply of Dr. Reed came in June of that year."
    assert [span.of(text).split()[0] for span in split(text, 12)] == ["The", "The"]


def test_a_sentence_without_an_end_is_cut_at_commas_and_else_at_words() -> None:
    text = ", ".join(f"hotel {number} in the north" for number in range(60))
    spans = split(text, 40)
    assert all(len(span.of(text).split()) <= 40 for span in spans)
    assert "".join(span.of(text) for span in spans).replace(" ", "") == text.replace(" ", "")


def test_the_same_words_again_and_again_keep_their_own_places() -> None:
    text = "No change. " * 50
    spans = split(text, 10)
    assert [span.start for span in spans] == sorted({span.start for span in spans})
    assert spans[-1].end == len(text.rstrip())


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet='ab ,.;\n\t\u00a0é。？!"()', max_size=300), st.integers(1, 12))
def test_all_words_are_kept_in_order_and_no_part_is_too_long(text: str, max_words: int) -> None:
    spans = split(text, max_words)
    assert all(0 < len(span.of(text).split()) <= max_words for span in spans)
    assert all(one.end <= other.start for one, other in itertools.pairwise(spans))
    assert "".join("".join(span.of(text).split()) for span in spans) == "".join(text.split())
