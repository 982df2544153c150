"""The source view of a PDF: the marked words are those under the rectangles on the picture of the page."""

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from browsing import ask, browsing, marked, squeezed
from inspectqa.api.app import create_app
from inspectqa.bootstrap import Application

Serve = Callable[..., str]

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
TABLE = "brackenshire_table_gbcse_2025.pdf"
# Where each rectangle and its picture lie in the window, in pixels.
PLACES = """() => [...document.querySelectorAll('.iqa-sheet')].flatMap(sheet => {
  const page = sheet.querySelector('img').getBoundingClientRect();
  return [...sheet.querySelectorAll('rect')].map(rect => {
    const box = rect.getBoundingClientRect();
    return {page: Number(sheet.querySelector('img').alt.match(/Page (\\d+)/)[1]),
            left: (box.left - page.left) / page.width, right: (box.right - page.left) / page.width,
            top: (box.top - page.top) / page.height, bottom: (box.bottom - page.top) / page.height};
  });
})"""


@pytest.fixture(scope="module")
def service(held_samples: Application, serve: Serve) -> str:
    """The address of a service that holds the samples."""
    return serve(create_app(held_samples))


@pytest.fixture
def page(chromium: Browser, service: str) -> Iterator[Page]:
    """A page of our own origin; every error and every violation of its policy fails the test."""
    with browsing(chromium, base_url=service, viewport={"width": 1400, "height": 1000}) as (page, faults):
        page.goto("/")
        yield page
    assert faults == []


def bare(text: str) -> str:
    return re.sub(r"\W+", "", text).lower()


def printed_under(file: Path, places: list[dict[str, Any]]) -> str:
    """Return the words that the PDF itself has under the rectangles, as far as their middles lie in them."""
    document = pypdfium2.PdfDocument(file)
    found = []
    for place in places:
        sheet = document[place["page"] - 1]
        width, height = sheet.get_size()
        middle = height * (1 - (place["top"] + place["bottom"]) / 2)
        half = height * (place["bottom"] - place["top"]) * 0.3
        box = (width * place["left"] - 1, middle - half, width * place["right"] + 1, middle + half)
        found.append(sheet.get_textpage().get_text_bounded(*box))
    document.close()
    return " ".join(found)


def loaded(page: Page) -> None:
    """Wait for the pictures."""
    page.wait_for_function("() => [...document.images].every(one => one.complete && one.naturalWidth > 0)")


def test_the_words_under_the_rectangles_are_the_quotation(page: Page) -> None:
    ask(page, "What has Brackenshire done on recommendation 2 of the 2025 report?")
    addresses = page.locator(".iqa-source").evaluate_all("every => every.map(one => one.getAttribute('href'))")
    quotes = [squeezed(one) for one in page.locator(".iqa-citation blockquote").all_text_contents()]
    in_table = [(a, quote) for a, quote in zip(addresses, quotes, strict=True) if "table-gbcse" in a]
    assert in_table
    for address, quote in in_table:
        page.goto(address)
        loaded(page)
        places = page.evaluate(PLACES)
        assert places
        assert marked(page) == quote
        assert bare(printed_under(SAMPLES / TABLE, places)) == bare(quote)


def test_there_is_ink_under_the_rectangles_and_yellow_around_it(chromium: Browser, service: str) -> None:
    sharp = {"viewport": {"width": 1400, "height": 1000}, "device_scale_factor": 3}
    with browsing(chromium, base_url=service, **sharp) as (page, faults):
        page.goto("/")
        ask(page, "What has Brackenshire done on recommendation 2 of the 2025 report?")
        page.locator(".iqa-source[href*='table-gbcse']").first.evaluate("link => { location.href = link.href; }")
        page.wait_for_url("**/documents/**")
        loaded(page)
        rectangle = page.locator(".iqa-sheet rect").first
        rectangle.scroll_into_view_if_needed()
        dots = np.asarray(Image.open(io.BytesIO(rectangle.screenshot())).convert("RGB")).astype(int)
    yellow = (dots[..., 0] > 200) & (dots[..., 1] > 180) & (dots[..., 2] < 190)
    dark = dots.max(axis=2) < 110
    assert yellow.mean() > 0.3
    assert dark.mean() > 0.02
    assert faults == []


def test_a_span_over_a_page_end_is_marked_on_both_pages(page: Page, held_samples: Application) -> None:
    held = next(one for one in held_samples.catalogue.documents() if one.file == TABLE)
    end = held.pages[1].start
    page.goto(f"/documents/{held.id}?start={end - 60}&end={end + 20}#cited")
    loaded(page)
    assert {place["page"] for place in page.evaluate(PLACES)} == {1, 2}
    page.get_by_role("link", name=re.compile(r"^Page \d+$")).first.click()
    expect(page.locator(".iqa-sheet")).to_have_count(1)


def test_the_original_is_downloaded_as_it_was(page: Page, tmp_path: Path) -> None:
    page.goto("/documents")
    page.locator(".iqa-document").filter(has_text=TABLE).get_by_role("link").first.click()
    with page.expect_download() as begun:
        page.get_by_role("link", name="download the original").click()
    begun.value.save_as(tmp_path / "original.pdf")
    assert (tmp_path / "original.pdf").read_bytes() == (SAMPLES / TABLE).read_bytes()
