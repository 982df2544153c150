"""One page of a PDF as the engine sees it: glyphs with boxes, ruled lines, filled areas. Points, y downwards.

The engine (pypdfium2) is imported here and in ``pdf.py`` only, late, because it loads a native library.
"""

import ctypes
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

_MOST_PATHS = 40_000
_THIN = 3.0
_SMALLEST_TYPE = 2.5
_WHITE = 245
_LIGATURES = frozenset({"ff", "fi", "fl", "ffi", "ffl", "fj", "ft", "tt", "ti", "tf", "Th", "st", "ct"})


class Box(NamedTuple):
    """A rectangle; ``top`` is less than ``bottom``."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, x: float, y: float) -> bool:
        """Say whether the point lies in this rectangle."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom


class Glyph(NamedTuple):
    """A character with its box (as high as its font's line), bold or not; ``spaced``: the file has a space before it.

    ``sure`` is what OCR says of it, 0 to 100.
    """

    char: str
    box: Box
    bold: bool
    spaced: bool
    sure: int = 100

    @property
    def middle(self) -> tuple[float, float]:
        """The centre of the box."""
        return (self.box.left + self.box.right) / 2, (self.box.top + self.box.bottom) / 2


class Skew(NamedTuple):
    """A turn of the page about its middle that made its lines level; ``angle`` in degrees, lines fell to the right."""

    angle: float
    x: float
    y: float

    def back(self, box: Box) -> Box:
        """Return the upright box on the page as shown around a box of the level page."""
        angle = math.radians(self.angle)
        sine, cosine = math.sin(angle), math.cos(angle)
        x, y = (box.left + box.right) / 2 - self.x, (box.top + box.bottom) / 2 - self.y
        wide, high = box.right - box.left, box.bottom - box.top
        middle = (self.x + x * cosine - y * sine, self.y + x * sine + y * cosine)
        across, down = (wide * cosine + high * abs(sine)) / 2, (high * cosine + wide * abs(sine)) / 2
        return Box(middle[0] - across, middle[1] - down, middle[0] + across, middle[1] + down)


@dataclass(frozen=True, slots=True)
class RawPage:
    """What is printed on one page. ``unseen`` counts the characters in white on white or in tiny type.

    ``source`` is ``digital`` or ``ocr``. ``skew`` says how far the coordinates are turned against the page as shown.
    """

    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    rulings: tuple[Box, ...]
    areas: tuple[Box, ...]
    unseen: int
    source: str = "digital"
    skew: Skew | None = None


def raw_page(page: Any) -> RawPage:
    """Return what is printed on ``page`` (a pypdfium2 page), turned as a reader sees it."""
    width, height = page.get_size()
    turned = _turner(page)
    rulings, areas = _drawn(page, turned)
    glyphs, unseen = _glyphs(page, turned, areas)
    sheet = Box(-1, -1, width + 1, height + 1)
    inside = tuple(glyph for glyph in glyphs if sheet.holds(*glyph.middle))
    return RawPage(width, height, inside, tuple(rulings), tuple(areas), unseen)


def _turner(page: Any) -> Callable[[float, float, float, float], Box]:
    """Return the function from the file's coordinates (left, bottom, right, top) to the displayed page's."""
    left, bottom, right, top = page.get_bbox()
    rotation = page.get_rotation() % 360

    def turned(x0: float, y0: float, x1: float, y1: float) -> Box:
        if rotation == 90:
            a, b, c, d = y0 - bottom, x0 - left, y1 - bottom, x1 - left
        elif rotation == 180:
            a, b, c, d = right - x1, y0 - bottom, right - x0, y1 - bottom
        elif rotation == 270:
            a, b, c, d = top - y1, right - x1, top - y0, right - x0
        else:
            a, b, c, d = x0 - left, top - y1, x1 - left, top - y0
        return Box(a, b, c, d) if a <= c and b <= d else Box(min(a, c), min(b, d), max(a, c), max(b, d))

    return turned


def _glyphs(page: Any, turned: Callable[..., Box], areas: list[Box]) -> tuple[list[Glyph], int]:
    """Return the printed glyphs in the file's order, and how many a reader can't see."""
    from pypdfium2 import raw  # noqa: PLC0415  the vendor's door

    opened = page.get_textpage()
    textpage = opened.raw
    rectangle, fonts = raw.FS_RECTF(), {}
    glyphs: list[Glyph] = []
    unseen, spaced = 0, False
    for index in range(opened.count_chars()):
        code = raw.FPDFText_GetUnicode(textpage, index)
        char = "-" if code == 2 else chr(code) if 0 < code < 0xD800 or 0xDFFF < code < 0x110000 else " "
        if char.isspace() or raw.FPDFText_IsGenerated(textpage, index) == 1:
            spaced = True
            continue
        raw.FPDFText_GetLooseCharBox(textpage, index, rectangle)
        box = turned(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
        handle = raw.FPDFText_GetTextObject(textpage, index)
        key = ctypes.addressof(handle.contents) if handle else 0
        if key not in fonts:
            fonts[key] = (_is_bold(raw, handle, textpage, index), _is_white(raw, textpage, index))
        bold, white = fonts[key]
        glyph = Glyph(char, box, bold, spaced)
        spaced = False
        if glyphs and box == glyphs[-1].box and glyphs[-1].char + char in _LIGATURES:
            glyphs[-1] = glyphs[-1]._replace(char=glyphs[-1].char + char)
        elif box.bottom - box.top < _SMALLEST_TYPE or (white and not any(area.holds(*glyph.middle) for area in areas)):
            unseen += 1
        else:
            glyphs.append(glyph)
    return glyphs, unseen


def _is_bold(raw: Any, handle: Any, textpage: Any, index: int) -> bool:
    font = raw.FPDFTextObj_GetFont(handle) if handle else None
    if font is None:
        return bool(raw.FPDFText_GetFontWeight(textpage, index) >= 600)
    buffer = ctypes.create_string_buffer(200)
    raw.FPDFFont_GetBaseFontName(font, buffer, 200)
    name = buffer.value.decode("latin-1").lower()
    return any(word in name for word in ("bold", "black", "heavy", "demi")) or raw.FPDFFont_GetWeight(font) >= 600


def _is_white(raw: Any, textpage: Any, index: int) -> bool:
    colours = [ctypes.c_uint() for _ in range(4)]
    known = raw.FPDFText_GetFillColor(textpage, index, *colours)
    return bool(known) and (min(colour.value for colour in colours[:3]) >= _WHITE or colours[3].value == 0)


def _drawn(page: Any, turned: Callable[..., Box]) -> tuple[list[Box], list[Box]]:
    """Return the rulings (boxes thin in one direction) and the filled areas that are not white, pictures too."""
    from pypdfium2 import raw  # noqa: PLC0415  the vendor's door

    rulings: list[Box] = []
    areas: list[Box] = []
    kinds = [raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE]
    for count, drawn in enumerate(page.get_objects(filter=kinds, max_depth=4)):
        if count > _MOST_PATHS:
            break
        if drawn.type == raw.FPDF_PAGEOBJ_IMAGE:
            areas.append(turned(*drawn.get_bounds()))
            continue
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(drawn, fill, stroke)
        lines = [turned(*line) for line in _path_lines(raw, drawn)]
        bounds = turned(*drawn.get_bounds())
        thin = min(bounds.right - bounds.left, bounds.bottom - bounds.top) <= _THIN
        if stroke.value:
            rulings.extend(line for line in lines if _is_straight(line))
        elif fill.value and thin:
            rulings.append(_thinned(bounds))
        if fill.value and not thin and _is_dark(raw, drawn):
            areas.append(bounds)
    return rulings, areas


def _path_lines(raw: Any, path: Any) -> Iterator[tuple[float, float, float, float]]:
    """Give the straight lines of a path as (left, bottom, right, top) on the page."""
    matrix = path.get_matrix()
    if path.container is not None:
        matrix = matrix.multiply(path.container.get_matrix())
    x, y = ctypes.c_float(), ctypes.c_float()
    first = last = (0.0, 0.0)
    for number in range(min(raw.FPDFPath_CountSegments(path), 1000)):
        segment = raw.FPDFPath_GetPathSegment(path, number)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = matrix.on_point(x.value, y.value)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            first = point
        elif kind == raw.FPDF_SEGMENT_LINETO:
            yield _line(last, point)
        last = point
        if raw.FPDFPathSegment_GetClose(segment):
            yield _line(last, first)


def _line(a: tuple[float, float], b: tuple[float, float]) -> tuple[float, float, float, float]:
    return min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])


def _is_straight(line: Box) -> bool:
    wide, high = line.right - line.left, line.bottom - line.top
    return min(wide, high) < 1.0 and max(wide, high) > _THIN


def _thinned(box: Box) -> Box:
    """Return the middle line of a thin filled rectangle."""
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    return (
        Box(x, box.top, x, box.bottom)
        if box.right - box.left < box.bottom - box.top
        else Box(box.left, y, box.right, y)
    )


def _is_dark(raw: Any, path: Any) -> bool:
    colours = [ctypes.c_uint() for _ in range(4)]
    known = raw.FPDFPageObj_GetFillColor(path, *colours)
    return bool(known) and min(colour.value for colour in colours[:3]) < _WHITE and colours[3].value > 0
