"""The ordinary answer: the sentences that answer, the direct one first, each with who says it."""

import re
from collections.abc import Sequence
from itertools import pairwise, zip_longest

from inspectqa.answering.alignment import named, on_topic, same
from inspectqa.answering.asked import asks_kind, needs_kind
from inspectqa.answering.material import Claim, Draft, Material, answered, date_of, source_of
from inspectqa.answering.sentences import Sentence, own_voice, rank
from inspectqa.answering.wording import claim, listed
from inspectqa.documents import Finding, Voice
from inspectqa.retrieval.holdings import matches
from inspectqa.retrieval.query import Intent

# A sentence answers when it holds this share of what was asked (by weight); measured on the gold sets.
_ENOUGH = 0.48
# The same where a date, a number or a sum is asked for: a figure about something else is the worst of answers.
_ENOUGH_FOR_FACT = 0.65
# What another sentence must hold to be said beside one that answers.
_SOMETHING = 0.3
_ALL = 0.99
# A sentence in other words: the cosine to the topic and the share of its terms that it needs, and how many are tried.
_ALIKE = 0.55
_SHARED = 0.15
_COMPARED = 16
_DIRECT = frozenset({Intent.STATUS, Intent.LOOKUP, Intent.WHY, Intent.WHO_SAID})
_IN_FULL = re.compile(r"\b(?:in full|full|whole|entire|complete|everything)\b", re.IGNORECASE)
_ADDED = 2
_CORRECTS = re.compile(
    r"\b(?:correct(?:ed|ion)?|corrects|should have (?:been|said)|was wrong|were wrong|right figure|in error|mistake"
    r"|revised)\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"(?:The (?:remaining|rest|others?|remainder)|It|This|These|They|That|He|She|However|But)\b")
# How near to the best sentence another must come to be said as well.
_NEAR = {Intent.LOOKUP: 0.8, Intent.WHY: 0.8, Intent.WHO_SAID: 0.85, Intent.QUOTE: 0.85}
_NEAR_ELSE = 0.66
_MOST = {Intent.LOOKUP: 2, Intent.WHY: 2, Intent.WHO_SAID: 2, Intent.QUOTE: 2, Intent.CHANGE: 4, Intent.COMPARE: 3}
_MOST_ELSE = 6
# Intents that ask for everything a force says under a finding, not for one fact in it.
_WHOLE = frozenset({Intent.WHAT_DONE, Intent.STATUS, Intent.BRIEFING, Intent.COMPARE, Intent.QUOTE, Intent.LIST})


def claims_from(material: Material, sentences: Sequence[Sentence]) -> list[Claim]:
    """Return a claim per sentence; dates are said when documents of different dates speak."""
    sources = [source_of(material, s.passage, s.span) for s in sentences]
    dates = {date_of(source.document) for source in sources}
    dated = len(dates) > 1
    return [claim(material, source, dated=dated) for source in sources]


def under_finding(material: Material) -> Draft | None:
    """Return what is said under the findings that the question names by number, in the voice asked for."""
    if not material.query.findings:
        return None
    meant = [w.finding for w in named(material)]
    meant = meant if _several(material) else meant[:1]
    passages = [p for p in material.passages() if p.finding and _is_meant(p.finding, meant, material)]
    spoken = own_voice(rank(material, passages), material.query)
    told = (
        _preferred([s for s in spoken if s.passage.voice is not Voice.INSPECTORATE])
        if not material.query.voices
        else spoken
    )
    if not told:
        return None
    if material.query.terms and material.query.intent not in _WHOLE:
        told = _best([s for s in told if s.coverage >= _ENOUGH], material)
    elif asks_kind(material.query.question):
        told = [s for s in told if s.fits] or told
    return answered(claims_from(material, _in_order(_limited(told, material))))


def _is_meant(finding: Finding, meant: Sequence[Finding], material: Material) -> bool:
    named_so = any(matches(finding, ref) for ref in material.query.findings)
    return named_so and (not meant or any(same(finding, one) for one in meant))


def _several(material: Material) -> bool:
    return len(material.query.findings) > 1 or len(material.query.forces) > 1


def on_the_topic(material: Material) -> Draft | None:
    """Return the sentences that hold the topic, and those that stand with them under the finding it belongs to."""
    sentences = [s for s in own_voice(rank(material), material.query) if _under_named(s, material)]
    strict = needs_kind(material.query.question)
    if not any(s.coverage >= (_ENOUGH_FOR_FACT if strict else _ENOUGH) and (s.fits or not strict) for s in sentences):
        return None
    if max(s.own for s in sentences) < _ENOUGH and (positioned := by_position(material)):
        return positioned  # the topic is a finding's, and what others say of a word of it is beside the point
    best = _best([s for s in sentences if s.coverage >= _SOMETHING and not s.introduces], material)
    best = _complemented(best, sentences)
    if material.query.intent in _WHOLE and material.query.forces:
        best = _with_neighbours(_preferred(best), sentences, material)
    chosen = _continued(_limited(best, material), sentences, material)
    return answered(claims_from(material, _ordered(chosen, material)))


def _under_named(sentence: Sentence, material: Material) -> bool:
    """Say whether a sentence stands under a finding that the question names, or under none."""
    refs = [ref for ref in material.query.findings if ref.kind]
    finding = sentence.passage.finding
    return not refs or finding is None or any(matches(finding, ref) for ref in refs)


def by_position(material: Material) -> Draft | None:
    """Return what a force says under the finding that the topic belongs to, when no sentence names the topic.

    Only the force's own column or section counts: what a commissioner writes under a heading may be off its topic.
    """
    if not material.query.forces or material.query.intent not in _WHOLE or needs_kind(material.query.question):
        return None
    found = [w.finding for w in on_topic(material, whole=True)]
    spoken = material.passages(voices=(Voice.FORCE,))
    passages = [p for p in spoken if p.finding and any(same(p.finding, one) for one in found)]
    return answered(claims_from(material, _in_order(_limited(rank(material, passages), material))))


def by_meaning(material: Material) -> Draft | None:
    """Return the sentence that means what was asked in other words, when no sentence holds enough of its terms.

    It must share a term with the question all the same, and hold the kind of fact asked for: nearness of meaning
    alone says that two sentences are on one subject, not that one answers the other.
    """
    if material.similar is None or not material.query.topic or material.query.names:
        return None
    spoken = own_voice(rank(material), material.query)
    strict = needs_kind(material.query.question)
    near = [s for s in spoken if s.own >= _SHARED and not s.introduces and (s.fits or not strict)][:_COMPARED]
    near = [s for s in near if _under_named(s, material)]
    if not near:
        return None
    likeness = material.similar(material.query.topic, [s.text for s in near])
    best = max(range(len(near)), key=lambda place: likeness[place])
    return answered(claims_from(material, [near[best]])) if likeness[best] >= _ALIKE else None


def national(material: Material) -> Draft | None:
    """Return what the inspectorate says of all forces, said as such, where a force's own documents are silent."""
    if not material.query.forces or material.query.voices:
        return None
    sentences = [
        s for s in rank(material) if s.passage.voice is Voice.INSPECTORATE and not s.passage.finding and s.fits
    ]
    best = [s for s in sentences if s.own >= _ENOUGH][:1]
    name = listed([force.name for force in material.query.forces])
    lead = f"Not of {name} in particular but of forces in general: "
    return answered(Claim(lead + c.text, c.sources) for c in claims_from(material, best))


def _best(sentences: list[Sentence], material: Material) -> list[Sentence]:
    fitting = [s for s in sentences if s.fits] or sentences
    near = _NEAR.get(material.query.intent, _NEAR_ELSE)
    top = fitting[0].score if fitting else 0.0
    return [s for s in fitting if s.score >= near * top]


def _preferred(sentences: list[Sentence]) -> list[Sentence]:
    """Return the force's own words and the minutes', where the force speaks at all; else everybody's."""
    own = [s for s in sentences if s.passage.voice in {Voice.FORCE, Voice.PANEL}]
    return own if any(s.passage.voice is Voice.FORCE for s in own) else sentences


def _with_neighbours(best: list[Sentence], sentences: list[Sentence], material: Material) -> list[Sentence]:
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


def _continued(chosen: list[Sentence], sentences: list[Sentence], material: Material) -> list[Sentence]:
    """Add what goes on from the sentences: a correction always, "The remaining 52 ..." where deeds are asked for."""
    telling = material.query.intent in _WHOLE
    in_order = sorted(sentences, key=lambda s: (s.passage.id, s.span))
    added = [
        later
        for earlier, later in pairwise(in_order)
        if earlier in chosen and later not in chosen and earlier.passage.id == later.passage.id
        if _CORRECTS.search(later.text) or (telling and earlier is chosen[0] and _GOES_ON.match(later.text))
    ]
    return [*chosen, *added[:_ADDED]]


def _opens(sentence: Sentence) -> bool:
    return sentence.own > _ALL and sentence.span == sentence.passage.sentences[0]


def _complemented(best: list[Sentence], sentences: list[Sentence]) -> list[Sentence]:
    """Add the sentence beside the best one that holds what it lacks."""
    if not best or best[0].own > _ALL:
        return best
    beside = [
        s
        for s in sentences
        if s.passage.id == best[0].passage.id and s not in best and s.own and not s.terms <= best[0].terms
    ]
    return [best[0], *beside[:1], *best[1:]]


def _limited(sentences: list[Sentence], material: Material) -> list[Sentence]:
    """Return as many of the best sentences as the intent wants; for a comparison, every document's in turn."""
    telling = [s for s in sentences if not s.introduces]
    if material.query.intent is Intent.COMPARE:
        by_document: dict[str, list[Sentence]] = {}
        for s in telling:
            by_document.setdefault(s.passage.document_id, []).append(s)
        telling = [s for row in zip_longest(*by_document.values()) for s in row if s]
    return telling[: _MOST.get(material.query.intent, _MOST_ELSE)]


def _in_order(sentences: list[Sentence]) -> list[Sentence]:
    return sorted(sentences, key=lambda s: (s.passage.document_id, s.span))


def _ordered(sentences: list[Sentence], material: Material) -> list[Sentence]:
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
