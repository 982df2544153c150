"""Rows and paragraphs that a page's end cuts in two are made whole again.

    last piece of a page ─┐
                          ├─ rows of one table?   header repeated: dropped; row cut: cells joined, each with its rest
    first of the next ────┘  paragraphs?          sentence cut: joined

Whether a row is cut is judged by its words: a cell that stops inside a sentence, or a first cell that stays empty. In
doubt rows stay two: a row too many loses a label, a row too few would give one finding's answer to another.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from inspectqa.documents import BlockKind
from inspectqa.ingest.read.builder import Piece
from inspectqa.ingest.read.leaf import Printed
from inspectqa.ingest.read.pdf_lines import joined

_ENDED = re.compile(r"[.:;!?][\"'”’)\]]*\Z")
_GOES_ON = re.compile(r"(?:,|-|–|&|\b(?:a|an|and|as|at|by|for|from|in|its|of|on|or|our|that|the|their|to|with))\Z")
_LABELLED = re.compile(
    r"\(?(?:\d{1,3}|[A-Z]{1,5}[-/ ]?\d{1,3})\b|(?:recommendation|area for improvement|AFI|cause of concern)\b",
    re.IGNORECASE,
)
_SAME_PLACE = 6.0
_TEXT = (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM)


@dataclass(frozen=True, slots=True)
class Whole:
    """The pieces of each page, those cut by its end whole, and the words of header rows that each page repeats."""

    pages: list[list[Piece]]
    repeated: list[list[Printed]]


def joined_pages(pages: Sequence[Sequence[Piece]], notes: Sequence[Sequence[Piece]], known: frozenset[str]) -> Whole:
    """Join what page ends cut; ``notes``, each page's footnotes, follow the page's pieces."""
    result: list[list[Piece]] = []
    repeated: list[list[Printed]] = []
    home = 0  # the page that holds the last piece so far
    for page in pages:
        here, dropped = list(page), list[Printed]()
        before = result[home] if result else []
        if before and here:
            here, dropped = _continued(result, before, here)
            while here and (whole := _whole(before, here[0], known)):
                before[-1] = whole
                taken = here.pop(0)
                here, more = _continued(result, before, here)
                dropped += more
                if taken.cells or not whole.cells:
                    break  # only a cell's rest may be more than one piece
        result.append(here)
        repeated.append(dropped)
        home = len(result) - 1 if here else home
    return Whole([[*page, *own] for page, own in zip(result, notes, strict=True)], repeated)


def _continued(
    pages: Sequence[Sequence[Piece]], before: Sequence[Piece], here: list[Piece]
) -> tuple[list[Piece], list[Printed]]:
    """Give the first table of a page the number of the one that it goes on with, and drop its repeated header rows."""
    if not here or not before[-1].cells:
        return here, []
    last, first = before[-1], here[0]
    rows = [piece for page in pages for piece in page if piece.table == last.table]
    names = [_plain(cell) for cell in rows[0].cells if cell]
    if [_plain(piece.text) for piece in here[: len(names)]] == names:  # too few rows below them to see a table
        return here[len(names) :], [word for piece in here[: len(names)] for word in piece.printed[0]]
    if len(last.cells) != len(first.cells):
        return here, []
    same = _same(rows[0], first)
    if not same and ((first.bold and not last.bold) or not _beneath(rows, first)):
        return here, []
    old, dropped = first.table, list[Printed]()
    kept = [replace(piece, table=last.table) if piece.table == old else piece for piece in here]
    for header in rows:
        if not kept or not kept[0].cells or not (header.bold or header is rows[0]) or not _same(header, kept[0]):
            break
        dropped += [word for cell in kept.pop(0).printed for word in cell]
    return kept, dropped


def _same(one: Piece, other: Piece) -> bool:
    return [_plain(cell) for cell in one.cells] == [_plain(cell) for cell in other.cells]


def _plain(text: str) -> str:
    return " ".join(text.lower().split())


def _left(words: Iterable[Printed]) -> float | None:
    return min((word.left for word in words), default=None)


def _beneath(rows: Sequence[Piece], row: Piece) -> bool:
    """Say whether the cells of ``row`` begin where those of the table's rows do."""
    found = False
    for column, words in enumerate(row.printed):
        left = _left(words)
        others = [one for above in rows if (one := _left(above.printed[column] if above.printed else ())) is not None]
        if left is None or not others:
            continue
        if min(abs(left - other) for other in others) > _SAME_PLACE:
            return False
        found = True
    return found


def _whole(before: Sequence[Piece], first: Piece, known: frozenset[str]) -> Piece | None:
    """Return the last piece of a page joined with the first of the next, None if that is a piece of its own."""
    last = before[-1]
    if last.cells and first.cells and last.table == first.table:
        return _joined_row(last, first, known) if _row_goes_on(before, first) else None
    if last.cells and first.kind in _TEXT:
        return _with_rest(last, first, known)
    if last.kind in _TEXT and first.kind is BlockKind.PARAGRAPH and _text_goes_on(last, first):
        text = joined([last.text, first.text], known)
        return replace(last, text=text, printed=(last.printed[0] + first.printed[0],))
    return None


def _row_goes_on(before: Sequence[Piece], first: Piece) -> bool:
    last = before[-1]
    pairs = list(zip(last.cells, first.cells, strict=False))
    if any(upper and lower and _cut(upper, lower) for upper, lower in pairs):
        return True
    if first.cells[0] and (_LABELLED.match(first.cells[0]) or last.cells[0]):
        return False
    rows = [piece for piece in before if piece.table == last.table]
    spanned = any(not row.cells[0] for row in rows[1:])
    return bool(last.cells[0]) and not spanned and all(upper for upper, lower in pairs if lower)


def _cut(upper: str, lower: str) -> bool:
    """Say whether a text stops inside a sentence that ``lower`` goes on with."""
    if _ENDED.search(upper):
        return False
    return lower[0].islower() or (bool(_GOES_ON.search(upper)) and len(upper) > 20)


def _text_goes_on(last: Piece, first: Piece) -> bool:
    return bool(last.text and first.text) and last.bold == first.bold and _cut(last.text, first.text)


def _joined_row(last: Piece, first: Piece, known: frozenset[str]) -> Piece:
    cells = tuple(_joined_cell(*pair, known) for pair in zip(last.cells, first.cells, strict=True))
    return replace(last, cells=cells, printed=tuple(a + b for a, b in zip(last.printed, first.printed, strict=True)))


def _joined_cell(upper: str, lower: str, known: frozenset[str]) -> str:
    if not (upper and lower):
        return upper or lower
    return f"{upper}\n{lower}" if _ENDED.search(upper) else joined([upper, lower], known)


def _with_rest(last: Piece, first: Piece, known: frozenset[str]) -> Piece | None:
    """Return a row with the rest of one of its cells: text at the top of a page that begins where the cell's does."""
    left = _left(word for word in first.printed[0] if word.text)
    starts = [_left(word for word in words if word.text) for words in last.printed]
    if left is None or starts[0] is None or left < starts[0] + _SAME_PLACE:
        return None
    column = next((at for at, x in enumerate(starts) if at and x is not None and abs(x - left) < _SAME_PLACE), None)
    if column is None:
        return None
    edges = [x for x in starts[column + 1 :] if x is not None]
    if edges and max(word.right for word in first.printed[0]) > min(edges):
        return None
    cells, printed = list(last.cells), list(last.printed)
    cells[column] = _joined_cell(cells[column], first.text, known)
    printed[column] += first.printed[0]
    return replace(last, cells=tuple(cells), printed=tuple(printed))
