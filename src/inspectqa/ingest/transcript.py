"""Transcripts: lines that hold nothing but who speaks next, with the time or in capitals.

    00:01:52  RUTH DRAYCOTT
    Yes. So there were seven in the year ...

Whoever is named ends the turn of the speaker before, also somebody whose office the document does not give.
"""

import re
from collections.abc import Sequence

from inspectqa.documents import BlockKind, Document, FindingKind, Profile, Span
from inspectqa.ingest.pieces import Piece, plain
from inspectqa.ingest.recognise.leads import Lead, kind_in
from inspectqa.ingest.voices import Label, read_label

_TIME = r"[\[(]?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?[\])]?\s+(?:[-–]\s+)?"
_LINE = re.compile(
    rf"(?:{_TIME}(?P<timed>[A-Z][\w'’.-]*(?:,? [A-Z(][\w'’.)-]*){{0,6}})|(?P<capitals>[A-Z][A-Z'’.-]+(?:"
    rf" [A-Z][A-Z'’.-]*){{1,3}})):?"
)
_FEWEST = 4  # lines, of two speakers at least
_NAMED = re.compile(
    r"\b(?P<kind>recommendation|rec|AFI|area for improvement|cause of concern)s?\b(?:\s*(?:no\.?|number|#)?\s*"
    r"|[^.?!]{0,40}?\bnumber )"
    r"(?P<number>\d{1,2}[a-z]?)\b(?!\s*(?:,|and|to|&|–|-)\s*\d)",
    re.IGNORECASE,
)


def speaker_lines(document: Document, parts: Sequence[Piece]) -> dict[int, str]:
    """Return the names that stand alone on a line before what they say; none unless the text is a transcript."""
    found = {}
    for number, piece in enumerate(parts):
        words = plain(piece.span.of(document.text))
        match = _LINE.fullmatch(words) if piece.kind is not BlockKind.ROW and len(words.split()) <= 9 else None
        if match:
            found[number] = match["timed"] or match["capitals"]
    names = set(found.values())
    return found if len(found) >= _FEWEST and 1 < len(names) < len(found) else {}


def speaker_label(name: str, profile: Profile) -> Label:
    """Return the label of a speaker's line; nobody's voice when no office is known of them."""
    return read_label(name, profile, alone=True) or Label(frozenset(), name)


def mentioned(text: str, span: Span) -> Lead | None:
    """Return the one finding that a speaker names: what is said after it is about it until another is named."""
    named = {(kind_in(match["kind"]), match["number"]) for match in _NAMED.finditer(text, *span)}
    kind, number = named.pop() if len(named) == 1 else (None, "")
    return (
        Lead(kind or FindingKind.RECOMMENDATION, number, None, span, subject=True, introduces=True) if number else None
    )
