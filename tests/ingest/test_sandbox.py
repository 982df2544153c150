"""Reading in a process of its own: each limit, each way to fail, and that nothing is left behind."""

import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from inspectqa.errors import InspectqaError, RefusedFile
from inspectqa.ingest.parcel import Job, Limits, Parsed, unpack
from inspectqa.ingest.sandbox import Sandbox, limits_of
from inspectqa.settings import load

LETTER = "# Response of Northmoor Constabulary\n\nWe trained all officers in the new guidance by May 2026.\n"
LIMITS = replace(limits_of(load()), memory_bytes=600_000_000, cpu_seconds=1, seconds=4, written_bytes=1_000_000)

# The process that reads files finds this module when it starts; what a file's name asks for happens when it is read.
FAULTY = """
import os, signal, subprocess, time
from inspectqa.errors import RefusedFile
from inspectqa.ingest import reading

parse = reading.parse


def faulty(job):
    match job.path.stem:
        case "memory":
            return [bytes(100_000_000) for _ in range(100)]  # asked for and not touched: no CPU
        case "spins":
            while True:
                pass
        case "sleeps":
            subprocess.Popen(["sleep", "1000.25"])
            time.sleep(1000)
        case "crashes":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        case "ends":
            os._exit(0)
        case "writes":
            with open(job.path.with_suffix(".tmp"), "wb") as handle:
                handle.write(bytes(2_000_000))
        case "prints":
            print("hello" * 1000, flush=True)
            os.write(1, b"hello")
        case "recurses":
            return faulty(job)
        case "fails":
            raise KeyError("what")
        case "lies":
            return os.system
    return parse(job)


reading.parse = faulty
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("faulty")
    (folder / "sitecustomize.py").write_text(FAULTY)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join(filter(None, [str(folder), os.environ.get("PYTHONPATH")])))
        yield folder


@pytest.fixture(scope="module")
def sandbox(folder: Path) -> Iterator[Sandbox]:
    with Sandbox(1) as sandbox:
        yield sandbox


def read(sandbox: Sandbox, folder: Path, name: str, limits: Limits = LIMITS, text: str = LETTER) -> Parsed:
    path = folder / name
    path.write_text(text)
    settings = load()
    return sandbox.submit(Job(path, "letter", settings.max_file_bytes, settings.passage_words, limits)).result()


def test_a_letter_is_read_with_its_profile_and_passages(sandbox: Sandbox, folder: Path) -> None:
    parsed = read(sandbox, folder, "letter.md")
    assert parsed.document.text == LETTER
    assert parsed.profile.force is not None
    assert parsed.profile.force.name == "Northmoor Constabulary"
    assert "trained all officers" in parsed.passages[0].body


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("memory.md", "resource_limit", "600 MB of memory"),
        ("spins.md", "resource_limit", "more than 1 s of processor time"),
        ("sleeps.md", "timeout", "not done after 4 s"),
        ("crashes.md", "parser_crash", "SIGSEGV"),
        ("killed.md", "resource_limit", "want of memory"),
        ("ends.md", "parser_crash", "code 0"),
        ("writes.md", "resource_limit", "File too large"),
        ("recurses.md", "too_complex", "too deep"),
        ("fails.md", "parser_error", "KeyError: 'what'"),
        ("lies.md", "parser_crash", "makes no sense"),
    ],
)
def test_a_file_that_meets_a_limit_or_breaks_its_reader_is_refused_and_the_next_is_read(
    sandbox: Sandbox, folder: Path, name: str, code: str, words: str
) -> None:
    with pytest.raises(RefusedFile) as refused:
        read(sandbox, folder, name)
    assert (refused.value.code, words in refused.value.reason) == (code, True), refused.value.reason
    assert read(sandbox, folder, "letter.md").passages


@pytest.mark.parametrize(
    ("limit", "value", "words"),
    [
        ("pages", 2, "3 pages, more than 2"),
        ("characters", 100, "INSPECTQA_MAX_CHARACTERS"),
        ("passages", 1, "INSPECTQA_MAX_PASSAGES"),
    ],
)
def test_what_comes_of_a_file_is_limited(sandbox: Sandbox, folder: Path, limit: str, value: int, words: str) -> None:
    text = "\f".join(f"## Part {n}\n\nWe trained all officers in the guidance of part {n}.\n" for n in range(3))
    with pytest.raises(RefusedFile) as refused:
        read(sandbox, folder, "long.md", replace(LIMITS, **{limit: value}), text)
    assert (refused.value.code, words in refused.value.reason) == ("too_complex", True)


def test_what_a_library_prints_is_no_answer(sandbox: Sandbox, folder: Path) -> None:
    assert read(sandbox, folder, "prints.md").document.file == "prints.md"


def test_what_a_reader_started_ends_with_it(sandbox: Sandbox, folder: Path) -> None:
    with pytest.raises(RefusedFile):
        read(sandbox, folder, "sleeps.md", replace(LIMITS, seconds=1))
    assert subprocess.run(["pgrep", "-f", "sleep 1000.25"], capture_output=True).stdout == b""


def test_a_module_in_the_present_folder_is_not_imported(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "here").mkdir()
    (folder / "here" / "pickle.py").write_text("raise SystemExit('imported')")
    monkeypatch.chdir(folder / "here")
    with Sandbox(1) as sandbox:
        assert read(sandbox, folder, "letter.md").passages


def test_a_process_that_does_not_start_is_said_at_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/true")
    with Sandbox(1) as sandbox, pytest.raises(InspectqaError, match="did not start"):
        read(sandbox, folder, "letter.md")


def test_closing_gives_up_what_is_being_read(folder: Path) -> None:
    sandbox = Sandbox(1)
    (folder / "sleeps.md").write_text(LETTER)
    sandbox.submit(Job(folder / "sleeps.md", "letter", 10_000, 220, replace(LIMITS, seconds=100)))
    time.sleep(1)
    began = time.monotonic()
    sandbox.close()
    assert time.monotonic() - began < 10


def test_readers_end_when_the_process_that_ingests_is_killed(folder: Path) -> None:
    script = f"""
from pathlib import Path
from inspectqa.ingest.parcel import Job
from inspectqa.ingest.sandbox import Sandbox, limits_of
from inspectqa.settings import load
sandbox = Sandbox(1)
sandbox.submit(Job(Path({str(folder / "sleeps.md")!r}), "letter", 10_000, 220, limits_of(load())))
print("reading", flush=True)
import time; time.sleep(100)
"""
    (folder / "sleeps.md").write_text(LETTER)
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as ingesting:
        assert ingesting.stdout is not None
        ingesting.stdout.readline()
        deadline = time.monotonic() + 20
        while not _sleeping() and time.monotonic() < deadline:
            time.sleep(0.05)
        assert _sleeping()
        ingesting.send_signal(signal.SIGKILL)
    while _sleeping() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _sleeping()


def _sleeping() -> bool:
    return subprocess.run(["pgrep", "-f", "sleep 1000.25"], capture_output=True).returncode == 0


def test_an_answer_may_hold_our_nouns_and_nothing_that_runs() -> None:
    with pytest.raises(pickle.UnpicklingError, match="no noun of ours"):
        unpack(pickle.dumps(os.system))
    with pytest.raises(pickle.UnpicklingError, match="is no answer"):
        unpack(pickle.dumps(["a list"]))
