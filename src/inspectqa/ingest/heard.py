"""What the rules say of a text, heard against its own words: what these do not bear out is nobody's or about nothing.

The rules read labels, columns and headings; the classifier reads words alone. They err on different texts, so that
where both must agree a label that was mistaken misattributes nothing. See docs/adr/0012-second-witness.md.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from statistics import geometric_mean

from inspectqa.documents import Document, Profile, Section, Voice
from inspectqa.ingest.classifier import likelihood
from inspectqa.ingest.pieces import plain
from inspectqa.ingest.speakers import speaker

_TOLD = re.compile(  # what a finding asks for, told by somebody else: "The first recommendation asks forces to ..."
    r"\b(?:recommendation|report|inspectorate|inspectors|HMICFRS)\b[^.“\"]{0,40}"
    r"\b(?:asks?|asked|says?|said|recommend(?:s|ed)|wants?|is that|is for|requires?|calls?|concerns?)\b",
    re.IGNORECASE,
)
_CELLS = re.compile(r"\t|\s\|\s")
_FEWEST = 6  # words: fewer tell nothing
_LIKELY, _EVEN, _LAST = 0.95, 0.5, 0.4
# Below these a text is nobody's: a wording is often shortened and minutes report everybody, so both need more.
_UNLIKELY = {Voice.COMMISSIONER: 0.05, Voice.FORCE: 0.05, Voice.INSPECTORATE: 0.02, Voice.PANEL: 0.002}
_TOGETHER = {Voice.COMMISSIONER: 0.15, Voice.FORCE: 0.15, Voice.INSPECTORATE: 0.05, Voice.PANEL: 0.02}
_SEVERAL, _LEAST = 3, 0.01


def is_general(words: str, *, last: bool = False) -> bool:
    """Say whether a text speaks of a report as a whole, whatever finding it stands under.

    Where it stands ``last``, after what answers the last finding, less of that sound is enough.
    """
    sounds = likelihood(words)
    return len(words.split()) >= _FEWEST and (sounds.is_general or (last and sounds.general > _LAST))


def is_worded(words: str) -> bool:
    """Say whether a text sounds like a finding's own wording, and is not told by somebody else."""
    return likelihood(words).of(Voice.INSPECTORATE) > _LIKELY and not _TOLD.search(words)


class Heard:
    """What a document's sections sound like, one after another, and whose texts sound like somebody else's together."""

    def __init__(self, document: Document, profile: Profile) -> None:
        self._text, self._profile = document.text, profile
        self._said: dict[tuple[Voice, str], list[float]] = {}  # by voice and speaker: how likely each text is theirs

    def take(self, section: Section) -> Section:
        """Return a section without a voice that it does not sound like; what is nobody's may be a finding's wording."""
        words = self._words(section)
        if len(words.split()) < _FEWEST:
            return section
        if section.voice is Voice.UNATTRIBUTED:
            return self._given(section, words)
        sounds = likelihood(words)
        own = sounds.of(section.voice)
        self._said.setdefault((section.voice, section.speaker), []).append(max(own, _LEAST))
        told = (
            section.voice is not Voice.INSPECTORATE
            and self._is_quoted(section)
            and sounds.of(Voice.INSPECTORATE) > _EVEN
        )
        nobodys = told or own < _UNLIKELY[section.voice]
        return replace(section, voice=Voice.UNATTRIBUTED, speaker="") if nobodys else section

    def _given(self, section: Section, words: str) -> Section:
        """Return a text that no rule gives to anybody, with a voice if it is about a finding and sounds so."""
        publisher = self._profile.publisher
        if section.finding is None or section.also or publisher in (Voice.PANEL, Voice.INSPECTORATE):
            return section
        own = publisher is Voice.FORCE and not self._profile.others
        quoted = publisher is Voice.COMMISSIONER and self._is_quoted(section)  # what a commissioner quotes there
        voice = Voice.INSPECTORATE if is_worded(words) else None
        if voice is None and (own or quoted) and likelihood(words).of(Voice.FORCE) > _LIKELY:
            voice = Voice.FORCE
        return replace(section, voice=voice, speaker=speaker(voice, "", self._profile)) if voice else section

    def borne_out(self, sections: Sequence[Section]) -> tuple[Section, ...]:
        """Return the sections; those of a speaker whose texts, taken together, sound like another's are nobody's."""
        doubted = {
            (voice, who)
            for (voice, who), each in self._said.items()
            if len(each) >= _SEVERAL and geometric_mean(each) < _TOGETHER[voice]
        }
        return tuple(
            replace(one, voice=Voice.UNATTRIBUTED, speaker="")
            if (one.voice, one.speaker) in doubted and likelihood(self._words(one)).of(one.voice) < _EVEN
            else one
            for one in sections
        )

    def _words(self, section: Section) -> str:
        """Return the words of a section; of a row its longest cell, beside which names, dates and states stand."""
        return max(map(plain, _CELLS.split(section.span.of(self._text))), key=len)

    def _is_quoted(self, section: Section) -> bool:
        opening = self._text[max(0, section.span.start - 1) : section.span.start + 1].strip()
        return opening[:1] in ("“", '"', "‘")
