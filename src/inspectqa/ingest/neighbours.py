"""What the turns of a document say of one another: labels that come again, headings not seen, ends."""

import re
from collections import Counter
from dataclasses import replace

from inspectqa.documents import BlockKind, Document, Profile, Span
from inspectqa.ingest.letters import YOURS
from inspectqa.ingest.pieces import DEAR, plain
from inspectqa.ingest.recognise.demands import is_demand
from inspectqa.ingest.turn import Turn, in_head
from inspectqa.ingest.voices import Label, read_label

_WORD_ALONE = re.compile(r"[A-Z][a-z]{3,}(?: [a-z]{2,}){0,2}")  # "Cost", "Next steps": a heading
_LINE = 8  # words


def seen_together(document: Document, profile: Profile, given: dict[int, Turn]) -> dict[int, Turn]:
    """Return the turns as those around them show them to be."""
    given = given | _again(given)
    given |= _topics(document, given) | _unseen_headings(document, profile, given)
    given |= _after_last(document, given)
    return given | _below_label(given)


def _again(given: dict[int, Turn]) -> dict[int, Turn]:
    """Return the turns whose label comes again and again: it does not close a finding.

    Nor does it open one paragraph alone ("The force says"), where another speaker's label comes as often.
    """
    labelled = {number: turn.label for number, turn in given.items() if turn.label}
    counts = Counter(label.words.lower() for label in labelled.values())
    again = {number: label for number, label in labelled.items() if counts[label.words.lower()] > 1}
    shared = len({label.voice for label in again.values()}) > 1
    return {
        number: replace(given[number], label=replace(label, closing=False, said=label.said and not shared))
        for number, label in again.items()
    }


def _topics(document: Document, given: dict[int, Turn]) -> dict[int, Turn]:
    """Return the headings of a letter that name somebody once, without that label: who is spoken of, not who speaks."""
    if not any(DEAR.match(turn.piece.span.of(document.text)) for turn in given.values()):
        return {}
    counts = Counter(turn.label.words.lower() for turn in given.values() if turn.label)
    topics = {}
    for number, turn in given.items():
        label = turn.label if turn.level else None
        if label and label.name and counts[label.words.lower()] == 1:
            quotes = turn.words.endswith(":")  # a quotation follows
            topics[number] = replace(turn, label=None if quotes else replace(label, voices=frozenset()))
    return topics


def _unseen_headings(document: Document, profile: Profile, given: dict[int, Turn]) -> dict[int, Turn]:
    """Return the lines that only name somebody and are nobody's label: headings not seen as such."""
    lines = {
        number: plain(turn.piece.span.of(document.text))
        for number, turn in given.items()
        if not (turn.level or turn.label or turn.finding or turn.closes or in_head(profile, turn.piece))
    }
    counts = Counter(lines.values())
    names = {plain(one.name) for one in profile.people}
    named = {
        number: replace(given[number], label=Label(frozenset(), words), rest=Span(end, end), closes=True)
        if not words.endswith(":") and lines.get(number + 1, "").endswith((".", "!", "?"))  # it heads a text
        else replace(given[number], closes=True)
        for number, words in lines.items()
        if len(words.split()) <= _LINE and not words.endswith(".") and _names_somebody(words, profile)
        for end in (given[number].rest.end,)
    }
    return named | {
        number: replace(given[number], closes=True)
        for number, words in lines.items()
        if counts[words] == 1 and words not in names and _WORD_ALONE.fullmatch(words) and number + 1 in lines
    }


def _names_somebody(words: str, profile: Profile) -> bool:
    label = read_label(words, profile, alone=True)
    return label is not None and not label.bare  # "Text:" names nobody


def _below_label(given: dict[int, Turn]) -> dict[int, Turn]:
    """Return what stands right below a speaker's label without the mark that it closes: it is what the label opens."""
    below = {number: turn for number, turn in given.items() if turn.closes and not (turn.level or turn.label)}
    above = {number: given.get(number - 1) for number in below}
    return {
        number: replace(below[number], closes=False)
        for number, one in above.items()
        if one is not None and one.label and one.label.voices and not (one.has_text or one.label.closing)
    }


def _after_last(document: Document, given: dict[int, Turn]) -> dict[int, Turn]:
    """Return the second paragraph below the last finding as the end of its answer: it may conclude the document.

    A letter ends at "Yours". Not where labels divide what is said of that finding.
    """
    words = {number: plain(turn.piece.span.of(document.text)) for number, turn in given.items()}
    start = next((number for number, said in words.items() if DEAR.match(said)), -1)
    end = next((number for number, said in words.items() if 0 <= start < number and YOURS.match(said)), None)
    whole = max(given, default=0) + 1
    ended: dict[int, Turn] = {}
    for first, last in ((start, whole if end is None else end), (whole if end is None else end, whole)):  # its annexes
        part = [turn for number, turn in given.items() if first < number < last]
        at = max((at for at, turn in enumerate(part) if turn.finding), default=None)
        after = part[at:] if at is not None else []
        if any(turn.label for turn in after):
            continue
        prose = [turn for turn in after if turn.piece.kind is BlockKind.PARAGRAPH and turn.has_text and not turn.level]
        told = [turn for turn in prose if not is_demand(words[turn.number])]
        ended |= {turn.number: replace(turn, closes=True) for turn in told[1:2] if not turn.closes}
    return ended
