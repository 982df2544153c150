"""One file to what is kept of it. Runs in a process of its own (``warden``), because the file may be hostile.

path ─ read ─> Document ─ recognise ─> Profile ─ sections ─ passages ─> Parsed
"""

from dataclasses import fields, is_dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Any

from inspectqa.documents import Document, Passage, Span
from inspectqa.errors import RefusedFile
from inspectqa.ingest.garbled import refuse_garbled
from inspectqa.ingest.parcel import Job, Limits, Parsed
from inspectqa.ingest.passages import passages
from inspectqa.ingest.read import read_file
from inspectqa.ingest.read.text import read_text
from inspectqa.ingest.recognise import recognise
from inspectqa.ingest.sections import sections
from inspectqa.ingest.sidecar import with_sidecar
from inspectqa.ingest.wordings import with_speakers, with_wordings
from inspectqa.invisible import visible, visible_name

_SHARE_FOR_OCR = 0.6  # of the time that a file may take: the pages that are left are named, and the rest is kept
_WORDS = b"""# Response of Northmoor Constabulary to a report of 24 October 2025

| Recommendation | Response |
|---|---|
| Recommendation 4 By 31 July 2026, forces should act. | We await the guidance. We have trained 40 officers. |

## Recommendation 6

Commissioner: Ellen Farrow. I welcome the report, and the chief constable says that all officers were trained.
"""


def parse(job: Job) -> Parsed:
    """Read one file and return what is kept of it.

    Raises:
        RefusedFile: with one of the codes of docs/architecture.md.
        OSError: the path can't be opened.
    """
    seconds = _SHARE_FOR_OCR * job.limits.seconds if job.ocr else 0.0
    return _parsed(read_file(job.path, max_bytes=job.max_bytes, ocr_seconds=seconds, max_pages=job.limits.pages), job)


def warm_up() -> None:
    """Read a few words, so that patterns and lists are ready in every process that is forked from this one."""
    limits = Limits(0, 0, 0, 0, pages=9, characters=9_999, passages=99)
    _parsed(read_text(_WORDS, "warm.md"), Job(Path("warm.md"), "warm", 0, 220, limits))


def _parsed(document: Document, job: Job) -> Parsed:
    document = replace(document, file=visible_name(document.file))
    _small_enough(job.limits, document)
    document.text.encode()  # half a character can't be stored
    refuse_garbled(document)
    profile = with_sidecar(recognise(document), document, job.path)
    parts = sections(document, profile)
    made = passages(document, profile, parts, document_id=job.document_id, max_words=job.max_words)
    _few_enough(job.limits, document, made)
    profile = with_speakers(with_wordings(profile, made), made)
    bare = replace(document, blocks=())
    if visible(document.text) == document.text:
        return Parsed(bare, profile, made)
    note = "characters that can't be seen stand in the text; they are left out of what is searched and shown"
    return Parsed(replace(bare, warnings=(*bare.warnings, note)), _seen(profile), _seen(made))


def _small_enough(limits: Limits, document: Document) -> None:
    if len(document.pages) > limits.pages:
        found, limit, setting = f"{len(document.pages):,} pages", limits.pages, "INSPECTQA_MAX_PAGES"
    elif len(document.text) > limits.characters:
        found, limit, setting = f"{len(document.text):,} characters", limits.characters, "INSPECTQA_MAX_CHARACTERS"
    else:
        return
    raise _too_complex(document, found, limit, setting)


def _few_enough(limits: Limits, document: Document, made: tuple[Passage, ...]) -> None:
    if not made:
        raise RefusedFile("no_text", f"{document.file} holds no text that can be searched; export it again.")
    if len(made) > limits.passages:
        raise _too_complex(document, f"{len(made):,} passages", limits.passages, "INSPECTQA_MAX_PASSAGES")


def _too_complex(document: Document, found: str, limit: int, setting: str) -> RefusedFile:
    return RefusedFile("too_complex", f"{document.file} has {found}, more than {limit:,}; split it or raise {setting}.")


def _seen(value: Any) -> Any:
    """Return a value without the characters that can't be seen, in all its texts; spans and enums stay."""
    if isinstance(value, Enum | Span):
        return value
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, tuple):
        return tuple(map(_seen, value))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{one.name: _seen(getattr(value, one.name)) for one in fields(value)})
    return value
