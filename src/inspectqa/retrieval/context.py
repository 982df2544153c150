"""A question inside a conversation is searched twice: alone, and together with what was asked just before.

    "How do I appeal?"   +   "How do I appeal? What is a refusal? How long does a permit take?"
          0.3                              0.7                 newest first

Alone it keeps its own subject when that changes; with the earlier questions it finds what "it" and "that" are.
Only the person's own words are used, never an earlier answer's. Figures: docs/adr/0005-fusion.md.
"""

from collections.abc import Callable, Iterable, Sequence

from inspectqa.index.search import Hit
from inspectqa.retrieval.fusion import Ranked, fuse, ranked

DEPTH = 20
"""How many passages to ask ``Index.search`` for: with 10 the figures fall by 0.001, with more they stay."""

EARLIER_QUESTIONS = 2
CONTEXT_WEIGHT = 0.7


def in_context(search: Callable[[str], Iterable[Hit]], question: str, earlier: Sequence[str]) -> Ranked:
    """Return the passages for a question that follows the questions ``earlier`` (oldest first), best first.

    ``search`` is ``Index.search`` with its limit and restriction filled in.
    """
    return _mixed([fuse(search(text)) for text in texts(question, earlier)])


def texts(question: str, earlier: Sequence[str]) -> tuple[str, ...]:
    """Return what is searched for: the question and, when there is a conversation, the question in it."""
    if not earlier:
        return (question,)
    # Newest first: the beginning counts most in the model, and the end is what a limit cuts off.
    return question, " ".join([question, *reversed(earlier[-EARLIER_QUESTIONS:])])


def _mixed(rankings: list[Ranked]) -> Ranked:
    if len(rankings) == 1:
        return rankings[0]
    alone, told = (dict(ranking) for ranking in rankings)
    # What one search did not return scored at most as much as the last that it did.
    least_alone, least_told = (ranking[-1][1] if ranking else 0.0 for ranking in rankings)
    return ranked(
        (id_, (1 - CONTEXT_WEIGHT) * alone.get(id_, least_alone) + CONTEXT_WEIGHT * told.get(id_, least_told))
        for id_ in alone | told
    )
