"""Which sentences answer: every sentence of the evidence scored against the question.

A sentence must hold something of the question in its own words. What its place adds - its headings, the finding's
wording, the sentence before - counts half: a statement addresses a recommendation by position and may speak of
something else.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from inspectqa.answering.alignment import worded
from inspectqa.answering.asked import asked_terms, asks_kind, fits, needs_kind, stems_of, strength, weights
from inspectqa.answering.material import Material, date_of, plain
from inspectqa.documents import Passage, Span, Voice
from inspectqa.index.terms import terms
from inspectqa.kinds import SAYS_LITTLE, Kind, kind_of, kinds_wanted
from inspectqa.retrieval.query import Intent, Query

_FROM_PLACE = 0.5
_NAME_FROM_PLACE = 0.8
_SHARE = {"own": 0.4, "coverage": 0.35, "search": 0.15, "kind": 0.10, "statement": 0.08}
_BEFORE = 2
_OF_TITLES = frozenset({Intent.METADATA, Intent.QUOTE, Intent.OFFICE_HOLDER, Intent.LIST_FORCES})
# "East Sussex Fire and Rescue Service": a name by itself states nothing.
_NAME_ALONE = re.compile(
    r"(?:[A-Z][\w'’.-]*|of|and|the|for|in|&|[,/()|–-])(?: (?:[A-Z][\w'’.-]*|of|and|the|for|in|&|[,/()|–-]))+"
)
_ASKING = frozenset({Intent.WHO_SAID, Intent.QUOTE, Intent.MENTION})
_TO_COME = frozenset({Kind.PLAN, Kind.REQUEST})
_TAKEN_UP = 0.7
# It goes on from the sentence before: a pronoun at its start, or nothing after its verb ("had not set one").
_LEANS = re.compile(
    r"^(?:It|Its|This|That|These|Those|They|Their|Both|Neither|None|All|Some|Most|Another|However|But|The (?:other|rest"
    r"|remaining|remainder|same)|An earlier|The earlier)\b"
    r"|\b(?:one|it|them|so|this|both|neither|(?:would|will|has|had|did|does|is|are|was|were|can|could)(?: not)?)\W*$"
)
_TELLING = frozenset({Intent.WHAT_DONE, Intent.STATUS, Intent.BRIEFING, Intent.COMPARE, Intent.CHANGE})
_NATIONAL = re.compile(
    r"\bnationally\b|\bacross (?:England|the country|all forces)|\b(?:all|every) forces?\b|\binspectors found"
    r"|(?<!than the )\bnational (?:figure|rate|average|number|picture)",
    re.IGNORECASE,
)
# A speaker who restates what was asked tells nothing of what was done.
_RESTATES = re.compile(
    r"(?:the|this) (?:report|recommendation|inspectorate|inspection|hmicfrs|area for improvement)"
    r" (?:asks|asked|recommends|recommended|calls|called|requires|required|says|said|wants|states)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that may be quoted, with its scores of 0 to 1.

    ``own`` is the weighted share of the question's terms in its own words, ``coverage`` the same with half credit
    for what its place adds, ``score`` the whole. ``fits``: it holds the kind of fact asked for.
    ``named``: it, or its place, holds the names in the question. ``terms`` are the question's terms that it holds.
    """

    passage: Passage
    span: Span
    text: str
    own: float
    coverage: float
    score: float
    fits: bool
    kind: Kind
    named: bool
    terms: frozenset[str]

    @property
    def introduces(self) -> bool:
        """Say whether it introduces a list ("The following are on-going:")."""
        return self.text.endswith(":")


@dataclass(frozen=True, slots=True)
class _Row:
    passage: Passage
    span: Span
    text: str
    stems: frozenset[str]
    place: frozenset[str]
    earlier: frozenset[str]
    antecedents: tuple[frozenset[str], ...]


class Asked(NamedTuple):
    """The question's terms: how much each weighs, what a place that holds it adds (0 to 1), and which are names."""

    weight: Mapping[str, float]
    credit: Mapping[str, float]
    names: frozenset[str]


def rank(material: Material, passages: Sequence[Passage] | None = None) -> list[Sentence]:
    """Return the sentences of the evidence (or of ``passages``) with their scores, best first."""
    return list(_of_evidence(material)) if passages is None else _ranked(material, passages)


@lru_cache(maxsize=16)
def _of_evidence(material: Material) -> tuple[Sentence, ...]:
    """Return the ranked sentences of the evidence: several composers look at the same ones."""
    return tuple(_ranked(material, [e.passage for e in material.evidence if material.speaks(e.passage)]))


def _ranked(material: Material, held: Sequence[Passage]) -> list[Sentence]:
    wordings = {w.finding.key: stems_of(w.wording) for w in worded(material)}
    for (_, *label), stems in list(wordings.items()):  # minutes and trackers often name no report
        wordings.setdefault(("", label[0], label[1]), stems)
    rows = [row for passage in held for row in _rows(material, passage, wordings)]
    vocabulary = {term for row in rows for term in row.stems | row.place | row.earlier}
    names = {term for name in material.query.names for term in terms(name)}
    # Where a date or a number is asked for, the name is the setting and the other words say of what.
    heavier = () if needs_kind(material.query.question) else names
    weight = weights(asked_terms(material.query, vocabulary), [row.stems for row in rows], heavier)
    search = {evidence.passage.id: evidence.score for evidence in material.evidence}
    best = max(search.values(), default=0.0) or 1.0
    credit = {term: _NAME_FROM_PLACE if term in names else _FROM_PLACE for term in weight}
    terms_asked = Asked(weight, credit, frozenset(names))
    found = [_scored(row, terms_asked, search.get(row.passage.id, 0.0) / best, material) for row in rows]
    return sorted(found, key=lambda sentence: -sentence.score)


def _rows(
    material: Material, passage: Passage, wordings: Mapping[tuple[str, str, str], frozenset[str]]
) -> Iterator[_Row]:
    text = material.texts.text(passage.document_id)
    place = frozenset(terms(passage.header))
    if passage.finding:
        place |= wordings.get(passage.finding.key, frozenset())
    unsaid = _unsaid(material, passage)
    earlier: list[frozenset[str]] = []
    antecedents: tuple[frozenset[str], ...] = ()  # what the sentence takes up, nearest first
    for span in passage.sentences:
        words = plain(span.of(text))
        if words and words not in unsaid and not _NAME_ALONE.fullmatch(words):
            stems = stems_of(words)
            leans = _LEANS.search(words) is not None
            yield _Row(
                passage,
                span,
                words,
                stems,
                place,
                frozenset[str]().union(*earlier[-_BEFORE:]),
                antecedents if leans else (),
            )
            antecedents = (stems, *antecedents[:1]) if leans else (stems,)
            earlier.append(stems)


def _unsaid(material: Material, passage: Passage) -> set[str]:
    """Return the lines that state nothing: those that only sign a document, its title and its headings."""
    profile = material.document(passage.document_id).profile
    lines = {line for p in profile.people for line in (p.name, p.office, f"{p.name}, {p.office}")}
    return lines if material.query.intent in _OF_TITLES else lines | {profile.title, *passage.headings}


def _scored(row: _Row, asked: Asked, search: float, material: Material) -> Sentence:
    total = sum(asked.weight.values()) or 1.0
    said = {term: _said(row, term) for term in asked.weight}
    held = frozenset(term for term, how_far in said.items() if how_far)
    own = sum(asked.weight[term] * said[term] for term in held) / total
    nearby = {t: strength(row.place | row.earlier, t) * asked.credit[t] for t in asked.weight}
    coverage = sum(w * max(said[t], nearby[t]) for t, w in asked.weight.items()) / total if own else 0.0
    fitting = fits(material.query.question, row.text, " ".join(material.query.earlier))
    kind = _kind(row.passage, row.span, row.text)
    score = (
        _SHARE["own"] * own
        + _SHARE["coverage"] * coverage
        + _SHARE["search"] * search
        + _SHARE["kind"] * (fitting + _dated_as_asked(material, row.passage)) / 2
        + _SHARE["statement"] * _apt(kind, kinds_wanted(material.query.question))
    )
    around = row.stems.union(row.place, *row.antecedents)
    named = all(strength(around, term) for term in asked.weight if term in asked.names)
    return Sentence(row.passage, row.span, row.text, own, coverage, score, fitting, kind, named, held)


def _kind(passage: Passage, span: Span, text: str) -> Kind:
    """Return what was recognised at ingest; a part of a sentence is read anew."""
    place = passage.sentences.index(span) if passage.statements and span in passage.sentences else None
    return kind_of(text) if place is None else passage.statements[place].kind


def _apt(kind: Kind, wanted: Collection[Kind]) -> float:
    """Return how well a kind of statement answers a question that wants these kinds, from -1 to 1."""
    if kind in wanted:
        return 1.0
    if kind in SAYS_LITTLE:
        return -1.0
    return -0.5 if kind in _TO_COME and Kind.DONE in wanted and Kind.PLAN not in wanted else 0.0


def _said(row: _Row, term: str) -> float:
    """Return how far a sentence says a term: in its own words, or in those that it takes up ("had not set one")."""
    before = (_TAKEN_UP ** (depth + 1) * strength(stems, term) for depth, stems in enumerate(row.antecedents))
    return max(strength(row.stems, term), *before, 0.0)


def _dated_as_asked(material: Material, passage: Passage) -> bool:
    dated = date_of(material.document(passage.document_id))
    return not material.query.years or (dated is not None and dated.year in material.query.years)


def own_voice(sentences: Sequence[Sentence], query: Query) -> list[Sentence]:
    """Return the sentences in the voices that were asked for; of a force that is named, not the inspectorate's.

    The wording of a recommendation is never evidence of what a force did, and a national figure is not a force's.
    """
    if query.intent not in _ASKING:  # what somebody wanted to know is no statement
        sentences = [s for s in sentences if s.kind is not Kind.QUESTION]
    if query.national and asks_kind(query.question):
        sentences = [s for s in sentences if s.passage.voice is Voice.INSPECTORATE or _NATIONAL.search(s.text)]
    if query.voices:
        return [s for s in sentences if s.passage.voice in query.voices]
    if query.forces:
        own = [s for s in sentences if s.passage.voice is not Voice.INSPECTORATE]
        return [s for s in own if not (query.intent in _TELLING and _RESTATES.match(s.text))]
    return list(sentences)
