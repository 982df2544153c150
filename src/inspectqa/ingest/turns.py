"""The points where a text turns to a heading, a finding or a speaker; read before sections are walked."""

import re
from collections import Counter
from dataclasses import dataclass, replace

from inspectqa.documents import BlockKind, Document, Finding, Profile, Span, Voice
from inspectqa.ingest.pieces import Piece, plain
from inspectqa.ingest.recognise.leads import lead_of, names_several, unnumbered
from inspectqa.ingest.recognise.row_anchors import Anchor
from inspectqa.ingest.transcript import speaker_label, speaker_lines
from inspectqa.ingest.voices import Label, inline_label, read_label

_REFERS = re.compile(
    r"\b(?:recommendation|rec|AFI|area for improvement|cause of concern)\s*(?:no\.?|number|#)?\s*\d", re.IGNORECASE
)
_CLOSES = re.compile(
    r"(?:yours (?:sincerely|faithfully|truly)|kind regards|(?:in|by way of) (?:conclusion|summary"
    r"|closing)\b|in closing\b|overall\b,?"
    r"|finally\b|to conclude\b|thank you\b|copy to\b|I remain (?:committed|grateful)"
    r"|(?:the )?(?:delivery|monitoring|implementation|progress|oversight|completion|governance)[^.]{0,60}"
    r"\b(?:these|all|both|the)\b[^.]{0,30}\b(?:recommendations|areas for improvement|findings)\b"
    r"|[^.]{0,80}\b(?:these|all (?:of )?(?:the|these)?|both) ?(?:\w+ )?(?:recommendations|areas for improvement)\b"
    r"|(?:the |all )?(?:other|remaining) (?:\w+ )?(?:recommendations|areas for improvement|findings)\b"
    r"|I (?:welcome|accept|am grateful for|support) (?:the|this) (?:report|inspection|findings))",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"(?:update|updated|note|correction|amendment|editor['’]s note|publisher['’]s note)\b[^:.]{0,40}:", re.IGNORECASE
)
_TICK = re.compile(r"\[[ xX✓]?\]|[☐☑☒✓✔]")  # options to tick are content, even where they look like a heading
_HEAD = 400  # characters between a document's title and that of the report, where both stand in its head
_OPENS = re.compile(r"\b(?:foreword|introduction|summary|background|overview|context)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Turn:
    """One piece outside tables: ``rest`` is its content, without a label that opens it.

    ``level`` is a heading's depth, 0 for other text; ``closes`` says that it ends a finding's scope. ``spoken`` is
    whose it is because the text before hands over to them (nobody's, if that is not sure). ``line`` says that
    it is a speaker's line of a transcript, ``transcribed`` that the document is one.
    """

    number: int
    piece: Piece
    rest: Span
    level: int = 0
    anchor: Anchor | None = None
    finding: Finding | None = None
    label: Label | None = None
    closes: bool = False
    note: bool = False
    spoken: Label | None = None
    line: bool = False
    transcribed: bool = False

    @property
    def aside(self) -> bool:
        """Say whether its finding holds for this paragraph alone: "Recommendation 4 has been met."."""
        return self.anchor is not None and self.anchor.lead.subject and not self.anchor.lead.introduces

    @property
    def has_text(self) -> bool:
        """Say whether anything is left to quote after the label."""
        return self.rest.start < self.rest.end


def turns(document: Document, profile: Profile, parts: tuple[Piece, ...], found: dict[int, Anchor]) -> dict[int, Turn]:
    """Return the turn of each piece outside tables, by the piece's number."""
    by_key = {finding.key: finding for finding in profile.findings}
    lines = speaker_lines(document, parts)
    given = {
        number: _turn(document, profile, number, piece, (found.get(number), by_key))
        for number, piece in enumerate(parts)
        if piece.kind is not BlockKind.ROW
    }
    for number, name in lines.items():
        piece = parts[number]
        end = Span(piece.span.end, piece.span.end)
        given[number] = Turn(number, piece, end, label=speaker_label(name, profile), line=True)
    return given if not lines else {number: replace(turn, transcribed=True) for number, turn in given.items()}


def _turn(
    document: Document,
    profile: Profile,
    number: int,
    piece: Piece,
    known: tuple[Anchor | None, dict[tuple[str, str, str], Finding]],
) -> Turn:
    text, (anchor, by_key) = document.text, known
    finding = by_key.get(anchor.finding.key) if anchor else None
    rest = anchor.lead.rest if anchor else piece.span
    words = plain(unnumbered(text, piece.span).of(text))
    own = profile.publisher in (Voice.PANEL, Voice.INSPECTORATE)  # nobody else speaks in their documents
    if piece.kind is BlockKind.HEADING and not _TICK.search(words):
        label = None if own or _is_title(profile, piece) else read_label(plain(rest.of(text)), profile, alone=True)
        finding = finding or _referred(document, profile, piece.span)
        closes = finding is None and (names_several(text, piece.span) or bool(_CLOSES.match(words)))
        return Turn(
            number, piece, Span(rest.end, rest.end), document.blocks[piece.block].level, anchor, finding, label, closes
        )
    if own:
        closes = bool(_CLOSES.match(words))
        return Turn(number, piece, rest, 0, anchor, finding, closes=closes)
    short = len(words.split()) <= 14 and not words.endswith(".") and not _is_title(profile, piece)
    whole = read_label(plain(rest.of(text)), profile) if short else None
    inline = None if whole or _is_title(profile, piece) else inline_label(text, rest, profile)
    if whole:
        return Turn(
            number, piece, Span(rest.end, rest.end), 0, anchor, finding or _referred(document, profile, rest), whole
        )
    closes = finding is None and (names_several(text, piece.span) or bool(_CLOSES.match(words)))
    rest = inline[1] if inline else rest
    return Turn(
        number, piece, rest, 0, anchor, finding, inline[0] if inline else None, closes, bool(_NOTE.match(words))
    )


def _is_title(profile: Profile, piece: Piece) -> bool:
    """Say whether a piece stands in the head of the document, up to its title: whose it is, not who speaks below."""
    if profile.title_span is None:
        return False
    report = profile.inspections[0].span if profile.inspections else None
    near = report is not None and report.start - profile.title_span.end < _HEAD
    return piece.span.start <= (report.start if report and near else profile.title_span.start)


def _referred(document: Document, profile: Profile, span: Span) -> Finding | None:
    """Return the finding that a label refers to at its end: "Force response to recommendation 4"."""
    matches = list(_REFERS.finditer(document.text, *span))
    lead = lead_of(document.text, Span(matches[0].start(), span.end)) if len(matches) == 1 else None
    same = [one for one in profile.findings if lead and (one.kind, one.number) == (lead.kind, lead.number)]
    return same[0] if len(same) == 1 else None


@dataclass(frozen=True, slots=True)
class Layout:
    """How a document nests: voices under findings, or findings under voices; ``flat``
    when headings have one level. ``followed`` are the turns after which another label comes before a heading,
    ``alone`` the labels that come once, after the last of several findings: they may speak of all."""

    voices_inside: bool
    flat: bool
    containers: frozenset[int]
    followed: frozenset[int]
    spare: dict[int, int]
    alone: frozenset[int] = frozenset()


def layout(found: dict[int, Turn]) -> Layout:
    """Read from the order of the labels which of finding and voice is the outer one."""
    marks = [turn for turn in found.values() if turn.finding or turn.label]
    labels = Counter(turn.label.words.lower() for turn in marks if turn.label and not turn.label.closing)
    findings = [turn.finding.key for turn in marks if turn.finding and turn.anchor]
    once = len(set(findings)) == 1 == len(findings)
    first = next((turn for turn in marks if turn.finding), None)
    after = [turn for turn in marks if first and turn.label and turn.number > first.number]
    levels = {turn.level for turn in marks if turn.level > 1}
    repeats = any(count > 1 for count in labels.values())
    inside = repeats or (once and bool(after))
    heads = _table_heads(found, marks)
    containers = heads | (frozenset() if inside else _containers(found, marks))
    return Layout(
        inside, len(levels) <= 1, containers, _followed(found), _spare(found), _alone(marks) | _last_in_groups(found)
    )


def _alone(marks: list[Turn]) -> frozenset[int]:
    """Return the last label, if nobody of its voice spoke before and the findings before it had other speakers."""
    anchored = [turn for turn in marks if turn.finding and turn.anchor and not turn.aside]
    labels = [
        turn for turn in marks if turn.label and not turn.label.bare and turn.label.voice is not Voice.INSPECTORATE
    ]
    if len({turn.finding.key for turn in anchored if turn.finding}) < 2 or len(labels) < 3:
        return frozenset()
    last = labels[-1]
    others = [turn.label.voice for turn in labels[:-1] if turn.label]
    after = last.number > anchored[-1].number and last.finding is None
    deeper = last.level > anchored[-1].level > 0
    own = last.label is not None and last.label.voice not in others and len(set(others)) == 1
    return frozenset({last.number}) if after and own and not deeper else frozenset()


def _last_in_groups(found: dict[int, Turn]) -> frozenset[int]:
    """Return the labels that come once below a heading, after the last of several findings there: of all, perhaps."""
    groups: list[list[Turn]] = [[]]
    for number in sorted(found):
        groups += [[]] if found[number].level else []
        groups[-1].append(found[number])
    last = set()
    for group in groups:
        findings = [turn.number for turn in group if turn.finding and turn.anchor and turn.has_text and not turn.aside]
        labels = [turn for turn in group if turn.label and not turn.label.bare and len(turn.label.voices) == 1]
        if len(findings) > 1 and labels and labels[-1].number > findings[-1] and labels[-1].finding is None:
            same = [
                turn
                for turn in labels
                if turn.label and labels[-1].label and turn.label.voice is labels[-1].label.voice
            ]
            last |= {labels[-1].number} if len(same) == 1 else set()
    return frozenset(last)


def _table_heads(found: dict[int, Turn], marks: list[Turn]) -> frozenset[int]:
    """Return the labels that head the answers of a flattened table: "Recommendation", "Force response", then findings.

    With a third column nothing says which text is whose.
    """
    heads = set()
    for turn in marks:
        before, after = found.get(turn.number - 1), found.get(turn.number + 1)
        first = before is not None and before.label is not None and before.label.bare and not before.has_text
        if turn.label and not turn.has_text and first and after is not None and after.finding and not after.label:
            heads.add(turn.number)
    return frozenset(heads)


def _followed(found: dict[int, Turn]) -> frozenset[int]:
    """Return the turns after which another label comes before the next heading: text between belongs to the first."""
    followed, more = set(), False
    for number in sorted(found, reverse=True):
        turn = found[number]
        if more:
            followed.add(number)
        if turn.finding or turn.label or turn.level or turn.closes:
            more = bool(turn.finding or (turn.label and not turn.level))
    return frozenset(followed)


def _spare(found: dict[int, Turn]) -> dict[int, int]:
    """Return how many paragraphs the last inline finding of a series may have: as many as those before it had.

    A wording that stands alone has one: its answer.
    """
    spare: dict[int, int] = {}
    series: list[int] = []
    last: int | None = None
    for number in sorted(found):
        turn = found[number]
        if turn.level or turn.closes or turn.label:
            last, series = (None, []) if turn.level or turn.closes else (None, series)
        elif turn.finding and turn.anchor and turn.has_text and not turn.aside:
            first = 1 if turn.anchor.wording else 0
            spare[number] = min(series) if series else first
            last, series = number, [*series, 0]
        elif last is not None and turn.piece.kind is BlockKind.PARAGRAPH:
            series[-1] += 1
    return spare


def _containers(found: dict[int, Turn], marks: list[Turn]) -> frozenset[int]:
    """Return the voice headings that hold the finding headings below them although their level is the same.

    That is certain when the same findings come under several voices, or when a finding follows at once.
    """
    keys = Counter(turn.finding.key for turn in marks if turn.finding and turn.level)
    repeated = bool(keys) and max(keys.values()) > 1
    held = set()
    for turn in marks:
        following = found.get(turn.number + 1)
        at_once = following is not None and following.finding is not None
        if turn.label and not _OPENS.search(turn.label.words) and (repeated or at_once):
            held.add(turn.number)
    return frozenset(held)
