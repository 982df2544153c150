"""A disk that is full or read-only: ingest stops with one line, questions go on, and once there is room all is well."""

import gc
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from inspectqa.errors import DataFolderError, InspectqaError
from inspectqa.index.check import faults
from inspectqa.index.search import Index
from inspectqa.ingest.pipeline import Pipeline
from inspectqa.settings import load
from kept import found, index_in

ROOM = 64 << 20
DOCUMENTS = 4
TESTS = str(Path(__file__).parents[1])
SERVING = """
import sys
from pathlib import Path
from kept import found, index_in
index = index_in(Path(sys.argv[1]))
index.open()
for line in sys.stdin:
    print(found(index, line, 1)[0].replace("\\n", " "), flush=True)
"""
LETTER = "# Response\n\nWe trained all officers in the new guidance on children.\n"


def mounted(folder: Path, options: str) -> None:
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"a small disk can't be mounted here: {done.stderr.strip()}")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """Lend a small disk of its own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted(folder, f"size={ROOM}")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    """Return a folder of documents that need some megabytes of disk."""
    folder = tmp_path / "documents"
    folder.mkdir()
    for number in range(DOCUMENTS):
        lines = [f"Hotel {number} was visited by team {line} in the spring of 2026.\n\n" for line in range(1_000)]
        (folder / f"visits{number}.md").write_text(f"# Visits {number}\n\n{''.join(lines)}")
    return folder


@contextmanager
def opened(data: Path) -> Iterator[tuple[Index, Pipeline]]:
    index = index_in(data)
    yield index, Pipeline(index.catalogue, index, load(data_dir=data))
    index.close()
    index.catalogue.close()


def fill(disk: Path, left: int) -> Path:
    """Write a file that leaves this many bytes."""
    filler = disk / "filler"
    room = os.statvfs(disk)
    with filler.open("wb") as handle:
        handle.write(bytes(room.f_bavail * room.f_frsize - left))
    return filler


@contextmanager
def served(data: Path) -> Iterator[Callable[[str], str]]:
    """Lend a way to ask a process that opened the data folder, Chroma too, and keeps it open."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, [TESTS, os.environ.get("PYTHONPATH")]))}
    with subprocess.Popen(
        [sys.executable, "-c", SERVING, str(data)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    ) as serving:

        def ask(text: str) -> str:
            assert serving.stdin is not None
            assert serving.stdout is not None
            serving.stdin.write(f"{text}\n")
            serving.stdin.flush()
            return serving.stdout.readline()

        assert "trained all officers" in ask("officers trained in guidance")
        yield ask


SLOW = [pytest.param(left, marks=pytest.mark.slow) for left in (0, 400_000, 1_500_000)]


@pytest.mark.parametrize("left", [40_000, 1_000_000, *SLOW])
def test_a_full_disk_stops_an_ingest_and_nothing_else(disk: Path, documents: Path, tmp_path: Path, left: int) -> None:
    (tmp_path / "letter.md").write_text(LETTER)
    with opened(disk / "data") as (_, pipeline):
        pipeline.ingest([tmp_path / "letter.md"])
    with served(disk / "data") as ask:
        filler = fill(disk, left)
        with opened(disk / "data") as (_, pipeline), pytest.raises(InspectqaError) as stopped:
            pipeline.ingest([documents])
        assert "\n" not in str(stopped.value)
        assert "trained all officers" in ask("officers trained in guidance")
        with opened(disk / "data") as (fresh, _):
            assert "trained all officers" in found(fresh, "officers trained in guidance", 1)[0]
        filler.unlink()
        with opened(disk / "data") as (_, pipeline):
            report = pipeline.ingest([documents])
        assert len(report.created) + len(report.skipped) == DOCUMENTS
        assert "Hotel" in ask("hotel visited by team")
    with opened(disk / "data") as (fresh, _):
        fresh.open()
        assert list(faults(fresh)) == []
        assert len(fresh.catalogue.documents()) == DOCUMENTS + 1


def remounted(disk: Path, options: str) -> None:
    """Mount the disk otherwise; what was just closed may take a moment to be let go."""
    for _ in range(50):
        gc.collect()
        if subprocess.run(["mount", "-o", f"remount,{options}", str(disk)], capture_output=True).returncode == 0:
            return
        time.sleep(0.1)
    pytest.skip("the disk can't be mounted read-only here")


def test_a_read_only_disk_refuses_an_ingest_and_answers_questions(disk: Path, documents: Path, tmp_path: Path) -> None:
    (tmp_path / "letter.md").write_text(LETTER)
    with opened(disk / "data") as (_, pipeline):
        pipeline.ingest([tmp_path / "letter.md"])
    remounted(disk, "ro")
    with opened(disk / "data") as (index, pipeline):
        index.prepare()
        assert "trained all officers" in found(index, "officers trained in guidance", 1)[0]
        index.open()
        assert "trained all officers" in found(index, "officers trained in guidance", 1)[0]
        with pytest.raises(DataFolderError, match="can't be written"):
            pipeline.ingest([documents])
    remounted(disk, f"rw,size={ROOM}")
    with opened(disk / "data") as (index, pipeline):
        assert len(pipeline.ingest([documents]).created) == DOCUMENTS
        assert list(faults(index)) == []


def test_the_command_line_says_in_one_line_that_the_disk_is_full(disk: Path, tmp_path: Path) -> None:
    (tmp_path / "letter.md").write_text(LETTER)
    fill(disk, 200_000)
    command = [
        sys.executable,
        "-m",
        "inspectqa.cli",
        "--data",
        str(disk / "data"),
        "ingest",
        str(tmp_path / "letter.md"),
    ]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert done.stderr.startswith("inspectqa: ")
    assert "full" in done.stderr or "No space left" in done.stderr
    assert "rebuild" not in done.stderr


def test_the_second_of_two_writers_is_told_who_the_first_one_is(tmp_path: Path) -> None:
    (tmp_path / "letter.md").write_text(LETTER)
    holding = f"""
from inspectqa.index import versions
from inspectqa.index.catalogue import Catalogue
with versions.writing(Catalogue(__import__("pathlib").Path({str(tmp_path / "data")!r}))):
    print("held", flush=True)
    input()
"""
    with subprocess.Popen(
        [sys.executable, "-c", holding], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as first:
        assert first.stdout is not None
        first.stdout.readline()
        command = [sys.executable, "-m", "inspectqa.cli", "--data", str(tmp_path / "data"), "ingest", str(tmp_path)]
        second = subprocess.run(command, capture_output=True, text=True)
        first.communicate("\n")
    assert second.returncode == 2
    assert second.stderr.startswith(f"inspectqa: process {first.pid} is ingesting into the data folder")
    assert len(second.stderr.splitlines()) == 1
