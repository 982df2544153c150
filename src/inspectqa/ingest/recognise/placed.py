"""Wordings told by their place: a finding's label, a paragraph, and then the label of who answers.

That is read only where all findings of a document are laid out so: one that is followed by an answer without a label
shows that the paragraph may be the answer.
"""

import re

from inspectqa.documents import BlockKind, Document, Profile, Span, Voice
from inspectqa.ingest.pieces import Piece, plain
from inspectqa.ingest.recognise.leads import lead_of, paragraph_number
from inspectqa.ingest.voices import inline_label, read_label

_MOST = 12  # pieces before the answer
_PARAGRAPHS = 3  # of one wording
_SHORTEST = 5  # words of a wording
_TOPIC = 8  # words beside a label
_NO_WORDING = re.compile(
    r"\b(?:I|we|our|my|us|accepts?|accepted|agrees?|welcomes?|has been|have been|has now|have now|is now|are now)\b"
    r"|\b(?:launched|introduced|completed|trained|began|started|appointed)\b"
    r"|^(?:addressed to|status|not accepted|owner|lead|see|note|response|none|complete|closed|open)\b",
    re.IGNORECASE,
)


def wordings_by_place(document: Document, pieces: tuple[Piece, ...]) -> dict[int, Span]:
    """Return the paragraph that words each finding of a document laid out so, by the number of its label's piece."""
    found: dict[int, Span] = {}
    for number, piece in enumerate(pieces[:-2]):
        if piece.kind is BlockKind.ROW or not _is_label(document.text, piece):
            continue
        following = pieces[number + 1]
        if following.kind in (BlockKind.HEADING, BlockKind.ROW) or opens_answer(document, following):
            continue
        if piece.kind is following.kind is BlockKind.LIST_ITEM:
            continue  # a list of what is on the page
        below = pieces[number + 1 : number + 1 + _MOST]
        end = next((at for at, one in enumerate(below) if at and opens_answer(document, one)), None)
        between = [one for one in below[:end] if one.kind is not BlockKind.LIST_ITEM]
        if (
            end is None
            or len(between) > _PARAGRAPHS
            or not all(_may_word(document, one) for one in between or below[:1])
        ):
            return {}
        found[number] = Span(following.span.start, max(one.span.end for one in between or below[:1]))
    return found


def _may_word(document: Document, piece: Piece) -> bool:
    prose = piece.kind is BlockKind.PARAGRAPH and not paragraph_number(document.text, piece.span)
    return prose and _fits(plain(piece.span.of(document.text)))


def _is_label(text: str, piece: Piece) -> bool:
    """Say whether a piece is a finding's label, with a topic at most."""
    lead = lead_of(text, piece.span)
    return lead is not None and not lead.subject and len(plain(lead.rest.of(text)).split()) <= _TOPIC


def _fits(words: str) -> bool:
    return len(words.split()) >= _SHORTEST and not _NO_WORDING.search(words) and ":" not in words.split(". ")[0][:30]


def opens_answer(document: Document, piece: Piece) -> bool:
    """Say whether a piece is, or opens with, the label of somebody who answers."""
    nobody = Profile("", publisher=Voice.FORCE)  # "What has been done", "Progress"
    words = plain(piece.span.of(document.text))
    whole = read_label(words, nobody, alone=piece.kind is BlockKind.HEADING) if len(words.split()) <= 14 else None
    inline = None if whole else inline_label(document.text, piece.span, nobody)
    label = whole or (inline[0] if inline else None)
    return label is not None and not label.closing and label.voice in (Voice.FORCE, Voice.COMMISSIONER)
