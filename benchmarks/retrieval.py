"""Retrieval quality of our own embedding, keyword index and fusion on public test sets.

    python benchmarks/retrieval.py --data DIR [--split dev] [--cache DIR]

DIR is the folder of one set (corpus.jsonl, {split}/queries.jsonl, {split}/qrels.tsv) or a folder of such
folders. Prints, per set: nDCG@10 and recall@5 of the vectors alone, the keywords alone, plain reciprocal rank
fusion (k = 60, 100 deep) and our fusion. A query with a history is searched in its conversation by all four.
A passage's title is its header. ``--cache`` keeps the vectors between runs.
"""

import argparse
import hashlib
import json
import math
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from inspectqa.documents import Passage, Span, Voice
from inspectqa.index.embedding import Embedder, LocalEmbedder
from inspectqa.index.keyword import KeywordIndex
from inspectqa.index.minilm_graph import Tensor
from inspectqa.index.search import Hit
from inspectqa.retrieval import context
from inspectqa.retrieval.fusion import Ranked, ranked

RRF_DEPTH = 100


@dataclass(frozen=True)
class Query:
    text: str
    earlier: tuple[str, ...]
    relevant: dict[str, int]


@dataclass(frozen=True)
class TestSet:
    name: str
    passages: tuple[Passage, ...]
    queries: tuple[Query, ...]


class Searched:
    """The passages of one set behind the signature of ``Index.search``, with exact cosines for all of them."""

    def __init__(self, passages: Sequence[Passage], vectors: Tensor, keywords: KeywordIndex) -> None:
        self.ids = [passage.id for passage in passages]
        self.vectors = vectors
        self.keywords = keywords
        self.questions: dict[str, Tensor] = {}

    def search(self, text: str, limit: int) -> list[Hit]:
        cosines = self.vectors @ self.questions[text]
        near = [self.ids[row] for row in np.argsort(-cosines, kind="stable")[:limit]]
        words = dict(self.keywords.search(text, limit))
        found = dict.fromkeys((*near, *words))
        words |= dict(self.keywords.search(text, len(found), [id_ for id_ in found if id_ not in words]))
        scores = dict(zip(self.ids, cosines.tolist(), strict=True))
        return [Hit(id_, scores[id_], words.get(id_)) for id_ in found]


def read_set(folder: Path, split: str) -> TestSet:
    relevant: dict[str, dict[str, int]] = {}
    for line in (folder / split / "qrels.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        query, passage, grade = line.split("\t")
        relevant.setdefault(query, {})[passage] = int(grade)
    queries = [
        Query(row["text"], tuple(_asked(row.get("history") or [])), relevant[row["id"]])
        for row in _rows(folder / split / "queries.jsonl")
        if row["id"] in relevant
    ]
    return TestSet(folder.name, tuple(_passage(row) for row in _rows(folder / "corpus.jsonl")), tuple(queries))


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def _passage(row: dict[str, Any]) -> Passage:
    header, body = row.get("title") or "", row["text"]
    return Passage(row["id"], row["id"], 0, Span(0, len(body)), 1, Voice.UNATTRIBUTED, "", header, body, ())


def _asked(history: Iterable[dict[str, str]]) -> list[str]:
    return [turn["content"] for turn in history if turn["role"] == "user"]


def embedded(embedder: Embedder, texts: list[str], cache: Path | None) -> Tensor:
    if cache is None:
        return embedder.embed(texts)
    probe = embedder.embed(["other weights give another vector"]).tolist()
    digest = hashlib.sha256(json.dumps([probe, texts]).encode()).hexdigest()
    path = cache / f"{digest}.npy"
    if not path.exists():
        cache.mkdir(parents=True, exist_ok=True)
        np.save(path, embedder.embed(texts))
    return np.asarray(np.load(path), np.float32)


def searched(test: TestSet, embedder: Embedder, keywords: KeywordIndex, cache: Path | None) -> Searched:
    keywords.put(test.passages)
    vectors = embedded(embedder, [f"{p.header}\n{p.body}" for p in test.passages], cache)
    index = Searched(test.passages, vectors, keywords)
    texts = sorted({text for query in test.queries for text in context.texts(query.text, query.earlier)})
    index.questions = dict(zip(texts, embedded(embedder, texts, cache), strict=True))
    return index


def ours(index: Searched, query: Query) -> Ranked:
    return context.in_context(lambda text: index.search(text, context.DEPTH), query.text, query.earlier)


def one_half(half: Callable[[Hit], float], depth: int) -> Callable[[Searched, Query], Ranked]:
    """Return a ranking by one score alone; a conversation is treated as in ours, so that only fusion differs."""

    def rank(index: Searched, query: Query) -> Ranked:
        shares = (1 - context.CONTEXT_WEIGHT, context.CONTEXT_WEIGHT) if query.earlier else (1.0,)
        scores: dict[str, float] = {}
        for share, text in zip(shares, context.texts(query.text, query.earlier), strict=True):
            for hit in index.search(text, len(index.ids)):
                scores[hit.passage_id] = scores.get(hit.passage_id, 0.0) + share * half(hit)
        return [pair for pair in ranked(scores.items())[:depth] if pair[1] > 0]

    return rank


by_vectors = one_half(lambda hit: hit.vector or 0.0, RRF_DEPTH)
by_words = one_half(lambda hit: hit.keyword or 0.0, RRF_DEPTH)


def by_ranks(index: Searched, query: Query) -> Ranked:
    scores: dict[str, float] = {}
    for half in (by_vectors, by_words):
        for rank, (id_, _) in enumerate(half(index, query), start=1):
            scores[id_] = scores.get(id_, 0.0) + 1 / (60 + rank)
    return ranked(scores.items())


SYSTEMS = {"vectors": by_vectors, "keywords": by_words, "rrf": by_ranks, "ours": ours}


def ndcg(found: Ranked, relevant: dict[str, int], depth: int = 10) -> float:
    def gain(grades: Iterable[int]) -> float:
        return math.fsum((float(2**grade) - 1) / math.log2(place + 2) for place, grade in enumerate(grades))

    best = gain(sorted(relevant.values(), reverse=True)[:depth])
    return gain(relevant.get(id_, 0) for id_, _ in found[:depth]) / best


def recall(found: Ranked, relevant: dict[str, int], depth: int = 5) -> float:
    return sum(id_ in relevant for id_, _ in found[:depth]) / len(relevant)


def measure(test: TestSet, embedder: Embedder, cache: Path | None) -> dict[str, tuple[float, float]]:
    """Return (nDCG@10, recall@5) by system."""
    with tempfile.TemporaryDirectory() as folder:
        index = searched(test, embedder, KeywordIndex(Path(folder) / "keywords"), cache)
        figures = {}
        for name, system in SYSTEMS.items():
            found = [(system(index, query), query.relevant) for query in test.queries]
            figures[name] = (float(np.mean([ndcg(*f) for f in found])), float(np.mean([recall(*f) for f in found])))
    return figures


def folders(data: Path, split: str) -> list[Path]:
    if (data / "corpus.jsonl").exists():
        return [data]
    return [path.parent for path in sorted(data.glob("*/corpus.jsonl")) if (path.parent / split / "qrels.tsv").exists()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="one set's folder, or a folder of sets")
    parser.add_argument("--split", default="dev")
    parser.add_argument("--cache", type=Path, help="folder that keeps vectors between runs")
    parser.add_argument("--exact", action="store_true", help="keep the embedding's weights in 32 bits")
    options = parser.parse_args()
    embedder = LocalEmbedder(threads=2, exact=options.exact)
    print(f"{'set':24}{'queries':>8}" + "".join(f"{name:>18}" for name in SYSTEMS) + "   (nDCG@10, recall@5)")
    for folder in folders(options.data, options.split):
        test = read_set(folder, options.split)
        if not test.queries:
            continue
        figures = measure(test, embedder, options.cache)
        columns = "".join(f"{f'{n:.4f}, {r:.4f}':>18}" for n, r in figures.values())
        print(f"{test.name:24}{len(test.queries):>8}{columns}", flush=True)


if __name__ == "__main__":
    main()
