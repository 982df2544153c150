"""The words of a Word paragraph: runs, tabs, breaks, boxes ticked, insertions kept and deletions left out."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from inspectqa.ingest.read.docx_parts import W
from inspectqa.ingest.read.docx_styles import Styles

PAGE_BREAK = "\f"
NOTES = ("footnote", "endnote")
_LEFT_OUT = frozenset(
    f"{W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "sdtPr", "sdtEndPr", "instrText", "delText")
)
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SIGNS = {f"{W}tab": "\t", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}lastRenderedPageBreak": PAGE_BREAK}
_TICKED = frozenset({"F0FE", "F0FD", "F0FC", "F052", "F054", "F053"})
_UNTICKED = frozenset({"F0A8", "F06F", "F0A3", "F071"})


@dataclass(frozen=True, slots=True)
class Words:
    """What a paragraph says. ``boxes`` are text boxes anchored in it, ``hidden`` counts its hidden runs.

    ``notes`` are the names of the footnotes and endnotes that it refers to: ``footnote 2``.
    """

    text: str
    bold: bool
    boxes: tuple[etree._Element, ...]
    hidden: int
    notes: tuple[str, ...] = ()


def words_of(paragraph: etree._Element, styles: Styles) -> Words:
    """Return the words of ``paragraph``; a page break in it is a form feed."""
    text: list[str] = []
    plain, hidden = False, 0
    notes: list[str] = []
    for run in _runs(paragraph):
        if styles.has(run, paragraph, "vanish"):
            hidden += 1
            continue
        said = "".join(_said(run))
        notes.extend(
            f"{kind} {reference.get(f'{W}id')}" for kind in NOTES for reference in run.iter(f"{W}{kind}Reference")
        )
        text.append(said)
        plain = plain or (bool(said.strip()) and not styles.has(run, paragraph, "b"))
    return Words("".join(text), not plain, tuple(_boxes(paragraph)), hidden, tuple(notes))


def _runs(element: etree._Element) -> Iterator[etree._Element]:
    """Give the runs in reading order, through links, fields, insertions and content controls."""
    for child in element:
        if child.tag == f"{W}r":
            yield child
        elif child.tag in _LEFT_OUT or _is_placeholder(child):
            continue
        elif isinstance(child.tag, str):
            yield from _runs(child)


def _said(run: etree._Element) -> Iterator[str]:
    for child in run:
        if child.tag == f"{W}t":
            yield (child.text or "").replace("\n", " ").replace("\t", " ")
        elif child.tag == f"{W}br":
            yield PAGE_BREAK if child.get(f"{W}type") == "page" else "\n"
        elif child.tag == f"{W}sym":
            yield _symbol(child.get(f"{W}char", "").upper())
        elif child.tag == f"{W}fldChar":
            yield from ("☒" if _is_ticked(box) else "☐" for box in child.iter(f"{W}checkBox"))
        else:
            yield _SIGNS.get(str(child.tag), "")


def _boxes(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Give the text boxes, each once: the older copy kept for old readers is left out."""
    for box in paragraph.iter(f"{W}txbxContent"):
        if next(box.iterancestors(_FALLBACK), None) is None and next(box.iterancestors(f"{W}p")) is paragraph:
            yield box


def _is_placeholder(control: etree._Element) -> bool:
    """Say whether a content control still shows its prompt ("Click here to enter text"): nobody wrote that."""
    return control.tag == f"{W}sdt" and control.find(f"{W}sdtPr/{W}showingPlcHdr") is not None


def _symbol(code: str) -> str:
    return "☒" if code in _TICKED else "☐" if code in _UNTICKED else ""


def _is_ticked(box: etree._Element) -> bool:
    state = box.find(f"{W}checked")
    state = box.find(f"{W}default") if state is None else state
    return state is not None and state.get(f"{W}val", "1") not in ("0", "false")
