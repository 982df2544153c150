"""Who speaks in which cell of a table row, and about which finding."""

import re
from dataclasses import dataclass, replace

from inspectqa.documents import Block, Document, Finding, Profile, Span, Voice
from inspectqa.ingest.column_voices import NEUTRAL, by_heading, column_voice, spoken_under
from inspectqa.ingest.columns import PERIOD, Role, Table, role_of
from inspectqa.ingest.frames import Stack, finding_of
from inspectqa.ingest.mentions import named_first, only_finding
from inspectqa.ingest.pieces import Piece, plain
from inspectqa.ingest.recognise.demands import is_wording
from inspectqa.ingest.recognise.leads import Lead, kind_in, names_several
from inspectqa.ingest.recognise.row_anchors import Anchor
from inspectqa.ingest.speakers import speaker
from inspectqa.ingest.transposed import columns_of, is_wording_row
from inspectqa.ingest.voices import read_label

SHORT = 6  # a cell of fewer words is a value (an owner, a rating, a date), not a sentence


def is_value(words: str) -> bool:
    """Say whether a cell holds a value (an owner, a rating, a date) and not a sentence."""
    return len(words.split()) < SHORT and not words.endswith((".", "!", "?"))


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of one cell or paragraph with its voice; ``joins`` says that it may be joined with the one before."""

    span: Span
    voice: Voice
    speaker: str
    finding: Finding | None
    joins: bool = True
    also: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A table row: its pieces with their numbers, the anchors in it, and the finding of the rows above."""

    block: Block
    pieces: tuple[tuple[int, Piece], ...]
    anchors: dict[int, Anchor]
    above: Finding | None = None


def row_runs(
    document: Document, profile: Profile, table: Table, row: Row, stack: Stack
) -> tuple[list[Run], Finding | None]:
    """Return the runs of a row, and the finding that holds for the rows below it in a form of labels and values."""
    by_key = {finding.key: finding for finding in profile.findings}
    own = {number: by_key[anchor.finding.key] for number, anchor in row.anchors.items()}
    held = finding_of(stack)
    if held and held.number:  # "Area for improvement 1" above a row of a column of areas for improvement
        own = {at: held if not one.number and one.kind is held.kind else one for at, one in own.items()}
    turned = columns_of(document, table)
    if turned:
        return _by_finding(document, profile, row, stack, turned), None
    if table.columns and len(row.block.cells) == 2 < len(table.columns) and not own:
        name = plain(row.block.cells[0].of(document.text))
        if label := read_label(name, profile, alone=True):  # a row of its own for another speaker's remark
            voice, who = spoken_under(profile, stack, label)
            said = [Run(piece.span, voice, who, row.above) for _, piece in row.pieces if piece.cell]
            return said, row.above
    if table.columns:
        found = _of_row(document, table, row, stack, own)
        return _in_columns(document, profile, table, row, (stack, own, found)), found or (None if own else row.above)
    if any(names_several(document.text, piece.span) for _, piece in row.pieces):
        return _without_names(profile, row, {}), None
    if len(row.block.cells) == 2:
        return _in_form(document, profile, row, stack, own)
    return _without_names(profile, row, own), None if own else row.above


def _by_finding(document: Document, profile: Profile, row: Row, stack: Stack, turned: dict[int, Lead]) -> list[Run]:
    """Read a row of a turned table: its label says who speaks, each column's head about what."""
    label = plain(row.block.cells[0].of(document.text)) if row.block.cells else ""
    said = read_label(label, profile, alone=True)
    voice, who = spoken_under(profile, stack, said) if said else (Voice.UNATTRIBUTED, "")
    if not said and NEUTRAL.fullmatch(label):
        voice, who = by_heading(profile, stack)
    runs = []
    for _, piece in row.pieces:
        lead = turned.get(piece.cell or 0)
        finding = only_finding(profile, lead)
        if lead is None or is_value(plain(piece.span.of(document.text))):
            continue
        if is_wording_row(label):
            runs.append(_wording(profile, finding, piece.span, joins=False))
        else:
            runs.append(Run(piece.span, voice, who, finding, joins=bool(runs) and runs[-1].finding is finding))
    return runs


def _wording(profile: Profile, finding: Finding | None, span: Span, joins: bool = True) -> Run:
    return Run(span, Voice.INSPECTORATE, speaker(Voice.INSPECTORATE, "", profile), finding, joins)


def _of_row(document: Document, table: Table, row: Row, stack: Stack, own: dict[int, Finding]) -> Finding | None:
    """Return the finding of a row: its own, that of the row above whose cell reaches down to it, or the heading's."""
    if own:
        return next(iter(own.values())) if len({finding.key for finding in own.values()}) == 1 else None
    naming = [
        cell
        for column, cell in zip(table.columns, row.block.cells, strict=False)
        if column.role in (Role.WORDING, Role.REFERENCE)
    ]
    reached = bool(naming) and not any(plain(cell.of(document.text)) for cell in naming)
    return row.above if reached else finding_of(stack)


def _in_columns(
    document: Document,
    profile: Profile,
    table: Table,
    row: Row,
    held: tuple[Stack, dict[int, Finding], Finding | None],
) -> list[Run]:
    stack, own, finding = held
    runs: list[Run] = []
    values: Span | None = None  # an owner, a rating, a date: searched with the answer beside it, never quoted
    asked = _who(document, profile, table, row)
    of_cell: dict[int | None, Finding] = {}  # the finding that a line of the cell has named so far
    whole = finding
    for number, piece in row.pieces:
        of_cell |= {piece.cell: own[number]} if number in own else {}
        later = any(one.cell == piece.cell for at, one in row.pieces if at > number and at in own)
        finding = of_cell.get(piece.cell, None if later else whole)
        column = table.columns[piece.cell] if piece.cell is not None and piece.cell < len(table.columns) else None
        role = column.role if column else Role.OTHER
        if role in (Role.WORDING, Role.SOURCE, Role.REFERENCE) and not (
            asked and not row.anchors.get(number) and role is Role.WORDING
        ):
            anchor, values = row.anchors.get(number), None
            span = anchor.lead.rest if anchor else piece.span
            if role is Role.WORDING and _in_brackets(span.of(document.text)):
                runs.append(Run(span, Voice.UNATTRIBUTED, "", finding, joins=False))
            elif role is Role.WORDING and span.start < span.end:
                runs.append(_wording(profile, own.get(number, finding), span, joins=False))
            continue
        if asked and not is_value(plain(piece.span.of(document.text))):
            said = replace(asked, span=piece.span, finding=finding, joins=bool(runs) and runs[-1].voice is asked.voice)
            runs.append(said)
            continue
        voice, who = column_voice(profile, table, column.label if column else "", stack)
        if role is not Role.RESPONSE and is_value(plain(piece.span.of(document.text))):
            values = values or piece.span
            continue
        if role is not Role.RESPONSE and not read_label(column.label if column else "", profile, alone=True):
            voice, who = Voice.UNATTRIBUTED, ""
        beside = values is not None and values.start < row.block.cells[piece.cell or 0].start  # not in the same cell
        span = Span(values.start, piece.span.end) if values and beside else piece.span
        runs.append(Run(span, voice, who, finding, joins=bool(runs) and runs[-1].voice is voice))
        values = None
    if values and runs and runs[-1].voice is not Voice.INSPECTORATE:
        runs[-1] = replace(runs[-1], span=Span(runs[-1].span.start, row.pieces[-1][1].span.end))
    return runs


_INSPECTORS = re.compile(r"(?:the )?(?:HMICFRS|HMIC|inspectorate|inspectors)", re.IGNORECASE)
_BODIES = re.compile(
    r"(?:lead |partner |responding )?(?:agency|partner|organisation|body|service|respondent|speaker)"
    r"|who (?:said it|(?:is|are|has|have) (?:replying|replied|answering|answered|responding))",
    re.IGNORECASE,
)
_WHO = re.compile(rf"(?:{_BODIES.pattern}|who(?: says)?|said by|whose|from|by|author|voice)", re.IGNORECASE)


def _who(document: Document, profile: Profile, table: Table, row: Row) -> Run | None:
    """Return who speaks in the row, where a column of the table says so: | 4 | Force | We have ... |."""
    for number, (column, cell) in enumerate(zip(table.columns, row.block.cells, strict=False)):
        name = plain(cell.of(document.text))
        if name and (_WHO.fullmatch(column.label) or _names_speakers(document, profile, table, number)):
            if _INSPECTORS.fullmatch(name):
                return _wording(profile, None, cell)
            label = read_label(name, profile, alone=True)
            if label is None and not _BODIES.fullmatch(column.label):
                return None
            voice = label.voice if label else Voice.UNATTRIBUTED  # another body's: a council, a health board
            return Run(cell, voice, speaker(voice, label.words, profile) if label else "", None)
    return None


def _names_speakers(document: Document, profile: Profile, table: Table, number: int) -> bool:
    """Say whether every row of a column holds nothing but a speaker, two of them at least."""
    blocks = [document.blocks[at] for at in table.rows]
    names = {plain(block.cells[number].of(document.text)) for block in blocks if number < len(block.cells)} - {""}
    return len(names) > 1 and all(
        _INSPECTORS.fullmatch(name) or (len(name.split()) < SHORT and read_label(name, profile, alone=True))
        for name in names
    )


def _in_brackets(words: str) -> bool:
    """Say whether a cell holds only a remark: "(not addressed to forces)"."""
    return words.strip().startswith("(") and words.strip().endswith(")")


_PERIOD = re.compile(rf"{PERIOD}(?: \([^()]*\))?$", re.IGNORECASE)


def _in_form(
    document: Document, profile: Profile, row: Row, stack: Stack, own: dict[int, Finding]
) -> tuple[list[Run], Finding | None]:
    text = document.text
    name = plain(row.block.cells[0].of(text))
    first = [number for number, piece in row.pieces if piece.cell == 0]
    values = [(number, piece) for number, piece in row.pieces if piece.cell == 1]
    if any(number in own for number in first):
        return _finding_row(document, profile, row, stack, own)
    below = next(iter(own.values())) if len(own) == 1 else None if own else row.above
    label = read_label(name, profile, alone=True)
    speaks = (
        (label and label.voice is not Voice.INSPECTORATE) or NEUTRAL.fullmatch(name) or role_of(name) is Role.RESPONSE
    )
    if below and not own and not speaks and any(_words_another(document, piece, below) for _, piece in values):
        below = None  # the wording of another finding, whose name no rule knows
    answered = _answered(document, profile, row.block.cells[0], below) if below else None
    runs: list[Run] = []
    above = by_heading(profile, stack) if not label and NEUTRAL.fullmatch(name) else (Voice.UNATTRIBUTED, "")
    if not label and _PERIOD.match(name) and profile.publisher is Voice.FORCE:
        above = Voice.FORCE, speaker(Voice.FORCE, "", profile)  # a register that tells issue by issue what was done
    long = sum(len(plain(piece.span.of(text)).split()) for _, piece in values) >= SHORT
    for number, piece in values:
        anchor = row.anchors.get(number)
        if anchor and anchor.wording:
            runs.append(_wording(profile, own[number], anchor.wording, joins=False))
        elif below and long and (below.span == piece.span or (role_of(name) is Role.WORDING and not label)):
            runs.append(_wording(profile, below, piece.span, joins=False))
        elif label and long:
            voice, who = spoken_under(profile, stack, label)
            runs.append(Run(piece.span, voice, who, own.get(number, answered), joins=piece is not values[0][1]))
        elif long and above[0] is not Voice.UNATTRIBUTED:
            runs.append(Run(piece.span, *above, own.get(number, below), joins=piece is not values[0][1]))
    if not runs and below:
        runs = [
            _wording(profile, below, piece.span, joins=False)
            for _, piece in row.pieces
            if is_wording(plain(piece.span.of(text)))
        ]
    if runs or not values:
        return runs, below
    if not (long and below):
        return [Run(row.block.span, Voice.UNATTRIBUTED, "", None)], below
    return [Run(piece.span, Voice.UNATTRIBUTED, "", below, joins=at > 0) for at, (_, piece) in enumerate(values)], below


def _words_another(document: Document, piece: Piece, held: Finding) -> bool:
    """Say whether a text has the form of a wording, where that of the finding held stands elsewhere."""
    elsewhere = held.span is not None and not piece.span.holds(held.span)
    return elsewhere and is_wording(plain(piece.span.of(document.text)))


_SEVERAL = re.compile(r"\b(?:both|all|each|these|every)\b", re.IGNORECASE)


def _answered(document: Document, profile: Profile, label: Span, held: Finding) -> Finding | None:
    """Return the finding that a label says it answers: "Reply to recommendation 2"; None for several or one unknown."""
    name, named = plain(label.of(document.text)), named_first(document, label)
    if len(named) == 1 and not _SEVERAL.search(name):
        same = [one for one in profile.findings if (one.kind, one.number) in named]
        return next((one for one in same if one.inspection == held.inspection), None)
    kind = kind_in(name)
    return None if named or _SEVERAL.search(name) or (kind is not None and kind is not held.kind) else held


def _finding_row(
    document: Document, profile: Profile, row: Row, stack: Stack, own: dict[int, Finding]
) -> tuple[list[Run], Finding | None]:
    """Read "Recommendation 4 By ..., forces should ... | We await the guidance.": wording, then the response."""
    voice, who = by_heading(profile, stack)
    finding = next(iter(own.values())) if len({one.key for one in own.values()}) == 1 else None
    runs = []
    for number, piece in row.pieces:
        anchor = row.anchors.get(number)
        if anchor and anchor.wording and piece.span.holds(anchor.wording):
            whole = Span(anchor.wording.start, piece.span.end)  # a column of recommendations holds nothing else
            runs.append(_wording(profile, own[number], whole if piece.cell == 0 else anchor.wording, joins=False))
        elif finding and finding.span and piece.span.holds(finding.span):
            runs.append(_wording(profile, finding, finding.span, joins=False))
        elif piece.cell == 1:
            runs.append(Run(piece.span, voice, who, finding, joins=bool(runs) and runs[-1].voice is voice))
    return runs, finding


def _without_names(profile: Profile, row: Row, own: dict[int, Finding]) -> list[Run]:
    finding = next(iter(own.values())) if len({one.key for one in own.values()}) == 1 else None
    runs = []
    for number, piece in row.pieces:
        anchor = row.anchors.get(number)
        if anchor and anchor.wording:
            runs.append(_wording(profile, own[number], anchor.wording, joins=False))
        else:
            span = anchor.lead.rest if anchor else piece.span
            runs.append(Run(span, Voice.UNATTRIBUTED, "", finding, joins=bool(runs)))
    return [run for run in runs if run.span.start < run.span.end]
