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
    assert "has no vectors: ingest its file into a new data folder" in found[0]
    assert found[1] == "keywords hold 0 of 1 passages: run `inspectqa rebuild`"
