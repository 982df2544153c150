"""How well the places of words fit a PDF's pages as they are drawn: ink in each word's box, ink outside all boxes."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from pypdfium2 import raw

from inspectqa.documents import Document, Span
from inspectqa.rectangles import Rectangle, rectangles

_SCALE = 2.0
_DARK = 160
_SEEN = 25  # grey levels by which a word changes what lies below it, on a filled area too
_TEXTS = frozenset((raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_FORM))  # a form may hold words
_DRAWINGS = frozenset((raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING))
_ROOM = 1.0  # points around a box: strokes are smoothed at their edges


@dataclass(frozen=True)
class Fit:
    """Words whose box holds no ink, and the share of ink outside all boxes on pages that are no scans."""

    empty: tuple[str, ...]
    outside: float


def fit(data: bytes, document: Document) -> Fit:
    """Draw each page with its words alone, and with all but them, and compare it with the document's words."""
    pdf = pypdfium2.PdfDocument(data)
    empty: list[str] = []
    total = outside = 0
    for number in range(1, len(pdf) + 1):
        scanned = any(one.number == number and one.source == "ocr" for one in document.pages)
        whole = _drawn(pdf, number, _DRAWINGS | _TEXTS)
        ink = (whole if scanned else _drawn(pdf, number, _TEXTS)) < _DARK
        printed = ink if scanned else ink | (np.abs(whole - _drawn(pdf, number, _DRAWINGS)) > _SEEN)
        left = ink.copy()
        for word in document.words:
            if word.page == number:
                boxes: tuple[Rectangle, ...] = rectangles(document.words, Span(word.start, word.end))
                boxes = boxes or (Rectangle(word.page, word.left, word.top, word.right, word.bottom),)
                drawn = any(_part(printed, box, 0.0).any() for box in boxes)
                drawn = drawn or (scanned and any(np.ptp(_part(whole, box, 0.0)) > _DARK for box in boxes))
                if not drawn:
                    empty.append(document.text[word.start : word.end])
                for box in boxes:
                    _part(left, box, _ROOM)[:] = False
        if not scanned:  # the rules and specks of a scan are part of its one picture
            total += int(ink.sum())
            outside += int(left.sum())
    pdf.close()
    return Fit(tuple(empty), outside / max(total, 1))


def _drawn(pdf: Any, number: int, kinds: frozenset[int]) -> NDArray[np.int16]:
    """Return the grey levels of a page that holds objects of these kinds alone."""
    page = pdf[number - 1]
    for one in list(page.get_objects(max_depth=1)):
        if one.type not in kinds:
            page.remove_obj(one)
    drawn = np.asarray(page.render(scale=_SCALE, grayscale=True).to_numpy()).squeeze().astype(np.int16)
    page.close()
    return drawn


def _part(ink: NDArray[Any], box: Rectangle, room: float) -> NDArray[Any]:
    top, bottom = int(max((box.top - room) * _SCALE, 0)), int((box.bottom + room) * _SCALE) + 1
    left, right = int(max((box.left - room) * _SCALE, 0)), int((box.right + room) * _SCALE) + 1
    return ink[top:bottom, left:right]
