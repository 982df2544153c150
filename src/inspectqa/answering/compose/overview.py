"""Comparisons and summaries: the same question put to each force, or a force's position on each finding."""

from dataclasses import replace
from itertools import zip_longest

from inspectqa.answering.alignment import named, same
from inspectqa.answering.asked import asks_kind
from inspectqa.answering.compose.choosing import claims_from, in_order, most_telling
from inspectqa.answering.compose.facts import stated, status_of
from inspectqa.answering.compose.indirect import by_meaning, by_position
from inspectqa.answering.compose.lists import COLOURS, described, introduced
from inspectqa.answering.compose.statements import on_the_topic, under_finding
from inspectqa.answering.material import Claim, Draft, Material, answered, date_of
from inspectqa.answering.scope import main_findings
from inspectqa.answering.sentences import Sentence, rank
from inspectqa.answers import Status
from inspectqa.documents import Finding, FindingKind, Voice
from inspectqa.forces import Force
from inspectqa.retrieval.holdings import matches

_PER_FORCE = 2
_FEW_FORCES = 2
_FIRST_WORDS = 60
_PER_FINDING = 2
_MOST_FORCES = 12


def compare(material: Material) -> Draft | None:
    """Return what each force says, side by side; for one force, what its documents of each date say."""
    forces = material.query.forces or material.holdings.forces
    if len(forces) == 1:
        return _by_finding(material) or _by_date(material, forces[0])
    each = _PER_FORCE if len(forces) <= _FEW_FORCES else 1
    told = [_of_force(material, force)[:each] for force in forces[:_MOST_FORCES]]
    firsts = sum(len(claim.text.split()) for claims in told for claim in claims[:1])
    if firsts > _FIRST_WORDS:  # long enough with one each
        told = [claims[:1] for claims in told]
    return answered(claim for claims in told for claim in claims)


def _of_force(material: Material, force: Force) -> tuple[Claim, ...]:
    """Return what a force's documents say, the newest first, each document's best first."""
    draft = _first(narrowed(material, force))
    if not draft or draft.status is not Status.ANSWERED:
        return ()
    by_document: dict[str, list[Claim]] = {}
    for claim in draft.claims:
        by_document.setdefault(claim.sources[0].document.id, []).append(claim)
    return tuple(claim for row in zip_longest(*by_document.values()) for claim in row if claim)


def narrowed(material: Material, force: Force) -> Material:
    """Return the material for the same question about one force."""
    own = tuple(e for e in material.evidence if e.passage.force and e.passage.force.id == force.id)
    return replace(material, query=material.query.of_force(force), evidence=own)


def _first(material: Material) -> Draft | None:
    fields = stated(material) if asks_kind(material.query.question) else None
    return fields or under_finding(material) or on_the_topic(material) or by_position(material) or by_meaning(material)


def _by_finding(material: Material) -> Draft | None:
    """Return what is said under each finding that bears the number asked for, where several inspections have it."""
    held = [p for p in material.passages() if p.finding and any(matches(p.finding, r) for r in material.query.findings)]
    keys = dict.fromkeys(p.finding.key for p in held if p.finding and p.voice is Voice.FORCE)
    if len(keys) < 2:
        return None
    claims: list[Claim] = []
    for key in keys:
        passages = [p for p in held if p.finding and p.finding.key == key and p.voice is Voice.FORCE]
        claims += claims_from(material, _telling(rank(material, passages)))
    return answered(claims)


def _by_date(material: Material, force: Force) -> Draft | None:
    """Return the best statements of each document of a force, older ones first."""
    one = narrowed(material, force)
    claims: list[Claim] = []
    for document in sorted(one.documents, key=lambda d: str(date_of(d))):
        part = replace(one, evidence=tuple(e for e in one.evidence if e.passage.document_id == document.id))
        draft = _first(part)
        claims += draft.claims[:_PER_FORCE] if draft else ()
    return answered(claims)


def brief(material: Material) -> Draft | None:
    """Return a short briefing: on a finding, its wording and each force's position; on a force, each finding."""
    query = material.query
    if query.forces:
        listed = introduced(material) if query.terms and not query.findings else None
        return listed or _on_force(material) or under_finding(material)
    return _on_finding(material) if query.findings else compare(material)


def _on_finding(material: Material) -> Draft | None:
    wording = list(described(named(material)[:2]))
    positions = [
        claim for force in material.holdings.forces[:_MOST_FORCES] for claim in _of_force(material, force)[:_PER_FORCE]
    ]
    return answered([*wording, *positions])


def _on_force(material: Material) -> Draft | None:
    """Return what the force, and then its commissioner, says under each finding (of those named, where any are).

    A newer document supersedes an older one on the same finding.
    """
    claims: list[Claim] = []
    for finding in _findings_of(material):
        claims += status_of(material, finding) if COLOURS.search(material.query.question) else ()
        for voices, most in (((Voice.FORCE, Voice.PANEL), _PER_FINDING), ((Voice.COMMISSIONER,), 1)):
            passages = [p for p in material.passages(voices=voices) if p.finding and same(p.finding, finding)]
            newest = [p for p in passages if p.document_id == passages[0].document_id]
            claims += claims_from(material, _telling(rank(material, newest))[:most])
    return answered(claims)


def _findings_of(material: Material) -> list[Finding]:
    """Return the findings to go through: those named, else those of the documents' main inspections, in order."""
    refs = material.query.findings
    held = [f for d in material.documents for f in (d.profile.findings if refs else main_findings(d))]
    about = set(material.query.inspections)
    held = [f for f in held if not about or not f.inspection or f.inspection.id in about]
    chosen = [f for f in held if not refs or any(matches(f, ref) for ref in refs)]
    once: list[Finding] = []
    for finding in sorted(chosen, key=lambda f: (not f.inspection, f.kind.value, f.number.zfill(3))):
        if not any(same(finding, other) for other in once):
            once.append(finding)
    return sorted(
        once,
        key=lambda f: (f.kind is not FindingKind.CAUSE_OF_CONCERN, f.kind.value != "recommendation", f.number.zfill(3)),
    )


def _telling(sentences: list[Sentence]) -> list[Sentence]:
    """Return the few sentences that tell most, in reading order."""
    return in_order(most_telling(sentences)[:_PER_FINDING])
