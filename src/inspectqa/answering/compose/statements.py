"""The ordinary answer: the sentences that answer, the direct one first, each with who says it."""

from collections.abc import Sequence

from inspectqa.answering.alignment import named, same
from inspectqa.answering.asked import asks_kind, needs_kind
from inspectqa.answering.compose.choosing import (
    ENOUGH,
    WHOLE,
    best_of,
    claims_from,
    complemented,
    continued,
    enough,
    in_order,
    limited,
    most_telling,
    ordered,
    preferred,
    under_named,
    with_neighbours,
    with_wanted_kind,
)
from inspectqa.answering.compose.indirect import by_position
from inspectqa.answering.compose.updates import corrections, counterparts
from inspectqa.answering.material import Draft, Material, answered
from inspectqa.answering.sentences import Sentence, own_voice, rank
from inspectqa.documents import Finding, Voice
from inspectqa.kinds import Kind, kinds_wanted
from inspectqa.retrieval.holdings import matches
from inspectqa.retrieval.query import Intent
from inspectqa.retrieval.refs import findings_named

# What another sentence must hold to be said beside one that answers.
_SOMETHING = 0.3
# So many statements under a finding tell what was done; what only mentions the topic then adds nothing.
_ENOUGH_SAID = 3


def under_finding(material: Material) -> Draft | None:
    """Return what is said under the findings that the question names by number, in the voice asked for."""
    if not material.query.findings:
        return None
    meant = [w.finding for w in named(material)]
    meant = meant if _several(material) else meant[:1]
    passages = [p for p in material.passages() if p.finding and _is_meant(p.finding, meant, material)]
    spoken = own_voice(rank(material, passages), material.query)
    told = (
        preferred([s for s in spoken if s.passage.voice is not Voice.INSPECTORATE])
        if not material.query.voices
        else spoken
    )
    told = told or _by_number(material)
    if not told:
        return None
    if _wants_own_dates(material):
        told = [s for s in told if s.kind is Kind.PLAN and s.fits]
    elif material.query.terms and material.query.intent not in WHOLE:
        told = best_of([s for s in told if s.coverage >= ENOUGH], material)
    elif asks_kind(material.query.question):
        told = [s for s in told if s.fits] or told
    if material.query.intent is Intent.COMPARE:
        return answered(claims_from(material, limited(most_telling(told), material)))
    return answered(claims_from(material, in_order(limited(told, material))))


def _without_mentions(chosen: list[Sentence], material: Material) -> list[Sentence]:
    """Leave out what others say under no finding where enough of what was done on the topic stands under one."""
    under = [s for s in chosen if s.passage.finding or s.passage.voice is Voice.FORCE]
    return under if material.query.intent in WHOLE and len(under) >= _ENOUGH_SAID else chosen


def _by_number(material: Material) -> list[Sentence]:
    """Return the sentences that name the finding themselves ("I am not content that item 4 is red")."""
    numbers = {ref.number for ref in material.query.findings}
    spoken = own_voice(rank(material), material.query)
    return [s for s in spoken if s.passage.finding is None and numbers & {r.number for r in findings_named(s.text)}]


def _wants_own_dates(material: Material) -> bool:
    """Say whether dates are compared that the forces set themselves: what is past, or asked of them, is none."""
    wanted = Kind.PLAN in kinds_wanted(material.query.question) and needs_kind(material.query.question)
    return wanted and material.query.intent is Intent.COMPARE


def _is_meant(finding: Finding, meant: Sequence[Finding], material: Material) -> bool:
    named_so = any(matches(finding, ref) for ref in material.query.findings)
    return named_so and (not meant or any(same(finding, one) for one in meant))


def _several(material: Material) -> bool:
    return len(material.query.findings) > 1 or len(material.query.forces) > 1


def on_the_topic(material: Material) -> Draft | None:
    """Return the sentences that hold the topic, and those that stand with them under the finding it belongs to."""
    sentences = [s for s in own_voice(rank(material), material.query) if under_named(s, material)]
    strict = needs_kind(material.query.question)
    if strict and any(s.named and s.own for s in sentences):
        sentences = [s for s in sentences if s.named]
    if not any(s.coverage >= enough(material) and (s.fits or not strict) for s in sentences):
        return None
    if max(s.own for s in sentences) < ENOUGH and (positioned := by_position(material)):
        return positioned  # the topic is a finding's, and what others say of a word of it is beside the point
    best = best_of([s for s in sentences if s.coverage >= _SOMETHING and not s.introduces], material)
    best = complemented(best, sentences)
    best = with_wanted_kind(best, sentences, material)
    if material.query.intent in WHOLE and material.query.forces:
        best = preferred(best)
        if material.query.intent is not Intent.COMPARE:  # of each side, what answers; not all that stands beside it
            best = with_neighbours(best, sentences, material)
    chosen = continued(limited(best, material), sentences, material)
    chosen = [
        *_without_mentions(chosen, material),
        *counterparts(chosen, sentences, material),
        *corrections(chosen, sentences),
    ]
    return answered(claims_from(material, ordered(chosen, material)))
