"""Plain text and Markdown. The canonical text is the decoded file; blocks mark what stands in it.

Also read: the *tagged text form* in which published tables come, one line a row, cells set apart by tabs and
wrapped in tags (``<p>Recommendation 4 …</p>\\t<p>We await the guidance.</p>``; ``<b>Force</b>\\tNorthmoor``).
"""

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import zip_longest

from inspectqa.documents import Block, BlockKind, Document, Span
from inspectqa.errors import RefusedFile
from inspectqa.ingest.read import markup
from inspectqa.ingest.read.decode import decode
from inspectqa.ingest.read.lines import Line, find_pages, split_lines, without_running_headers
from inspectqa.ingest.read.parts import Part, parts
from inspectqa.ingest.read.plain_headings import is_heading, is_numbered_capitals, stands_for_a_heading
from inspectqa.ingest.read.tables import names_columns


def read_text(data: bytes, file: str) -> Document:
    """Read a ``.txt`` or ``.md`` file.

    Raises:
        RefusedFile: ``empty_file``, ``no_text``, ``not_text`` or ``encoding_unknown``.
    """
    if not data:
        raise RefusedFile("empty_file", f"{file} is empty (0 bytes); export it again.")
    text = decode(data, file)
    if not text.strip():
        raise RefusedFile("no_text", f"{file} holds only white space; export it again.")
    lines = split_lines(text)
    pages = find_pages(text, lines)
    content = _without_comments(text, without_running_headers(text, lines, pages))
    return Document(
        file=file,
        media_type="text/markdown" if file.lower().endswith((".md", ".markdown")) else "text/plain",
        sha256=hashlib.sha256(data).hexdigest(),
        text=text,
        pages=pages,
        blocks=tuple(_blocks(text, content)),
    )


def _without_comments(text: str, lines: list[Line]) -> list[Line]:
    """Leave out the lines that lie in a comment: a reader of the page would not see them."""
    starts, ends = [0], [0]
    while (start := text.find("<!--", ends[-1])) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        starts.append(start)
        ends.append(end + 3)
    hidden = [line.end <= ends[max(bisect_right(starts, line.start) - 1, 0)] for line in lines]
    return [line.left_out() if out else line for line, out in zip(lines, hidden, strict=True)]


def _blocks(text: str, lines: list[Line]) -> Iterator[Block]:
    table, depth = 0, 1
    every = list(parts(text, lines))
    for part, following in zip_longest(every, every[1:]):
        span = markup.trimmed(text, Span(part.lines[0].start + part.skip, part.lines[-1].end))
        if part.kind in ("tabs", "pipes"):
            yield from _rows(text, part, table)
            table += 1
        elif span.start == span.end:
            continue
        elif part.kind == "heading":
            depth = part.depth
            yield Block(BlockKind.HEADING, span, level=depth)
        elif part.kind == "item":
            yield Block(BlockKind.LIST_ITEM, span)
        elif _is_plain_heading(span.of(text), part, following):
            yield Block(BlockKind.HEADING, span, level=min(depth + 1, 6))
        else:
            yield Block(BlockKind.PARAGRAPH, span)


def _is_plain_heading(line: str, part: Part, following: Part | None) -> bool:
    if following is None or following.kind == "heading":
        return False
    follows = following.lines[0].text.strip()
    if len(part.lines) > 1:
        return len(part.lines) < 4 and is_numbered_capitals(" ".join(line.split()))
    if part.opens and is_numbered_capitals(line):
        return True
    return is_heading(line, follows) if part.alone else part.opens and stands_for_a_heading(line)


def _rows(text: str, part: Part, table: int) -> Iterator[Block]:
    """Give one block per row; a row of empty cells gives none."""
    split = markup.tab_cells if part.kind == "tabs" else markup.pipe_cells
    lines = [line for line in part.lines if part.kind == "tabs" or not markup.PIPE_RULE.fullmatch(line.text)]
    every = [split(text, Span(line.start, line.end)) for line in lines]
    rows = [cells for cells in every if any(cell.start < cell.end for cell in cells)]
    words = [[cell.of(text) for cell in cells] for cells in rows]
    ruled = len(part.lines) > 1 and bool(markup.PIPE_RULE.fullmatch(part.lines[1].text))
    for number, cells in enumerate(rows):
        named = number == 0 and (ruled or names_columns(words[0], words[1:], marked=_is_bold(part.lines)))
        yield Block(BlockKind.ROW, Span(cells[0].start, cells[-1].end), 0, cells, table, named)


def _is_bold(lines: tuple[Line, ...]) -> bool:
    """Say whether all cells of the first line are bold or header cells and those of the second are not."""
    bold = [
        [re.match(r"\s*(<p>\s*)?(<b>|<strong>|<th|\*\*)", cell) for cell in line.text.split("\t")] for line in lines[:2]
    ]
    return all(bold[0]) and len(bold) > 1 and not all(bold[1])
