"""Where a document writes the title of the inspection report that it is about."""

import re
from collections.abc import Iterator
from itertools import pairwise

from inspectqa.documents import BlockKind, Document, Fact, Span
from inspectqa.ingest.pieces import DEAR, Piece, flat, plain, trimmed
from inspectqa.ingest.recognise.title_marks import (
    bare_title,
    has_form,
    is_title,
    later_words,
    marked_title,
    never_a_title,
    opens_with_date,
    title_before_answer,
)
from inspectqa.ingest.recognise.title_sentences import BY_FORM, cited_in, titles_in

TITLE_LABEL = re.compile(
    r"^(?:(?:title|name)(?: and date)? of (?:the )?(?:hmicfrs |national |thematic )?(?:inspection|report"
    r"|publication)(?: report)?"
    r"|(?:the )?(?:hmicfrs |hmic |inspectorate |thematic |which )?(?:inspection|report|publication)(?:"
    r" report)?(?: title| name)?"
    r"|(?:title|name) of (?:hmicfrs|inspectorate)(?:['’]s)? (?:inspection|report|publication)"
    r"|(?:report|inspection) (?:being |to be )?(?:responded to|answered|considered|commented on|reviewed|concerned)"
    r"|(?:this (?:response|form) is (?:about|to))|document responded to|inspection/report|report/inspection"
    r"|subject|re|in response to|response to|inspection or report)$",
    re.IGNORECASE,
)
_SUBJECT = re.compile(r"^(?:subject|re)$", re.IGNORECASE)
_RESPONSE_TO = re.compile(
    r"^(?:\w+ (?:months?|years?) (?:on|after|later)(?: from)?|following up) (?:an inspection: |the )?(?=[A-Z0-9])"
    r"|^.{0,90}?\b(?:responses?|comments?|reply|update|statement|answers?|tracker|plan|responding"
    r"|commentary|observations)\b(?:[^:]{0,60}?\b(?:to|on|for|after)\b|:|\s[–-])\s+(?:the\s+)?"
    r"(?:(?:hmicfrs|inspectorate)(?:['’]s)?\s+)?(?:(?:inspection|report)s?\b\s*[:,–-]?\s*(?:(?:into|on|of)\s+)?)?(?=\S)",
    re.IGNORECASE,
)
_RESPONSE_TO_REPORT = re.compile(
    r"^.{0,90}?\b(?:responses?|comments?|reply|update|answers?|responding)\b[^:.]{0,30}?\b(?:to|on)\s+(?:the\s+)?"
    r"(?:(?:hmicfrs|hmic|inspectorate)(?:['’]s)?\s+)?(?:[a-z]+\s+){0,2}(?:report|inspection|publication)\s*[:–-]\s*(?=[A-Z0-9])",
    re.IGNORECASE,
)
_TITLE_FORM = re.compile(
    r"\b(?:inspect(?:ion|ed|ors?)|report|peel|inspectorate|hmicfrs|hmic|thematic|review|section 55|s55)\b",
    re.IGNORECASE,
)
_OURS = re.compile(
    r"\b(?:commissioner|mayor|constable|force|constabulary|panel)(?:['’]s)?\b.{0,20}\breport\b", re.IGNORECASE
)
_QUOTED = re.compile(
    r"“([A-Z0-9][^“”]{8,170})”|\"([A-Z0-9][^\"]{8,170})\"|‘([A-Z0-9][^‘’]{8,170})’(?!\w)"
    r"|(?<!\w)'([A-Z0-9][^']{8,170})'(?!\w)"
)
_EMPHASISED = re.compile(
    r"(?<![*_\w])[*_]([A-Z0-9][^*_\n]{8,170})[*_](?![*_\w])|<(?:em|i|cite)>([A-Z0-9][^<>]{8,170})</(?:em|i|cite)>"
)
_SAID_BEFORE = re.compile(r"\b(?:said|says|say|added|asked|wrote|told|states?)\b[^.]{0,20}[:,]?\s*\Z")
_DATED = re.compile(
    r"[A-Z0-9][^().]{8,160} \((?:HMICFRS|HMIC|report published|published(?: by HMICFRS)?)[, ]+(?:on )?[^()]*20\d\d\)$"
)
_VAGUE = re.compile(r"(?:the |an? )?(?:\w+ ){0,2}inspection(?: of \w+ 20\d\d)?", re.IGNORECASE)
_SENTENCE_LIKE = re.compile(
    r"[.!?;] \w|\b(?:I|we|has|have|is|are|was|were|must|should|will|may|can|published by|HMICFRS published)\b"
)
_FURNITURE = re.compile(r"\bpage \d+(?: of \d+)?\W*\Z", re.IGNORECASE)
_AFTER = re.compile(
    r"(?:[,;.]|\s[–-])?\s*\(?(?:which (?:was |HMICFRS )?)?(?:published|issued|HMICFRS,|by HMICFRS)\b.*\Z",
    re.IGNORECASE | re.DOTALL,
)
_TOLD_OF = re.compile(r"\b(?:areas? for improvement|recommendations?|findings|had|has|asked)\b")
_PUBLISHED = re.compile(r"\(?(?:HMICFRS|HMIC)\W{1,3}(?:report )?(?:published|issued|\d)", re.IGNORECASE)
_BY_LINE = "inspection: title line"
_FEWEST = 3  # words of a title
_HEAD = 40  # pieces: a document names its report before


def main_title(document: Document, pieces: tuple[Piece, ...], facts: tuple[Fact, ...]) -> tuple[Span | None, str]:
    """Return the span of the title of the report that the whole document is about, and the rule that found it."""
    title, rule = _found_title(document, pieces, facts)
    if title and rule == _BY_LINE and _is_weak(document, pieces, title):
        return None, ""
    told = _told_below(document, pieces, title) if title else None
    if told:
        return told, "inspection: named below the heading of its item"
    bare = bare_title(document.text, title) if title else None
    return (bare, rule) if bare and len(plain(bare.of(document.text)).split()) > 1 else (None, "")


def _is_weak(document: Document, pieces: tuple[Piece, ...], title: Span) -> bool:
    """Say whether a line has no form of a title and other headings have: "Inspection tracker: quarter 2, 2026/27"."""
    words = plain(title.of(document.text))
    if words[:1].islower() and (re.search(r"\d", words) or len(words.split()) < _FEWEST):
        return True
    if has_form(words) or BY_FORM.search(words):
        return False
    heads = (plain(one.span.of(document.text)) for one in pieces if one.kind is BlockKind.HEADING)
    return any(has_form(head) and not never_a_title(head) for head in heads)


def _told_below(document: Document, pieces: tuple[Piece, ...], title: Span) -> Span | None:
    """Return the one formed title in the text below a heading that has a topic alone: "Item 4: youth violence"."""
    text = document.text
    at = next((at for at, one in enumerate(pieces) if one.span.holds(title)), len(pieces))
    topic = not (has_form(plain(title.of(text))) or BY_FORM.search(plain(title.of(text))))
    if not topic or at + 1 >= len(pieces) or pieces[at].kind is not BlockKind.HEADING:
        return None
    formed = formed_titles(text, pieces[at + 1].span)
    return formed[0] if len(formed) == 1 else None


def _found_title(document: Document, pieces: tuple[Piece, ...], facts: tuple[Fact, ...]) -> tuple[Span | None, str]:
    text = document.text
    for fact in facts:
        words = plain(fact.value.of(text))
        named = TITLE_LABEL.match(fact.label) and fact.finding is None and len(words.split()) >= 3
        formed = has_form(words) or BY_FORM.search(words) or re.search(r"[“\"‘]", words)
        if named and not opens_with_date(words) and (formed or not _SUBJECT.match(fact.label)):
            title = _labelled(text, fact.value)
            if not _SUBJECT.match(fact.label) or len(plain(title.of(text)).split()) >= _FEWEST:
                return title, f"inspection: label '{fact.label}'"

    def fits(title: Span | None) -> bool:
        words = plain(title.of(text)) if title else ""
        return bool(words) and not never_a_title(words) and not (words[:1].islower() and _TOLD_OF.search(words))

    head = [
        piece
        for piece in pieces[:_HEAD]
        if piece.kind is not BlockKind.NOTE and not _FURNITURE.search(piece.span.of(text))
    ]
    lines = (title_line(text, piece.span) for piece in head if _is_line(text, piece))
    line = next((title for title in lines if fits(title)), None)
    if line and not _VAGUE.fullmatch(plain(line.of(text))) and is_strong(text, line):
        return line, _BY_LINE
    marked = next((title for title in (marked_title(text, piece.span) for piece in head) if title), None)
    if marked:
        return marked, "inspection: line marked as a report's title"
    if subject := _subject(text, pieces):
        return subject, "inspection: subject of the letter"
    for rule, find in (
        ("quoted title", quoted_titles),
        ("emphasised title", _emphasised),
        ("title in a sentence", titles_in),
    ):
        found = next((span for piece in head for span in find(text, piece.span) if fits(span)), None)
        if found:
            return found, f"inspection: {rule}"
    notes = (piece for piece in pieces if piece.kind is BlockKind.NOTE)
    cited = next((span for piece in notes for span in cited_in(text, piece.span) if fits(span)), None)
    if line is None and cited:
        return cited, "inspection: cited in a note"
    if line is None and (before := title_before_answer(document, pieces)):
        return before, "inspection: title before the name of an answer"
    worded = (
        line is not None
        and not re.match(r"(?:an?|this|your) ", plain(line.of(text)))
        and re.search(r"\b(?!and\b|the\b|for\b)[a-z]{3,}", plain(line.of(text)))
    )
    return (line, _BY_LINE) if worded else (None, "")


_RUN_ON = re.compile(  # of a scan, where the next paragraph begins close below: "Custody: an inspection You asked ..."
    r"(?P<title>[A-Z][^.!?:]{3,100}: an? (?:[\w-]+ ){0,2}(?:inspection|review|report) (?:of|into|on) [^.!?]{5,150}?)"
    r"\s+(?=(?:You|I|We|Thank|Further|As|On|This|Please|Following|HMICFRS|Your) )"
)


def _subject(text: str, pieces: tuple[Piece, ...]) -> Span | None:
    """Return the line below a letter's salutation, where it has the form of a report's title."""
    for at, (above, piece) in enumerate(pairwise(pieces[:_HEAD])):
        if DEAR.match(above.span.of(text)):
            words = plain(piece.span.of(text))
            below = plain(pieces[at + 2].span.of(text)) if at + 2 < len(pieces) else ""
            if run_on := _RUN_ON.match(piece.span.of(text)):
                return Span(piece.span.start, piece.span.start + run_on.end("title"))
            formed = has_form(words) or BY_FORM.search(words) or (is_title(words) and _PUBLISHED.match(below))
            return trimmed(text, piece.span) if formed and not (never_a_title(words) or words.endswith(".")) else None
    return None


def is_strong(text: str, title: Span) -> bool:
    """Say whether a line has the form of a title or stands in quotation marks; "Response to X" alone has neither."""
    words = plain(title.of(text))
    if re.match(r"(?:an?|this|these|your|our|its) ", words) and ":" not in words:
        return False  # "a super-complaint report" names none
    return bool(_TITLE_FORM.search(words) or BY_FORM.search(words)) or text[title.start - 1 : title.start] in "“\"‘'*_"


def _labelled(text: str, value: Span) -> Span:
    """Return the title in the value of a label: quoted or emphasised in it, before a mark, or all but its date."""
    inner = quoted_in(text, value) or next(_emphasised(text, value), None)
    return inner or marked_title(text, value) or without_date(text, value)


def _is_line(text: str, piece: Piece) -> bool:
    return piece.kind is BlockKind.HEADING or len(plain(piece.span.of(text)).split()) <= 32


def title_line(text: str, span: Span) -> Span | None:
    """Return the inspection's title in a line that is one: "(Response to) inspection: ..."."""
    later = later_words(text, span)
    span = Span(span.start, later.start()) if later else span
    words = plain(span.of(text))
    if not _TITLE_FORM.search(words) or _OURS.search(words):
        return None
    match = _RESPONSE_TO_REPORT.match(span.of(text))
    own = BY_FORM.match(words) and not never_a_title(words)
    match = match or (None if own else _RESPONSE_TO.match(span.of(text)))
    dated = _DATED.match(words)
    if dated and not _RESPONSE_TO.match(words):
        at = text.find("(", span.start)
        return trimmed(text, Span(span.start, at)) if 0 < at < span.end else None
    inner = quoted_in(text, span) if match or BY_FORM.search(words) or _TITLE_FORM.search(words) else None
    if inner and (match or len(words) < 220) and not _SAID_BEFORE.search(text[span.start : inner.start - 1]):
        return inner if _is_alone(text, span, inner) else None
    if _SENTENCE_LIKE.search(words):
        return None
    start = span.start + match.end() if match else span.start
    rest = without_date(text, Span(start, span.end))
    said = plain(rest.of(text))
    if not match and not BY_FORM.match(said):
        return None
    if not re.search(r"[a-z]{4}|[A-Z]{4}", said) or len(said.split()) < 3 or _only_kind(said):
        return None
    return rest


_COMMON = frozenset("an a the inspection inspections hmicfrs hmic report of by in on police our".split())


def _only_kind(words: str) -> bool:
    return not [word for word in re.findall(r"[a-z0-9]+", words.lower()) if word not in _COMMON]


def _is_alone(text: str, span: Span, inner: Span) -> bool:
    """Say whether the line holds little but the quoted title: no sentence before or after it."""
    around = plain(text[span.start : inner.start]) + " " + plain(text[inner.end : span.end])
    return not re.search(r"[.!?;] \w|\b(?:I|we|has|have)\b", around)


def without_date(text: str, span: Span) -> Span:
    """Return ``span`` without what follows a title: "(published 3 May 2025)", ", published by HMICFRS on ..."."""
    after = _AFTER.search(text, span.start + 8, span.end) or later_words(text, Span(span.start + 8, span.end))
    return trimmed(text, Span(span.start, after.start())) if after else trimmed(text, span)


def quoted_in(text: str, span: Span) -> Span | None:
    """Return the first quotation of a text that can be a title."""
    return next((found for found, _ in _quotations(_QUOTED, text, span)), None)


def _quotations(pattern: re.Pattern[str], text: str, span: Span) -> Iterator[tuple[Span, str]]:
    words, at = flat(text, span)
    for match in pattern.finditer(words):
        number = next(number for number in range(1, pattern.groups + 1) if match[number])
        start, end = match.span(number)
        inner = words[start:end].rstrip(" ,.;")
        sentence = inner.count(". ") or re.search(r"\b(?:I|we|We|my|our|has|have|shows?|showed)\b", inner)
        if not sentence:
            yield Span(at[start], at[start + len(inner) - 1] + 1), words[max(0, start - 120) : start]


def quoted_titles(text: str, span: Span) -> Iterator[Span]:
    """Give the quotations of a text that can be titles, near words that speak of a report."""
    for found, before in _quotations(_QUOTED, text, span):
        near = before + text[found.start : found.end + 40]
        if _TITLE_FORM.search(near) and not _SAID_BEFORE.search(before.rstrip("“\"'‘ ")):
            yield found


def formed_titles(text: str, span: Span) -> list[Span]:
    """Return the titles, each once, that the sentences of a text name or quote in a form that only titles have."""
    found = {plain(one.of(text)): one for one in (*quoted_titles(text, span), *titles_in(text, span))}
    return [one for words, one in found.items() if has_form(words)]


def _emphasised(text: str, span: Span) -> Iterator[Span]:
    before_it = re.search(r"[*_]*\Z", text[max(0, span.start - 3) : span.start])
    start = span.start - len(before_it[0] if before_it else "")  # the marks at its ends lie outside the span
    around = Span(start, min(len(text), span.end + 3))
    for found, before in _quotations(_EMPHASISED, text, around):
        if _TITLE_FORM.search(before + found.of(text)) or re.search(r"\bresponses? to\W*\Z", before, re.IGNORECASE):
            yield found
