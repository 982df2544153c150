"""How a document nests: voices under findings, or findings under voices; read from the order of its turns."""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from inspectqa.documents import BlockKind, Voice
from inspectqa.ingest.turn import Turn

_VERSION = re.compile(r"\W*v?\d[\d.]*")  # "Constabulary, v1.0" and "Constabulary, v1.1" are one label
ANNEX = re.compile(r"(?:annex(?:e|ure)?|appendix|attachment|enclosure)\b")
_PART = re.compile(r"(?:part|section) (?:[a-z]|\d{1,2})\b", re.IGNORECASE)
_OPENS = re.compile(r"\b(?:foreword|introduction|summary|background|overview|context)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Layout:
    """How a document nests: voices under findings, or findings under voices.

    ``flat`` says that headings have one level. ``followed`` are the turns after which another label comes before a
    heading, ``alone`` the labels that come once, after the last of several findings: they may speak of all. ``apart``
    are the headings of a group of findings that are spoken of one by one below. ``minuted`` says that these are
    minutes, whose paragraphs go on with a finding until the next. ``repeated`` are the headings that come again with
    the same words: they stand below findings, not beside them. ``in_parts`` are the headings beside those of parts
    ("Part 2 To be completed by the force"), as deep as they: they stand below the part. ``stacked`` says that the
    heading of each finding has that of a label as deep as it right below. ``joined`` are the labels below the second of
    two findings of which the first has its wording alone: what they head may be about both. ``worded`` are the wordings
    of a group below its heading, one after another: what follows them answers the group.
    """

    voices_inside: bool
    flat: bool
    containers: frozenset[int]
    followed: frozenset[int]
    spare: dict[int, int]
    alone: frozenset[int] = frozenset()
    apart: frozenset[int] = frozenset()
    minuted: bool = False
    repeated: frozenset[int] = frozenset()
    in_parts: frozenset[int] = frozenset()
    stacked: bool = False
    joined: frozenset[int] = frozenset()
    worded: frozenset[int] = frozenset()


def layout(found: dict[int, Turn], *, findings_held: int = 0, minuted: bool = False) -> Layout:
    """Read from the order of the labels which of finding and voice is the outer one.

    ``findings_held`` is how many the whole document has, those in tables too.
    """
    marks = [turn for turn in found.values() if turn.finding or turn.label]
    named = [_VERSION.sub("", turn.label.words.lower()) for turn in marks if turn.label and not turn.label.closing]
    labels = Counter(named)
    findings = [turn.finding.key for turn in marks if turn.finding and turn.anchor]
    once = len(set(findings)) == 1 == len(findings) and findings_held < 2
    first = next((turn for turn in marks if turn.finding), None)
    after = [turn for turn in marks if first and turn.label and turn.number > first.number]
    levels = {turn.level for turn in marks if turn.level > 1}
    repeats = any(count > 1 for count in labels.values())
    inside = repeats or (once and bool(after))
    heads = _table_heads(found, marks)
    containers = heads | (frozenset() if inside else _containers(found, marks))
    alone = _alone(marks) | _last_in_groups(found)
    return Layout(
        voices_inside=inside,
        flat=len(levels) <= 1,
        containers=containers,
        followed=_followed(found),
        spare=_spare(found),
        alone=alone,
        apart=_groups(found) if minuted else _apart(found),
        minuted=minuted,
        repeated=_repeated(found),
        in_parts=_in_parts(found),
        stacked=_stacked(found),
        joined=_joined(found),
        worded=_worded(found),
    )


def _worded(found: dict[int, Turn]) -> frozenset[int]:
    worded: set[int] = set()
    for head in (turn for turn in found.values() if turn.level and turn.finding and turn.also):
        group = {one.key for one in (head.finding, *head.also) if one}
        series = [head.number + at for at in range(1, len(group) + 1)]
        named = [turn.finding.key for at in series if (turn := found.get(at)) and turn.finding and turn.has_text]
        after = found.get(series[-1] + 1)
        if {*named} == group and after is not None and not after.level:
            worded |= {*series}
    return frozenset(worded)


def _joined(found: dict[int, Turn]) -> frozenset[int]:
    heads = [turn for turn in found.values() if turn.level and turn.finding and not turn.label]
    joined: set[int] = set()
    for first, second in pairwise(heads):
        between = [found[at] for at in range(first.number + 1, second.number) if at in found]
        worded = len(between) == 1 and not (between[0].level or between[0].label or between[0].finding)
        if not worded or first.level != second.level or first.also:
            continue
        ends = (at for at, one in sorted(found.items()) if at > second.number and one.level > 0 and not one.label)
        end = next(ends, max(found) + 1)
        below = [found[at] for at in range(second.number + 1, end) if at in found]
        told = len(below) > 1 and not any(one.label for one in below) and below[1].joint
        joined |= {one.number for one in below if one.label or (told and one is not below[0])}
    return frozenset(joined)


def _stacked(found: dict[int, Turn]) -> bool:
    heads = [turn for turn in found.values() if turn.level and turn.finding and not turn.label]
    below = [(turn, found.get(turn.number + 1)) for turn in heads]
    close = all(one and not one.finding and one.level == turn.level for turn, one in below)
    return len(heads) > 1 and close and any(one and one.label for _, one in below)


def _repeated(found: dict[int, Turn]) -> frozenset[int]:
    """Return the headings without a label or a finding of which there are others with the same words."""
    heads = {at: one.words for at, one in found.items() if one.level and not (one.finding or one.label)}
    counts = Counter(heads.values())
    return frozenset(at for at, words in heads.items() if counts[words] > 1)


def _in_parts(found: dict[int, Turn]) -> frozenset[int]:
    """Return the headings that are as deep as those of parts, of which there are two at least, and come after one."""
    heads = [(at, one) for at, one in sorted(found.items()) if one.level]
    parts = [(at, one.level) for at, one in heads if _PART.match(one.words)]
    level = parts[0][1] if len(parts) > 1 and len({level for _, level in parts}) == 1 else None
    numbers = {at for at, _ in parts}
    known = [(at, one) for at, one in heads if one.finding or one.label]  # an unknown one may be a part beside it
    return frozenset(at for at, one in known if level == one.level and at not in numbers and at > parts[0][0])


def _apart(found: dict[int, Turn]) -> frozenset[int]:
    """Return the headings of a group of findings below which a paragraph is about one of them alone."""
    apart, open_group, worded = set(), None, _worded(found)
    for number in sorted(found):
        turn = found[number]
        if turn.level:
            open_group = turn if turn.also and turn.finding else None
        elif open_group is not None and open_group.finding and number not in worded:
            one = turn.mentions or (None if turn.also else turn.finding)
            if one and one.key in {open_group.finding.key, *(other.key for other in open_group.also)}:
                apart.add(open_group.number)
    return frozenset(apart)


def _groups(found: dict[int, Turn]) -> frozenset[int]:
    """Return the headings of groups of findings: what minutes report below them need be about none of these."""
    return frozenset(number for number, turn in found.items() if turn.level and turn.finding and turn.also)


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
            more = bool(turn.finding or (turn.label and not (turn.level or turn.closes)))
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
        before = found.get(turn.number - 1)
        annex = bool(turn.level) and (ANNEX.match(turn.words) or (before is not None and ANNEX.match(before.words)))
        if turn.label and not _OPENS.search(turn.label.words) and (repeated or at_once or annex):
            held.add(turn.number)
    return frozenset(held) | _around(marks)


def _around(marks: list[Turn]) -> frozenset[int]:
    """Return the voice heading that stands before all findings, where the next voice's heading stands after them."""
    voices = [turn for turn in marks if turn.level and turn.label and turn.label.voice is not Voice.UNATTRIBUTED]
    findings = [turn for turn in marks if turn.finding and turn.anchor and turn.level and not turn.label]
    if len(voices) < 2 or len(findings) < 2:
        return frozenset()
    first, then = voices[-2], voices[-1]
    opens = first.label is not None and (first.label.closing or _OPENS.search(first.label.words))
    told = [turn for turn in marks if turn.label and not turn.level and first.number < turn.number < then.number]
    between = all(first.number < turn.number < then.number for turn in findings)
    same = first.level == then.level and first.label and then.label and first.label.voice is not then.label.voice
    return frozenset({first.number}) if between and same and not opens and not told else frozenset()
