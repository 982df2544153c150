"""What the other commands print with ``--json``: an ingest's report and a search's passages."""

from collections.abc import Iterable

from inspectqa.assistant import Found
from inspectqa.ingest.report import Outcome, Report
from inspectqa.wire import Response
from inspectqa.wire.ask import QuotationOut, finding_out


class OutcomeOut(Response):
    """What happened to one file, and why; ``code`` is set for a refused one (docs/architecture.md lists them)."""

    file: str
    document_id: str | None
    code: str | None
    reason: str


class IngestOut(Response):
    """What an ingest did, file by file; ``skipped`` ones had nothing new."""

    created: list[OutcomeOut]
    updated: list[OutcomeOut]
    skipped: list[OutcomeOut]
    deleted: list[OutcomeOut]
    refused: list[OutcomeOut]


class FoundOut(QuotationOut):
    """A passage that a search found; ``quote`` is ``text[start:end]`` of its document."""

    score: float


class SearchOut(Response):
    """The passages nearest to a text, best first."""

    passages: list[FoundOut]


def ingest_out(report: Report) -> IngestOut:
    """Return what an ingest did."""
    return IngestOut(
        created=_outcomes_out(report.created),
        updated=_outcomes_out(report.updated),
        skipped=_outcomes_out(report.skipped),
        deleted=_outcomes_out(report.deleted),
        refused=_outcomes_out(report.refused),
    )


def _outcomes_out(outcomes: Iterable[Outcome]) -> list[OutcomeOut]:
    return [OutcomeOut(file=o.file, document_id=o.document_id, code=o.code, reason=o.reason) for o in outcomes]


def search_out(found: Iterable[Found]) -> SearchOut:
    """Return what a search found."""
    return SearchOut(passages=[_found_out(one) for one in found])


def _found_out(found: Found) -> FoundOut:
    passage, document = found.passage, found.document
    return FoundOut(
        score=round(found.score, 4),
        document_id=document.id,
        file=document.file,
        title=document.profile.title,
        page=passage.page,
        start=passage.span.start,
        end=passage.span.end,
        quote=found.quote,
        force_id=passage.force.id if passage.force else None,
        force=passage.force.name if passage.force else None,
        voice=passage.voice,
        speaker=passage.speaker,
        finding=finding_out(passage.finding) if passage.finding else None,
        published=document.profile.published,
    )
