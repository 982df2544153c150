"""Which of the sentences that answer are said, and in which order."""

import re
from collections.abc import Sequence
from itertools import pairwise, zip_longest

from inspectqa.answering.alignment import on_topic, same
from inspectqa.answering.asked import dated, needs_kind
from inspectqa.answering.material import Claim, Material, date_of, source_of
from inspectqa.answering.sentences import Sentence
from inspectqa.answering.wording import claim
from inspectqa.documents import Span, Voice
from inspectqa.kinds import SAYS_LITTLE, Kind, kinds_wanted
from inspectqa.retrieval.holdings import matches
from inspectqa.retrieval.query import Intent

# A sentence answers when it holds this share of what was asked (by weight); measured on the gold sets.
ENOUGH = 0.48
# The same where a date, a number or a sum is asked for: a figure about something else is the worst of answers.
_ENOUGH_FOR_FACT = 0.65
# ... of a question of more than four terms, some of which only colour it.
_ENOUGH_OF_MANY = 0.55
_MANY = 4
# Where nothing is named, the evidence must be near to the question, or the sentence hold nearly all of it; measured on
# public question sets (docs/evaluation.md).
_NEAR_ENOUGH = 0.30
_PLAINLY = 0.80
_ALL = 0.99
_DIRECT = frozenset({Intent.COMPARE, Intent.STATUS, Intent.LOOKUP, Intent.WHY, Intent.WHO_SAID})
_IN_FULL = re.compile(r"\b(?:in full|full|whole|entire|complete|everything)\b", re.IGNORECASE)
# Where one fact is asked for, what share of the best one's words of the question another sentence must hold.
_ONE_FACT = frozenset({Intent.LOOKUP, Intent.WHY, Intent.WHO_SAID, Intent.CHANGE})
_AS_MUCH = 0.7
_ADDED = 2
_TELLS = re.compile(r"\d|\b(?:not|never|no|complete|completed|disagree|await|adopted|launched)\b", re.IGNORECASE)
_TOLD_BESIDE = frozenset({Kind.REQUEST, Kind.PLAN, Kind.POSITION})
_GOES_ON = re.compile(r"(?:The (?:remaining|rest|others?|remainder)|It|This|These|They|That|He|She|However|But)\b")
# How near to the best sentence another must come to be said as well.
_NEAR = {Intent.LOOKUP: 0.8, Intent.WHY: 0.8, Intent.WHO_SAID: 0.85, Intent.QUOTE: 0.85}
_NEAR_ELSE = 0.66
_MOST = {Intent.LOOKUP: 2, Intent.WHY: 2, Intent.WHO_SAID: 2, Intent.QUOTE: 2, Intent.CHANGE: 4, Intent.COMPARE: 3}
_MOST_ELSE = 6
# Intents that ask for everything a force says under a finding, not for one fact in it.
WHOLE = frozenset({Intent.WHAT_DONE, Intent.STATUS, Intent.BRIEFING, Intent.COMPARE, Intent.QUOTE, Intent.LIST})


def claims_from(material: Material, sentences: Sequence[Sentence]) -> list[Claim]:
    """Return a claim per sentence; dates are said when documents of different dates speak."""
    sources = [source_of(material, s.passage, s.span) for s in sentences]
    dates = {date_of(source.document) for source in sources}
    dated = len(dates) > 1
    return [claim(material, source, dated=dated) for source in sources]


def best_of(sentences: list[Sentence], material: Material) -> list[Sentence]:
    """Return those that come near the best one that holds the kind of fact asked for; ``sentences`` are best first."""
    fitting = [s for s in sentences if s.fits] or sentences
    near = _NEAR.get(material.query.intent, _NEAR_ELSE)
    top = fitting[0].score if fitting else 0.0
    least = _AS_MUCH * fitting[0].own if fitting and material.query.intent in _ONE_FACT else 0.0
    near_ones = [s for s in fitting if s.score >= near * top and s.own >= least]
    if near_ones and material.query.intent in _ONE_FACT - {Intent.CHANGE}:  # what stands elsewhere must be as good
        here = near_ones[0].passage.id
        near_ones = [s for s in near_ones if s.passage.id == here or s.own >= near_ones[0].own]
    return near_ones


def preferred(sentences: list[Sentence]) -> list[Sentence]:
    """Return the force's own words and the minutes', where the force speaks at all; else everybody's."""
    own = [s for s in sentences if s.passage.voice in {Voice.FORCE, Voice.PANEL}]
    return own if any(s.passage.voice is Voice.FORCE for s in own) else sentences


def with_neighbours(best: list[Sentence], sentences: list[Sentence], material: Material) -> list[Sentence]:
    """Add the other sentences of the passages that are about the topic as a whole; tell these first, newest before.

    A passage is when the finding it stands under has the topic in its wording, or when its first words name it.
    """
    found = [w.finding for w in on_topic(material, whole=True)]
    under = [(s, s.passage.finding) for s in best if s.passage.finding]
    about = {s.passage.id for s, finding in under if _opens(s) or any(same(finding, one) for one in found)}
    about |= _about_all(best, sentences, material)
    if best and material.query.intent is Intent.QUOTE and _IN_FULL.search(material.query.question):
        about.add(best[0].passage.id)
    newest = {document.id: place for place, document in enumerate(material.documents)}
    whole = [s for s in sentences if s.passage.id in about]
    told = sorted(whole, key=lambda s: (newest.get(s.passage.document_id, 99), s.passage.ordinal, s.span))
    return [*told, *(s for s in best if s.passage.id not in about)]


def _about_all(best: list[Sentence], sentences: list[Sentence], material: Material) -> set[str]:
    """Return the best sentence's passage where, taken together, it holds every one of several terms."""
    held = {term for s in sentences if best and s.passage.id == best[0].passage.id for term in s.terms}
    whole = len(held) > 1 and len(held) >= len(material.query.terms) and best[0].passage.finding
    return {best[0].passage.id} if whole else set()


def continued(chosen: list[Sentence], sentences: list[Sentence], material: Material) -> list[Sentence]:
    """Add what goes on from the sentences: a correction always, "The remaining 52 ..." where deeds are asked for."""
    telling = material.query.intent in WHOLE
    in_order = sorted(sentences, key=lambda s: (s.passage.id, s.span))
    added = [
        later
        for earlier, later in pairwise(in_order)
        if earlier in chosen and later not in chosen and earlier.passage.id == later.passage.id
        if later.kind is Kind.CORRECTION or (telling and earlier is chosen[0] and _GOES_ON.match(later.text))
    ]
    return [*chosen, *added[:_ADDED]]


def _opens(sentence: Sentence) -> bool:
    return sentence.own > _ALL and sentence.span == sentence.passage.sentences[0]


def complemented(best: list[Sentence], sentences: list[Sentence]) -> list[Sentence]:
    """Add the sentence beside the best one that holds what it lacks."""
    if not best or best[0].own > _ALL:
        return best
    beside = [
        s
        for s in sentences
        if s.passage.id == best[0].passage.id and s not in best and s.own and not s.terms <= best[0].terms
        if s.fits or not best[0].fits
    ]
    return [best[0], *beside[:1], *best[1:]]


def with_wanted_kind(best: list[Sentence], sentences: list[Sentence], material: Material) -> list[Sentence]:
    """Add the request or the plan that the question asks for, where it stands beside the best sentence.

    "What did she ask for about the posters?": "... the same poster. I have asked the Chief Constable to reconsider."
    """
    wanted = kinds_wanted(material.query.question) & _TOLD_BESIDE
    if not best or not wanted or best[0].kind in {*wanted, Kind.QUESTION}:
        return best
    here = sorted((s for s in sentences if s.passage.id == best[0].passage.id), key=lambda s: s.span)
    beside = sorted((s for s in here if s.kind in wanted and s not in best), key=lambda s: s.span < best[0].span)
    return [best[0], *beside[:1], *best[1:]]


def limited(sentences: list[Sentence], material: Material) -> list[Sentence]:
    """Return as many of the best sentences as the intent wants; for a comparison, every document's in turn."""
    telling = [s for s in sentences if not s.introduces]
    asks_position = material.query.intent is Intent.STATUS or Kind.POSITION in kinds_wanted(material.query.question)
    if not asks_position:  # "Accepted." says little beside anything else
        telling = [s for s in telling if s.kind is not Kind.BARE] or telling
    if material.query.intent is Intent.COMPARE:
        by_document: dict[str, list[Sentence]] = {}
        for s in telling:
            by_document.setdefault(s.passage.document_id, []).append(s)
        telling = [s for row in zip_longest(*by_document.values()) for s in row if s]
    return telling[: _MOST.get(material.query.intent, _MOST_ELSE)]


def most_telling(sentences: Sequence[Sentence]) -> list[Sentence]:
    """Return the sentences, those first that tell most: dates, figures and refusals before a bare "Accepted."."""

    def telling(s: Sentence) -> tuple[bool, bool, bool, Span]:
        return s.kind in SAYS_LITTLE, not dated(s.text), not _TELLS.search(s.text), s.span

    return sorted(sentences, key=telling)


def in_order(sentences: list[Sentence]) -> list[Sentence]:
    """Return the sentences in reading order."""
    return sorted(sentences, key=lambda s: (s.passage.document_id, s.span))


def ordered(sentences: list[Sentence], material: Material) -> list[Sentence]:
    """Return the direct answer first, then passage by passage in reading order, newer documents before older ones.

    Where deeds are asked for there is no one direct answer: what stands under a finding comes before mentions.
    """
    if not sentences:
        return []
    rank_of: dict[str, int] = {}
    for s in sorted(sentences, key=lambda s: s.passage.finding is None):
        rank_of.setdefault(s.passage.id, len(rank_of))
    newest = {d.id: place for place, d in enumerate(material.documents)}
    placed = sorted(sentences, key=lambda s: (newest.get(s.passage.document_id, 99), rank_of[s.passage.id], s.span))
    direct = sentences[:1] if material.query.intent in _DIRECT else []
    return [*direct, *(s for s in placed if s not in direct)]


def enough(material: Material) -> float:
    """Return the coverage that an answer needs."""
    if far(material):
        return _PLAINLY
    if not needs_kind(material.query.question):
        return ENOUGH
    return _ENOUGH_FOR_FACT if len(material.query.terms) <= _MANY else _ENOUGH_OF_MANY


def far(material: Material) -> bool:
    """Say whether a question that names no force, finding or inspection found nothing near."""
    query = material.query
    named_something = query.forces or query.findings or query.inspections
    return not named_something and max((e.score for e in material.evidence), default=0.0) < _NEAR_ENOUGH


def under_named(sentence: Sentence, material: Material) -> bool:
    """Say whether a sentence stands under a finding that the question names, or under none."""
    refs = [ref for ref in material.query.findings if ref.kind]
    finding = sentence.passage.finding
    return not refs or finding is None or any(matches(finding, ref) for ref in refs)
