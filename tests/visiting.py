"""What a visitor does with the widget in a browser, on a page of another origin than the service's."""

import re
from dataclasses import dataclass
from html import escape

from playwright.sync_api import FrameLocator, Page, expect

from inspectqa.api.script import snippet
from intranet import Breaking, Intranet

QUESTION = "What has Northmoor done on Makesafe?"
ANSWER = "15 June 2026"


@dataclass(frozen=True)
class Outside:
    """An intranet, its origin, and a service that lets its pages ask."""

    intranet: Intranet
    site: str
    service: str
    breaking: Breaking

    def show(self, page: Page, body: str, scheme: str = "light dark") -> None:
        """Open a page of the intranet with this body."""
        self.intranet.show("/page", body, scheme)
        page.goto(f"{self.site}/page")

    def embedded(self, **options: str) -> str:
        """Return the line of HTML that embeds the script, with data- attributes."""
        data = " ".join(f'data-{name}="{escape(value)}"' for name, value in options.items())
        return snippet(self.service).replace("<script", f"<script {data}")


def open_panel(page: Page) -> None:
    """Press the button."""
    page.get_by_role("button", name="Ask about inspections").click()


def ask(place: Page | FrameLocator, question: str = QUESTION) -> None:
    """Write a question and send it."""
    place.get_by_label(re.compile("^Your (next )?question")).fill(question)
    place.get_by_role("button", name="Ask", exact=True).click()


def is_answered(place: Page | FrameLocator) -> None:
    """Wait for the answer to the usual question, and for the focus on it."""
    expect(place.locator(".iqa-answer").last).to_contain_text(ANSWER)
    expect(place.get_by_role("heading", name="Answered from the documents").last).to_be_focused()
