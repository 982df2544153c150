"""The keyword index: what it finds, what it refuses to understand, and how it fails."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspectqa.documents import Passage, Span, Voice
from inspectqa.errors import IndexUnusable
from inspectqa.index.keyword import KeywordIndex

BODIES = {
    "a": "The force launched Operation Makesafe in May 2025.",
    "b": "We have flagged children at risk of exploitation in the crime recording system.",
    "c": "The commissioner holds the chief constable to account at a quarterly board.",
}


def passage(passage_id: str, body: str, header: str = "") -> Passage:
    return Passage(passage_id, "doc", 0, Span(0, len(body)), 1, Voice.FORCE, "", header, body, ())


@pytest.fixture
def index(tmp_path: Path) -> KeywordIndex:
    index = KeywordIndex(tmp_path / "keywords")
    index.put(passage(passage_id, body) for passage_id, body in BODIES.items())
    return index


def found(index: KeywordIndex, text: str, limit: int = 10) -> list[str]:
    return [passage_id for passage_id, _ in index.search(text, limit)]


def test_a_passage_is_found_by_another_form_of_its_word(index: KeywordIndex) -> None:
    assert found(index, "flagging of a child") == ["b"]


def test_a_passage_is_found_by_its_header_but_its_body_counts_more(index: KeywordIndex) -> None:
    index.put([passage("d", "Deployment is complete.", "Makesafe | Cheshire")])
    assert found(index, "Makesafe") == ["a", "d"]


def test_putting_an_id_again_replaces_its_passage(index: KeywordIndex) -> None:
    index.put([passage("a", "Nothing of the sort.")])
    assert found(index, "Makesafe") == []
    assert len(index) == 3


def test_deleted_and_cleared_passages_are_not_found(index: KeywordIndex) -> None:
    index.delete(["a", "never held"])
    assert found(index, "Makesafe") == []
    index.clear()
    assert len(index) == 0
    assert found(index, "commissioner") == []


def test_only_allowed_passages_are_found(index: KeywordIndex) -> None:
    assert [i for i, _ in index.search("force commissioner children", 10, ["c", "a"])] != []
    assert {i for i, _ in index.search("force commissioner children", 10, ["c"])} == {"c"}
    assert index.search("force", 10, []) == []


def test_many_allowed_passages_give_the_same_scores_as_few(index: KeywordIndex) -> None:
    few = index.search("force commissioner children", 10, ["a", "b"])
    assert index.search("force commissioner children", 10, ["a", "b", *map(str, range(1000))]) == few


def test_scores_lie_between_0_and_1_and_fall_with_words_that_are_not_there(index: KeywordIndex) -> None:
    ((_, alone),) = index.search("Makesafe", 10)
    ((_, beside),) = index.search("Makesafe zebra", 10)
    assert 0 < beside < alone <= 1


def test_a_limit_is_kept_and_a_question_without_words_finds_nothing(index: KeywordIndex) -> None:
    assert len(found(index, "force commissioner children", 2)) == 2
    assert found(index, "force", 0) == []
    assert found(index, "what is the ... ?") == []


def test_what_was_written_is_there_after_reopening(index: KeywordIndex, tmp_path: Path) -> None:
    assert found(KeywordIndex(tmp_path / "keywords"), "Makesafe") == ["a"]


def test_what_another_opener_wrote_is_seen_without_reopening(index: KeywordIndex, tmp_path: Path) -> None:
    assert found(index, "zebra") == []
    KeywordIndex(tmp_path / "keywords").put([passage("d", "A zebra crossing.")])
    assert found(index, "zebra") == ["d"]


@pytest.mark.parametrize(
    "text", ['body:makesafe"', "id:a", "+(", "header:[a TO z]", "makesafe^99 AND *", "\\", "/.*/", "\0"]
)
def test_query_syntax_is_only_words(index: KeywordIndex, text: str) -> None:
    assert set(found(index, text)) <= {"a"}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=200)
@given(st.text(max_size=200))
def test_no_text_breaks_a_search(index: KeywordIndex, text: str) -> None:
    assert all(0 <= score <= 1 for _, score in index.search(text, 5))


@pytest.mark.parametrize("damaged", ["meta.json", "*.term", "*.store", "*.idx"])
def test_a_damaged_folder_names_the_rebuild(index: KeywordIndex, tmp_path: Path, damaged: str) -> None:
    for file in (tmp_path / "keywords").glob(damaged):
        file.write_bytes(b"damaged")
    with pytest.raises(IndexUnusable, match=r"keywords.*inspectqa rebuild"):
        KeywordIndex(tmp_path / "keywords").search("Makesafe", 5)


def test_a_folder_of_something_else_names_the_rebuild(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("not an index")
    with pytest.raises(IndexUnusable, match="inspectqa rebuild"):
        KeywordIndex(tmp_path)
    with pytest.raises(IndexUnusable, match="inspectqa rebuild"):
        KeywordIndex(tmp_path / "notes.txt")


def test_a_folder_that_vanishes_names_the_rebuild(index: KeywordIndex, tmp_path: Path) -> None:
    for file in (tmp_path / "keywords").iterdir():
        file.unlink()
    with pytest.raises(IndexUnusable, match="inspectqa rebuild"):
        index.search("Makesafe", 5)
