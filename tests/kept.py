"""A data folder for tests: drafts that need no file, and an embedder that needs no weights."""

import datetime
import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from builders import NORTHMOOR, recommendation
from inspectqa.documents import Document, Fact, Finding, Page, Passage, Profile, Span, Voice
from inspectqa.forces import Force
from inspectqa.index.catalogue import Catalogue
from inspectqa.index.search import Index, keywords_in
from inspectqa.index.stored import Draft, Vectors
from inspectqa.index.terms import terms
from inspectqa.index.vectors import VectorIndex


class BagOfWords:
    """Each stem is a dimension, by its hash: texts that share words are near. Fast and without weights."""

    def __init__(self, name: str = "bag-of-words", dimensions: int = 256) -> None:
        self.name = name
        self.dimensions = dimensions

    def embed(self, texts: Sequence[str]) -> Vectors:
        rows = np.full((len(texts), self.dimensions), 1e-3, np.float32)
        for row, text in enumerate(texts):
            for term in terms(text):
                rows[row, int(hashlib.sha256(term.encode()).hexdigest(), 16) % self.dimensions] += 1
        lengths: Vectors = np.linalg.norm(rows, axis=1, keepdims=True)
        return rows / lengths


def draft(
    document_id: str,
    *bodies: str,
    force: Force | None = NORTHMOOR,
    finding: Finding | None = None,
    voice: Voice = Voice.FORCE,
) -> Draft:
    """Return a document of one passage per body, as the pipeline would have made it."""
    text = "\n".join(bodies)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    passages = []
    for ordinal, body in enumerate(bodies):
        start = sum(len(before) + 1 for before in bodies[:ordinal])
        span = Span(start, start + len(body))
        id_ = f"{document_id}-{sha256[:8]}-{ordinal}"
        passages.append(
            Passage(id_, document_id, ordinal, span, 1, voice, "", "", body, (span,), force=force, finding=finding)
        )
    profile = Profile(
        "Response",
        force=force,
        published=datetime.date(2025, 10, 24),
        findings=(finding or recommendation("4"),),
        facts=(Fact("Force", Span(0, 3), Span(0, len(text))),),
    )
    document = Document(f"{document_id}.txt", "text/plain", sha256, text, (Page(1, 0, len(text)),), ())
    return Draft(document_id, f"/documents/{document_id}.txt", "rules 1", document, profile, tuple(passages))


def index_in(folder: Path, embedder: BagOfWords | None = None) -> Index:
    """Open the index of a data folder as a new process would."""
    vectors, keywords = VectorIndex(folder / "vectors"), keywords_in(folder / "keywords")
    return Index(Catalogue(folder), embedder or BagOfWords(), vectors, keywords)


def store(index: Index, *drafts: Draft) -> None:
    """Bring drafts in as the pipeline does, with one commit each."""
    with index.writing() as writer:
        writer.use_embedding(index.embedder.name, index.embedder.dimensions)
        staged = [(one, index.embed(one.passages)) for one in drafts]
        live = [(one.document_id, writer.stage(one, vectors)) for one, vectors in staged]
        passages = [passage for one in drafts for passage in one.passages]
        index.put(passages, np.concatenate([vectors for _, vectors in staged]))
        for document_id, version in live:
            writer.go_live(document_id, version)


def delete(index: Index, document_id: str) -> None:
    """Delete a document as the pipeline does."""
    with index.writing() as writer:
        writer.go_live(document_id, None)


def found(index: Index, text: str, limit: int = 5, allowed: Sequence[str] | None = None) -> list[str]:
    """Return the bodies that a search finds, nearest first."""
    hits = index.search(text, limit, allowed)
    passages = index.catalogue.passages([hit.passage_id for hit in hits])
    return [passage.body for passage in passages.values()]
