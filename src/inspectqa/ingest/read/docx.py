"""Word files: a walk of the document's own XML, so that content controls (forms) and tracked changes are read right."""

import re
import zipfile
from collections.abc import Iterator

from lxml import etree

from inspectqa.documents import BlockKind, Document
from inspectqa.errors import RefusedFile
from inspectqa.ingest.read.builder import Piece, Source, build
from inspectqa.ingest.read.docx_numbers import Numbers
from inspectqa.ingest.read.docx_parts import W, margins, open_archive, part
from inspectqa.ingest.read.docx_styles import Styles
from inspectqa.ingest.read.docx_text import NOTES, PAGE_BREAK, Words, words_of

_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_CONTAINERS = frozenset(f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"))
_NAMES_SOMETHING = re.compile(r"[^\W\d_]{5,}")  # "Recommendation 3:", not "iii." or "(b)"
_MOSTLY = 0.6
_PAGE_NUMBER = re.compile(r"(?:page\s*)?\d*(?:\s*(?:of|/)\s*\d*)?", re.IGNORECASE)


def read_docx(data: bytes, file: str) -> Document:
    """Read a ``.docx`` file. Page breaks that Word stored make virtual pages.

    Raises:
        RefusedFile: ``damaged_file``, ``archive_bomb``, ``forbidden_xml``, ``type_mismatch``, ``password_protected``,
            ``too_complex`` or ``no_text``.
    """
    with open_archive(data, file) as archive:
        root = part(archive, "word/document.xml", file)
        body = root.find(f"{W}body") if root is not None else None
        if body is None:
            raise RefusedFile("damaged_file", f"{file} has no document body; open it in Word and save it again.")
        edges = margins(archive, body, file)
        styles = Styles(part(archive, "word/styles.xml", file))
        numbers = Numbers(part(archive, "word/numbering.xml", file), styles)
        walk = _Walk(styles, numbers, {kind: part(archive, f"word/{kind}s.xml", file) for kind in NOTES})
        try:
            head, main = walk.margin(edges.get("header")), walk.pieces(body)
            pieces = [*head, *main, *walk.margin(edges.get("footer"))]
        except RecursionError as error:
            raise RefusedFile("too_complex", f"{file} nests its elements too deep; save its text anew.") from error
        properties = _properties(archive, file)
    warnings = [f"{walk.hidden} runs of hidden text were left out"] if walk.hidden else []
    return build(Source(data, file, _MEDIA_TYPE), _by_page(pieces), properties, warnings)


def _by_page(pieces: list[Piece | None]) -> list[list[Piece]]:
    """Divide the pieces at the page breaks (None); pages without a piece are no pages."""
    pages: list[list[Piece]] = [[]]
    for piece in pieces:
        if piece is not None:
            pages[-1].append(piece)
        elif pages[-1]:
            pages.append([])
    return [page for page in pages if page]


def _properties(archive: zipfile.ZipFile, file: str) -> dict[str, str]:
    root = part(archive, "docProps/core.xml", file)
    names = {"title": "title", "creator": "author", "created": "created", "modified": "modified", "subject": "subject"}
    stated = {etree.QName(child).localname: child.text or "" for child in (root if root is not None else ())}
    return {ours: stated[theirs] for theirs, ours in names.items() if stated.get(theirs)}


class _Walk:
    """Holds the styles, the numbers and tables so far, the notes that wait for their place, and hidden runs met."""

    def __init__(self, styles: Styles, numbers: Numbers, notes: dict[str, etree._Element | None]) -> None:
        self._styles = styles
        self._numbers = numbers
        self._notes = {
            f"{kind} {note.get(f'{W}id')}": note
            for kind, root in notes.items()
            for note in (root if root is not None else ())
        }
        self._waiting: list[str] = []
        self._noted = 0
        self._tables = 0
        self.hidden = 0

    def margin(self, root: etree._Element | None) -> list[Piece | None]:
        """Return the paragraphs of a header or footer: the letterhead names the publisher. Page numbers go."""
        pieces = self.pieces(root) if root is not None else []
        flat = [piece for piece in pieces if piece is not None]
        return [piece for piece in flat if piece.cells or not _PAGE_NUMBER.fullmatch(piece.text.strip(" -–|"))]

    def pieces(self, container: etree._Element) -> list[Piece | None]:
        """Return the pieces of a body, cell, header or text box; None stands for a page break."""
        return list(self._walk(container))

    def _walk(self, container: etree._Element) -> Iterator[Piece | None]:
        for child in container:
            if child.tag == f"{W}p":
                yield from self._paragraph(child)
                yield from self._footnotes()
            elif child.tag == f"{W}tbl":
                yield from self._table(child)
                yield from self._footnotes()
            elif child.tag in _CONTAINERS:
                yield from self._walk(child)

    def _words(self, paragraph: etree._Element) -> Words:
        words = words_of(paragraph, self._styles)
        self.hidden += words.hidden
        self._waiting += words.notes
        return words

    def _footnotes(self) -> Iterator[Piece]:
        """Give the notes to what was just read; each has the number that Word prints."""
        waiting, self._waiting = self._waiting, []
        for name in waiting:
            self._noted += 1
            note = self._notes.pop(name, None)
            said = [words_of(one, self._styles).text for one in note.iter(f"{W}p")] if note is not None else []
            yield Piece(BlockKind.NOTE, "\n".join(filter(None, map(str.strip, said))), mark=f"{self._noted} ")

    def _paragraph(self, paragraph: etree._Element) -> Iterator[Piece | None]:
        words = self._words(paragraph)
        depth = self._styles.heading_depth(paragraph)
        listed = self._styles.is_listed(paragraph)
        before = words.text.partition(PAGE_BREAK)[0]
        text = words.text.replace(PAGE_BREAK, " ")
        label = self._numbers.label(paragraph)  # also of an empty one: Word counts it
        if PAGE_BREAK in words.text and not before.strip():
            yield None
        if depth and text.strip():
            yield Piece(BlockKind.HEADING, " ".join(f"{label} {text}".split()), depth)
        elif listed and _NAMES_SOMETHING.search(label):
            yield Piece(BlockKind.PARAGRAPH, f"{label} {text}", bold=words.bold)
        elif listed:
            yield Piece(BlockKind.LIST_ITEM, text, mark=f"{label or '-'} ")
        elif text.strip():
            yield Piece(BlockKind.PARAGRAPH, text, bold=words.bold)
        if before.strip() and PAGE_BREAK in words.text:
            yield None
        for box in words.boxes:
            yield from self._walk(box)

    def _table(self, table: etree._Element) -> Iterator[Piece | None]:
        """Give a row for each row of several cells; a row of one cell is walked like a page."""
        if _is_layout(table):
            for cell in table.iter(f"{W}tc"):
                if next(cell.iterancestors(f"{W}tbl")) is table:
                    yield from self._walk(cell)
            return
        number, self._tables = self._tables, self._tables + 1
        for row in _inside(table, f"{W}tr"):
            cells = list(_inside(row, f"{W}tc"))
            if len(cells) == 1:
                yield from self._walk(cells[0])
            elif cells and not _is_deleted(row):
                texts, bold = zip(*(self._cell(cell) for cell in cells), strict=True)
                marked = row.find(f"{W}trPr/{W}tblHeader") is not None
                yield Piece(BlockKind.ROW, cells=tuple(texts), table=number, bold=marked or all(bold))

    def _cell(self, cell: etree._Element) -> tuple[str, bool]:
        """Return the words of a cell, paragraph by paragraph, and whether all of them are bold."""
        merge = cell.find(f"{W}tcPr/{W}vMerge")
        if merge is not None and merge.get(f"{W}val", "continue") == "continue":
            return "", True
        every = [(self._numbers.label(one), self._words(one)) for one in cell.iter(f"{W}p")]
        said = [f"{label} {words.text.replace(PAGE_BREAK, ' ')}".strip() for label, words in every]
        return "\n".join(filter(None, said)), all(words.bold for _, words in every if words.text.strip())


def _inside(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Give the children of this tag, content controls and insertions seen through."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in _CONTAINERS:
            yield from _inside(child, tag)


def _is_layout(table: etree._Element) -> bool:
    """Say whether a table only places other tables on the page: most of its words are in them."""
    nested = [one for one in table.iterdescendants(f"{W}tbl") if next(one.iterancestors(f"{W}tbl")) is table]
    inside = sum(len(text.text or "") for one in nested for text in one.iter(f"{W}t"))
    return bool(nested) and inside > _MOSTLY * sum(len(text.text or "") for text in table.iter(f"{W}t"))


def _is_deleted(row: etree._Element) -> bool:
    return row.find(f"{W}trPr/{W}del") is not None
