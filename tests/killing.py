"""Kill an ingest anywhere, reopen, and say what is wrong: the trial that the kill test and the benchmark share."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from inspectqa.index.catalogue import Catalogue
from inspectqa.index.check import faults
from kept import index_in

if TYPE_CHECKING:
    from inspectqa.documents import Passage

KEPT = 3  # documents that every round changes
TESTS = Path(__file__).parent


@dataclass
class Arena:
    """A folder of documents, the data folder that they are brought into, and the process that does it."""

    folder: Path
    process: "subprocess.Popen[str]"
    number: int = 0

    @property
    def documents(self) -> Path:
        return self.folder / "documents"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "log"

    def change(self) -> None:
        """Begin the next round: change, add, move and delete documents."""
        self.number += 1
        for document in range(KEPT):
            (self.documents / f"visits{document}.md").write_text(self.words(f"visits{document}"))
        (self.documents / f"added{self.number}.md").write_text(self.words(f"added{self.number}"))
        (self.documents / f"added{self.number - 2}.md").unlink(missing_ok=True)
        with suppress(FileNotFoundError):
            (self.documents / "moving.md").rename(self.documents / f"moved{self.number}.md")
        (self.documents / f"moved{self.number - 1}.md").unlink(missing_ok=True)
        (self.documents / "moving.md").write_text(self.words("moving"))
        (self.documents / "refused.md").write_text("" if self.number % 2 else "\0")

    def words(self, name: str) -> str:
        lines = [f"Hotel {name} was visited in round {self.number}. by team {part}." for part in range(3)]
        return f"# Visits {name}\n\n" + "\n\n".join(lines) + "\n"

    def run(self, fatal: int = 0, seconds: float | None = None) -> float:
        """Bring the documents in; die at step ``fatal``, or be killed after ``seconds``. Return how long it took."""
        self.log.unlink(missing_ok=True)
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        began = time.monotonic()
        self.process.stdin.write(f"{fatal}\n")
        self.process.stdin.flush()
        child = int(self.process.stdout.readline())
        if seconds is not None:
            time.sleep(seconds)
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        assert self.process.stdout.readline() == "ended\n"
        return time.monotonic() - began

    def steps(self) -> int:
        """Return how many steps the last whole run had."""
        return int(self.log.read_text().rpartition("steps ")[2])

    def whole(self) -> bool:
        """Say whether the last run came to its end."""
        return self.log.exists() and "steps " in self.log.read_text()


@contextmanager
def arena(folder: Path) -> Iterator[Arena]:
    """Lend an arena in an empty folder."""
    (folder / "documents").mkdir(parents=True)
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, [str(TESTS), os.environ.get("PYTHONPATH")]))}
    command = [
        sys.executable,
        str(TESTS / "killed_driver.py"),
        *(str(folder / n) for n in ("documents", "data", "log")),
    ]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield Arena(folder, process)


def wrong(arena: Arena) -> list[str]:
    """Open the data folder as a new process would and return what was lost, is torn or is stale."""
    catalogue = Catalogue(arena.data)
    live = {held.id: catalogue.text(held.id) for held in catalogue.documents()}
    on_disk = {origin.document_id: _text(origin.source) for origin in catalogue.origins()}
    found = []
    passages: dict[str, Passage] = {}
    for held in catalogue.documents():
        rounds = {number for number in range(arena.number + 1) if f"round {number}." in live[held.id]}
        if len(rounds) != 1 or catalogue.original(held.id).read_text() != live[held.id]:
            found.append(f"{held.id} is torn: rounds {rounds}")
        passages |= {passage.id: passage for passage in catalogue.passages_of(held.id)}
    for line in arena.log.read_text().splitlines() if arena.log.exists() else ():
        kind, _, document_id = line.partition(" ")
        if kind == "deleted" and document_id in live:
            found.append(f"{document_id} was deleted and is back")
        if kind == "live" and live.get(document_id) != on_disk.get(document_id):
            found.append(f"{document_id} was committed and is lost")
    index = index_in(arena.data)
    hits = {hit.passage_id for hit in index.search("hotel visited team", 500)}
    if hits != set(passages):
        found.append(f"a search found {sorted(hits ^ set(passages))} too many or not")
    index.close()
    index.catalogue.close()
    catalogue.close()
    return found


def _text(source: str) -> str | None:
    path = Path(source)
    return path.read_text() if path.exists() else None


def mended(arena: Arena) -> list[str]:
    """Bring the documents in again, without any other step, and return what is not as it should be then."""
    arena.run()
    index = index_in(arena.data)
    texts = {index.catalogue.text(held.id) for held in index.catalogue.documents()}
    wanted = {path.read_text() for path in arena.documents.glob("*.md") if path.name != "refused.md"}
    found = [] if texts == wanted else ["the documents held are not those of the folder"]
    if [Path(one.path).name for one in index.catalogue.refusals()] != ["refused.md"]:
        found.append("the refused file is not remembered")
    index.open()
    found += faults(index)
    index.close()
    index.catalogue.close()
    return found


def trials(arena: Arena, kills: int, seed: int) -> Iterator[tuple[str, list[str]]]:
    """Kill an ingest ``kills`` times, at steps and at random moments in turn; yield where and what was wrong then.

    A run that was over before its moment came does not count.
    """
    moments = random.Random(seed)  # noqa: S311  moments, not secrets
    arena.change()
    arena.run()
    arena.change()
    lasting = arena.run()
    steps = arena.steps()
    at_steps, done = (kills + 1) // 2, 0
    while done < kills:
        arena.change()
        if done % 2 == 0:
            fatal = min(steps, 1 + (done // 2) * steps // at_steps + moments.randrange(max(1, steps // at_steps)))
            arena.run(fatal=fatal)
            where = f"step {fatal} of {steps}"
        else:
            seconds = moments.uniform(0, lasting)
            arena.run(seconds=seconds)
            where = f"after {seconds:.2f} of {lasting:.2f} s"
        if arena.whole():  # it was faster this time: not a kill
            lasting, steps = 0.95 * lasting, steps if done % 2 else arena.steps()
            continue
        done += 1
        yield where, [*wrong(arena), *(mended(arena) if done % 5 == 0 else ())]
    yield "afterwards", mended(arena)
