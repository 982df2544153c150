"""The Chroma copy: nearest rows, replacing, and damage."""

from pathlib import Path

import numpy as np
import pytest

from inspectqa.errors import IndexUnusable
from inspectqa.index.stored import Vectors
from inspectqa.index.vectors import VectorIndex

AXES: Vectors = np.eye(3, 8, dtype=np.float32)


@pytest.fixture
def index(tmp_path: Path) -> VectorIndex:
    index = VectorIndex(tmp_path / "vectors")
    index.put(["x", "y", "z"], AXES)
    return index


def test_the_nearest_rows_come_first_with_their_cosine(index: VectorIndex) -> None:
    found = index.search(np.array([4, 3, 0, 0, 0, 0, 0, 0], np.float32), 2)
    assert [id_ for id_, _ in found] == ["x", "y"]
    assert [score for _, score in found] == pytest.approx([0.8, 0.6])


def test_putting_an_id_again_replaces_its_row(index: VectorIndex) -> None:
    index.put(["x"], AXES[1:2])
    assert index.count() == 3
    assert dict(index.search(AXES[1], 3))["x"] == pytest.approx(1.0)


def test_deleting_passes_over_ids_that_are_not_there(index: VectorIndex) -> None:
    index.delete(["x", "never put"])
    assert index.count() == 2


def test_asking_for_more_than_there_is_gives_all(index: VectorIndex) -> None:
    assert len(index.search(AXES[0], 50)) == 3


def test_rows_are_there_after_opening_again(index: VectorIndex) -> None:
    index.settle()
    index.close()
    assert [id_ for id_, _ in index.search(AXES[2], 1)] == ["z"]
    assert index.probe()


def test_replacing_takes_only_the_new_rows_and_leaves_no_folder_behind(index: VectorIndex) -> None:
    index.replace([(["a"], AXES[:1]), (["b"], AXES[1:2])])
    assert [id_ for id_, _ in index.search(AXES[0], 5)] == ["a", "b"]
    assert [path.name for path in index.folder.parent.iterdir()] == ["vectors"]


def test_an_emptied_index_finds_nothing(index: VectorIndex) -> None:
    index.clear()
    assert index.count() == 0
    assert index.search(AXES[0], 5) == []


def test_a_damaged_folder_fails_with_the_remedy(index: VectorIndex) -> None:
    index.close()
    (index.folder / "chroma.sqlite3").write_bytes(b"damage" * 1000)
    assert not index.probe()
    with pytest.raises(IndexUnusable, match="run `inspectqa rebuild`"):
        index.search(AXES[0], 1)


def test_the_graph_files_count_once_they_are_settled(tmp_path: Path) -> None:
    index = VectorIndex(tmp_path / "vectors")
    index.put(["x"], AXES[:1])
    assert index.graph_files() == []
    rows = np.random.default_rng(7).normal(size=(1_200, 8)).astype(np.float32)
    index.put([str(number) for number in range(1_200)], rows)
    index.settle()
    before = index.graph_files()
    assert before
    index.close()
    index.search(rows[0], 1)
    assert index.graph_files() == before  # a reader changes nothing
