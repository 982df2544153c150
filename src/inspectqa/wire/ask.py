"""``POST /v1/ask``: the question that comes in and the answer that goes out."""

import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, field_validator

from inspectqa.answers import Answer, Citation
from inspectqa.documents import Finding, FindingKind, Voice
from inspectqa.invisible import visible
from inspectqa.retrieval.query import Filters, FindingRef
from inspectqa.retrieval.refs import findings_named
from inspectqa.retrieval.understand import Turn
from inspectqa.wire import Request, Response

MOST_TURNS = 50
LONGEST_TURN = 4_000
MOST_FILTER_VALUES = 100

Name = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
Names = Annotated[list[Name], Field(max_length=MOST_FILTER_VALUES)]


class TurnIn(Request):
    """One earlier message of the conversation."""

    role: Literal["user", "assistant"]
    content: str = Field(max_length=LONGEST_TURN)


class FiltersIn(Request):
    """What the answer is restricted to; an empty list restricts nothing."""

    forces: Names = Field([], examples=[["northmoor"]])
    inspections: Names = Field([], description="Identifiers of inspections, as /v1/findings lists them.")
    findings: Names = Field([], examples=[["recommendation 6"]])
    voices: list[Voice] = Field([], max_length=len(Voice))
    published_from: datetime.date | None = None
    published_to: datetime.date | None = None

    @field_validator("findings")
    @classmethod
    def _findings_are_readable(cls, names: list[str]) -> list[str]:
        for name in names:
            _refs(name)
        return names

    def filters(self) -> Filters:
        """Return the filters as the assistant takes them."""
        return Filters(
            forces=tuple(self.forces),
            inspections=tuple(self.inspections),
            findings=tuple(ref for name in self.findings for ref in _refs(name)),
            voices=tuple(self.voices),
            published_from=self.published_from,
            published_to=self.published_to,
        )


class AskRequest(Request):
    """A question, with the conversation before it and restrictions beside it."""

    question: str = Field(
        description="At most 1,000 characters, unless the setting max_question_length says otherwise.",
        examples=["What has Northmoor done on Makesafe?"],
    )
    history: list[TurnIn] = Field([], max_length=MOST_TURNS)
    filters: FiltersIn = FiltersIn()

    def turns(self) -> tuple[Turn, ...]:
        """Return the conversation as the assistant takes it."""
        return tuple(Turn(turn.role, turn.content) for turn in self.history)


class StatementOut(Response):
    """One sentence of an answer, and the numbers of the citations that support it."""

    text: str
    citations: list[int]


class FindingOut(Response):
    """A recommendation, area for improvement or cause of concern; ``inspection`` is the report's title."""

    kind: FindingKind
    number: str
    inspection: str | None
    inspection_id: str | None
    year: int | None
    due: datetime.date | None


class QuotationOut(Response):
    """Words of a document with who says them: ``quote`` is ``text[start:end]`` of its canonical text."""

    document_id: str
    file: str
    title: str
    page: int
    start: int
    end: int
    quote: str
    force_id: str | None
    force: str | None
    voice: Voice
    speaker: str
    finding: FindingOut | None
    published: datetime.date | None


class CitationOut(QuotationOut):
    """A verified quotation: ``quote`` is ``text[start:end]`` of ``GET /v1/documents/{document_id}/text``."""

    number: int
    url: str


class UnderstoodOut(Response):
    """How the question was read."""

    standalone_question: str
    intent: str
    forces: list[str]
    findings: list[str]
    voices: list[str]
    topic: str


class NearestOut(Response):
    """A passage that came near without answering."""

    document_id: str
    title: str
    page: int
    quote: str
    url: str


class AnswerOut(Response):
    """The response to ``POST /v1/ask`` and the output of ``inspectqa ask --json``."""

    id: str
    status: str
    answer: str
    statements: list[StatementOut]
    citations: list[CitationOut]
    understood: UnderstoodOut
    held: list[str] | None
    nearest: list[NearestOut]
    notices: list[str]
    answerer: str
    model: str | None
    elapsed_ms: float


def _refs(name: str) -> tuple[FindingRef, ...]:
    refs = findings_named(name)
    if not refs:
        message = f"{name!r} names no finding; write for example 'recommendation 6' or 'recommendation 6 (2025)'"
        raise ValueError(message)
    return refs


def finding_out(finding: Finding) -> FindingOut:
    """Return a finding as the contract has it."""
    inspection = finding.inspection
    return FindingOut(
        kind=finding.kind,
        number=finding.number,
        inspection=inspection.title if inspection else None,
        inspection_id=inspection.id if inspection else None,
        year=inspection.year if inspection else None,
        due=finding.due,
    )


def citation_out(citation: Citation) -> CitationOut:
    """Return a citation as the contract has it."""
    return CitationOut(
        number=citation.number,
        document_id=citation.document_id,
        file=citation.file,
        title=citation.title,
        page=citation.page,
        start=citation.span.start,
        end=citation.span.end,
        quote=citation.quote,
        force_id=citation.force_id,
        force=citation.force,
        voice=citation.voice,
        speaker=citation.speaker,
        finding=finding_out(citation.finding) if citation.finding else None,
        published=citation.published,
        url=citation.url,
    )


def answer_out(answer: Answer) -> AnswerOut:
    """Return an answer as the contract has it."""
    understood = answer.understood
    return AnswerOut(
        id=answer.id,
        status=answer.status.value,
        answer=visible(answer.text),
        statements=[StatementOut(text=visible(one.text), citations=list(one.citations)) for one in answer.statements],
        citations=[citation_out(one) for one in answer.citations],
        understood=UnderstoodOut(
            standalone_question=understood.standalone_question,
            intent=understood.intent,
            forces=list(understood.forces),
            findings=list(understood.findings),
            voices=list(understood.voices),
            topic=understood.topic,
        ),
        held=None if answer.held is None else list(answer.held),
        nearest=[
            NearestOut(document_id=one.document_id, title=one.title, page=one.page, quote=one.quote, url=one.url)
            for one in answer.nearest
        ],
        notices=list(answer.notices),
        answerer=answer.answerer,
        model=answer.model,
        elapsed_ms=round(answer.elapsed_ms, 1),
    )
