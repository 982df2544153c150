"""The page for asking and the source view in a real browser: what a person does, with JavaScript and without."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from inspectqa.api.app import create_app
from inspectqa.bootstrap import Application

Serve = Callable[..., str]

QUESTION = "What has Northmoor done on Makesafe?"


@pytest.fixture(scope="module")
def service(held_samples: Application, serve: Serve) -> str:
    """The address of a service that holds the samples."""
    return serve(create_app(held_samples))


@pytest.fixture
def page(chromium: Browser, service: str) -> Iterator[Page]:
    """A page of our own origin; every error and every violation of its policy fails the test."""
    context = chromium.new_context(base_url=service)
    faults: list[str] = []
    context.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    context.on("weberror", lambda error: faults.append(str(error.error)))
    yield context.new_page()
    context.close()
    assert faults == []


def ask(page: Page, question: str) -> None:
    """Ask on the open page and wait for the whole answer."""
    page.fill("#question", question)
    page.keyboard.press("Enter")
    expect(page.locator(".iqa-live")).to_have_text("The answer is there.")


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def marked(page: Page) -> str:
    return squeezed(" ".join(page.locator("mark").all_inner_texts()))


def test_an_answer_streams_in_and_each_source_opens_on_its_very_words(page: Page) -> None:
    page.goto("/")
    ask(page, QUESTION)
    answer = page.locator(".iqa-answer")
    expect(answer).to_contain_text("15 June 2026")
    expect(answer).to_have_attribute("data-status", "answered")
    count = answer.locator(".iqa-citation").count()
    assert count > 0
    for place in range(count):
        citation = page.locator(".iqa-answer .iqa-citation").nth(place)
        citation.locator("summary").click()
        quote = squeezed(citation.locator("blockquote").inner_text())
        citation.get_by_role("link", name=re.compile("^Open source")).click()
        expect(page.locator("#cited")).to_be_in_viewport()
        assert marked(page) == quote
        page.go_back()
