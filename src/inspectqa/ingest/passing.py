"""What an ordinary paragraph ends: labels of one paragraph, and what a line that no rule reads may name."""

import re
from dataclasses import replace
from itertools import takewhile

from inspectqa.documents import BlockKind, Document, Voice
from inspectqa.ingest.frames import LABEL_DEPTH, Frame, Stack, push, without_finding
from inspectqa.ingest.recognise.leads import paragraph_number
from inspectqa.ingest.turn import Turn

# A label that no rule reads: what follows it need not be by the speaker, or about the finding, before it.
_UNREAD_LABEL = re.compile(r"\W*[A-Z][^:.!?\n]{1,50}:(?:[*_]|</\w+>)*\s|[A-Z][\w’' ]{1,30}?(?: {3,}|\t)(?=\S)")
_UNREAD_HEADING = re.compile(r"\d{1,2}[.)]?\s+[A-Z][^.!?:;]{2,60}")
_UNREAD_LINE = re.compile(
    r"(?:[A-Z0-9]{1,2}[.)]\s+)?\W*[A-Z][^.!?;\n]{2,60}[^.!?;,\n”]"
)  # a line that stands alone, or a label before a colon
_FEWEST, _LINE = 3, 8  # words
_FAR = 12  # paragraphs below a label
_NAMED = re.compile(r"(?:(?:Mr|Mrs|Ms|Dr|Cllr|Councillor) )?[A-Z][a-z'’-]+ [A-Z][a-zA-Z'’-]+: \S")
_UNREAD_SPEAKER = re.compile(r"\W*[A-Z][\w’'&-]*(?: [\w’'&-]+){0,5}:\W*")  # a line of its own: somebody speaks below
_TELLS = re.compile(
    r"\b(?:I|we|my|our|has|have|does|do|includes?|not|yet|now|following|below|follows|are|is|was|were|that|those|these|this)\b",
    re.IGNORECASE,
)
_NUMBERED_HEADING = re.compile(r"\d{1,2}[.)]?\s")


def passed(document: Document, stack: Stack, turn: Turn, *, minuted: bool = False) -> Stack:
    """Return the stack as it holds for an ordinary paragraph or list item: inline frames may have ended."""
    if turn.piece.kind is BlockKind.LIST_ITEM:
        return stack
    words = turn.piece.span.of(document.text)
    numbered = bool(paragraph_number(document.text, turn.piece.span))
    if numbered and not minuted and _back_to_numbers(document, turn.piece.block):
        stack = tuple(replace(frame, voice=None, speaker="") if frame.voice else frame for frame in stack)
    if _UNREAD_HEADING.fullmatch(words) and len(words.split()) <= 9:
        ended = [frame.depth for frame in stack if frame.depth >= LABEL_DEPTH or _NUMBERED_HEADING.match(frame.heading)]
        return tuple(frame for frame in stack if not ended or frame.depth < min(ended))
    if _UNREAD_LINE.fullmatch(words) and len(words.split()) <= _LINE:  # it may name somebody whom no rule knows
        quoted = {Voice.INSPECTORATE}  # their words are short: what a line parts from them need not be theirs
        spoken = [frame.depth for frame in stack if frame.voice in quoted or (frame.voice is not None and frame.line)]
        stack = tuple(frame for frame in stack if not spoken or frame.depth < min(spoken))
    unread = _UNREAD_SPEAKER.fullmatch(words) and not _TELLS.search(words)
    if not minuted and (unread or _NAMED.match(words)):  # of no known office: what follows may be theirs, too
        return push(stack, Frame(LABEL_DEPTH, voice=Voice.UNATTRIBUTED, line=True))
    if words.isupper() and _FEWEST <= len(words.split()) <= _LINE:
        return without_finding(stack)  # a heading by its capitals
    label = _UNREAD_LABEL.match(words)
    another = bool(label and re.search(r"\d", label[0]))
    ended = [
        frame.depth
        for frame in stack
        if frame.inline and (_ended(frame, numbered) or another or (label and frame.voice is not None))
    ]
    kept = tuple(frame for frame in stack if not ended or frame.depth < min(ended))
    return tuple(replace(frame, spare=frame.spare - 1) if frame.inline and frame.spare else frame for frame in kept)


def _back_to_numbers(document: Document, at: int) -> bool:
    """Say whether a numbered paragraph follows text without numbers under one heading: its writer has the word again.

    "Submission by the force / We have trained ... / 3.3 At that rate the last officer ..."
    """
    above = list(
        takewhile(lambda one: one.kind is BlockKind.PARAGRAPH, reversed(document.blocks[max(0, at - _FAR) : at]))
    )
    text = bool(above) and len(above[0].span.of(document.text).split()) >= _LINE
    return text and not any(paragraph_number(document.text, one.span) for one in above)


def _ended(frame: Frame, numbered: bool) -> bool:
    return (bool(frame.paragraph) and numbered) or not (frame.more or frame.spare)
