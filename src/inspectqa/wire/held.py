"""What is held: documents, forces and findings, as clients receive them."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Literal

from inspectqa.documents import Finding, HeldDocument, Inspection, Passage, Voice
from inspectqa.forces import Force, known_forces
from inspectqa.ingest.recognised import recognised
from inspectqa.wire import Response
from inspectqa.wire.ask import FindingOut, finding_out


class InspectionOut(Response):
    """An inspection report that a document speaks of; ``published`` is the report's own date."""

    id: str
    title: str
    year: int | None
    published: datetime.date | None
    inspectorate: str
    kind: str


class DocumentOut(Response):
    """A document that is held, and what was recognised in it. What is not stated in it is null or empty."""

    id: str
    file: str
    title: str
    media_type: str
    sha256: str
    pages: int
    force_id: str | None
    force: str | None
    publisher: Voice
    published: datetime.date | None
    updated: datetime.date | None
    inspections: list[InspectionOut]
    findings: list[FindingOut]
    warnings: list[str]
    ingested_at: datetime.datetime


class DocumentsOut(Response):
    """The documents that are held."""

    documents: list[DocumentOut]


class PersonOut(Response):
    """An office holder whom a document names."""

    role: Voice
    office: str
    name: str


class PageOut(Response):
    """The span of one page in the canonical text; ``source`` is digital, ocr or virtual."""

    number: int
    start: int
    end: int
    source: str


class DocumentDetailOut(DocumentOut):
    """One document with its pages, its people, the rules by which things were recognised, and what they left open."""

    people: list[PersonOut]
    page_spans: list[PageOut]
    rules: list[str]
    passages: int
    passages_by_voice: dict[Voice, int]
    passages_without_voice: int
    findings_without_response: list[FindingOut]


class TextOut(Response):
    """A document's canonical text, in which every citation's ``start`` and ``end`` count."""

    text: str


class ForceOut(Response):
    """A body of which documents are held; ``known``: it is in our own list, not learnt from a document."""

    id: str
    name: str
    short_name: str
    known: bool
    documents: int
    findings: int


class ForcesOut(Response):
    """The bodies of which documents are held."""

    forces: list[ForceOut]


class HeldFindingOut(FindingOut):
    """A finding, with the bodies and documents that speak of it."""

    addressee: str
    forces: list[str]
    documents: list[str]


class FindingsOut(Response):
    """The findings of which held documents speak."""

    findings: list[HeldFindingOut]


class HealthOut(Response):
    """That the process is up, or ready to answer."""

    status: Literal["ok", "ready"]


def inspection_out(inspection: Inspection) -> InspectionOut:
    """Return an inspection as a client receives it."""
    return InspectionOut(
        id=inspection.id,
        title=inspection.title,
        year=inspection.year,
        published=inspection.published,
        inspectorate=inspection.inspectorate,
        kind=inspection.kind,
    )


def document_out(held: HeldDocument) -> DocumentOut:
    """Return a held document as a list shows it."""
    profile = held.profile
    return DocumentOut(
        id=held.id,
        file=held.file,
        title=profile.title,
        media_type=held.media_type,
        sha256=held.sha256,
        pages=len(held.pages),
        force_id=profile.force.id if profile.force else None,
        force=profile.force.name if profile.force else None,
        publisher=profile.publisher,
        published=profile.published,
        updated=profile.updated,
        inspections=[inspection_out(one) for one in profile.inspections],
        findings=[finding_out(one) for one in profile.findings],
        warnings=[*held.warnings, *(one for one in profile.warnings if one not in held.warnings)],
        ingested_at=held.ingested_at,
    )


def document_detail_out(held: HeldDocument, passages: Sequence[Passage]) -> DocumentDetailOut:
    """Return a held document with everything that was recognised in it; ``passages`` are all of its own."""
    found = recognised(held.file, held.profile, held.warnings, held.pages, passages)
    return DocumentDetailOut(
        **dict(document_out(held)),
        people=[PersonOut(role=one.role, office=one.office, name=one.name) for one in held.profile.people],
        page_spans=[PageOut(number=p.number, start=p.start, end=p.end, source=p.source) for p in held.pages],
        rules=list(held.profile.rules),
        passages=found.passages,
        passages_by_voice=found.by_voice,
        passages_without_voice=len(found.without_voice),
        findings_without_response=[finding_out(one) for one in found.without_response],
    )


def documents_out(documents: Iterable[HeldDocument]) -> DocumentsOut:
    """Return the held documents by force and file."""
    rows = [document_out(held) for held in documents]
    return DocumentsOut(documents=sorted(rows, key=lambda row: (row.force_id or "~", row.file)))


def forces_out(documents: Iterable[HeldDocument]) -> ForcesOut:
    """Return the bodies of which ``documents`` are held, by short name, with counts."""
    by_force: dict[str, list[HeldDocument]] = {}
    for held in documents:
        if held.profile.force:
            by_force.setdefault(held.profile.force.id, []).append(held)
    rows = [_force_out(group) for group in by_force.values()]
    return ForcesOut(forces=sorted(rows, key=lambda row: row.short_name))


def _force_out(group: list[HeldDocument]) -> ForceOut:
    force = next(held.profile.force for held in group if held.profile.force)
    return ForceOut(
        id=force.id,
        name=force.name,
        short_name=force.short_name,
        known=force.id in {known.id for known in known_forces()},
        documents=len(group),
        findings=len({finding.key for held in group for finding in held.profile.findings}),
    )


def findings_out(
    documents: Iterable[HeldDocument], *, force: str | None = None, inspection: str | None = None
) -> FindingsOut:
    """Return each finding once, with the bodies and documents that speak of it.

    Args:
        documents: the documents to look through.
        force: a force's id; only its documents count.
        inspection: an inspection's id, or words of its title; only its findings count.
    """
    spoken: dict[tuple[str, str, str], list[tuple[HeldDocument, Finding]]] = {}
    for held in documents:
        for finding in held.profile.findings:
            if _is_of(held.profile.force, force) and _is_in(finding.inspection, inspection):
                spoken.setdefault(finding.key, []).append((held, finding))
    rows = [_held_finding_out(pairs) for pairs in spoken.values()]
    return FindingsOut(findings=sorted(rows, key=_finding_order))


def _is_of(held: Force | None, force: str | None) -> bool:
    return force is None or (held is not None and held.id == force.strip().lower())


def _is_in(inspection: Inspection | None, wanted: str | None) -> bool:
    if wanted is None:
        return True
    return inspection is not None and (inspection.id == wanted or wanted.lower() in inspection.title.lower())


def _held_finding_out(pairs: list[tuple[HeldDocument, Finding]]) -> HeldFindingOut:
    fullest = max((finding for _, finding in pairs), key=lambda one: (one.due is not None, bool(one.addressee)))
    return HeldFindingOut(
        **dict(finding_out(fullest)),
        addressee=fullest.addressee,
        forces=sorted({held.profile.force.id for held, _ in pairs if held.profile.force}),
        documents=sorted({held.id for held, _ in pairs}),
    )


def _finding_order(row: HeldFindingOut) -> tuple[int, str, str, int, str]:
    digits = "".join(char for char in row.number if char.isdigit())
    return (-(row.year or 0), row.inspection_id or "", row.kind.value, int(digits or 0), row.number)
