"""The nouns as they are stored: JSON for whole values, float32 bytes for vectors.

Nothing here knows a table; ``catalogue`` and ``versions`` do.
"""

import datetime
import json
import sqlite3
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from inspectqa.documents import Document, Fact, Finding, HeldDocument, Page, Passage, Profile

Vectors = NDArray[np.float32]

_FLOAT = np.dtype("<f4")
_PAGES = TypeAdapter(tuple[Page, ...])
_PROFILE = TypeAdapter(Profile)
_PASSAGE = TypeAdapter(Passage)
_FINDING = TypeAdapter(Finding)
_FACT = TypeAdapter(Fact)


@dataclass(frozen=True, slots=True)
class Draft:
    """A file that was read, recognised and cut into passages, on its way into the catalogue.

    ``source`` is the absolute path and ``recipe`` names the rules and settings that the file was read with.
    """

    document_id: str
    source: str
    recipe: str
    document: Document
    profile: Profile
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a live document came from, and what its live version was made of."""

    document_id: str
    source: str
    sha256: str
    recipe: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that can't be ingested, remembered until its content changes."""

    path: str
    sha256: str
    recipe: str
    code: str
    reason: str
    refused_at: datetime.datetime


def vector_bytes(vectors: Vectors) -> bytes:
    """Return rows of equal length as little-endian float32."""
    return vectors.astype(_FLOAT, copy=False).tobytes()


def vector_rows(stored_rows: bytes, count: int) -> Vectors:
    """Return ``count`` stored rows as a float32 array of shape (count, dimensions)."""
    return np.frombuffer(stored_rows, dtype=_FLOAT).reshape(count, -1).astype(np.float32, copy=False)


def version_row(draft: Draft, now: datetime.datetime) -> tuple[object, ...]:
    """Return the columns of ``versions`` after its id."""
    published = draft.profile.published
    return (
        draft.document_id,
        draft.document.sha256,
        draft.recipe,
        draft.document.media_type,
        draft.document.text,
        _PAGES.dump_json(draft.document.pages).decode(),
        _PROFILE.dump_json(draft.profile).decode(),
        json.dumps((*draft.document.warnings, *draft.profile.warnings), ensure_ascii=False),
        published.isoformat() if published else None,
        now.isoformat(),
    )


def passage_row(version: int, ordinal: int, passage: Passage) -> tuple[object, ...]:
    """Return the columns of ``passages``."""
    finding = passage.finding
    return (
        version,
        ordinal,
        passage.id,
        passage.voice.value,
        passage.force.id if passage.force else None,
        finding.kind.value if finding else None,
        finding.number if finding else None,
        finding.label if finding else None,
        finding.inspection.id if finding and finding.inspection else None,
        finding.due.isoformat() if finding and finding.due else None,
        _PASSAGE.dump_json(passage).decode(),
    )


def finding_row(version: int, finding: Finding) -> tuple[object, ...]:
    """Return the columns of ``findings``."""
    return (
        version,
        finding.kind.value,
        finding.number,
        finding.inspection.id if finding.inspection else None,
        finding.due.isoformat() if finding.due else None,
        _FINDING.dump_json(finding).decode(),
    )


def fact_row(version: int, fact: Fact, text: str) -> tuple[object, ...]:
    """Return the columns of ``facts``; the value is cut from the document's text."""
    return (version, fact.label, fact.value.of(text), _FACT.dump_json(fact).decode())


def passage(stored: str) -> Passage:
    """Return a passage from its JSON."""
    return _PASSAGE.validate_json(stored)


def finding(stored: str) -> Finding:
    """Return a finding from its JSON."""
    return _FINDING.validate_json(stored)


def fact(stored: str) -> Fact:
    """Return a fact from its JSON."""
    return _FACT.validate_json(stored)


def held_document(row: sqlite3.Row) -> HeldDocument:
    """Return a live document from a row of ``documents`` joined to its version."""
    return HeldDocument(
        id=row["document_id"],
        file=row["file"],
        source=row["source"],
        media_type=row["media_type"],
        sha256=row["sha256"],
        pages=_PAGES.validate_json(row["pages"]),
        profile=_PROFILE.validate_json(row["profile"]),
        warnings=tuple(json.loads(row["warnings"])),
        ingested_at=datetime.datetime.fromisoformat(row["ingested_at"]),
    )


def refusal(row: sqlite3.Row) -> Refusal:
    """Return a refusal from its row."""
    when = datetime.datetime.fromisoformat(row["refused_at"])
    return Refusal(row["path"], row["sha256"], row["recipe"], row["code"], row["reason"], when)
