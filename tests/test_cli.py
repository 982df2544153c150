import fcntl
import json
import os
import pty
import re
import shutil
import signal
import socket
import struct
import subprocess
import sys
import termios
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from inspectqa import __version__, cli
from inspectqa.bootstrap import Application
from inspectqa.terminal import NOTHING_HELD

REPOSITORY = Path(__file__).resolve().parents[1]
QUESTION = "What has Northmoor done on Makesafe?"


@pytest.fixture(scope="module")
def data(held_samples: Application, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder of its own with the samples in it."""
    folder = tmp_path_factory.mktemp("cli") / "data"
    shutil.copytree(held_samples.catalogue.folder, folder)
    return folder


def run(*arguments: object) -> int:
    return cli.main([str(argument) for argument in arguments])


def printed(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_an_answer_comes_with_its_sources(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--data", data, "ask", QUESTION) == 0
    out = capsys.readouterr().out
    assert "15 June 2026" in out
    assert "[1]" in out
    assert "Sources" in out
    assert "northmoor_panel_minutes_2026-07.md, page 1" in out


def test_json_is_the_shape_that_http_gives(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("ask", QUESTION, "--json", "--data", data) == 0
    answer = printed(capsys)
    assert answer["status"] == "answered"
    assert {"id", "answer", "statements", "citations", "understood", "held", "nearest"} <= set(answer)


def test_what_is_not_held_is_said_with_what_is(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("ask", "What has Cheshire done on Makesafe?", "--data", data) == 0
    out = capsys.readouterr().out
    assert "Held" in out
    assert "Sources" not in out


def test_a_search_lists_passages_without_answering(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("search", "hotel staff training", "--data", data, "--limit", 2, "--json") == 0
    passages = printed(capsys)["passages"]
    assert len(passages) == 2
    assert passages[0]["score"] >= passages[1]["score"]
    assert run("search", "hotel staff training", "--data", data) == 0
    assert "page" in capsys.readouterr().out


def test_documents_are_listed_one_a_line(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("documents", "--data", data) == 0
    assert len(capsys.readouterr().out.splitlines()) == 5
    assert run("documents", "--data", data, "--json") == 0
    assert len(printed(capsys)["documents"]) == 5


def test_a_document_is_described_with_its_rules_and_what_is_left_open(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("documents", "northmoor_letter_gbcse_2025.docx", "--data", data) == 0
    out = capsys.readouterr().out
    assert "Northmoor Constabulary" in out
    assert "  - force: " in out
    assert "without response" in out
    assert run("documents", "northmoor_letter_gbcse_2025.docx", "--data", data, "--json") == 0
    assert printed(capsys)["passages"] > 5
    assert run("documents", "nothing.pdf", "--data", data) == 2
    assert "no document nothing.pdf is held" in capsys.readouterr().err


def test_a_dry_run_shows_what_is_recognised_and_stores_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty.txt").touch()
    (tmp_path / "a.md").write_text("# Response\n\n## Recommendation 2\n\n### Force response\n\nWe have done it.\n")
    assert run("ingest", "--dry-run", tmp_path, "--data", tmp_path / "data") == 1
    captured = capsys.readouterr()
    assert "recommendation 2" in captured.out
    assert "empty_file" in captured.err
    assert run("ingest", "--dry-run", "--json", tmp_path / "a.md", "--data", tmp_path / "data") == 0
    assert printed(capsys)["documents"][0]["passages_by_voice"] == {"force": 1}
    assert not (tmp_path / "data").exists()


def test_ingesting_again_skips_everything(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("ingest", REPOSITORY / "samples", "--data", data) == 0
    assert "0 created, 0 updated, 5 skipped" in capsys.readouterr().out


def test_a_rebuild_keeps_the_answers(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("rebuild", "--data", data) == 0
    assert run("ask", QUESTION, "--data", data) == 0
    assert "15 June 2026" in capsys.readouterr().out


def test_the_doctor_finds_a_sound_set_up_sound(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("doctor", "--data", data) == 0
    out = capsys.readouterr().out
    assert "WRONG" not in out
    assert "5 documents held" in out


def test_refused_files_are_named_and_the_others_taken_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "empty.txt").touch()
    (tmp_path / "in" / "good.txt").write_text("Northmoor Police\n\nWe trained 29 hotels.\n", encoding="utf-8")
    assert run("ingest", tmp_path / "in", "--data", tmp_path / "data") == 1
    captured = capsys.readouterr()
    assert "1 created" in captured.out
    refusals = captured.err.splitlines()
    assert len(refusals) == 1
    assert "empty.txt" in refusals[0]
    assert "empty_file" in refusals[0]


def test_refusals_are_in_the_json_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("ingest", tmp_path / "nowhere.txt", "--json", "--data", tmp_path / "data") == 1
    refused = printed(capsys)["refused"]
    assert [Path(one["file"]).name for one in refused] == ["nowhere.txt"]
    assert refused[0]["code"]
    assert refused[0]["reason"]


def test_pruning_deletes_the_document_whose_file_is_gone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, data = tmp_path / "in", tmp_path / "data"
    folder.mkdir()
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text(f"Northmoor Police\n\nWe trained hotels, says file {name}.\n", encoding="utf-8")
    run("ingest", folder, "--data", data)
    (folder / "b.txt").unlink()
    assert run("ingest", folder, "--data", data) == 0
    assert run("ingest", folder, "--prune", "--data", data) == 0
    assert "1 deleted" in capsys.readouterr().out


@pytest.mark.parametrize("command", [("ask", "What?"), ("search", "hotels"), ("documents",)])
def test_before_the_first_ingest_the_way_on_is_shown(
    command: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*command, "--data", tmp_path) == 0
    assert NOTHING_HELD in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [(), ("fly",), ("ask",), ("ask", "a", "--loud"), ("serve", "--port", "x"), ("search", "a", "--limit", "0")],
)
def test_wrong_usage_is_said_in_one_line(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        cli.main(arguments)
    assert stopped.value.code == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_wrong_settings_are_said_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("INSPECTQA_THREADS", "many")
    assert run("documents", "--data", tmp_path) == 2
    err = capsys.readouterr().err
    assert "INSPECTQA_THREADS" in err
    assert len(err.splitlines()) == 1


def test_a_data_folder_that_is_a_file_is_said_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").touch()
    assert run("documents", "--data", tmp_path / "file") == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_question_over_the_limit_is_wrong_usage(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("ask", "a" * 1001, "--data", data) == 2
    assert "1000" in capsys.readouterr().err


def test_the_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["--version"])
    assert capsys.readouterr().out == f"inspectqa {__version__}\n"


def test_help_does_not_load_the_rooms() -> None:
    script = "import sys; from inspectqa import cli; cli.parser().format_help(); print(*sys.modules)"
    out = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert not {"pydantic", "numpy", "chromadb", "fastapi", "onnxruntime"} & set(out.split())


def test_listing_documents_does_not_load_a_model(data: Path) -> None:
    script = (
        f"import sys; from inspectqa import cli; cli.main(['documents', '--data', {str(data)!r}]); print(*sys.modules)"
    )
    out = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert not {"chromadb", "fastapi", "onnxruntime", "pypdfium2", "llama_index", "openai"} & set(out.split())


@pytest.fixture
def served(data: Path) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """The address of a service in a process of its own, and the process."""
    command = [sys.executable, "-m", "inspectqa.cli", "serve", "--port", "0", "--data", str(data)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert "http://127.0.0.1:" in line, line
        yield line.split()[-1], process
        process.kill()


def test_a_journey_through_the_real_service(served: tuple[str, "subprocess.Popen[str]"]) -> None:
    address, process = served
    body = json.dumps({"question": QUESTION}).encode()
    head = {"Content-Type": "application/json"}
    request = urllib.request.Request(f"{address}/v1/ask", body, head)  # noqa: S310  our own address on loopback
    with urllib.request.urlopen(request, timeout=30) as response:  # noqa: S310  our own address on loopback
        answer = json.load(response)
    citation = answer["citations"][0]
    with urllib.request.urlopen(f"{address}/v1/documents/{citation['document_id']}/text", timeout=30) as response:  # noqa: S310
        text = json.load(response)["text"]
    assert text[citation["start"] : citation["end"]] == citation["quote"]
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=20) == 0
    assert process.stderr is not None
    assert process.stderr.read() == ""


def test_a_body_over_the_limit_is_answered_over_a_real_connection(served: tuple[str, "subprocess.Popen[str]"]) -> None:
    address, _ = served
    host, port = address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=30) as connection:
        head = (
            f"POST /v1/ask HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nContent-Length: 300000\r\n\r\n"
        )
        connection.sendall(head.encode() + b"a" * 300_000)
        answer = b""
        while chunk := connection.recv(65536):
            answer += chunk
    assert answer.startswith(b"HTTP/1.1 413")
    assert b"262144" in answer


def test_a_port_in_use_is_said_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert run("serve", "--port", port, "--data", tmp_path) == 2
    err = capsys.readouterr().err
    assert str(port) in err
    assert "--port" in err
    assert len(err.splitlines()) == 1


def test_output_into_a_closed_pipe_ends_quietly(data: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "inspectqa.cli", "documents", "--data", str(data)]
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(("lines", "columns"), [(0, 0), (30, 100)], ids=["a terminal that tells no size", "30 by 100"])
def test_a_person_at_a_terminal_sees_how_far_the_ingest_is(tmp_path: Path, lines: int, columns: int) -> None:
    (tmp_path / "in").mkdir()
    for number in range(20):
        letter = f"# Response of Northmoor Constabulary\n\nWe trained {number} officers in May.\n"
        (tmp_path / "in" / f"letter-{number}.md").write_text(letter, encoding="utf-8")
    screen, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
    command = [sys.executable, "-m", "inspectqa.cli", "ingest", "--data", str(tmp_path / "data"), str(tmp_path / "in")]
    with subprocess.Popen(command, stdin=terminal, stdout=terminal, stderr=terminal) as run:
        os.close(terminal)
        shown = b""
        while True:
            try:
                more = os.read(screen, 65536)
            except OSError:  # the other end is closed
                break
            if not more:
                break
            shown += more
    os.close(screen)
    assert run.returncode == 0
    assert re.search(r"\rletter-\d+\.md: +\d+%\|.*?\| \d+/20 \[", shown.decode())
    assert shown.decode().rstrip().endswith("20 created, 0 updated, 0 skipped, 0 deleted, 0 refused")
