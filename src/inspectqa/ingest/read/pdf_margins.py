"""Page headers and footers of a PDF: lines in the margins that stand at the same place on most pages."""

import re
from collections import Counter
from collections.abc import Sequence

from inspectqa.ingest.read.pdf_lines import Line

_MARGIN = 0.13
_STEP = 6.0
_SAME_LEFT = 3.0
_FEWEST_LINES = 2
_NUMBERED = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"[-–| ]*(?:page\s*)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?[-–| ]*", re.IGNORECASE)


def running_lines(pages: Sequence[tuple[float, Sequence[Line]]]) -> list[list[Line]]:
    """Return for each page, given as its height and lines, the lines that are its header or footer.

    A line counts when it stands, page numbers aside, at the same height on at least two and half of the pages; a
    bare page number in the margin always does. The names of a table's columns, which its pages repeat, do not.
    """
    keys = [[_key(line, height) for line in lines] for height, lines in pages]
    tally = Counter(key for page in keys for key in set(page) if key is not None)
    most = max(2, (len(pages) + 1) // 2)
    return [
        [
            line
            for line, key in zip(lines, page, strict=True)
            if key is not None
            and (tally[key] >= most or (_PAGE_NUMBER.fullmatch(line.text.strip()) and _is_alone(line, lines)))
            and not _names_columns(line, lines)
        ]
        for page, (_, lines) in zip(keys, pages, strict=True)
    ]


def _is_alone(line: Line, lines: Sequence[Line]) -> bool:
    return not any(one is not line and abs(one.box.top - line.box.top) < 0.4 * line.size for one in lines)


def _names_columns(line: Line, lines: Sequence[Line]) -> bool:
    """Say whether a line and its neighbours stand above columns of text that begin where they do."""
    row = [one for one in lines if abs(one.box.top - line.box.top) < 0.4 * line.size]
    return len(row) > 1 and all(_heads(one, lines) for one in row)


def _heads(name: Line, lines: Sequence[Line]) -> bool:
    below = [one for one in lines if one.box.top >= name.box.bottom - 0.2 * name.size]
    return sum(abs(one.box.left - name.box.left) < _SAME_LEFT for one in below) >= _FEWEST_LINES


def _key(line: Line, height: float) -> tuple[str, int] | None:
    """Return what a line in a margin has in common with its like; None for a line of the body."""
    middle = (line.box.top + line.box.bottom) / 2
    if middle < _MARGIN * height:
        return _text(line), round(middle / _STEP)
    if middle > (1 - _MARGIN) * height:
        return _text(line), -round((height - middle) / _STEP) - 1
    return None


def _text(line: Line) -> str:
    """Return the text of a line with its last number, which may be a page's, left open."""
    numbers = list(_NUMBERED.finditer(line.text))
    if not numbers or not re.search(r"\bpage\b|\bof\b|^\W*\d+\W*$|\d+\W*$", line.text, re.IGNORECASE):
        return line.text
    return _NUMBERED.sub("#", line.text) if "page" in line.text.lower() else line.text[: numbers[-1].start()] + "#"
