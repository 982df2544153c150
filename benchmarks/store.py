"""Processor time of the store: writing, opening, searching with and without a filter, rebuilding.

    python benchmarks/store.py [--passages 2000] [--peer]

Vectors are clustered, as those of texts are. ``--peer`` does the writing and the searching with llama-index's
ChromaVectorStore too (dependency group ``bench``). Figures in docs/adr/0002-truth-and-copies.md and
docs/adr/0006-llama-index.md come from here.
"""

import argparse
import importlib
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np

from inspectqa.documents import Document, Page, Passage, Profile, Span, Voice
from inspectqa.forces import known_forces
from inspectqa.index.catalogue import Catalogue
from inspectqa.index.keyword import KeywordIndex
from inspectqa.index.search import Index
from inspectqa.index.stored import Draft, Vectors
from inspectqa.index.vectors import VectorIndex

T = TypeVar("T")

DIMENSIONS = 384
A_DOCUMENT = 40  # passages
TOGETHER = 512
WORDS = "officers trained guidance panel figures hotel visits deadline custody children flagged system board".split()


class Clustered:
    """Vectors around 200 centres, the same for the same text."""

    name = "clustered"
    dimensions = DIMENSIONS

    def __init__(self) -> None:
        self._centres = np.random.default_rng(0).normal(size=(200, DIMENSIONS)).astype(np.float32)

    def embed(self, texts: Sequence[str]) -> Vectors:
        rows = np.stack([self._row(int(text.split()[0])) for text in texts])
        lengths: Vectors = np.linalg.norm(rows, axis=1, keepdims=True)
        return rows / lengths

    def _row(self, number: int) -> Vectors:
        noise = np.random.default_rng(number).normal(size=DIMENSIONS).astype(np.float32)
        row: Vectors = self._centres[number % 200] + 0.5 * noise
        return row


def drafts(count: int) -> list[Draft]:
    forces = known_forces()
    made = []
    for number in range(count // A_DOCUMENT):
        force, id_ = forces[number % len(forces)], f"d{number:06}"
        bodies = [
            f"{number * A_DOCUMENT + n} " + " ".join(WORDS[(number * n + k) % len(WORDS)] for k in range(150))
            for n in range(A_DOCUMENT)
        ]
        passages = tuple(
            Passage(f"{id_}-{n}", id_, n, Span(0, 9), 1, Voice.FORCE, "", "", body, (Span(0, 9),), force=force)
            for n, body in enumerate(bodies)
        )
        document = Document(id_, "text/plain", id_, " ".join(bodies), (Page(1, 0, 9),), ())
        made.append(Draft(id_, f"/{id_}", "", document, Profile(id_, force=force), passages))
    return made


def timed(name: str, work: Callable[[], T], times: int = 1) -> T:
    """Print the processor time of ``work`` in milliseconds."""
    before = time.process_time()
    for _ in range(times):
        result = work()
    print(f"{name:<48}{(time.process_time() - before) * 1000 / times:12.2f} ms")
    return result


def write(index: Index, documents: Sequence[Draft]) -> None:
    step = TOGETHER // A_DOCUMENT
    with index.writing() as writer:
        writer.use_embedding(index.embedder.name, DIMENSIONS)
        for start in range(0, len(documents), step):
            batch = documents[start : start + step]
            passages = [passage for one in batch for passage in one.passages]
            vectors = index.embedder.embed([passage.body for passage in passages])
            rows = np.split(vectors, range(A_DOCUMENT, len(vectors), A_DOCUMENT))
            versions = [writer.stage(one, part) for one, part in zip(batch, rows, strict=True)]
            index.put(passages, vectors)
            for one, version in zip(batch, versions, strict=True):
                writer.go_live(one.document_id, version)


def ours(folder: Path, documents: Sequence[Draft]) -> None:
    def opened() -> Index:
        return Index(Catalogue(folder), Clustered(), VectorIndex(folder / "vectors"), KeywordIndex(folder / "words"))

    timed("import chromadb", lambda: importlib.import_module("chromadb"))
    index = opened()
    timed("write all (catalogue, Chroma, tantivy)", lambda: write(index, documents))
    index.close()
    index = opened()
    text = "17 children flagged"
    timed("first search, nothing open", lambda: index.search(text, 20))
    timed("open Chroma and check the copies", index.open)
    index.search(text, 20)
    timed("search, no filter", lambda: index.search(text, 20), 20)
    allowed = index.catalogue.passage_ids(documents=[one.document_id for one in documents[: 2000 // A_DOCUMENT]])
    index.search(text, 20, allowed)
    timed(f"search, {len(allowed)} allowed", lambda: index.search(text, 20, allowed), 20)
    force = [known_forces()[0].id]
    timed("ids of one force", lambda: index.catalogue.passage_ids(force_ids=force), 20)
    timed("rebuild", index.rebuild)
    timed("write one changed document", lambda: write(index, documents[:1]))
    index.close()


def peer(folder: Path, documents: Sequence[Draft]) -> None:
    store_module = timed(
        "import llama-index's store", lambda: importlib.import_module("llama_index.vector_stores.chroma")
    )
    core, schema = (
        importlib.import_module("llama_index.core.vector_stores"),
        importlib.import_module("llama_index.core.schema"),
    )
    chromadb = importlib.import_module("chromadb")
    collection = chromadb.PersistentClient(str(folder)).create_collection(
        "peer", configuration={"hnsw": {"space": "cosine"}}, embedding_function=None
    )
    store = store_module.ChromaVectorStore(chroma_collection=collection)
    passages = [passage for one in documents for passage in one.passages]
    vectors = Clustered().embed([passage.body for passage in passages])
    nodes = [
        schema.TextNode(id_=one.id, text=one.body, embedding=row.tolist(), metadata={"force": one.force.id})
        for one, row in zip(passages, vectors, strict=True)
        if one.force
    ]
    timed("peer: write all (Chroma alone)", lambda: store.add(nodes))
    wanted = core.MetadataFilters(filters=[core.MetadataFilter(key="force", value=known_forces()[0].id)])
    query, row = core.VectorStoreQuery, vectors[17].tolist()
    timed("peer: search, no filter", lambda: store.query(query(query_embedding=row, similarity_top_k=20)), 20)
    filtered = query(query_embedding=row, similarity_top_k=20, filters=wanted)
    timed("peer: search, one force", lambda: store.query(filtered), 20)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=int, default=2000)
    parser.add_argument("--peer", action="store_true")
    options = parser.parse_args()
    documents = drafts(options.passages)
    with tempfile.TemporaryDirectory() as folder:
        ours(Path(folder) / "ours", documents)
        if options.peer:
            peer(Path(folder) / "peer", documents)


if __name__ == "__main__":
    main()
