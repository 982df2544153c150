"""Labels and values: a form's rows and lines, the cells under a table's headers, the key of a rating."""

import re

from inspectqa.documents import BlockKind, Document, Fact, Finding, Span
from inspectqa.ingest.columns import Table
from inspectqa.ingest.pieces import Piece, plain, trimmed

_LINE = re.compile(
    r"(?P<label>[A-Z][^:.!?\n\t]{1,60}?)(?:[*_]{0,3}|</\w+>):(?:[*_]{0,3}|</\w+>)[ \t]*(?P<value>[^\n]*)"
)
_SET_IN = 4  # characters
_KEY = re.compile(r"(?:(?:RAG|BRAG|status|rating)\b[^:\n]{0,20}|key)\s*:\s*", re.IGNORECASE)
_ENTRY = re.compile(r"\b(?P<name>[A-Z]{3,}|Green|Amber|Red|White|Blue|Grey|Black|Yellow|Purple)\b[ \t]*[-–—=:]?\s*")
_NOT_A_LABEL = re.compile(
    r"\d|^(?:recommendation|rec|afi|area for improvement|cause of concern|note|update|resolved|action)\b", re.IGNORECASE
)


def form_facts(document: Document, pieces: tuple[Piece, ...], tables: tuple[Table, ...]) -> tuple[Fact, ...]:
    """Return the label/value pairs of two-cell rows, of ``Label: value`` lines and of rating keys."""
    return (*_row_facts(document, tables), *_line_facts(document, pieces), *_key_facts(document, pieces))


def column_facts(document: Document, tables: tuple[Table, ...], row_findings: dict[int, Finding]) -> tuple[Fact, ...]:
    """Return one fact per cell of the tables that name their columns, with the finding of the cell's row."""
    return tuple(
        Fact(column.label, trimmed(document.text, cell), document.blocks[at].span, row_findings.get(at))
        for table in tables
        if table.columns
        for at in table.rows
        for column, cell in zip(table.columns, document.blocks[at].cells, strict=False)
        if column.label
    )


def _row_facts(document: Document, tables: tuple[Table, ...]) -> list[Fact]:
    found = []
    for table in tables:
        for at in table.rows if not table.columns else ():
            block = document.blocks[at]
            label = re.sub(r"^\d{1,2}[.)]?\s+(?=[A-Z])", "", plain(block.cells[0].of(document.text)).rstrip(": "))
            if len(block.cells) == 2 and label and len(label.split()) <= 12:
                found.append(Fact(label, trimmed(document.text, block.cells[1]), block.span))
    return found


def _line_facts(document: Document, pieces: tuple[Piece, ...]) -> list[Fact]:
    found = []
    for piece in pieces:
        if piece.kind in (BlockKind.ROW, BlockKind.HEADING):
            continue
        lines = _lines(document.text, piece.span)
        for at, line in enumerate(lines):
            match = _LINE.match(document.text, *line)
            title = (
                match is not None and match[0].isupper() and len(match["value"].split()) > 1
            )  # "STALKING: A YEAR ON"
            if match and not title and _is_field(plain(match["label"]), match["value"]):
                end = _end_of_value(document.text, lines[at:])
                value = trimmed(document.text, Span(match.start("value"), end))
                found.append(Fact(plain(match["label"]), value, Span(match.start("label"), value.end)))
    return found


def _end_of_value(text: str, lines: list[Span]) -> int:
    """Return where a field's value ends: the lines below it that are set in go on with it."""
    end = lines[0].end
    for line in lines[1:]:
        if line.start - text.rfind("\n", 0, line.start) - 1 < _SET_IN or _LINE.match(text, *line):
            break
        end = line.end
    return end


def _is_field(label: str, value: str) -> bool:
    return len(label.split()) <= 8 and len(value.split()) <= 45 and not _NOT_A_LABEL.search(label)


def _lines(text: str, span: Span) -> list[Span]:
    lines, start = [], span.start
    for part in span.of(text).splitlines(keepends=True):
        lines.append(trimmed(text, Span(start, start + len(part))))
        start += len(part)
    return [line for line in lines if line.start < line.end]


def _key_facts(document: Document, pieces: tuple[Piece, ...]) -> list[Fact]:
    found = []
    for piece in pieces:
        key = _KEY.match(document.text, *piece.span)
        entries = list(_ENTRY.finditer(document.text, key.end(), piece.span.end)) if key else []
        if len(entries) < 2:
            continue
        ends = [*(entry.start() for entry in entries[1:]), piece.span.end]
        for entry, end in zip(entries, ends, strict=True):
            stop = entry.end() + len(document.text[entry.end() : end].rstrip(" ;,.\n\t"))
            if stop > entry.end():
                found.append(Fact(f"RAG key {entry['name']}", Span(entry.end(), stop), Span(entry.start(), stop)))
    return found
