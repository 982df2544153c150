"""Where a text hands over to somebody else: "The Chief Constable has provided the following comments:".

What follows is theirs: to the end of the quotation, the list or the block quotation, else one paragraph. What comes
after that paragraph, until a heading, a label or the publisher's own "I", is nobody's: it may still be theirs.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import count, takewhile

from inspectqa.documents import BlockKind, Document, Profile, Voice
from inspectqa.ingest.owners import marked, voices_in
from inspectqa.ingest.pieces import Piece, plain
from inspectqa.ingest.turn import Turn
from inspectqa.ingest.voices import KNOWN, Label

_LONGEST = 40  # pieces of one quotation
_UTTERS = (
    r"(?:said|says|stated|states|told|tells|commented|comments|provided|provides|responded|responds|written|wrote|writes"
    r"|replied|replies|explained|explains|submitted|answered|answers|reported|reports|advised|advises|confirmed|added"
    r"|given|sent|supplied|offered|made)"
)
_UTTERANCE = (
    r"(?:comments?|responses?|reply|views?|statement|answers?|position|update|account|observations?|words|explanation"
    r"|feedback|commentary|remarks?|submission)"
)
_SUBJECT = re.compile(rf"@(?P<who>[cf])(?:(?!@|\b(?:to|must|should|asked)\b).){{0,60}}?\b{_UTTERS}\b")
_POSSESSIVE = re.compile(rf"@(?P<who>[cf])['’]s? (?:[\w-]+ ){{0,3}}?{_UTTERANCE}\b")
_FROM = re.compile(
    rf"\b{_UTTERANCE}\b (?:\w+ ){{0,4}}?(?:of|from|by) (?:the )?@(?P<who>[cf])|@(?P<for>[cf]),? (?:\w+ )?for"
    rf" (?:his|her|their|its)"
    rf" (?:\w+ )?{_UTTERANCE}\b"
)
_REPORT = re.compile(
    r"@i[^@]{0,60}?\b(?:said|says|itself says|stated|states|found|finds|wrote|writes|concluded|concludes"
    r"|noted|notes|reads)\b"
)
_PRONOUN = re.compile(rf"\b(?:he|she|they|it) (?:has |have |had |also )*{_UTTERS}\b", re.IGNORECASE)
_DEMAND = re.compile(
    r"\b(?:must|should|will|would|expect|asked? @[cf] (?:to|that|the|these|whether)|questions?)\b", re.IGNORECASE
)
_ENDS = re.compile(
    r"(?::|\bas follows[.:]?|\b(?:set out|given|shown|printed|reproduced) (?:in full )?below[.:]?)$", re.IGNORECASE
)
_OPENS = re.compile(r"[“\"‘']")
_CLOSES = re.compile(r"[”\"’'][.,)]?$")
_OWN = re.compile(
    r"\b(?:my own|for my part|as (?:your |the )?(?:police[\w, ]*)?commissioner|my office|my view|in closing)\b"
    r"|\b(?:I|[Mm]y)\b.*\b(?:chief constable|the force|constabulary|officers tell|to account)\b"
    r"|\b(?:chief constable|the force|constabulary)\b.*\b(?:I|[Mm]y)\b",
    re.IGNORECASE,
)


def handed_to(words: str, profile: Profile) -> Voice | None:
    """Return who is given the word by a paragraph that ends with a colon, or says that words follow."""
    if not _ENDS.search(words):
        return None
    clause = re.split(r"(?<=[.!?]) ", words)[-1]
    marks = marked(clause, profile, KNOWN)
    for pattern in (_SUBJECT, _POSSESSIVE, _FROM):
        if match := pattern.search(marks):
            if _DEMAND.search(marks[: match.end()] if pattern is _SUBJECT else marks):
                return None
            who = match.groupdict().get("who") or match.groupdict().get("for")
            return Voice.FORCE if who == "f" else Voice.COMMISSIONER
    if _PRONOUN.search(marks):
        named = voices_in(marked(words, profile, KNOWN)) & {Voice.COMMISSIONER, Voice.FORCE}
        return next(iter(named)) if len(named) == 1 else None
    return None


def _quoted_by(turn: Turn, words: str, profile: Profile) -> Voice | None:
    """Return whose a quotation is: of the label before it, or of the one office that the words before it name."""
    if turn.label and not turn.has_text and not turn.label.bare:
        return turn.label.voice if turn.label.voice in (Voice.FORCE, Voice.COMMISSIONER) else None
    marks = marked(words, profile, KNOWN)
    if words.endswith(":") and _REPORT.search(marks):
        return Voice.INSPECTORATE
    named = voices_in(marks)
    alone = len(named) == 1 and words.endswith(":") and not re.search(r"\basked? @[cf] (?:to|that|whether)\b", marks)
    return next(iter(named & {Voice.COMMISSIONER, Voice.FORCE}), None) if alone else None


def with_handed(
    document: Document, profile: Profile, found: dict[int, Turn], parts: Sequence[Piece]
) -> dict[int, Turn]:
    """Return the turns with ``spoken`` for those that are somebody else's because the text before hands over."""
    if profile.publisher in (Voice.PANEL, Voice.INSPECTORATE):
        return found
    found = found | _introducing(document, profile, found)
    given = dict(found)
    for number, turn in found.items():
        words = plain(turn.piece.span.of(document.text))
        below = parts[number + 1] if number + 1 in found else None
        quotes = below is not None and (_opens(document, below) or _is_quoted(document, below))
        if _says_without_quoting(turn, profile, quotes=quotes):
            for at in _unsure(document, found, number + 2, profile):
                given[at] = replace(given[at], spoken=Label(frozenset(), ""))
        told = None if (turn.level and not quotes) or turn.note else handed_to(words, profile)
        voice = told or (_quoted_by(turn, words, profile) if quotes else None)
        if voice is None or number + 1 not in found:
            continue
        clause = re.split(r"(?<=[.!?]) ", words)[-1]
        label = Label(frozenset({voice}), clause)
        if turn.label is not None and quotes:
            given[number] = replace(turn, label=replace(turn.label, said=True))  # for the quotation, no longer
        extent, quoted = _extent(document, parts, number + 1)
        for at in range(number + 1, number + 1 + extent):
            if at in found and not found[at].level:
                given[at] = replace(found[at], spoken=label)
        if turn.level and turn.label is not None:
            given |= _below_heading(found, number + 1 + extent)
        alone = turn.label is None or (turn.label.said and not turn.has_text)
        if not quoted and alone and voice is not profile.publisher:
            for at in _unsure(document, found, number + 1 + extent, profile):
                given[at] = replace(given[at], spoken=Label(frozenset(), ""))
    return given


def _introducing(document: Document, profile: Profile, found: dict[int, Turn]) -> dict[int, Turn]:
    """Return the text that hands over for good, as the end of what is said of the finding before it.

    It is the only one of the document, names no finding, and comes after several: somebody's comments on all of them.
    """
    handing = [
        turn
        for turn in found.values()
        if not (turn.level or turn.note) and handed_to(plain(turn.piece.span.of(document.text)), profile)
    ]
    one = handing[0] if len(handing) == 1 else None
    if one is None or one.finding or one.mentions:
        return {}
    before = {turn.finding.key for turn in found.values() if turn.finding and turn.number < one.number}
    return {one.number: replace(one, closes=True)} if len(before) > 1 else {}


def _says_without_quoting(turn: Turn, profile: Profile, *, quotes: bool) -> bool:
    """Say whether a label tells that somebody else says what stands below, with no marks to show its end."""
    label = turn.label
    return label is not None and label.said and not (turn.has_text or quotes) and label.voice is not profile.publisher


def _below_heading(found: dict[int, Turn], first: int) -> dict[int, Turn]:
    """Return the texts after a quotation below a speaker's heading: it goes on, or does not; nobody knows."""
    numbers = takewhile(lambda at: at in found and not found[at].level, count(first))
    return {at: replace(found[at], spoken=None if found[at].label else Label(frozenset(), "")) for at in numbers}


def _extent(document: Document, parts: Sequence[Piece], first: int) -> tuple[int, bool]:
    """Return how many pieces from ``first`` are handed over, and whether marks or a list show their end."""
    words = [plain(piece.span.of(document.text)) for piece in parts[first : first + _LONGEST]]
    if not words:
        return 0, True
    if _opens(document, parts[first]):
        end = next((number for number, one in enumerate(words) if _closes(document, parts[first + number], one)), None)
        if end is None:
            return 1, False
        more = first + end + 1 < len(parts) and _opens(document, parts[first + end + 1])
        return end + 1 + (_extent(document, parts, first + end + 1)[0] if more else 0), True
    for alike in (_is_item, _is_quoted):
        count = next((at for at, one in enumerate(parts[first:]) if not alike(document, one)), len(parts) - first)
        if count:
            return count, True
    return (0 if parts[first].kind is BlockKind.HEADING else 1), False


def _opens(document: Document, piece: Piece) -> bool:
    around = document.text[max(0, piece.span.start - 2) : piece.span.start + 1]
    return bool(_OPENS.search(around.strip()[-2:]))


def _closes(document: Document, piece: Piece, words: str) -> bool:
    after = document.text[piece.span.end : piece.span.end + 2].split("\n")[0]
    return bool(_CLOSES.search(words + after.strip()))


def _is_item(document: Document, piece: Piece) -> bool:
    return piece.kind is BlockKind.LIST_ITEM


def _is_quoted(document: Document, piece: Piece) -> bool:
    line = document.text.rfind("\n", 0, piece.span.start) + 1
    return piece.kind is BlockKind.PARAGRAPH and ">" in document.text[line : piece.span.start]


def _unsure(document: Document, found: dict[int, Turn], first: int, profile: Profile) -> list[int]:
    """Return the paragraphs after those handed over that nothing gives to anybody."""
    unsure = []
    for at in sorted(number for number in found if number >= first):
        turn = found[at]
        words = plain(turn.piece.span.of(document.text))
        if turn.level or turn.label or turn.closes or _OWN.search(words) or handed_to(words, profile):
            break
        unsure.append(at)
    return unsure
