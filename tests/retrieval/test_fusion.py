"""Fusion adds comparable scores."""

from inspectqa.index.search import Hit
from inspectqa.retrieval.fusion import KEYWORD_WEIGHT, fuse


def test_a_passage_that_both_halves_rank_well_comes_before_one_that_only_one_does() -> None:
    hits = [Hit("vector", 0.7, None), Hit("both", 0.6, 0.4), Hit("keyword", 0.1, 0.4)]
    assert fuse(hits)[0][0] == "both"


def test_a_narrative_whose_words_hardly_match_is_decided_by_the_vectors() -> None:
    assert fuse([Hit("noise", 0.4, 0.08), Hit("meant", 0.65, 0.03)])[0][0] == "meant"


def test_rare_words_decide_a_short_question() -> None:
    assert fuse([Hit("alike", 0.6, 0.1), Hit("named", 0.5, 0.5)])[0][0] == "named"


def test_the_score_is_the_weighted_mean_and_ties_go_by_id() -> None:
    assert fuse([Hit("b", 1.0, 1.0), Hit("a", 1.0, 1.0)]) == [("a", 1.0), ("b", 1.0)]
    assert fuse([Hit("a", None, 0.5)]) == [("a", KEYWORD_WEIGHT * 0.5)]
    assert fuse([]) == []
