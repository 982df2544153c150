"""What a question asks of a sentence: its terms as the evidence spells them, their weights, and kinds of fact."""

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise

from rapidfuzz.distance import OSA

from inspectqa.forces import known_acronyms
from inspectqa.index.terms import stem, terms, words
from inspectqa.retrieval.query import Query

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
_DATE = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)? )?{_MONTH}\.? \d{{4}}\b|\b\d{{1,2}}/\d{{1,2}}/\d{{4}}\b"
    rf"|\b(?:in|by|since|until|from|before|after) (?:(?:early|late|mid)[ -])?"
    rf"(?:20\d\d|{_MONTH}|spring|summer|autumn|winter)\b"
)
_NUMBER = re.compile(
    r"\b\d[\d,.]*(?:%|\b)|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|seventy"
    r"|eighty|ninety|hundred)\b",
    re.IGNORECASE,
)
_PROPORTION = re.compile(r"\d\s?%|\bper ?cent\b|\b(?:half|third|quarter|two-thirds)\b", re.IGNORECASE)
_MONEY = re.compile(r"£\s?\d|\b\d[\d,.]* (?:pounds|million)\b|\bfund|\bbudget|\bcost", re.IGNORECASE)
_REASON = re.compile(
    r"\b(?:because|since|due to|owing to|as a result|so that|in order to|the reason|given that)\b", re.IGNORECASE
)
_PERSON = re.compile(r"\b(?:Cllr|Councillor|Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Lord|Lady)\b\.? [A-Z]")
_KINDS = tuple(
    (re.compile(asked, re.IGNORECASE), kind)
    for asked, kind in (
        (r"\bwhen\b|\bwhat date\b|\bby when\b|\bdates?\b|\bdeadline\b", _DATE),
        (r"\bpercentage|\bper ?cent|\bwhat (?:share|proportion)\b", _PROPORTION),
        (r"\bhow much\b|\bcosts?\b|\bbudget\b|\bfunding\b", _MONEY),
        (r"\bhow (?:many|often|long)\b|\b(?:what|the) number\b|\brates?\b|\bfigures?\b", _NUMBER),
        (r"\b(?:has|have|did) .{2,60} changed?\b", _NUMBER),
        (r"\bwhy\b|\breason\b", _REASON),
        (r"\b(?:which|what) (?:member|councillor)s?\b", _PERSON),
        (r"\bwho (?:else )?(?:asked|declared|proposed|chaired|wanted|raised|questioned)\b", _PERSON),
    )
)
_NAMED = 1.5
_TELLING_TERMS = 4
_HYPHENED = re.compile(r"\b\w+-\w+\b")


def stems_of(text: str) -> frozenset[str]:
    """Return the stems of ``text``, with those of the expansions of its acronyms and of compounds written as one."""
    found = set(terms(text)) | {stem(word.replace("-", "")) for word in _HYPHENED.findall(text)}
    for word in words(text):
        known = known_acronyms().get(word) if word.isupper() else None
        if known and not known.ambiguous:
            found |= set(terms(known.expansion))
    return frozenset(found)


def _expansion(term: str) -> frozenset[str]:
    known = known_acronyms().get(term.upper())
    return frozenset(terms(known.expansion)) if known and not known.ambiguous and term != "op" else frozenset()


def holds(stems: Collection[str], term: str) -> bool:
    """Say whether ``term`` is among ``stems``, itself or as the words that it abbreviates."""
    expansion = _expansion(term)
    return term in stems or (bool(expansion) and all(word in stems for word in expansion))


def asked_terms(query: Query, vocabulary: Iterable[str]) -> tuple[str, ...]:
    """Return the question's terms as the evidence spells them: "ofice" -> "offic", "make safe" -> "makesaf"."""
    known = frozenset(vocabulary)
    joined: dict[str, str] = {}
    for first, second in pairwise(word.lower() for word in words(query.question)):
        together = stem(first + second)
        if together in known and not {stem(first), stem(second)} <= known:
            joined |= {stem(first): together, stem(second): together}
    mended = (
        joined.get(term) or (term if term in known or _expansion(term) else _nearest(term, known))
        for term in query.terms
    )
    return tuple(dict.fromkeys((*mended, *joined.values())))


def _nearest(term: str, known: frozenset[str]) -> str:
    allowed = 0 if len(term) < 4 else 1 if len(term) < 8 else 2
    near = [
        (OSA.distance(term, other, score_cutoff=allowed), other)
        for other in known
        if other[:1] == term[:1] and other.isalpha()
    ]
    distance, other = min(near, default=(99, term))
    return other if term.isalpha() and distance <= allowed else term


def weights(
    asked: Sequence[str], sentences: Sequence[Collection[str]], names: Collection[str] = ()
) -> dict[str, float]:
    """Return the weight of each term: rarer in the evidence, heavier; ``names`` double.

    A term that is nowhere weighs as the others do, less in a long question: a word that no document uses
    ("materials") is often a paraphrase, and a name that none uses is noticed before.
    """
    count = Counter(term for stems in sentences for term in asked if holds(stems, term))
    known = {term: math.log(1 + (len(sentences) + 1) / (count[term] + 0.5)) for term in asked if count[term]}
    usual = (sum(known.values()) / len(known) if known else 1.0) * min(
        1.0, _TELLING_TERMS / len(asked) if asked else 1.0
    )
    return {term: known.get(term, usual) * (_NAMED if term in names else 1) for term in asked}


def asks_kind(question: str) -> bool:
    """Say whether the question asks for a kind of fact: a date, a number, a sum, a reason, a person."""
    return any(asked.search(question) for asked, _ in _KINDS)


def needs_kind(question: str) -> bool:
    """Say whether an answer without the kind of fact asked for would be none: a date, a number, a sum, a share."""
    return any(asked.search(question) for asked, kind in _KINDS if kind in {_DATE, _NUMBER, _MONEY, _PROPORTION})


def dated(sentence: str) -> bool:
    """Say whether a sentence holds a date."""
    return bool(_DATE.search(sentence))


def fits(question: str, sentence: str) -> bool:
    """Say whether a sentence holds the kinds of fact asked for: a date for "when", a sum for "how much"."""
    undated = _DATE.sub(" ", sentence)
    return all(kind.search(sentence if kind is _DATE else undated) for asked, kind in _KINDS if asked.search(question))
