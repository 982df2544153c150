"""The page in Chromium: what its first paint weighs, and how much later than the API its first words are there.

    uv run python benchmarks/page.py            the figures of docs/page.md
    uv run python benchmarks/page.py --images   also the screenshots of docs/images

Ingests samples/ into a folder of its own and serves it on loopback.
"""

import argparse
import io
import json
import socket
import statistics
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import uvicorn
from PIL import Image
from playwright.sync_api import Browser, Page, Request, ViewportSize, sync_playwright

from inspectqa import bootstrap
from inspectqa.api.app import create_app
from inspectqa.settings import load

REPOSITORY = Path(__file__).resolve().parents[1]
IMAGES = REPOSITORY / "docs" / "images"
QUESTIONS = [
    "What has Northmoor done on Makesafe?",
    "When is recommendation 6 due for Brackenshire?",
    "What did the commissioner for Northmoor say on recommendation 4?",
    "What has Caldermere done on recommendation 2?",
    "How many horses does Northmoor have?",
]
ROUNDS = 6
COLOURS = 64
LOOKS = {"": 1100, "-dark": 1100, "-narrow": 320}
# What is kept of the further looks: the states where they matter most.
KEPT = {"-dark": {"answer", "ask", "source-pdf"}, "-narrow": {"answer", "filters", "source-pdf"}}
# When the first words of an answer are in the page, counted from the key, in milliseconds.
WATCH = """() => {
  window.first = null;
  const place = document.querySelector('.iqa-conversation');
  document.addEventListener('keydown', ({key}) => { if (key === 'Enter') window.pressed = performance.now(); }, true);
  new MutationObserver(() => {
    if (window.first !== null || !place.querySelector('.iqa-statement')) return;
    window.first = performance.now() - window.pressed;
  }).observe(place, {subtree: true, childList: true});
}"""


@contextmanager
def service() -> Iterator[str]:
    """Serve the samples; give the address."""
    with tempfile.TemporaryDirectory() as folder:
        application = bootstrap.build(load(data_dir=Path(folder) / "data"))
        application.pipeline.ingest([REPOSITORY / "samples"])
        application.ready()
        listening = socket.create_server(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(create_app(application), log_level="warning", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)
        application.close()


def weight(browser: Browser, base: str) -> None:
    """Print what the first paint transfers without a cache."""
    page = browser.new_page()
    sizes: dict[str, int] = {}
    arrived: list[Request] = []
    page.on("requestfinished", lambda one: arrived.append(one))
    page.goto(base)
    page.wait_for_load_state("networkidle")
    for request in arrived:
        told = request.sizes()
        sizes[request.url] = told["responseBodySize"] + told["responseHeadersSize"]
        print(f"{sizes[request.url]:>8,}  {request.url.removeprefix(base).partition('?')[0]}")
    print(f"{sum(sizes.values()):>8,}  bytes in all, with headers")
    page.close()


def alone(base: str, question: str) -> float:
    """Return how long the API takes for a question, in milliseconds."""
    body = json.dumps({"question": question}).encode()
    request = urllib.request.Request(  # noqa: S310  our own address
        f"{base}/v1/ask", body, {"Content-Type": "application/json"}
    )
    began = time.perf_counter()
    with urllib.request.urlopen(request) as response:  # noqa: S310  as above
        response.read()
    return 1000 * (time.perf_counter() - began)


def on_the_page(page: Page, base: str, question: str) -> float:
    """Return how long after the key the first words are there, in milliseconds."""
    page.goto(base)
    page.evaluate("sessionStorage.clear()")
    page.reload()
    page.evaluate(WATCH)
    page.fill("#question", question)
    page.keyboard.press("Enter")
    page.wait_for_selector(".iqa-tools")
    return float(page.evaluate("window.first"))


def first_words(browser: Browser, base: str) -> None:
    """Print the API's own time, the page's, and what lies between."""
    page = browser.new_page()
    pairs = [(alone(base, one), on_the_page(page, base, one)) for _ in range(ROUNDS) for one in QUESTIONS]
    api, shown = (statistics.median(column) for column in zip(*pairs, strict=True))
    later = sorted(on_page - own for own, on_page in pairs)
    print(f"API {api:.0f} ms, first words on the page {shown:.0f} ms (medians of {len(pairs)})")
    print(f"later by {statistics.median(later):.0f} ms, at most {later[-1]:.0f} ms")
    page.close()


def shot(page: Page, name: str, look: str, *, whole: bool = False) -> None:
    """Write a screenshot with few colours."""
    if name in KEPT.get(look, {name}):
        picture = Image.open(io.BytesIO(page.screenshot(full_page=whole))).convert("RGB")
        picture.quantize(COLOURS).save(IMAGES / f"page-{name}{look}.png", optimize=True)


def pictured(browser: Browser, base: str) -> None:
    """Write the screenshots of docs/images."""
    for look, width in LOOKS.items():
        window: ViewportSize = {"width": width, "height": 800}
        scheme: Literal["dark", "light"] = "dark" if look == "-dark" else "light"
        page = browser.new_page(base_url=base, color_scheme=scheme, viewport=window)
        page.goto("/")
        shot(page, "ask", look)
        page.get_by_text("Narrow the search").click()
        shot(page, "filters", look, whole=True)
        asked(page, QUESTIONS[0])
        page.locator(".iqa-chip").nth(4).click()
        shot(page, "answer", look, whole=True)
        page.get_by_role("button", name="Not useful").click()
        page.locator(".iqa-feedback").scroll_into_view_if_needed()
        shot(page, "feedback", look)
        for name, question in (("not-held", "What has Cheshire done on Makesafe?"), ("no-evidence", QUESTIONS[-1])):
            page.evaluate("sessionStorage.clear()")
            asked(page, question)
            shot(page, name, look, whole=True)
        page.goto("/documents")
        shot(page, "documents", look)
        page.goto("/accessibility")
        shot(page, "accessibility", look)
        page.goto("/documents/nobody")
        shot(page, "problem", look)
        for name, file in (("source", "caldermere"), ("source-pdf", "brackenshire-table")):
            page.goto("/documents")
            address = page.locator(f"h3 a[href*='{file}']").get_attribute("href")
            told = page.request.get(f"/v1{address}/statements").json()["statements"]
            cited = max(told[len(told) // 3 : 2 * len(told) // 3], key=lambda one: len(one["quote"]))
            page.goto(f"{address}?start={cited['start']}&end={cited['end']}#cited")
            page.wait_for_load_state("networkidle")
            shot(page, name, look)
        page.close()


def asked(page: Page, question: str) -> None:
    """Ask on a page without a conversation."""
    page.goto("/")
    page.fill("#question", question)
    page.keyboard.press("Enter")
    page.wait_for_selector(".iqa-tools")
    page.wait_for_load_state("networkidle")


def main() -> None:
    """Measure, and take pictures if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--images", action="store_true", help="also write the screenshots of docs/images")
    chosen = parser.parse_args()
    with service() as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        weight(browser, base)
        first_words(browser, base)
        if chosen.images:
            pictured(browser, base)
        browser.close()


if __name__ == "__main__":
    main()
