"""Which finding a table row is about, and where the row words it."""

import re
from dataclasses import dataclass, replace

from inspectqa.documents import Block, BlockKind, Document, Finding, FindingKind, Inspection, Span
from inspectqa.ingest.columns import Column, Role, Table
from inspectqa.ingest.pieces import Piece, plain, trimmed
from inspectqa.ingest.recognise.dates import first_date
from inspectqa.ingest.recognise.demands import is_dated_wording, is_wording
from inspectqa.ingest.recognise.groups import group_of, named_once
from inspectqa.ingest.recognise.inspections import source_inspection
from inspectqa.ingest.recognise.leads import Lead, kind_in, lead_of, numbered


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place where the text turns to a finding: its label, and where the finding's own wording stands.

    ``also`` are the others of a group that it turns to at once: "Recommendations 3 and 4".
    """

    piece: int
    finding: Finding
    lead: Lead
    wording: Span | None = None
    also: tuple[Finding, ...] = ()


def row_source(document: Document, block: Block, table: Table) -> Inspection | None:
    """Return the inspection that a row's source column names."""
    for column, cell in zip(table.columns, block.cells, strict=False):
        if column.role is Role.SOURCE:
            return source_inspection(document.text, cell, any_title=True)
    return None


def row_anchor(document: Document, number: int, pieces: tuple[Piece, ...], table: Table) -> Anchor | None:
    """Return the finding of a table row, at the first piece of its wording (or, without one, of its reference)."""
    piece = pieces[number]
    block = document.blocks[piece.block]
    cells = list(zip(table.columns, block.cells, strict=False))
    column = table.columns[piece.cell] if piece.cell is not None and piece.cell < len(table.columns) else None
    if column is None or column.role not in (Role.WORDING, Role.REFERENCE):
        return _title_inside(document, number, pieces)
    first = trimmed(document.text, block.cells[piece.cell or 0])
    if piece.span.start != first.start or (column.role is Role.REFERENCE and _has(cells, Role.WORDING)):
        return _lead_inside(document, number, pieces)
    group = group_of(document.text, piece.span) or _numbers_alone(document, cells, column, piece)
    lead = group[0] if group else lead_of(document.text, piece.span) or _by_number(document, cells, column, piece)
    if lead is None and len(plain(piece.span.of(document.text)).split()) <= _TITLE:
        named = named_once(document.text, piece.span)  # "Custody, recommendation 1"
        lead = lead_of(document.text, named, reference=True) if named else None
    if lead is None:
        return None
    beside = None if lead.number else _named_beside(document, cells)
    if beside and beside.kind is lead.kind:
        lead = replace(lead, number=beside.number)  # "CoC 1 | Cause of concern: the force does not ..."
    below = pieces[number + 1] if number + 1 < len(pieces) else piece
    alone = not plain(lead.rest.of(document.text)) and (below.block, below.cell) == (piece.block, piece.cell)
    area = below.span if alone else lead.rest
    words = plain(area.of(document.text))
    wording = area if column.role is Role.WORDING and words and not re.fullmatch(r"\(.*\)", words) else None
    due = next((first_date(plain(cell.of(document.text))) for one, cell in cells if one.role is Role.DUE), None)
    also = tuple(Finding(one.kind, one.number) for one in group[1:])
    return Anchor(number, Finding(lead.kind, lead.number, due=due), lead, None if also else wording, also)


def _title_inside(document: Document, number: int, pieces: tuple[Piece, ...]) -> Anchor | None:
    """Return the finding that the first line of a cell names as the title of the rest: an item of minutes."""
    piece, below = pieces[number], pieces[number + 1] if number + 1 < len(pieces) else None
    first = trimmed(document.text, document.blocks[piece.block].cells[piece.cell or 0])
    lead = lead_of(document.text, piece.span)
    lead = lead if lead and (lead.number or piece.span.start == first.start) else None
    more = below is not None and (below.block, below.cell) == (piece.block, piece.cell)
    words = plain(piece.span.of(document.text))
    if lead is None or lead.subject or not (lead.number or more):
        return None
    if not lead.number and (words.endswith(".") or len(words.split()) > _TITLE):
        return None
    return Anchor(number, Finding(lead.kind, lead.number), lead)


_TITLE = 14  # words


def _lead_inside(document: Document, number: int, pieces: tuple[Piece, ...]) -> Anchor | None:
    """Return the finding of a later paragraph of a cell that holds several of them."""
    piece, below = pieces[number], pieces[number + 1] if number + 1 < len(pieces) else None
    lead = lead_of(document.text, piece.span)
    if lead is None or not lead.number:
        return None
    alone = not plain(lead.rest.of(document.text)) and below is not None
    area = below.span if below and alone and (below.block, below.cell) == (piece.block, piece.cell) else lead.rest
    if not is_wording(plain(area.of(document.text))):
        return None
    return Anchor(number, Finding(lead.kind, lead.number), lead, area)


def _has(cells: list[tuple[Column, Span]], role: Role) -> bool:
    return any(column.role is role and cell.start < cell.end for column, cell in cells)


def _named_beside(document: Document, cells: list[tuple[Column, Span]]) -> Lead | None:
    """Return the finding that the reference column names in full: "Rec 1"."""
    for one, cell in cells:
        lead = _named_in(document.text, trimmed(document.text, cell)) if one.role is Role.REFERENCE else None
        numberless = lead is not None and lead.kind is not FindingKind.RECOMMENDATION
        if lead and (lead.number or numberless) and not plain(lead.rest.of(document.text)):
            return lead
    return None


def _named_in(text: str, cell: Span) -> Lead | None:
    """Return the finding that a reference cell names, after the force's own reference: "RP/01 Recommendation 1"."""
    own = _OWN.match(text, *cell)
    return lead_of(text, cell) or (lead_of(text, Span(own.end(), cell.end)) if own else None)


_OWN = re.compile(
    r"[A-Z]{1,6}[/ -]?\d{1,4}(?:[/.-]\d{1,4})?[:,]?\s+(?=[A-Z])|[A-Z]{2,6}[/-](?=(?:R|REC|Rec|AFI|CoC|COC)[ -]?\d)"
)


def _by_number(document: Document, cells: list[tuple[Column, Span]], column: Column, piece: Piece) -> Lead | None:
    """Return a finding whose number stands alone: before its wording, or in the reference column."""
    named = _named_beside(document, cells)
    if named and column.role is Role.WORDING:
        return replace(named, rest=piece.span)
    kind = _kind_of(document, cells, column, piece)
    if kind is None and column.role is Role.WORDING and is_dated_wording(plain(piece.span.of(document.text))):
        kind = FindingKind.RECOMMENDATION  # no finding of another kind has such words
    if kind is None:
        return None
    lead = numbered(document.text, piece.span, kind)
    if lead or column.role is Role.REFERENCE:
        return lead
    for one, cell in cells:
        if one.role is Role.REFERENCE:
            inner = trimmed(document.text, cell)
            found = lead_of(document.text, inner) or numbered(document.text, inner, kind)
            if found and not found.rest.of(document.text).strip():
                return replace(found, rest=piece.span)
            if rated := _RATED.fullmatch(plain(inner.of(document.text))):
                return Lead(kind, rated["number"], None, piece.span)
            if plain(inner.of(document.text)):
                return None  # a name that no rule reads
    if any(one.role is Role.OTHER and _COUNTED.fullmatch(plain(cell.of(document.text))) for one, cell in cells[:1]):
        return None  # a number, of the finding or of the row: nobody knows
    return Lead(kind, "", None, piece.span) if kind is FindingKind.AREA_FOR_IMPROVEMENT else None


def _kind_of(document: Document, cells: list[tuple[Column, Span]], column: Column, piece: Piece) -> FindingKind | None:
    """Return the kind of finding that a column numbers: by its header, those beside it, or the heading above."""
    labels = [kind_in(one.label) for one, _ in cells if one.role in (Role.WORDING, Role.REFERENCE)]
    kind = kind_in(column.label) or next((kind for kind in labels if kind), None)
    if kind is None and any(one.role is Role.SOURCE for one, _ in cells):
        kind = FindingKind.RECOMMENDATION
    return kind or _kind_above(document, piece.block)


def _numbers_alone(
    document: Document, cells: list[tuple[Column, Span]], column: Column, piece: Piece
) -> tuple[Lead, ...]:
    """Return the findings of a cell that holds nothing but several numbers: "2 and 4"."""
    words = plain(piece.span.of(document.text))
    kind = _kind_of(document, cells, column, piece) if _SEVERAL_NUMBERS.fullmatch(words) else None
    end = Span(piece.span.end, piece.span.end)
    return tuple(Lead(kind, number, None, end) for number in re.findall(r"\d+[a-z]?", words)) if kind else ()


_RATED = re.compile(  # "1 Amber"
    r"(?P<number>\d{1,2}[a-z]?)[.)]?\s+\(?(?:red|amber|green|blue|gr[ea]y|open|closed|complete|ongoing)\)?",
    re.IGNORECASE,
)
_SEVERAL_NUMBERS = re.compile(r"\d{1,2}[a-z]?(?:(?:, ?| and | & |, and )\d{1,2}[a-z]?)+")
_COUNTED = re.compile(r"(?:[A-Z]{1,4}[ ./-]?)?\d{1,3}[a-z]?[.)]?")


def _kind_above(document: Document, at: int) -> FindingKind | None:
    """Return the kind of finding that the nearest of the headings over a row which names one is about."""
    level = 100
    for block in reversed(document.blocks[:at]):
        if block.kind is BlockKind.HEADING and block.level < level:
            level = block.level
            if kind := kind_in(plain(block.span.of(document.text))):
                return kind
    return None


_FORM_KIND = re.compile(
    r"(?:hmicfrs |hmic |inspectorate )?(?:recommendation|rec\.?|afi|area for improvement|cause of concern)"
    r"(?: (?:no\.?|number|ref(?:erence)?\.?|#|id))?",
    re.IGNORECASE,
)
_FORM_REFERENCE = re.compile(r"(?:ref(?:erence)?|no|number|id|item|finding)\.?(?: (?:no\.?|number))?", re.IGNORECASE)
_ONLY_NUMBER = re.compile(r"\W*(?:no\.?|number)?\s*(?P<number>\d{1,3}[a-z]?)\W*", re.IGNORECASE)
_FORM_WORDING = re.compile(
    r"(?:full |exact |hmicfrs )*(?:text|wording|recommendation|details?|description|finding|requirement"
    r"|what (?:was|is|were we) (?:asked|required|recommended|found)(?: for| of us)?)(?: (?:text|wording|of"
    r" recommendation))?"
    r"|(?:text|wording|details?|description) of (?:the )?(?:recommendation|finding|afi|area for improvement"
    r"|cause of concern)",
    re.IGNORECASE,
)


def form_anchors(document: Document, pieces: tuple[Piece, ...], tables: tuple[Table, ...]) -> dict[int, Anchor]:
    """Return the findings that forms number in a row of their own (| Recommendation | 4 |), by their value's piece."""
    forms = {table.number for table in tables if not table.columns}
    cells: dict[tuple[int, int], int] = {}
    for number, piece in enumerate(pieces):
        if piece.cell is not None:
            cells.setdefault((piece.block, piece.cell), number)
    found: dict[int, Anchor] = {}
    last: int | None = None
    kind: FindingKind | None = None
    for at, block in enumerate(document.blocks):
        if block.kind is BlockKind.HEADING:
            kind = kind_in(plain(block.span.of(document.text)))
        if block.table not in forms or len(block.cells) != 2 or (at, 1) not in cells:
            continue
        label = re.sub(r"^\d{1,2}[.)]?\s+(?=[A-Z])", "", plain(block.cells[0].of(document.text)).rstrip(": "))
        value = trimmed(document.text, block.cells[1])
        numbered_row = _ONLY_NUMBER.fullmatch(label) if kind and is_wording(plain(value.of(document.text))) else None
        if numbered_row and kind:
            last = cells[at, 1]
            own = Lead(kind, numbered_row["number"], None, value)
            found[last] = Anchor(last, Finding(kind, own.number), own, value)
            continue
        lead = _form_lead(document.text, label, value)
        if lead:
            last = cells[at, 1]
            found[last] = Anchor(last, Finding(lead.kind, lead.number), lead)
        elif group := _form_group(document.text, label, value):
            last = cells[at, 1]
            also = tuple(Finding(one.kind, one.number) for one in group[1:])
            found[last] = Anchor(last, Finding(group[0].kind, group[0].number), group[0], also=also)
        elif last is not None and _FORM_WORDING.fullmatch(label) and _same_table(document, pieces[last], block):
            found[last] = replace(found[last], wording=found[last].wording or value)
    return found


def _form_group(text: str, label: str, value: Span) -> tuple[Lead, ...]:
    """Return the findings that a form's line names together: | What is this about? | Recommendations 4 and 5 |."""
    group = group_of(text, value)
    return group if group and not group[0].subject and len(plain(value.of(text)).split()) < _TITLE else ()


def _form_lead(text: str, label: str, value: Span) -> Lead | None:
    words = plain(value.of(text))
    kind = kind_in(label)
    number = _ONLY_NUMBER.fullmatch(words)
    if kind and number and _FORM_KIND.fullmatch(label):
        return Lead(kind, number["number"], None, Span(value.end, value.end))
    if _FORM_KIND.fullmatch(label) or _FORM_REFERENCE.fullmatch(label):
        lead = lead_of(text, value)
        return lead if lead and lead.number and not plain(lead.rest.of(text)) else None
    return None


def _same_table(document: Document, piece: Piece, block: Block) -> bool:
    return document.blocks[piece.block].table == block.table
