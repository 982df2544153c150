"""What we hold: a Document, what was recognised in it (its Profile), and the Passages that are searched.

    file ──read──> Document ──recognise──> Profile ──sections──> Section ──passages──> Passage
                   text, pages, blocks     force, people,        voice + finding       searched, quoted
                                           inspections,          over a span
                                           findings, facts

Every span is ``(start, end)`` in Unicode code points of the document's canonical text, so that
``document.text[start:end]`` is the quotation, always.
"""

import datetime
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from inspectqa.forces import Force
from inspectqa.kinds import Statement


class Span(NamedTuple):
    """A half-open range of code points in a document's canonical text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the quotation that this span marks in ``text``."""
        return text[self.start : self.end]

    def holds(self, other: "Span") -> bool:
        """Say whether ``other`` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def touches(self, other: "Span") -> bool:
        """Say whether this span and ``other`` have a code point in common."""
        return self.start < other.end and other.start < self.end


class Voice(StrEnum):
    """Who speaks in a passage. The wording of a recommendation is the inspectorate's, wherever it is printed."""

    INSPECTORATE = "inspectorate"
    COMMISSIONER = "commissioner"
    FORCE = "force"
    PANEL = "panel"
    UNATTRIBUTED = "unattributed"


class FindingKind(StrEnum):
    """What the inspectorate issued."""

    RECOMMENDATION = "recommendation"
    AREA_FOR_IMPROVEMENT = "area_for_improvement"
    CAUSE_OF_CONCERN = "cause_of_concern"

    @property
    def label(self) -> str:
        """The name in a sentence: ``recommendation``, ``area for improvement``, ``cause of concern``."""
        return self.value.replace("_", " ")


class BlockKind(StrEnum):
    """The form of a block of text; a note is a footnote or endnote, kept apart from the text that refers to it."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    ROW = "row"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Page:
    """One page as displayed. ``source`` is ``digital``, ``ocr`` or ``virtual`` (a format without pages).

    ``width`` and ``height`` are points, 0 where nothing is displayed. ``early`` are the spans that are printed on
    this page although they stand before ``start``: the rest of a row or paragraph that began on the page before.
    """

    number: int
    start: int
    end: int
    source: str = "virtual"
    width: float = 0.0
    height: float = 0.0
    early: tuple[Span, ...] = ()


def page_number(pages: "tuple[Page, ...]", offset: int) -> int:
    """Return the number of the page on which the character at ``offset`` is printed; 1 without pages."""
    for page in pages:
        if any(span.start <= offset < span.end for span in page.early):
            return page.number
    return max((page.number for page in pages if page.start <= offset), default=1)


class Word(NamedTuple):
    """A word as printed on a page: its span, and its place in points from the top left of the page as displayed.

    ``top`` and ``bottom`` are those of its line. The span is empty for what is printed but not in the text (running
    heads, page numbers, contents, bullets). ``confidence`` is what OCR says of it, 0 to 100.
    """

    page: int
    start: int
    end: int
    left: float
    top: float
    right: float
    bottom: float
    confidence: int = 100


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph, list item or table row, in reading order; markup and bullets lie outside ``span``.

    ``level`` is a heading's depth (1 = highest). It is 0 for the rest, unless the format closes what a heading
    opened (an HTML ``<details>``): then a level above 0 says that deeper headings end before this block. A row's
    ``cells`` are the spans of its cells in column order (an empty cell is an empty span), ``table`` numbers the
    tables of the document from 0, and ``column_headers`` says that this row names the columns of its table.
    """

    kind: BlockKind
    span: Span
    level: int = 0
    cells: tuple[Span, ...] = ()
    table: int | None = None
    column_headers: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A file as read: canonical text and its form. Knows nothing yet of forces or findings.

    ``properties`` holds what the format itself states (``title``, ``author``, ``created``, ``modified``), as text;
    ``running`` is what repeats in the margins of a PDF's pages and so is not in ``text``. ``words``, by start, are
    there for formats with pages.
    """

    file: str
    media_type: str
    sha256: str
    text: str
    pages: tuple[Page, ...]
    blocks: tuple[Block, ...]
    properties: dict[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    words: tuple[Word, ...] = ()

    def page_at(self, offset: int) -> int:
        """Return the number of the page on which the character at this offset is printed."""
        return page_number(self.pages, offset)


@dataclass(frozen=True, slots=True)
class Inspection:
    """One inspection report. ``id`` is the same for every document that speaks of the same report.

    ``published`` is the report's own date, not the response's. ``kind`` is the inspection type as written.
    """

    id: str
    title: str
    published: datetime.date | None = None
    year: int | None = None
    inspectorate: str = "HMICFRS"
    kind: str = ""
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A recommendation, area for improvement or cause of concern, keyed by (inspection, kind, number).

    ``span`` is its wording in the document (None where only its number is named), ``due`` the date by which it
    should be met and ``addressee`` who should act, as written.
    """

    kind: FindingKind
    number: str
    inspection: Inspection | None = None
    span: Span | None = None
    due: datetime.date | None = None
    addressee: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """The identity across documents; numbers repeat between inspections."""
        return (self.inspection.id if self.inspection else "", self.kind.value, self.number)

    @property
    def label(self) -> str:
        """``recommendation 6``; without a number just the kind."""
        return f"{self.kind.label} {self.number}".strip()


@dataclass(frozen=True, slots=True)
class Person:
    """An office holder that the document names. ``office`` is as written; ``role`` is whose voice it has."""

    role: Voice
    office: str
    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and its value: a form's line, or a table cell under its column's header.

    ``value`` marks the value (empty where nothing is stated), ``evidence`` the line or row that proves it.
    """

    label: str
    value: Span
    evidence: Span
    finding: Finding | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """What was recognised in a document. Nothing here is guessed: what is not stated is None or empty.

    ``inspections[0]`` is the main one. ``published`` is this document's own date, ``updated`` that of a revision.
    ``others`` are further bodies that answer in it. ``rules`` names what found each ("force: form label 'Force'").
    """

    title: str
    title_span: Span | None = None
    force: Force | None = None
    publisher: Voice = Voice.UNATTRIBUTED
    inspections: tuple[Inspection, ...] = ()
    published: datetime.date | None = None
    published_span: Span | None = None
    updated: datetime.date | None = None
    people: tuple[Person, ...] = ()
    findings: tuple[Finding, ...] = ()
    facts: tuple[Fact, ...] = ()
    rules: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    others: tuple[Force, ...] = ()

    @property
    def forces(self) -> tuple[Force, ...]:
        """Every body that answers in the document, its own first."""
        return (self.force, *self.others) if self.force else self.others


@dataclass(frozen=True, slots=True)
class Section:
    """A run of text with one voice and one finding, or a group (``also``) that it speaks of at once, under headings."""

    span: Span
    voice: Voice
    speaker: str
    finding: Finding | None = None
    headings: tuple[str, ...] = ()
    also: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit that is searched: one per (finding, voice), long ones split at sentences.

    ``header`` gives context (force | inspection and date | finding, due | voice): searched, never quoted.
    ``body`` is the text that is searched, without markup; ``sentences`` are the spans that may be quoted, in
    order, and ``statements`` say what each of them tells. ``id`` is ``{document_id}-{first 8 of sha256}-{ordinal}``.
    """

    id: str
    document_id: str
    ordinal: int
    span: Span
    page: int
    voice: Voice
    speaker: str
    header: str
    body: str
    sentences: tuple[Span, ...]
    force: Force | None = None
    finding: Finding | None = None
    headings: tuple[str, ...] = ()
    statements: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class HeldDocument:
    """A live document of the catalogue: everything but its text, passages and original file."""

    id: str
    file: str
    source: str
    media_type: str
    sha256: str
    pages: tuple[Page, ...]
    profile: Profile
    warnings: tuple[str, ...]
    ingested_at: datetime.datetime
