"""Scans: a page is drawn, turned, dirtied and put into a PDF as a picture; its words must come back.

Without tesseract these tests are skipped, but never where CI is set: there it is installed.
"""

import io
import os
import re

import numpy as np
import pypdfium2
import pytest
from PIL import Image
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from inspectqa.documents import Document
from inspectqa.errors import RefusedFile
from inspectqa.ingest.read import ocr
from inspectqa.ingest.read.pdf import read_pdf
from inspectqa.ingest.read.picture import skew_of
from printed import fit

_STYLES = getSampleStyleSheet()
_SAYS = "The force reviewed the records of each team and found that officers acted on what they were told in time."
_MOSTLY = 0.95
needs_tesseract = pytest.mark.skipif(
    ocr.ocr_program() is None and not os.environ.get("CI"), reason="tesseract is not installed"
)


def letter() -> bytes:
    story = [Paragraph("Response of Northmoor Constabulary", _STYLES["Heading1"])]
    story += [
        Paragraph(f"Paragraph {at}. {_SAYS} By 31 July 2026 it will be done.", _STYLES["BodyText"]) for at in range(9)
    ]
    stream = io.BytesIO()
    SimpleDocTemplate(stream, pagesize=A4).build(story)
    return stream.getvalue()


def table() -> bytes:
    cells = [
        [
            Paragraph(f"Recommendation {at}: chief constables should review their records.", _STYLES["BodyText"]),
            Paragraph(f"We did number {at}. {_SAYS}", _STYLES["BodyText"]),
        ]
        for at in range(1, 6)
    ]
    stream = io.BytesIO()
    style = [("LINEBELOW", (0, 0), (-1, -1), 0.5, colors.grey), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    SimpleDocTemplate(stream, pagesize=A4).build([Table(cells, colWidths=(180, 280), style=style)])
    return stream.getvalue()


def scanned(data: bytes, angle: float, noise: float) -> bytes:
    """Return a PDF of the first page as a picture of 200 dots per inch, turned by degrees and speckled."""
    pdf = pypdfium2.PdfDocument(data)
    picture = pdf[0].render(scale=200 / 72, grayscale=True).to_pil().convert("L")
    pdf.close()
    turned = picture.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=250)
    random = np.random.default_rng(7)
    pixels = np.asarray(turned, dtype=np.float64) + random.normal(0, noise, (turned.height, turned.width))
    pixels[random.random(pixels.shape) < 0.0005] = 0
    speckled = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    canvas.drawImage(ImageReader(speckled), 0, 0, *A4)
    canvas.save()
    return stream.getvalue()


def words(document: Document) -> list[str]:
    return re.findall(r"\w+", document.text.lower())


@needs_tesseract
@pytest.mark.parametrize(("make", "angle"), [(letter, 1.6), (table, -1.2)], ids=["letter", "table"])
def test_the_words_of_a_scan_come_back(make: type, angle: float) -> None:
    expected = words(read_pdf(make(), "a.pdf"))
    scan = scanned(make(), angle, 12.0)
    document = read_pdf(scan, "scan.pdf")
    found = words(document)
    recall = sum(min(expected.count(word), found.count(word)) for word in set(expected)) / len(expected)
    assert recall >= _MOSTLY
    assert {page.source for page in document.pages} == {"ocr"}
    assert document.warnings[0].startswith("read by OCR (tesseract), confidence ")
    assert all(0 <= word.confidence < 100 for word in document.words)
    assert len(fit(scan, document).empty) <= 0.02 * len(document.words)


@needs_tesseract
def test_the_rows_of_a_scanned_table_stay_together() -> None:
    document = read_pdf(scanned(table(), 1.0, 8.0), "scan.pdf")
    rows = [[cell.of(document.text) for cell in block.cells] for block in document.blocks if block.cells]
    assert len(rows) == 5
    for number, (ask, answer) in enumerate(rows, 1):
        assert ask.startswith(f"Recommendation {number}")
        assert answer.startswith(f"We did number {number}")


@needs_tesseract
def test_pages_with_text_of_their_own_are_not_read_again() -> None:
    import pikepdf  # noqa: PLC0415  only here

    both = io.BytesIO()
    with pikepdf.open(io.BytesIO(letter())) as first, pikepdf.open(io.BytesIO(scanned(letter(), 0.0, 5.0))) as second:
        first.pages.extend(second.pages)
        first.save(both)
    document = read_pdf(both.getvalue(), "a.pdf")
    assert [page.source for page in document.pages] == ["digital", "ocr"]
    assert "page 2;" in document.warnings[0]


def test_without_tesseract_a_scan_is_refused_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(RefusedFile, match=r"no_text.*tesseract-ocr"):
        read_pdf(scanned(letter(), 0.0, 0.0), "scan.pdf")


def test_a_scan_is_refused_when_ocr_is_off() -> None:
    with pytest.raises(RefusedFile, match=r"no_text.*OCR is off"):
        read_pdf(scanned(letter(), 0.0, 0.0), "scan.pdf", ocr_seconds=0)


@pytest.mark.parametrize("angle", [-2.0, -0.6, 0.0, 1.0, 2.4])
def test_the_skew_of_a_page_is_found(angle: float) -> None:
    pdf = pypdfium2.PdfDocument(letter())
    picture = pdf[0].render(scale=1.5, grayscale=True).to_pil().convert("L").rotate(angle, fillcolor=255)
    pdf.close()
    assert skew_of(np.asarray(picture)) == pytest.approx(-angle, abs=0.25)
