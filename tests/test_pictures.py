"""Pages of PDFs are drawn apart: what can't be drawn gives none, costs its limit once, and breaks nothing."""

import io
import time
from pathlib import Path

import pytest
from PIL import Image

from hostile_pdfs import pdfs
from inspectqa.pictures import Pictures
from inspectqa.settings import load

SAMPLE = Path(__file__).resolve().parents[1] / "samples" / "brackenshire_table_gbcse_2025.pdf"


@pytest.fixture
def pictures() -> Pictures:
    return Pictures(load())


def test_a_page_is_drawn_as_it_is_displayed(pictures: Pictures) -> None:
    drawn = pictures.page(SAMPLE, "a", 1)
    assert drawn
    picture = Image.open(io.BytesIO(drawn))
    assert picture.width == 1240
    assert picture.width > picture.height
    assert len(drawn) < 300_000


def test_a_page_is_drawn_once(pictures: Pictures, tmp_path: Path) -> None:
    first = pictures.page(SAMPLE, "a", 1)
    assert pictures.page(tmp_path / "gone.pdf", "a", 1) is first


@pytest.mark.parametrize("content", [b"", b"no PDF", b"%PDF-1.7\n1 0 obj"])
def test_what_is_no_pdf_gives_no_picture_and_is_not_tried_again(
    pictures: Pictures, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(content)
    assert pictures.page(path, "a", 1) is None
    path.write_bytes(SAMPLE.read_bytes())
    assert pictures.page(path, "a", 1) is None
    assert pictures.page(path, "another", 1)


def test_a_page_that_is_not_there_gives_no_picture(pictures: Pictures) -> None:
    assert pictures.page(SAMPLE, "a", 99) is None


def test_a_damaged_file_is_repaired_and_drawn(pictures: Pictures, tmp_path: Path) -> None:
    damaged = SAMPLE.read_bytes()
    (tmp_path / "a.pdf").write_bytes(damaged[: damaged.rindex(b"xref")])
    assert pictures.page(tmp_path / "a.pdf", "a", 1)


@pytest.mark.slow
def test_no_hostile_file_is_drawn_for_longer_than_the_limit(pictures: Pictures, tmp_path: Path) -> None:
    for one in pdfs():
        (tmp_path / "a.pdf").write_bytes(one.data)
        began = time.monotonic()
        drawn = pictures.page(tmp_path / "a.pdf", one.name, 1)
        assert time.monotonic() - began < 25, one.name
        assert drawn is None or drawn.startswith(b"\x89PNG")
