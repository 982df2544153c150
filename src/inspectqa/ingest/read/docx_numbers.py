"""The numbers that Word prints before paragraphs: they are not in a file's text but counted from its definitions."""

import re

from lxml import etree

from inspectqa.ingest.read.docx_parts import W
from inspectqa.ingest.read.docx_styles import Styles, value_of

_PLACE = re.compile(r"%([1-9])")
_DEEPEST = 8
_ROMAN = dict(
    zip("m cm d cd c xc l xl x ix v iv i".split(), (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), strict=True)
)
_MOST = 5000


class Numbers:
    """Holds the definitions of ``word/numbering.xml`` and the counts so far; ask once for each paragraph, in order."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._lists = {value: one for one in _children(root, "num") if (value := one.get(f"{W}numId"))}
        self._abstract = {
            value: one for one in _children(root, "abstractNum") if (value := one.get(f"{W}abstractNumId"))
        }
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[str] = set()

    def label(self, paragraph: etree._Element) -> str:
        """Return what Word prints before ``paragraph`` ("2.", "(b)", "Recommendation 3:"); "" for a bullet."""
        number, level = self._styles.numbering(paragraph)
        abstract = self._abstract_of(number)
        if number is None or abstract is None or not 0 <= level <= _DEEPEST:
            return ""
        counts = self._counted(number, level)
        definition = self._level(number, level)
        if definition is None or _format(definition) in ("bullet", "none"):
            return ""
        pattern = value_of(definition.find(f"{W}lvlText")) or ""

        def shown(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            above = self._level(number, at)
            count = counts[at] if counts[at] is not None else _start(above)
            return _written(count or 0, _format(above) if above is not None else "decimal")

        return _PLACE.sub(shown, pattern).strip()

    def _abstract_of(self, number: str | None) -> str | None:
        one = self._lists.get(number or "")
        return value_of(one.find(f"{W}abstractNumId")) if one is not None else None

    def _counted(self, number: str, level: int) -> list[int | None]:
        """Count one on; a list that restarts by its own definition begins anew when it is first met."""
        counts = self._counts.setdefault(self._abstract_of(number) or "", [None] * (_DEEPEST + 1))
        if number not in self._begun:
            self._begun.add(number)
            for override in _children(self._lists[number], "lvlOverride"):
                at = override.get(f"{W}ilvl", "")
                if at.isdecimal() and int(at) <= _DEEPEST and override.find(f"{W}startOverride") is not None:
                    counts[int(at)] = None
        before = counts[level]
        counts[level] = self._first(number, level) if before is None else min(before + 1, _MOST)
        counts[level + 1 :] = [None] * (_DEEPEST - level)
        return counts

    def _first(self, number: str, level: int) -> int:
        for override in _children(self._lists[number], "lvlOverride"):
            start = value_of(override.find(f"{W}startOverride"))
            if override.get(f"{W}ilvl") == str(level) and start and start.isdecimal():
                return int(start)
        return _start(self._level(number, level))

    def _level(self, number: str, level: int) -> etree._Element | None:
        own = self._lists[number].find(f"{W}lvlOverride[@{W}ilvl='{level}']/{W}lvl")
        if own is not None:
            return own
        abstract = self._abstract.get(self._abstract_of(number) or "")
        return abstract.find(f"{W}lvl[@{W}ilvl='{level}']") if abstract is not None else None


def _children(root: etree._Element | None, name: str) -> list[etree._Element]:
    return list(root.iterchildren(f"{W}{name}")) if root is not None else []


def _format(level: etree._Element) -> str:
    return value_of(level.find(f"{W}numFmt")) or "decimal"


def _start(level: etree._Element | None) -> int:
    start = value_of(level.find(f"{W}start")) if level is not None else None
    return int(start) if start and start.isdecimal() else 1


def _written(count: int, form: str) -> str:
    """Return a count as Word writes it; an uncommon form as a decimal."""
    if form in ("lowerLetter", "upperLetter") and count > 0:
        letters = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letters.upper() if form == "upperLetter" else letters
    if form in ("lowerRoman", "upperRoman") and 0 < count < _MOST:
        text = ""
        for sign, value in _ROMAN.items():
            text, count = text + sign * (count // value), count % value
        return text.upper() if form == "upperRoman" else text
    return f"0{count}" if form == "decimalZero" and count < 10 else str(count)
