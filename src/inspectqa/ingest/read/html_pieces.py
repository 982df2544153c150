"""The walk through a page's elements that gives the pieces of its text."""

import re
from collections.abc import Iterator

from lxml import etree

from inspectqa.documents import BlockKind
from inspectqa.ingest.read.builder import Piece
from inspectqa.ingest.read.html_visible import is_frame, is_hidden, is_link_list

_BLOCKS = frozenset(
    "address article blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hgroup hr html li main ol p pre section summary table tbody td tfoot th thead tr "
    "ul".split()
)
_DEEPEST = 6
_MOST_COLUMNS = 50
_HOLDERS_OF_MENUS = frozenset(("ul", "ol", "div", "p", "td", "section"))


class Walk:
    """Holds what the walk knows at its present place: open inline text, the depth of headings, the tables so far."""

    def __init__(self) -> None:
        self.hidden = 0
        self._pieces: list[Piece] = []
        self._words: list[str] = []
        self._plain = False
        self._depth = 0
        self._titled = 0  # the depth of the last heading that is no button
        self._returned = 0
        self._tables = 0
        self._kind = BlockKind.PARAGRAPH
        self._mark = ""
        self._headed = True
        self._said: set[etree._Element] = set()  # captions that were taken before what they stand below

    def pieces(self, root: etree._Element) -> list[Piece]:
        """Return the pieces of ``root`` and what lies in it."""
        self._headed = next(root.iter("h1", "h2"), None) is None
        self._visit(root)
        self._flush()
        return self._pieces

    def _visit(self, element: etree._Element) -> None:
        if not isinstance(element.tag, str) or element in self._said:
            return
        if is_hidden(element):
            self.hidden += bool(words_of(element))
            return
        if is_frame(element) or (element.tag in ("header", "footer") and _is_outer(element)):
            return
        if not self._headed and element.tag in _HOLDERS_OF_MENUS and is_link_list(element):
            return
        special = {"table": self._table, "dl": self._definitions, "details": self._details, "li": self._item}
        caption = _said_by(element)
        if caption is not None:
            self._flush()
            self._quotation(element, caption)
        elif element.tag in special:
            self._flush()
            special[element.tag](element)
        elif re.fullmatch("h[1-6]", element.tag):
            self._heading(element, int(element.tag[1]))
            self._titled = self._depth
        elif (
            element.tag == "button" and not "".join(self._words).strip()
        ):  # it heads what it opens, as a heading below the last one
            self._heading(element, self._titled + 1)
            self._depth, self._titled = self._titled + 1, self._titled
        elif element.tag == "br":
            self._words.append("\n")
        elif element.tag in _BLOCKS:
            self._flush()
            self._inside(element)
            self._flush()
        else:
            self._inside(element)

    def _inside(self, element: etree._Element) -> None:
        self._say(element.text, element)
        for child in element:
            self._visit(child)
            self._say(child.tail, element)

    def _say(self, text: str | None, element: etree._Element) -> None:
        if not text:
            return
        self._words.append(text if element.tag == "pre" else re.sub(r"\s+", " ", text))
        self._plain = self._plain or (bool(text.strip()) and not _is_bold(element))

    def _flush(self) -> None:
        """End the open inline text and make a piece of it."""
        text = "".join(self._words).strip()
        if text:
            depth = self._returned if self._kind is not BlockKind.HEADING else 0
            self._pieces.append(Piece(self._kind, text, depth, bold=not self._plain, mark=self._mark))
            self._returned, self._mark = 0, ""
        self._words, self._plain = [], False

    def _heading(self, element: etree._Element, depth: int) -> None:
        self._flush()
        self._headed = True
        self._inside(element)
        text = "".join(self._words).strip()
        self._words, self._plain = [], False
        if text:
            self._depth, self._returned = min(depth, _DEEPEST), 0
            self._pieces.append(Piece(BlockKind.HEADING, " ".join(text.split()), self._depth))

    def _details(self, element: etree._Element) -> None:
        """A summary heads what opens below it; after the element the heading above it is the present one again."""
        above = self._depth
        self._say(element.text, element)
        for child in element:
            if child.tag == "summary":
                self._heading(child, above + 1)
            else:
                self._visit(child)
            self._say(child.tail, element)
        self._flush()
        self._depth = above
        self._returned = max(above, 1)

    def _quotation(self, element: etree._Element, caption: etree._Element) -> None:
        """Who is quoted heads the quotation, although it stands below it; it ends with the quotation."""
        above = self._depth
        self._heading(caption, above + 1)
        self._said.add(caption)
        self._inside(element)
        self._flush()
        self._depth = above
        self._returned = above + 1

    def _item(self, element: etree._Element) -> None:
        kind = self._kind
        parent = element.getparent()
        ordered = parent is not None and parent.tag == "ol"
        self._kind = BlockKind.LIST_ITEM
        self._mark = f"{_rank(element)}. " if ordered else "- "
        self._inside(element)
        self._flush()
        self._kind, self._mark = kind, ""

    def _definitions(self, element: etree._Element) -> None:
        """Each term with its definitions makes a row of two cells."""
        pairs: list[tuple[str, list[str]]] = []
        for part in element.iter("dt", "dd"):
            if is_hidden(part) or next(part.iterancestors("dl")) is not element:
                continue
            if part.tag == "dt":
                pairs.append((words_of(part), []))
            elif pairs:
                pairs[-1][1].append(words_of(part))
        for term, definitions in pairs:
            cells = (term, "\n".join(filter(None, definitions)))
            self._row(cells, bold=False)
        self._tables += 1

    def _table(self, element: etree._Element) -> None:
        """A table of columns gives rows; one that only lays out the page, or a row of one cell, is walked through."""
        if element.find(".//table") is not None:
            self._inside(element)
            self._flush()
            return
        for caption in element.iterchildren("caption"):
            self._visit(caption)
        held: dict[int, int] = {}
        for row in element.iter("tr"):
            cells = [cell for cell in row.iterchildren("td", "th") if not is_hidden(cell)]
            if is_hidden(row) or not cells:
                continue
            if len(cells) == 1 and not held:
                if self._headed or not is_link_list(cells[0]):
                    self._inside(cells[0])
                self._flush()
                continue
            heading = row.xpath("boolean(parent::thead)") is True or all(cell.tag == "th" for cell in cells)
            self._row(tuple(_columns(cells, held)), bold=heading)
        self._tables += 1

    def _row(self, cells: tuple[str, ...], *, bold: bool) -> None:
        if any(cells):
            self._pieces.append(Piece(BlockKind.ROW, "", self._returned, cells, self._tables, bold))
            self._returned = 0


def _columns(cells: list[etree._Element], held: dict[int, int]) -> Iterator[str]:
    """Give the words of each column; one that a cell of an earlier row still covers is empty. Updates ``held``."""
    waiting = iter(cells)
    column = 0
    while True:
        if held.get(column, 0) > 0:
            held[column] -= 1
            yield ""
            column += 1
            continue
        held.pop(column, None)
        cell = next(waiting, None)
        if cell is None:
            return
        rows, columns = _count(cell, "rowspan"), min(_count(cell, "colspan"), _MOST_COLUMNS)
        for number in range(columns):
            yield "" if number else words_of(cell)
            if rows > 1:
                held[column] = rows - 1
            column += 1


def _said_by(element: etree._Element) -> etree._Element | None:
    """Return the caption of a quotation that says who speaks: of a figure round it, or at its end."""
    if element.tag == "figure" and element.find(".//blockquote") is not None:
        return element.find("./figcaption")
    if element.tag == "blockquote" and len(element) > 1 and element[-1].tag in ("footer", "cite"):
        return element[-1]
    return None


def _count(cell: etree._Element, name: str) -> int:
    value = cell.get(name, "1")
    return min(int(value), 500) if value.isdecimal() else 1


def _rank(item: etree._Element) -> int:
    """Return the number that a browser shows before an item of an ordered list."""
    parent = item.getparent()
    start = parent.get("start", "1") if parent is not None else "1"
    return (int(start) if start.isdecimal() else 1) + sum(1 for _ in item.itersiblings("li", preceding=True))


def _is_bold(element: etree._Element) -> bool:
    inside: etree._Element | None = element
    while inside is not None and inside.tag not in _BLOCKS:
        if inside.tag in ("b", "strong"):
            return True
        inside = inside.getparent()
    return False


def _is_outer(element: etree._Element) -> bool:
    """Say whether a header or footer is the page's own and not that of its main part."""
    return not any(
        parent.tag in ("main", "article") or parent.get("role") == "main" for parent in element.iterancestors()
    )


def words_of(element: etree._Element) -> str:
    """Return the visible words of an element; its paragraphs and items stand on lines of their own."""
    lines = "".join(_words(element)).split("\n")
    return "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)


def _words(element: etree._Element) -> Iterator[str]:
    yield re.sub(r"\s+", " ", element.text or "")
    for child in element:
        if isinstance(child.tag, str) and not is_hidden(child) and child.tag not in ("script", "style", "template"):
            edge = "\n" if child.tag in _BLOCKS or child.tag == "br" else ""
            yield edge
            yield from _words(child)
            yield edge
        yield re.sub(r"\s+", " ", child.tail or "")
