"""Whose words a document is as a whole: minutes, the inspectorate's report, a signed letter, or nobody's alone."""

import re
from dataclasses import dataclass

from inspectqa.documents import BlockKind, Document, Person, Voice
from inspectqa.ingest.pieces import Piece, plain

_MINUTES = re.compile(r"\bminutes\b|\bnote of (?:the|a) meeting\b|\brecord of (?:the|a) meeting\b", re.IGNORECASE)
_PANEL = re.compile(r"\b(?:panel|committee|board)\b", re.IGNORECASE)
_MEETING = re.compile(r"\b(?:present|apologies|in attendance|declarations? of interests?)\b", re.IGNORECASE)
_ATTENDED = re.compile(
    r"^\W*(?:present|members present|attendance|in attendance|apologies)\b", re.IGNORECASE | re.MULTILINE
)
_LETTER = re.compile(r"^\W*(?:dear\b|yours (?:sincerely|faithfully|truly)|kind regards)", re.IGNORECASE | re.MULTILINE)
_AUTHOR = re.compile(
    r"\bI (?:write|publish|am writing|am publishing|set out (?:below )?my|submit|offer (?:these|my))\b"
)
_INSPECTORATE = re.compile(r"\bHMICFRS\b|\bHis Majesty['’]s Inspectorate\b|\bHM Inspector", re.IGNORECASE)
_INSPECTED = re.compile(
    r"\b(?:we inspected|our inspection|our inspectors|we found|we recommend|we visited|we graded|about us|our fieldwork"
    r"|terms of reference|we reviewed|we interviewed)\b",
    re.IGNORECASE,
)
_ANSWERS = re.compile(
    r"\bsection 55\b|\bresponse\b|\bcomments?\b|\bimprovement plan\b|\btracker\b|\bdear\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Publisher:
    """The one voice of a document (UNATTRIBUTED when it has several or none) and the rule that found it."""

    voice: Voice
    rule: str = ""


def publisher(document: Document, pieces: tuple[Piece, ...], people: tuple[Person, ...]) -> Publisher:
    """Return the voice in which a whole document speaks where nothing in it says otherwise."""
    text = document.text
    head = [plain(piece.span.of(text)) for piece in pieces[:8]]
    if any(map(_MINUTES.search, head)) and (any(map(_PANEL.search, head)) or _MEETING.search(text)):
        return Publisher(Voice.PANEL, "publisher: minutes of a meeting")
    if head and _PANEL.search(head[0]) and _ATTENDED.search(text):
        return Publisher(Voice.PANEL, "publisher: a meeting and who attended")
    if _is_report(text, head):
        return Publisher(Voice.INSPECTORATE, "publisher: the inspectorate's own words")
    signed = _signatory(pieces, people)
    if signed and (_LETTER.search(text) or _AUTHOR.search(text)):
        return Publisher(signed.role, f"publisher: signed by {signed.name}, {signed.office}")
    return Publisher(Voice.UNATTRIBUTED)


def _is_report(text: str, head: list[str]) -> bool:
    first = " ".join(head)[:1500]
    speaks = len(_INSPECTED.findall(text))
    return bool(_INSPECTORATE.search(text)) and speaks >= 2 and not _ANSWERS.search(first)


def _signatory(pieces: tuple[Piece, ...], people: tuple[Person, ...]) -> Person | None:
    """Return who signs: the office holder named in the last lines, where no other role is named there."""
    lines = [piece for piece in pieces if piece.kind is not BlockKind.ROW]
    if not lines:
        return None
    start = lines[max(0, len(lines) - 8)].span.start
    last = [
        person for person in people if person.span.start >= start and person.role in (Voice.COMMISSIONER, Voice.FORCE)
    ]
    return last[-1] if len({person.role for person in last}) == 1 else None
