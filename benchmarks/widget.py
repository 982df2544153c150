"""The widget in Chromium, in a page of another origin: what it weighs, and when its first words are there.

    uv run python benchmarks/widget.py            the figures of docs/widget.md
    uv run python benchmarks/widget.py --images   also the screenshots of docs/images

Ingests samples/ into a folder of its own and serves it on loopback, and an intranet page beside it.
"""

import argparse

from browsed import ARGUMENTS, CHROMIUM, QUESTIONS, ROUNDS, alone, keep, report, samples, served, watch
from playwright.sync_api import Browser, FrameLocator, Page, sync_playwright
from starlette.responses import HTMLResponse
from starlette.types import Receive, Scope, Send

from inspectqa.api.script import frame, script, snippet

# What is kept of the further looks: the states where they matter most.
KEPT = {"dark": {"answer", "fault"}, "zoomed": {"open", "answer"}}
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Intranet</title>
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"></head>
<body><main><h1>News of the week</h1>{}{}</main></body></html>"""
NEWS = (
    "<p>The scrutiny meeting is on 4 December; papers are due a week before. Rooms on the second floor are closed.</p>"
)


class Pages:
    """Pages of somebody else, by path."""

    def __init__(self) -> None:
        self.bodies: dict[str, str] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one page."""
        body = self.bodies.get(scope["path"], "")
        await HTMLResponse(PAGE.format(NEWS * 5, body))(scope, receive, send)


def in_the_widget(page: Page, question: str) -> float:
    """Return how long after the key the first words are there, in milliseconds."""
    page.reload()
    page.get_by_label("Your question").wait_for()
    page.evaluate(watch("document.querySelector('inspectqa-widget').shadowRoot"))
    ask(page, question)
    return float(page.evaluate("window.first"))


def ask(place: Page | FrameLocator, question: str) -> None:
    """Ask, and wait for the whole answer."""
    place.get_by_label("Your question").fill(question)
    place.get_by_label("Your question").press("Enter")
    place.get_by_role("button", name="Copy with sources").last.wait_for()


def first_words(browser: Browser, site: str, base: str) -> None:
    """Print the API's own time, the widget's, and what lies between; a token is fetched each time."""
    page = browser.new_page()
    page.goto(f"{site}/inline")
    pairs = [(alone(base, one), in_the_widget(page, one)) for _ in range(ROUNDS) for one in QUESTIONS]
    report("in the widget", pairs)
    page.close()


def shot(page: Page, name: str, look: str = "") -> None:
    """Write a screenshot with few colours."""
    page.wait_for_timeout(100)
    if name in KEPT.get(look, {name}):
        keep(page.screenshot(), f"widget-{name}{look and '-'}{look}")


def pictured(browser: Browser, site: str, base: str) -> None:
    """Write the screenshots of docs/images."""
    for look, width, height in (("", 900, 720), ("dark", 900, 720), ("narrow", 320, 640), ("zoomed", 320, 256)):
        context = browser.new_context(
            color_scheme="dark" if look == "dark" else "light", viewport={"width": width, "height": height}
        )
        page = context.new_page()
        page.goto(f"{site}/launcher")
        page.get_by_role("button", name="Ask about inspections").wait_for()
        shot(page, "closed", look)
        page.get_by_role("button", name="Ask about inspections").click()
        shot(page, "open", look)
        ask(page, QUESTIONS[0])
        shot(page, "answer", look)
        page.locator(".iqa-chip").first.click()
        shot(page, "source", look)
        ask(page, "What has Cheshire done on Makesafe?")
        shot(page, "not-held", look)
        page.route("**/v1/**", lambda route: route.abort())
        page.get_by_label("Your question").fill(QUESTIONS[0])
        page.get_by_role("button", name="Ask", exact=True).click()
        page.locator(".fault").wait_for()
        shot(page, "fault", look)
        context.close()
    page = browser.new_page(viewport={"width": 900, "height": 1000})
    page.goto(f"{site}/inline")
    ask(page, QUESTIONS[0])
    shot(page, "inline")
    page.goto(f"{site}/frame")
    ask(page.frame_locator("iframe"), QUESTIONS[0])
    shot(page, "frame")
    page.close()
    page = browser.new_page(viewport={"width": 500, "height": 1000}, java_script_enabled=False)
    page.goto(f"{base}/embed")
    page.get_by_label("Your question").fill(QUESTIONS[0])
    page.get_by_role("button", name="Ask").click()
    shot(page, "frame-no-script")
    page.close()


def main() -> None:
    """Measure, and take pictures if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--images", action="store_true", help="also write the screenshots of docs/images")
    chosen = parser.parse_args()
    print(f"widget.js {len(script().content):,} bytes, compressed {len(script().compressed):,}")
    pages = Pages()
    with served(pages, "127.0.0.2") as site, samples(site) as base, sync_playwright() as playwright:
        pages.bodies["/launcher"] = snippet(base)
        pages.bodies["/inline"] = snippet(base).replace("<script", '<script data-mode="inline"')
        pages.bodies["/frame"] = frame(base)
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=ARGUMENTS,
        )
        first_words(browser, site, base)
        if chosen.images:
            pictured(browser, site, base)
        browser.close()


if __name__ == "__main__":
    main()
