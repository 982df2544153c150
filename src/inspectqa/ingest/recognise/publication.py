"""When a report was published: by a label, by the words beside its title, or by its month alone."""

import re

from inspectqa.documents import Document, Fact, Span
from inspectqa.ingest.pieces import Piece
from inspectqa.ingest.recognise.dates import MONTHS, Dated, dates_in
from inspectqa.ingest.recognise.titles import TITLE_LABEL

_DATE_LABEL = re.compile(
    r"^(?:(?:date )?published(?: on| date)?|(?:date|published) of (?:the )?(?:report|publication|inspection)"
    r"|(?:report|publication|inspection)(?: publication)? date|date (?:report|inspection) (?:was )?published"
    r"|report published|hmicfrs publication date)$",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"\b(?:report|inspection|it|which|hmicfrs|hmics|hmic|inspectorate)\b[^.]{0,90}?\b(?:published|issued|released)\b[^.]{0,30}?\bon\b\W*\Z"
    r"|\b(?:your|their|its|inspector['’]s|HMICFRS['’]s?) letter (?:of|dated)\W*\Z"
    r"|\bpublication of (?:this|the|that|its) report on\W*\Z|\bpublished(?: on| by HMICFRS on)?\W*\Z|\bHMICFRS,\s*\Z",
    re.IGNORECASE | re.DOTALL,
)


def published(
    document: Document, pieces: tuple[Piece, ...], facts: tuple[Fact, ...], title: Span
) -> tuple[Dated | None, str]:
    """Return the date on which the report of this title was published, with the rule that found it."""
    text = document.text
    inside = dates_in(text, *title)
    if inside:
        return inside[0], "inspection date: in the title"
    beside = published_after(text, title)
    labelled = [
        (dates[0], fact.label)
        for fact in facts
        if (dates := dates_in(text, *fact.value)) and _DATE_LABEL.match(fact.label) and not _is_own_label(facts, fact)
        if not _ANOTHER.search(text, title.end, max(title.end, fact.value.start))
    ]
    if labelled:  # with several reports in a document, the one below the title
        one, label = min(labelled, key=lambda pair: _distance(pair[0].span, title))
        return one, f"inspection date: label '{label}'"
    if beside:
        return beside, "inspection date: after the title"
    if month_after(text, title):
        return None, ""
    for piece in pieces:
        if not piece.span.holds(title) and _ANOTHER.search(piece.span.of(text)):
            continue  # says when another report was published
        if _ANOTHER.search(text, title.end, max(title.end, piece.span.start)):
            break  # another report stands between
        for one in dates_in(text, *piece.span):
            before = text[max(piece.span.start, one.span.start - 140) : one.span.start]
            speaks = re.search(
                r"\b(?:report|inspection|hmicfrs|hmics|(?:your|their|its) letter)\b", before, re.IGNORECASE
            )
            if speaks and _PUBLISHED.search(before) and not _OF_ANSWER.search(before):
                return one, "inspection date: words before the date"
    return None, ""


def _distance(one: Span, title: Span) -> tuple[bool, int]:
    """Return how far a date stands from a title; any after it is nearer than all before it."""
    return one.start < title.start, abs(one.start - title.end)


_ANOTHER = re.compile(r": an? (?:[\w-]+\s+){0,2}(?:inspection|review)\s+(?:of|into|on)\s", re.IGNORECASE)
_OF_ANSWER = re.compile(
    r"\b(?:responses?|comments?|letter|update|reply|plan|return|paper|statement|version)\b(?:(?!report|HMIC|inspect)[^.]){0,40}\Z",
    re.IGNORECASE,
)
_SAYS_WHEN = re.compile(
    r"\b(?:published|issued|released|HMICFRS|report of|dated)\b[^.]{0,40}\Z|\A[\W_]{0,4}[(,]\s*\Z", re.IGNORECASE
)
_SAID_WHEN = re.compile(r"\bon\s+\Z")
_BY_OTHERS = re.compile(r"\bby\s+(?:the\s+)?(?!HMIC|His Maj|inspectorate)[^.]{3,80}\Z", re.IGNORECASE)
_NEAR = 220  # characters after a title in which its date may stand


def published_after(text: str, title: Span) -> Dated | None:
    """Return the date beside a title that says when the report was published, not the answer to it."""
    start = max(text.rfind("\n\n", 0, title.start), title.start - 120, 0)
    before = text[start : title.start]
    answers = re.search(r"\b(?:response|comments|reply|update|statement)\b[^\n]*\Z", before, re.IGNORECASE)
    told = re.search(r"\b(?:published|issued|released)\b[^.]{0,60}\Z", before)
    for one in dates_in(text, title.end, min(len(text), title.end + _NEAR)):
        between = text[title.end : one.span.start]
        if answers and "\n" in between and not re.search(r"HMIC|report|inspect", between):
            continue  # a bare "Published" below the title of a response is the response's
        says = _SAYS_WHEN.search(between) or (told and len(between) < 9 and _SAID_WHEN.search(between))
        if says and not _OF_ANSWER.search(between) and not _BY_OTHERS.search(between) and between.count("\n\n") <= 1:
            return one
    for one in dates_in(text, start, title.start):
        if told and re.fullmatch(r",?\s+(?:\w+\s+){1,6}published\b[^.]*", text[one.span.end : title.start]):
            return one
    return None


_MONTH_AFTER = re.compile(
    r"(?!.{0,60}\d (?:January|February|March|April|May|June|July|August|September|October|November|December))"
    r"[^.]{0,40}?\b(?:published|issued|released|HMICFRS|HMIC|report)\b[^.]{0,50}?"
    rf"\b(?:{'|'.join(MONTHS)})\.?,? (?P<year>20\d\d)\b"
    rf"|[\W_]{{0,4}}(?:in |during )?\(?(?:{'|'.join(MONTHS)})\.?,? (?P<year_>20\d\d)\b",
    re.IGNORECASE,
)


_IN_MONTH = re.compile(
    rf"\breport (?:was |had been )?published in (?:{'|'.join(MONTHS)}),? (?P<year>20\d\d)\b", re.IGNORECASE
)


def month_after(text: str, title: Span) -> int | None:
    """Return the year of a report whose month alone stands beside its title: "which HMICFRS published in July 2025"."""
    told = _IN_MONTH.search(" ".join(text[title.end : title.end + 300].split()))
    if told:
        return int(told["year"])
    beside = " ".join(text[title.end : title.end + 120].split())
    match = _MONTH_AFTER.match(beside)
    if match:
        said = match[0][: match.start("year") if match["year"] else 0]
        return None if _OF_ANSWER.search(said) else int(match["year"] or match["year_"])
    before = re.search(
        rf"\b(?:in|during) (?:{'|'.join(MONTHS)}),? (?P<year>20\d\d),?[^.]{{0,40}}\b(?:published|issued"
        rf"|released)\b[^.]{{0,40}}\Z",
        " ".join(text[max(0, title.start - 140) : title.start].split()),
        re.IGNORECASE,
    )
    return int(before["year"]) if before else None


def _is_own_label(facts: tuple[Fact, ...], fact: Fact) -> bool:
    """A bare "Published" is the report's date only in a form that also has the inspection's title."""
    bare = re.fullmatch(r"published|date published", fact.label, re.IGNORECASE)
    return bool(bare) and not any(TITLE_LABEL.match(other.label) for other in facts)
