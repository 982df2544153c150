"""Findings that are named together: "Recommendations 3, 4 and 7", "AFIs 2-4"."""

import re

from inspectqa.documents import Span
from inspectqa.ingest.recognise.leads import ORDINALS, Lead, kind_of, lead_of, names_several, several_at

_NAMED = re.compile(
    r"\b(?:recommendation|rec|AFI|area for improvement|cause of concern)\s*(?:no\.?|number|#)?\s*\d", re.IGNORECASE
)
_NTH = f"(?:{'|'.join(ORDINALS)})"
_ORDINALS_TOGETHER = re.compile(
    rf"\W*(?:(?:on|as to|regarding) )?(?:the )?(?P<places>{_NTH}(?:, (?:the )?{_NTH})*,? (?:and|&) (?:the )?{_NTH}) "
    r"(?P<kind>recommendation|area for improvement|areas for improvement|cause of concern|causes of concern)s?\W*",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\([^()\n]{3,80}\)[:.]?")
_MOST = 30  # findings of one range
_LONGEST_LINE = 120  # characters


def group_of(text: str, span: Span) -> tuple[Lead, ...]:
    """Return the findings that open a text together, each with what follows: "Recommendations 3, 4 and 7: ...".

    In a sentence ("Recommendations 3 and 4 would need ...") what follows is the whole of it.
    """
    match = several_at(text, span)
    if match is None:
        return _by_ordinals(text, span)
    following = text[match.end() : span.end]
    if _BRACKETS.fullmatch(following.strip()):  # "Recommendations 4 and 5 (by 31 December 2026)"
        following, span = "", Span(span.start, match.end())
    apart = not following.strip() or bool(re.search(r"[:.*_>\n)–—-]", match["after"])) or following[:1] in '(“"'
    rest = Span(match.end(), span.end) if apart and not match["about"] else span
    kind, subject = kind_of(match["kind"]), not (apart and not match["about"])
    return tuple(Lead(kind, number, None, rest, subject=subject) for number in numbers_in(match["numbers"]))


def other_half(text: str, span: Span) -> Span | None:
    """Return what stands after the stroke of a line in two languages: "Achos pryder / Cause of concern"."""
    stroke = re.search(r"\s[/|]\s+(?=\S)", span.of(text))
    return Span(span.start + stroke.end(), span.end) if stroke and len(span.of(text)) < _LONGEST_LINE else None


def opens_with(text: str, span: Span) -> bool:
    """Say whether the name of a finding, or of several, stands at the start of a text."""
    return lead_of(text, span) is not None or names_several(text, span) or bool(_by_ordinals(text, span))


def _by_ordinals(text: str, span: Span) -> tuple[Lead, ...]:
    """Return the findings of a line that names them by their places: "The fourth and fifth recommendations"."""
    match = _ORDINALS_TOGETHER.fullmatch(span.of(text))
    places = re.findall(_NTH, match["places"], re.IGNORECASE) if match else ()
    end = Span(span.end, span.end)
    return tuple(Lead(kind_of(match["kind"]), ORDINALS[place.lower()], None, end) for place in places) if match else ()


def named_once(text: str, span: Span) -> Span | None:
    """Return a text from the one numbered finding that it names: "Force response to recommendation 4"."""
    names = list(_NAMED.finditer(text, *span))
    return Span(names[0].start(), span.end) if len(names) == 1 else None


def numbers_in(words: str) -> tuple[str, ...]:
    """Return the numbers of a list or range of findings: "3, 4 and 6-8" -> 3, 4, 6, 7, 8."""
    found: list[str] = []
    for part in re.split(r"\s*(?:,|\band\b|&|\+|/)\s*", words, flags=re.IGNORECASE):
        ends = re.fullmatch(r"(\d{1,2})\s*(?:to|–|-)\s*(\d{1,2})", part.strip(), re.IGNORECASE)
        if ends:
            found += map(str, range(int(ends[1]), min(int(ends[2]), int(ends[1]) + _MOST) + 1))
        elif part.strip():
            found += re.split(r"\s*(?:to|–|-)\s*", part.strip())
    return tuple(dict.fromkeys(one.lower() if one[:1].isdigit() else one.upper() for one in found))
