"""Which inspections a question names: "the custody inspection", "the 2023 report", "the CSE progress report".

Numbers repeat between inspections, so a recommendation 4 means little until it is known whose.
"""

import re
from collections import Counter
from collections.abc import Sequence

from inspectqa.documents import Inspection
from inspectqa.forces import known_acronyms
from inspectqa.index.terms import stem, terms, words

_CUE = re.compile(r"\b(?:inspections?|reports?|reviews?|peel|jtai|ncpi|thematic)\b", re.IGNORECASE)
_OF_YEAR = re.compile(
    r"\b(20\d\d) (?:\w+[ -]){0,4}?(?:report|inspection|review)s?\b"
    r"|\b(?:report|inspection|review)s? (?:of|from|in) (20\d\d)\b",
    re.IGNORECASE,
)
_EVERY_TITLE = frozenset(
    stem(word)
    for word in """inspection inspections inspected report reports review police policing force forces response
    responses effectiveness law enforcement bodies body england wales hmicfrs comments commissioner constabulary
    published her his majesty inspectorate national service services visit""".split()
)


def title_stems(inspection: Inspection) -> frozenset[str]:
    """Return the stems of a title that tell it from others, with its acronyms spelt out."""
    return frozenset(terms(inspection.title)).union(*(spelt(word) for word in words(inspection.title))) - _EVERY_TITLE


def spelt(word: str) -> frozenset[str]:
    """Return the stems of a word or, where it is an acronym of the field, of what it stands for."""
    known = known_acronyms().get(word.upper()) if len(word) > 2 else None
    return frozenset(terms(known.expansion if known else word))


def inspections_named(question: str, held: Sequence[Inspection]) -> tuple[Inspection, ...]:
    """Return the held inspections that the question names, by year or by the words of their titles; else none."""
    if not held or not _CUE.search(question):
        return ()
    years = {int(a or b) for a, b in _OF_YEAR.findall(question)}
    of_year = [inspection for inspection in held if inspection.year in years]
    asked = _asked(question)
    stems = {inspection.id: title_stems(inspection) for inspection in held}
    count = Counter(term for held_stems in stems.values() for term in held_stems)
    candidates = of_year or list(held)
    scores = {i.id: sum(1 / count[term] for term in asked & stems[i.id]) for i in candidates}
    best = max(scores.values())
    telling = len(candidates) == 1 or len({round(score, 6) for score in scores.values()}) > 1
    if best == 0 or not telling:
        return tuple(of_year)
    return tuple(i for i in candidates if scores[i.id] == best)


def _asked(question: str) -> frozenset[str]:
    return frozenset(terms(question)).union(*(spelt(word) for word in words(question)))
