"""Speech quoted in prose: in `The Mayor said: "..."` the quotation is the mayor's, the rest is not."""

import re
from dataclasses import replace

from inspectqa.documents import Document, Profile, Span, Voice
from inspectqa.ingest.pieces import flat, plain, trimmed
from inspectqa.ingest.rows import Run
from inspectqa.ingest.speakers import speaker
from inspectqa.ingest.voices import Label, read_label

_SAYS = r"(?:said|says|added|adds|commented|comments|explained|explains|replied|wrote|writes|responded|told \w+)"
_QUOTE = r"[“\"](?P<quote>[^“”\"]{12,}?)[”\"]"
_BEFORE = re.compile(rf"(?:^|(?<=[.!?] ))(?P<who>[A-Z][^.!?:“”\"]{{2,90}}?),? {_SAYS}(?: that)?[:,]? {_QUOTE}")
_AFTER = re.compile(
    rf"{_QUOTE},? (?:{_SAYS} (?P<who>[^.!?:;“”\"]{{2,90}}?)|(?P<name>[^.!?:;“”\"]{{2,70}}?) {_SAYS})(?=[.,;]|$)"
)


def _speaker(who: str, profile: Profile) -> Label | None:
    """Return who is meant: by the whole of the words before "said", or by what follows their last comma."""
    parts = [who, *([who.rsplit(", ", 1)[1]] if ", " in who else [])]
    return next((label for label in (read_label(f"{part} said", profile) for part in parts) if label), None)


def speech(text: str, span: Span, profile: Profile) -> list[tuple[Span, Voice, str]]:
    """Return the quotations of ``text[span]`` that a known office holder or body speaks, with voice and speaker."""
    words, at = flat(text, span, marks=False)
    found = []
    for pattern in (_BEFORE, _AFTER):
        for match in pattern.finditer(words):
            groups = match.groupdict()
            who = groups.get("who") or groups.get("name") or ""
            label = _speaker(who, profile)
            if label and label.voice in (Voice.COMMISSIONER, Voice.FORCE):
                start, end = match.span("quote")
                who = speaker(label.voice, label.words, profile)
                found.append((Span(at[start], at[end - 1] + 1), label.voice, who))
    found.sort()
    return [one for number, one in enumerate(found) if not number or one[0].start >= found[number - 1][0].end]


def unquoted(text: str, span: Span) -> Span:
    """Return ``span`` without the marks of a quotation that begins or ends beside it."""
    start, end = span
    while start < end and (text[start] in "”\"’' ,." or text[start].isspace()):
        start += 1
    while start < end and (text[end - 1] in "“\"‘'" or text[end - 1].isspace()):
        end -= 1
    return trimmed(text, Span(start, end))


def told_apart(document: Document, profile: Profile, run: Run) -> list[Run]:
    """Return the runs of a text nobody's voice holds for: its quotations are those of who is said to speak them."""
    runs, start = [], run.span.start
    for span, voice, who in speech(document.text, run.span, profile):
        if plain(document.text[start : span.start]).strip("“\"‘' "):
            told = unquoted(document.text, Span(start, span.start))
            runs.append(replace(run, span=told, joins=start == run.span.start and run.joins))
        runs.append(Run(span, voice, who, run.finding, joins=False))
        start = span.end
    if not runs:
        return [run]
    rest = unquoted(document.text, Span(start, run.span.end))
    return [*runs, replace(run, span=rest, joins=False)] if re.search(r"\w", rest.of(document.text)) else runs
