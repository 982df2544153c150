"""The inspections that a document names: title, date, and an identity that other documents share."""

import re
from dataclasses import dataclass, replace
from itertools import islice, takewhile

from inspectqa.documents import BlockKind, Document, Fact, Inspection, Span
from inspectqa.forces import force_id
from inspectqa.ingest.columns import Role, Table
from inspectqa.ingest.pieces import Piece, plain, trimmed
from inspectqa.ingest.recognise.dates import MONTHS, Dated, dates_in, year_in
from inspectqa.ingest.recognise.groups import opens_with
from inspectqa.ingest.recognise.leads import unnumbered
from inspectqa.ingest.recognise.publication import month_after, published, published_after
from inspectqa.ingest.recognise.title_marks import bare_title, has_form, marked_title, never_a_title, told_below
from inspectqa.ingest.recognise.title_sentences import titles_in
from inspectqa.ingest.recognise.titles import formed_titles, is_strong, main_title, quoted_titles, title_line

_KIND_LABEL = re.compile(r"^(?:inspection types?|types? of inspection)$", re.IGNORECASE)
_BODY_LABEL = re.compile(r"^(?:inspectorate|inspecting body|inspected by)$", re.IGNORECASE)
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
    dated, told = (None, "") if main is None else published(document, pieces, facts, main)
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
        if other.id not in {one.id for one in inspections} and not _is_short_for(other, inspections)
    ]
    rules = [rule, told, *(f"inspection: source column or heading '{one.title}'" for one in others)]
    unique = {one.id: one for one in [*inspections, *others]}
    return Named(tuple(unique.values()), (dated.span,) if dated else (), tuple(rule for rule in rules if rule))


def _is_short_for(other: Inspection, named: list[Inspection]) -> bool:
    """Say whether a title without a form of its own is the topic of another: "Report on wildlife crime"."""
    words = {*inspection_id(other.title, None).split("-")}
    formed = ":" in other.title or other.title.startswith("PEEL")
    return not formed and any(words <= {*inspection_id(one.title, None).split("-")} for one in named)


def _beside(document: Document, pieces: tuple[Piece, ...], main: Span | None) -> list[Inspection]:
    """Return the inspections that the sentence names which names the main one: "a report on two inspections: ..."."""
    piece = next((one for one in pieces if main and one.kind is BlockKind.PARAGRAPH and one.span.holds(main)), None)
    if piece is None or main is None:
        return []
    every = (*titles_in(document.text, piece.span), *quoted_titles(document.text, piece.span))
    apart = [one for one in every if not one.touches(main)]
    formed = [one for one in apart if ":" in one.of(document.text)]
    return [_titled(document.text, one, one) for one in formed]


def _complete(document: Document, title: Span, facts: tuple[Fact, ...], dated: Dated | None) -> Inspection:
    text = document.text
    words = re.sub(
        r"\s+Report$|\s*\([^()]*\b20\d\d\)|\.?\s*\bPublished\b.*$", "", plain(title.of(text)), flags=re.IGNORECASE
    ).strip('., “”"')
    year = dated.date.year if dated else year_in(plain(title.of(text))) or month_after(text, title)
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
            lettered = re.match(r"(?:(?:part|section) )?[A-Z][.):]\s+", piece.span.of(text), re.IGNORECASE)
            heading = unnumbered(text, Span(piece.span.start + (lettered.end() if lettered else 0), piece.span.end))
            one = _undated(text, heading) or source_inspection(text, heading)
            if one is None and _WHOLE_TITLE.fullmatch(plain(heading.of(text))):
                one = _titled(text, heading, heading)
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
        if one := _introduced(document, pieces, at, main):
            found.append(one)
    return found


def _introduced(document: Document, pieces: tuple[Piece, ...], at: int, main: Span | None) -> Inspection | None:
    """Return the one inspection that the text right below a heading names, where findings come before the next one."""
    text, piece = document.text, pieces[at]
    above = pieces[at - 1] if at else piece
    if piece.kind is not BlockKind.PARAGRAPH or above.kind is not BlockKind.HEADING or opens_with(text, above.span):
        return None
    formed = formed_titles(text, piece.span)
    if len(formed) != 1 or (main and piece.span.touches(main)):
        return None
    heads = (one.span for one in islice(pieces, at + 1, None) if one.kind is BlockKind.HEADING)
    end = next(heads, Span(len(text), len(text)))
    below = takewhile(lambda one: one.span.start <= end.start, islice(pieces, at + 1, None))
    return _titled(text, formed[0], formed[0]) if any(opens_with(text, one.span) for one in below) else None


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


_WHOLE_TITLE = re.compile(  # "Line by line: an inspection of the accuracy of police crime records"
    r"(?:[A-Z][\w’'-]*(?:,? [\w’'-]+){0,8})(?::|[?!])"
    r" [Aa]n? (?:[\w-]+ ){0,3}(?:inspection|review) (?:of|into|on) [^.;:]{5,120}"
)
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
    dated = inside[0] if inside else published_after(text, heading)
    month = year_in(plain(text[title.end : heading.end])) or month_after(text, title)
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
    r"\b(?:plan|position|respond(?:ed|ing)?|responses?|commissioner|mayor|p(?:f|fr)?cc|I|we|our|my|minutes|register|tracker)\b",
    re.I,
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
    if (
        match is None
        or len(words.split()) > 30
        or (not any_title and _ABOUT_ANSWERS.search(match["title"] + match["when"]))
    ):
        return None
    if not inspection_id(match["title"], None):
        return None  # "Inspection, 2026" names none
    year = year_in(match["when"])
    dates = dates_in(words)
    title = match["title"].strip()
    return Inspection(
        inspection_id(title, year), title, dates[0].date if dates else None, year, span=trimmed(text, cell)
    )
