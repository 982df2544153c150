"""Who speaks about which finding, run by run, through a document.

    heading "Recommendation 6" ──┐
    heading "Force response"   ──┼─ frames, innermost last ──> voice, speaker and finding of the text below
    table column, inline label ──┘

A frame ends at the next heading of its level or above; a finding's frame also at a closing paragraph, a new table
and a new speaker who is not under it. What no rule covers stays unattributed.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from inspectqa.documents import BlockKind, Document, Finding, FindingKind, Profile, Section, Span, Voice
from inspectqa.ingest.about import InOrder, about, numbered_behind, recommendation_of
from inspectqa.ingest.announced import above_table
from inspectqa.ingest.author import Author
from inspectqa.ingest.cells import by_own_number, minuted, of_one, shared_out, told_in_cells
from inspectqa.ingest.columns import Table, tables
from inspectqa.ingest.form_rows import FormRows
from inspectqa.ingest.frames import (
    LABEL_DEPTH,
    Frame,
    Stack,
    also_of,
    finding_of,
    headed_below,
    headings_of,
    held_by_row,
    named_together,
    turned,
    unquoted,
    voice_of,
    without_finding,
    without_names,
)
from inspectqa.ingest.handed import with_handed
from inspectqa.ingest.heard import Heard, is_general, is_worded
from inspectqa.ingest.letters import COPY, NOT_CONTENT
from inspectqa.ingest.nesting import layout
from inspectqa.ingest.neutral_labels import by_label
from inspectqa.ingest.passing import passed
from inspectqa.ingest.pieces import Piece, pieces, plain, trimmed
from inspectqa.ingest.quoted import NEARLY, Quoted, Wordings, asking, is_quotation
from inspectqa.ingest.recognise.demands import is_dated_wording, wording_part
from inspectqa.ingest.recognise.findings import anchors
from inspectqa.ingest.recognise.publishers import publisher
from inspectqa.ingest.rows import Row, Run, row_runs
from inspectqa.ingest.speakers import speaker
from inspectqa.ingest.speech import told_apart
from inspectqa.ingest.table_texts import TableTexts, answers_wording
from inspectqa.ingest.turn import Turn
from inspectqa.ingest.turns import turns
from inspectqa.ingest.unlabelled import Unlabelled
from inspectqa.ingest.voices import inner_labels
from inspectqa.ingest.withheld import asks, is_withheld, is_withheld_in_row

_OF_ROW = LABEL_DEPTH - 0.5  # the depth of what a row above a text is about


def sections(document: Document, profile: Profile) -> tuple[Section, ...]:
    """Return the runs of text of ``document`` with their voice, speaker, finding and headings, in order."""
    parts, grids = pieces(document), tables(document)
    found = {anchor.piece: anchor for anchor in anchors(document, parts, grids, profile.inspections)}
    speaks = publisher(document, parts, profile.people, profile.facts)
    read = with_handed(document, profile, turns(document, profile, parts, found), parts)
    walk = _Walk(document, profile, parts, read, whole=speaks.whole and speaks.voice is profile.publisher)
    by_table = {table.number: table for table in grids}
    for at, group in groupby(enumerate(parts), key=lambda numbered: numbered[1].block):
        members = tuple(group)
        block = document.blocks[at]
        if block.kind is BlockKind.ROW:
            if block.table is not None and at in by_table[block.table].rows:
                own = {number: found[number] for number, _ in members if number in found}
                walk.row(by_table[block.table], Row(block, members, own))
            continue
        for number, _ in members:
            walk.text(number)
    return by_label(document, profile, walk.heard.borne_out(walk.sections))


class _Walk:
    """The walk through a document: the frames that hold, and the sections so far."""

    def __init__(
        self, document: Document, profile: Profile, parts: Sequence[Piece], found: dict[int, Turn], *, whole: bool
    ) -> None:
        self.sections: list[Section] = []
        self.heard = Heard(document, profile)
        self._document, self._profile, self._turns = document, profile, found
        self._plan = layout(found, findings_held=len(profile.findings), minuted=profile.publisher is Voice.PANEL)
        self._stack: Stack = ()
        self._wordings = Wordings(document, profile, found.values())
        self._table: int | None = None
        self._row_finding: Finding | None = None
        self._labelled: int | None = None
        self._form = FormRows(document, profile)
        self._unlabelled = Unlabelled(document, profile, found)
        self._table_texts = TableTexts(document.blocks)
        self._in_order = InOrder()
        self._broken = True
        self._before: Stack | None = None  # what held before somebody else was given the word
        self._author = Author(document, profile, parts, found, whole=whole)

    def text(self, number: int) -> None:
        """Take a paragraph, list item or heading."""
        turn, text = self._turns[number], self._document.text
        if turn.piece.kind is BlockKind.NOTE:
            self._broken = True
            self._add(Run(turn.piece.span, Voice.UNATTRIBUTED, "", None, joins=False))
            self._broken = True
            return
        turn = self._in_row(turn)
        block = self._document.blocks[turn.piece.block]
        if block.level and block.kind is not BlockKind.HEADING:  # the format says that deeper headings end here
            self._stack = tuple(frame for frame in self._stack if frame.depth < block.level)
            self._broken = True
        words = turn.piece.span.of(text)
        if self._author.take(turn):
            self._stack = ()
        self._stack = self._handed(turn)
        if not (turn.level or turn.finding or turn.label):
            self._stack = passed(self._document, self._stack, turn, minuted=self._plan.minuted)
            self._stack = above_table(self._profile, self._stack, plain(words))
        self._stack = turned(self._document, self._profile, self._stack, turn, self._plan)
        if turn.level or not turn.has_text:
            self._broken = True
            return
        if NOT_CONTENT.match(words) or (turn.label is None and COPY.match(words)):
            self._broken = True
            return
        for run in self._divided(turn):
            self._add(run)

    def _in_row(self, turn: Turn) -> Turn:
        """Open or close what a table's row is about for a text that stands in the table, and return the text's turn."""
        inside = (
            self._table is not None
            and self._row_finding is not None
            and not turn.finding
            and (not turn.level or turn.label is not None)
            and self._table_texts.holds(turn, self._table)
        )
        self._stack = tuple(frame for frame in self._stack if frame.depth != _OF_ROW)
        if inside:
            self._stack = (*self._stack, Frame(_OF_ROW, finding=self._row_finding))
        self._table = self._table if inside else None
        return replace(turn, level=0) if inside and turn.label else turn  # set as a heading, but a line of the row

    def _handed(self, turn: Turn) -> Stack:
        """Return the stack; what somebody else's words opened ends with them."""
        before, self._before = self._before, None
        if turn.spoken is not None:
            held = tuple(frame for frame in self._stack if not (frame.inline and frame.voice))
            self._before = held if before is None else before
        return self._stack if before is None or turn.spoken is not None else before

    def _divided(self, turn: Turn) -> list[Run]:
        """Return the runs of a paragraph, cut at the labels inside it."""
        inner = inner_labels(self._document.text, turn.rest, self._profile)
        if not inner or self._profile.publisher in (Voice.PANEL, Voice.INSPECTORATE):
            return self._runs(turn)
        runs = self._runs(replace(turn, rest=trimmed(self._document.text, Span(turn.rest.start, inner[0][0]))))
        finding = finding_of(self._stack)
        for _, span, label in inner:
            who = speaker(label.voice, "" if label.mine else label.words, self._profile)
            runs.append(Run(span, label.voice, who, finding, joins=False))
        return runs

    def _runs(self, turn: Turn) -> list[Run]:
        finding, quoted = self._about(turn)
        if quoted:
            return self._quoted(turn, finding, quoted)
        demand = asking(self._document, turn)
        words = plain(demand.of(self._document.text)) if demand else ""
        near = bool(NEARLY.search(words))  # a paraphrase of a demand is its writer's, its very words are not
        told = demand if near or is_quotation(words) else self._wordings.opening(turn)
        joins = turn.rest.start == turn.piece.span.start
        if told:
            voice = Voice.UNATTRIBUTED if near and told is demand else Voice.INSPECTORATE
            run = Run(told, voice, speaker(voice, "", self._profile), finding, joins)
            rest = trimmed(self._document.text, Span(told.end, turn.rest.end))
            return [run, *self._runs(replace(turn, rest=rest, anchor=None))] if rest.start < rest.end else [run]
        if turn.spoken is not None and not turn.label:
            said = turn.spoken
            return [Run(turn.rest, said.voice, speaker(said.voice, said.words, self._profile), finding, joins)]
        frame = voice_of(self._stack)
        run = self._spoken(turn, finding, frame, joins=joins)
        if (frame and frame.voice) or self._profile.publisher in (Voice.PANEL, Voice.INSPECTORATE):
            return [run]
        return told_apart(self._document, self._profile, run)

    def _quoted(self, turn: Turn, finding: Finding | None, quoted: Quoted) -> list[Run]:
        """Return the wording of a finding that a text holds, and what follows it."""
        item = turn.piece.kind is BlockKind.LIST_ITEM
        finding, quoted = self._in_order.of(quoted, finding, named_together(self._stack), item=item)
        who, text = speaker(Voice.INSPECTORATE, "", self._profile), self._document.text
        if number := numbered_behind(plain(turn.rest.of(text))):
            finding = recommendation_of(self._profile, number, named_together(self._stack))
            quoted = replace(quoted, finding=finding)
        part = wording_part(text, turn.rest) if quoted.by_form else turn.rest
        runs = [Run(part, Voice.INSPECTORATE, who, quoted.finding, turn.rest.start == turn.piece.span.start)]
        rest = Span(part.end, turn.rest.end)
        return [*runs, Run(rest, Voice.UNATTRIBUTED, "", finding, False)] if plain(rest.of(text)) else runs

    def _spoken(self, turn: Turn, finding: Finding | None, frame: Frame | None, *, joins: bool) -> Run:
        """Return a text as that of whoever ``frame`` gives the word to, or of the publisher; nobody's if in doubt."""
        by_frame = frame.voice if frame else None
        voice = by_frame or self._unlabelled.voice(turn, self._stack, self._author.voice, over=self._author.over)
        signed = "chief constable" if voice is Voice.FORCE else ""  # a letter is its signatory's, not the body's
        who = frame.speaker if frame and by_frame else self._author.name or speaker(voice, signed, self._profile)
        if voice is Voice.INSPECTORATE and frame is not None and headed_below(self._stack, frame):
            voice = Voice.UNATTRIBUTED  # a heading below theirs is not theirs
        mute = (self._author.silent and not frame) or self._unlabelled.may_be_wording(turn, finding)
        mute = mute or is_withheld(self._document, self._profile, turn, (voice, frame, finding))
        if asks(self._document, turn, voice):
            worded = bool(also_of(self._stack)) and is_worded(plain(turn.rest.of(self._document.text)))
            voice = Voice.INSPECTORATE if worded else Voice.UNATTRIBUTED
            finding = finding if worded or (finding and finding.span is None) else None
        if voice is Voice.INSPECTORATE and also_of(self._stack):  # the wordings of a group, one by one
            finding = self._of_group(finding)
        if voice is Voice.UNATTRIBUTED or mute:
            voice, who = Voice.UNATTRIBUTED, ""
        if voice is not Voice.INSPECTORATE and is_general(plain(turn.rest.of(self._document.text)), last=turn.trails):
            finding = None
        return Run(turn.rest, voice, who, finding, joins)

    def _about(self, turn: Turn) -> tuple[Finding | None, Quoted | None]:
        """Return the finding that a text is about and whose wording it is; one that is not its own is held no more."""
        finding = about(self._document, self._profile, turn, self._stack)
        other = finding is None and finding_of(self._stack) is not None  # the name of another opens the text
        concern = finding is not None and finding.kind is FindingKind.CAUSE_OF_CONCERN
        if other or (concern and is_dated_wording(plain(turn.rest.of(self._document.text)))):
            finding = None  # nor is a recommendation below a concern, and what answers that, about the concern itself
            self._forget()
        quoted = self._wordings.at(turn, finding)
        worded = finding.span if finding and quoted and quoted.by_form and not also_of(self._stack) else None
        if worded and not worded.touches(turn.rest):  # worded already: this is another's, of which no rule knows
            finding, quoted = None, Quoted(None, by_form=True)
            self._forget()
        return finding, quoted

    def _of_group(self, held: Finding | None) -> Finding | None:
        """Return the finding of a wording below the heading of a group: the first is the first's, and so on."""
        return self._in_order.of(Quoted(held, by_form=True), held, named_together(self._stack))[0]

    def _forget(self) -> None:
        """Hold no finding any more: the text is about one of which no rule knows the name."""
        self._stack = without_names(self._stack)
        self._before = without_names(self._before) if self._before is not None else None

    def row(self, table: Table, row: Row) -> None:
        """Take a table row; a new table ends the scope of a finding that no heading opened."""
        if table.number != self._table:
            self._table, self._row_finding, self._broken = table.number, None, True
            self._stack = unquoted(self._stack)
            answers = answers_wording(table, self.sections, finding_of(self._stack))
            if table.number != self._labelled and not answers:  # a line between a table's rows holds below it
                self._form = FormRows(self._document, self._profile)
                self._stack = without_finding(self._stack, keep_headings=True)
            self._labelled = table.number
        held = replace(row, above=self._row_finding or finding_of(self._stack))
        runs = self._form.said(table, held)
        if runs is None:
            runs, self._row_finding = row_runs(self._document, self._profile, table, held, self._stack)
            if self._profile.publisher not in (Voice.PANEL, Voice.INSPECTORATE):
                runs = told_in_cells(self._document, self._profile, row, runs)
        if runs and not table.columns and self._form.words_another(row, runs):
            runs, self._row_finding = [replace(run, finding=None) for run in runs], None
        runs = shared_out(self._document, self._profile, row, by_own_number(self._document, self._profile, runs))
        if self._profile.publisher is Voice.PANEL and not self._author.over:
            runs = minuted(self._document, self._profile, runs)
        self._hold(table)
        for run in of_one(self._document, self._profile, runs, finding_of(self._stack), also_of(self._stack)):
            if run.voice is Voice.INSPECTORATE and run.finding is finding_of(self._stack) and also_of(self._stack):
                run = replace(run, finding=self._of_group(run.finding))
            mute = is_withheld_in_row(self._document, run)
            self._add(replace(run, voice=Voice.UNATTRIBUTED, speaker="") if mute else run)
        if not runs:
            self._broken = True

    def _hold(self, table: Table) -> None:
        """Let a finding that a table of one row states hold for the text below it, until the next such table."""
        if len(table.rows) == 1 and not table.columns and self._row_finding is not None:
            self._stack = held_by_row(self._stack, self._row_finding)

    def _add(self, run: Run) -> None:
        joint = run.finding is finding_of(self._stack) and run.voice is not Voice.INSPECTORATE  # a wording is of one
        also = run.also or (also_of(self._stack) if joint else ())
        made = self.heard.take(Section(run.span, run.voice, run.speaker, run.finding, headings_of(self._stack), also))
        last = self.sections[-1] if self.sections else None
        if last and run.joins and not self._broken and replace(last, span=run.span) == made:
            self.sections[-1] = replace(last, span=Span(last.span.start, run.span.end))
        else:
            self.sections.append(made)
        self._broken = False
