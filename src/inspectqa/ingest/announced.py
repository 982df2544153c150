"""Whose the answers are that a document announces: "The Chief Constable has supplied the responses in the table."

Only a sentence counts that names one party, what it utters and where that stands; it holds until another heading.
"""

import re

from inspectqa.documents import Profile, Voice
from inspectqa.ingest.frames import LABEL_DEPTH, Frame, Stack, push, voice_of
from inspectqa.ingest.owners import marked, voices_in
from inspectqa.ingest.voices import KNOWN

_UTTERANCE = (
    r"(?:repl(?:y|ies)|responses?|comments?|answers?|updates?|positions?|accounts?|commentar(?:y|ies)|words|text|actions?"
    r"|observations?|progress)"
)
_EACH = r"(?:each|every|the (?:relevant |corresponding )?(?:recommendation|area for improvement|finding|AFI))\b"
_UNDER_EACH = re.compile(
    rf"\b(?:under|below|beneath|after|following|to|against|beside) {_EACH}[^.]{{0,80}}\b{_UTTERANCE}\b"
    rf"|\b{_UTTERANCE}\b[^.]{{0,60}}\b(?:under|below|beneath|after|against|beside|to|in turn to|on) {_EACH}",
    re.IGNORECASE,
)
_IN_TABLE = re.compile(
    rf"\b{_UTTERANCE}\b[^.]{{0,60}}\b(?:table|columns?|right[- ]hand|opposite|alongside|boxes)\b"
    rf"|\b(?:table|columns?|right[- ]hand|opposite|alongside|boxes)\b[^.]{{0,60}}\b{_UTTERANCE}\b",
    re.IGNORECASE,
)
_OWN = re.compile(r"\b(?:my|mine|our|ours)\b", re.IGNORECASE)  # the writer's stand there too
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"])")
_BELOW_HEADING = 0.25
_ANSWERING = frozenset((Voice.FORCE, Voice.COMMISSIONER))


def under_each(words: str, profile: Profile) -> Voice | None:
    """Return whose answers stand below each finding, where a paragraph announces it."""
    return _announced(_UNDER_EACH, words, profile)


def above_table(profile: Profile, stack: Stack, words: str) -> Stack:
    """Return the stack after a paragraph, which may announce whose the answers of the tables below are."""
    speaking = voice_of(stack)
    whose = _announced(_IN_TABLE, words, profile)
    if whose is None or (speaking and speaking.voice is not Voice.UNATTRIBUTED):
        return stack
    above = max((frame.depth for frame in stack if frame.depth < LABEL_DEPTH), default=0.0)
    return push(stack, Frame(above + _BELOW_HEADING, others=frozenset({whose})))


def _announced(place: re.Pattern[str], words: str, profile: Profile) -> Voice | None:
    found: set[Voice] = set()
    for sentence in _SENTENCE.split(words):
        if place.search(sentence) and not _OWN.search(sentence):
            found |= voices_in(marked(sentence, profile, KNOWN)) - {Voice.INSPECTORATE}
    return next(iter(found)) if len(found) == 1 and found <= _ANSWERING else None
