"""Which sentences answer: every sentence of the evidence scored against the question.

A sentence is judged on its own words (*coverage*: the weighted share of the question's terms that it holds). Its
place - headings, the finding's wording - counts for little: a statement addresses a recommendation by position and
may speak of something else.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import OSA

from inspectqa.answering.material import Material, date_of, plain
from inspectqa.documents import Passage, Span, Voice
from inspectqa.forces import known_acronyms
from inspectqa.index.terms import stem, terms, words
from inspectqa.retrieval.query import Intent, Query

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
_DATE = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)? )?{_MONTH}\.? \d{{4}}\b|\b\d{{1,2}}/\d{{1,2}}/\d{{4}}\b"
    rf"|\b(?:in|by|since|until|from|before|after) (?:(?:early|late|mid)[ -])?"
    rf"(?:20\d\d|{_MONTH}|spring|summer|autumn|winter)\b"
)
_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|seventy"
    r"|eighty|ninety|hundred)\b",
    re.IGNORECASE,
)
_REASON = re.compile(
    r"\b(?:because|since|due to|owing to|as a result|so that|in order to|the reason|given that)\b", re.IGNORECASE
)
_WANTED = (
    (re.compile(r"\bwhen\b|\bwhat date\b|\bby when\b|\bdates?\b|\bdeadline\b", re.IGNORECASE), _DATE),
    (
        re.compile(r"\bhow (?:many|much|often|long)\b|\bpercentage|\bper ?cent|\brate\b|\bfigures?\b", re.IGNORECASE),
        _NUMBER,
    ),
    (re.compile(r"\bwhy\b|\breason\b", re.IGNORECASE), _REASON),
)
_SHARE = {"body": 0.62, "place": 0.13, "search": 0.15, "kind": 0.10}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that may be quoted. ``coverage`` is on its own words, ``score`` overall; both 0 to 1."""

    passage: Passage
    span: Span
    text: str
    coverage: float
    score: float
    fits: bool

    @property
    def introduces(self) -> bool:
        """Say whether it introduces a list ("The following are on-going:")."""
        return self.text.endswith(":")


def stems_of(text: str) -> frozenset[str]:
    """Return the stems of ``text``, with those of the expansions of its acronyms."""
    found = set(terms(text))
    for word in words(text):
        known = known_acronyms().get(word) if word.isupper() else None
        if known and not known.ambiguous:
            found |= set(terms(known.expansion))
    return frozenset(found)


def _expansions(term: str) -> frozenset[str]:
    known = known_acronyms().get(term.upper())
    return frozenset(terms(known.expansion)) if known and not known.ambiguous and term != "op" else frozenset()


def _holds(stems: frozenset[str], term: str) -> bool:
    expansion = _expansions(term)
    return term in stems or (bool(expansion) and expansion <= stems)


def asked_terms(query: Query, vocabulary: Iterable[str]) -> tuple[str, ...]:
    """Return the question's terms as the evidence spells them: "ofice" -> "offic", "make safe" -> "makesaf"."""
    known = frozenset(vocabulary)
    joined: dict[str, str] = {}
    spelt = [word.lower() for word in words(query.question)]
    for first, second in pairwise(spelt):
        together = stem(first + second)
        if together in known:
            joined |= {stem(first): together, stem(second): together}
    mended = (
        joined.get(term) or (term if term in known or _expansions(term) else _nearest(term, known))
        for term in query.terms
    )
    extra = tuple(dict.fromkeys(joined.values()))
    return tuple(dict.fromkeys((*mended, *extra)))


def _nearest(term: str, known: frozenset[str]) -> str:
    allowed = 0 if len(term) < 4 else 1 if len(term) < 8 else 2
    near = [
        (OSA.distance(term, other, score_cutoff=allowed), other)
        for other in known
        if other[:1] == term[:1] and other.isalpha()
    ]
    distance, other = min(near, default=(99, term))
    return other if term.isalpha() and distance <= allowed else term


def weights(asked: Sequence[str], sentences: Sequence[frozenset[str]]) -> dict[str, float]:
    """Return the weight of each term: rarer in the evidence, heavier; one that is nowhere is heaviest."""
    count = Counter(term for stems in sentences for term in asked if _holds(stems, term))
    return {term: math.log(1 + (len(sentences) + 1) / (count[term] + 0.5)) for term in asked}


def _covered(stems: frozenset[str], weight: Mapping[str, float]) -> float:
    total = sum(weight.values())
    return sum(value for term, value in weight.items() if _holds(stems, term)) / total if total else 0.0


def rank(material: Material, passages: Sequence[Passage] | None = None) -> list[Sentence]:
    """Return the sentences of the evidence (or of ``passages``) with their scores, best first."""
    search = {evidence.passage.id: evidence.score for evidence in material.evidence}
    best = max(search.values(), default=0.0) or 1.0
    held = [evidence.passage for evidence in material.evidence] if passages is None else passages
    rows = [
        (passage, span, text, stems_of(text))
        for passage in held
        for span in passage.sentences
        if (text := plain(span.of(material.texts.text(passage.document_id))))
    ]
    asked = asked_terms(material.query, {term for _, _, _, stems in rows for term in stems} | _places(held))
    weight = weights(asked, [stems for _, _, _, stems in rows])
    place = {passage.id: _covered(stems_of(passage.header), weight) for passage in held}
    wanted = [kind for asked_for, kind in _WANTED if asked_for.search(material.query.question)]
    found = []
    for passage, span, text, stems in rows:
        coverage = _covered(stems, weight)
        fits = not wanted or all(kind.search(text) for kind in wanted)
        score = (
            _SHARE["body"] * coverage
            + _SHARE["place"] * place[passage.id]
            + _SHARE["search"] * search.get(passage.id, 0.0) / best
            + _SHARE["kind"] * (fits + _dated_as_asked(material, passage)) / 2
        )
        found.append(Sentence(passage, span, text, coverage, score, fits))
    return sorted(found, key=lambda sentence: -sentence.score)


def _places(passages: Iterable[Passage]) -> set[str]:
    return {term for passage in passages for term in terms(passage.header)}


def _dated_as_asked(material: Material, passage: Passage) -> bool:
    dated = date_of(material.document(passage.document_id))
    return not material.query.years or (dated is not None and dated.year in material.query.years)


def own_voice(sentences: Sequence[Sentence], query: Query) -> list[Sentence]:
    """Return the sentences in the voices that were asked for, or that tell what a force did.

    The wording of a recommendation is never evidence of what a force did.
    """
    if query.voices:
        return [s for s in sentences if s.passage.voice in query.voices]
    if (
        query.intent in {Intent.WHAT_DONE, Intent.STATUS, Intent.BRIEFING, Intent.WHY, Intent.CHANGE, Intent.COMPARE}
        and query.forces
    ):
        return [s for s in sentences if not (s.passage.voice is Voice.INSPECTORATE and s.passage.finding)]
    return list(sentences)
