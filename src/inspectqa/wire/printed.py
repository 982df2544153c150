"""Where quotations are printed, as clients receive it."""

from collections.abc import Iterable
from itertools import groupby

from inspectqa.documents import HeldDocument, Page
from inspectqa.rectangles import Rectangle
from inspectqa.wire import Response


class BoxOut(Response):
    """A rectangle in points from the top left of the page as displayed."""

    left: float
    top: float
    right: float
    bottom: float


class PrintedPageOut(Response):
    """A page as displayed, its size in points, and one box for each line of the span on it."""

    page: int
    width: float
    height: float
    boxes: list[BoxOut]


class RectanglesOut(Response):
    """Where a span is printed; no pages for a format without pages that are displayed."""

    pages: list[PrintedPageOut]


def rectangles_out(held: HeldDocument, rectangles: Iterable[Rectangle]) -> RectanglesOut:
    """Return the rectangles page by page; a row cut by a page's end has both pages more than once."""
    pages = {page.number: page for page in held.pages}
    runs = groupby(rectangles, key=lambda one: one.page)
    return RectanglesOut(pages=[_page_out(pages[number], run) for number, run in runs])


def _page_out(page: Page, rectangles: Iterable[Rectangle]) -> PrintedPageOut:
    boxes = [BoxOut(left=one.left, top=one.top, right=one.right, bottom=one.bottom) for one in rectangles]
    return PrintedPageOut(page=page.number, width=page.width, height=page.height, boxes=boxes)
