"""What the tests of recognising share: a text that is read, recognised and put into passages."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from inspectqa.documents import Document, Finding, Passage, Profile
from inspectqa.ingest.passages import passages
from inspectqa.ingest.read import read_file
from inspectqa.ingest.read.text import read_text
from inspectqa.ingest.recognise import recognise
from inspectqa.ingest.sections import sections

KINDS = {"recommendation": "R", "area_for_improvement": "AFI", "cause_of_concern": "CoC"}


@dataclass(frozen=True)
class Said:
    """A document with what was recognised in it."""

    document: Document
    profile: Profile
    passages: tuple[Passage, ...]

    @property
    def sentences(self) -> dict[str, tuple[str, str, str]]:
        """Each sentence with its voice, its speaker and its finding's short name."""
        return {
            " ".join(span.of(self.document.text).split()): (one.voice.value, one.speaker, short(one.finding))
            for one in self.passages
            for span in one.sentences
        }

    def spoken(self, opening: str) -> tuple[str, str, str]:
        """Return voice, speaker and finding of the sentence that opens so."""
        return next(who for sentence, who in self.sentences.items() if sentence.startswith(opening))


def short(finding: Finding | None) -> str:
    """Return a finding's kind, number and inspection's year: ``R6/2025``."""
    if finding is None:
        return ""
    year = finding.inspection.year if finding.inspection else None
    return f"{KINDS[finding.kind.value]}{finding.number}" + (f"/{year}" if year else "")


def said(document: Document) -> Said:
    """Recognise ``document`` and put it into passages."""
    profile = recognise(document)
    parts = passages(document, profile, sections(document, profile), document_id="doc", max_words=220)
    return Said(document, profile, parts)


@cache
def read_once(path: Path) -> Document:
    """Read a file of the tests; OCR of a scan takes seconds, and several tests ask for it."""
    return read_file(path, max_bytes=50_000_000)


@cache
def said_in(path: Path) -> Said:
    """Read and recognise a file."""
    return said(read_once(path))


def said_by(text: str, file: str = "a.md") -> Said:
    """Read and recognise a text."""
    return said(read_text(text.encode(), file))
