"""Answers where no sentence says what was asked: by position, by the finding's wording, in other words, nationally."""

from collections.abc import Collection

from inspectqa.answering.alignment import meant, on_topic, same
from inspectqa.answering.asked import needs_kind, stems_of, strength
from inspectqa.answering.compose.choosing import (
    ENOUGH,
    WHOLE,
    best_of,
    claims_from,
    far,
    in_order,
    limited,
    preferred,
    under_named,
)
from inspectqa.answering.compose.updates import corrections
from inspectqa.answering.material import Claim, Draft, Material, answered
from inspectqa.answering.sentences import Sentence, own_voice, rank
from inspectqa.answering.wording import listed
from inspectqa.documents import Voice
from inspectqa.kinds import Kind

# A sentence in other words: the cosine to the topic and the share of its terms that it needs, and how many are tried.
_ALIKE = 0.55
_SHARED = 0.15
_COMPARED = 8
# The share of a question for a fact that may be said neither by a sentence nor by its finding's wording.
_LITTLE = 0.25


def by_position(material: Material) -> Draft | None:
    """Return what a force says under the finding that the topic belongs to, when no sentence names the topic.

    Only the force's own column or section counts, or that of the voice asked for: what a commissioner writes under a
    heading may be off its topic.
    """
    if not material.query.forces or material.query.intent not in WHOLE or needs_kind(material.query.question):
        return None
    found = [w.finding for w in on_topic(material, whole=True)]
    spoken = material.passages(voices=material.query.voices or (Voice.FORCE,))
    passages = [p for p in spoken if p.finding and any(same(p.finding, one) for one in found)]
    return answered(claims_from(material, in_order(limited(rank(material, passages), material))))


def by_wording(material: Material) -> Draft | None:
    """Return what is said under the finding whose wording says most of the question, where no sentence does itself.

    Where a figure or a date is asked for, the sentence must share something with the question too.
    """
    if not material.query.forces or material.query.findings or not (found := meant(material)):
        return None
    passages = [p for p in material.passages() if p.finding and same(p.finding, found.finding)]
    spoken = [
        s for s in own_voice(rank(material, passages), material.query) if s.passage.voice is not Voice.INSPECTORATE
    ]
    if needs_kind(material.query.question):
        spoken = [s for s in spoken if s.named]
        told = stems_of(found.wording)
        spoken = [s for s in spoken if s.fits and s.own >= _SHARED and _left_out(s, told, material) <= _LITTLE]
    spoken = limited(best_of([s for s in preferred(spoken) if s.kind is not Kind.BARE], material), material)
    every = own_voice(rank(material), material.query)
    return answered(claims_from(material, in_order([*spoken, *corrections(spoken, every)])))


def _left_out(sentence: Sentence, wording: Collection[str], material: Material) -> float:
    """Return the share of the question's terms that neither the sentence nor its finding's wording says."""
    terms = material.query.terms
    return sum(t not in sentence.terms and not strength(wording, t) for t in terms) / max(1, len(terms))


def by_meaning(material: Material) -> Draft | None:
    """Return the sentence that means what was asked in other words, when no sentence holds enough of its terms.

    It must share a term with the question all the same, and hold the kind of fact asked for: nearness of meaning
    alone says that two sentences are on one subject, not that one answers the other.
    """
    if material.similar is None or not material.query.topic or material.query.names or far(material):
        return None
    spoken = own_voice(rank(material), material.query)
    strict = needs_kind(material.query.question)
    near = [s for s in spoken if s.own >= _SHARED and not s.introduces and (s.fits or not strict)][:_COMPARED]
    near = [s for s in near if under_named(s, material)]
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
    best = [s for s in sentences if s.own >= ENOUGH][:1]
    name = listed([force.name for force in material.query.forces])
    lead = f"Not of {name} in particular but of forces in general: "
    return answered(Claim(lead + c.text, c.sources) for c in claims_from(material, best))
