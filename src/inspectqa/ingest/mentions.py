"""The finding that a paragraph speaks of although nothing above it says so: "I disagree about recommendation 5."."""

import re

from inspectqa.documents import Document, Finding, FindingKind, Profile, Span
from inspectqa.ingest.pieces import plain
from inspectqa.ingest.recognise.groups import numbers_in
from inspectqa.ingest.recognise.leads import NUMBERS, ORDINALS, kind_in
from inspectqa.ingest.sentences import sentence_spans

_NAMED = re.compile(
    r"\b(?P<kind>recommendations?|recs?\.?|AFIs?|areas? for improvement|causes? of concern)"
    rf"\s+(?:nos?\.? |numbers? )?(?P<numbers>(?=\d){NUMBERS})|\b(?-i:R)(?P<short>\d{{1,2}})\b(?!/)"
    rf"|\bthe (?P<ordinal>{'|'.join(ORDINALS)}) (?P<of>recommendation|area for improvement|cause of concern)\b",
    re.IGNORECASE,
)
_THE_ONE = re.compile(
    r"(?:on |as to |regarding )?(?:the|this) (?:one |single )?(?P<kind>area for improvement|cause of concern)\b(?!s)",
    re.IGNORECASE,
)
_OF_ALL = re.compile(
    r"(?:all|both|each|every|these|they|the (?:two|three|four|five|six|other|remaining))\b", re.IGNORECASE
)
_ELSEWHERE = re.compile(
    r"\b(?:see|cf\.?|unlike|compare|also|as (?:\w+ ){0,3}(?:said|explained|set out|described) (?:in|under|at)"
    r"|(?<!\bno )(?:response|reply|answer|comments?) (?:to|on|under|at))\W*(?:the |our |my )?\Z",
    re.IGNORECASE,
)


def mentions(document: Document, profile: Profile, span: Span) -> tuple[Finding, ...]:
    """Return the findings that ``span`` names, once each; none where it refers to what is said elsewhere."""
    text = document.text
    named = list(_NAMED.finditer(text, *span))
    if any(_ELSEWHERE.search(text[max(span.start, one.start() - 40) : one.start()]) for one in named):
        return ()
    keys = dict.fromkeys(
        (kind_in(one["kind"] or one["of"] or "recommendation"), number)
        for one in named
        for number in numbers_in(one["numbers"] or one["short"] or ORDINALS[one["ordinal"].lower()])
    )
    found = (_known(profile, kind, number) for kind, number in keys)
    return tuple(one for one in found if one)


def mentioned_alone(document: Document, profile: Profile, span: Span) -> Finding | None:
    """Return the one finding that ``span`` names; None where it names several."""
    found = mentions(document, profile, span) or _only(document, profile, span)
    sentences = sentence_spans(document.text, span)
    if len(found) != 1 or _OF_ALL.match(plain(span.of(document.text))):
        return None
    near = len(sentences) < 3 or mentions(document, profile, sentences[0])
    return found[0] if near else None


def _only(document: Document, profile: Profile, span: Span) -> tuple[Finding, ...]:
    """Return the document's one finding of a kind, where a text opens with it: "The area for improvement was ..."."""
    match = _THE_ONE.match(plain(span.of(document.text)))
    kind = kind_in(match["kind"]) if match else None
    same = tuple(one for one in profile.findings if one.kind is kind)
    return same if len(same) == 1 else ()


def _known(profile: Profile, kind: FindingKind | None, number: str) -> Finding | None:
    """Return the finding of this name; where several reports have one nobody can say which is meant."""
    same = [one for one in profile.findings if (one.kind, one.number) == (kind, number)]
    if same or kind is None:
        return same[0] if len(same) == 1 else None
    return Finding(kind, number, next(iter(profile.inspections), None)) if len(profile.inspections) < 2 else None
