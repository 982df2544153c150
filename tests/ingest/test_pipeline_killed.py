"""An ingest that is killed at any moment: what was acknowledged is there, and nothing stale is found."""

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from inspectqa.documents import Passage
from inspectqa.index.catalogue import Catalogue
from inspectqa.ingest.pipeline import Pipeline
from inspectqa.settings import load
from kept import found, index_in

ROUNDS = 12
DOCUMENTS = 12

# Imports once, then forks a child for each line that it reads: a fresh interpreter would spend 3 s importing.
INGEST = """
import os, sys
from pathlib import Path
import chromadb
from inspectqa.ingest import pipeline
from inspectqa.settings import load
from kept import index_in
documents, data = map(Path, sys.argv[1:])
pipeline._TOGETHER = 4
print("ready", flush=True)
for line in sys.stdin:
    if child := os.fork():
        print(child, flush=True)
        os.waitpid(child, 0)
        print("ended", flush=True)
    else:
        index = index_in(data)
        pipeline.Pipeline(index.catalogue, index, load(data_dir=data)).ingest([documents])
        os._exit(0)
"""


def write_round(folder: Path, number: int) -> None:
    """Write the documents anew; each says the number of its round."""
    for document in range(DOCUMENTS):
        paragraphs = [f"Hotel {document} was visited in round {number} by team {part}." for part in range(4)]
        (folder / f"visits{document}.md").write_text(f"# Visits {document}\n\n" + "\n\n".join(paragraphs))


def rounds_held(data: Path, last: int) -> list[int]:
    """Return the round of each document held; each must be of one round, with all that belongs to it."""
    catalogue, live, rounds = Catalogue(data), dict[str, Passage](), []
    for held in catalogue.documents():
        text = catalogue.text(held.id)
        stated = [number for number in range(last + 1) if f"round {number} " in text]
        assert len(stated) == 1
        rounds += stated
        assert catalogue.original(held.id).read_text() == text
        live |= {passage.id: passage for passage in catalogue.passages_of(held.id)}
    index = index_in(data)
    hits = index.search("hotel visited team", 500)
    assert {hit.passage_id for hit in hits} == set(live)
    assert all(hit.keyword for hit in hits if "visited" in live[hit.passage_id].body)
    index.close()
    catalogue.close()
    return rounds


def test_an_ingest_killed_at_any_moment_leaves_every_document_whole(tmp_path: Path) -> None:
    documents, data = tmp_path / "documents", tmp_path / "data"
    documents.mkdir()
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])}
    command = [sys.executable, "-c", INGEST, str(documents), str(data)]
    moments = random.Random(7)  # noqa: S311  moments, not secrets
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as forking:
        assert forking.stdin is not None
        assert forking.stdout is not None
        assert forking.stdout.readline() == "ready\n"
        whole = 0.0
        for number in range(ROUNDS):
            write_round(documents, number)
            begun = time.monotonic()
            forking.stdin.write("go\n")
            forking.stdin.flush()
            child = int(forking.stdout.readline())
            if number:  # the first one may end, to learn how long an ingest takes here
                time.sleep(moments.uniform(0.3 * whole, whole))
                with suppress(ProcessLookupError):
                    os.kill(child, signal.SIGKILL)
            assert forking.stdout.readline() == "ended\n"
            whole = whole or time.monotonic() - begun
            assert len(rounds_held(data, number)) == DOCUMENTS
    index = index_in(data)
    Pipeline(index.catalogue, index, load(data_dir=data)).ingest([documents])
    assert rounds_held(data, ROUNDS) == [ROUNDS - 1] * DOCUMENTS
    assert all(f"round {ROUNDS - 1}" in body for body in found(index, "hotel visited", 50))
    assert index.check() is None
    index.close()
    index.catalogue.close()
