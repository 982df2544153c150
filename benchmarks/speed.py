"""What ingest and a question cost in processor time, ours against two peers on the same weights.

    uv run --group bench python benchmarks/speed.py [--data DIR] [--sizes 1000 10000] [--questions 300]
    uv run python benchmarks/speed.py --answers DOCUMENTS CASES.jsonl [--rounds 5]     (see answers.py)

Peers: (a) llama-index's VectorStoreIndex over its ChromaVectorStore. llama-index brings no local embedding without
torch, so our own ONNX graph stands in a BaseEmbedding subclass with what is ordinary there: default session
options, batches of 10 (its default) padded to their longest text. (b) chromadb's collection with its own embedding
function's way of working: default session options, batches of 32, every text padded to 256 tokens. Both get our
fused graph and fp32 weights, which is more than an exported model would give them.

Every system, size and step runs in a fresh process. CPU is ``time.process_time`` (all threads) plus that of child
processes. *Ingest* embeds and indexes ready passages, *question* embeds one question and returns 10 passages; both
without imports and loading the model. Recall@5 is over the same questions. DIR holds folders with corpus.jsonl
(squad2_dev's questions are asked); without it, texts are generated. When a size needs more passages than there
are, new ones are made of the halves of two.
"""

import argparse
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

import answers
import peers

from inspectqa.documents import Document, Page, Passage, Profile, Span, Voice
from inspectqa.index.catalogue import Catalogue
from inspectqa.index.embedding import LocalEmbedder
from inspectqa.index.search import Index, keywords_in
from inspectqa.index.stored import Draft
from inspectqa.index.vectors import VectorIndex
from inspectqa.retrieval import context

ASKED = "squad2_dev"
SETS = (ASKED, "clapnq_dev", "conditionalqa_govuk", "mtrag")
TOGETHER = 512  # passages embedded together, as in ingest.pipeline
PER_DOCUMENT = 50
ROUNDS = 5

Texts = list[tuple[str, str]]
"""Passages as (id, text)."""


class System(Protocol):
    def ingest(self, texts: Texts) -> None: ...

    def ask(self, question: str) -> list[str]: ...


class Ours:
    """The product's own index, written as the pipeline writes it and asked as retrieval asks it."""

    def __init__(self, folder: Path) -> None:
        vectors, keywords = VectorIndex(folder / "vectors"), keywords_in(folder / "keywords")
        self.index = Index(Catalogue(folder), LocalEmbedder(threads=2), vectors, keywords)

    def ingest(self, texts: Texts) -> None:
        with self.index.writing() as writer:
            for start in range(0, len(texts), TOGETHER):
                drafts = list(_drafts(texts[start : start + TOGETHER], start))
                every = [passage for draft in drafts for passage in draft.passages]
                vectors = self.index.embed(every)
                writer.use_embedding(self.index.embedder.name, vectors.shape[1])
                staged, row = [], 0
                for draft in drafts:
                    staged.append(writer.stage(draft, vectors[row : row + len(draft.passages)]))
                    row += len(draft.passages)
                self.index.put(every, vectors)
                for draft, version in zip(drafts, staged, strict=True):
                    writer.go_live(draft.document_id, version)
                self.index.sweep(writer)

    def ask(self, question: str) -> list[str]:
        found = context.in_context(lambda text: self.index.search(text, context.DEPTH), question, ())
        return [id_ for id_, _ in found[:10]]


def _drafts(texts: Texts, first: int) -> Iterator[Draft]:
    for start in range(0, len(texts), PER_DOCUMENT):
        part = texts[start : start + PER_DOCUMENT]
        name = f"document-{first + start}"
        text = "\n".join(body for _, body in part)
        passages, offset = [], 0
        for ordinal, (id_, body) in enumerate(part):
            span = Span(offset, offset + len(body))
            passages.append(Passage(id_, name, ordinal, span, 1, Voice.FORCE, "", "", body, (span,)))
            offset = span.end + 1
        digest = sha256(text.encode()).hexdigest()
        document = Document(f"{name}.txt", "text/plain", digest, text, (Page(1, 0, len(text)),), ())
        profile = Profile(name, published=date(2025, 10, 24))
        yield Draft(name, f"/documents/{name}.txt", "benchmark", document, profile, tuple(passages))


SYSTEMS: dict[str, Callable[[Path], System]] = {"ours": Ours, "llama-index": peers.LlamaIndex, "chromadb": peers.Chroma}


def ingest(system: str, task: Path, folder: Path) -> dict[str, float]:
    """Ingest in this process; return CPU seconds and peak megabytes."""
    given = json.loads(task.read_text(encoding="utf-8"))
    tested = SYSTEMS[system](folder)
    tested.ingest([("warm-up", "The first passage opens the folder and loads what is loaded late.")])
    spent, _ = _spent(lambda: tested.ingest([tuple(text) for text in given["texts"]]))
    return {"ingest": spent, "ingest_mb": _peak()}


def ask(system: str, task: Path, folder: Path) -> dict[str, float]:
    """Ask in this process, which did not ingest; return CPU milliseconds a question, recall@5, peak megabytes."""
    given = json.loads(task.read_text(encoding="utf-8"))
    tested = SYSTEMS[system](folder)
    for question, _ in given["questions"][:20]:
        tested.ask(question)
    spent, answers = _spent(lambda: [tested.ask(question) for question, _ in given["questions"]])
    held = [relevant in found[:5] for found, (_, relevant) in zip(answers, given["questions"], strict=True)]
    return {"question": 1000 * spent / len(held), "recall": sum(held) / len(held), "question_mb": _peak()}


STEPS = {"ingest": ingest, "ask": ask}


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _spent(work: Callable[[], Any]) -> tuple[float, Any]:
    def now() -> float:
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        return time.process_time() + children.ru_utime + children.ru_stime

    before = now()
    result = work()
    return now() - before, result


def task_of(data: Path | None, size: int, questions: int) -> dict[str, Any]:
    """Return ``size`` texts and questions that are answered by one of them each."""
    texts, asked = _read(data) if data else _generated(size)
    texts = texts[:size]
    chance = random.Random(0)  # noqa: S311  the same texts in every run, not a secret
    real = len(texts)
    while len(texts) < size:
        first, second = (chance.choice(texts[:real])[1].split() for _ in range(2))
        words = [*first[: len(first) // 2], *second[len(second) // 2 :]]
        texts.append((f"made-{len(texts)}", " ".join(words)))
    held = {id_ for id_, _ in texts}
    asked = [pair for pair in asked if pair[1] in held]
    chance.shuffle(asked)
    chance.shuffle(texts)
    return {"texts": texts, "questions": asked[:questions]}


def _read(data: Path) -> tuple[Texts, list[tuple[str, str]]]:
    texts: Texts = []
    for name in SETS:
        for line in (data / name / "corpus.jsonl").read_text(encoding="utf-8").split("\n"):
            if line:
                row = json.loads(line)
                texts.append((f"{name}/{row['id']}", f"{row.get('title') or ''}\n{row['text']}".strip()))
    rows = (data / ASKED / "dev" / "queries.jsonl").read_text(encoding="utf-8").split("\n")
    queries = {row["id"]: row["text"] for row in map(json.loads, filter(None, rows))}
    pairs = (line.split("\t") for line in (data / ASKED / "dev" / "qrels.tsv").read_text().splitlines()[1:])
    return texts, [(queries[query], f"{ASKED}/{passage}") for query, passage, _ in pairs]


def _generated(size: int) -> tuple[Texts, list[tuple[str, str]]]:
    chance = random.Random(0)  # noqa: S311  as above
    parts = ["ba", "lo", "ri", "ten", "mas", "ko", "du", "vel", "par", "sin", "gre", "tho"]
    words = ["".join(chance.choices(parts, k=chance.randint(1, 4))) for _ in range(20_000)]
    weights = [1 / (rank + 10) for rank in range(len(words))]
    bodies = [chance.choices(words, weights, k=chance.randint(30, 200)) for _ in range(min(size, 5_000))]
    texts = [(f"text-{number}", " ".join(body)) for number, body in enumerate(bodies)]
    return texts, [(" ".join(body[5:15]), f"text-{number}") for number, body in enumerate(bodies[:1_000])]


def report(size: int, figures: dict[str, dict[str, float]]) -> None:
    columns = {
        "ingest": "ingest CPU s",
        "ingest_mb": "peak MB",
        "question": "question CPU ms",
        "question_mb": "peak MB",
    }
    print(f"\n{size} passages".ljust(18) + "".join(f"{title:>17}" for title in [*columns.values(), "recall@5"]))
    for name, figure in figures.items():
        cells = "".join(f"{figure[column]:>17.2f}" for column in columns)
        print(f"  {name:15}{cells}{figure['recall']:>17.3f}")
    for what in ("ingest", "question"):
        peer = min((name for name in figures if name != "ours"), key=lambda name: figures[name][what])
        ratio = figures[peer][what] / figures["ours"][what]
        print(f"  {what}: {ratio:.2f} x the faster peer ({peer})", flush=True)


def measure(size: int, data: Path | None, questions: int) -> dict[str, dict[str, float]]:
    """Return every system's figures, each step in a fresh process; of a question, the median of some rounds."""
    figures: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        task = Path(folder) / "task.json"
        task.write_text(json.dumps(task_of(data, size, questions)), encoding="utf-8")

        def child(step: str, name: str) -> dict[str, float]:
            command = [sys.executable, __file__, "--step", step, name, str(task), str(Path(folder) / name)]
            done = subprocess.run(command, check=True, stdout=subprocess.PIPE)  # noqa: S603  ourselves
            return dict(json.loads(done.stdout.splitlines()[-1]))

        for name in SYSTEMS:
            (Path(folder) / name).mkdir()
            figures[name] = child("ingest", name)
        # In turn, so that what else the machine does meets all of them.
        rounds = [{name: child("ask", name) for name in SYSTEMS} for _ in range(ROUNDS)]
    for name, figure in figures.items():
        figure |= {key: statistics.median(one[name][key] for one in rounds) for key in rounds[0][name]}
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--questions", type=int, default=300)
    parser.add_argument("--step", nargs=4, help=argparse.SUPPRESS)
    parser.add_argument("--answers", nargs=2, type=Path, metavar=("DOCUMENTS", "CASES"))
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    if options.answers:
        documents, cases = options.answers
        answers.report(documents, cases, options.rounds)
        return
    if options.step:
        step, system, task, folder = options.step
        print(json.dumps(STEPS[step](system, Path(task), Path(folder))))
        return
    for size in options.sizes:
        report(size, measure(size, options.data, options.questions))


if __name__ == "__main__":
    main()
