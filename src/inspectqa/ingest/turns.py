"""The points where a text turns to a heading, a finding or a speaker; read before sections are walked."""

import re
from dataclasses import replace

from inspectqa.documents import BlockKind, Document, Finding, Inspection, Profile, Span, Voice
from inspectqa.ingest.mentions import mentioned_alone, names_unknown_report, only_finding
from inspectqa.ingest.neighbours import seen_together
from inspectqa.ingest.pieces import Piece, plain
from inspectqa.ingest.recognise.groups import named_once, opens_with
from inspectqa.ingest.recognise.leads import lead_of, unnumbered
from inspectqa.ingest.recognise.row_anchors import Anchor
from inspectqa.ingest.recognise.scopes import reports_of
from inspectqa.ingest.signs import signs
from inspectqa.ingest.transcript import speaker_label, speaker_lines
from inspectqa.ingest.turn import Turn, in_head
from inspectqa.ingest.voices import Label, inline_label, read_label

_CLOSES = re.compile(
    r"(?:yours (?:sincerely|faithfully|truly)|kind regards|(?:in|by way of) (?:conclusion|summary"
    r"|closing)\b|in closing\b|overall\b,?|summing up\b|to sum up\b"
    r"|(?:it was )?resolved\b|finally\b|to conclude\b|thank you\b|copy to\b|I remain (?:committed|grateful)"
    r"|(?:the )?(?:delivery|monitoring|implementation|progress|oversight|completion|governance)[^.]{0,60}"
    r"\b(?:these|all|both|the)\b[^.]{0,30}\b(?:recommendations|areas for improvement|findings)\b"
    r"|[^.]{0,80}\b(?:these|all (?:of )?(?:the|these)?|both) ?(?:\w+ )?(?:recommendations|areas for improvement)\b"
    r"|(?:the )?(?:recommendations|areas for improvement) (?:numbered )?\d[^.]{0,30}"
    r"\b(?:concern|are (?:for|addressed|matters)|will be answered)\b"
    r"|[^.]{0,60}\b(?:the|all) (?:other|remaining) (?:\w+ )?(?:recommendations|areas for improvement)\b"
    r"|(?:the |all |there (?:are|were) (?:\w+ )?)?(?:report['’]s )?(?:other|remaining|further) (?:\w+ ){0,2}"
    r"(?:recommendations|areas for improvement|findings)\b"
    r"|[^.]{0,40}\ball (?:of )?(?:this|these|them)\b[^.]{0,60}\.$"
    r"|(?:[^.]{0,40}\b)?(?:letter|report|inspectors?|inspectorate|HMICFRS) (?:makes?|made"
    r"|contains?) (?:\w+ )?recommendations?\b"
    r"|if you (?:would like|need|want|require|are worried|have been|have any)\b"
    r"|(?:general(?:ly)?(?: comments?| remarks?| matters)?"
    r"|agreed|decisions?|other matters|(?:in )?conclusions?|closing(?: remarks?)?|next steps"
    r"|any other comments?)\W*$"
    r"|I (?:will|shall) (?:write|report)(?: to you)? (?:again|back)\b"
    r"|[^.]{0,50}\b(?:these|my) (?:comments|remarks)\b[^.]{0,40}\b(?:publish\w*|sent|attached|letter|website|copied)\b"
    r"|I (?:should|would) be (?:glad|grateful|happy|pleased) (?:to|if) "
    r"|I (?:welcome|accept|am grateful for|support) (?:the|this) (?:report|inspection|findings))",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"(?:update|updated|note|correction|amendment|editor['’]s note|publisher['’]s note)\b[^:.]{0,40}:", re.IGNORECASE
)
_TICK = re.compile(r"\[[ xX✓]?\]|[☐☑☒✓✔]")  # options to tick are content, even where they look like a heading


def turns(document: Document, profile: Profile, parts: tuple[Piece, ...], found: dict[int, Anchor]) -> dict[int, Turn]:
    """Return the turn of each piece outside tables, by the piece's number."""
    by_key = {finding.key: finding for finding in profile.findings}
    lines = speaker_lines(document, parts)
    given = {
        number: _turn(document, profile, number, piece, (found.get(number), by_key))
        for number, piece in enumerate(parts)
        if piece.kind is not BlockKind.ROW
    }
    for number in found.keys() & given.keys():
        also = tuple(by_key[one.key] for one in found[number].also if one.key in by_key)
        given[number] = replace(given[number], also=also)
    reports = reports_of(document, profile.inspections)
    for number, turn in given.items():
        if turn.level or len(turn.piece.span.of(document.text)) < _SHORT:
            given[number] = replace(turn, words=plain(turn.piece.span.of(document.text)).lower())
        turn = given[number]
        if not (turn.finding or turn.level or turn.note):
            one = mentioned_alone(document, profile, turn.rest)
            known = one and _is_near(profile, found, number, one) and _in_scope(one, reports[turn.piece.block])
            elsewhere = names_unknown_report(document, profile, turn.rest)
            joint = bool(_JOINT.search(turn.rest.of(document.text)))
            mentioned = one if known and not elsewhere else None
            given[number] = replace(turn, mentions=mentioned, elsewhere=elsewhere, joint=joint)
    given |= _trailing(given, found)
    given |= _signed(document, profile, parts, given)
    given = seen_together(document, profile, given)
    for number, name in lines.items():
        piece = parts[number]
        end = Span(piece.span.end, piece.span.end)
        given[number] = Turn(number, piece, end, label=speaker_label(name, profile), line=True)
    return given if not lines else {number: replace(turn, transcribed=True) for number, turn in given.items()}


def _is_near(profile: Profile, found: dict[int, Anchor], number: int, one: Finding) -> bool:
    """Say whether a finding that is mentioned is of the report that the findings before it and after it are of."""
    if len(profile.inspections) < 2 or one.inspection is None:
        return True
    before = max((at for at in found if at < number), default=None)
    after = min((at for at in found if at > number), default=None)
    around = [found[at].finding.inspection for at in (before, after) if at is not None]
    return bool(around) and all(report == one.inspection for report in around)


def _in_scope(one: Finding, report: Inspection | None) -> bool:
    """Say whether a finding that is mentioned may be of the report that the text stands under, where one is known."""
    return report is None or (bool(report.title) and one.inspection in (None, report))


_ANOTHERS = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2})*[.)]? )?(?:(?:written|further|additional) )?(?:comments?|responses?|reply"
    r"|views?|statement|note|message|evidence"
    r"|submission|letter) (?:of|from|by) (?:the )?(?-i:[A-Z])",
    re.IGNORECASE,
)
_BESIDE_TITLE = 60  # characters: a number, who published it and when


def _signed(document: Document, profile: Profile, parts: tuple[Piece, ...], given: dict[int, Turn]) -> dict[int, Turn]:
    """Return the turns whose label is told only by its form, with that label."""
    if profile.publisher in (Voice.PANEL, Voice.INSPECTORATE):
        return {}
    starts = {
        number: turn.anchor.lead.rest if turn.anchor else turn.piece.span
        for number, turn in given.items()
        if not (turn.label or turn.note or turn.closes or turn.aside or in_head(profile, turn.piece))
    }
    told = signs(document, profile, parts, starts)
    return {number: replace(given[number], label=label, rest=rest) for number, (label, rest) in told.items()}


def _trailing(given: dict[int, Turn], found: dict[int, Anchor]) -> dict[int, Turn]:
    """Return the texts that follow another one after the last finding has been named: they may conclude."""
    last = max((number for number, anchor in found.items() if not anchor.lead.subject), default=None)
    if last is None:
        return {}
    prose = {number for number, turn in given.items() if turn.has_text and not (turn.level or turn.label)}
    after = (given[number] for number in prose if number > last and number - 1 in prose)
    return {turn.number: replace(turn, trails=True) for turn in after if not (turn.finding or turn.mentions)}


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
    if piece.kind is BlockKind.HEADING and finding is None and _DUE.fullmatch(words):
        return Turn(number, piece, Span(rest.end, rest.end))  # a date, set as a heading
    if piece.kind is BlockKind.HEADING and not _TICK.search(words):
        named = plain(rest.of(text)) or ("" if anchor and opens_with(text, piece.span) else words)
        label = None if own or in_head(profile, piece) else read_label(named, profile, alone=True)
        if label and label.mine and document.blocks[piece.block].level == 1:
            label = None  # "Inspection findings and our comments": a page's title, whoever speaks on it
        if label is None and not (own or finding or in_head(profile, piece)) and _ANOTHERS.match(words):
            label = Label(frozenset(), words)  # of somebody whom no rule knows
        finding = finding or _referred(document, profile, piece.span)
        closes = finding is None and bool(_CLOSES.match(words))
        level, end = document.blocks[piece.block].level, Span(rest.end, rest.end)
        return Turn(number, piece, end, level, anchor, finding, label=label, closes=closes)
    if own:
        closes = bool(_CLOSES.match(words)) or (finding is None and _names_report(profile, piece))
        return Turn(number, piece, rest, 0, anchor, finding, closes=closes)
    short = len(words.split()) <= 14 and not words.endswith(".") and not in_head(profile, piece)
    whole = read_label(plain(rest.of(text)), profile) if short else None
    inline = None if whole or in_head(profile, piece) else inline_label(text, rest, profile)
    if whole:
        finding = finding or _referred(document, profile, rest)
        return Turn(number, piece, Span(rest.end, rest.end), 0, anchor, finding, label=whole)
    if _is_topic(anchor, plain(rest.of(text))) and piece.kind is BlockKind.PARAGRAPH:
        rest = Span(rest.end, rest.end)
    closes = finding is None and (bool(_CLOSES.match(words)) or _names_report(profile, piece))
    note = bool(_NOTE.match(words))
    label, rest = inline or (None, rest)
    return Turn(number, piece, rest, 0, anchor, finding, label=label, closes=closes, note=note)


def _is_topic(anchor: Anchor | None, words: str) -> bool:
    """Say whether a line names a finding and what it is about, as a heading does: "Recommendation 5: support"."""
    lead = anchor.lead if anchor else None
    return lead is not None and bool(lead.number) and not lead.subject and bool(_TOPIC.fullmatch(words))


_JOINT = re.compile(r"\b(?:these two|the two|both|together|as one|jointly)\b", re.IGNORECASE)
_SHORT = 60  # characters
_TOPIC = re.compile(
    r"(?!.*\b(?:I|we|our|is|are|was|were|has|have|see|above|below|no|not|none|now|yet|accept\w*|agree\w*|reject\w*|done|met"
    r"|complete\w*|clos\w+|open|ongoing|progress|place|part\w*|green|amber|red|as)\b)"
    r"[a-z][\w’'-]*(?:,? [\w’'-]+){0,7}(?: [.·])?",
)
_DUE = re.compile(
    r"(?:(?:due|deadline|target|due date|target date|to be done|date|for completion|published|by|on|within)[ :]*)*"
    r"(?:\d{1,2} )?[A-Z][a-z]+ 20\d\d|with immediate effect|within \w+ (?:months?|weeks?)",
    re.IGNORECASE,
)


def _names_report(profile: Profile, piece: Piece) -> bool:
    """Say whether a line is little more than the name of a report: "4. PEEL: an inspection of ... (HMICFRS, 2026)"."""
    spans = [one.span for one in profile.inspections if one.span and piece.span.holds(one.span)]
    return len(spans) == 1 and _size(piece.span) - _size(spans[0]) < _BESIDE_TITLE


def _size(span: Span) -> int:
    return span.end - span.start


def _referred(document: Document, profile: Profile, span: Span) -> Finding | None:
    """Return the finding that a label refers to at its end: "Force response to recommendation 4"."""
    named = named_once(document.text, span)
    lead = lead_of(document.text, named) if named else None
    return only_finding(profile, lead)
