"""The index: what is found, and that copies which can't be trusted are made good again."""

import json
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from builders import CALDERMERE
from inspectqa.errors import DataFolderError, IndexUnusable
from inspectqa.index import matrix, versions
from inspectqa.index.search import Hit, Index
from inspectqa.index.stored import Draft
from kept import BagOfWords, delete, draft, found, index_in, store

LETTER = draft("letter", "We trained all officers in Makesafe.", "The crime recording system flags children.")
MINUTES = draft("minutes", "The panel asked for figures about hotels.", force=CALDERMERE)
FLAGS = "The crime recording system flags children."


@pytest.fixture(params=["in one matrix", "in Chroma"], autouse=True)
def largest(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Search as a small collection is searched, and as a large one is."""
    if request.param == "in Chroma":
        monkeypatch.setattr(matrix, "LARGEST", 0)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def index(folder: Path) -> Iterator[Index]:
    index = index_in(folder)
    store(index, LETTER, MINUTES)
    yield index
    index.close()
    index.catalogue.close()


def again(index: Index) -> Index:
    """Close the index and open it as a new process would, Chroma included."""
    index.close()
    index.catalogue.close()
    fresh = index_in(index.catalogue.folder)
    fresh.open()
    return fresh


def test_a_passage_is_found_by_its_words(index: Index) -> None:
    assert found(index, "flagging a child", 1)[0] == FLAGS


def test_a_hit_has_both_scores_where_it_can(index: Index) -> None:
    hits = index.search("children in hotels", 1)
    assert {hit.passage_id.split("-")[0] for hit in hits} <= {"letter", "minutes"}
    assert all(hit.vector is not None for hit in hits)
    best = index.search("flags children", 5)[0]
    assert best.keyword is not None
    assert best.keyword > 0


def test_a_filter_restricts_both_searches(index: Index) -> None:
    allowed = index.catalogue.passage_ids(force_ids=[CALDERMERE.id])
    assert found(index, "flags children", 5, allowed) == ["The panel asked for figures about hotels."]
    assert index.search("flags children", 5, []) == []


def test_nothing_is_found_before_anything_is_held(folder: Path) -> None:
    assert index_in(folder).search("anything", 5) == []


def test_chroma_and_the_exact_way_give_the_same_hits(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    many = [draft(f"d{n}", f"Officer {n} trained team {n % 7}.", f"Hotel {n} was visited.") for n in range(60)]
    store(index, *many)
    found_by: list[list[float]] = []
    for largest in (0, 1_000):
        monkeypatch.setattr(matrix, "LARGEST", largest)
        fresh = again(index)
        for text in ("team 3", "hotel 12", "officers trained"):
            found_by.append(scores(fresh.search(text, 10))[:10])
        assert (fresh._exact.matrix(fresh.catalogue.state()) is None) is (largest == 0)
    for one, other in zip(found_by[:3], found_by[3:], strict=True):
        assert one == pytest.approx(other, abs=1e-5)


def scores(hits: list[Hit]) -> list[float]:
    return [hit.vector or 0.0 for hit in hits]


def test_a_deleted_document_is_not_found(index: Index) -> None:
    delete(index, "letter")
    assert found(index, FLAGS) == ["The panel asked for figures about hotels."]
    assert found(again(index), FLAGS) == ["The panel asked for figures about hotels."]


def test_staged_passages_are_in_the_copies_but_not_found(index: Index) -> None:
    newer = draft("letter", "All of it is complete.")
    with index.writing() as writer:
        vectors = index.embed(newer.passages)
        version = writer.stage(newer, vectors)
        index.put(newer.passages, vectors)
        assert FLAGS in found(index, "flags children complete", 1)
        writer.go_live("letter", version)
        assert "All of it is complete." in found(index, "flags children complete", 1)
        assert FLAGS not in found(index, "flags children complete")


def test_a_rebuild_gives_the_same_hits(index: Index) -> None:
    before = index.search("flags children in hotels", 5)
    done: list[tuple[str, int, int]] = []
    index.rebuild(lambda *progress: done.append(progress))
    after = index.search("flags children in hotels", 5)
    assert [(hit.passage_id, hit.keyword) for hit in after] == [(hit.passage_id, hit.keyword) for hit in before]
    assert scores(after) == pytest.approx(scores(before))
    assert done[-1] == ("copying vectors", 3, 3)


def test_another_embedding_model_is_refused_by_name_until_a_rebuild(index: Index) -> None:
    index.close()
    other = index_in(index.catalogue.folder, BagOfWords("bag-of-128-words", 128))
    for ask in (lambda: other.search("children", 5), lambda: store(other, LETTER)):
        with pytest.raises(IndexUnusable, match=r"bag-of-words.*bag-of-128-words.*inspectqa rebuild"):
            ask()
    assert "bag-of-128-words" in (other.check() or "")
    other.rebuild()
    assert found(other, "flags children", 1)[0] == FLAGS
    assert other.check() is None
    with pytest.raises(IndexUnusable):
        index.search("children", 5)
    other.close()


def truncate(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def overwrite(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            path.write_bytes(np.random.default_rng(1).bytes(path.stat().st_size))


@pytest.mark.parametrize("copy", ["vectors", "keywords"])
@pytest.mark.parametrize("damage", [truncate, overwrite, shutil.rmtree])
def test_a_damaged_copy_is_made_anew_when_it_is_opened(index: Index, copy: str, damage: Callable[[Path], None]) -> None:
    index.close()
    damage(index.catalogue.folder / copy)
    fresh = again(index)
    assert fresh.check() is None
    assert found(fresh, "flags children", 1)[0] == FLAGS
    fresh.close()


def test_a_damaged_graph_is_noticed_before_it_is_opened(index: Index) -> None:
    store(index, *(draft(f"d{n}", *(f"Sentence {n} {m} of many." for m in range(100))) for n in range(12)))
    index.close()
    graph = next((index.catalogue.folder / "vectors").glob("*/link_lists.bin"))
    overwrite(graph.parent)
    fresh = again(index)
    assert fresh.check() is None
    assert "Sentence 3 4 of many." in found(fresh, "sentence 3 4", 200)
    fresh.close()


def test_a_writer_that_died_leaves_copies_that_are_made_anew(index: Index, folder: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        interrupt(index, draft("letter", "This was never committed."))
    assert not (folder / "copies.json").exists()
    fresh = again(index)
    assert fresh.check() is None
    assert "This was never committed." not in found(fresh, "never committed")
    fresh.close()


def interrupt(index: Index, one: Draft) -> None:
    with index.writing() as writer:
        vectors = index.embed(one.passages)
        writer.stage(one, vectors)
        index.put(one.passages, vectors)
        raise KeyboardInterrupt


def test_copies_of_another_catalogue_are_not_trusted(index: Index, folder: Path) -> None:
    state = json.loads((folder / "copies.json").read_text())
    (folder / "copies.json").write_text(json.dumps(state | {"catalogue": "another"}))
    assert index.check() == "the copies were not synced to the catalogue's last commit"
    fresh = again(index)
    assert fresh.check() is None
    fresh.close()


def test_while_another_process_writes_search_goes_on_without_chroma(index: Index, folder: Path) -> None:
    with versions.writing(index.catalogue):  # as another process would: its lock, and no marker
        (folder / "copies.json").unlink()
        reader = index_in(folder)
        assert found(reader, "flags children", 1)[0] == FLAGS
        with pytest.raises(DataFolderError, match="is ingesting"):
            reader.rebuild()
    assert not (folder / "copies.json").exists()
    assert found(reader, "flags children", 1)[0] == FLAGS  # the lock is free: made good on the way
    assert (folder / "copies.json").exists()
    reader.close()


def test_two_threads_search_while_one_writes(index: Index) -> None:
    index.open()
    ended = threading.Event()
    answers: list[str] = []

    def read() -> None:
        while not ended.is_set():
            answers.append(found(index, "flags children", 1)[0])

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for number in range(10):
        store(index, draft("other", f"Version {number} of something else."))
    ended.set()
    for reader in readers:
        reader.join()
    assert set(answers) == {FLAGS}
    assert index.check() is None


@pytest.mark.parametrize(("held", "opened"), [(20_000, False), (1, True)])
def test_a_service_opens_chroma_before_its_first_question_if_questions_will_ask_it(
    index: Index, monkeypatch: pytest.MonkeyPatch, held: int, opened: bool
) -> None:
    monkeypatch.setattr(matrix, "LARGEST", held)
    fresh = index_in(index.catalogue.folder)
    fresh.prepare()
    assert fresh._copies.vectors.is_open is opened
    fresh.close()
    fresh.catalogue.close()


def test_a_document_without_passages_breaks_no_search(index: Index) -> None:
    delete(index, "letter")
    delete(index, "minutes")
    store(index, draft("empty"))
    assert index.search("children", 5) == []
