"""The form of a finding's own words: "(By <date>,) all chief constables should ...", or a failing that they state."""

import re

from inspectqa.documents import Span
from inspectqa.ingest.pieces import plain
from inspectqa.ingest.sentences import sentence_spans

_DEADLINE = r"(?:by|before|within|no later than|from|with immediate effect|immediately|as soon as|at the latest)\b"
_ADDRESSEE = (
    r"(?:(?:all|every|each|the|those|these|any|both|other)\s+)?(?:[\w'’,&-]+\s+){0,14}?"
    r"(?:chief constables?|chief officers?|police forces?|forces?|constabular(?:y|ies)"
    r"|law enforcement bodies|home office"
    r"|home secretary|college of policing|commissioners?|government"
    r"|councils?|authorities|partnerships?|partners|agencies|boards?|trusts?|prosecution service|providers?"
    r"|programme|inspectorate|service|police"
    r"|department[\w ]*|agency|bodies|met)\b[^.;:!?]{0,120}?"
)
_WORDING = re.compile(rf"(?:{_DEADLINE}[^.;:]{{0,80}}?,?\s+)?{_ADDRESSEE}\s(?:should|must|needs? to)\b", re.IGNORECASE)
_DATED_WORDING = re.compile(rf"{_DEADLINE}[^.;:]{{0,40}},\s+{_ADDRESSEE}\s(?:should|must|needs? to)\b", re.IGNORECASE)
_FIRST_PERSON = re.compile(r"\b(?:I|we|my|our|us|me)\b|\bWe\b|\bOur\b|\bMy\b")


def is_wording(text: str) -> bool:
    """Say whether a text has the form of a finding's wording: "(By <date>,) all chief constables should ...".

    Nothing in the first person is: "I expect that the force should" is an opinion.
    """
    return bool(_WORDING.match(text)) and not _FIRST_PERSON.search(text)


_BEFORE = re.compile(r"\A(?:\(?\w{1,3}[).:]\s+)?[\"“‘']*")
_DEMAND = re.compile(
    r"(?:\(?\w{1,3}[).:]\s+)?[\"“‘']?(?:with immediate effect,? )?(?:all |every )?"
    r"(?:chief constables?|chief officers|police forces|forces) (?:[^.]{0,60} )?(?:should|must)\b",
    re.IGNORECASE,
)


def is_demand(text: str) -> bool:
    """Say whether a text asks something of all forces, as an answer by one of them does not: "Forces should ..."."""
    return bool(_DEMAND.match(text) or is_dated_wording(_BEFORE.sub("", text))) and not _FIRST_PERSON.search(text)


_DEFICIT = re.compile(
    r"(?:the )?(?:force|constabulary|service|(?-i:(?:[A-Z][\w-]+ ){1,3}(?:Police|Constabulary)))\b[^.]*?"
    r"\b(?:(?:does|do|is|are) not|doesn['’]t|isn['’]t|fails?|failing|lacks?|needs?|can ?not|can['’]t"
    r"|too (?:slow\w*|many|few|long|often|little)|inconsistent\w*|insufficient\w*|inadequate\w*|poor\w*|should|must)\b",
    re.IGNORECASE,
)


def is_deficit(text: str) -> bool:
    """Say whether a text states a failing, as a cause of concern does: "The force does not ..."; no news."""
    return (
        bool(_DEFICIT.match(text))
        and not re.search(r"\b(?:yet|now|currently)\b|\d", text)
        and not _FIRST_PERSON.search(text)
    )


def is_dated_wording(text: str) -> bool:
    """Say whether a text is a finding's wording by its strong form, which needs no label: a date, a body, "should"."""
    return bool(_DATED_WORDING.match(text)) and not _FIRST_PERSON.search(text)


_DEMANDS = re.compile(r"\b(?:should|must|needs? to|ought to|include)\b", re.IGNORECASE)


_OPENING = re.compile(r"[“\"‘'](?P<inner>[^”\"]{20,900}?)[”\"’'](?=\s|$)")


def quoted_wording(text: str, span: Span) -> Span | None:
    """Return the quotation that opens a text, if it has the form of a finding's wording; an answer may follow it."""
    match = _OPENING.match(text, max(span.start - 1, 0), span.end) or _OPENING.match(text, *span)
    words = plain(match["inner"]) if match else ""
    return Span(*match.span("inner")) if match and (is_wording(words) or is_deficit(words)) else None


def wording_part(text: str, span: Span) -> Span:
    """Return the part of a text that can be a finding's wording: up to its first sentence that asks for nothing."""
    spans = sentence_spans(text, span)
    if not spans:
        return span
    end = spans[0].end
    for sentence in spans[1:]:
        if not _DEMANDS.search(plain(sentence.of(text))) or _FIRST_PERSON.search(plain(sentence.of(text))):
            return Span(span.start, end)
        end = sentence.end
    return span


def addressee_in(wording: str) -> str:
    """Return who should act, as written: the subject before should or must."""
    match = re.match(
        rf"(?:{_DEADLINE}[^,.;:]{{0,60}},\s+)?(?P<who>[^.;:!?]{{3,240}}?)\s(?:should|must|needs? to)\b",
        wording,
        re.IGNORECASE,
    )
    return match["who"].strip() if match else ""
