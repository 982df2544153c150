"""The page in Chromium: what its first paint weighs, and how much later than the API its first words are there.

    uv run python benchmarks/page.py            the figures of docs/page.md
    uv run python benchmarks/page.py --images   also the screenshots of docs/images

Ingests samples/ into a folder of its own and serves it on loopback.
"""

import argparse
from typing import Literal

from browsed import ARGUMENTS, CHROMIUM, QUESTIONS, ROUNDS, alone, keep, report, samples, watch
from playwright.sync_api import Browser, Page, Request, ViewportSize, sync_playwright

LOOKS = {"": 1100, "-dark": 1100, "-narrow": 320}
# What is kept of the further looks: the states where they matter most.
KEPT = {"-dark": {"answer", "ask", "source-pdf"}, "-narrow": {"answer", "filters", "source-pdf"}}


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


def on_the_page(page: Page, base: str, question: str) -> float:
    """Return how long after the key the first words are there, in milliseconds."""
    page.goto(base)
    page.evaluate("sessionStorage.clear()")
    page.reload()
    page.evaluate(watch("document.querySelector('.iqa-conversation')"))
    page.fill("#question", question)
    page.keyboard.press("Enter")
    page.wait_for_selector(".iqa-tools")
    return float(page.evaluate("window.first"))


def first_words(browser: Browser, base: str) -> None:
    """Print the API's own time, the page's, and what lies between."""
    page = browser.new_page()
    pairs = [(alone(base, one), on_the_page(page, base, one)) for _ in range(ROUNDS) for one in QUESTIONS]
    report("on the page", pairs)
    page.close()


def shot(page: Page, name: str, look: str, *, whole: bool = False) -> None:
    """Write a screenshot with few colours."""
    if name in KEPT.get(look, {name}):
        keep(page.screenshot(full_page=whole), f"page-{name}{look}")


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
    with samples() as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=ARGUMENTS,
        )
        weight(browser, base)
        first_words(browser, base)
        if chosen.images:
            pictured(browser, base)
        browser.close()


if __name__ == "__main__":
    main()
