"""What we say: an Answer of Statements, each with Citations that were checked, and a Status.

"No answer" is a status with its own sentence, never an exception.
"""

import datetime
from dataclasses import dataclass
from enum import StrEnum

from inspectqa.documents import Finding, Span, Voice


class Status(StrEnum):
    """How a question ended; ``sentence`` is what a person reads when nothing more specific is known."""

    ANSWERED = "answered"
    NO_EVIDENCE = "no_evidence"
    NOT_HELD = "not_held"
    NEEDS_CLARIFICATION = "needs_clarification"
    OUT_OF_SCOPE = "out_of_scope"
    PERSONAL_DATA = "personal_data"
    SIGNPOST = "signpost"

    @property
    def sentence(self) -> str:
        """The sentence that belongs to this status."""
        return _SENTENCES[self]


_SENTENCES = {
    Status.ANSWERED: "",
    Status.NO_EVIDENCE: "The documents do not say.",
    Status.NOT_HELD: "No such document is held.",
    Status.NEEDS_CLARIFICATION: "Which force and which recommendation do you mean?",
    Status.OUT_OF_SCOPE: "I can only answer from the inspection documents that are held here, with quotations.",
    Status.PERSONAL_DATA: "I can't help with personal data; I only quote what published inspection documents say.",
    Status.SIGNPOST: (
        "If a child is in danger now, call 999. To report a concern to the police, call 101. "
        "I can only quote inspection documents and can't pass a report on."
    ),
}


def source_url(document_id: str, span: Span) -> str:
    """Return where a span of a document is shown: in a query, because a fragment would not reach the server."""
    return f"/documents/{document_id}?start={span.start}&end={span.end}#cited"


@dataclass(frozen=True, slots=True)
class Citation:
    """A verified quotation: ``quote`` is ``text[start:end]`` of the document's canonical text."""

    number: int
    document_id: str
    file: str
    title: str
    page: int
    span: Span
    quote: str
    force_id: str | None
    force: str | None
    voice: Voice
    speaker: str
    finding: Finding | None
    published: datetime.date | None

    @property
    def url(self) -> str:
        """The source view with this span marked."""
        return source_url(self.document_id, self.span)


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of an answer and the numbers of the citations that support it."""

    text: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Understood:
    """How the question was read, so that a person can see it."""

    standalone_question: str
    intent: str
    forces: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    voices: tuple[str, ...] = ()
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Nearest:
    """A passage that came near without answering."""

    document_id: str
    title: str
    page: int
    quote: str
    url: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The response to one question. ``held`` lists what is held when something that is not was asked for."""

    id: str
    status: Status
    text: str
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    understood: Understood
    held: tuple[str, ...] | None = None
    nearest: tuple[Nearest, ...] = ()
    notices: tuple[str, ...] = ()
    answerer: str = "extractive"
    model: str | None = None
    elapsed_ms: float = 0.0
