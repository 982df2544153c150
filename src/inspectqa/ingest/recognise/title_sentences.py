"""Titles of reports in running text: "HMICFRS published its report Lost in transit: an inspection of ... on 3 May"."""

import re
from collections.abc import Iterator

from inspectqa.documents import Span
from inspectqa.ingest.pieces import flat, plain
from inspectqa.ingest.recognise.dates import MONTHS
from inspectqa.ingest.recognise.title_marks import has_form, is_title

# "HMICFRS published (its report) PEEL 2025-27: an inspection of Garrowby Police on 12 May 2025"
_SENTENCE = re.compile(
    r"\b(?:HMICFRS|HMIC|inspectorate|[Ii]nspectors|Fire & Rescue Services)\b[^.]{0,30}? (?:published|issued|released) "
    r"(?:on [^.,]{6,20}20\d\d )?(?:(?:its|the|a|their) )?(?:(?:inspection )?report )?"
    r"(?:on |called |entitled |titled |of )?"
    r"(?P<title>(?=[^.]{0,160}(?:\binspection\b|: an? (?:\w+ ){0,2}(?:review|report)\b))"
    r"[A-Za-z][^.]{10,160}?)(?= on \d| in [A-Z]|,? published|\.(?:\s|$)|\Z)"
)
_CALLED = re.compile(
    r"\b(?:(?:published|issued|released) (?:its|the|a|their) (?:[\w-]+ ){0,2}?report,?|(?:is"
    r"|was) (?:called|entitled|titled))"
    r" (?P<title>[A-Z][^.“”\"]{8,160}?)"
    r"(?=,? on \d|,? in [A-Z][a-z]+ 20\d\d|\.(?:\s|$)|\Z)"
)
_ENTITLED = re.compile(
    r"\b(?:[Rr]eport|[Ii]nspection),? (?:(?:called|entitled|titled),? |(?=PEEL))(?P<title>[A-Z][^.“”\"]{10,160}?)"
    r"(?= on \d|,? (?:which|published)|\.(?:\s|$)|\Z)"
)
# "HMICFRS, Heard, not helped: an inspection of the police response to antisocial behaviour, 15 May 2025"
_CITATION = re.compile(
    r"\b(?:HMICFRS|HMICS|His Majesty['’]s Inspectorate of Constabulary[\w ,&]{0,40}Services)(?: \(20\d\d\))?[,:] "
    r"(?P<title>[A-Z0-9][^.“”\"()]{8,160}?)[.,]? "
    rf"\(?(?:published )?(?:\d{{1,2}} )?(?:{'|'.join(MONTHS)})\.?,? 20\d\d",
    re.IGNORECASE,
)
# "(Report on) an unannounced inspection visit to police custody suites in Fellshire"
_VISIT = re.compile(
    r"(?P<title>(?:Report on )?[Aa]n (?:un)?announced (?:joint )?(?:re-)?inspection(?: visit)? (?:of|to)"
    r" [^.,;:()“”\"]{5,90}?)"
    r"(?=[.,;:()]| (?:Thank|Further|I|We|You|which|that|was|by|between|published)\b"
    r"| (?:in|on) (?:\d|[A-Z][a-z]+ 20)|\Z)"
)
# "the findings of Crime data integrity inspection 2026: Kent Police, which HMICFRS published on 21 April 2026"
_PUBLISHED_AS = re.compile(
    r"\b(?:of|on|to|in|by|from) (?P<title>[A-Z][^.;“”\"()]{8,140}?), which "
    r"(?:HMICFRS |the inspectorate |was |had been )?(?:has |had )?(?:published|issued)\b"
)
# "Lives on the line: A thematic inspection of roads policing", in a running text
_FORMED = re.compile(
    r"(?P<title>\b(?:PEEL 20\d\d(?:[–/-]\d\d(?:\d\d)?)?|[A-Z][\w'’]*(?:,? [a-z][\w'’-]*){1,9})"
    r"(?:\?:?|!|:) [Aa]n? (?:[\w-]+ ){0,3}(?:inspection|review) (?:of|into|on) [^.,;:()“”\"]{5,90}?)"
    r"(?=[.,;()”\"]| (?:which|that|was|on \d|published|in [A-Z][a-z]+ 20|I|We|You|Your|Thank|This|The|HMICFRS)\b|\Z)"
)
_ADJECTIVES = (
    r"(?:(?:national|joint|targeted|thematic|child|protection|area|custody|unannounced|peel|crime|data|integrity) )*"
)
BY_FORM = re.compile(
    rf"(?:an |the )?(?:{_ADJECTIVES}inspection (?:of|into|on)|peel\b(?! (?:improvement|action))"
    rf"|(?:national )?(?:child protection|crime data integrity|custody|joint targeted area) inspection: (?=[A-Z])"
    rf"|.{{4,90}}: accelerated cause of concern\b"
    rf"|.{{4,90}}: (?:an? (?:[\w-]+ ){{0,2}}inspection(?! report)|a progress report|inspection of))",
    re.IGNORECASE,
)


def titles_in(text: str, span: Span) -> Iterator[Span]:
    """Give the titles that the sentences of a text name."""
    flattened = flat(text, span)
    for form in (_SENTENCE, _CALLED, _ENTITLED, _CITATION, _VISIT, _PUBLISHED_AS, _FORMED):
        for found in _found(form, *flattened):
            words = plain(found.of(text))
            if has_form(words) or BY_FORM.search(words) or is_title(words):
                yield found


def _found(form: re.Pattern[str], words: str, at: list[int]) -> Iterator[Span]:
    for match in form.finditer(words):
        start, end = match.span("title")
        if re.search(r"[A-Z]", match["title"][:40]) and len(match["title"].split()) >= 3:
            yield Span(at[start], at[end - 1] + 1)


def cited_in(text: str, span: Span) -> Iterator[Span]:
    """Give the titles that a note cites: "HMICFRS, Lost in transit: an inspection of ..., 3 May 2025"."""
    return _found(_CITATION, *flat(text, span))
