"""Which finding a text outside tables is about, where headings and the text itself name different ones."""

import re
from dataclasses import replace

from inspectqa.documents import Document, Finding, FindingKind, Profile
from inspectqa.ingest.frames import Stack, also_of, finding_of, inline_of
from inspectqa.ingest.mentions import mentions, named_first, opens_with_another
from inspectqa.ingest.quoted import Quoted
from inspectqa.ingest.recognise.leads import ORDINALS
from inspectqa.ingest.turn import Turn


def about(document: Document, profile: Profile, turn: Turn, stack: Stack) -> Finding | None:
    """Return the finding that a text is about; None where a heading names one and the text opens with another."""
    held = finding_of(stack)
    words = turn.rest.of(document.text)
    if turn.elsewhere:
        return None
    if turn.aside and _FOR_OTHERS.search(words) and len(named_first(document, turn.rest)) > 1:
        return None  # "Recommendation 3 is for the Home Office and recommendation 6 for ...": about neither alone
    group = {one.key for one in also_of(stack)}
    if held is not None and group and turn.finding and turn.has_text and not turn.level:
        others = {one.key for one in mentions(document, profile, turn.rest)} - {held.key, *group}
        if others:
            return None  # "Recommendations 3 and 6 draw on ... The rating for recommendation 2 ...": about none alone
    if held is None or turn.finding or also_of(stack):
        return held or turn.mentions
    if inline_of(stack) and turn.mentions:
        return turn.mentions
    if opens_with_another(document, turn.rest, held) or _NEXT.match(words):
        return None
    named = {one.key for one in mentions(document, profile, turn.rest)}
    return None if len(named) > 1 and held.key not in named else held  # of several others: of none alone


_FOR_OTHERS = re.compile(r"\b(?:is|are|was|were) (?:\w+ )?(?:for|addressed|directed|aimed|matters? for)\b")


_NTH = "|".join(ORDINALS)
_NEXT = re.compile(  # "I take the second and third together": findings by their place in the report
    rf"(?:(?:I|we) (?:take|turn (?:now )?to|come to|deal with|consider) |(?:on|as to|as for|regarding) )?the (?:{_NTH})"
    rf"(?:,? (?:and|to) (?:the )?(?:{_NTH}))?(?:,| together| concerns?| asks?| is (?:about|for)| are (?:about|for))",
    re.IGNORECASE,
)


class InOrder:
    """The wordings below the heading of a group of findings: the first is the first's, and so on."""

    def __init__(self) -> None:
        self._group: tuple[Finding, ...] = ()
        self._worded = 0

    def of(
        self, quoted: Quoted, held: Finding | None, group: tuple[Finding, ...], *, item: bool = False
    ) -> tuple[Finding | None, Quoted]:
        """Return the finding that a wording is of, and the wording with it; none for one more than there are."""
        if not group or quoted.finding is not held or not (quoted.by_form or item):
            return held, quoted
        self._worded = self._worded + 1 if self._group == group else 0
        self._group = group
        one = group[self._worded] if self._worded < len(group) else None
        return one, replace(quoted, finding=one)


_BEHIND = re.compile(r"\((?:recommendation |rec\.? |R)?(?P<number>\d{1,2})\)\W*\Z", re.IGNORECASE)


def numbered_behind(words: str) -> str:
    """Return the number that stands behind a wording: "... at the start of each shift. (3)"; nothing, if none does."""
    match = _BEHIND.search(words)
    return match["number"] if match else ""


def recommendation_of(profile: Profile, number: str, group: tuple[Finding, ...]) -> Finding | None:
    """Return the one recommendation of this number: of a group that is named together, or of all; None if unknown."""
    among = group or profile.findings
    same = [one for one in among if one.kind is FindingKind.RECOMMENDATION and one.number == number]
    return same[0] if len(same) == 1 else None
