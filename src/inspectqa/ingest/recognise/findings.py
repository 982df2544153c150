"""The findings of a document, and the places (anchors) where its text turns to one of them."""

import datetime
import re
from dataclasses import replace

from inspectqa.documents import BlockKind, Document, Finding, FindingKind, Inspection, Span
from inspectqa.ingest.columns import Table
from inspectqa.ingest.pieces import Piece, plain, trimmed
from inspectqa.ingest.recognise.dates import dates_in
from inspectqa.ingest.recognise.demands import addressee_in, is_deficit, is_wording, quoted_wording, wording_part
from inspectqa.ingest.recognise.groups import group_of, named_once, other_half
from inspectqa.ingest.recognise.leads import Lead, lead_of
from inspectqa.ingest.recognise.lists import in_lists
from inspectqa.ingest.recognise.placed import opens_answer, wordings_by_place
from inspectqa.ingest.recognise.row_anchors import Anchor, form_anchors, row_anchor, row_source
from inspectqa.ingest.recognise.scopes import Scopes
from inspectqa.ingest.recognise.series import told_apart, with_number
from inspectqa.ingest.transcript import mentioned, speaker_lines
from inspectqa.ingest.transposed import columns_of, wordings_of

_BY = re.compile(r"\b(?:by|before|no later than|until)\s+(?:the end of\s+)?\Z", re.IGNORECASE)
_SOURCE = re.compile(
    r"(?:the )?(?:HMICFRS|HMICS?|inspectorates?)(?: report)?(?:[,:]? (?:p|page|para|paragraph|section)\.? ?[\d.]+)?:?",
    re.IGNORECASE,
)
_TOPIC = 8  # words of a topic beside a label, or of a heading that is not marked as one
_ASKS = re.compile(
    r"\b(?:report|inspectorate|HMICFRS|recommendation)\b[^.]{0,30}\b(?:asks|asked|requires?|calls|recommends?)\b"
)


def anchors(
    document: Document, pieces: tuple[Piece, ...], tables: tuple[Table, ...], inspections: tuple[Inspection, ...]
) -> tuple[Anchor, ...]:
    """Return the anchors of ``document`` in reading order."""
    named = {table.number: table for table in tables if table.columns}
    rows = {at: table for table in named.values() for at in table.rows}
    heads = {at for at, block in enumerate(document.blocks) if block.table in named and at not in rows}
    turned = {number: table for number, table in named.items() if columns_of(document, table)}
    current = Scopes(document, inspections)
    listed_here = in_lists(document, pieces)
    forms = form_anchors(document, pieces, tables)
    worded = wordings_by_place(document, pieces)
    spoken = bool(speaker_lines(document, pieces))
    found = []
    for number, piece in enumerate(pieces):
        block = document.blocks[piece.block]
        current.pass_by(block)
        source = None
        if piece.block in heads:
            anchor = _column_anchor(document, number, piece, turned[block.table]) if block.table in turned else None
        elif piece.block in rows:
            anchor = row_anchor(document, number, pieces, rows[piece.block]) if piece.cell is not None else None
            source = row_source(document, block, rows[piece.block])
        else:
            anchor = forms.get(number) or _text_anchor(document, pieces, number, listed_here.get(number))
            if anchor is None and spoken and (said := mentioned(document.text, piece.span)):
                anchor = Anchor(number, Finding(said.kind, said.number), said)
            if anchor and anchor.wording is None and number in worded:
                anchor = replace(anchor, wording=_with_list(document, pieces, number + 1, worded[number]))
        subject = piece.kind is BlockKind.PARAGRAPH and any(one.span == piece.span for one in inspections)
        found += [_with_inspection(anchor, current, source)] if anchor and not subject else []
    return tuple(told_apart(document, with_number(found)))


def _text_anchor(document: Document, pieces: tuple[Piece, ...], number: int, own: Lead | None) -> Anchor | None:
    """Return the anchor of a text outside named columns; ``own`` is the finding that a list gives it."""
    lead = own or _text_lead(document, pieces[number])
    if lead is None:
        group = _group(document, pieces[number])
        also = tuple(Finding(one.kind, one.number) for one in group[1:])
        return Anchor(number, Finding(group[0].kind, group[0].number), group[0], also=also) if also else None
    wording = own.rest if own else _wording(document, pieces, number, lead)
    return Anchor(number, Finding(lead.kind, lead.number), lead, wording)


def _group(document: Document, piece: Piece) -> tuple[Lead, ...]:
    """Return the findings that a text opens with together, or that a heading names: "My comments on AFIs 2 and 4"."""
    text, span = document.text, piece.span
    group = group_of(text, span)
    if group and group[0].subject and _FOR_OTHERS.search(plain(text[span.start : span.end])):
        return ()
    if group or piece.kind is not BlockKind.HEADING:
        return group
    end = Span(span.end, span.end)
    named = (group_of(text, Span(match.start(), span.end)) for match in _PLURAL.finditer(text, *span))
    return next((tuple(replace(one, rest=end, subject=False) for one in several) for several in named if several), ())


_FOR_OTHERS = re.compile(
    r"\b(?:are|were) (?:\w+ )?(?:for|addressed|directed|made|aimed|matters? for)\b"
    r"(?! us\b| me\b| (?:this|the) (?:force|constabulary))"
)
_PLURAL = re.compile(r"\b(?:recommendations|recs|AFIs|areas for improvement|causes of concern)\b", re.IGNORECASE)
# "IDP/101   AFI 1   GREEN": the force's own reference, the finding, its state
_ENTRY = re.compile(
    r"(?:[A-Z]{1,6}[/ -]?\d{1,4}(?:[/.-]\d{1,4})?\s+)?(?P<name>(?:AFI|Rec(?:ommendation)?|Area for improvement"
    r"|Cause of concern)\s*\d{1,2})(?:\s{2,}|\s+[|–-]\s+)(?:[A-Z]+(?: [A-Z]+)?"
    r"|Red|Amber|Green|Blue|Open|Closed|Complete)\W*\Z"
)
_PART = re.compile(r"(?:part|section) (?:\d{1,2}|[A-Z])[.:)]?\s+(?:[–-]\s+)?", re.IGNORECASE)
_CONCERN = re.compile(r"[:–-]\s+(?:the )?(?P<name>(?:accelerated )?cause of concern)\W*\Z", re.IGNORECASE)
_REFERENCE = re.compile(
    r"(?:hmicfrs |hmic |our )?(?:ref(?:erence)?|finding|recommendation(?: no\.?| number)?|item|number)\s*:\s*",
    re.IGNORECASE,
)
_TAG = re.compile(r"\([^()]*\)")
_SERIES = re.compile(r"(?:strategic|operational|local|secondary) recommendations?\b", re.IGNORECASE)
_QUESTION = re.compile(r"\?[\W_]*\Z|\A\W*(?:question|Q)\s?\d*\b", re.IGNORECASE)


def _text_lead(document: Document, piece: Piece) -> Lead | None:
    """Return the finding that a text opens with, that a heading or question names alone, or a line "Ref: ..." gives."""
    text, span = document.text, piece.span
    reference = _REFERENCE.match(text, *span)
    if reference:
        lead = lead_of(text, Span(reference.end(), span.end))
        if lead and lead.number and not plain(lead.rest.of(text)):
            return lead
    if _TAG.fullmatch(plain(span.of(text))):
        return None  # "(Recommendation 4)" below a text says what that was about, not what follows
    if _SERIES.match(plain(span.of(text))):
        return None  # its number is of a series of its own, beside others in the same report
    if entry := _ENTRY.match(text, *span):
        return lead_of(text, Span(*entry.span("name")), reference=True)
    if introduced := _introduced(text, piece):
        return introduced
    half = other_half(text, span) if piece.kind is BlockKind.HEADING else None
    part = _PART.match(text, *span) if piece.kind is BlockKind.HEADING else None
    lead = lead_of(text, Span(part.end(), span.end) if part else span) or (lead_of(text, half) if half else None)
    asks = piece.kind is not BlockKind.ROW and bool(_QUESTION.search(span.of(text)))
    if lead is not None or not (piece.kind is BlockKind.HEADING or asks):
        return lead
    if piece.kind is BlockKind.HEADING and (concern := _CONCERN.search(text, *span)):
        return lead_of(text, Span(concern.start("name"), span.end))
    named = named_once(text, span)
    lead = lead_of(text, named, reference=True) if named else None
    if lead is None or not lead.number:
        return None
    if piece.kind is BlockKind.HEADING:
        return replace(lead, rest=Span(span.end, span.end), subject=False)
    return replace(lead, rest=span, subject=True, introduces=True, asks=True)


_INTRODUCES = re.compile(
    r"\b(?:asks?|asked|says?|said|reads?|states?|requires?|recommends?|recommended|calls? for|is|was|about|concerns?"
    r"|words are)\b"
    r"[^.:]{0,60}:\W*$",
    re.IGNORECASE,
)


def _introduced(text: str, piece: Piece) -> Lead | None:
    """Return the finding whose wording a sentence introduces: "On temporary permits, recommendation 6 asks that:"."""
    named = named_once(text, piece.span) if piece.kind is BlockKind.PARAGRAPH else None
    if named is None or not _INTRODUCES.search(plain(named.of(text))):
        return None
    lead = lead_of(text, named, reference=True)
    return replace(lead, rest=piece.span, subject=True, introduces=True) if lead and lead.number else None


def _column_anchor(document: Document, number: int, piece: Piece, table: Table) -> Anchor | None:
    """Return the finding that heads a column of a turned table, with its wording from the row that holds it."""
    lead = columns_of(document, table).get(piece.cell or 0)
    if lead is None:
        return None
    cell = wordings_of(document, table).get(piece.cell or 0)
    return Anchor(number, Finding(lead.kind, lead.number), lead, trimmed(document.text, cell) if cell else None)


def _with_inspection(anchor: Anchor, current: Scopes, source: Inspection | None) -> Anchor:
    inspection = source or current.named_after(anchor.lead.rest) or current.current
    if anchor.lead.year and (inspection is None or inspection.year != anchor.lead.year):
        inspection = current.of_year(anchor.lead.year)
    also = tuple(replace(one, inspection=inspection) for one in anchor.also)
    return replace(anchor, finding=replace(anchor.finding, inspection=inspection), also=also)


def _wording(document: Document, pieces: tuple[Piece, ...], number: int, lead: Lead) -> Span | None:
    """Return the finding's own words after its label: on the same line, or in the next paragraph."""
    text = document.text
    rest = plain(lead.rest.of(text))
    if rest:
        part = wording_part(text, lead.rest)
        if is_wording(plain(part.of(text))):
            return _with_list(document, pieces, number, part)
        if lead.introduces and rest.endswith(":"):
            return _introduced_wording(document, pieces, number + 1)
        if pieces[number].kind is not BlockKind.HEADING and (lead.subject or len(rest.split()) > _TOPIC):
            return None
    following = pieces[number + 1] if number + 1 < len(pieces) else None
    if following is not None and _SOURCE.fullmatch(plain(following.span.of(text))):  # "HMICFRS, page 17"
        return _wording_at(document, pieces, number + 2)
    beside = following is not None and following.block == pieces[number].block
    if following is None or (following.kind in (BlockKind.HEADING, BlockKind.ROW) and not beside):
        return None
    words = plain(following.span.of(text))
    if quotation := quoted_wording(text, following.span):
        return quotation
    if is_wording(words):
        return _with_list(document, pieces, number + 1, wording_part(text, following.span))
    after = next((piece for piece in pieces[number + 2 : number + 12] if piece.kind is not BlockKind.LIST_ITEM), None)
    divided = after is not None and (
        after.kind is BlockKind.HEADING
        or len(plain(after.span.of(text)).split()) <= _TOPIC
        or opens_answer(document, after)
    )
    stands = not rest or pieces[number].kind is BlockKind.HEADING
    stated = lead.kind is FindingKind.CAUSE_OF_CONCERN and pieces[number].kind is BlockKind.HEADING
    lacks = lead.kind is not FindingKind.RECOMMENDATION and stands and (divided or stated) and is_deficit(words)
    return following.span if lacks else None


def _introduced_wording(document: Document, pieces: tuple[Piece, ...], number: int) -> Span | None:
    """Return the wording that a sentence with a colon introduces."""
    piece = pieces[number] if number < len(pieces) else None
    if piece is None or piece.kind is not BlockKind.PARAGRAPH:
        return None
    words = plain(piece.span.of(document.text)).lstrip("\"“‘'")
    return quoted_wording(document.text, piece.span) or (piece.span if is_wording(words) else None)


def _wording_at(document: Document, pieces: tuple[Piece, ...], number: int) -> Span | None:
    """Return the text of a piece below the name of the inspectorate, if it has the form of a wording."""
    piece = pieces[number] if number < len(pieces) else None
    if piece is None or piece.kind in (BlockKind.HEADING, BlockKind.ROW):
        return None
    return _with_list(document, pieces, number, piece.span) if is_wording(plain(piece.span.of(document.text))) else None


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
        for other in anchor.also:
            merged.setdefault(other.key, other)
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
