"""The findings of a document, and the places (anchors) where its text turns to one of them."""

import datetime
import re
from dataclasses import dataclass, replace

from inspectqa.documents import Block, BlockKind, Document, Finding, FindingKind, Inspection, Span
from inspectqa.ingest.columns import Column, Role, Table
from inspectqa.ingest.pieces import Piece, plain, trimmed
from inspectqa.ingest.recognise.dates import dates_in, first_date
from inspectqa.ingest.recognise.inspections import source_inspection
from inspectqa.ingest.recognise.leads import Lead, addressee_in, is_wording, kind_in, lead_of, numbered, wording_part
from inspectqa.ingest.recognise.lists import in_lists
from inspectqa.ingest.transposed import columns_of, wordings_of

_BY = re.compile(r"\b(?:by|before|no later than|until)\s+(?:the end of\s+)?\Z", re.IGNORECASE)
_ASKS = re.compile(
    r"\b(?:report|inspectorate|HMICFRS|recommendation)\b[^.]{0,30}\b(?:asks|asked|requires?|calls|recommends?)\b"
)


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place where the text turns to a finding: its label, and where the finding's own wording stands."""

    piece: int
    finding: Finding
    lead: Lead
    wording: Span | None = None


def anchors(
    document: Document, pieces: tuple[Piece, ...], tables: tuple[Table, ...], inspections: tuple[Inspection, ...]
) -> tuple[Anchor, ...]:
    """Return the anchors of ``document`` in reading order."""
    named = {table.number: table for table in tables if table.columns}
    rows = {at: table for table in named.values() for at in table.rows}
    heads = {at for at, block in enumerate(document.blocks) if block.table in named and at not in rows}
    found = []
    current = _Inspections(document, inspections)
    turned = {number: table for number, table in named.items() if columns_of(document, table)}
    listed_here = in_lists(document, pieces)
    for number, piece in enumerate(pieces):
        block = document.blocks[piece.block]
        current.pass_by(block)
        if piece.block in heads and block.table in turned:
            anchor = _column_anchor(document, number, piece, turned[block.table])
            found += [_with_inspection(anchor, current, None)] if anchor else []
            continue
        if piece.block in rows:
            if piece.cell is not None:
                anchor = _row_anchor(document, number, pieces, rows[piece.block])
                found += (
                    [_with_inspection(anchor, current, _row_source(document, block, rows[piece.block]))]
                    if anchor
                    else []
                )
            continue
        lead = None if piece.block in heads else listed_here.get(number) or _text_lead(document, piece)
        if lead:
            own = number in listed_here
            wording = lead.rest if own else _wording(document, pieces, number, lead)
            anchor = Anchor(number, Finding(lead.kind, lead.number), lead, wording)
            found.append(_with_inspection(anchor, current, None))
    return tuple(found)


_NAMED = re.compile(
    r"\b(?:recommendation|rec|AFI|area for improvement|cause of concern)\s*(?:no\.?|number|#)?\s*\d", re.IGNORECASE
)
_REFERENCE = re.compile(
    r"(?:hmicfrs |hmic |our )?(?:ref(?:erence)?|finding|recommendation(?: no\.?| number)?|item|number)\s*:\s*",
    re.IGNORECASE,
)


def _text_lead(document: Document, piece: Piece) -> Lead | None:
    """Return the finding that a text opens with, that a heading names alone, or that a line "Ref: ..." gives."""
    text, span = document.text, piece.span
    reference = _REFERENCE.match(text, *span)
    if reference:
        lead = lead_of(text, Span(reference.end(), span.end))
        if lead and lead.number and not plain(lead.rest.of(text)):
            return lead
    lead = lead_of(text, span)
    if lead is not None or piece.kind is not BlockKind.HEADING:
        return lead
    names = list(_NAMED.finditer(text, *span))
    lead = lead_of(text, Span(names[0].start(), span.end)) if len(names) == 1 else None
    return replace(lead, rest=Span(span.end, span.end), subject=False) if lead and lead.number else None


def _column_anchor(document: Document, number: int, piece: Piece, table: Table) -> Anchor | None:
    """Return the finding that heads a column of a turned table, with its wording from the row that holds it."""
    lead = columns_of(document, table).get(piece.cell or 0)
    if lead is None:
        return None
    cell = wordings_of(document, table).get(piece.cell or 0)
    return Anchor(number, Finding(lead.kind, lead.number), lead, trimmed(document.text, cell) if cell else None)


class _Inspections:
    """The inspection that the headings passed so far put the text under."""

    def __init__(self, document: Document, inspections: tuple[Inspection, ...]) -> None:
        self._all = inspections
        self._level = 0
        self._main = _main(document, inspections)
        self.current = self._main

    def pass_by(self, block: Block) -> None:
        if block.kind is not BlockKind.HEADING:
            return
        here = next((one for one in self._all if one.span and block.span.holds(one.span)), None)
        if here:
            self.current, self._level = here, block.level
        elif block.level <= self._level:
            self.current, self._level = self._main, 0

    def of_year(self, year: int) -> Inspection:
        """Return the inspection of this year; one that the document does not name has only its year."""
        same = [one for one in self._all if one.year == year]
        return same[0] if same else Inspection(f"unnamed-{year}", "", year=year)


def _main(document: Document, inspections: tuple[Inspection, ...]) -> Inspection | None:
    """Return the inspection that the whole document is about, None when it is one of several beside each other."""
    first = inspections[0] if inspections else None
    if first is None or first.span is None or len(inspections) == 1:
        return first
    named = {block.table for block in document.blocks if block.column_headers}
    heads = [block for block in document.blocks if block.kind is BlockKind.HEADING]
    levels = [block.level for block in heads for one in inspections if one.span and block.span.holds(one.span)]
    rows = [block for block in document.blocks if block.table in named and block.table is not None]
    apart = any(block.span.holds(first.span) for block in rows) or len(levels) > 1
    return None if apart and not _above(heads, levels, first) else first


def _above(heads: list[Block], levels: list[int], first: Inspection) -> bool:
    """Say whether the first inspection's heading is above those of the others."""
    level = next((block.level for block in heads if first.span and block.span.holds(first.span)), None)
    return level is not None and levels.count(level) == 1 and level == min(levels)


def _with_inspection(anchor: Anchor, current: _Inspections, source: Inspection | None) -> Anchor:
    inspection = source or current.current
    if anchor.lead.year and (inspection is None or inspection.year != anchor.lead.year):
        inspection = current.of_year(anchor.lead.year)
    return replace(anchor, finding=replace(anchor.finding, inspection=inspection))


def _row_source(document: Document, block: Block, table: Table) -> Inspection | None:
    for column, cell in zip(table.columns, block.cells, strict=False):
        if column.role is Role.SOURCE:
            return source_inspection(document.text, cell, any_title=True)
    return None


def _row_anchor(document: Document, number: int, pieces: tuple[Piece, ...], table: Table) -> Anchor | None:
    """Return the finding of a table row, at the first piece of its wording (or, without one, of its reference)."""
    piece = pieces[number]
    block = document.blocks[piece.block]
    cells = list(zip(table.columns, block.cells, strict=False))
    column = table.columns[piece.cell] if piece.cell is not None and piece.cell < len(table.columns) else None
    if column is None or column.role not in (Role.WORDING, Role.REFERENCE):
        return None
    first = trimmed(document.text, block.cells[piece.cell or 0])
    if piece.span.start != first.start or (column.role is Role.REFERENCE and _has(cells, Role.WORDING)):
        return _lead_inside(document, number, piece)
    lead = lead_of(document.text, piece.span) or _by_number(document, cells, column, piece)
    if lead is None:
        return None
    below = pieces[number + 1] if number + 1 < len(pieces) else piece
    alone = not plain(lead.rest.of(document.text)) and (below.block, below.cell) == (piece.block, piece.cell)
    area = below.span if alone else lead.rest
    words = plain(area.of(document.text))
    wording = area if column.role is Role.WORDING and words and not re.fullmatch(r"\(.*\)", words) else None
    due = next((first_date(plain(cell.of(document.text))) for one, cell in cells if one.role is Role.DUE), None)
    return Anchor(number, Finding(lead.kind, lead.number, due=due), lead, wording)


def _lead_inside(document: Document, number: int, piece: Piece) -> Anchor | None:
    """Return the finding of a later paragraph of a cell that holds several of them."""
    lead = lead_of(document.text, piece.span)
    if lead is None or not is_wording(plain(lead.rest.of(document.text))):
        return None
    return Anchor(number, Finding(lead.kind, lead.number), lead, lead.rest)


def _has(cells: list[tuple[Column, Span]], role: Role) -> bool:
    return any(column.role is role and cell.start < cell.end for column, cell in cells)


def _by_number(document: Document, cells: list[tuple[Column, Span]], column: Column, piece: Piece) -> Lead | None:
    """Return a finding whose number stands alone: before its wording, or in the reference column."""
    labels = [kind_in(one.label) for one, _ in cells if one.role in (Role.WORDING, Role.REFERENCE)]
    kind = kind_in(column.label) or next((kind for kind in labels if kind), None)
    if kind is None and any(one.role is Role.SOURCE for one, _ in cells):
        kind = FindingKind.RECOMMENDATION
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
    return Lead(kind, "", None, piece.span) if kind is FindingKind.AREA_FOR_IMPROVEMENT else None


def _wording(document: Document, pieces: tuple[Piece, ...], number: int, lead: Lead) -> Span | None:
    """Return the finding's own words after its label: on the same line, or in the next paragraph."""
    text = document.text
    if plain(lead.rest.of(text)):
        part = wording_part(text, lead.rest)
        return _with_list(document, pieces, number, part) if is_wording(plain(part.of(text))) else None
    following = pieces[number + 1] if number + 1 < len(pieces) else None
    if following and following.kind is not BlockKind.HEADING and is_wording(plain(following.span.of(text))):
        return _with_list(document, pieces, number + 1, wording_part(text, following.span))
    return None


def _with_list(document: Document, pieces: tuple[Piece, ...], number: int, span: Span) -> Span:
    """Extend a wording that ends with a colon over the list that it introduces."""
    if not span.of(document.text).rstrip(" *_").endswith(":"):
        return span
    end = span.end
    for piece in pieces[number + 1 :]:
        if piece.kind is not BlockKind.LIST_ITEM:
            break
        end = piece.span.end
    return Span(span.start, end)


def listed(document: Document, found: tuple[Anchor, ...], pieces: tuple[Piece, ...]) -> tuple[Finding, ...]:
    """Return each finding once, with its fullest wording, its due date and its addressee."""
    merged: dict[tuple[str, str, str], Finding] = {}
    for anchor in found:
        one = _described(document, anchor, pieces)
        seen = merged.get(one.key)
        merged[one.key] = _fuller(seen, one) if seen else one
    return tuple(merged.values())


def _fuller(one: Finding, other: Finding) -> Finding:
    def size(finding: Finding) -> int:
        return finding.span.end - finding.span.start if finding.span else 0

    best, rest = (one, other) if size(one) >= size(other) else (other, one)
    return replace(best, due=best.due or rest.due, addressee=best.addressee or rest.addressee)


def _described(document: Document, anchor: Anchor, pieces: tuple[Piece, ...]) -> Finding:
    if anchor.wording is None:
        return replace(anchor.finding, due=anchor.finding.due or _asked_by(document, anchor, pieces))
    words = plain(anchor.wording.of(document.text))
    return replace(
        anchor.finding, span=anchor.wording, due=anchor.finding.due or _due(words), addressee=addressee_in(words)
    )


def _due(words: str) -> datetime.date | None:
    return next((one.date for one in dates_in(words) if _BY.search(words[: one.span.start])), None)


def _asked_by(document: Document, anchor: Anchor, pieces: tuple[Piece, ...]) -> datetime.date | None:
    """Return the date of a paraphrase right after the label: "The report asks every force to have, by ..."."""
    for piece in pieces[anchor.piece : anchor.piece + 2]:
        sentence = plain(piece.span.of(document.text)).split(". ")
        asking = next((part for part in sentence if _ASKS.search(part)), "")
        if _due(asking):
            return _due(asking)
    return None
