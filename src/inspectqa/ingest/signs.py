"""Labels told by their form: somebody named again and again in the same place is who speaks there.

    Constabulary, v1.0              PSNI reply. Assistant Chief Constable ...     GWENT POLICE
    We found that 16 of the 58 ...  Board officials' assessment. The post ...     A question was added ...

A label of which only some words are known (voices.py) is nobody's by itself: it may be a topic ("Force vehicles").
One that comes again with the same words, or with another speaker in the same words, is no topic.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from inspectqa.documents import BlockKind, Document, Profile, Span, Voice
from inspectqa.ingest.owners import marked
from inspectqa.ingest.pieces import Piece, plain, trimmed
from inspectqa.ingest.voices import KNOWN, NOUNS, Label

_LONGEST = 10  # words of a line
_LONGEST_LEAD = 7  # words before the stop, colon or dash that ends a label
_LEAD = re.compile(
    r"(?P<sign>[^\n.:;!?“”\"–—]{2,70}?)(?:[*_]{1,3}|</\w+>)*(?P<end>:|\.|\s[–—-](?=\s)|\n)(?:[*_]{1,3}|</\w+>)*\s+(?=\S)"
)
_MARKS = {"@c": Voice.COMMISSIONER, "@f": Voice.FORCE, "@p": Voice.PANEL}
_OWNER = re.compile(r"@[a-z]\w*")
_WHEN = re.compile(
    r"\b(?:v(?:ersion)?\.? ?\d[\w.]*|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?|\d[\w./:-]*"
    r"|page|no)(?!\w)",
    re.IGNORECASE,
)
_SAYS = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|will|would|should|shall|must|may|can|could|might|does|did|do|not|who|which"
    r"|that|and)\b|n['’]t\b",
    re.IGNORECASE,
)
_OBJECT = re.compile(r"\b(?:to|for|about|on|with|against|under|at|in|than|between|into|all|each|every|other)\b[^@]*@")
_SENTENCE = 4  # words of a text that may follow a speaker's name


@dataclass(frozen=True, slots=True)
class _Sign:
    """A text that may be a label: its form and words without the speaker, who that is, and what follows it."""

    number: int
    form: str
    words: str
    mark: str
    label: str
    rest: Span


def signs(
    document: Document, profile: Profile, parts: Sequence[Piece], starts: dict[int, Span]
) -> dict[int, tuple[Label, Span]]:
    """Return the labels told by their form, by the number of their piece, each with the text after it.

    ``starts`` is the text of each piece without a label, after a finding's name.
    """
    found = [sign for number, span in starts.items() for sign in _signs(document, profile, parts, number, span)]
    below = _below_their_words(document, parts, starts, found)
    found = [sign for sign in found if sign.label not in below]
    alike: dict[tuple[str, str], list[_Sign]] = {}
    for sign in found:
        alike.setdefault((sign.form, sign.words), []).append(sign)
    return {
        sign.number: (Label(frozenset({_MARKS[sign.mark]}), sign.label), sign.rest)
        for several in alike.values()
        for sign in several
        if len(several) > 1 and (sign.words or sum(one.mark == sign.mark for one in several) > 1)
    }


def _below_their_words(
    document: Document, parts: Sequence[Piece], starts: dict[int, Span], found: list[_Sign]
) -> frozenset[str]:
    """Return the labels that stand below what is said, as a signature does: one of them has no text after it."""
    labels = {sign.label for sign in found if sign.rest.start == sign.rest.end}
    last = set()
    for number, span in starts.items():
        words = plain(span.of(document.text))
        if words in labels and not _followed(document, parts, number) and parts[number].kind is not BlockKind.HEADING:
            last.add(words)
    return frozenset(last)


def _signs(document: Document, profile: Profile, parts: Sequence[Piece], number: int, span: Span) -> Iterator[_Sign]:
    text, piece = document.text, parts[number]
    words = plain(span.of(text))
    if not words or piece.kind is BlockKind.NOTE:
        return
    after = Span(span.end, span.end)
    line = len(words.split()) <= _LONGEST and not re.search(r"[.;!?,]$", words)
    if line and _followed(document, parts, number) and (mark := _mark(words, profile)):
        level = document.blocks[piece.block].level if piece.kind is BlockKind.HEADING else 0
        yield _Sign(number, f"{piece.kind.value} {level}", mark[1], mark[0], words, after)
        return
    lead = None if piece.kind is BlockKind.HEADING else _LEAD.match(span.of(text))
    if lead is None or len(plain(lead["sign"]).split()) > _LONGEST_LEAD:
        return
    rest = trimmed(text, Span(span.start + lead.end(), span.end))
    mark = _mark(plain(lead["sign"]), profile)
    said = mark is not None and (lead["end"].strip() == ":" or {*mark[1].split()} <= NOUNS)
    if mark and said and len(plain(rest.of(text)).split()) >= _SENTENCE:
        yield _Sign(number, f"lead {lead['end'].strip()}", mark[1], mark[0], plain(lead["sign"]), rest)


def _followed(document: Document, parts: Sequence[Piece], number: int) -> bool:
    """Say whether a text comes after a piece: not the end, nor a heading or a row of a table."""
    following = parts[number + 1] if number + 1 < len(parts) else None
    return (
        following is not None
        and following.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM)
        and bool(re.search(r"[.!?:]\W*$", plain(following.span.of(document.text))))
    )


def _mark(words: str, profile: Profile) -> tuple[str, str] | None:
    """Return the mark of the one party that a label names, and its other words without dates and numbers."""
    marks = marked(words, profile, KNOWN)
    owners = _OWNER.findall(marks)
    if len(owners) != 1 or owners[0][:2] not in _MARKS or _SAYS.search(marks) or _OBJECT.search(marks):
        return None
    others = _WHEN.sub(" ", _OWNER.sub(" ", marks))
    tokens = [re.sub(r"['’]s?$", "", word) for word in re.findall(r"[a-z][\w'’-]*", others.lower())]
    return owners[0][:2], " ".join(word for word in tokens if word not in ("the", "s", "our", "of", "from", "by"))
