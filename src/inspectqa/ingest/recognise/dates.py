"""Dates as UK documents write them, and which of them is the document's own."""

import datetime
import re
from dataclasses import dataclass

from inspectqa.documents import BlockKind, Document, Fact, Span
from inspectqa.ingest.pieces import Piece, plain

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = "(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\.?"
_DAY = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)?\s+{_MONTH},?\s+(?P<year>\d{{4}})\b"
    r"|\b(?P<d>\d{1,2})[/.](?P<m>\d{1,2})[/.](?P<y>\d{4}|\d{2})\b"
    r"|\b(?P<iy>\d{4})-(?P<im>\d{2})-(?P<id>\d{2})\b",
    re.IGNORECASE,
)
_MONTH_YEAR = re.compile(rf"\b{_MONTH}\s+(?P<year>(?:19|20)\d{{2}})\b", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d[-–/])\b(20\d{2})\b(?![-–/]\d{2})")
_UPDATED = re.compile(r"\b(?:last )?(?:updated|revised|reviewed)(?: on)?:?\s*\Z", re.IGNORECASE)
_THIS = (
    r"(?:record|comments?|responses?|letter|document|paper|report|return|update|plan|statement|form|page|note|minutes)"
)
_OWN = re.compile(
    r"(?:(?:^|[\n·|•*_.] ?)published(?: by [^.]{3,90})?"
    rf"|\b(?:(?:this|these|our|my|the|commissioner['’]s|force) (?:\w+ )?{_THIS}"
    rf"|(?:response|comments|update|return|plan)) (?:(?:was|were|is|are) )?(?:first )?(?:published|issued|made|sent)"
    rf"|\b(?:date|dated|date of (?:this|these|the) {_THIS}"
    r"|minutes of (?:the|a) meeting[^.]{0,40}?|(?:meeting|held)(?: held)? on(?: \w+day)?|response date"
    r"|publication date))(?: on)?:?,?\s*\Z",
    re.IGNORECASE,
)
_OWN_LABEL = re.compile(
    r"^(?:date|date of (?:this |these |the |our |my )?(?:record|comments?|response|letter|document|paper|return|update"
    r"|statement|form|plan|meeting|publication|issue)"
    r"|response date|date published|response published|published|meeting date|date of response)$",
    re.IGNORECASE,
)
_BARE = re.compile(r"^(?:date )?published$", re.IGNORECASE)
_REPORT_FORM = re.compile(
    r"^(?:inspectorate|inspecting body|inspection types?|types? of inspection|grade|judgement)$", re.IGNORECASE
)
_UPDATED_LABEL = re.compile(r"^(?:date )?(?:last )?(?:updated|revised|reviewed)(?: on)?$", re.IGNORECASE)
_REPORT_NEAR = re.compile(r"\b(?:report|inspection|hmicfrs)\b", re.IGNORECASE)
_MEETING = re.compile(r"\b(?:panel|committee|board|meeting|minutes)\b", re.IGNORECASE)
_HEAD = 200  # characters: a document's title stands before
_PRINTED = re.compile(r"\bprinted(?: on)?\s*\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Dated:
    """A date with a day, and where it stands."""

    date: datetime.date
    span: Span


def dates_in(text: str, start: int = 0, end: int | None = None) -> list[Dated]:
    """Return the full dates (day, month, year) of ``text[start:end]``; impossible ones are left out."""
    found = []
    for match in _DAY.finditer(text, start, len(text) if end is None else end):
        date = _date(match)
        if date:
            found.append(Dated(date, Span(*match.span())))
    return found


def first_date(text: str) -> datetime.date | None:
    """Return the first full date in ``text``."""
    return next((dated.date for dated in dates_in(text)), None)


def year_in(text: str) -> int | None:
    """Return the year of the first date of any form in ``text``, or a bare year from 2000."""
    full = first_date(text)
    month = _MONTH_YEAR.search(text)
    bare = _YEAR.search(text)
    if full:
        return full.year
    return int(month["year"]) if month else int(bare[1]) if bare else None


def _date(match: re.Match[str]) -> datetime.date | None:
    try:
        if match["day"]:
            return datetime.date(int(match["year"]), MONTHS[match["month"].lower()], int(match["day"]))
        if match["d"]:
            year = int(match["y"])
            return datetime.date(year + 2000 if year < 100 else year, int(match["m"]), int(match["d"]))
        return datetime.date(int(match["iy"]), int(match["im"]), int(match["id"]))
    except ValueError:
        return None


def own_dates(
    document: Document, pieces: tuple[Piece, ...], facts: tuple[Fact, ...], taken: tuple[Span, ...] = ()
) -> tuple[Dated | None, Dated | None, str]:
    """Return the document's own date, its last revision, and the rule that found the first of them.

    ``taken`` are the spans of dates that belong to an inspection.
    """
    text = document.text
    labelled = [
        (fact.label, [one for one in dates_in(text, *fact.value) if one.span not in taken])
        for fact in facts
        if fact.finding is None
    ]
    about = any(_REPORT_FORM.match(label) for label, _ in labelled)  # then a bare "Published" is the report's
    own = next(
        (
            dates[0]
            for label, dates in labelled
            if dates and _OWN_LABEL.match(label) and not (about and _BARE.match(label))
        ),
        None,
    )
    updated = next((dates[0] for label, dates in labelled if dates and _UPDATED_LABEL.match(label)), None)
    in_text = [one for one in dates_in(text) if one.span not in taken]
    updated = updated or next((one for one in in_text if _UPDATED.search(_before(text, one))), None)
    if own:
        return own, updated, "published: form label"
    cells = [cell for block in document.blocks for cell in block.cells]
    in_text = [one for one in in_text if not any(cell.holds(one.span) for cell in cells)]
    starts = {piece.span: dates_in(text, *piece.span) for piece in pieces if piece.kind is not BlockKind.ROW}
    lines = {one.span: span for span, dates in starts.items() for one in dates}
    for one in in_text:
        bare = about and re.search(r"published\W*$", _before(text, one), re.IGNORECASE)
        if _OWN.search(_before(text, one)) and not bare and not _is_report_date(text, one, lines.get(one.span)):
            return one, updated, "published: words before the date"
    meeting = next((one for one in in_text if _MEETING.search(_line(text, one.span)) and one.span.start < _HEAD), None)
    if meeting:
        return meeting, updated, "published: date of the meeting in its title"
    letter = _alone(document, in_text)
    if letter:
        return letter, updated, "published: date line"
    signed = _signed(document, in_text, pieces)
    if signed:
        return signed, updated, "published: date beside an office"
    printed = next((one for one in in_text if _PRINTED.search(_before(text, one))), None)
    return printed, updated, "published: printed" if printed else ""


def _before(text: str, dated: Dated) -> str:
    line = text[max(0, dated.span.start - 400) : dated.span.start].rsplit("\n", 1)[-1]
    return plain(line[-140:]) + " "


_OURS = re.compile(
    rf"\b(?:this|these|our|my|commissioner['’]s|response|comments) (?:\w+ )?{_THIS}?\b[^.]{{0,30}}\Z", re.IGNORECASE
)


def _is_report_date(text: str, dated: Dated, line: Span | None) -> bool:
    """Say whether the sentence around the date speaks of the inspection's report."""
    start = line.start if line else max(text.rfind("\n\n", 0, dated.span.start), 0)
    before = text[max(start, dated.span.start - 250) : dated.span.start]
    sentence = re.split(r"\.\s", before)[-1]
    return (
        bool(_REPORT_NEAR.search(sentence)) and not re.search(r"meeting", sentence, re.I) and not _OURS.search(sentence)
    )


_OFFICE = re.compile(
    r"\b(?:crime commissioner|pf?cc|mayor|chief constable|constabulary|police)\b[^.:;]{0,60}\W\s*\Z", re.IGNORECASE
)


def _signed(document: Document, dates: list[Dated], pieces: tuple[Piece, ...]) -> Dated | None:
    """Return the date that ends a short line with an office: "Ada Brock, Chief Constable, 14 July 2025"."""
    ends = [*pieces[:8], *pieces[-6:]]
    for piece in ends:
        for one in dates:
            if piece.span.holds(one.span) and len(plain(piece.span.of(document.text)).split()) <= 22:
                tail = document.text[one.span.end : piece.span.end]
                if not re.search(r"\w", tail) and _OFFICE.search(document.text[piece.span.start : one.span.start]):
                    sentence = re.search(
                        r"\b(?:published|report|inspection|by|on|from)\s*\Z", _before(document.text, one)
                    )
                    if not sentence:
                        return one
    return None


def _alone(document: Document, dates: list[Dated]) -> Dated | None:
    """Return the date that stands alone in its paragraph or line, as in a letter's head or foot."""
    for block in (*document.blocks[:60], *document.blocks[60:][-40:]):
        for one in dates:
            if block.span.holds(one.span) and not block.cells:
                line = _line(document.text, one.span)
                if len(line) - (one.span.end - one.span.start) < 14 and not re.search(r"[a-z]{6,}", line[:4]):
                    return one
    return None


def _line(text: str, span: Span) -> str:
    end = text.find("\n", span.end)
    return plain(text[text.rfind("\n", 0, span.start) + 1 : end if end >= 0 else len(text)])
