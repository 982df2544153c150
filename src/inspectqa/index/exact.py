"""Cosine similarities straight from the catalogue's vectors: exact, filtered, and always in the committed state.

Used where it beats Chroma or Chroma can't be asked: for the passages that a filter allows (Chroma's ``where``
scans its metadata), for the score of a passage that only its words found, and while another process writes.
"""

import heapq
from collections.abc import Collection

from inspectqa.index.catalogue import Catalogue
from inspectqa.index.stored import Vectors

Scored = tuple[str, float]


def similarities(catalogue: Catalogue, vector: Vectors, ids: Collection[str]) -> dict[str, float]:
    """Return the cosine similarity of each live passage among ``ids``; those that are gone are left out."""
    found, rows = catalogue.vectors(list(ids))
    return dict(zip(found, (rows @ vector).tolist(), strict=True)) if found else {}


def nearest(catalogue: Catalogue, vector: Vectors, limit: int, allowed: Collection[str] | None) -> list[Scored]:
    """Return the ``limit`` nearest live passages, nearest first, among ``allowed`` or among all."""
    if allowed is not None:
        return _best(similarities(catalogue, vector, allowed).items(), limit)
    best: list[Scored] = []
    for ids, rows in catalogue.vector_batches():
        best = _best([*best, *zip(ids, (rows @ vector).tolist(), strict=True)], limit)
    return best


def _best(scored: Collection[Scored], limit: int) -> list[Scored]:
    return heapq.nsmallest(limit, scored, key=lambda pair: (-pair[1], pair[0]))
