"""What the check of a data folder notices."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from inspectqa.index.check import faults
from inspectqa.index.search import Index
from inspectqa.ingest.pipeline import Pipeline
from inspectqa.settings import load
from kept import index_in


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    (tmp_path / "letter.md").write_text("# Response\n\nWe trained all officers in the new guidance.\n")
    index = index_in(tmp_path / "data")
    Pipeline(index.catalogue, index, load(data_dir=tmp_path / "data")).ingest([tmp_path / "letter.md"])
    yield index
    index.close()
    index.catalogue.close()


def test_a_sound_folder_has_no_faults(index: Index) -> None:
    assert list(faults(index)) == []


def test_an_altered_and_a_lost_original_are_named(index: Index) -> None:
    (held,) = index.catalogue.documents()
    index.catalogue.original(held.id).write_text("something else")
    assert [fault.split(":")[0] for fault in faults(index)] == [f"{held.id} has an original file that was altered"]
    index.catalogue.original(held.id).unlink()
    assert [fault.split(":")[0] for fault in faults(index)] == [f"{held.id} has lost its original file"]


def test_lost_vectors_and_stale_copies_are_named_with_the_remedy(index: Index) -> None:
    with index.catalogue.storage.transaction() as database:
        database.execute("DELETE FROM vectors")
    index.keywords.clear()
    found = list(faults(index))
    assert "has no vectors: run `inspectqa rebuild`" in found[0]
    assert found[1] == "keywords hold 0 of 1 passages: run `inspectqa rebuild`"


def test_a_rebuild_makes_lost_vectors_and_copies_again(index: Index) -> None:
    before = index.search("officers trained", 1)
    with index.catalogue.storage.transaction() as database:
        database.execute("DELETE FROM vectors")
    index.keywords.clear()
    index.rebuild()
    assert list(faults(index)) == []
    assert index.search("officers trained", 1) == before


def test_a_search_without_vectors_still_finds_by_words(index: Index) -> None:
    with index.catalogue.storage.transaction() as database:
        database.execute("DELETE FROM vectors")
    fresh = index_in(index.catalogue.folder)
    assert [hit.vector for hit in fresh.search("officers trained", 1)] == [0.0]


@pytest.mark.parametrize("harm", ["altered", "lost"])
def test_the_remedy_for_a_lost_or_altered_original_is_to_ingest_its_file_again(
    index: Index, harm: str, tmp_path: Path
) -> None:
    (held,) = index.catalogue.documents()
    original = index.catalogue.original(held.id)
    original.write_text("something else") if harm == "altered" else original.unlink()
    assert f"run `inspectqa ingest {tmp_path / 'letter.md'}`" in next(faults(index))
    report = Pipeline(index.catalogue, index, load(data_dir=index.catalogue.folder)).ingest([tmp_path / "letter.md"])
    assert [one.reason for one in report.updated] == ["its original file was lost or altered, and is kept again"]
    assert list(faults(index)) == []
