"""What is held, as a question needs to know it: forces, inspections, findings and office holders."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from inspectqa.documents import Finding, HeldDocument, Inspection, Person
from inspectqa.forces import Force, known_forces
from inspectqa.retrieval.query import FindingRef

_RANKS = frozenset({"acting", "temporary", "deputy", "assistant", "chief", "constable", "cllr"})


@dataclass(frozen=True)
class Holdings:
    """The live documents, read once per generation of the catalogue."""

    documents: tuple[HeldDocument, ...]

    @cached_property
    def forces(self) -> tuple[Force, ...]:
        """The forces that answer in a held document, by short name."""
        own = [document.profile.force for document in self.documents if document.profile.force]
        held = {force.id: force for force in (*(f for d in self.documents for f in d.profile.others), *own)}
        return tuple(sorted(held.values(), key=lambda force: force.short_name))

    @cached_property
    def nameable(self) -> tuple[Force, ...]:
        """Held forces and all known ones: those that a question may name."""
        known = {force.id: force for force in known_forces()}
        return tuple((known | {force.id: force for force in self.forces}).values())

    def people_named(self, question: str) -> tuple[tuple[HeldDocument, Person], ...]:
        """Return the office holders whose full name, or surname behind a title, stands in ``question``."""
        return tuple(
            (document, person)
            for document in self.documents
            for person in document.profile.people
            if re.search(_name_pattern(person.name), question)
        )

    def of(self, forces: Iterable[Force]) -> tuple[HeldDocument, ...]:
        """Return the documents from these forces; all documents when none is given."""
        ids = {force.id for force in forces}
        return tuple(d for d in self.documents if not ids or any(force.id in ids for force in d.profile.forces))

    def inspections(self, documents: Sequence[HeldDocument] | None = None) -> tuple[Inspection, ...]:
        """Return the inspections of these documents (all by default), each once, the fullest title first seen."""
        found: dict[str, Inspection] = {}
        for document in self.documents if documents is None else documents:
            for inspection in document.profile.inspections:
                known = found.get(inspection.id)
                if known is None or (known.published is None and inspection.published is not None):
                    found[inspection.id] = inspection
        return tuple(found.values())

    def findings(
        self, ref: FindingRef | None = None, documents: Sequence[HeldDocument] | None = None
    ) -> tuple[tuple[HeldDocument, Finding], ...]:
        """Return the findings that ``ref`` names (all by default), each with the document that holds it."""
        return tuple(
            (document, finding)
            for document in (self.documents if documents is None else documents)
            for finding in document.profile.findings
            if ref is None or matches(finding, ref)
        )

    def describe(self) -> tuple[str, ...]:
        """Return a line per held force (or document without one), with its inspections: what ``held`` lists."""
        lines: dict[str, None] = {}
        for document in sorted(
            self.documents, key=lambda d: (d.profile.force.short_name if d.profile.force else "~", d.file)
        ):
            about = document.profile.inspections[0].title if document.profile.inspections else document.profile.title
            who = document.profile.force.name if document.profile.force else document.file
            lines[f"{who}: {about}" if about else who] = None
        return tuple(lines)


def holdings_of(documents: Sequence[HeldDocument]) -> Holdings:
    """Return what is held, each force under the fullest name that any of its documents gives it."""
    best: dict[str, Force] = {}
    for document in documents:
        force = document.profile.force
        if force and (force.id not in best or _fullness(force) > _fullness(best[force.id])):
            best[force.id] = force
    named = (
        replace(document, profile=replace(document.profile, force=best[document.profile.force.id]))
        if document.profile.force
        else document
        for document in documents
    )
    return Holdings(tuple(named))


def _fullness(force: Force) -> tuple[bool, int]:
    return bool(re.search(r"\b(?:police|constabulary)\b", force.name, re.IGNORECASE)), len(force.name)


def _name_pattern(name: str) -> str:
    """Return a pattern for a person's name without the rank in front of it: "Acting CC Becky Riggs"."""
    words = [word for word in name.split() if not word.isupper() and word.lower() not in _RANKS]
    surname = re.escape(words[-1]) if words else "(?!)"
    first = rf"(?:{re.escape(words[0])} )?" if len(words) > 1 else ""
    titled = r"(?:Mr|Mrs|Ms|Miss|Dr|CC|DCC|ACC|Constable|Commissioner|Mayor|Sir|Dame) "
    return rf"\b(?:{first.rstrip('?')}{surname}|{titled}{surname})\b" if first else rf"\b{titled}{surname}\b"


def matches(finding: Finding, ref: FindingRef) -> bool:
    """Say whether ``finding`` is one that ``ref`` names."""
    year = finding.inspection.year if finding.inspection else None
    return (
        (ref.kind is None or finding.kind == ref.kind)
        and finding.number.lower() == ref.number.lower()
        and (ref.year is None or year is None or ref.year == year)
    )
