"""The inspections that a document names: title, date, and an identity that other documents share."""

import re
from dataclasses import dataclass, replace

from inspectqa.documents import BlockKind, Document, Fact, Inspection, Span
from inspectqa.forces import force_id
from inspectqa.ingest.columns import Role, Table
from inspectqa.ingest.pieces import Piece, plain, trimmed
from inspectqa.ingest.recognise.dates import MONTHS, Dated, dates_in, year_in
from inspectqa.ingest.recognise.leads import unnumbered
from inspectqa.ingest.recognise.title_marks import bare_title, has_form, marked_title, never_a_title, told_below
from inspectqa.ingest.recognise.titles import TITLE_LABEL, is_strong, main_title, quoted_titles, title_line, titles_in

_DATE_LABEL = re.compile(
    r"^(?:(?:date )?published(?: on| date)?|(?:date|published) of (?:the )?(?:report|publication|inspection)"
    r"|(?:report|publication|inspection)(?: publication)? date|date (?:report|inspection) (?:was )?published"
    r"|report published|hmicfrs publication date)$",
    re.IGNORECASE,
)
_KIND_LABEL = re.compile(r"^(?:inspection types?|types? of inspection)$", re.IGNORECASE)
_BODY_LABEL = re.compile(r"^(?:inspectorate|inspecting body|inspected by)$", re.IGNORECASE)
_PUBLISHED = re.compile(
    r"\b(?:report|inspection|it|which|hmicfrs|hmics|hmic|inspectorate)\b[^.]{0,90}?\b(?:published|issued|released)\b[^.]{0,30}?\bon\b\W*\Z"
    r"|\b(?:your|their|its|inspector['’]s|HMICFRS['’]s?) letter (?:of|dated)\W*\Z"
    r"|\bpublished(?: on| by HMICFRS on)?\W*\Z|\bHMICFRS,\s*\Z",
    re.IGNORECASE | re.DOTALL,
)
_BOILERPLATE = frozenset(
    "inspection inspections an the of effectiveness police policing and law enforcement bodies response responses "
    "to a report hmicfrs hmic england wales in on s thematic".split()
)
_SOURCE = re.compile(
    r"(?=[^,;()\n]{0,140}inspection)(?P<title>[A-Z0-9][^,;()\n]{4,200}?)(?:,| -"
    r"| –)? \(?(?P<when>[^(),;\n]{0,20}20\d\d)\)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Named:
    """The inspections, the spans of their dates, and the rules that found them."""

    inspections: tuple[Inspection, ...]
    dates: tuple[Span, ...]
    rules: tuple[str, ...]


def inspection_id(title: str, year: int | None) -> str:
    """Return the identity of a report from the significant words of its title, and its year."""
    bare = re.sub(r"\([^()]*\)", " ", title.lower().replace("’", "'"))
    bare = re.sub(rf",?\s+(?:\d{{1,2}}\s+)?(?:(?:{'|'.join(MONTHS)})\s+)?20\d\d\W*$", "", bare)
    words = [
        word for word in re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)*", bare.replace("'", " ")) if word not in _BOILERPLATE
    ]
    slug = force_id(" ".join(words))
    return "-".join(part for part in (slug, str(year or "")) if part)


def named(document: Document, pieces: tuple[Piece, ...], facts: tuple[Fact, ...], tables: tuple[Table, ...]) -> Named:
    """Return the inspections that ``document`` names, the main one first."""
    main, rule = main_title(document, pieces, facts)
    dated, published = (None, "") if main is None else _published(document, pieces, facts, main)
    inspections = []
    if main is not None:
        inspections.append(_complete(document, main, facts, dated))
    others = [
        other
        for other in [
            *_beside(document, pieces, main),
            *_in_headings(document, pieces, main),
            *_sources(document, tables),
        ]
        if other.id not in {one.id for one in inspections}
    ]
    rules = [rule, published, *(f"inspection: source column or heading '{one.title}'" for one in others)]
    unique = {one.id: one for one in [*inspections, *others]}
    return Named(tuple(unique.values()), (dated.span,) if dated else (), tuple(rule for rule in rules if rule))


def _beside(document: Document, pieces: tuple[Piece, ...], main: Span | None) -> list[Inspection]:
    """Return the inspections that the sentence names which names the main one: "a report on two inspections: ..."."""
    piece = next((one for one in pieces if main and one.kind is BlockKind.PARAGRAPH and one.span.holds(main)), None)
    if piece is None or main is None:
        return []
    every = (*titles_in(document.text, piece.span), *quoted_titles(document.text, piece.span))
    apart = [one for one in every if one.end <= main.start or one.start >= main.end]
    formed = [one for one in apart if ":" in one.of(document.text)]
    return [_titled(document.text, one, one) for one in formed]


def _published(
    document: Document, pieces: tuple[Piece, ...], facts: tuple[Fact, ...], title: Span
) -> tuple[Dated | None, str]:
    text = document.text
    inside = dates_in(text, *title)
    if inside:
        return inside[0], "inspection date: in the title"
    beside = _published_after(text, title)
    labelled = [
        (dates[0], fact.label)
        for fact in facts
        if (dates := dates_in(text, *fact.value)) and _DATE_LABEL.match(fact.label) and not _is_own_label(facts, fact)
    ]
    if labelled:  # with several reports in a document, the one below the title
        one, label = min(labelled, key=lambda pair: _distance(pair[0].span, title))
        return one, f"inspection date: label '{label}'"
    if beside:
        return beside, "inspection date: after the title"
    if _IN_MONTH.search(" ".join(text[title.end : title.end + 300].split())):
        return None, ""
    for piece in pieces:
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


def _published_after(text: str, title: Span) -> Dated | None:
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
    rf"\b(?:{'|'.join(MONTHS)})\.?,? (?P<year>20\d\d)\b|[\W_]{{0,4}}\(?(?:{'|'.join(MONTHS)})\.?,? (?P<year_>20\d\d)\b",
    re.IGNORECASE,
)


_IN_MONTH = re.compile(
    rf"\breport (?:was |had been )?published in (?:{'|'.join(MONTHS)}),? (?P<year>20\d\d)\b", re.IGNORECASE
)


def _month_after(text: str, title: Span) -> int | None:
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


def _complete(document: Document, title: Span, facts: tuple[Fact, ...], dated: Dated | None) -> Inspection:
    text = document.text
    words = re.sub(
        r"\s+Report$|\s*\([^()]*\b20\d\d\)|\.?\s*\bPublished\b.*$", "", plain(title.of(text)), flags=re.IGNORECASE
    ).strip('., “”"')
    year = dated.date.year if dated else year_in(plain(title.of(text))) or _month_after(text, title)
    kind = next((plain(fact.value.of(text)) for fact in facts if _KIND_LABEL.match(fact.label)), "")
    body = next((plain(fact.value.of(text)) for fact in facts if _BODY_LABEL.match(fact.label)), "")
    found = Inspection(inspection_id(words, year), words, dated.date if dated else None, year, kind=kind, span=title)
    return replace(found, inspectorate=body.split()[0]) if body else found


def _in_headings(document: Document, pieces: tuple[Piece, ...], main: Span | None) -> list[Inspection]:
    """Return the inspections that headings other than the main one's name, with the date there or right below."""
    text = document.text
    found = []
    for at, piece in enumerate(pieces):
        if piece.kind is BlockKind.HEADING and not (main and piece.span.holds(main)):
            lettered = re.match(r"[A-Z][.)]\s+", piece.span.of(text))
            heading = unnumbered(text, Span(piece.span.start + (lettered.end() if lettered else 0), piece.span.end))
            one = _undated(text, heading) or source_inspection(text, heading)
            if one is None and main is None and _ACCELERATED.match(heading.of(text)):
                one = _titled(text, heading, heading)
            if one is None and told_below(document, pieces, at):
                one = _titled(text, heading, heading)
            found += [one] if one else []
        elif piece.kind is BlockKind.ROW and _heads_a_cell(document, pieces, at):
            title = marked_title(text, piece.span)
            formed = title is not None and ": an" in plain(title.of(text)).lower()
            found += [_titled(text, piece.span, title)] if title and formed else []
        elif at and piece.kind is BlockKind.PARAGRAPH and len(plain(piece.span.of(text)).split()) <= _LINE:
            title = marked_title(text, piece.span)
            words = plain(title.of(text)) if title else ""
            formed = has_form(words) and not _SENTENCE_IN.search(words) and not (main and piece.span.holds(main))
            band = title is not None and _is_band(pieces, at) and bool(re.search(r"20\d\d", piece.span.of(text)))
            found += [_titled(text, piece.span, title)] if title and (formed or band) else []
    return found


_ACCELERATED = re.compile(r"accelerated cause of concern: \w", re.IGNORECASE)  # it is published by itself, as a letter


def _heads_a_cell(document: Document, pieces: tuple[Piece, ...], at: int) -> bool:
    """Say whether a line is the first of several in a cell that is not the first: an item of minutes in a table."""
    piece, below = pieces[at], pieces[at + 1] if at + 1 < len(pieces) else None
    more = below is not None and (below.block, below.cell) == (piece.block, piece.cell)
    first = trimmed(document.text, document.blocks[piece.block].cells[piece.cell or 0])
    return more and bool(piece.cell) and piece.span.start == first.start


def _is_band(pieces: tuple[Piece, ...], at: int) -> bool:
    """Say whether a line stands between the rows of a table."""
    around = pieces[at - 1 : at + 2 : 2]
    return len(around) == 2 and all(piece.kind is BlockKind.ROW for piece in around)


_SENTENCE_IN = re.compile(r"[.!?;] [A-Z]|\b(?:recommendations|areas for improvement|causes of concern) (?:in|of)\b")
_LINE = 40  # words of a line that may name a report for what stands below it


def _undated(text: str, heading: Span) -> Inspection | None:
    """Return the inspection of a heading that is its title: "National child protection inspection of Hexley Police"."""
    marked = marked_title(text, heading)
    title = marked or title_line(text, heading)
    if title is None or never_a_title(plain(title.of(text))) or not (marked or is_strong(text, title)):
        return None
    return _titled(text, heading, title)


def _titled(text: str, heading: Span, title: Span) -> Inspection:
    """Return the inspection of this title with its date: in its heading, or right below."""
    title = bare_title(text, title)
    words = plain(title.of(text))
    inside = dates_in(text, title.end, heading.end)
    dated = inside[0] if inside else _published_after(text, heading)
    month = year_in(plain(text[title.end : heading.end])) or _month_after(text, title)
    year = dated.date.year if dated else month or year_in(words)
    return Inspection(inspection_id(words, year), words, dated.date if dated else None, year, span=title)


def _sources(document: Document, tables: tuple[Table, ...]) -> list[Inspection]:
    """Return the inspections in the source columns of tables."""
    found = []
    for table in tables:
        for at in table.rows:
            for column, cell in zip(table.columns, document.blocks[at].cells, strict=False):
                source = column.role is Role.SOURCE
                one = source_inspection(document.text, cell, any_title=True) if source else None
                found += [one] if one else []
    return found


_DATED_HEADING = re.compile(
    r"(?P<title>[A-Z0-9].{6,160}?) \((?:(?:report )?published|issued|HMICFRS"
    r"|report of)[, ]+(?:on )?(?P<when>[^()]*20\d\d)\)$",
    re.IGNORECASE,
)
_ABOUT_ANSWERS = re.compile(
    r"\b(?:respond(?:ed|ing)?|responses?|commissioner|mayor|p(?:f|fr)?cc|I|we|our|my|minutes)\b", re.I
)
_NO_REPORT = re.compile(
    r"(?:the )?(?:HMICFRS|HMIC|inspectorate|force|constabulary|chief constable|p?(?:f|fr)?cc|commissioner"
    r"|[a-z ]*police)",
    re.I,
)
_DATED_TITLE = re.compile(r"(?P<title>[A-Z0-9].{2,160}?)(?:,| -| –| \()\s*(?P<when>[^(),;]{0,20}20\d\d)\)?$")


def source_inspection(text: str, cell: Span, *, any_title: bool = False) -> Inspection | None:
    """Return the inspection that a cell or heading names with its date: "Custody inspection, June 2024".

    ``any_title`` takes every text for a title, as in a column of sources.
    """
    words = plain(cell.of(text))
    if _NO_REPORT.fullmatch(words):
        return None
    match = _SOURCE.match(words) or _DATED_HEADING.match(words) or (_DATED_TITLE.match(words) if any_title else None)
    if match is None and any_title and re.search(r"[A-Za-z]{3}", words):
        return Inspection(inspection_id(words, year_in(words)), words, year=year_in(words), span=trimmed(text, cell))
    if match is None or len(words.split()) > 30 or (not any_title and _ABOUT_ANSWERS.search(match["title"])):
        return None
    year = year_in(match["when"])
    dates = dates_in(words)
    title = match["title"].strip()
    return Inspection(
        inspection_id(title, year), title, dates[0].date if dates else None, year, span=trimmed(text, cell)
    )
