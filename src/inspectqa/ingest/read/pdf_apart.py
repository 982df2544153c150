"""What is printed on a PDF's pages but stands apart from its text: contents pages and footnotes."""

import re
from collections.abc import Sequence
from itertools import groupby

from inspectqa.ingest.read.pdf_lines import Line

_TITLE = re.compile(r"(?:table of )?contents(?: page)?:?", re.IGNORECASE)
_LEADER = re.compile(r".*?(?:[.…·_]\s?){4,}\s*(\d{1,4})")
_NUMBERED = re.compile(r".*[\s.…·_](\d{1,4})")
_FEWEST_ENTRIES = 3
_LONGEST_ENTRY = 200
_LONGEST_ROW = 300
_MOST_LINES_OF_AN_ENTRY = 3
_NOTE = re.compile(r"(?:\d{1,3}|[¹²³⁰⁴-⁹]{1,3}|[*†‡§]{1,2})\s*(?=[^\W\d]|[“\"‘(])")
_SMALLER = 0.93
_HIGHEST_NOTES = 0.45

_Row = list[Line]


def contents_lines(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Return for each page the lines of a list of contents: entries with a page number after dots or below its title.

    Page numbers never fall from entry to entry; a list may go on at the top of the next page.
    """
    result: list[list[Line]] = []
    inside = False
    for lines in pages:
        rows = _rows(lines)
        titled = next((at for at, row in enumerate(rows) if _TITLE.fullmatch(_words(row))), None)
        start = titled + 1 if titled is not None else 0 if inside else _first_leader(rows)
        last = _last_entry(rows, start, strict=titled is None and not inside) if start is not None else None
        if start is None or last is None:
            result.append([])
            inside = False
            continue
        first = start if titled is None else titled
        result.append([line for row in rows[first : last + 1] for line in row])
        inside = last == len(rows) - 1
    return result


def _rows(lines: Sequence[Line]) -> list[_Row]:
    ordered = sorted(lines, key=lambda line: (line.box.top + line.box.bottom) / 2)
    heights: list[float] = []
    for line in ordered:
        middle = (line.box.top + line.box.bottom) / 2
        heights.append(heights[-1] if heights and middle - heights[-1] < 0.4 * line.size else middle)
    pairs = zip(heights, ordered, strict=True)
    return [
        sorted((line for _, line in run), key=lambda line: line.box.left) for _, run in groupby(pairs, lambda p: p[0])
    ]


def _words(row: _Row) -> str:
    """Return the words of a row, no more of them than an entry with its dots may have."""
    return " ".join(line.text for line in row)[:_LONGEST_ROW]


def _first_leader(rows: Sequence[_Row]) -> int | None:
    return next((at for at, row in enumerate(rows) if _LEADER.fullmatch(_words(row))), None)


def _last_entry(rows: Sequence[_Row], start: int, *, strict: bool) -> int | None:
    """Return the row of the last entry of a list that begins at ``start``; None when too few rows are entries."""
    last, count, page, unnumbered = None, 0, 0, 0
    for at, row in enumerate(rows[start:], start):
        words = _words(row)
        match = (_LEADER if strict else _NUMBERED).fullmatch(words)
        if match and len(words) <= _LONGEST_ENTRY and int(match[1]) >= page and not words.endswith("."):
            last, count, page, unnumbered = at, count + 1, int(match[1]), 0
            continue
        unnumbered += 1
        if unnumbered > _MOST_LINES_OF_AN_ENTRY or len(words) > _LONGEST_ENTRY:
            break
    return last if count >= _FEWEST_ENTRIES else None


def begins_note(line: Line) -> bool:
    """Say whether a line at the foot of a page begins with a footnote's mark."""
    return bool(_NOTE.match(line.text))


def notes_top(lines: Sequence[Line], tables: float, height: float, body: float) -> float | None:
    """Return where the footnotes of a page begin: lines smaller than the ``body``, from a mark on to the page's end.

    ``tables`` is where the last table ends: notes stand below it.
    """
    ordered = sorted(lines, key=lambda line: line.box.top)
    foot: list[Line] = []
    for line in reversed(ordered):
        top = max(tables, _HIGHEST_NOTES * height)
        if line.size > _SMALLER * body or line.box.top < top:
            break
        foot.append(line)
    foot.reverse()
    first = next((line for line in foot if begins_note(line)), None)
    if first is None or len(foot) == len(ordered):
        return None
    return first.box.top
