"""What was recognised in a document that is not stored, as ``inspectqa ingest --dry-run --json`` prints it."""

import datetime

from inspectqa.documents import Voice
from inspectqa.ingest.recognised import Recognised
from inspectqa.wire import Response
from inspectqa.wire.ask import FindingOut, finding_out
from inspectqa.wire.held import InspectionOut, PersonOut, inspection_out


class RecognisedOut(Response):
    """What was recognised in one file, and how much of it has no voice or no response."""

    file: str
    title: str
    force: str | None
    publisher: Voice
    published: datetime.date | None
    updated: datetime.date | None
    inspections: list[InspectionOut]
    people: list[PersonOut]
    findings: list[FindingOut]
    findings_without_response: list[FindingOut]
    pages: int
    pages_by_ocr: int
    passages: int
    passages_by_voice: dict[Voice, int]
    passages_without_voice: int
    rules: list[str]
    warnings: list[str]


class TriedOut(Response):
    """What a dry run recognised, file by file."""

    documents: list[RecognisedOut]


def recognised_out(found: Recognised) -> RecognisedOut:
    """Return what was recognised as a client receives it."""
    profile = found.profile
    return RecognisedOut(
        file=found.file,
        title=profile.title,
        force=profile.force.name if profile.force else None,
        publisher=profile.publisher,
        published=profile.published,
        updated=profile.updated,
        inspections=[inspection_out(one) for one in profile.inspections],
        people=[PersonOut(role=one.role, office=one.office, name=one.name) for one in profile.people],
        findings=[finding_out(one) for one in profile.findings],
        findings_without_response=[finding_out(one) for one in found.without_response],
        pages=found.pages,
        pages_by_ocr=found.pages_by_ocr,
        passages=found.passages,
        passages_by_voice=found.by_voice,
        passages_without_voice=len(found.without_voice),
        rules=list(profile.rules),
        warnings=list(found.warnings),
    )
