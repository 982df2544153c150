"""Two scores of a passage become one: cosine similarity and the normalised keyword score.

Both mean the same from question to question (see ``index.keyword``), so they are added, not ranked: ranks lose
to the better half where the halves differ much. docs/adr/0005-fusion.md has the figures.
"""

from collections.abc import Iterable

from inspectqa.index.search import Hit

KEYWORD_WEIGHT = 0.5


def fuse(hits: Iterable[Hit]) -> list[tuple[str, float]]:
    """Return (passage id, score of about 0 to 1), best first; a score that is None counts as 0."""
    scored = [(hit.passage_id, score(hit.vector or 0.0, hit.keyword or 0.0)) for hit in hits]
    return sorted(scored, key=lambda pair: (-pair[1], pair[0]))


def score(vector: float, keyword: float) -> float:
    """Return the weighted mean of both scores."""
    return (1 - KEYWORD_WEIGHT) * vector + KEYWORD_WEIGHT * keyword
