"""The finding that a paragraph speaks of although nothing above it says so: "I disagree about recommendation 5."."""

import re

from inspectqa.documents import Document, Finding, FindingKind, Inspection, Profile, Span
from inspectqa.ingest.pieces import plain
from inspectqa.ingest.recognise.groups import numbers_in
from inspectqa.ingest.recognise.leads import NUMBERS, ORDINALS, Lead, kind_in
from inspectqa.ingest.recognise.titles import quoted_titles
from inspectqa.ingest.sentences import sentence_spans

_NAMED = re.compile(
    r"\b(?P<kind>recommendations?|recs?\.?|AFIs?|areas? for improvement|causes? of concern)"
    rf"\s+(?:nos?\.? |number(?:s|ed)? )?(?P<numbers>(?=\d){NUMBERS})|\b(?-i:R)(?P<short>\d{{1,2}})\b(?!/)"
    rf"|\bthe (?P<ordinal>{'|'.join(ORDINALS)}) (?P<of>recommendation|area for improvement|cause of concern)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?:[A-Z]{0,2}\d{1,3}(?:\.\d{1,2})*[.)]|[A-Z]\d{1,2}|\d+(?:\.\d+)+)\s+")
_THE_ONE = re.compile(
    r"(?:on |as to |regarding )?(?:the|this) (?:one |single )?(?P<kind>area for improvement|cause of concern)\b(?!s)",
    re.IGNORECASE,
)
_OF_REPORT = re.compile(r"\b(?:recommendations|areas for improvement)\b", re.IGNORECASE)
_THE_REPORT = re.compile(r"(?:the|this) (?:report|inspection) (?:was|is|made|makes|contains)\b", re.IGNORECASE)
_OF_ALL = re.compile(
    r"(?:all|both|each|every|these|they|the (?:two|three|four|five|six|other|remaining))\b", re.IGNORECASE
)
_OF_ANOTHER = re.compile(  # "in PEEL 2023-25": of a report that is named there
    r",?\s+(?:of|in|from)\s+(?:the |its |our )?(?:[\w-]+ ){0,3}?(?:PEEL\b|[“\"‘]|20\d\d (?:PEEL|report|inspection))"
)
_OF = re.compile(r",? ?(?:of|in|from) (?:the )?[“\"‘]?(?P<title>.*)")
_NEAR = 120  # characters after a finding's name
_ELSEWHERE = re.compile(
    r"\b(?:see|cf\.?|unlike|compare|also|as (?:\w+ ){0,3}(?:said|explained|set out|described) (?:in|under|at)"
    r"|(?<!\bno )(?:response|reply|answer|comments?) (?:to|on|under|at))\W*(?:the |our |my )?\Z",
    re.IGNORECASE,
)


def mentions(document: Document, profile: Profile, span: Span) -> tuple[Finding, ...]:
    """Return the findings that ``span`` names, once each; none where it refers to what is said elsewhere."""
    text = document.text
    named = [one for one in _NAMED.finditer(text, *span) if not _OF_ANOTHER.match(text, one.end(), span.end)]
    if any(_ELSEWHERE.search(text[max(span.start, one.start() - 40) : one.start()]) for one in named):
        return ()
    keys = dict.fromkeys(
        (*key, _report_after(profile, text, one.end(), span.end)) for one in named for key in _keys(one)
    )
    found = (_known(profile, kind, number, report) for kind, number, report in keys)
    return tuple(one for one in found if one)


def _report_after(profile: Profile, text: str, at: int, end: int) -> Inspection | None:
    """Return the inspection that a finding's name says it is of: "Recommendation 1 of Lost and found, on ..."."""
    following = _OF.match(plain(text[at : min(end, at + _NEAR)]).casefold())
    titles = {plain(one.title).casefold().split(":")[0]: one for one in profile.inspections if one.title}
    return next((one for title, one in titles.items() if following and following["title"].startswith(title)), None)


def names_unknown_report(document: Document, profile: Profile, span: Span) -> bool:
    """Say whether a text names a finding and a report that is none of the document's: 'your report “X” made one'."""
    text = document.text
    known = [plain(one.title).casefold() for one in profile.inspections if one.title]
    if not known or not (_NAMED.search(text, *span) or _ONE_OF.search(text, *span)):
        return False
    years = {int(match["before"] or match["after"]) for match in _YEAR_OF.finditer(text, *span)}
    if years and not any(one.year is None or years & {one.year - 1, one.year} for one in profile.inspections):
        return True
    named = [
        words
        for one in quoted_titles(text, span)
        if len((words := plain(one.of(text)).casefold()).split()) >= _FEWEST
        and (":" in words or _REPORT_BEFORE.search(text[span.start : one.start]))
        and not any(words in title or title in words or words.split(":")[0] in title for title in known)
    ]
    return bool(named)


_FEWEST = 3  # words of a title
_ONE_OF = re.compile(r"\b(?:one|two|three|recommendations?|areas? for improvement)\b", re.IGNORECASE)
_YEAR_OF = re.compile(  # "your 2023 report", "the inspection of 2021"
    r"\b(?P<before>20\d\d) (?:[\w-]+ ){0,2}(?:report|inspection|thematic|PEEL)\b"
    r"|\b(?:report|inspection|thematic|PEEL)\b[^.;]{0,12}? (?:of|in|from) (?:[A-Z][a-z]+ )?(?P<after>20\d\d)\b"
)
_REPORT_BEFORE = re.compile(
    r"\b(?:report|inspection|thematic|review|publication),?(?: called| entitled| titled| on)?\s*[“\"‘']\Z",
    re.IGNORECASE,
)


def named_first(document: Document, span: Span) -> frozenset[tuple[FindingKind | None, str]]:
    """Return the kinds and numbers of the findings that the first sentence of a text names."""
    first = next(iter(sentence_spans(document.text, span)), span)
    return frozenset(key for one in _NAMED.finditer(document.text, *first) for key in _keys(one))


def opens_with_another(document: Document, span: Span, finding: Finding) -> bool:
    """Say whether the first sentence of a text names findings, and not this one: "There is no reply to ... 4"."""
    first = next(iter(sentence_spans(document.text, span)), span)
    named = list(_NAMED.finditer(document.text, *first))
    if any(_ELSEWHERE.search(document.text[max(first.start, one.start() - 40) : one.start()]) for one in named):
        return False
    keys = named_first(document, span)
    return bool(keys) and (finding.kind, finding.number) not in keys


def _keys(named: re.Match[str]) -> list[tuple[FindingKind | None, str]]:
    kind = kind_in(named["kind"] or named["of"] or "recommendation")
    numbers = numbers_in(named["numbers"] or named["short"] or ORDINALS[named["ordinal"].lower()])
    return [(kind, number) for number in numbers]


def mentioned_alone(document: Document, profile: Profile, span: Span) -> Finding | None:
    """Return the one finding that ``span`` names; None where it names several."""
    number = _NUMBER.match(document.text, *span)
    span = Span(number.end(), span.end) if number else span
    found = mentions(document, profile, span) or _only(document, profile, span)
    sentences = sentence_spans(document.text, span)
    first = plain(sentences[0].of(document.text)) if sentences else ""
    if (_OF_REPORT.search(first) or _THE_REPORT.match(first)) and not mentions(document, profile, sentences[0]):
        return None  # "There are five recommendations. Recommendation 5 is ...": about the report
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


def findings_of(profile: Profile, kind: FindingKind | None, number: str) -> list[Finding]:
    """Return the findings of this kind and number, one for each report that has one."""
    return [one for one in profile.findings if (one.kind, one.number) == (kind, number)]


def only_finding(profile: Profile, lead: Lead | None) -> Finding | None:
    """Return the finding that a label names; None where several reports have one, or none has."""
    same = findings_of(profile, lead.kind, lead.number) if lead else []
    return same[0] if len(same) == 1 else None


def _known(profile: Profile, kind: FindingKind | None, number: str, report: Inspection | None) -> Finding | None:
    """Return the finding of this name; where several reports have one nobody can say which is meant."""
    same = findings_of(profile, kind, number)
    if report is not None and kind is not None:
        return next((one for one in same if one.inspection == report), Finding(kind, number, report))
    if same or kind is None:
        return same[0] if len(same) == 1 else None
    return Finding(kind, number, next(iter(profile.inspections), None)) if len(profile.inspections) < 2 else None
