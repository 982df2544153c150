"""Every word of every PDF here has its place on the page: its box covers ink, and hardly any ink lies outside boxes."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from inspectqa.documents import Document, Span
from inspectqa.ingest.read.pdf import read_pdf
from inspectqa.rectangles import rectangles
from printed import fit
from said import read_once

_REPOSITORY = Path(__file__).resolve().parents[3]
_FILES = sorted({*_REPOSITORY.glob("samples/*.pdf"), *_REPOSITORY.glob("tests/data/**/*.pdf")})
_MOST_OUTSIDE = 0.005


def mapped(document: Document) -> str:
    """The characters of the text that no word covers."""
    covered = {at for word in document.words for at in range(word.start, word.end)}
    return "".join(char for at, char in enumerate(document.text) if at not in covered and not char.isspace())


def check(data: bytes, document: Document | None = None) -> Document:
    document = document or read_pdf(data, "a.pdf")
    found = fit(data, document)
    assert found.empty == ()
    assert found.outside <= _MOST_OUTSIDE
    assert mapped(document).strip("->") == ""  # marks of lists stand for bullets, those of quotations for their margin
    assert [word.start for word in document.words] == sorted(word.start for word in document.words)
    return document


@pytest.mark.parametrize("path", _FILES, ids=lambda path: path.name)
def test_the_words_of_a_file_lie_where_their_boxes_are(path: Path) -> None:
    check(path.read_bytes(), read_once(path))


def drawn(draw: Callable[[Any], None], **options: Any) -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4, **options)
    draw(canvas)
    canvas.save()
    return stream.getvalue()


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [None, (30, 40, 530, 760)], ids=["whole", "cropped"])
def test_boxes_fit_turned_and_cropped_pages(rotation: int, crop: tuple[int, int, int, int] | None) -> None:
    def draw(canvas: Any) -> None:
        width, height = A4 if rotation % 180 == 0 else (A4[1], A4[0])
        canvas.translate(*{0: (0, 0), 90: (width, 0), 180: (width, height), 270: (0, height)}[rotation])
        canvas.rotate(rotation)
        for line in range(12):
            canvas.drawString(90, 500 - 20 * line, f"Line {line} of a page that is shown turned.")

    data = io.BytesIO()
    with pikepdf.open(io.BytesIO(drawn(draw))) as pdf:
        pdf.pages[0].rotation = rotation
        if rotation % 180:
            pdf.pages[0].mediabox = pikepdf.Array([0, 0, A4[1], A4[0]])
        if crop:
            pdf.pages[0].cropbox = pikepdf.Array(crop if rotation % 180 == 0 else [crop[1], crop[0], crop[3], crop[2]])
        pdf.save(data)
    document = check(data.getvalue())
    page = document.pages[0]
    upright = (crop[2] - crop[0], crop[3] - crop[1]) if crop else A4
    assert sorted((page.width, page.height)) == pytest.approx(sorted(upright), abs=1)


def test_words_set_sideways_have_their_places_too() -> None:
    def draw(canvas: Any) -> None:
        canvas.drawString(90, 500, "Upright words.")
        canvas.rotate(90)
        canvas.drawString(90, -300, "Sideways words.")

    check(drawn(draw))


def test_a_span_over_two_lines_has_two_rectangles_and_a_part_of_a_word_a_part_of_its_box() -> None:
    def draw(canvas: Any) -> None:
        canvas.drawString(60, 700, "The force has")
        canvas.drawString(60, 685, "acted on it.")

    document = read_pdf(drawn(draw), "a.pdf")
    start = document.text.index("has")
    first, second = rectangles(document.words, Span(start, document.text.index(" on")))
    assert first.bottom <= second.top + 3
    assert first.left > second.left == pytest.approx(60, abs=1)
    whole, part = (rectangles(document.words, Span(0, end))[0] for end in (3, 1))
    assert part.right - part.left == pytest.approx((whole.right - whole.left) / 3)


def test_a_row_cut_by_the_page_end_is_on_both_pages() -> None:
    document = read_pdf((_REPOSITORY / "tests/data/pdf/libreoffice_ruled.pdf").read_bytes(), "a.pdf")
    cut = [page for page in document.pages if page.early]
    assert cut
    for page in cut:
        for span in page.early:
            assert document.page_at(span.start) == page.number
            assert {one.page for one in rectangles(document.words, span)} == {page.number}
    row = next(block for block in document.blocks if block.cells and block.span.holds(cut[0].early[0]))
    assert {cut[0].number - 1, cut[0].number} <= {one.page for one in rectangles(document.words, row.span)}
