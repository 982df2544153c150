"""Two scores of a passage become one: cosine similarity and the normalised keyword score.

Both mean the same from question to question (see ``index.keyword``), so they are added, not ranked: ranks lose
to the better half where the halves differ much. A long narrative shares few of its many words with any passage,
so its keyword scores are low and the vectors decide; a short question with rare words is decided by its words.
The one weight and how flat the figures are around it: docs/adr/0005-fusion.md.
"""

from collections.abc import Iterable

from inspectqa.index.search import Hit

KEYWORD_WEIGHT = 0.65

Ranked = list[tuple[str, float]]
"""Passage ids and their scores (from 0 to about 1), best first."""


def fuse(hits: Iterable[Hit]) -> Ranked:
    """Return the hits by their fused score; a score that is None counts as 0."""
    return ranked((hit.passage_id, _mean(hit.vector or 0.0, hit.keyword or 0.0)) for hit in hits)


def ranked(scored: Iterable[tuple[str, float]]) -> Ranked:
    """Return the pairs best first, those with equal scores by id."""
    return sorted(scored, key=lambda pair: (-pair[1], pair[0]))


def _mean(vector: float, keyword: float) -> float:
    return (1 - KEYWORD_WEIGHT) * vector + KEYWORD_WEIGHT * keyword
