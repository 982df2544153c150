"""What a document says about itself: whose it is, who speaks for them, which inspections and findings it is about."""

import re

from inspectqa.documents import BlockKind, Document, Finding, Profile, Span, Voice
from inspectqa.ingest.columns import Table, tables
from inspectqa.ingest.pieces import Piece, pieces, plain
from inspectqa.ingest.recognise.dates import own_dates
from inspectqa.ingest.recognise.facts import column_facts, form_facts
from inspectqa.ingest.recognise.findings import anchors, listed
from inspectqa.ingest.recognise.forces import find_force
from inspectqa.ingest.recognise.inspections import named
from inspectqa.ingest.recognise.people import people
from inspectqa.ingest.recognise.publishers import publisher
from inspectqa.ingest.recognise.row_anchors import Anchor


def recognise(document: Document) -> Profile:
    """Return what ``document`` states about itself; what is not stated stays empty."""
    parts, grids = pieces(document), tables(document)
    form = form_facts(document, parts, grids)
    persons = people(document, parts, form)
    reports = named(document, parts, form, grids)
    speaks = publisher(document, parts, persons, form)
    whose = find_force(document, parts, form, persons)
    if whose.force and whose.force.chief_title == "Commissioner":
        persons = people(document, parts, form, chief_title="Commissioner")
    found = anchors(document, parts, grids, reports.inspections)
    findings = listed(document, found, parts)
    own, updated, date_rule = own_dates(document, parts, form, reports.dates)
    title_span = _title_span(document, parts)
    return Profile(
        title=plain(title_span.of(document.text)) if title_span else document.file,
        title_span=title_span,
        force=whose.force,
        publisher=speaks.voice,
        inspections=reports.inspections,
        published=own.date if own else None,
        published_span=own.span if own else None,
        updated=updated.date if updated else None,
        people=persons,
        findings=findings,
        facts=(*form, *column_facts(document, grids, row_findings(parts, grids, found, findings))),
        rules=tuple(
            rule for rule in (whose.rule, speaks.rule, *reports.rules, date_rule, *_counts(found, grids)) if rule
        ),
        warnings=() if whose.force or speaks.voice is Voice.INSPECTORATE else ("no force was recognised",),
    )


def row_findings(
    parts: tuple[Piece, ...], grids: tuple[Table, ...], found: tuple[Anchor, ...], findings: tuple[Finding, ...]
) -> dict[int, Finding]:
    """Return the finding of each table row, by the number of its block; a row with several has none."""
    by_key = {finding.key: finding for finding in findings}
    rows = {at for table in grids if table.columns for at in table.rows}
    placed: dict[int, list[Finding]] = {}
    for anchor in found:
        if parts[anchor.piece].block in rows:
            placed.setdefault(parts[anchor.piece].block, []).append(by_key[anchor.finding.key])
    return {at: several[0] for at, several in placed.items() if len({one.key for one in several}) == 1}


_TITLE = re.compile(
    r"\b(?:response|comments?|inspection|report|minutes|tracker|improvement plan|update|panel"
    r"|recommendations?|record)\b",
    re.IGNORECASE,
)


def _title_span(document: Document, parts: tuple[Piece, ...]) -> Span | None:
    """Return a letter's subject; else the first heading, or a line above it that speaks of a report or response."""
    text = document.text
    dear = next(
        (at for at, piece in enumerate(parts) if re.match(r"\W*dear\b", piece.span.of(text), re.IGNORECASE)), None
    )
    after = parts[dear + 1 : dear + 4] if dear is not None else ()
    subject = next((piece for piece in after if _is_line(text, piece) and _TITLE.search(piece.span.of(text))), None)
    if subject:
        return subject.span
    for piece in parts[:12]:
        if piece.kind is BlockKind.HEADING:
            return piece.span
        if _is_line(text, piece) and _TITLE.search(piece.span.of(text)):
            return piece.span
    return parts[0].span if parts else None


def _is_line(text: str, piece: Piece) -> bool:
    words = plain(piece.span.of(text))
    label = re.match(r"([^:]{2,40}):\s", words)
    field = label and not re.search(
        r"response|comments|update|plan|tracker|police|commissioner|mayor", label[1], re.IGNORECASE
    )
    return (
        piece.kind is not BlockKind.ROW
        and len(words.split()) <= 40
        and not field
        and not re.search(r"\.\s|[.:]$", words)
    )


def _counts(found: tuple[Anchor, ...], grids: tuple[Table, ...]) -> list[str]:
    named_columns = sum(1 for table in grids if table.columns)
    rules = [f"findings: {len(found)} labels"] if found else []
    return [*rules, f"tables: {len(grids)}, {named_columns} with named columns"] if grids else rules
