"""Which lines of a plain text belong together: a heading, a list item, a table, a paragraph."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from inspectqa.ingest.read import markup
from inspectqa.ingest.read.lines import Line
from inspectqa.ingest.read.plain_headings import is_numbered_capitals, stands_for_a_heading

_LABEL = re.compile(r"[A-Z][\w’'()/&, -]{1,50}:(?:\s|$)")
_NUMBERED_FINDING = re.compile(r"(?:Recommendation|Area for improvement|AFI|Cause of concern)\s+[\w./-]{1,12}[:.)–-]")
_ENUMERATION = re.compile(r"\s*(?:\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})[.)]|\d{1,2}(?:\.\d{1,2})+\.?)\s*")
_SENTENCE_END = (".", ":", ";", "!", "?", "”", '"', "*", ">")
_LONGEST_WRAPPED_LINE = 120
_SHORT_LINE = 60
_MOST_LINES_OF_A_ROW = 60


@dataclass(frozen=True, slots=True)
class Part:
    """Lines that make one block or one table.

    ``kind`` is heading, item, text, tabs or pipes; ``skip`` counts the code points of a heading's or an item's
    mark; ``alone`` says that blank lines stand before and after, ``opens`` that a new thought begins here.
    """

    kind: str
    lines: tuple[Line, ...] = ()
    skip: int = 0
    depth: int = 0
    alone: bool = False
    opens: bool = False


def parts(text: str, lines: list[Line]) -> Iterator[Part]:
    """Give the parts in reading order."""
    for blank, group in groupby(_joined(text, lines), key=lambda line: line.blank):
        if not blank:
            run = _parts_of_run(list(group))
            yield from (replace(part, alone=len(run) == 1, opens=part.opens or part is run[0]) for part in run)


def _joined(text: str, lines: list[Line]) -> Iterator[Line]:
    """Join the lines of a table row whose cell holds line breaks: its paragraph tag closes on a later line."""
    at = 0
    while at < len(lines):
        last = _end_of_row(lines, at)
        start, end = lines[at].start, lines[last].end
        yield lines[at] if last == at else Line(start, end, text[start:end])
        at = last + 1


def _end_of_row(lines: list[Line], at: int) -> int:
    """Return the line at which every paragraph tag that opens at ``at`` is closed; ``at`` if none closes them."""
    if "\t" not in lines[at].text and not lines[at].text.lstrip().startswith("<p>"):
        return at
    opened = 0
    for ahead, line in enumerate(lines[at : at + _MOST_LINES_OF_A_ROW]):
        opened += line.text.count("<p>") - line.text.count("</p>")
        if opened <= 0:
            return at + ahead
    return at


def _parts_of_run(run: list[Line]) -> list[Part]:
    """Return the parts of lines that no blank line divides."""
    kinds: list[Part] = []
    lines: list[list[Line]] = []
    divided = False
    for line in run:
        part = _part(line, kinds[-1] if kinds else None, lines[-1] if lines else [])
        if part is None:
            divided = True
            continue
        part, divided = replace(part, opens=part.opens or divided), False
        if part.kind == "underline":
            kinds[-1] = replace(kinds[-1], kind="heading", depth=part.depth)
        elif kinds and _continues(part, kinds[-1]):
            lines[-1].append(line)
        else:
            kinds.append(part)
            lines.append([line])
    return _numbered_items([replace(kind, lines=tuple(group)) for kind, group in zip(kinds, lines, strict=True)])


def _part(line: Line, last: Part | None, before: list[Line]) -> Part | None:
    """Return what one line would be by itself after the lines of the ``last`` part; None for a horizontal rule."""
    if markup.UNDERLINE.fullmatch(line.text) and last is not None and last.kind == "text" and len(before) == 1:
        return Part("underline", depth=1 if "=" in line.text else 2)
    if markup.RULE.fullmatch(line.text) or re.fullmatch(r"\s*[=_*~-]{3,}\s*", line.text):
        return None
    if markup.PIPE_ROW.fullmatch(line.text):
        return Part("pipes")
    if _is_tab_row(line.text):
        return Part("tabs")
    if heading := markup.HEADING.match(line.text):
        return Part("heading", skip=heading.end(), depth=len(heading.group(1)))
    if bullet := markup.BULLET.match(line.text):
        return Part("item", skip=bullet.end())
    return Part("text", opens=last is None or _opens(line, last, before[-1]))


def _is_tab_row(line: str) -> bool:
    if markup.BLOCK_TAG.search(line):
        return "\t" in line
    first, _, rest = line.strip().partition("\t")
    return bool(rest) and not _ENUMERATION.fullmatch(first) and not markup.BULLET.match(line)


def _opens(line: Line, last: Part, previous: Line) -> bool:
    """Say whether a new paragraph begins at ``line`` although no blank line stands before it."""
    before, here = previous.text.rstrip(), line.text.strip()
    if last.kind not in ("text", "item"):
        return True
    ended = before.endswith(_SENTENCE_END)
    if ended and (len(before) > _LONGEST_WRAPPED_LINE or _ENUMERATION.match(here) or _NUMBERED_FINDING.match(here)):
        return True
    if _counts_on(before, here):
        return True
    if is_numbered_capitals(before) and re.search(r"[a-z]{3}", here):
        return True
    if _LABEL.match(here) and (_LABEL.match(before) or ended):
        return True
    if last.kind == "item" and line.text[:1] not in " \t":
        return ended and not here[0].islower()
    return (ended or len(before) < _SHORT_LINE) and (stands_for_a_heading(here) or stands_for_a_heading(before))


def _continues(part: Part, last: Part) -> bool:
    if part.kind in ("tabs", "pipes"):
        return last.kind == part.kind
    return part.kind == "text" and last.kind in ("text", "item") and not part.opens


def _numbered_items(found: list[Part]) -> list[Part]:
    """Make items of paragraphs that count: at least two, one after the other, each one higher."""
    numbers = [_number(part) for part in found]
    counting = [
        number is not None and (number + 1 in numbers[at + 1 : at + 2] or number - 1 in numbers[max(at - 1, 0) : at])
        for at, number in enumerate(numbers)
    ]
    return [replace(part, kind="item") if counts else part for part, counts in zip(found, counting, strict=True)]


def _number(part: Part) -> int | None:
    return _count(part.lines[0].text) if part.kind == "text" else None


def _count(line: str) -> int | None:
    """Return the number before a line: 2 for ``2. …`` and ``(b) …``."""
    match = markup.NUMBER.match(line)
    if match is None:
        return None
    value = match.group(1)
    return int(value) if value.isdecimal() else ord(value) - ord("a") + 1


def _counts_on(before: str, here: str) -> bool:
    number = _count(before)
    return number is not None and _count(here) == number + 1
