"""What tests in a browser share: asking on the page, reading what is marked, and a page whose faults are collected."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

QUESTION = "What has Northmoor done on Makesafe?"
# What a page must not have for anybody: WCAG 2.2 A and AA, and the best practices of axe-core.
_RULES = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}


@contextmanager
def browsing(browser: Browser, **options: Any) -> Iterator[tuple[Page, list[str]]]:
    """Give a page and the list of its faults: errors, violations of its policy, requests that were refused."""
    context = browser.new_context(**options)
    faults: list[str] = []
    context.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    context.on("weberror", lambda error: faults.append(str(error.error)))
    try:
        yield context.new_page(), faults
    finally:
        context.close()


def ask(page: Page, question: str) -> None:
    """Ask on the open page and wait for the whole answer."""
    page.fill("#question", question)
    page.keyboard.press("Enter")
    expect(page.locator(".iqa-live")).to_have_text("The answer is there.")


def squeezed(text: str) -> str:
    """Return a text with single spaces."""
    return re.sub(r"\s+", " ", text).strip()


def marked(page: Page) -> str:
    """Return the words that the source view marks."""
    return squeezed(" ".join(page.locator("mark").all_inner_texts()))


def findings_of(page: Page) -> list[str]:
    """Return what axe-core finds wrong with the page as it is now, one line each."""
    found = Axe().run(page, options=_RULES).response["violations"]
    return [f"{one['id']}: {node['target']} {node.get('failureSummary', '')}" for one in found for node in one["nodes"]]
