"""Pages without text, read from their pictures by tesseract, where it is installed.

page ──render──> grey picture ──turned level──> tesseract (TSV) ──> words ──> glyphs of a RawPage, laid out like any

Boxes stay in the picture turned level, where lines are lines; ``RawPage.skew`` turns them back to the page as shown.
"""

import io
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import mean, median
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inspectqa.ingest.read.pdf_page import Box, Glyph, RawPage, Skew
from inspectqa.ingest.read.picture import rulings_of, skew_of

_DOTS_PER_POINT = 300 / 72
_MOST_DOTS = 30_000_000
OCR_SECONDS = 72.0
_LOW = 75
_INK = 110
_SPECKS = 200
_LEAST_SURE = 20
_ALIKE = 0.16  # of the usual height of type
_ALIKE_ALONE = 0.6  # a speck makes a line of few words higher
_FEW = 2  # words
_FLAT = 0.25  # of the usual height of type: no letter is so low
_BELOW = 0.22  # of the height of type: how far hanging letters reach below the line
_REMEDY = "install tesseract (Debian: tesseract-ocr) and ingest it again, or add a PDF with text."


def ocr_program() -> str | None:
    """Return the path of tesseract, None where it is not installed."""
    return shutil.which("tesseract")


class Ocr:
    """Holds the program, if it is there and wanted, and what became of each page."""

    def __init__(self, program: str | None, seconds: float) -> None:
        """Read pages with ``program`` (None: it is not installed) for at most ``seconds`` (0: it is not wanted)."""
        self._program = program
        self._wanted = seconds > 0
        self._left = seconds
        self._failed: list[str] = []

    @property
    def ready(self) -> bool:
        """Say whether pages can be read."""
        return self._program is not None

    @property
    def why_nothing(self) -> str:
        """The rest of the sentence that begins "it holds pictures of pages but no text"."""
        if not self._wanted:
            return ", and OCR is off; set INSPECTQA_OCR=auto, or add a PDF with text."
        if not self.ready:
            return f", and no OCR is installed; {_REMEDY}"
        return ", and OCR found no words in them; scan it again, or add a PDF with text."

    def page(self, page: Any) -> RawPage | None:
        """Return what OCR reads on ``page`` (a pypdfium2 page); None when it reads nothing."""
        if self._program is None or self._left <= 0:
            return None
        began = time.monotonic()
        try:
            return self._recognised(self._program, page)
        except (subprocess.SubprocessError, OSError) as error:
            self._failed.append(f"tesseract failed ({type(error).__name__}) on a page")
            return None
        finally:
            self._left -= time.monotonic() - began

    def _recognised(self, program: str, page: Any) -> RawPage | None:
        from PIL import ImageFilter  # noqa: PLC0415  needed for pictures only

        width, height = page.get_size()
        scale = min(_DOTS_PER_POINT, (_MOST_DOTS / max(width * height, 1)) ** 0.5)
        picture = page.render(scale=scale, grayscale=True).to_pil().convert("L")
        angle = skew_of(np.asarray(picture))
        level = picture.rotate(angle, resample=3, fillcolor=255) if angle else picture
        level = level.filter(ImageFilter.MedianFilter(3)) if _is_speckled(np.asarray(level)) else level
        lines = tuple(rulings_of(np.asarray(level), 1 / scale))
        for line in lines:  # tesseract reads letters into them
            level.paste(255, tuple(round(x * scale + y) for x, y in zip(line, (-3, -3, 4, 4), strict=True)))
        glyphs = tuple(_glyphs(_tesseract(program, level, round(72 * scale), self._left), 1 / scale))
        if not glyphs:
            return None
        skew = Skew(angle, width / 2, height / 2) if angle else None
        return RawPage(width, height, glyphs, lines, (), 0, "ocr", skew)

    def warnings(self, raws: Sequence[RawPage]) -> Iterator[str]:
        """Give what a reader should know of the pages without text of their own."""
        read = {number: raw for number, raw in enumerate(raws, 1) if raw.source == "ocr"}
        if read:
            sure = round(mean(glyph.sure for raw in read.values() for glyph in raw.glyphs))
            pages = ", ".join(map(str, read))
            yield f"read by OCR (tesseract), confidence {sure} of 100: page {pages}; check words against the page"
        for number, raw in read.items():
            sure = round(mean(glyph.sure for glyph in raw.glyphs))
            if sure < _LOW:
                yield f"page {number} was read by OCR with a low confidence, {sure} of 100: expect wrong words"
        yield from (
            f"page {number} holds no text{self._why(raw)}" for number, raw in enumerate(raws, 1) if not raw.glyphs
        )
        yield from dict.fromkeys(self._failed)

    def _why(self, raw: RawPage) -> str:
        if not raw.areas:
            return ""
        if not self._wanted:
            return "; if it is a picture of text, it was not read: OCR is off (INSPECTQA_OCR)"
        if not self.ready:
            return f"; if it is a picture of text, it was not read: {_REMEDY}"
        if self._left <= 0:
            return "; it was not read, the time for OCR was over: split the file, or raise INSPECTQA_READ_SECONDS"
        return "; OCR found no words in it"


def _tesseract(program: str, picture: Any, dots: int, seconds: float) -> str:
    """Return tesseract's table of words. One thread: the processor's time is what a sandbox counts."""
    stream = io.BytesIO()
    picture.save(stream, "PPM")
    command = [program, "stdin", "stdout", "--dpi", str(dots), "--psm", "3", "-l", "eng", "tsv"]
    done = subprocess.run(  # noqa: S603  a fixed command; the picture comes by stdin
        command,
        input=stream.getvalue(),
        capture_output=True,
        timeout=max(seconds, 1.0),
        check=True,
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
    )
    return done.stdout.decode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class _Read:
    """A word as tesseract gives it, in points; ``line`` names the line that it is in."""

    line: tuple[str, ...]
    text: str
    box: Box
    sure: int


_INSPECTORATE = re.compile(r"\bHMIC(?:ER|EFR|FER|EF|PR|FE|F)S\b")  # no other word looks so
_ONES = ("|", "|:", "I", "I:", "l", "l:", "|.", "I.")


def _is_one(fields: Sequence[str], following: Sequence[str]) -> bool:
    """Say whether a bar is the word "I": as high as the word after it in its line, which begins with a small letter."""
    if len(fields) < 12 or len(following) < 12 or fields[11].strip() != "|" or fields[1:5] != following[1:5]:
        return False
    high = int(fields[9]) / max(int(following[9]), 1)
    return following[11][:1].islower() and 0.5 < high < 1.6


def _words(table: str, unit: float) -> Iterator[_Read]:
    rows = [row.split("\t") for row in table.splitlines()[1:]]
    named = False  # the word before names a finding, so that a stroke is its number
    for fields, following in pairwise([*rows, []]):
        if _is_one(fields, following):
            fields[10:12] = [str(max(float(fields[10]), _LEAST_SURE)), "I"]
        if len(fields) > 11 and named and fields[11].strip() in _ONES:
            fields[10:12] = [
                str(max(float(fields[10]), _LEAST_SURE)),
                fields[11].strip().replace(fields[11].strip()[0], "1"),
            ]
        named = len(fields) > 11 and fields[11].strip().lower() in ("recommendation", "afi")
        if len(fields) < 12 or fields[0] != "5" or not fields[11].strip(" |_~=") or float(fields[10]) < _LEAST_SURE:
            continue
        left, top, width, height = (int(value) * unit for value in fields[6:10])
        box = Box(left, top, left + width, top + height)
        text = _INSPECTORATE.sub("HMICFRS", fields[11].strip())
        yield _Read(tuple(fields[1:5]), text, box, min(round(float(fields[10])), 99))


def _glyphs(table: str, unit: float) -> Iterator[Glyph]:
    """Give a glyph for each character, its word's box divided evenly, all glyphs of a line as high as its type."""
    lines: dict[tuple[str, ...], list[_Read]] = {}
    for word in _words(table, unit):
        lines.setdefault(word.line, []).append(word)
    heights = {line: _type_height(words) for line, words in lines.items()}
    usual = median(heights.values()) if heights else 0.0
    for line, every in lines.items():
        words = [word for word in every if not (word.text.isalnum() and word.box.bottom - word.box.top < _FLAT * usual)]
        if not words:
            continue  # a rule or a speck that was read as letters
        alike = _ALIKE if len(words) > _FEW else _ALIKE_ALONE
        size = usual if abs(heights[line] - usual) < alike * usual else heights[line]
        foot = median(word.box.bottom - (_BELOW * size if _hangs(word.text) else 0) for word in words)
        bottom = foot + _BELOW * size
        top = bottom - size
        for word in words:
            step = (word.box.right - word.box.left) / len(word.text)
            for at, char in enumerate(word.text):
                left = word.box.left + at * step
                yield Glyph(char, Box(left, top, left + step, bottom), False, at == 0, word.sure)


def _hangs(text: str) -> bool:
    return any(char in "gjpqy(),;|Q" for char in text)


def _type_height(words: Sequence[_Read]) -> float:
    """Return the height of a line's type, from the top of tall letters to the foot of hanging ones.

    It is that of most of its words: a speck beside one word, or a line that is not quite level, makes no larger type.
    """
    return median(map(_word_height, words))


def _word_height(word: _Read) -> float:
    tall = any(char.isupper() or char.isdigit() or char in "bdfhklt" for char in word.text)
    share = {(True, True): 1.0, (True, False): 0.78, (False, True): 0.78, (False, False): 0.55}
    return (word.box.bottom - word.box.top) / share[tall, _hangs(word.text)]


def _is_speckled(picture: NDArray[np.uint8]) -> bool:
    """Say whether many dark dots stand alone, as in a dirty scan."""
    ink = picture < _INK
    inner = ink[1:-1, 1:-1]
    beside = ink[:-2, 1:-1] | ink[2:, 1:-1] | ink[1:-1, :-2] | ink[1:-1, 2:]
    return int((inner & ~beside).sum()) > _SPECKS
