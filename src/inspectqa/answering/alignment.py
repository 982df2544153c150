"""Which finding a topic belongs to, by the wording of the findings ("Makesafe" -> recommendation 6)."""

import math
from collections import Counter
from dataclasses import dataclass

from inspectqa.answering.asked import asked_terms, holds, stems_of, strength, weights
from inspectqa.answering.material import Material, plain
from inspectqa.documents import Finding, HeldDocument
from inspectqa.index.terms import terms
from inspectqa.retrieval.holdings import matches

# The best finding must beat the next by this much, or the topic belongs to none.
_CLEAR = 1.25
# What share of the question a finding's wording must say to be the one that is meant.
_MOST_OF_IT = 0.5


@dataclass(frozen=True, slots=True)
class Worded:
    """A finding with the document that holds its wording, and that wording."""

    document: HeldDocument
    finding: Finding
    wording: str


def worded(material: Material) -> list[Worded]:
    """Return the findings of the documents that may speak, each key once, with its fullest wording.

    The wording is the inspectorate's: where a force's own document only numbers a finding, another document that
    prints its wording stands in.
    """
    keys = {
        finding.key
        for document in material.documents
        for finding in document.profile.findings
        if not material.query.inspections
        or not finding.inspection
        or finding.inspection.id in material.query.inspections
    }
    own = {document.id for document in material.documents}
    best: dict[tuple[str, str, str], tuple[tuple[bool, bool, int], Worded]] = {}
    for document in material.holdings.documents:
        for finding in document.profile.findings:
            if finding.span is None or finding.key not in keys:
                continue
            wording = plain(finding.span.of(material.texts.text(document.id)))
            fullness = (document.id in own, finding.due is not None, len(wording))
            if finding.key not in best or fullness > best[finding.key][0]:
                best[finding.key] = (fullness, Worded(document, finding, wording))
    return [row for _, row in best.values()]


def named(material: Material) -> list[Worded]:
    """Return the findings that the question names by number, the likeliest meant first.

    Numbers repeat: a finding comes first when its wording or its inspection's title holds more of the question's
    other words, then when it is of a document's main inspection, then when it is newer.
    """
    found = [w for w in worded(material) if any(matches(w.finding, ref) for ref in material.query.findings)]
    stems = {
        w.finding.key: stems_of(f"{w.wording} {w.finding.inspection.title if w.finding.inspection else ''}")
        for w in found
    }
    asked = asked_terms(material.query, {stem for held in stems.values() for stem in held})
    main = {d.profile.inspections[0].id for d in material.documents if d.profile.inspections}

    def likeliness(row: Worded) -> tuple[int, bool, int]:
        held = sum(holds(stems[row.finding.key], term) for term in asked)
        return -held, not (row.finding.inspection and row.finding.inspection.id in main), -_year(row.finding)

    return sorted(found, key=likeliness)


def _year(finding: Finding) -> int:
    return (finding.inspection.year or 0) if finding.inspection else 0


def on_topic(material: Material, *, whole: bool = False) -> list[Worded]:
    """Return the findings whose wording holds the question's topic clearly better than the others' do.

    With ``whole`` the wordings must know all of the topic: its names, or every term where it has none.
    """
    findings = worded(material)
    stems = [stems_of(w.wording) for w in findings]
    asked = material.query.terms
    count = Counter(term for held in stems for term in asked if holds(held, term))
    names = [term for name in material.query.names for term in terms(name) if term in asked]
    if whole and not all(count[term] for term in names or asked):
        return []
    weight = {term: math.log((len(findings) + 1) / count[term]) for term in asked if count[term]}
    scores = [sum(value for term, value in weight.items() if holds(held, term)) for held in stems]
    best = max(scores, default=0.0)
    chosen = [w for w, score in zip(findings, scores, strict=True) if score >= best / _CLEAR]
    return chosen if best > 0 and len({w.finding.key[1:] for w in chosen}) == 1 else []


def meant(material: Material) -> Worded | None:
    """Return the finding whose wording says most of the question, in whatever words, if one clearly does.

    "What share of records has the child's own words?" means the one that asks to record the voice of the child.
    """
    findings = worded(material)
    stems = [stems_of(w.wording) for w in findings]
    weight = weights(material.query.terms, stems)
    total = sum(weight.values()) or 1.0
    scores = [sum(value * strength(held, term) for term, value in weight.items()) / total for held in stems]
    best = max(scores, default=0.0)
    if best < _MOST_OF_IT:
        return None
    chosen = [w for w, score in zip(findings, scores, strict=True) if score >= best / _CLEAR]
    return chosen[0] if all(same(chosen[0].finding, other.finding) for other in chosen) else None


def same(one: Finding, other: Finding) -> bool:
    """Say whether two findings are one: of the same kind and number, and of one inspection where both name theirs."""
    inspections = {f.inspection.id for f in (one, other) if f.inspection and f.inspection.id}
    return one.key[1:] == other.key[1:] and len(inspections) < 2


def unworded(material: Material) -> list[tuple[HeldDocument, Finding]]:
    """Return the findings that the question names by number and whose wording no document prints, each key once."""
    known = {w.finding.key for w in worded(material)}
    found = {
        finding.key: (document, finding)
        for document in material.documents
        for finding in document.profile.findings
        if finding.key not in known and any(matches(finding, ref) for ref in material.query.findings)
    }
    return list(found.values())
