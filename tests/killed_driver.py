"""The process that is killed: brings a folder in, counts the steps of the protocol, and dies at the one it is told to.

    python killed_driver.py DOCUMENTS DATA LOG      then a line on stdin per run: the step to die at, or 0

Imports once and forks a child for each run: a fresh interpreter would spend 3 s importing. The public methods are
wrapped here; the product has no hooks. LOG gets a line for each commit that came back, and the number of steps.
"""

import os
import signal
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import chromadb  # noqa: F401  imported before the fork

from inspectqa.index.keyword import KeywordIndex
from inspectqa.index.search import Index
from inspectqa.index.storage import Storage
from inspectqa.index.vectors import VectorIndex
from inspectqa.index.versions import Writer
from inspectqa.ingest import pipeline
from inspectqa.ingest.sandbox import Sandbox
from inspectqa.settings import load
from kept import index_in

STEPS: dict[type, str] = {
    Writer: "keep stage go_live move sweep use_embedding refuse forgive restore",
    Index: "embed put remove sweep",
    VectorIndex: "put delete settle replace close",
    KeywordIndex: "put delete clear",
    Storage: "keep drop_blobs",
    Sandbox: "submit close",
}


def main() -> None:
    """Fork a child for each line, and say its number and when it has ended."""
    documents, data, log = map(Path, sys.argv[1:])
    say("ready")
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            run(documents, data, os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND), int(line))
        say(str(child))
        os.waitpid(child, 0)
        say("ended")


def say(line: str) -> None:
    """Write a line to whoever kills."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def run(documents: Path, data: Path, log: int, fatal: int) -> None:
    """Bring the folder in, and die at step ``fatal``."""
    steps = count(1)

    def step() -> None:
        if next(steps) == fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    for owner, names in STEPS.items():
        for name in names.split():
            setattr(owner, name, stepped(getattr(owner, name), step))
    committed(log)
    pipeline._TOGETHER = 4
    index = index_in(data)
    pipeline.Pipeline(index.catalogue, index, load(data_dir=data)).ingest([documents], prune=True)
    os.write(log, f"steps {next(steps) - 1}\n".encode())
    os._exit(0)


def stepped(method: Callable[..., Any], step: Callable[[], None]) -> Callable[..., Any]:
    """Return the method with a step before it and one after it."""

    def wrapped(*args: Any, **named: Any) -> Any:
        step()
        result = method(*args, **named)
        step()
        return result

    return wrapped


def committed(log: int) -> None:
    """Let each commit that came back be logged: from then on it may not be lost."""
    go_live = Writer.go_live

    def logged(self: Writer, document_id: str, version: int | None) -> None:
        go_live(self, document_id, version)
        os.write(log, f"{'deleted' if version is None else 'live'} {document_id}\n".encode())

    setattr(Writer, "go_live", logged)  # noqa: B010  an assignment would need a bare ignore


if __name__ == "__main__":
    main()
