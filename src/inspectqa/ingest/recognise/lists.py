"""Findings that only a list numbers: "1. The force should ..." under a heading "Areas for improvement"."""

import re
from collections import Counter

from inspectqa.documents import BlockKind, Document, FindingKind, Span
from inspectqa.ingest.pieces import Piece, plain, trimmed
from inspectqa.ingest.recognise.groups import other_half
from inspectqa.ingest.recognise.leads import Lead, kind_in, lead_of

_NUMBER_BEFORE = re.compile(r"(?:^|\n)[ \t>]*\(?(?P<number>\d{1,2})[.)]\s*(?:[*_]{1,3})?\Z")
_NUMBER = re.compile(r"\(?(?P<number>\d{1,2})[.)]\s+(?=\S)")
_ASKS = re.compile(r"\b(?:should|must|needs? to)\b")
_ANSWERS = re.compile(r"\b(?:response|comments?|progress|update|reply|what we|how we)\b", re.IGNORECASE)


_DIVISION = re.compile(
    r"\b(?:introduction|background|summary|conclusions?|overview|annex|appendix|next steps)\b", re.IGNORECASE
)


_MADE = re.compile(
    r"\brecommendations? (?:was|were|are|is) (?:made|issued)\b|\bfollowing recommendations?\b"
    r"|\b(?:has|had|makes|made|contains|gives) (?:the |its )?(?:\w+ )?recommendations?\b"
    r"[^|]{0,80}?\b(?:below|here|as follows|in turn)\b"
    r"|\brecommendations?:\W*$",
    re.I,
)


def in_lists(document: Document, pieces: tuple[Piece, ...]) -> dict[int, Lead]:
    """Return the findings that lists number under the heading of their kind, by the piece that words each.

    A number that comes twice is nobody's: the lists begin again and their numbers are not the report's.
    """
    kind: FindingKind | None = None
    level = depth = 0
    found: dict[int, Lead] = {}
    for number, piece in enumerate(pieces):
        depth = document.blocks[piece.block].level if piece.kind is BlockKind.HEADING else depth
        if piece.kind is BlockKind.HEADING:
            within = kind is not None and document.blocks[piece.block].level > level
            lead = _headed(document.text, piece.span, kind) if kind and within else None
            found |= {number: lead} if lead else {}
            kind, level = (kind, level) if lead else _under(document, piece, kind, level)
        elif piece.kind is not BlockKind.ROW and _MADE.search(piece.span.of(document.text)):
            kind, level = FindingKind.RECOMMENDATION, depth
        elif kind and piece.kind is not BlockKind.ROW:
            lead = _numbered(document.text, piece.span, kind)
            found |= {number: lead} if lead else {}
    twice = Counter((lead.kind, lead.number) for lead in found.values())
    return {number: lead for number, lead in found.items() if twice[lead.kind, lead.number] == 1}


def _under(document: Document, piece: Piece, kind: FindingKind | None, level: int) -> tuple[FindingKind | None, int]:
    """Return the kind of finding that the text below a heading lists, and the heading's level."""
    span = other_half(document.text, piece.span) or piece.span
    words, depth = plain(span.of(document.text)), document.blocks[piece.block].level
    lead = lead_of(document.text, span)
    plural = re.match(
        r"(?:\d{1,2}[.)]?\s+)?(?:the |our |hmicfrs )?"
        r"(?:areas for improvement|AFIs\b|causes of concern|recommendations"
        r"|(?:area for improvement|AFI\b|cause of concern)(?!\s*[:–-]\s*\S))",
        words,
        re.IGNORECASE,
    )
    if plural and not (lead and lead.number) and not _ANSWERS.search(words):
        return kind_in(words), depth
    return (kind, level) if kind and depth > level and not (lead and lead.number) else (None, 0)


def _headed(text: str, span: Span, kind: FindingKind) -> Lead | None:
    """Return the finding of a numbered heading below the heading of its kind: "1. Information at the front door"."""
    match = _NUMBER.match(text, *span)
    if match is None or _ANSWERS.search(span.of(text)) or _DIVISION.search(span.of(text)):
        return None
    if kind_in(text[match.end() : span.end]):
        return None  # "3. Recommendation 1": the number is the section's
    return Lead(kind, match["number"], None, Span(span.end, span.end))


def _numbered(text: str, span: Span, kind: FindingKind) -> Lead | None:
    inside = _NUMBER.match(text, *span)
    before = None if inside else _NUMBER_BEFORE.search(text[max(0, span.start - 12) : span.start])
    match = inside or before
    rest = Span(inside.end(), span.end) if inside else span
    words = plain(rest.of(text))
    if match is None or not _ASKS.search(re.split(r"[.!?] ", words)[0]) or re.search(r"\b(?:I|we|We|our|Our)\b", words):
        return None
    return Lead(kind, match["number"], None, trimmed(text, rest))
