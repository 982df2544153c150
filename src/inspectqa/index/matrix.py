"""Every live vector of a collection that is not large, in one matrix.

Scanning it costs less than asking Chroma, and it says what is live without asking SQLite. ``numpy.vecdot`` stays on
the calling thread (0.6 ms of processor time for 10,000 vectors of 384); ``@`` wakes the threads of BLAS, which spin
(4.9 ms). Figures: docs/benchmarks.md.
"""

import heapq
import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from typing import TypeGuard

import numpy as np

from inspectqa.index import stored
from inspectqa.index.stored import Vectors

Scored = tuple[str, float]

LARGEST = 20_000
"""Passages that are held in a matrix: 31 MB, and scanned in about the time that Chroma takes."""

_COUNT = "SELECT count(*) FROM live_passages"
_ROWS = """SELECT passages.id, passages.version, rows FROM documents
    JOIN passages ON passages.version = documents.live
    LEFT JOIN vectors ON vectors.version = passages.version AND ordinal = 0
    ORDER BY passages.version, ordinal"""


@dataclass(frozen=True, slots=True)
class Matrix:
    """The vectors of one state of the catalogue, float32 (n, dimensions): row n belongs to ``ids[n]``."""

    ids: tuple[str, ...]
    vectors: Vectors
    rows: dict[str, int]

    def live(self, ids: Collection[str]) -> set[str]:
        """Return those of ``ids`` that are live."""
        return {id_ for id_ in ids if id_ in self.rows}

    def similarities(self, vector: Vectors, ids: Collection[str]) -> dict[str, float]:
        """Return the cosine similarity of each live passage among ``ids``; those that are gone are left out."""
        known = [id_ for id_ in ids if id_ in self.rows]
        scores = np.vecdot(self.vectors[[self.rows[id_] for id_ in known]], vector)
        return dict(zip(known, scores.tolist(), strict=True))

    def nearest(self, vector: Vectors, limit: int, allowed: Collection[str] | None) -> list[Scored]:
        """Return the ``limit`` nearest live passages, nearest first, among ``allowed`` or among all."""
        if allowed is not None:
            return heapq.nsmallest(limit, self.similarities(vector, allowed).items(), key=rank)
        scores = np.vecdot(self.vectors, vector)
        top = np.argpartition(-scores, limit)[:limit] if len(scores) > limit else np.arange(len(scores))
        return heapq.nsmallest(limit, ((self.ids[row], float(scores[row])) for row in top), key=rank)


def matrix_of(database: sqlite3.Connection, dimensions: int) -> Matrix | None:
    """Read the live vectors within the caller's transaction; None when there are more than ``LARGEST``."""
    if database.execute(_COUNT).fetchone()[0] > LARGEST:
        return None
    ids: list[str] = []
    blocks: list[tuple[int, bytes | None]] = []  # where a version begins, and its vectors
    seen = None
    for id_, version, blob in database.execute(_ROWS):
        if version != seen:
            blocks.append((len(ids), blob))
            seen = version
        ids.append(id_)
    vectors = np.zeros((len(ids), dimensions), np.float32)  # lost ones stay 0: words still find them
    ends = [*(begin for begin, _ in blocks[1:]), len(ids)] if blocks else []
    for (begin, blob), end in zip(blocks, ends, strict=True):
        if whole(blob, end - begin, dimensions):
            vectors[begin:end] = stored.vector_rows(blob, end - begin)
    return Matrix(tuple(ids), vectors, {id_: row for row, id_ in enumerate(ids)})


def whole(blob: bytes | None, passages: int, dimensions: int) -> TypeGuard[bytes]:
    """Say whether a version's stored vectors are all there; ``check`` names those that are not."""
    return blob is not None and len(blob) == 4 * dimensions * passages


def rank(pair: Scored) -> tuple[float, str]:
    """Sort scored ids best first, equal ones by id."""
    return -pair[1], pair[0]
