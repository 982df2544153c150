"""What a composer works with (Material) and what it makes (a Draft of Claims, each resting on Sources)."""

import datetime
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from inspectqa.answers import Status
from inspectqa.documents import Finding, HeldDocument, Passage, Span, Voice
from inspectqa.forces import Force
from inspectqa.retrieval.holdings import Holdings, matches
from inspectqa.retrieval.query import FindingRef, Query
from inspectqa.retrieval.retrieve import Evidence

_NEVER = datetime.date.min
_TAG = re.compile(r"<[^>]{0,300}>")
_EMPHASIS = re.compile(r"\*{1,3}|(?<!\w)_+|_+(?!\w)|`+")


def plain(text: str) -> str:
    """Return a quotation as a person reads it: without tags and emphasis marks, white space folded."""
    return re.sub(r"\s+", " ", _EMPHASIS.sub("", _TAG.sub(" ", text))).strip()


def date_of(document: HeldDocument) -> datetime.date | None:
    """Return the date that a document speaks at: its last revision, else its own date, else None."""
    return document.profile.updated or document.profile.published


def within(document: HeldDocument, first: datetime.date | None, last: datetime.date | None) -> bool:
    """Say whether a document is dated in a range; an undated one is only when there is no range."""
    dated = date_of(document)
    return (not first and not last) or (dated is not None and (first or _NEVER) <= dated <= (last or datetime.date.max))


class Texts(Protocol):
    """What the composers read of the catalogue."""

    def text(self, document_id: str) -> str:
        """Return the canonical text of a document."""

    def passages_of(self, document_id: str) -> tuple[Passage, ...]:
        """Return the passages of a document in order."""


Similar = Callable[[str, Sequence[str]], Sequence[float]]
"""The cosine similarity of a text to each of several others."""


@dataclass(frozen=True, slots=True)
class Source:
    """A span of a held document that a claim rests on, with who speaks there and about which finding."""

    document: HeldDocument
    span: Span
    voice: Voice = Voice.UNATTRIBUTED
    speaker: str = ""
    finding: Finding | None = None
    said_by: Force | None = None

    @property
    def force(self) -> Force | None:
        """Whose words these are: the document's force, unless another body answers here."""
        return self.said_by or self.document.profile.force


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence of a draft and what it rests on. Words in “ ” must stand in one of the sources."""

    text: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer before it is checked. ``text`` replaces the status's own sentence where there are no claims.

    ``model`` names the model that chose and worded the claims, where one did.
    """

    status: Status
    claims: tuple[Claim, ...] = ()
    text: str = ""
    held: tuple[str, ...] | None = None
    notices: tuple[str, ...] = ()
    model: str | None = None


def answered(claims: Iterable[Claim]) -> Draft | None:
    """Return a draft that answers with these claims, each once; None when there are none."""
    unique = {claim.text: claim for claim in claims}
    return Draft(Status.ANSWERED, tuple(unique.values())) if unique else None


@dataclass(frozen=True, eq=False)
class Material:
    """A query with the evidence found for it and what is held; read only. Cheap to hash: no two are equal."""

    query: Query
    evidence: tuple[Evidence, ...]
    holdings: Holdings
    texts: Texts
    similar: Similar | None = None

    @cached_property
    def documents(self) -> tuple[HeldDocument, ...]:
        """The documents that may speak, newest first: of the forces named, within the filters, of the month named."""
        filters = self.query.filters
        held = [
            document
            for document in self.holdings.of(self.query.forces)
            if not filters.forces or any(force.id in filters.forces for force in document.profile.forces)
            if not filters.inspections or any(i.id in filters.inspections for i in document.profile.inspections)
            if self._about(document)
            if within(document, filters.published_from, filters.published_to)
        ]
        naming = [d for d in held if d.id in self.query.documents]
        held = naming or held
        of_month = [d for d in held if (dated := date_of(d)) and (dated.year, dated.month) in self.query.months]
        return tuple(sorted(of_month or held, key=lambda d: (date_of(d) or _NEVER, d.file), reverse=True))

    def _about(self, document: HeldDocument) -> bool:
        """Say whether a document is about an inspection that the question names; one that names none may be."""
        named = {inspection.id for inspection in document.profile.inspections if inspection.id}
        return not self.query.inspections or not named or bool(named & set(self.query.inspections))

    def speaks(self, passage: Passage) -> bool:
        """Say whether a passage may speak: of a document that may, of no other force, under no other inspection."""
        inspection = passage.finding.inspection.id if passage.finding and passage.finding.inspection else ""
        about = not self.query.inspections or not inspection or inspection in self.query.inspections
        named = {force.id for force in self.query.forces}
        own = passage.force is None or not named or passage.force.id in named
        voiced = not self.query.filters.voices or passage.voice in self.query.filters.voices
        return about and own and voiced and any(document.id == passage.document_id for document in self.documents)

    @cached_property
    def _by_id(self) -> dict[str, HeldDocument]:
        return {document.id: document for document in self.holdings.documents}

    def document(self, document_id: str) -> HeldDocument:
        """Return the held document with this id."""
        return self._by_id[document_id]

    def passages(self, ref: FindingRef | None = None, voices: Sequence[Voice] = ()) -> list[Passage]:
        """Return the passages of the documents that may speak, narrowed to a finding and to voices."""
        return [
            passage
            for document in self.documents
            for passage in self.texts.passages_of(document.id)
            if (ref is None or (passage.finding is not None and matches(passage.finding, ref)))
            if not voices or passage.voice in voices
            if self.speaks(passage)
        ]

    def quote(self, source: Source) -> str:
        """Return the exact words of a source."""
        return source.span.of(self.texts.text(source.document.id))


def source_of(material: Material, passage: Passage, span: Span) -> Source:
    """Return the source that a span of a passage is."""
    return Source(
        material.document(passage.document_id), span, passage.voice, passage.speaker, passage.finding, passage.force
    )
