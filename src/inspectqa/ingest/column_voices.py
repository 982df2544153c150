"""Who speaks in a column of answers: its header says so, the heading above the table, or what kind of table it is."""

import re

from inspectqa.documents import Profile, Voice
from inspectqa.ingest.columns import PERIOD, Role, Table, role_of
from inspectqa.ingest.frames import Stack, voice_of
from inspectqa.ingest.speakers import speaker
from inspectqa.ingest.voices import Label, named_in, read_label

# Headers of columns that name nobody: in a force's own tracker they are the force's.
NEUTRAL = re.compile(
    r"(?:(?:the |latest |current |our |planned |proposed |summary |of |and |or |& |/ ?|, |to |date |for "
    r"|against |with |taken |key |status )*"
    rf"(?:position|progress|{PERIOD}|updates?|responses?|actions?|next (?:steps?|milestones?)"
    r"|activity|delivery|evidence|work"
    r"|narrative|commentary|comments?"
    r"|to date|taken|so far|planned|undertaken|summary|detail|details|what we (?:have done|did"
    r"|are doing|will do)|what(?: is|['’]s) left|what remains"
    r"|where (?:we|things) (?:are|stand)(?: now)?|what (?:comes|happens|is) next|since then"
    r"|(?:still|left) to do|outstanding|remaining|(?:by )?when|next|done"
    r"|proposed|planned|completed)[ ,/]*)+",
    re.IGNORECASE,
)
_SCRUTINY = re.compile(r"\b(?:scrutiny|assurance|oversight|challenge)\b", re.IGNORECASE)
_PERIOD = re.compile(r"\bQ[1-4]\b|\bquarter(?:ly)?(?: [1-4])?\b|\b20\d\d(?:[/-]\d\d)?\b", re.IGNORECASE)
_AS_AT = re.compile(
    r"[ ,(]+(?:as )?(?:(?:at|of|on|to|by)?\s*(?:\d{1,2} )?[A-Z][a-z]{2,8} 20\d\d"
    r"|(?:at|on|to|by) \d{1,2} [A-Z][a-z]{2,8})\)?$"
)


def column_voice(profile: Profile, table: Table, header: str, stack: Stack) -> tuple[Voice, str]:
    """Return the voice of a response column: its own header's, the heading's above, or the force's in its tracker."""
    label = read_label(header, profile, alone=True)
    header = _PERIOD.sub("", re.sub(r"\s*\([^()]*\)\s*$", "", _AS_AT.sub("", header))).strip()
    if label:
        return spoken_under(profile, stack, label)
    above = by_heading(profile, stack)
    if above[0] is not Voice.UNATTRIBUTED and NEUTRAL.fullmatch(header):
        return above
    nobody = role_of(header) is Role.RESPONSE and not named_in(header, profile)
    if profile.publisher is Voice.FORCE and (nobody or NEUTRAL.fullmatch(header)):
        return Voice.FORCE, speaker(Voice.FORCE, "", profile)
    if profile.publisher is Voice.COMMISSIONER and _SCRUTINY.search(header) and not named_in(header, profile):
        return Voice.COMMISSIONER, speaker(Voice.COMMISSIONER, "", profile)
    owned = {column.label.lower() for column in table.columns}
    tracker = any(
        word in label for label in owned for word in ("owner", "lead", "force", "rag", "responsible", "position")
    )
    others = [read_label(column.label, profile, alone=True) for column in table.columns]
    shared = any(label and label.voice is not Voice.INSPECTORATE for label in others)
    if tracker and not shared and NEUTRAL.fullmatch(header):
        return Voice.FORCE, speaker(Voice.FORCE, "", profile)
    return Voice.UNATTRIBUTED, ""


_WE = re.compile(r"\b(?:we|our|us)\b", re.IGNORECASE)
_DOING = re.compile(r"\b(?:done|doing|do|did|actions?|progress|plan\w*)\b", re.IGNORECASE)


def spoken_under(profile: Profile, stack: Stack, label: Label) -> tuple[Voice, str]:
    """Return the voice and the speaker of a label: "we" and "our" are those whom the heading above names.

    What "we have done" on a commissioner's form is the force's as often as the commissioner's: nobody's.
    """
    if not (label.mine and _WE.search(label.words)):
        return label.voice, speaker(label.voice, "" if label.mine else label.words, profile)
    above = by_heading(profile, stack)
    if above[0] is not Voice.UNATTRIBUTED:
        return above
    if label.voice is Voice.COMMISSIONER and _DOING.search(label.words):
        return Voice.UNATTRIBUTED, ""
    return label.voice, speaker(label.voice, "", profile)


def by_heading(profile: Profile, stack: Stack) -> tuple[Voice, str]:
    """Return the voice and the speaker that the headings above a table give to what answers in it."""
    frame = voice_of(stack)
    if frame and frame.voice not in (None, Voice.UNATTRIBUTED, Voice.INSPECTORATE):
        return frame.voice or Voice.UNATTRIBUTED, frame.speaker
    for heading in reversed(stack):
        others = heading.others - {Voice.INSPECTORATE}
        if heading.heading == profile.title and others != {Voice.FORCE}:
            continue  # a commissioner publishes what the force says, too
        if any(one.title and one.title in heading.heading for one in profile.inspections):
            continue  # the name of a report names whom it is about
        if len(others) == 1:
            voice = next(iter(others))
            return voice, speaker(voice, "", profile) if voice is Voice.COMMISSIONER else speaker(
                voice, "force", profile
            )
    return Voice.UNATTRIBUTED, ""
