"""A question in a conversation is searched alone and with what was asked before."""

import pytest

from inspectqa.index.search import Hit
from inspectqa.retrieval.context import CONTEXT_WEIGHT, in_context, texts
from inspectqa.retrieval.fusion import fuse

FOUND = {
    "How do I appeal?": [Hit("appeals", 0.6, 0.5), Hit("fees", 0.4, 0.1)],
    "How do I appeal? What is a permit?": [Hit("permits", 0.6, 0.5), Hit("appeals", 0.5, 0.4)],
    "nothing alone nothing before": [Hit("before", 0.5, 0.5)],
}


def search(text: str) -> list[Hit]:
    return FOUND.get(text, [])


def test_without_a_conversation_the_question_is_searched_as_it_is() -> None:
    assert texts("How do I appeal?", []) == ("How do I appeal?",)
    assert [passage_id for passage_id, _ in in_context(search, "How do I appeal?", [])] == ["appeals", "fees"]


def test_the_last_two_earlier_questions_follow_newest_first() -> None:
    assert texts("now", ["long ago", "before", "just now"]) == ("now", "now just now before")


def test_a_passage_that_both_searches_find_comes_first() -> None:
    ranking = in_context(search, "How do I appeal?", ["What is a permit?"])
    assert [passage_id for passage_id, _ in ranking] == ["appeals", "permits", "fees"]


def test_a_passage_that_one_search_missed_counts_there_as_the_last_that_it_found() -> None:
    scores = dict(in_context(search, "How do I appeal?", ["What is a permit?"]))
    alone, told = dict(fuse(FOUND["How do I appeal?"])), dict(fuse(FOUND["How do I appeal? What is a permit?"]))
    expected = (1 - CONTEXT_WEIGHT) * alone["fees"] + CONTEXT_WEIGHT * told["permits"]
    assert scores["permits"] == pytest.approx(expected)


def test_a_search_that_finds_nothing_counts_as_zero() -> None:
    scores = dict(in_context(search, "nothing alone", ["nothing before"]))
    assert scores == pytest.approx({"before": CONTEXT_WEIGHT * 0.5})
    assert in_context(search, "nothing", ["at all"]) == []
