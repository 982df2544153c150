"""Cells that say who speaks: in their first line, or in a row of labels above them.

| Chief Constable         | Commissioner             |  | Ymateb y Prif Gwnstabl | Response of the Chief Constable |
| We have costed 17 of 31 | I asked for this in 2022 |  | Derbyniwyd.            | Accepted.                       |
"""

import re
from dataclasses import replace
from itertools import pairwise

from inspectqa.documents import Document, Finding, Profile, Span, Voice
from inspectqa.ingest.mentions import findings_of, mentions, only_finding, opens_with_another
from inspectqa.ingest.pieces import Piece, plain, trimmed
from inspectqa.ingest.recognise.demands import is_dated_wording, is_wording
from inspectqa.ingest.recognise.leads import lead_of, numbered
from inspectqa.ingest.rows import Row, Run
from inspectqa.ingest.sentences import sentence_spans
from inspectqa.ingest.speakers import speaker
from inspectqa.ingest.voices import Label, inline_label, inner_labels, read_label

_LONGEST = 8  # words of a label


def _label(document: Document, profile: Profile, piece: Piece) -> Label | None:
    words = plain(piece.span.of(document.text))
    return (
        read_label(words, profile, alone=True) if len(words.split()) <= _LONGEST and not words.endswith(".") else None
    )


def labels_of(document: Document, profile: Profile, row: Row) -> dict[int, Label] | None:
    """Return the speaker of each cell in a row that holds nothing but speakers; None where no cell is a label.

    A row that holds other words besides has none, and ends what the labels above it said.
    """
    cells = {piece.cell or 0: piece for _, piece in row.pieces}
    found = {number: _label(document, profile, piece) for number, piece in cells.items()}
    known = {number: label for number, label in found.items() if label and label.voice in _SPEAKERS}
    if not known or len(cells) < 2 or len(row.pieces) != len(cells):
        return None
    if len({label.voice for label in known.values()}) == 1 and not all(
        read_label(plain(piece.span.of(document.text)), profile) for piece in cells.values()
    ):
        return None  # an office and its holder: a form's line
    return known if len(known) == len(cells) else {}


def told_in_cells(document: Document, profile: Profile, row: Row, runs: list[Run]) -> list[Run]:
    """Return the runs of a row, those whose cell says who speaks with that voice: "Force: ...", "OPCC: ..."."""
    held: dict[int, Label] = {}
    said: dict[int, list[tuple[Label | None, Span]]] = {}
    for at, (_, piece) in enumerate(row.pieces):
        cell = piece.cell or 0
        below = row.pieces[at + 1][1] if at + 1 < len(row.pieces) else None
        alone = _label(document, profile, piece) if below is not None and below.cell == piece.cell else None
        if alone and alone.voice in _SPEAKERS and not alone.mine:
            held[cell], said[piece.span.start] = alone, []
            continue
        opened = inline_label(document.text, piece.span, profile)
        first, area = (
            opened if opened and opened[0].voice in _SPEAKERS and not opened[0].mine else (held.get(cell), piece.span)
        )
        inner = [one for one in inner_labels(document.text, area, profile) if one[2].voice in _SPEAKERS]
        ends = trimmed(document.text, Span(area.start, inner[0][0])) if inner else area
        parts = [(first, ends), *((label, span) for _, span, label in inner)]
        said[piece.span.start] = parts
        if label := parts[-1][0]:
            held[cell] = label
    told: list[Run] = []
    for run in runs:
        parts = said.get(run.span.start, [(None, run.span)])
        if run.voice is Voice.INSPECTORATE or (parts and not any(label for label, _ in parts)):
            told.append(run)
            continue
        for label, span in parts:
            voice, who = (
                (label.voice, speaker(label.voice, label.words, profile)) if label else (run.voice, run.speaker)
            )
            told.append(replace(run, span=span, voice=voice, speaker=who, joins=False))
    return told


def of_one(
    document: Document, profile: Profile, runs: list[Run], held: Finding | None, also: tuple[Finding, ...]
) -> list[Run]:
    """Return the runs of a row, below a group of findings each about the one that it names where any names one.

    A run that opens with the name of another finding than its row's is about none.
    """
    runs = [
        replace(run, finding=None)
        if run.finding and not (run.also or also) and opens_with_another(document, run.span, run.finding)
        else run
        for run in runs
    ]
    of_group = [run for run in runs if also and run.finding is held]
    named = [mentions(document, profile, run.span) for run in of_group]
    if not any(named):
        return runs
    firsts = [next(iter(sentence_spans(document.text, run.span)), run.span) for run in of_group]
    opened = [mentions(document, profile, span) for span in firsts]
    about = {
        id(run): every[0] if len(every) == 1 == len(first) else None
        for run, every, first in zip(of_group, named, opened, strict=True)
    }
    return [replace(run, finding=about[id(run)]) if id(run) in about else run for run in runs]


_INNER = re.compile(r"(?<=[.;] )(?=(?:AFI|Rec(?:ommendation)?|Area for improvement) ?\d{1,2} ?[:.–-] )")


def _cut_at_labels(document: Document, profile: Profile, runs: list[Run]) -> list[Run]:
    """Return the runs of a row; a wording in which another finding's begins ("AFI 2: ... AFI 3: ...") is cut there."""
    found: list[Run] = []
    for run in runs:
        words = run.span.of(document.text)
        cuts = [match.start() for match in _INNER.finditer(words)] if run.voice is Voice.INSPECTORATE else []
        for start, end in pairwise([0, *cuts, len(words)]):
            span = trimmed(document.text, Span(run.span.start + start, run.span.start + end))
            lead = lead_of(document.text, span) if start else None
            own = replace(run, span=lead.rest if lead else span, joins=run.joins and not start)
            found.append(replace(own, finding=only_finding(profile, lead)) if start else own)
    return found


def shared_out(document: Document, profile: Profile, row: Row, runs: list[Run]) -> list[Run]:
    """Return the runs of a row that names several findings: each wording is that of one, what answers is about all."""
    runs = _cut_at_labels(document, profile, runs)
    by_key = {finding.key: finding for finding in profile.findings}
    named = [one.key for anchor in row.anchors.values() for one in (anchor.finding, *anchor.also)]
    every = [by_key[key] for key in dict.fromkeys(named) if key in by_key]
    if len(every) < 2:
        return runs
    worded = [run for run in runs if run.voice is Voice.INSPECTORATE]
    if len(row.anchors) > 1:  # each in a line of its own; what answers them beside is about all
        if len(worded) != len(every):
            return runs
        runs = [replace(run, finding=run.finding or every[0]) for run in runs]
        worded = [run for run in runs if run.voice is Voice.INSPECTORATE]
    own = {id(run): one for run, one in zip(worded, every, strict=False)} if len(worded) == len(every) else {}
    runs = [replace(run, finding=own[id(run)]) if id(run) in own else run for run in runs]
    apart = of_one(document, profile, runs, every[0], tuple(every[1:]))
    if apart != runs:
        return [apart[at] if run.voice is not Voice.INSPECTORATE else run for at, run in enumerate(runs)]
    joint = [run for run in runs if run.finding is every[0] and not (own and run.voice is Voice.INSPECTORATE)]
    return [replace(run, also=tuple(every[1:])) if run in joint else run for run in runs]


def minuted(document: Document, profile: Profile, runs: list[Run]) -> list[Run]:
    """Return the runs of a row of minutes: all are the meeting's but the inspectorate's own words."""
    by = {voice: speaker(voice, "", profile) for voice in (Voice.PANEL, Voice.INSPECTORATE)}

    def whose(run: Run) -> Run:
        words = plain(run.span.of(document.text))
        if is_wording(words) and not is_dated_wording(words) and run.voice is not Voice.INSPECTORATE:
            return replace(run, voice=Voice.UNATTRIBUTED, speaker="")  # the inspectorate's, or the meeting's own demand
        worded = run.voice is Voice.INSPECTORATE or is_dated_wording(words)
        voice = Voice.INSPECTORATE if worded else Voice.PANEL
        return replace(run, voice=voice, speaker=by[voice])

    return list(map(whose, runs))


def by_own_number(document: Document, profile: Profile, runs: list[Run]) -> list[Run]:
    """Return the runs; a wording that opens with another number than its row's finding is of that number, if known."""

    def placed(run: Run) -> Run:
        held = run.finding
        own = numbered(document.text, run.span, held.kind) if held and run.voice is Voice.INSPECTORATE else None
        if held is None or own is None or own.number == held.number:
            return run
        if not is_wording(plain(own.rest.of(document.text))):
            return run
        same = findings_of(profile, held.kind, own.number)
        return replace(run, finding=next((one for one in same if one.inspection == held.inspection), None))

    return list(map(placed, runs))


_SPEAKERS = (Voice.FORCE, Voice.COMMISSIONER, Voice.PANEL)


def spoken_cells(
    document: Document, profile: Profile, row: Row, above: dict[int, Label], finding: Finding | None
) -> list[Run] | None:
    """Return the runs of a row whose cells say who speaks, or None; ``above`` are the labels of the row above."""
    if row.anchors:
        return None
    own = {
        piece.cell or 0: label
        for at, (_, piece) in enumerate(row.pieces)
        if (not at or row.pieces[at - 1][1].cell != piece.cell)
        and at + 1 < len(row.pieces)
        and row.pieces[at + 1][1].cell == piece.cell
        and (label := _label(document, profile, piece))
        and label.voice in _SPEAKERS
    }
    if not own and not above:
        return None
    if not own and any(is_wording(plain(piece.span.of(document.text))) for _, piece in row.pieces):
        return None
    runs: list[Run] = []
    opened: set[int] = set()
    for _, piece in row.pieces:
        cell = piece.cell or 0
        if cell in own and cell not in opened:
            opened.add(cell)
            continue
        label = own.get(cell) or (None if own else above.get(cell))
        voice = label.voice if label else Voice.UNATTRIBUTED
        who = speaker(voice, label.words, profile) if label else ""
        runs.append(Run(piece.span, voice, who, finding, joins=bool(runs) and runs[-1].voice is voice))
    return runs
