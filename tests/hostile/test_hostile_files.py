"""Every hostile file ends in a definite outcome, while the service answers and this process stays small."""

import json
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import SAMPLES
from hostile_archives import archives
from hostile_kinds import CODES, Hostile
from hostile_pdfs import pdfs
from hostile_texts import TAGS, names, pages, texts
from inspectqa import bootstrap
from inspectqa.bootstrap import Application
from inspectqa.ingest.report import Report
from inspectqa.invisible import visible
from inspectqa.settings import load

FILES = [*texts(), *pages(), *names(), *archives(), *pdfs()]
LIMITS = {
    "max_file_bytes": 5_000_000,
    "max_pages": 300,
    "max_characters": 400_000,
    "max_passages": 150,
    "read_cpu_seconds": 2,
    "read_seconds": 8,
    "read_memory_bytes": 700_000_000,
}
MOST_GROWTH = 100  # MB
QUESTION = "What has Northmoor done on Makesafe?"


class Asking(threading.Thread):
    """Asks a service the same question again and again, and holds what came of it."""

    def __init__(self, url: str) -> None:
        super().__init__(daemon=True)
        self._url, self._stopped = url, threading.Event()
        self.statuses: list[str] = []
        self.slowest = 0.0

    def run(self) -> None:
        while not self._stopped.is_set():
            began = time.monotonic()
            self.statuses.append(ask(self._url)["status"])
            self.slowest = max(self.slowest, time.monotonic() - began)
            self._stopped.wait(0.25)

    def stop(self) -> None:
        self._stopped.set()
        self.join(60)


def ask(url: str) -> dict[str, str]:
    body = json.dumps({"question": QUESTION}).encode()
    request = urllib.request.Request(f"{url}/v1/ask", body, {"content-type": "application/json"})  # noqa: S310  ours
    with urllib.request.urlopen(request, timeout=30) as response:  # noqa: S310  as above
        answer: dict[str, str] = json.load(response)
    return answer


def megabytes() -> int:
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) // 1024


class Watching(threading.Thread):
    """Holds the most memory that this process had."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._stopped = threading.Event()
        self.before = self.most = megabytes()

    def run(self) -> None:
        while not self._stopped.wait(0.05):
            self.most = max(self.most, megabytes())

    def stop(self) -> int:
        self._stopped.set()
        self.join()
        return self.most - self.before


def write(folder: Path) -> None:
    folder.mkdir()
    for one in FILES:
        (folder / one.name).write_bytes(one.data)
    (folder / "outside.txt").symlink_to("/etc/hostname")
    (folder / "round.txt").symlink_to("round.txt")
    (folder / "nowhere.txt").symlink_to("nothing.txt")
    (folder / "up").symlink_to("..")
    os.mkfifo(folder / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(folder / "socket.txt"))
    with (folder / "sparse.txt").open("wb") as handle:
        handle.truncate(1 << 40)
    (folder / os.fsdecode(b"latin-\xe9.txt")).write_text("We trained all officers.")
    deep = folder / "deep"
    for _ in range(300):
        deep = deep / "d"
    deep.mkdir(parents=True)
    (deep / "letter.md").write_text("# Response\n\nThe panel asked for figures about hotels.\n")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Application, Report, Path]]:
    """Ingest all hostile files beside the samples, while a real service is asked; check what must hold throughout."""
    folder = tmp_path_factory.mktemp("hostile")
    data, hostile = folder / "data", folder / "files"
    write(hostile)
    application = bootstrap.build(load(data_dir=data, **LIMITS))
    application.pipeline.ingest([SAMPLES])
    command = [sys.executable, "-m", "inspectqa.cli", "--data", str(data), "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as serving:
        assert serving.stdout is not None
        asking, watching = Asking(serving.stdout.readline().split()[-1]), Watching()
        asking.start()
        watching.start()
        try:
            report = application.pipeline.ingest([hostile])
        finally:
            growth = watching.stop()
            asking.stop()
            serving.terminate()
    assert growth < MOST_GROWTH
    assert len(asking.statuses) > 10
    assert set(asking.statuses) == {"answered"}
    assert asking.slowest < 10
    yield application, report, hostile
    application.close()


def outcomes(report: Report) -> dict[str, str]:
    """Return what became of each file, by its path."""
    refused = {one.file: str(one.code) for one in report.refused}
    return {one.file: "document" for one in (*report.created, *report.skipped)} | refused


Run = tuple[Application, Report, Path]


def test_there_are_at_least_forty() -> None:
    assert len({one.name for one in FILES}) == len(FILES) >= 40


@pytest.mark.parametrize("one", FILES, ids=lambda one: one.name.encode("ascii", "replace").decode()[:30])
def test_a_hostile_file_ends_in_the_right_outcome(run: Run, one: Hostile) -> None:
    _, report, folder = run
    assert outcomes(report)[str(folder / one.name)] in one.right


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("outside.txt", "link"),
        ("round.txt", "link"),
        ("nowhere.txt", "link"),
        ("up", "link"),
        ("pipe.txt", "unsupported_type"),
        ("socket.txt", "unsupported_type"),
        ("sparse.txt", "too_large"),
        ("latin-\\udce9.txt", "bad_name"),
    ],
)
def test_what_is_no_ordinary_file_is_refused_with_its_reason(run: Run, name: str, code: str) -> None:
    _, report, folder = run
    assert outcomes(report)[str(folder / name)] == code


def test_every_refusal_has_a_known_code_and_says_what_to_do(run: Run) -> None:
    _, report, _ = run
    for one in report.refused:
        assert one.code in CODES
        assert 20 < len(one.reason) < 600


def test_a_second_run_says_the_same_and_reads_nothing_again(run: Run) -> None:
    application, report, folder = run
    began = time.monotonic()
    again = application.pipeline.ingest([folder])
    assert {(one.file, one.code, one.reason) for one in again.refused} == {
        (one.file, one.code, one.reason) for one in report.refused
    }
    assert (again.created, again.updated, again.deleted) == ((), (), ())
    assert time.monotonic() - began < 10


def test_nothing_invisible_is_searched_or_shown(run: Run) -> None:
    application, _, _ = run
    for held in application.catalogue.documents():
        assert held.file == visible(held.file).replace("\n", " ")
        assert held.profile.title == visible(held.profile.title)
        for passage in application.catalogue.passages_of(held.id):
            assert passage.header == visible(passage.header)
            assert passage.body == visible(passage.body)


def test_the_text_of_a_plain_file_is_kept_as_it_is_and_quotations_still_fit(run: Run) -> None:
    application, _, _ = run
    (tagged,) = (held for held in application.catalogue.documents() if held.file == "tags.md")
    text = application.catalogue.text(tagged.id)
    assert TAGS in text
    assert tagged.warnings
    for passage in application.catalogue.passages_of(tagged.id):
        assert all(span.of(text).strip() for span in passage.sentences)


def test_no_file_outside_was_read_or_written(run: Run) -> None:
    application, _, _ = run
    assert not Path("/tmp/inspectqa-evil").exists()  # noqa: S108  the path that the archive names
    for held in application.catalogue.documents():
        assert "root:" not in application.catalogue.text(held.id)


def test_no_process_is_left_behind(run: Run) -> None:
    wardens = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = (folder / "stat").read_text().rpartition(")")[2].split()[1]
            command = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if parent == str(os.getpid()) and b"inspectqa.ingest.warden" in command:
            wardens.append(folder.name)
    assert wardens == []
