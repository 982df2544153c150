"""The pages for everybody: axe-core on every page and state, the keyboard alone, narrow screens, what is announced."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from browsing import QUESTION, ask, browsing, findings_of
from inspectqa import bootstrap
from inspectqa.api.app import create_app
from inspectqa.bootstrap import Application
from inspectqa.settings import load

Serve = Callable[..., str]
State = Callable[[Page], Any]

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 640}
LOOKS = {
    "light": {"color_scheme": "light", "viewport": WIDE},
    "dark": {"color_scheme": "dark", "viewport": WIDE},
    "narrow": {"color_scheme": "light", "viewport": NARROW},
    "narrow-dark": {"color_scheme": "dark", "viewport": NARROW},
}


@pytest.fixture(scope="module")
def service(held_samples: Application, serve: Serve) -> str:
    """The address of a service that holds the samples."""
    return serve(create_app(held_samples))


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory, serve: Serve) -> Iterator[str]:
    """The address of a service that holds nothing, with a marking and a name of its own."""
    folder = tmp_path_factory.mktemp("bare")
    settings = load(data_dir=folder, marking="OFFICIAL", organisation="Office of the Commissioner", accent="#663399")
    application = bootstrap.build(settings)
    yield serve(create_app(application))
    application.close()


def asked(page: Page, question: str) -> None:
    page.goto("/")
    ask(page, question)


def opened(page: Page) -> None:
    page.locator(".iqa-chip").first.click()
    page.get_by_text("How the question was read").first.click()


def rated(page: Page) -> None:
    page.get_by_role("button", name="Not useful").first.click()


def filtering(page: Page) -> None:
    page.goto("/")
    page.get_by_text("Narrow the search").click()


def failed(page: Page) -> None:
    page.route("**/v1/ask/stream", lambda route: route.fulfill(status=503, json={"detail": "Not now."}))
    page.goto("/")
    page.fill("#question", QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator(".iqa-fault")).to_be_visible()
    page.unroute("**/v1/ask/stream")


def busy(page: Page) -> None:
    page.goto("/")
    page.evaluate("() => { self.fetch = () => new Promise(() => {}); }")
    page.fill("#question", QUESTION)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Stop")).to_be_visible()


def posted(page: Page, question: str) -> None:
    """Send the form as without scripts."""
    page.goto("/")
    page.evaluate("sessionStorage.clear()")
    page.fill("#question", question)
    with page.expect_navigation():
        page.evaluate("document.querySelector('.iqa-ask').submit()")


def thanked(page: Page) -> None:
    posted(page, QUESTION)
    page.locator(".iqa-feedback button").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()


def cited(page: Page, file: str) -> None:
    page.goto("/documents")
    row = page.locator(".iqa-document").filter(has_text=file)
    address = row.get_by_role("link").first.get_attribute("href")
    page.goto(f"{address}?start=500&end=640#cited")
    expect(page.locator("#cited")).to_be_visible()


STATES: dict[str, State] = {
    "ask": lambda page: page.goto("/"),
    "filters": filtering,
    "busy": busy,
    "failed": failed,
    "not-held": lambda page: asked(page, "What has Cheshire done on Makesafe?"),
    "no-evidence": lambda page: asked(page, "How many horses does Northmoor have?"),
    "answer": lambda page: asked(page, QUESTION),
    "source-opened": opened,
    "feedback": rated,
    "answer-page": lambda page: posted(page, QUESTION),
    "error-page": lambda page: posted(page, " "),
    "thanks": thanked,
    "documents": lambda page: page.goto("/documents"),
    "source-text": lambda page: cited(page, "caldermere_response.html"),
    "source-pdf": lambda page: cited(page, "brackenshire_table_gbcse_2025.pdf"),
    "problem": lambda page: page.goto("/documents/nobody"),
    "accessibility": lambda page: page.goto("/accessibility"),
}


def sideways(page: Page) -> int:
    """Return by how many pixels the page is wider than the window."""
    width: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return width


# Colours and widths do not depend on each other: two looks of the four see all of both in half the time.
_OFTEN = {"light", "narrow-dark"}
_EVERY = [pytest.param(look, marks=[] if look in _OFTEN else pytest.mark.slow) for look in LOOKS]


@pytest.mark.parametrize("look", _EVERY)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(chromium: Browser, service: str, look: str) -> None:
    found = {}
    with browsing(chromium, base_url=service, **LOOKS[look]) as (page, _):
        for name, state in STATES.items():
            state(page)
            found[name] = findings_of(page) + [f"{sideways(page)} px too wide"] * (sideways(page) > 0)
    assert {name: faults for name, faults in found.items() if faults} == {}


@pytest.mark.parametrize("look", ["light", "narrow-dark"])
def test_axe_finds_nothing_on_a_service_that_holds_nothing_and_has_a_marking(
    chromium: Browser, bare: str, look: str
) -> None:
    with browsing(chromium, base_url=bare, **LOOKS[look]) as (page, _):
        for path in ("/", "/documents", "/accessibility"):
            page.goto(path)
            assert findings_of(page) == []


def focused(page: Page) -> str:
    """Return what has the focus, in words."""
    words: str = page.evaluate(
        "() => { const one = document.activeElement;"
        " return one.getAttribute('aria-label') || one.labels?.[0]?.innerText || one.innerText || one.tagName; }"
    )
    return words


# Boxes are drawn on their labels, over an input that can't be seen.
SHOWN = """() => {
  const one = document.activeElement, label = one.labels?.[0];
  const style = getComputedStyle(one).opacity === "0" ? getComputedStyle(label, "::before") : getComputedStyle(one);
  return style.outlineStyle !== "none" || style.boxShadow !== "none";
}"""


def tab_to(page: Page, words: str, most: int = 60) -> None:
    """Press Tab until the focus is on what these words name; every stop must show that it has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        assert page.evaluate(SHOWN), focused(page)
        if re.search(words, focused(page)):
            return
    pytest.fail(f"Tab does not lead to {words}; the focus is on {focused(page)}")


def test_the_keyboard_alone_asks_reads_opens_a_source_and_comes_back(chromium: Browser, service: str) -> None:
    with browsing(chromium, base_url=service, viewport=WIDE) as (page, faults):
        page.goto("/")
        page.keyboard.press("Tab")
        assert focused(page) == "Skip to main content"
        page.keyboard.press("Enter")
        tab_to(page, "Your question")
        page.keyboard.type(QUESTION)
        page.keyboard.press("Enter")
        expect(page.locator(".iqa-live")).to_have_text("The answer is there.")
        assert focused(page) == "Answered from the documents"
        tab_to(page, "^Source 1: ")
        page.keyboard.press("Enter")
        expect(page.locator(".iqa-citation summary").first).to_be_focused()
        tab_to(page, "^Open source 1$")
        page.keyboard.press("Enter")
        expect(page.locator("#cited")).to_be_in_viewport()
        page.go_back()
        expect(page.locator(".iqa-answer")).to_have_count(1)
        tab_to(page, "^Narrow the search$")
        page.keyboard.press("Enter")
        tab_to(page, "^Brackenshire Police")
        page.keyboard.press("Space")
        expect(page.get_by_label(re.compile("^Brackenshire Police"))).to_be_checked()
        tab_to(page, "^Clear the conversation$")
        page.keyboard.press("Enter")
        assert focused(page) == "Your question"
    assert faults == []


def test_there_is_one_status_region_and_the_finished_answer_has_the_focus(chromium: Browser, service: str) -> None:
    with browsing(chromium, base_url=service) as (page, _):
        page.goto("/")
        expect(page.get_by_role("status")).to_have_count(1)
        ask(page, QUESTION)
        ask(page, "And Brackenshire?")
        expect(page.get_by_role("status")).to_have_count(1)
        expect(page.locator(".iqa-status").last).to_be_focused()
        assert page.locator("[aria-live]").count() == 0


def test_nothing_moves_for_those_who_asked_for_that(chromium: Browser, service: str) -> None:
    with browsing(chromium, base_url=service, reduced_motion="reduce") as (page, _):
        busy(page)
        assert page.evaluate("document.getAnimations().length") == 0


def test_the_mark_is_seen_in_high_contrast(chromium: Browser, service: str) -> None:
    with browsing(chromium, base_url=service, forced_colors="active") as (page, _):
        cited(page, "caldermere_response.html")
        colours = page.evaluate(
            "() => ['#cited', '.iqa-words'].map(one => getComputedStyle(document.querySelector(one)).backgroundColor)"
        )
        assert colours[0] != colours[1]


def test_targets_are_large_enough_to_hit(chromium: Browser, service: str) -> None:
    with browsing(chromium, base_url=service, viewport=NARROW) as (page, _):
        asked(page, QUESTION)
        opened(page)
        small = page.evaluate(
            """() => [...document.querySelectorAll('a, button, summary, input, select, textarea')]
              .filter(one => !one.matches('.govuk-skip-link, [type=hidden]') && one.checkVisibility())
              .map(one => [one.outerHTML.slice(0, 90), one.getBoundingClientRect()])
              .filter(([, box]) => box.width < 24 || box.height < 24)
              .map(([name, box]) => `${name} ${box.width}x${box.height}`)"""
        )
        assert small == []
