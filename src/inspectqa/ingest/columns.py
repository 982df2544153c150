"""What the columns of a table are for, read from its header row."""

import re
from dataclasses import dataclass
from enum import Enum, auto

from inspectqa.documents import Block, BlockKind, Document, Span
from inspectqa.ingest.pieces import plain


class Role(Enum):
    """The use of a column."""

    REFERENCE = auto()
    WORDING = auto()
    RESPONSE = auto()
    SOURCE = auto()
    DUE = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class Column:
    """A column's use, its header as text and where that stands."""

    role: Role
    label: str
    span: Span


@dataclass(frozen=True, slots=True)
class Table:
    """A table's columns (none when it has no header row) and the numbers of its body rows' blocks."""

    number: int
    columns: tuple[Column, ...]
    rows: tuple[int, ...]


PERIOD = r"(?:this|last|previous) (?:issue|edition|version|quarter|month|period)"
"""A register's label of what was done in a time: "Last issue (April)"."""
_ROLES = (
    (Role.DUE, r"\b(?:due|deadline|completion date|timescale|national date)\b(?!.*\b(?:force|local|our|internal)\b)"),
    (
        Role.RESPONSE,
        r"\b(?:response|reply|position|progress|update|comments?|comment[a-z]*|actions?|next steps?|narrative"
        r"|what we|what (?:has|have|is|was|will)\b.*\bdone|what the (?:force|constabulary)"
        r"|activity|delivery|evidence|work|commentary|views?)\b",
    ),
    (Role.RESPONSE, rf"^(?:{PERIOD}|next (?:issue|edition|version|quarter|month|period))\b"),
    (
        Role.SOURCE,
        r"^(?:(?:name|title) of (?:the )?)?(?:hmicfrs |thematic )?(?:source|inspection|report|publication|origin)"
        r"(?:[ /]report)?(?: title| name)?(?:,? (?:and|&) (?:its )?(?:date|year)(?: published)?| \(date\))?$",
    ),
    (
        Role.WORDING,
        r"\b(?:recommend(?:ations?|ed|s)?|(?:report|published) (?:text|wording)|afis?"
        r"|areas? for improvement|causes? of concern|findings?|item|issue"
        r"|what (?:hmicfrs|(?:the )?inspect\w+)|(?:report|inspectorate|hmic\w*) (?:recommends?|recommended|asks?|asked)"
        r"|requirement|wording|hmicfrs said)\b",
    ),
    (
        Role.REFERENCE,
        r"^(?:(?:hmic\w* )?ref(?:erence)?\.?|no\.?|number|#|id|rec\.? ?(?:no\.?|number|#)?|item no\.?)(?: no\.?)?$",
    ),
)
_NUMBERED = re.compile(r"\b(?:no\.?|number|ref(?:erence)?|#)$", re.IGNORECASE)


_OWN_REFERENCE = re.compile(
    r"(?:(?:our|force|hmic\w*|local|report) )?(?:ref(?:erence)?|no|number|id)\.?(?: no\.?)?", re.IGNORECASE
)


def role_of(label: str) -> Role:
    """Return what a column with this header is for."""
    halves = [part for part in re.split(r"\s*/\s*", label) if part]
    if len(halves) > 1 and all(_OWN_REFERENCE.fullmatch(half) for half in halves):
        return Role.REFERENCE
    if re.search(r"\b(?:recommendation|rec\.?|afi)\b", label, re.IGNORECASE) and _NUMBERED.search(label):
        return Role.REFERENCE
    if re.search(r"\b(?:recommendation|rec|afi|concern|improvement)\W{0,3}\d", label, re.IGNORECASE):
        return Role.OTHER  # a column per finding: who speaks depends on the row
    return next((role for role, pattern in _ROLES if re.search(pattern, label, re.IGNORECASE)), Role.OTHER)


def tables(document: Document) -> tuple[Table, ...]:
    """Return the tables of ``document`` in order."""
    numbers = sorted({block.table for block in document.blocks if block.table is not None})
    return tuple(_table(document, number) for number in numbers)


def _table(document: Document, number: int) -> Table:
    rows = [
        at
        for at, block in enumerate(document.blocks)
        if block.table == number and block.kind is BlockKind.ROW and block.cells
    ]
    headers = [at for at in rows if document.blocks[at].column_headers and not _is_form(document, rows)]
    unmarked = not headers and rows and not _has_labels(document, rows[1:])
    if unmarked and _looks_like_header(document, document.blocks[rows[0]]):
        headers = rows[:1]
    body = tuple(at for at in rows if at not in headers)
    columns = _columns(document, document.blocks[headers[0]]) if headers else ()
    if columns and columns[0].label in ("", "#") and _all_named(document, body):
        columns = (Column(Role.REFERENCE, columns[0].label, columns[0].span), *columns[1:])
    named = columns and columns[0].role is Role.WORDING and any(one.role is Role.WORDING for one in columns[1:])
    if named and _all_named(document, body):  # | AFI | Wording | ...: the first column numbers what the second words
        columns = (Column(Role.REFERENCE, columns[0].label, columns[0].span), *columns[1:])
    return Table(number, columns, body)


def _has_labels(document: Document, rows: list[int]) -> bool:
    """Say whether the first of two cells of several rows is a label: a form's, whose first row heads no column."""
    blocks = [document.blocks[at] for at in rows if len(document.blocks[at].cells) == 2]
    first = [plain(block.cells[0].of(document.text)) for block in blocks]
    known = [words for words in first if len(words.split()) <= _LABEL and role_of(words) in _OF_FORMS]
    return len(known) > 1


_LABEL = 6  # words
_OF_FORMS = (Role.WORDING, Role.RESPONSE, Role.DUE)


def _all_named(document: Document, rows: tuple[int, ...]) -> bool:
    """Say whether the first cell of each row names or numbers a finding: "Rec 1", "2"."""
    first = [plain(document.blocks[at].cells[0].of(document.text)) for at in rows]
    return bool(first) and all(_NAME.fullmatch(words) for words in first)


def _columns(document: Document, header: Block) -> tuple[Column, ...]:
    labels = [(plain(cell.of(document.text)), cell) for cell in header.cells]
    return tuple(Column(role_of(label), label, cell) for label, cell in labels)


_PERIOD = re.compile(r"\bQ[1-4]\b|\bquarter [1-4]\b|\([^()]*\)", re.IGNORECASE)
_DATE_IN = re.compile(r"(?:\d{1,2} )?(?:[A-Z][a-z]+ )?20\d\d|\b\d{1,2} [A-Z][a-z]{2,8}\b")


def _looks_like_header(document: Document, row: Block) -> bool:
    labels = [plain(cell.of(document.text)) for cell in row.cells]
    first, others = labels[0], labels[1:]
    if not others or not all(label and len(label.split()) <= 10 for label in others) or len(first.split()) > 10:
        return False
    roles = [role_of(label) for label in labels]
    known = [role for role in roles if role is not Role.OTHER]
    return (
        (Role.WORDING in roles or {Role.REFERENCE, Role.RESPONSE} <= {*roles})
        and len(known) >= 2
        and not any(re.search(r"\d", _PERIOD.sub("", _DATE_IN.sub("", label))) for label in labels)
    )


def _is_form(document: Document, rows: list[int]) -> bool:
    """Say whether a two-column table is a form of labels and values whose first row was taken for a header."""
    blocks = [document.blocks[at] for at in rows]
    if not all(len(block.cells) == 2 for block in blocks):
        return False
    first, second = (plain(cell.of(document.text)) for cell in blocks[0].cells)
    value = role_of(second) is Role.OTHER or len(second.split()) > _LONGEST_HEADER
    return value and (bool(FORM_LABEL.match(first)) or role_of(first) not in (Role.WORDING, Role.REFERENCE))


_NAME = re.compile(
    r"(?:(?:recommendation|rec\.?|R|AFI|area for improvement|cause of concern|CoC)[ .-]?(?:no\.?"
    r" ?)?)?\d{1,2}[a-z]?[.)]?",
    re.IGNORECASE,
)
_LONGEST_HEADER = 8  # words
FORM_LABEL = re.compile(
    r"^(?:force|police force|constabulary|force name|name of force|(?:name|title) of (?:the )?(?:inspection|report)"
    r"|inspection title|report title|report|inspection|date|chief constable|police.*commissioner|pcc|pfcc)\W*$",
    re.IGNORECASE,
)
