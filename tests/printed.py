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
_CONTRAST = 60  # of a word on a filled area, or printed in grey
_ROOM = 1.0  # points around a box: strokes are smoothed at their edges


@dataclass(frozen=True)
class Fit:
    """Words whose box holds no ink, and the share of ink outside all boxes on pages that are no scans."""

    empty: tuple[str, ...]
    outside: float


def fit(data: bytes, document: Document) -> Fit:
    """Draw each page without its rules and pictures and compare it with the document's words."""
    pdf = pypdfium2.PdfDocument(data)
    empty: list[str] = []
    total = outside = 0
    for number, page in enumerate(pdf, 1):
        bitmaps = {one for one in document.pages if one.number == number and one.source == "ocr"}
        whole = np.asarray(page.render(scale=_SCALE, grayscale=True).to_numpy()).squeeze()
        if not bitmaps:
            _without_drawings(page)
        ink = np.asarray(page.render(scale=_SCALE, grayscale=True).to_numpy()).squeeze() < _DARK
        left = ink.copy()
        for word in document.words:
            if word.page == number:
                boxes: tuple[Rectangle, ...] = rectangles(document.words, Span(word.start, word.end))
                boxes = boxes or (Rectangle(word.page, word.left, word.top, word.right, word.bottom),)
                drawn = any(_part(ink, box, 0.0).any() or np.ptp(_part(whole, box, 0.0)) > _CONTRAST for box in boxes)
                if not drawn:
                    empty.append(document.text[word.start : word.end])
                for box in boxes:
                    _part(left, box, _ROOM)[:] = False
        if not bitmaps:  # the rules and specks of a scan are part of its one picture
            total += int(ink.sum())
            outside += int(left.sum())
    pdf.close()
    return Fit(tuple(empty), outside / max(total, 1))


def _without_drawings(page: Any) -> None:
    for one in list(page.get_objects(max_depth=1)):
        if one.type != raw.FPDF_PAGEOBJ_TEXT and one.type != raw.FPDF_PAGEOBJ_FORM:
            page.remove_obj(one)


def _part(ink: NDArray[Any], box: Rectangle, room: float) -> NDArray[Any]:
    top, bottom = int(max((box.top - room) * _SCALE, 0)), int((box.bottom + room) * _SCALE) + 1
    left, right = int(max((box.left - room) * _SCALE, 0)), int((box.right + room) * _SCALE) + 1
    return ink[top:bottom, left:right]
