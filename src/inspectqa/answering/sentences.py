"""Which sentences answer: every sentence of the evidence scored against the question.

A sentence must hold something of the question in its own words. What its place adds - its headings, the finding's
wording, the sentence before - counts half: a statement addresses a recommendation by position and may speak of
something else.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from inspectqa.answering.alignment import worded
from inspectqa.answering.asked import asked_terms, fits, holds, needs_kind, stems_of, weights
from inspectqa.answering.material import Material, date_of, plain
from inspectqa.documents import HeldDocument, Passage, Span, Voice
from inspectqa.index.terms import terms
from inspectqa.retrieval.query import Intent, Query

_FROM_PLACE = 0.5
_NAME_FROM_PLACE = 0.8
_SHARE = {"own": 0.4, "coverage": 0.35, "search": 0.15, "kind": 0.10}
_BEFORE = 2
_TELLING = frozenset({Intent.WHAT_DONE, Intent.STATUS, Intent.BRIEFING, Intent.COMPARE, Intent.CHANGE})
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
    ``terms`` are the question's terms that it holds.
    """

    passage: Passage
    span: Span
    text: str
    own: float
    coverage: float
    score: float
    fits: bool
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


class Asked(NamedTuple):
    """The question's terms: how much each weighs, and what a place that holds it adds to a sentence (0 to 1)."""

    weight: Mapping[str, float]
    credit: Mapping[str, float]


def rank(material: Material, passages: Sequence[Passage] | None = None) -> list[Sentence]:
    """Return the sentences of the evidence (or of ``passages``) with their scores, best first."""
    found_there = [e.passage for e in material.evidence if material.speaks(e.passage)]
    held = found_there if passages is None else passages
    wordings = {w.finding.key: stems_of(w.wording) for w in worded(material)}
    rows = [row for passage in held for row in _rows(material, passage, wordings)]
    vocabulary = {term for row in rows for term in row.stems | row.place}
    names = {term for name in material.query.names for term in terms(name)}
    # Where a date or a number is asked for, the name is the setting and the other words say of what.
    heavier = () if needs_kind(material.query.question) else names
    weight = weights(asked_terms(material.query, vocabulary), [row.stems for row in rows], heavier)
    search = {evidence.passage.id: evidence.score for evidence in material.evidence}
    best = max(search.values(), default=0.0) or 1.0
    credit = {term: _NAME_FROM_PLACE if term in names else _FROM_PLACE for term in weight}
    terms_asked = Asked(weight, credit)
    found = [_scored(row, terms_asked, search.get(row.passage.id, 0.0) / best, material) for row in rows]
    return sorted(found, key=lambda sentence: -sentence.score)


def _rows(
    material: Material, passage: Passage, wordings: Mapping[tuple[str, str, str], frozenset[str]]
) -> Iterator[_Row]:
    text = material.texts.text(passage.document_id)
    place = frozenset(terms(passage.header))
    if passage.finding:
        place |= wordings.get(passage.finding.key, frozenset())
    signatures = _signatures(material.document(passage.document_id))
    earlier: list[frozenset[str]] = []
    for span in passage.sentences:
        words = plain(span.of(text))
        if words and words not in signatures:
            stems = stems_of(words)
            yield _Row(passage, span, words, stems, place.union(*earlier[-_BEFORE:]))
            earlier.append(stems)


def _signatures(document: HeldDocument) -> set[str]:
    """Return the lines that only sign a document: an office holder's name and office."""
    people = document.profile.people
    return {line for person in people for line in (person.name, person.office, f"{person.name}, {person.office}")}


def _scored(row: _Row, asked: Asked, search: float, material: Material) -> Sentence:
    total = sum(asked.weight.values()) or 1.0
    held = frozenset(term for term in asked.weight if holds(row.stems, term))
    own = sum(asked.weight[term] for term in held) / total
    nearby = [term for term in asked.weight if term not in held and holds(row.place, term)]
    coverage = own + sum(asked.weight[t] * asked.credit[t] for t in nearby) / total if own else 0.0
    fitting = fits(material.query.question, row.text)
    score = (
        _SHARE["own"] * own
        + _SHARE["coverage"] * coverage
        + _SHARE["search"] * search
        + _SHARE["kind"] * (fitting + _dated_as_asked(material, row.passage)) / 2
    )
    return Sentence(row.passage, row.span, row.text, own, coverage, score, fitting, held)


def _dated_as_asked(material: Material, passage: Passage) -> bool:
    dated = date_of(material.document(passage.document_id))
    return not material.query.years or (dated is not None and dated.year in material.query.years)


def own_voice(sentences: Sequence[Sentence], query: Query) -> list[Sentence]:
    """Return the sentences in the voices that were asked for; of a force that is named, not the inspectorate's.

    The wording of a recommendation is never evidence of what a force did, and a national figure is not a force's.
    """
    if query.voices:
        return [s for s in sentences if s.passage.voice in query.voices]
    if query.forces:
        own = [s for s in sentences if s.passage.voice is not Voice.INSPECTORATE]
        return [s for s in own if not (query.intent in _TELLING and _RESTATES.match(s.text))]
    return list(sentences)
