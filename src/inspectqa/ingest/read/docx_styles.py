"""What a Word file's styles say of a paragraph: heading depth, list item, bold."""

import re

from lxml import etree

from inspectqa.ingest.read.docx_parts import W

_HEADING = re.compile(r"heading\s*([1-9])", re.IGNORECASE)
_LONGEST_CHAIN = 20


class Styles:
    """The styles of one file by their id; a style inherits from the one that it is based on."""

    def __init__(self, root: etree._Element | None) -> None:
        styles = root.iter(f"{W}style") if root is not None else ()
        self._styles = {str(style.get(f"{W}styleId")): style for style in styles}

    def heading_depth(self, paragraph: etree._Element) -> int:
        """Return 1-6 for a heading, 0 for any other paragraph."""
        level = value_of(paragraph.find(f"{W}pPr/{W}outlineLvl"))
        chain = self._chain(value_of(paragraph.find(f"{W}pPr/{W}pStyle")))
        for style in chain:
            name = (value_of(style.find(f"{W}name")) or "").lower()
            if match := _HEADING.fullmatch(name):
                return min(int(match.group(1)), 6)
            if name in ("title", "subtitle"):
                return 1 if name == "title" else 2
            level = level or value_of(style.find(f"{W}pPr/{W}outlineLvl"))
        return int(level) + 1 if level and level.isdecimal() and int(level) < 6 else 0

    def is_listed(self, paragraph: etree._Element) -> bool:
        """Say whether a paragraph is an item of a list, by itself or by its style."""
        own = paragraph.find(f"{W}pPr/{W}numPr")
        if own is not None:
            return value_of(own.find(f"{W}numId")) != "0"
        chain = self._chain(value_of(paragraph.find(f"{W}pPr/{W}pStyle")))
        return any(
            style.find(f"{W}pPr/{W}numPr") is not None
            or (value_of(style.find(f"{W}name")) or "").lower().startswith(("list bullet", "list number"))
            for style in chain
        )

    def numbering(self, paragraph: etree._Element) -> tuple[str | None, int]:
        """Return the list that counts a paragraph, by itself or by its style, and its level in it from 0."""
        chain = self._chain(value_of(paragraph.find(f"{W}pPr/{W}pStyle")))
        level: str | None = None
        for holder in (paragraph, *chain):
            numbering = holder.find(f"{W}pPr/{W}numPr")
            if numbering is None:
                continue
            level = level or value_of(numbering.find(f"{W}ilvl"))
            number = value_of(numbering.find(f"{W}numId"))
            if number is not None:
                found = int(level) if level and level.isdecimal() else 0
                return (None if number == "0" else number), found
        return None, 0

    def has(self, run: etree._Element, paragraph: etree._Element, switch: str) -> bool:
        """Say whether a run has ``switch`` (``b``, ``vanish``), by itself or by its or the paragraph's style."""
        own = run.find(f"{W}rPr/{W}{switch}")
        if own is not None:
            return _is_on(own)
        for name in (run.find(f"{W}rPr/{W}rStyle"), paragraph.find(f"{W}pPr/{W}pStyle")):
            for style in self._chain(value_of(name)):
                inherited = style.find(f"{W}rPr/{W}{switch}")
                if inherited is not None:
                    return _is_on(inherited)
        return False

    def _chain(self, identity: str | None) -> list[etree._Element]:
        chain: list[etree._Element] = []
        while identity in self._styles and len(chain) < _LONGEST_CHAIN:
            chain.append(self._styles[identity])
            identity = value_of(chain[-1].find(f"{W}basedOn"))
        return chain


def value_of(element: etree._Element | None) -> str | None:
    """Return the attribute ``val`` of an element that may not be there."""
    return element.get(f"{W}val") if element is not None else None


def _is_on(switch: etree._Element) -> bool:
    return switch.get(f"{W}val", "true") not in ("0", "false", "off", "none")
