"""Cosine similarities straight from the catalogue's vectors: exact, filtered, and always in the committed state.

Used where it beats Chroma or Chroma can't be asked: for a collection that fits in one matrix, for the passages that
a filter allows (Chroma's ``where`` scans its metadata), for the score of a passage that only its words found, and
while another process writes.
"""

import heapq
import json
import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Collection, Iterator
from itertools import groupby
from operator import itemgetter

import numpy as np

from inspectqa.index import stored
from inspectqa.index.catalogue import LIVE_AMONG, Catalogue, State, state_in
from inspectqa.index.matrix import Matrix, Scored, matrix_of, rank, whole
from inspectqa.index.stored import Vectors

_KEPT_BYTES = 64 << 20  # about 43,000 vectors of 384 dimensions


class ExactVectors:
    """The stored vectors of one catalogue. Holds the matrix of its last state, or, where they are too many for one,
    those read last: a version's vectors never change.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._kept: OrderedDict[tuple[str, int], Vectors] = OrderedDict()
        self._kept_bytes = 0
        self._keeping = threading.Lock()
        self._matrix: tuple[State, Matrix | None] | None = None
        self._reading = threading.Lock()

    def matrix(self, state: State) -> Matrix | None:
        """Return every live vector as at ``state`` or later, read only once a commit; None when they are too many."""
        held = self._matrix
        if held is not None and held[0] == state:
            return held[1]
        with self._reading, self.catalogue.storage.reading() as database:
            database.execute("BEGIN")  # vectors of one state
            now = state_in(database)
            if self._matrix is None or self._matrix[0] != now:
                self._matrix = now, matrix_of(database, now.dimensions)
            database.execute("COMMIT")
            return self._matrix[1]

    def live(self, ids: Collection[str]) -> set[str]:
        """Return those of ``ids`` that are live."""
        return self.catalogue.live_ids(ids)

    def similarities(self, vector: Vectors, ids: Collection[str]) -> dict[str, float]:
        """Return the cosine similarity of each live passage among ``ids``; those that are gone are left out."""
        model = self._model()
        scored: dict[str, float] = {}
        with self.catalogue.storage.reading() as database:
            database.execute("BEGIN")  # places and vectors of one state
            places = database.execute(
                f"SELECT passages.id, version, ordinal {LIVE_AMONG} ORDER BY version", (json.dumps(list(ids)),)
            ).fetchall()
            for version, group in groupby(places, key=itemgetter(1)):
                here = list(group)
                rows = self._rows(database, model, version)[[ordinal for _, _, ordinal in here]]
                scored |= zip((id_ for id_, _, _ in here), np.vecdot(rows, vector).tolist(), strict=True)
            database.execute("COMMIT")
        return scored

    def nearest(self, vector: Vectors, limit: int, allowed: Collection[str] | None) -> list[Scored]:
        """Return the ``limit`` nearest live passages, nearest first, among ``allowed`` or among all."""
        if allowed is not None:
            return heapq.nsmallest(limit, self.similarities(vector, allowed).items(), key=rank)
        best: list[tuple[float, int, int]] = []
        for version, rows in self.by_version():
            scores = np.vecdot(rows, vector)
            top = np.argpartition(-scores, limit)[:limit] if len(scores) > limit else np.arange(len(scores))
            best = heapq.nlargest(limit, [*best, *((float(scores[row]), version, int(row)) for row in top)])
        return self._named(best)

    def by_version(self) -> Iterator[tuple[int, Vectors]]:
        """Yield the number and the vectors of each live version; row n belongs to its n-th passage."""
        model = self._model()
        with self.catalogue.storage.reading() as database:
            for (version,) in database.execute("SELECT live FROM documents WHERE live IS NOT NULL ORDER BY id"):
                yield version, self._rows(database, model, version)

    def _named(self, places: Collection[tuple[float, int, int]]) -> list[Scored]:
        """Return the ids of the passages at (score, version, ordinal); one that is gone by now is left out."""
        with self.catalogue.storage.reading() as database:
            found = [
                (
                    database.execute(
                        "SELECT id FROM live_passages WHERE version = ? AND ordinal = ?", place
                    ).fetchone(),
                    score,
                )
                for score, *place in places
            ]
        return [(row[0], score) for row, score in found if row]

    def _model(self) -> str:
        return self.catalogue.state().model

    def _rows(self, database: sqlite3.Connection, model: str, version: int) -> Vectors:
        key = (model, version)  # only another model gives a version other vectors
        with self._keeping:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        blob, passages = database.execute(
            "SELECT (SELECT rows FROM vectors WHERE version = ?1), count(*) FROM passages WHERE version = ?1",
            (version,),
        ).fetchone()
        dimensions = self.catalogue.state().dimensions
        if not whole(blob, passages, dimensions):
            return np.zeros((passages, dimensions), np.float32)  # lost: words still find them, ``check`` names them
        rows = stored.vector_rows(blob, passages)
        self._keep(key, rows)
        return rows

    def _keep(self, key: tuple[str, int], rows: Vectors) -> None:
        with self._keeping:
            if key not in self._kept:
                self._kept[key] = rows
                self._kept_bytes += rows.nbytes
            while self._kept_bytes > _KEPT_BYTES:
                self._kept_bytes -= self._kept.popitem(last=False)[1].nbytes
