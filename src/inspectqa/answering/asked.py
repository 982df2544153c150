"""What a question asks of a sentence: its terms as the evidence spells them, their weights, and kinds of fact."""

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from rapidfuzz.distance import OSA

from inspectqa.forces import known_acronyms
from inspectqa.index.terms import STOP_WORDS, stem, terms, words
from inspectqa.retrieval.paraphrases import others_for
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
_COUNT = re.compile(rf"{_NUMBER.pattern}|\b(?:no|none|nobody|all|both|every|neither)\b", re.IGNORECASE)
_DIGITS = re.compile(r"\d")
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
        (r"\bhow many\b", _COUNT),
        (r"\bhow (?:often|long)\b|\b(?:what|the) number\b", _NUMBER),
        (r"\brates?\b|\bfigures?\b", _DIGITS),
        (r"\b(?:has|have|did) .{2,60} changed?\b", _NUMBER),
        (r"\bwhy\b|\breason\b", _REASON),
        (r"\b(?:which|what) (?:member|councillor)s?\b", _PERSON),
        (r"\bwho (?:else )?(?:asked|declared|proposed|chaired|wanted|raised|questioned)\b", _PERSON),
    )
)
_FIGURE = re.compile(r"(?:£\s?)?\d[\d,.]*\d(?:\s?%| per ?cent)?|(?:£\s?)?\b\d\b(?:\s?%| per ?cent)?")
# "how many (of the) front-line officers have ...": up to the verb.
_HOW_MANY = re.compile(
    r"\bhow many (?:of (?:the |its |their |these |those )?)?((?:[\w'’-]+ ){0,3}?[\w'’-]+)"
    r"(?= (?:ha[sd]|have|did|does|do|is|are|was|were|will|would|can|could|in|on|at|of|from|by|to|with|that|which|who"
    r"|signed|there)\b|\W*$)",
    re.IGNORECASE,
)
_NAMED = 1.5
_PARAPHRASED = 0.6
_TELLING_TERMS = 4
_HYPHENED = re.compile(r"\b\w+-\w+\b")


@lru_cache(maxsize=20_000)
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


def strength(stems: Collection[str], term: str) -> float:
    """Return how far ``term`` is said in ``stems``: 1 itself, less in another word that stands for it, 0 not."""
    if holds(stems, term):
        return 1.0
    return _PARAPHRASED if not others_for(term).isdisjoint(stems) else 0.0


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
    count |= Counter(
        term for stems in sentences for term in asked if not count[term] and not others_for(term).isdisjoint(stems)
    )
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
    return any(
        asked.search(question) for asked, kind in _KINDS if kind in {_DATE, _COUNT, _NUMBER, _MONEY, _PROPORTION}
    )


def dated(sentence: str) -> bool:
    """Say whether a sentence holds a date."""
    return bool(_DATE.search(sentence))


def fits(question: str, sentence: str, earlier: str = "") -> bool:
    """Say whether a sentence holds the kinds of fact asked for: a date for "when", a sum for "how much".

    What the question, or one before it, states itself ("better than 44 per cent") is no answer to it, and a count
    must count the thing that is asked about: "how many children" is not told by 212 premises.
    """
    for figure in _figures(f"{earlier} {question}"):
        sentence = sentence.replace(figure, " ")
    undated = _DATE.sub(" ", sentence)
    fitting = all(
        kind.search(sentence if kind is _DATE else undated) for asked, kind in _KINDS if asked.search(question)
    )
    return fitting and _counts(question, sentence)


@lru_cache(maxsize=1_000)
def _figures(question: str) -> tuple[str, ...]:
    """Return the figures that a question states; asked once for each sentence."""
    return tuple(_FIGURE.findall(question))


@lru_cache(maxsize=1_000)
def counted(question: str) -> str:
    """Return the stem of what "how many" asks to be counted ("how many front-line officers" -> "offic"), or ``""``."""
    found = _HOW_MANY.search(question)
    if not found:
        return ""
    noun = [word for word in words(found[1]) if word.lower() not in STOP_WORDS]
    return stem(noun[-1]) if noun else ""


def _counts(question: str, sentence: str) -> bool:
    noun = counted(question)
    return not noun or strength(stems_of(sentence), noun) > 0
