"""Findings, dates, years and voices as a question names them."""

import datetime
import re

from rapidfuzz.distance import OSA

from inspectqa.documents import FindingKind, Voice
from inspectqa.retrieval.query import FindingRef

_MONTHS = "january february march april may june july august september october november december".split()
_KIND = r"(?P<kind>recommendations?|recs?\.?|afis?|areas? for improvement|causes? of concern|items?|r(?=\d))"
_NUMBERS = r"(?P<numbers>\d{1,2}[a-z]?(?:\s*(?:,|and|&|or|to|-)\s*(?:and )?\d{1,2}[a-z]?)*)"
_OF_YEAR = r"(?:\s*\((?P<year>20\d\d)\)|\s+(?:of|in|from) (?:the )?(?:[a-z]+ ){0,2}(?P<of>20\d\d)\b(?! and))?"
_FINDING = re.compile(rf"\b{_KIND}\s*(?:number|no\.?|numbers)?\s*{_NUMBERS}(?![\d/]){_OF_YEAR}", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_DATE = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)? ({'|'.join(_MONTHS)}|{'|'.join(m[:3] for m in _MONTHS)})\.? (\d{{4}})\b",
    re.IGNORECASE,
)
_MONTH_YEAR = re.compile(
    rf"(?<!\d )(?<!st |nd |rd |th )\b({'|'.join(_MONTHS)}|{'|'.join(m[:3] for m in _MONTHS)})\.? (\d{{4}})\b",
    re.IGNORECASE,
)
_SLASHED = re.compile(r"\b(\d{1,2})/(\d{1,2})/(\d{4})\b")
_LONG_WORDS = (
    "recommendation",
    "recommendations",
    "improvement",
    "commissioner",
    "deadline",
    "definition",
    "constable",
)

_SPEECH = (
    r"(?:say|says|said|think|thinks|thought|comment|comments|commented|view|views|expect|expects|expected|ask|asks|asked"
    r"|want|wants|response|respond|responded|write|wrote|writes|promise|promised|commit|committed|publish|monitor"
    r"|set aside|continue|feel|felt|position|reaction|do|done)"
)
_SPEAKERS = (
    (Voice.COMMISSIONER, r"(?:police,? (?:fire )?and crime commissioner|commissioner|pcc|pfcc|deputy mayor|mayor)"),
    (Voice.FORCE, r"(?:chief constable|chief|constabulary|force|police)"),
    (Voice.PANEL, r"(?:panel|minutes|committee)"),
    (Voice.INSPECTORATE, r"(?:inspectorate|hmicfrs|inspectors)"),
)


# What the inspectorate does is told by anybody: "Has HMICFRS closed it?" doesn't ask for its own words.
_INSPECTS = re.compile(
    r"\b(?:inspectorate|hmicfrs|inspectors) (?:(?:now|yet|already|ever|since) )?(?:closed?|visit(?:ed)?|revisit(?:ed)?"
    r"|been|come|came|back|return(?:ed)?|sign(?:ed)?|accept(?:ed)?|inspect(?:ed)?|graded?|repl(?:y|ied))\b"
)
# Who was asked is not who speaks: "has the chief constable been asked".
_PASSIVE = re.compile(
    r"\b(?:has|have|had|is|are|was|were)? ?[\w '’-]{0,40}\b(?:been|being|is|was|were)"
    r" (?:asked|told|expected|required|invited|urged)\b"
)


def mended(question: str) -> str:
    """Return the question with the field's long words spelt right ("reccomendation" -> "recommendation")."""

    def mend(match: re.Match[str]) -> str:
        word = match.group().lower()
        near = [(OSA.distance(word, right, score_cutoff=3), right) for right in _LONG_WORDS if right[0] == word[0]]
        distance, right = min(near, default=(99, ""))
        return right if 0 < distance <= 2 and word not in {"improvements"} else match.group()

    return re.sub(r"\b[A-Za-z]{7,}\b", mend, question)


def _kind(word: str) -> FindingKind | None:
    initial = word[:1].lower()
    return {
        "r": FindingKind.RECOMMENDATION,
        "a": FindingKind.AREA_FOR_IMPROVEMENT,
        "c": FindingKind.CAUSE_OF_CONCERN,
    }.get(initial)


def _numbers(text: str) -> list[str]:
    ranged = re.fullmatch(r"(\d{1,2})\s*(?:to|-)\s*(\d{1,2})", text.strip())
    if ranged:
        first, last = int(ranged[1]), int(ranged[2])
        return [str(number) for number in range(first, min(last, first + 30) + 1)]
    return re.findall(r"\d{1,2}[a-z]?", text.lower())


def _int(text: str | None) -> int | None:
    return int(text) if text else None


def findings_named(question: str) -> tuple[FindingRef, ...]:
    """Return the findings that the question names: "recommendations 1 and 2", "AFI 2", "rec 4 (2023)"."""
    refs = [
        FindingRef(_kind(match["kind"]), number, _int(match["year"] or match["of"]))
        for match in _FINDING.finditer(question)
        for number in _numbers(match["numbers"])
    ]
    return tuple(dict.fromkeys(refs))


def without_findings(question: str) -> str:
    """Return the question with the names of findings taken out."""
    return _FINDING.sub(" ", question)


def dates_named(question: str) -> tuple[datetime.date, ...]:
    """Return the full dates in the question, in order; impossible ones are left out."""
    found = [
        (m.start(), m[3], _MONTHS.index(next(x for x in _MONTHS if x.startswith(m[2].lower()[:3]))) + 1, m[1])
        for m in _DATE.finditer(question)
    ]
    found += [(m.start(), m[3], int(m[2]), m[1]) for m in _SLASHED.finditer(question)]
    dates = []
    for _, year, month, day in sorted(found):
        try:
            dates.append(datetime.date(int(year), month, int(day)))
        except ValueError:
            continue
    return tuple(dates)


def years_named(question: str) -> tuple[int, ...]:
    """Return the years in the question, in order, once each."""
    return tuple(dict.fromkeys(int(year) for year in _YEAR.findall(question)))


def months_named(question: str) -> tuple[tuple[int, int], ...]:
    """Return the (year, month) pairs in the question that have no day: "in January 2024"."""
    found = _MONTH_YEAR.finditer(question)
    return tuple(dict.fromkeys((int(m[2]), _month(m[1])) for m in found))


def _month(name: str) -> int:
    return next(place for place, month in enumerate(_MONTHS, 1) if month.startswith(name.lower()[:3]))


def voices_asked(question: str) -> tuple[Voice, ...]:
    """Return the voices whose words are asked for ("what did the commissioner say"); mere mentions don't count."""
    low = _PASSIVE.sub(" ", question.lower())
    found = []
    owner = r"(?:(?:the|its|their|[\w-]+['’]s) )?(?:(?!hold|ask|tell|make|let|help|support)[\w-]+ )?"
    for voice, noun in _SPEAKERS:
        asked = (
            rf"\b(?:did|does|has|have|will|is|are) {owner}{noun}\b(?! (?:area|force|officer|system|record))"
            rf"|\b(?:according to|from|by|meant|wanted|want) {owner}{noun}\b"
            rf"|\b{noun}(?:'s|’s)? (?:\w+ ){{0,2}}{_SPEECH}\b"
            rf"|\b(?:what|how) about (?:the |its |their |[\w'-]+ ){{0,2}}{noun}\b"
            rf"|^\W*(?:and|but|or) (?:the |its |their |[\w'’-]+ )?{noun}\W*$"
        )
        if re.search(asked, low) and not (voice is Voice.INSPECTORATE and _INSPECTS.search(low)):
            found.append(voice)
    if (
        Voice.COMMISSIONER in found
        and Voice.FORCE in found
        and "police" in low
        and not re.search(r"chief|constab|force", low)
    ):
        found.remove(Voice.FORCE)
    return tuple(found)
