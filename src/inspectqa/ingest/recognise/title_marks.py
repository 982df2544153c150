"""Titles of reports in lines that mark them as such: "HMICFRS Custody: a follow-up (24 June 2025)".

A line is [number or item] [HMICFRS, report:] TITLE [HMICFRS, published on DATE]; without a mark it is none.
"""

import re

from inspectqa.documents import BlockKind, Document, Span
from inspectqa.ingest.pieces import Piece, flat, plain, trimmed
from inspectqa.ingest.recognise.dates import MONTHS

_MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\.?"
_WHEN = rf"(?:\d{{1,2}}(?:st|nd|rd|th)? (?:of )?)?{_MONTH},? 20\d\d|\d{{1,2}}[/.]\d{{1,2}}[/.]20\d\d|20\d\d"
_NUMBER = re.compile(
    r"(?:(?:agenda )?item\s+\d{1,3}[a-z]?\s*[.:)–-]*\s*|\d{1,2}(?:\.\d{1,2})*[.)]?\s+"
    r"|(?:part |section )?[A-Z][.):]\s+)",
    re.I,
)
_BODY = re.compile(
    r"(?:the )?(?:HMICFRS|HMICS|HMIC(?!FRS|S)|His Majesty['’]s Inspectorate of [\w ,&]*?Services)(?:['’]s)?\s*"
    r"(?:(?:(?:national |joint |thematic |new |latest )?(?:inspection report|report|publication"
    r"|inspection)\b\s*)?[:–-]\s*"
    r"|(?:(?:national |joint |thematic )?(?:inspection )?report (?:on |called |entitled )?)?(?=[\"“‘'A-Z]))",
)
_REPORT = re.compile(
    r"(?:(?:hmicfrs |inspection )?report(?: title)?|inspection(?: title)?|publication|source|re|subject|topic|title"
    r"|item)\s*[:–]\s*(?=\S)",
    re.I,
)
_AFTER = re.compile(
    r"(?:\s*[,.;:(|•·–-]+\s*|\s+(?=(?-i:Published|Issued|HMICFRS,|HMICFRS (?:\w+ ){0,2}report,? (?:(?:of|dated) )?\d"
    r"|Letter (?:from|of)|Report (?:by|published))))"
    r"(?:letter (?:from|of) (?:HM|His Majesty['’]s) (?:Chief )?Inspector[\w ]{0,40}?,? (?=(?:was )?published))?"
    r"(?:by (?:Ofsted|the [Cc]are [Qq]uality|HM Inspect|the Criminal)[^.]*?(?:and )(?=HMIC))?"
    r"(?:(?:the |an? |inspection |HMICFRS "
    r"|thematic |national |joint |force "
    r"|this )*report,?\s+(?:was )?)?"
    r"(?P<mark>HMICFRS|HMICS|HMIC|published|issued|released|report (?:dated|of)(?= [\w ]{0,14}20\d\d))\b(?P<tail>.*)$",
    re.DOTALL | re.IGNORECASE,
)
_DATED = re.compile(rf"\s*[(,–-]\s*(?:{_WHEN})\)?[\s.]*$", re.IGNORECASE)
_FORM = re.compile(
    r"(?::|[?!](?= (?:an?|the) )) (?:an? |the )?(?:[\w-]+ ){0,3}?"
    r"(?:inspection|review|report|follow-up|update|thematic)\b|\bPEEL\b"
    r"|\binspection (?:visit )?(?:of|to|into)\b|: accelerated cause of concern\b"
    r"|\b(?:child protection|crime data integrity|custody|joint targeted area) inspection: (?=[A-Z])"
    r"|\A(?:accelerated|urgent) causes? of concern: (?=\w)",
    re.I,
)
_NOT_A_TITLE = re.compile(
    r"^(?:on|in|by|since|from|at|for|to|with|under) |(?<!police )(?<!policing )(?<!['’]s )\bresponses?\b|\bPolice Act\b"
    r"|\b(?:comments?|plan|form|(?<!to )return|template|version|chief constable|record|tracker|commissioner|mayor"
    r"|p?f?cc|minutes|panel|board|committee|page|contents"
    r"|recommendations?|AFIs?|statement|office|appendix|annex|section 55|I|we|our|my|you|questions?|answers?|update on"
    r"|areas? for improvement|(?<!accelerated )causes? of concern|published|letter|paper|foreword|conclusions?"
    r"|meeting|action log)\b"
    r"|[.!;] \w|\?|\b(?:has|have|was|were|will|should|must|may|doing|graded|forces?,|forces$|thematic inspections)\b",
    re.IGNORECASE,
)
_NEVER = re.compile(
    r"\b(?:HMICFRS (?:report|has|graded|published)|commissioners?|mayor|p(?:f|fr)?cc|chief constable|section 55"
    r"|position (?:at|on) \d|received|considered|should|must|(?:two|three|four) (?:inspections|reports)"
    r"|Police Act|minutes)\b|\?\s*$|^(?:please|what is|what has|how is|how has)\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"\b(?:we|our|my)\b", re.IGNORECASE)
_BY_FORM = re.compile(  # "In our own ranks: An inspection of how ...": a title may say "our", an answer's name does too
    r"(?!.*\b(?:responses?|comments?|repl(?:y|ies)|update|plan|progress|views?)\b)"
    r".*: an? (?:[\w-]+ ){0,2}inspection (?:of|into) ",
    re.IGNORECASE | re.DOTALL,
)
_LATER = re.compile(
    r"\s+[–-]\s+(?!an? |the |inspection)(?:[a-z][^–]*\b(?:we|you|our|they)\b.*|.*\b(?:response|progress|update"
    r"|tracker|plan)\b.*)$"
)
_PART = re.compile(
    r"\s*[:–-]\s+(?:open |outstanding |our |all )?(?:recommendations|areas for improvement|AFIs|findings)\s*$", re.I
)
_BELOW = 3  # pieces below a heading in which the date of its report may have a line
_PUBLISHED_LABEL = re.compile(
    r"(?:date )?(?:report|inspection|HMICFRS report)(?: was)? published(?: on| by HMICFRS| date)?\s*:"
    rf"|(?:date of (?:the )?report|(?:report|publication) date|published by HMICFRS)\s*:?\s*(?:{_WHEN})",
    re.IGNORECASE,
)
_PUBLISHED_ALONE = re.compile(
    rf"(?:report )?published(?: by HMICFRS)?:?(?: on)? (?:{_WHEN})\.?"
    r"(?: (?:my|our|the) (?:\w+ ){0,3}?published\b.*"
    r"|\s*[·|;–-]\s*(?:my|our|the|updated|reply|response|statement)\b.*)?",
    re.IGNORECASE,
)
_SAYS_PUBLISHED = re.compile(
    r"\W*(?:(?:the |this |national |local |force |joint |thematic )*(?:HMICFRS|HMICS|HMIC|report))\b"
    rf"[^.]{{0,40}}?[,(:] ?(?:{_WHEN})"
    r"|\W*(?:HMICFRS|HMICS|HMIC|(?:the |this |HMICFRS |inspection |national |force )*(?:report|inspection)"
    r"|(?:(?:the|its|their) )?letter (?:of|from) (?:HM|His Majesty)[^.]{0,40}?)"
    rf"\b[^.]{{0,60}}?\b(?:published|issued|released|dated|of)\b[^.]{{0,20}}?(?:{_WHEN})"
    r"|\W*(?:\d{1,2}(?:\.\d+)?\s+)?this (?:was|is) (?:a|an|the) (?:[\w-]+ ){0,3}(?:inspection|report)\b"
    rf"[^.]{{0,120}}?\b(?:published|issued)\b[^.]{{0,20}}?(?:{_WHEN})"
    rf"|\W*published by (?:HMICFRS|HMIC|the inspectorate)\b[^.]{{0,20}}?(?:{_WHEN})",
    re.IGNORECASE,
)


def marked_title(text: str, span: Span) -> Span | None:
    """Return the report's title in a line that marks it before or after, or None."""
    words, at = flat(text, span, marks=False)
    if line := _QUOTED_LINE.fullmatch(words.rstrip()):
        return Span(at[line.start("title")], at[line.end("title") - 1] + 1)
    return _in_marks(text, words, at)


def _in_marks(text: str, words: str, at: list[int]) -> Span | None:
    start, end, sure = 0, len(words.rstrip()), False
    if number := _NUMBER.match(words):
        start = number.end()
    for pattern in (_BODY, _REPORT):
        if before := pattern.match(words, start):
            start, sure = before.end(), True
    if after := _AFTER.search(words, start + 6):
        dated = re.search(r"20\d\d", after["tail"][:80])
        if not dated and after["mark"].upper() not in ("HMICFRS", "HMICS", "HMIC"):
            return None
        end, sure = after.start(), True
    if dated := _DATED.search(words, start, end):
        end = dated.start() if dated.start() > start + 6 else end
        sure = sure or bool(_FORM.search(words[start:end]))
    for pattern in (_LATER, _PART):
        if later := pattern.search(words, start, end):
            end = later.start()
    inner = words[start:end].strip(" \"“”‘’'.,:–-")
    answered = _ANSWERED.match(inner)
    if answered and not _FORM.search(": " + answered["tail"]):
        inner = answered["title"]
    if re.search(r"[“”\"]", inner):
        return None  # a title in a sentence: the quotation is it
    if not sure or not is_title(inner) or _ADDRESS.search(inner):
        return None
    begin = words.index(inner, start)
    return trimmed(text, Span(at[begin], at[begin + len(inner) - 1] + 1))


_QUOTED_LINE = re.compile(
    r"(?:\d{1,3}(?:\.\d+)?[.)]? )?(?:(?:the|HMICFRS|inspection|national|thematic|report|publication)[ :]+)*"
    r"[“\"](?P<title>[A-Z][^“”\"]{8,200})[”\"][ ,]*"
    rf"\(?(?:HMICFRS,? |(?:report )?published(?: by HMICFRS)?(?: on)? ?)(?:{_WHEN})?\)?\.?",
    re.IGNORECASE,
)
_ANSWERED = re.compile(
    r"(?P<title>[A-Z0-9“\"‘].{6,160}?)(?::|\s[–-])\s+(?P<tail>[^:.]{0,80}\b(?:responses?|comments|reply|statement|answers|update)\b"
    r"[^:.]{0,60})$"
)


def title_before_answer(document: Document, parts: tuple[Piece, ...]) -> Span | None:
    """Return the report's title in a heading such as "Homicide prevention: PCC's comments", near HMICFRS's name."""
    near = " ".join(plain(piece.span.of(document.text)) for piece in parts[:8])
    if not re.search(r"\b(?:HMICFRS|HMIC)\b", near):
        return None
    for piece in parts[:4]:
        words, at = flat(document.text, piece.span, marks=False)
        match = _ANSWERED.match(words)
        if (
            match
            and len(match["title"].split()) > 1
            and not _NEVER.search(match["title"])
            and not _NOT_A_TITLE.search(match["title"])
        ):
            return trimmed(document.text, Span(at[0], at[match.end("title") - 1] + 1))
    return None


_ITEM_OR_BODY = re.compile(
    r"\d{1,2}[.)]?(?:\s{2,}|\t)(?=[A-Z])|\d{1,2}[.)]? (?=PEEL\b|HMICFRS\b|Inspection\b|Report\b)"
    r"|(?:HMICFRS|HMIC)(?: report)?: (?=[A-Z])"
)
_FIELD_BELOW = re.compile(r"\s*[\n\t]\s*[A-Z][\w ]{2,25}:\s")  # "Plan owner: ..." on the next line
_PREFIX = re.compile(
    r"(?:(?:topic|subject|re|title|source report)\s*:\s*|(?:[\w'’]+ ){0,8}?(?:responses?|comments?|reply|plan|statement"
    r"|update|return|answers|schedule|tracker|register|grid)\b"
    r"[^:“\"]{0,70}?(?::| - | – |\bto|\banswers|\bon)\s*(?:HMICFRS:?\s+)?(?:the )?)(?=[A-Z0-9])",
    re.IGNORECASE,
)


def bare_title(text: str, span: Span) -> Span:
    """Return a title without what a line says of the answer to it: "Section 55 response - Custody: an inspection"."""
    field = _FIELD_BELOW.search(text, *span)
    if field and len(plain(text[span.start : field.start()]).split()) > 2:
        span = Span(span.start, field.start())
    if mark := _ITEM_OR_BODY.match(text, *span):
        span = Span(mark.end(), span.end)
    words, at = flat(text, span, marks=False)
    match = _PREFIX.match(words)
    rest = words[match.end() :] if match else ""
    if match is None or (not rest[:1].isupper() and not rest[:1].isdigit()):
        return span
    whole = ":" in rest or _FORM.search(rest)
    return Span(at[match.end()], span.end) if whole and len(rest.split()) > 2 else span


def later_words(text: str, span: Span) -> re.Match[str] | None:
    """Find what a page adds to a title: " - they said, we did", " – progress"."""
    return _LATER.search(text, *span)


_FORMED = re.compile(
    r"(?:[:?!] (?:[Aa]n? )?|\. An? )(?:[\w-]+ ){0,2}(?:inspection|review|report)\b"
    r"|: how (?:well )?(?:the )?(?:police|forces)\b"
)


def is_title(words: str) -> bool:
    """Say whether words can be the title of a report: no sentence, no office, nothing about a response."""
    count = len(words.split())
    if _BODY_NAME.fullmatch(words) or _BODIES.fullmatch(words):
        return False
    if _NO_OPENING.match(words) or not re.match(r"[A-Z0-9“\"‘']", words) or not re.search(r"[a-z]{3}|[A-Z]{4}", words):
        return False
    formed = _FORMED.search(words) and not (
        _NEVER.search(words) or (_PRONOUN.search(words) and not _BY_FORM.match(words))
    )
    return (2 if ":" in words else 3) <= count <= 28 and bool(formed or not _NOT_A_TITLE.search(words))


_BODY_NAME = re.compile(
    r"(?!.*(?:\binspection\b|\breport\b|\breview\b|PEEL|:)).*\b(?:Police|Constabulary|Police Service|Authority)",
    re.IGNORECASE,
)
_BODIES = re.compile(  # who published a joint report
    r"(?:(?:the |jointly |,|and |& |with |by )*(?:HMICFRS|HMICS|HMIC|HMI Probation|Ofsted|Estyn"
    r"|(?:the )?Care Quality Commission|CQC"
    r"|HM Crown Prosecution Service Inspectorate|HMCPSI|His Majesty['’]s Inspectorate of [\w &,]+"
    r"|HM Inspectorate of [\w &]+"
    r"|Healthcare Inspectorate Wales|Care Inspectorate Wales)\s*,?\s*)+",
    re.IGNORECASE,
)
_NO_OPENING = re.compile(
    rf"{_WHEN}|(?:inspected|visited|fieldwork|published)\b[^:]*\d"
    r"|(?:responses?|repl(?:y|ies)|comments?|answers?) (?:to|on|of|by)\b",
    re.IGNORECASE,
)
_DATE = re.compile(rf"(?:published:?(?: on)? )?(?:{_WHEN})", re.IGNORECASE)
_INSPECTORATE = re.compile(
    r"(?:His|Her) Majesty['’]s (?:Chief )?Inspect[\w ,&]*|HMIC\w*|(?:the )?inspectorate", re.IGNORECASE
)


_ADDRESS = re.compile(
    r"\b\d+[-\d]* (?:[A-Z][\w'’]+ ){1,3}(?:Street|Road|Square|Avenue|Lane|Place|Way|House|Court)\b"
    r"|\b[A-Z]{1,2}\d{1,2}[A-Z]? ?\d[A-Z]{2}\b"
)


def has_form(words: str) -> bool:
    """Say whether words have a form that only titles have: "Custody: an inspection", "An inspection of ..."."""
    return bool(_FORM.search(words))


def never_a_title(words: str) -> bool:
    """Say whether a line is about an answer, who gives it or who asked for it: no report's title in any form."""
    pronoun = _PRONOUN.search(words) and not _BY_FORM.match(words)
    return bool(
        pronoun or _NEVER.search(words) or _ADDRESS.search(words) or _INSPECTORATE.fullmatch(words.strip(" .,"))
    )


def opens_with_date(words: str) -> bool:
    """Say whether a line begins with a date: "6 November 2025. Our response: 22 December 2025"."""
    return bool(_DATE.match(words))


def speaks_of_answers(words: str) -> bool:
    """Say whether a line reads as part of an answer: no title, unless a mark or its form says so."""
    return bool(_NOT_A_TITLE.search(words))


_PREPOSITION = re.compile(r"(?:On|In|By|At|From|To|With|Under|For) (?=[a-z])")


def told_below(document: Document, parts: tuple[Piece, ...], at: int) -> bool:
    """Say whether the text right below a heading says when HMICFRS published what the heading names."""
    words = plain(parts[at].span.of(document.text))
    number = _NUMBER.match(words)
    words = words[number.end() :] if number else words
    asked = re.sub(r"\?(?= [A-Z])", ":", words)  # "Held to account? Police management of bail"
    if not is_title(_PREPOSITION.sub("A ", asked)):  # "In safe hands"
        return False
    blocks = dict.fromkeys(one.block for one in parts[at + 1 : at + 1 + 2 * _BELOW])  # a row is a label and its value
    below = [plain(document.blocks[block].span.of(document.text)) for block in blocks][:_BELOW]
    if below and _PUBLISHED_ALONE.fullmatch(below[0]) and any(one.kind is BlockKind.HEADING for one in parts[:at]):
        return True
    return bool(below) and bool(_SAYS_PUBLISHED.match(below[0]) or any(map(_PUBLISHED_LABEL.match, below)))
