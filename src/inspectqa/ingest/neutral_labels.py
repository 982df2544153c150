"""Labels that name no speaker ("Progress", "Done so far"): whose the texts below them are, heard together.

The words of one answer do not always tell a force from a commissioner; those of three below the same label do. See
docs/adr/0012-second-witness.md for how often.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from statistics import geometric_mean

from inspectqa.documents import Block, BlockKind, Document, Profile, Section, Span, Voice
from inspectqa.ingest.classifier import likelihood
from inspectqa.ingest.pieces import plain
from inspectqa.ingest.recognise.groups import opens_with
from inspectqa.ingest.speakers import speaker
from inspectqa.ingest.voices import named_in

_TEXTS = 3  # texts below one label, about as many findings
_FEWEST = 6  # words of a text
_LIKELY, _ANOTHERS = 0.9, 0.3  # all together, and each alone
_INLINE = re.compile(r"[A-Z][\w’' ]{2,40}(?=: \S)")
_LONGEST = 60  # characters of a label
_FORM = 2  # cells of a row whose first is the label of the second
_A_NAME = re.compile(r"\s[A-Z]")


def by_label(document: Document, profile: Profile, sections: Sequence[Section]) -> tuple[Section, ...]:
    """Return the sections; what stands below one label about several findings has the voice that all of it has.

    That of the force or the commissioner: how others answer the classifier has hardly read.
    """
    if profile.publisher in (Voice.PANEL, Voice.INSPECTORATE) or profile.others:
        return tuple(sections)
    labels, groups = _Labels(document, profile), dict[str, list[int]]()
    texts = [plain(one.span.of(document.text)) for one in sections]
    for at, one in enumerate(sections):
        if one.voice is Voice.UNATTRIBUTED and one.finding and len(texts[at].split()) >= _FEWEST:
            groups.setdefault(labels.over(one), []).append(at)
    groups.pop("", None)
    heard = list(sections)
    for members in groups.values():
        about = {one.finding.key for one in map(sections.__getitem__, members) if one.finding}
        voice = _voice([texts[at] for at in members]) if len(about) >= _TEXTS else Voice.UNATTRIBUTED
        for at in members:
            heard[at] = replace(heard[at], voice=voice, speaker=speaker(voice, "", profile))
    return tuple(replace(one, finding=None) if labels.in_unread_row(one) else one for one in heard)


def _voice(texts: Sequence[str]) -> Voice:
    """Return the voice that all texts together sound like; nobody's if one of them speaks against it."""
    for voice in (Voice.FORCE, Voice.COMMISSIONER):
        each = [likelihood(words).of(voice) for words in texts]
        if min(each) > _ANOTHERS and geometric_mean(each) > _LIKELY:
            return voice
    return Voice.UNATTRIBUTED


class _Labels:
    """The labels of a document that name nobody.

    Over a paragraph that is what opens it or the heading above it, over a cell the header of its column or, in a form,
    the cell before it. All headings of findings of one kind are one label.
    """

    def __init__(self, document: Document, profile: Profile) -> None:
        self._text, self._profile = document.text, profile
        self._blocks = document.blocks
        self._starts = [block.span.start for block in document.blocks]
        self._headers = {block.table: block for block in document.blocks if block.column_headers}

    def over(self, section: Section) -> str:
        """Return the words of the label over a section, "" where there is none or one that names somebody."""
        block = self._blocks[max(0, bisect_right(self._starts, section.span.start) - 1)]
        if block.kind is BlockKind.ROW:
            return self._unnamed(self._over_cell(block, section.span))
        inline = _INLINE.match(plain(section.span.of(self._text)))
        if inline:
            return self._unnamed(inline[0])
        heading = section.headings[-1] if section.headings else ""
        if opens_with(heading, Span(0, len(heading))):
            kind, number, _ = re.split(r"(\d|$)", heading, maxsplit=1)
            return kind if number else ""
        return self._unnamed(heading)

    def in_unread_row(self, section: Section) -> bool:
        """Say whether a text is nobody's and stands in a row of a form, whose label may be about anything."""
        block = self._blocks[max(0, bisect_right(self._starts, section.span.start) - 1)]
        form = block.kind is BlockKind.ROW and len(block.cells) == _FORM and block.table not in self._headers
        return form and section.voice is Voice.UNATTRIBUTED

    def _over_cell(self, block: Block, span: Span) -> str:
        column = next((at for at, cell in enumerate(block.cells) if cell.holds(span)), None)
        header = self._headers.get(block.table)
        if column is None or (header and column >= len(header.cells)):
            return ""
        if header:
            return plain(header.cells[column].of(self._text))
        return plain(block.cells[0].of(self._text)) if column and len(block.cells) == _FORM else ""

    def _unnamed(self, words: str) -> str:
        """Return a label if it names nobody, known or not: in a name a word after the first begins with a capital."""
        named = _A_NAME.search(words) or named_in(words, self._profile)
        return "" if named or len(words) > _LONGEST else words
