"""The headings, voices and findings that hold at one point of a document, innermost last."""

import re
from dataclasses import dataclass, replace

from inspectqa.documents import Document, Finding, Profile, Voice
from inspectqa.ingest.nesting import ANNEX, Layout
from inspectqa.ingest.pieces import plain
from inspectqa.ingest.recognise.leads import paragraph_number
from inspectqa.ingest.speakers import speaker
from inspectqa.ingest.turn import Turn
from inspectqa.ingest.voices import parties

_OF_ALL = re.compile(
    r"\b(?:both|all|each)(?: of)?(?: the| these)? (?:\w+ )?(?:areas|recommendations|findings|causes|AFIs"
    r"|of (?:these|them))\b|\bboth$",
    re.IGNORECASE,
)
_OF_GROUP = re.compile(r"(?:these|both)\b", re.IGNORECASE)  # below "Recommendations 3 and 5"
_MY = re.compile(r"\b(?:my|I)\b")
_IN_PART = 0.1
_OF_ANNEX = 0.5
LABEL_DEPTH = 10.0  # a paragraph that stands as a speaker's heading lies below all real headings
_ABOVE_SPEAKERS = LABEL_DEPTH - 1
FINDING_DEPTH = 19.0  # a paragraph that stands as a finding's heading
INLINE_DEPTH = 20.0  # a label that opens a paragraph


@dataclass(frozen=True, slots=True)
class Frame:
    """One heading or label and what it says; ``inline`` ones end with their paragraph, unless there are
    ``more`` of them below or their likes had further paragraphs (``spare``). ``wording`` is the number of the
    piece of a label such as "Recommendation": what follows it has the finding's wording, but need not be it.
    ``also`` are the others of a group of findings; ``several`` is a heading of a group whose findings are spoken of
    one by one below it: what names none is about none alone. ``group`` are all findings of a group. ``line`` is a
    speaker's label that is no heading."""

    depth: float
    heading: str = ""
    voice: Voice | None = None
    speaker: str = ""
    finding: Finding | None = None
    others: frozenset[Voice] = frozenset()
    inline: bool = False
    more: bool = False
    paragraph: str = ""
    spare: int = 0
    container: bool = False
    wording: int | None = None
    also: tuple[Finding, ...] = ()
    several: bool = False
    group: tuple[Finding, ...] = ()
    line: bool = False


Stack = tuple[Frame, ...]


def push(stack: Stack, frame: Frame) -> Stack:
    """Return the stack with ``frame`` in place of all that are as deep or deeper."""
    return (*(one for one in stack if one.depth < frame.depth), frame)


def finding_of(stack: Stack) -> Finding | None:
    """Return the finding that holds, if any."""
    holder = _holder(stack)
    return holder.finding if holder else None


def inline_of(stack: Stack) -> bool:
    """Say whether the finding that holds was named by a sentence, so that one named later takes its place."""
    holder = _holder(stack)
    return holder is not None and holder.inline


def also_of(stack: Stack) -> tuple[Finding, ...]:
    """Return the others of the group of findings that holds."""
    holder = _holder(stack)
    return holder.also if holder else ()


def named_together(stack: Stack) -> tuple[Finding, ...]:
    """Return all findings of the group that holds, also where what is below it is about one at a time."""
    holder = _holder(stack)
    return holder.group if holder else ()


def _holder(stack: Stack) -> Frame | None:
    return next((frame for frame in reversed(stack) if frame.finding or frame.several), None)


def voice_of(stack: Stack) -> Frame | None:
    """Return the innermost frame that says who speaks."""
    return next((frame for frame in reversed(stack) if frame.voice is not None), None)


def headed_below(stack: Stack, frame: Frame) -> bool:
    """Say whether a heading that names no finding stands below a frame."""
    return any(one.depth > frame.depth and one.heading and not one.finding for one in stack)


def headings_of(stack: Stack) -> tuple[str, ...]:
    """Return the headings that hold, outermost first, without those of speakers that a later one has replaced."""
    speaking = voice_of(stack)
    return tuple(one.heading for one in stack if one.heading and (one.voice is None or one is speaking))


def without_finding(stack: Stack, *, keep_headings: bool = False) -> Stack:
    """Return the stack without the innermost findings and all that lies under them."""
    depths = [frame.depth for frame in stack if frame.finding and not (keep_headings and frame.heading)]
    return tuple(frame for frame in stack if not depths or frame.depth < min(depths))


def without_names(stack: Stack) -> Stack:
    """Return the stack with no finding held: what follows is about another, of which no rule knows."""
    return tuple(_without_name(one) if one.finding else one for one in stack)


def _without_name(frame: Frame) -> Frame:
    return replace(frame, finding=None, several=True, also=())


def held_by_row(stack: Stack, finding: Finding) -> Stack:
    """Return the stack with the finding that a table of one row states: it holds for the text below the table."""
    levels = [frame.depth for frame in stack if frame.heading and frame.depth < LABEL_DEPTH and not frame.voice]
    return push(stack, Frame(max(levels, default=0.0) + 0.25, finding=finding))


def unquoted(stack: Stack) -> Stack:
    """Return the stack as a table leaves it: what follows the table is not the inspectorate's by a heading above it."""
    return tuple(replace(one, voice=None) if one.voice is Voice.INSPECTORATE else one for one in stack)


def _finding_depth(stack: Stack) -> float | None:
    return next((frame.depth for frame in reversed(stack) if frame.finding), None)


def turned(document: Document, profile: Profile, stack: Stack, turn: Turn, plan: Layout) -> Stack:
    """Return the stack after a turn that is a heading or opens with a label."""
    heading = plain(turn.piece.span.of(document.text)) if not turn.has_text else ""
    if turn.transcribed and turn.level == 0:
        return _in_transcript(profile, stack, turn)
    if turn.number in plan.in_parts:
        turn = replace(turn, level=turn.level + _IN_PART)
    if turn.level:  # what a sentence was about ends with it
        stack = tuple(frame for frame in stack if not frame.inline or frame.more or frame.spare)
    of_group = named_together(stack) and _OF_GROUP.match(plain(turn.piece.span.of(document.text)))
    if turn.note or (turn.closes and turn.level == 0 and not of_group):
        left = () if turn.note else without_finding(stack)
        nobody = turn.label is not None and not turn.label.voices  # a line that names somebody, read as no label
        return push(left, Frame(LABEL_DEPTH, voice=Voice.UNATTRIBUTED)) if nobody else left
    if turn.finding:
        stack = _beside(stack, turn)
        frame = _finding_frame(document, stack, turn, plan, heading)
        apart = turn.number in plan.apart
        group = (turn.finding, *turn.also) if turn.also else ()
        frame = replace(frame, group=group, several=apart, also=() if apart else turn.also)
        stack = push(stack, replace(frame, finding=None) if apart else frame)
        heading = ""
    elif turn.label:  # what a sentence alone was about ends with it
        stack = tuple(one for one in stack if not (one.inline and one.finding) or one.more or one.spare)
    if turn.number in plan.joined:
        stack = _about_all(stack)
    headed = (turn.label or (turn.level and not turn.finding)) and not turn.has_text
    if headed and _OF_ALL.search(plain(turn.piece.span.of(document.text))):
        stack = without_finding(stack)  # "The force on both areas"
    if turn.label and not (turn.label.bare and not finding_of(stack)):
        return push(stack, _voice_frame(profile, stack, turn, plan, heading))
    if turn.level and not turn.finding:
        words = plain(turn.piece.span.of(document.text))
        if words.endswith(":") and finding_of(stack):
            # it introduces what follows ("You put it in these words:"), by whom nobody knows
            return tuple(frame for frame in stack if frame.voice is None or frame.depth < turn.level)
        under = next((frame.depth for frame in stack if frame.finding and frame.heading), None)
        depth = turn.level + 0.25 if turn.number in plan.repeated and under == turn.level else turn.level
        return push(stack, Frame(depth, words, others=parties(words, profile)))
    return stack


def _beside(stack: Stack, turn: Turn) -> Stack:
    """Return the stack without the heading of another finding of the same kind: none stands inside another.

    The headings of a scan may differ in size by a little, and so in level.
    """
    over = [
        frame.depth
        for frame in stack
        if frame.heading and frame.finding and turn.finding and not frame.group
        if frame.finding.number and frame.finding.kind is turn.finding.kind and frame.finding.key != turn.finding.key
    ]
    if not turn.level:  # a label opens a paragraph: what stands below it is no longer about the heading's finding
        named = turn.anchor is not None and not turn.anchor.lead.subject
        return tuple(_without_name(frame) if named and frame.depth in over else frame for frame in stack)
    return tuple(frame for frame in stack if not over or frame.depth < min(over))


def _about_all(stack: Stack) -> Stack:
    """Return the stack with all findings of the group that a heading names, or with none where no heading does."""
    over = next((one for one in stack if one.group and one.several), None)
    if over is None:
        return without_names(stack)
    whole = replace(over, finding=over.group[0], also=over.group[1:], several=False)
    return (*(one for one in stack if one.depth < over.depth), whole)


def _in_transcript(profile: Profile, stack: Stack, turn: Turn) -> Stack:
    """Return the stack of a transcript: a finding holds over all speakers until another is named."""
    if turn.line and turn.label:
        who = speaker(turn.label.voice, turn.label.words, profile)
        return push(stack, Frame(LABEL_DEPTH, voice=turn.label.voice, speaker=who))
    if turn.finding:
        speaking = tuple(frame for frame in stack if frame.depth >= LABEL_DEPTH and frame.voice)
        return (*push(stack, Frame(_ABOVE_SPEAKERS, finding=turn.finding)), *speaking)
    return stack


def _finding_frame(document: Document, stack: Stack, turn: Turn, plan: Layout, heading: str) -> Frame:
    voice = voice_of(stack)
    if turn.level:
        if voice and voice.container and (voice.depth > turn.level or (plan.flat and voice.depth == turn.level)):
            return Frame(voice.depth + 0.5, heading, finding=turn.finding)
        return Frame(turn.level, heading, finding=turn.finding)
    if not turn.has_text:
        return Frame(FINDING_DEPTH, heading, finding=turn.finding)
    number = paragraph_number(document.text, turn.piece.span)
    alone = turn.aside or turn.number in plan.worded
    more, spare = turn.number in plan.followed and not alone, 0 if alone else plan.spare.get(turn.number, 0)
    introduces = turn.anchor is not None and turn.anchor.lead.introduces  # numbered paragraphs about it may follow
    introduces = introduces or (plan.minuted and more)
    return Frame(
        INLINE_DEPTH, finding=turn.finding, inline=True, more=more, spare=spare, paragraph="" if introduces else number
    )


def _voice_frame(profile: Profile, stack: Stack, turn: Turn, plan: Layout, heading: str) -> Frame:
    label = turn.label
    if label is None:
        raise ValueError("a voice frame needs a label")
    depth = _voice_depth(stack, turn, plan)
    if not turn.has_text and ANNEX.match(heading.lower()):
        depth = min(depth, _OF_ANNEX)  # to its end, whatever headings it has
    who = speaker(label.voice, "" if label.mine else label.words, profile)
    over = voice_of(tuple(one for one in stack if one.heading and one.depth < min(depth, LABEL_DEPTH)))
    if (
        label.mine and not _MY.search(label.words) and over and over.voice in (Voice.FORCE, Voice.COMMISSIONER)
    ):  # "What we have done" below "Force"
        label, who = replace(label, voices=frozenset({over.voice})), over.speaker
    inline = turn.level == 0 and turn.has_text
    container = turn.number in plan.containers
    if label.said and not inline:  # "The force has told me:" opens the one paragraph below it
        return Frame(INLINE_DEPTH, heading, label.voice, who, inline=True, spare=1)
    more = turn.number in plan.followed and not label.said
    wording = turn.number if label.bare else None
    line = turn.level == 0 and not inline
    return Frame(
        depth, heading, label.voice, who, inline=inline, more=more, container=container, wording=wording, line=line
    )


def _voice_depth(stack: Stack, turn: Turn, plan: Layout) -> float:
    under = _finding_depth(stack)
    holder = next((frame for frame in stack if frame.container), None)
    if holder and under is not None and under > holder.depth and not turn.has_text:
        return holder.depth  # the flattened table ends here
    closing = (turn.label is not None and turn.label.closing) or turn.number in plan.alone
    nests = turn.finding is not None or (plan.voices_inside and not closing)
    if turn.level:
        if under is None or turn.level > under or turn.level < under < LABEL_DEPTH:
            return turn.level
        beside = plan.flat or (plan.stacked and turn.level == under)
        return under + 0.5 if nests and (beside or turn.finding is not None) else turn.level
    if under is None:
        return LABEL_DEPTH if not turn.has_text else INLINE_DEPTH
    return under + 0.5 if nests or (turn.has_text and turn.number not in plan.alone) else min(under, LABEL_DEPTH)
