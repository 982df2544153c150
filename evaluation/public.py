"""Ask the questions of a public test set, as its scorer wants them asked: `evalkit.py answer` reads what this writes.

    uv run python evaluation/public.py --data DIR [--split dev] [--sample 300] [--store FOLDER] --out predictions.jsonl
    uv run python evaluation/public.py --data DIR --bm25 --out floor.jsonl

DIR holds corpus.jsonl and {split}/queries.jsonl. Each passage becomes one text file (its title, an empty line, its
text) and goes through the whole way in; each question goes through the assistant. ``--store`` keeps the data folder
for the next run. ``--bm25`` is the floor: it cites the first passage, and is as sure as that passage's score.

Written per question: ``answer`` (the quotations), ``abstained``, ``citations`` (ids of passages), ``confidence``
(the fused score of the best passage, 1 more for what was answered), and what an abstention is decided on.
"""

import argparse
import json
import math
import random
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tqdm import tqdm

from inspectqa import bootstrap
from inspectqa.answering.asked import holds, stems_of
from inspectqa.answering.material import Material
from inspectqa.answering.scope import before_search
from inspectqa.answering.sentences import own_voice, rank
from inspectqa.answers import Status
from inspectqa.index.terms import terms
from inspectqa.retrieval.retrieve import retrieve
from inspectqa.retrieval.understand import Turn, understand
from inspectqa.settings import load

if TYPE_CHECKING:
    from inspectqa.bootstrap import Application

Row = dict[str, Any]


def read_rows(path: Path) -> list[Row]:
    """Return the objects of a file with one a line."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def named(number: int) -> str:
    """Return the file name of a passage: the sets' ids hold signs that file names may not."""
    return f"passage-{number:05d}.txt"


def write_passages(corpus: Sequence[Row], folder: Path) -> None:
    """Write each passage as a text file: its title, an empty line, its text."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, row in enumerate(corpus):
        title = row.get("title") or ""
        (folder / named(number)).write_text(f"{title}\n\n{row['text']}\n".lstrip(), encoding="utf-8")


@dataclass(frozen=True)
class Signals:
    """What an abstention may be decided on, each from 0 to 1.

    ``own``, ``coverage`` and ``fits`` are the best sentence's, ``search`` is the best passage's fused score,
    ``passage`` the largest share of the question's terms in one passage with its header, and ``alike`` the cosine
    of the question and the best sentence. ``scoped`` says that a force, a finding or an inspection is named.
    """

    intent: str
    own: float = 0.0
    coverage: float = 0.0
    search: float = 0.0
    passage: float = 0.0
    alike: float = 0.0
    fits: bool = False
    scoped: bool = False


class Asked:
    """The assistant over the passages of one set, with the signature that the scorer asks for."""

    def __init__(self, corpus: Sequence[Row], store: Path) -> None:
        write_passages(corpus, store / "passages")
        self.ids = {named(number): row["id"] for number, row in enumerate(corpus)}
        self.application: Application = bootstrap.build(load(data_dir=store / "data"))
        report = self.application.pipeline.ingest([store / "passages"], progress=_told)
        print(report.summary, flush=True)
        self.refused = report.refused

    def answer(self, text: str, history: Sequence[Row] | None = None, filter: Any = None) -> Row:
        """Return the answer to one question in the scorer's shape, with its signals."""
        text = text[:1000]
        turns = [Turn(turn["role"], turn["content"]) for turn in history or ()]
        answer = self.application.assistant.ask(text, turns)
        signals = self.signals(text, turns)
        cited = dict.fromkeys(self.ids[citation.file] for citation in answer.citations)
        return {
            "answer": " ".join(citation.quote for citation in answer.citations),
            "abstained": answer.status is not Status.ANSWERED,
            "confidence": (answer.status is Status.ANSWERED) + signals.search,
            "citations": [{"id": id_} for id_ in cited],
            "status": answer.status.value,
            "said": answer.text,
            "ms": answer.elapsed_ms,
            **vars(signals),
        }

    def signals(self, text: str, turns: Sequence[Turn]) -> Signals:
        """Return what the answer to a question was decided on; nothing where it was decided before the search."""
        index, holdings = self.application.index, self.application.assistant.holdings()
        query = understand(text, turns, holdings)
        scoped = bool(query.forces or query.findings or query.inspections)
        early = before_search(query, holdings)
        evidence = () if early else retrieve(query, index, holdings, 40)
        material = Material(query, evidence, holdings, self.application.catalogue)
        best = max(own_voice(rank(material), query), key=lambda one: (one.fits, one.coverage), default=None)
        if best is None:
            return Signals(query.intent.value, scoped=scoped)
        vectors = index.embedder.embed([text, best.text])
        held = [stems_of(f"{one.passage.header} {one.passage.body}") for one in evidence]
        shares = [sum(holds(stems, term) for term in query.terms) / max(1, len(query.terms)) for stems in held]
        return Signals(
            query.intent.value,
            own=best.own,
            coverage=best.coverage,
            search=max(one.score for one in evidence),
            passage=max(shares),
            alike=float(vectors[0] @ vectors[1]),
            fits=best.fits,
            scoped=scoped,
        )


class Bm25:
    """The floor: the passage with the highest BM25 score (k1 = 1.2, b = 0.75), always, and as sure as its score."""

    def __init__(self, corpus: Sequence[Row]) -> None:
        self.corpus = corpus
        self.counts = [Counter(terms(f"{row.get('title') or ''}\n{row['text']}")) for row in corpus]
        self.lengths = [sum(count.values()) for count in self.counts]
        self.usual = sum(self.lengths) / len(corpus)
        self.held = Counter(term for count in self.counts for term in count)

    def answer(self, text: str, history: Any = None, filter: Any = None) -> Row:
        """Return the passage with the highest score in the scorer's shape."""
        asked = set(terms(text))
        scores = [self._score(asked, number) for number in range(len(self.corpus))]
        best = max(range(len(scores)), key=scores.__getitem__)
        row = self.corpus[best]
        cited = [{"id": row["id"]}] if scores[best] else []
        return {"answer": row["text"], "abstained": False, "confidence": scores[best], "citations": cited}

    def _score(self, asked: set[str], number: int) -> float:
        count, length = self.counts[number], 0.25 + 0.75 * self.lengths[number] / self.usual
        total = 0.0
        for term in asked & count.keys():
            rarity = math.log(1 + (len(self.corpus) - self.held[term] + 0.5) / (self.held[term] + 0.5))
            total += rarity * count[term] * 2.2 / (count[term] + 1.2 * length)
        return total


def _told(name: str, done: int, total: int) -> None:
    if done % 200 == 0:
        print(f"{done}/{total} {name}", flush=True)


def predictions(ask: Callable[..., Row], queries: Sequence[Row]) -> Iterator[Row]:
    """Yield each question's answer under the question's id."""
    for query in tqdm(queries, mininterval=10):
        yield {"id": query["id"], **ask(query["text"], history=query.get("history"))}


def main() -> None:
    """Write the predictions."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of one set")
    parser.add_argument("--split", default="dev")
    parser.add_argument("--sample", type=int, help="ask this many questions, drawn with a fixed seed")
    parser.add_argument("--store", type=Path, help="folder that keeps what was ingested between runs")
    parser.add_argument("--bm25", action="store_true", help="the floor instead of the assistant")
    parser.add_argument("--out", type=Path, required=True, help="file of the predictions, one JSON object a line")
    options = parser.parse_args()
    corpus, queries = (
        read_rows(options.data / "corpus.jsonl"),
        read_rows(options.data / options.split / "queries.jsonl"),
    )
    if options.sample and options.sample < len(queries):
        queries = random.Random(0).sample(queries, options.sample)  # noqa: S311  the same ones in every run
    with tempfile.TemporaryDirectory() as folder:
        system = Bm25(corpus) if options.bm25 else Asked(corpus, options.store or Path(folder))
        with options.out.open("w", encoding="utf-8") as out:
            for row in predictions(system.answer, queries):
                out.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main()
