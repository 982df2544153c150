"""Comparisons and summaries: the same question put to each force, or a force's position on each finding."""

import re
from dataclasses import replace
from itertools import zip_longest

from inspectqa.answering.alignment import Worded, named, same, worded
from inspectqa.answering.asked import asks_kind
from inspectqa.answering.facts import stated
from inspectqa.answering.lists import described, introduced
from inspectqa.answering.material import Claim, Draft, Material, answered, date_of
from inspectqa.answering.sentences import Sentence, rank
from inspectqa.answering.statements import by_meaning, by_position, claims_from, on_the_topic, under_finding
from inspectqa.answers import Status
from inspectqa.documents import Voice
from inspectqa.forces import Force
from inspectqa.retrieval.query import FindingRef

_PER_FORCE = 2
_PER_FINDING = 2
_MOST_FORCES = 12
_BARE = 3
_COLOURS = re.compile(r"\b(?:RAG|colou?rs?|status(?:es)?|red|amber|green)\b", re.IGNORECASE)
_TELLS = re.compile(r"\d|\b(?:not|never|no|complete|completed|disagree|await|adopted|launched)\b", re.IGNORECASE)


def compare(material: Material) -> Draft | None:
    """Return what each force says, side by side; for one force, what its documents of each date say."""
    forces = material.query.forces or material.holdings.forces
    if len(forces) == 1:
        return _by_date(material, forces[0])
    claims = [claim for force in forces[:_MOST_FORCES] for claim in _of_force(material, force)[:_PER_FORCE]]
    return answered(claims)


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
    """Return what the force, and then its commissioner, says under each finding (of those named, where any are)."""
    claims: list[Claim] = []
    main = {d.profile.inspections[0].id for d in material.documents if d.profile.inspections}
    every = worded(material)
    of_main = [w for w in every if w.finding.inspection and w.finding.inspection.id in main]
    chosen = named(material) if material.query.findings else of_main or every
    for found in sorted(chosen, key=lambda w: (w.finding.key[0], w.finding.number.zfill(3))):
        claims += _status(material, found) if _COLOURS.search(material.query.question) else ()
        for voices, most in (((Voice.FORCE, Voice.PANEL), _PER_FINDING), ((Voice.COMMISSIONER,), 1)):
            passages = [p for p in material.passages(voices=voices) if p.finding and same(p.finding, found.finding)]
            claims += claims_from(material, _telling(rank(material, passages))[:most])
    return answered(claims)


def _status(material: Material, found: Worded) -> tuple[Claim, ...]:
    """Return the status that a table gives a finding ("RAG: AMBER")."""
    number = FindingRef(found.finding.kind, found.finding.number)
    query = replace(material.query, findings=(number,), question="What is the RAG status?")
    fields = stated(replace(material, query=query))
    return (
        tuple(c for c in fields.claims if c.sources[0].finding and c.sources[0].finding.key == found.finding.key)
        if fields
        else ()
    )


def _telling(sentences: list[Sentence]) -> list[Sentence]:
    """Return the sentences that tell most, in reading order: figures, dates and refusals before a bare "Accepted."."""
    best = sorted(sentences, key=lambda s: (len(s.text.split()) < _BARE, not _TELLS.search(s.text), s.span))
    return sorted(best[:_PER_FINDING], key=lambda s: s.span)
