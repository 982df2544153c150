"""Lines and virtual pages of a plain text, and the page headers that repeat in it."""

import re
from bisect import bisect_right
from collections import Counter
from itertools import takewhile
from typing import NamedTuple

from inspectqa.documents import Page

_LINE = re.compile(r"[^\r\n\f]*(\r\n|\r|\n|\f|$)")
_PAGE_NUMBER = re.compile(r"^[-–| ]*\d{1,4}[-–| ]*$|\bpage \d{1,4}(?: ?(?:of|/) ?\d{1,4})?", re.IGNORECASE)
_BLANK_LINES_OF_A_BREAK = 3
_LONGEST_HEADER_LINE = 100
_MOST_HEADER_LINES = 8


class Line(NamedTuple):
    """One line without its line end; ``text`` is empty for a blank line and for one that is left out."""

    start: int
    end: int
    text: str

    @property
    def blank(self) -> bool:
        """Say whether there is nothing to read on this line."""
        return not self.text

    def left_out(self) -> "Line":
        """Return this line as one that gives no block."""
        return self._replace(text="")


def split_lines(text: str) -> list[Line]:
    """Return the lines of ``text``; a form feed ends a line and stands as an empty line of its own."""
    lines: list[Line] = []
    for match in _LINE.finditer(text):
        if match.start() == len(text) and lines:
            break
        line = text[match.start() : match.start(1)]
        lines.append(Line(match.start(), match.start(1), line if line.strip() else ""))
        if match.group(1) == "\f":
            lines.append(Line(match.end(), match.end(), ""))
    return lines


def find_pages(text: str, lines: list[Line]) -> tuple[Page, ...]:
    """Return virtual pages that cover ``text``: a form feed or three blank lines in a row end a page."""
    starts = [0]
    blanks, seen, previous_end = 0, False, 0
    for line in lines:
        fed = "\f" in text[previous_end : line.start]
        blanks = _BLANK_LINES_OF_A_BREAK if fed else blanks + 1 if line.blank else blanks
        if not line.blank:
            if seen and blanks >= _BLANK_LINES_OF_A_BREAK:
                starts.append(line.start)
            blanks, seen = 0, True
        previous_end = line.end
    ends = [*starts[1:], len(text)]
    return tuple(Page(number, start, end) for number, (start, end) in enumerate(zip(starts, ends, strict=True), 1))


def without_running_headers(text: str, lines: list[Line], pages: tuple[Page, ...]) -> list[Line]:
    """Leave out the lines that repeat at the top or bottom of the pages, from the second page on.

    Where only blank lines tell the pages apart, a header is two or more lines that also open the document:
    sections set apart by blank lines may all begin with the same heading, and losing that would change who speaks.
    """
    by_page: list[list[Line]] = [[] for _ in pages]
    starts = [page.start for page in pages]
    for line in lines:
        if line.text:
            by_page[bisect_right(starts, line.start) - 1].append(line)
    upside_down = [page[::-1] for page in by_page]
    if "\f" in text:
        tops, feet = _repeated(by_page), _repeated(upside_down)
    else:
        tops, feet = [_shared(by_page[0], page) for page in by_page], [0] * len(pages)
    dropped = {line.start for page, count in zip(by_page[1:], tops[1:], strict=True) for line in page[:count]}
    dropped |= {line.start for page, count in zip(upside_down, feet, strict=True) for line in page[:count]}
    return [line.left_out() if line.start in dropped else line for line in lines]


def _shared(first: list[Line], other: list[Line]) -> int:
    """Count the lines at the top of ``other`` that also open the document; one alone counts for none."""
    count = 0
    for ours, theirs in zip(first[:_MOST_HEADER_LINES], other[:-1], strict=False):
        if _key(ours) != _key(theirs) or len(ours.text) > _LONGEST_HEADER_LINE:
            break
        count += 1
    return count if count >= 2 else 0


def _repeated(edges: list[list[Line]]) -> list[int]:
    """Count, for each page, the lines at its edge that most pages have at the same place."""
    most = max(2, (len(edges) + 1) // 2)
    keys = [[_key(line) for line in edge[:_MOST_HEADER_LINES]] for edge in edges]
    tally = Counter((rank, key) for edge in keys for rank, key in enumerate(edge))
    return [sum(1 for _ in takewhile(lambda at: tally[at] >= most, enumerate(edge[: len(edge) - 1]))) for edge in keys]


def _key(line: Line) -> str:
    """Return what a line has in common with its like on other pages: the line without its page number."""
    bare = " ".join(line.text.split())
    return _PAGE_NUMBER.sub("#", bare)
