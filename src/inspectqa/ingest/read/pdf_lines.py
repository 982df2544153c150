"""Glyphs to lines of text, and lines to paragraphs."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import sub
from statistics import median
from typing import NamedTuple

from inspectqa.ingest.read.pdf_page import Box, Glyph

_WORD_GAP = 0.22
_SAME_ROW = 0.45
_SLACK = 0.1  # of a glyph's height
_SETTLED = 8
_PRINTED = 100  # OCR is never that sure
_COLUMN_GAP = 1.8
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_BULLET = re.compile(r"([•◦▪‣·●■□\uf0b7\uf0a7o*–-])\s+(?=\S)")
_NUMBER = re.compile(r"(?:\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})[.)]|\d{1,2}(?:\.\d{1,2})+\.?)\s+\S")
_MARK = re.compile(r"[•◦▪‣·●■□\uf0b7\uf0a7o*–-]|\(?\w{1,3}[.)]|\d{1,2}(?:\.\d{1,2})+")
_LABEL = re.compile(r"[A-Z]{2,}(?: [A-Z]{2,}){0,2}:|(?:From|To|Date|Subject|Re|Ref|Our ref|Your ref):")  # of a memo
_SENTENCE_END = (".", ":", ";", "!", "?", ".”", '."', ".’")
_SAME_SIZE = 0.1
_RAISED = 0.8
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SHORT, _ALONE = 0.6, 0.85  # of the column's width, below which a line may end a paragraph; of one line
_PARAGRAPH_GAP = 1.3


class Part(NamedTuple):
    """A word of a line with the x of both its ends, and what OCR says of it, 0 to 100."""

    text: str
    left: float
    right: float
    sure: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text without a gap as wide as one between columns. ``size`` is the height of its font's line."""

    text: str
    box: Box
    size: float
    bold: bool
    first_word: float
    parts: tuple[Part, ...] = ()

    @property
    def bullet(self) -> bool:
        """Say whether the line begins with a bullet."""
        return bool(_BULLET.match(self.text))


def rows_of(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Return the glyphs row by row from top to bottom, those of one row from left to right."""
    rows: list[list[Glyph]] = []
    height = low = high = 0.0
    middles = [((glyph.box.top + glyph.box.bottom) / 2, at, glyph) for at, glyph in enumerate(glyphs)]
    for middle, _, glyph in sorted(middles):
        slack = _SLACK * (glyph.box.bottom - glyph.box.top)
        inside = low - slack <= glyph.box.top and glyph.box.bottom <= high + slack  # a stop of a smaller font
        if rows and (inside or middle - height < _SAME_ROW * (glyph.box.bottom - glyph.box.top)):
            rows[-1].append(glyph)
            known = len(rows[-1])
            # The first glyphs settle the height: a long slanting row must not creep downwards.
            height = height + (middle - height) / known if known <= _SETTLED else height
            if known <= _SETTLED:
                low, high = min(low, glyph.box.top), max(high, glyph.box.bottom)
        else:
            rows.append([glyph])
            height, low, high = middle, glyph.box.top, glyph.box.bottom
    return [sorted(row, key=_left) for row in rows]


def _left(glyph: Glyph) -> float:
    return glyph.box.left


def lines_of_rows(rows: Iterable[Sequence[Glyph]]) -> list[Line]:
    """Return the lines of rows of glyphs; a row without glyphs has none."""
    return [line for row in rows for line in _segments(row)]


def lines_of(glyphs: Iterable[Glyph]) -> list[Line]:
    """Return the lines from top to bottom, those of one height from left to right."""
    return lines_of_rows(rows_of(glyphs))


def is_mark(text: str) -> bool:
    """Say whether a text is nothing but a bullet or a number before a paragraph."""
    return bool(_MARK.fullmatch(text))


def _segments(row: Sequence[Glyph]) -> list[Line]:
    """Divide a row of glyphs where the gap is as wide as one between columns."""
    segments: list[list[Glyph]] = []
    for glyph in row:
        last = segments[-1][-1] if segments else None
        size = glyph.box.bottom - glyph.box.top
        if last is None or glyph.box.left - last.box.right > _COLUMN_GAP * size:
            segments.append([glyph])
        elif not (glyph.char == last.char and abs(glyph.box.left - last.box.left) < 0.12 * size):
            segments[-1].append(glyph)
    return _bullets_joined([_line(segment) for segment in segments])


def _line(glyphs: list[Glyph]) -> Line:
    tops = [glyph.box.top for glyph in glyphs]
    bottoms = [glyph.box.bottom for glyph in glyphs]
    heights = list(map(sub, bottoms, tops))
    size = median(heights)
    if min(heights) < _RAISED * size:
        glyphs = [_raised(glyph, size) for glyph in glyphs]
    parts = [_part(word) for word in _words(glyphs)]
    box = Box(parts[0].left, min(tops), max(part.right for part in parts), max(bottoms))
    text = " ".join(part.text for part in parts)
    first_word = parts[0].right - box.left
    return Line(text, box, size, all(glyph.bold for glyph in glyphs), first_word, tuple(parts))


def _raised(glyph: Glyph, size: float) -> Glyph:
    """Return a digit in small type, a footnote's mark, as a raised one: it is no digit of the number before it."""
    small = glyph.box.bottom - glyph.box.top < _RAISED * size
    return glyph._replace(char=glyph.char.translate(_SUPERSCRIPTS)) if small else glyph


def _words(glyphs: list[Glyph]) -> Iterator[list[Glyph]]:
    """Divide a line where there is a gap as wide as a space, or a narrower one that the file has a space in."""
    word = [glyphs[0]]
    for before, glyph in pairwise(glyphs):
        gap = glyph.box.left - before.box.right
        height = glyph.box.bottom - glyph.box.top
        if gap > _WORD_GAP * height or (glyph.spaced and (gap > 0.05 * height or glyph.sure < _PRINTED)):
            yield word
            word = []
        word.append(glyph)
    yield word


def _part(word: list[Glyph]) -> Part:
    text = "".join([_LIGATURES.get(glyph.char, glyph.char) for glyph in word])
    return Part(text, word[0].box.left, max([glyph.box.right for glyph in word]), word[0].sure)


def _bullets_joined(segments: list[Line]) -> list[Line]:
    """Join a bullet or number that stands far before its words to them."""
    joined: list[Line] = []
    for line in segments:
        last = joined[-1] if joined else None
        if last and (is_mark(last.text) or (last.text.isdecimal() and len(last.text) < 3)):
            box = Box(
                last.box.left, min(last.box.top, line.box.top), line.box.right, max(last.box.bottom, line.box.bottom)
            )
            joined[-1] = Line(
                f"{last.text} {line.text}", box, line.size, line.bold, line.first_word, (*last.parts, *line.parts)
            )
        else:
            joined.append(line)
    return joined


def paragraphs(lines: Sequence[Line]) -> list[list[Line]]:
    """Group the lines of one column, from top to bottom, into paragraphs."""
    if not lines:
        return []
    pitch = _pitch(lines)
    right = max(line.box.right for line in lines)
    groups = [[lines[0]]]
    for before, line in pairwise(lines):
        if _begins(groups[-1], before, line, pitch, right):
            groups.append([line])
        else:
            groups[-1].append(line)
    return groups


def _pitch(lines: Sequence[Line]) -> float:
    """Return the usual distance from line to line, as a multiple of the size."""
    steps = [(b.box.top - a.box.top) / a.size for a, b in pairwise(lines) if _alike(a, b)]
    close = [step for step in steps if 0.7 < step < 2.2]
    usual = (
        sorted(close)[len(close) // 5] if close else 1.35
    )  # where most paragraphs have one line, gaps outnumber lines
    return min(usual, 1.9) if len(close) > 3 else min([*close, 1.35])


def _alike(a: Line, b: Line) -> bool:
    return abs(a.size - b.size) <= _SAME_SIZE * a.size


def _begins(group: list[Line], before: Line, line: Line, pitch: float, right: float) -> bool:
    """Say whether a paragraph begins at ``line``, which stands below ``before``."""
    if line.bullet or line.box.top <= before.box.top + 0.3 * line.size:
        return True
    if not _alike(before, line) or before.bold != line.bold:
        return True
    if line.box.top - before.box.top > _PARAGRAPH_GAP * pitch * line.size:
        return True
    if line.box.right < before.box.left or line.box.left > before.box.right:
        return True
    ended = before.text.endswith(_SENTENCE_END)
    if ended and line.box.left < before.box.left - line.size:
        return True  # back from an indented text, as from a definition to the next term
    room = right - before.box.right > line.first_word + 0.5 * line.size
    if _NUMBER.match(line.text) and (ended or room):
        return True
    if room and _LABEL.match(line.text):
        return True
    if group[0].bullet and ended and room and line.box.left <= group[0].box.left + 1:
        return True
    alone = len(group) == 1 and _is_short(before, right, _ALONE)  # a subject, a heading in the type of the text
    return room and (ended or ((alone or _is_short(before, right, _SHORT)) and line.text[:1].isupper()))


def _is_short(line: Line, right: float, share: float) -> bool:
    return line.box.right - line.box.left < share * (right - line.box.left)


def joined(texts: Sequence[str], known: frozenset[str]) -> str:
    """Join the lines of a paragraph; a hyphen at a line's end goes only if ``known`` has the word without it."""
    text = texts[0] if texts else ""
    for line in texts[1:]:
        tail = re.search(r"(\w+)-$", text)
        head = re.match(r"\w+", line)
        if text.endswith("\u00ad"):
            text = text[:-1] + line
        elif tail and head:
            whole = tail.group(1) + head.group()
            text = text[:-1] + line if head.group()[0].islower() and whole.lower() in known else text + line
        else:
            text = f"{text} {line}"
    return text


def words_known(lines: Iterable[Line]) -> frozenset[str]:
    """Return the words of these lines, in lower case, those cut at a line's end left out."""
    return frozenset(
        word.lower() for line in lines for word in re.findall(r"[^\W\d_]{3,}", line.text.removesuffix("-"))
    )


def without_bullet(text: str) -> tuple[str, bool]:
    """Return the words after a bullet, and whether there was one."""
    match = _BULLET.match(text)
    return (text[match.end() :], True) if match else (text, False)
