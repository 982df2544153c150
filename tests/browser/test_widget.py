"""The widget in pages of another origin, in a real browser; the pages hold to a CSP as strict as any intranet's."""

import copy
import re
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, Route, expect

from inspectqa.api.app import create_app
from inspectqa.api.cross_origin import TOKEN_PATH
from inspectqa.api.script import frame, script, snippet
from inspectqa.bootstrap import Application
from inspectqa.settings import load
from intranet import Breaking, Intranet

Serve = Callable[..., str]

QUESTION = "What has Northmoor done on Makesafe?"
ANSWER = "15 June 2026"
SNIPPETS = re.findall(
    r"```html\n(.*?)```", (Path(__file__).parents[2] / "docs" / "widget.md").read_text(encoding="utf-8"), re.DOTALL
)
DOCUMENTED = "https://answers.example.org"


@pytest.fixture(scope="module")
def intranet() -> Intranet:
    return Intranet()


@pytest.fixture(scope="module")
def site(intranet: Intranet, serve: Serve) -> str:
    """The origin of the pages: another site than the service."""
    return serve(intranet, "127.0.0.2")


@pytest.fixture(scope="module")
def breaking(held_samples: Application, site: str) -> Breaking:
    """A service that lets pages of ``site`` ask, and that can be told to break off."""
    application = copy.copy(held_samples.opened())
    application.settings = load(data_dir=held_samples.settings.data_dir, widget_origins=site)
    return Breaking(create_app(application))


@pytest.fixture(scope="module")
def service(breaking: Breaking, intranet: Intranet, serve: Serve) -> str:
    """Its address, which the pages' CSP lets in."""
    address = serve(breaking)
    intranet.services.append(address)
    return address


@pytest.fixture
def page(chromium: Browser, intranet: Intranet) -> Iterator[Page]:
    """A page; every error and every violation of its policy fails the test."""
    context = chromium.new_context(viewport={"width": 1000, "height": 800})
    context.set_default_timeout(10_000)
    faults: list[str] = []
    context.on("weberror", lambda error: faults.append(str(error.error)))
    yield context.new_page()
    context.close()
    assert faults == []
    assert intranet.reports == []


def embedded(service: str, **options: str) -> str:
    """The line of HTML that embeds the script, with data- attributes."""
    data = " ".join(f'data-{name}="{escape(value)}"' for name, value in options.items())
    return snippet(service).replace("<script", f"<script {data}")


def ask(place: Page | FrameLocator, question: str = QUESTION) -> None:
    place.get_by_label(re.compile("^Your (next )?question")).fill(question)
    place.get_by_role("button", name="Ask", exact=True).click()


def is_answered(place: Page | FrameLocator) -> None:
    expect(place.locator(".iqa-answer").last).to_contain_text(ANSWER)
    expect(place.get_by_role("heading", name="Answered from the documents").last).to_be_focused()


def opened(page: Page, intranet: Intranet, site: str, body: str) -> None:
    """Open a page of the intranet with this body, and the panel in it."""
    intranet.show("/page", body)
    page.goto(f"{site}/page")
    page.get_by_role("button", name="Ask about inspections").click()


def test_a_page_of_another_origin_asks_in_a_panel(page: Page, intranet: Intranet, site: str, service: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    opened(page, intranet, site, embedded(service))
    ask(page)
    is_answered(page)
    expect(page.get_by_role("status")).to_contain_text("The answer is there")
    assert {url.split("/")[2] for url in asked} == {site.split("/")[2], service.split("/")[2]}
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert page.evaluate("Object.keys(window).includes('inspectqa')")


def test_every_link_leads_to_the_source_view_in_a_new_tab(
    page: Page, intranet: Intranet, site: str, service: str
) -> None:
    opened(page, intranet, site, embedded(service))
    ask(page)
    is_answered(page)
    page.locator(".iqa-chip").first.click()
    quote = page.locator("details[open] blockquote").inner_text()
    for link in page.locator(".iqa-source").all():
        assert (link.get_attribute("href") or "").startswith(f"{service}/documents/")
    with page.context.expect_page() as tab:
        page.locator("details[open] .iqa-source").click()
    assert " ".join(tab.value.locator("mark").all_inner_texts()).split() == quote.split()
    assert page.url == f"{site}/page"


def test_a_follow_up_is_read_with_the_conversation(page: Page, intranet: Intranet, site: str, service: str) -> None:
    opened(page, intranet, site, embedded(service))
    ask(page)
    is_answered(page)
    ask(page, "And Brackenshire?")
    expect(page.locator(".turn").nth(1)).to_contain_text("Brackenshire Police")
    page.get_by_role("button", name="Clear").click()
    expect(page.locator(".turn")).to_have_count(0)
    expect(page.get_by_label("Your question")).to_be_focused()


def test_a_box_in_the_page_is_about_the_forces_it_names(
    page: Page, intranet: Intranet, site: str, service: str
) -> None:
    line = embedded(service, mode="inline", target="#place", forces="caldermere", heading="Ask about Caldermere")
    intranet.show("/page", f"<div id=place></div>{line}")
    page.goto(f"{site}/page")
    expect(page.get_by_role("heading", name="Ask about Caldermere")).to_be_visible()
    ask(page, "What has been done on Makesafe?")
    page.locator(".iqa-answer").get_by_role("heading").first.wait_for()
    assert "Northmoor Constabulary" not in page.locator(".iqa-answer").inner_text()


@pytest.mark.parametrize("line", SNIPPETS, ids=lambda line: re.sub(r"\W+", " ", line)[:60])
def test_the_lines_of_the_docs_work(page: Page, intranet: Intranet, site: str, service: str, line: str) -> None:
    intranet.show("/page", line.replace(DOCUMENTED, service))
    page.goto(f"{site}/page")
    place = page.frame_locator("iframe") if "<iframe" in line else page
    if "<iframe" not in line and "inline" not in line:
        page.get_by_role("button", name="Ask about inspections").click()
    ask(place)
    is_answered(place)


def test_a_frame_works_without_javascript(chromium: Browser, intranet: Intranet, site: str, service: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    intranet.show("/page", frame(service))
    page.goto(f"{site}/page")
    inside = page.frame_locator("iframe")
    ask(inside)
    expect(inside.get_by_role("heading", name="Answered from the documents")).to_be_visible()
    ask(inside, "And Brackenshire?")
    expect(inside.locator("main")).to_contain_text("Brackenshire Police")
    with context.expect_page() as tab:
        inside.get_by_role("link", name=re.compile("^Open source 1")).click()
    expect(tab.value.locator("mark").first).to_be_visible()
    context.close()


def test_pages_of_other_origins_are_refused_and_say_so(page: Page, serve: Serve, service: str) -> None:
    stranger = Intranet()
    stranger.services.append(service)
    site = serve(stranger, "127.0.0.3")
    opened(page, stranger, site, f'<script src="{service}/widget.js" defer></script>{frame(service)}')
    ask(page)
    expect(page.locator(".fault")).to_contain_text(f"does not let pages of {site} ask")
    expect(page.get_by_label("Your question")).to_have_value(QUESTION)
    assert page.locator(".iqa-answer").count() == 0
    assert page.frames[1].url.startswith("chrome-error:")


def test_a_script_that_was_changed_is_not_run(page: Page, intranet: Intranet, site: str, service: str) -> None:
    changed = script().content + b"\n"
    page.route(
        "**/widget-*.js",
        lambda route: route.fulfill(
            body=changed, content_type="text/javascript", headers={"Access-Control-Allow-Origin": site}
        ),
    )
    intranet.show("/page", embedded(service))
    page.goto(f"{site}/page")
    page.wait_for_load_state("load")
    assert page.evaluate("customElements.get('inspectqa-widget') === undefined")


def test_an_expired_token_is_replaced_once_and_the_question_goes_on(
    page: Page, intranet: Intranet, site: str, service: str
) -> None:
    given: list[str] = []

    def old_at_first(route: Route) -> None:
        given.append(route.request.url)
        if len(given) > 1:
            route.continue_()
            return
        route.fulfill(json={"token": "b2xk.b2xk", "expires_in": 900}, headers={"Access-Control-Allow-Origin": site})

    page.route(f"**{TOKEN_PATH}", old_at_first)
    opened(page, intranet, site, embedded(service))
    ask(page)
    is_answered(page)
    ask(page)
    expect(page.locator(".iqa-answer")).to_have_count(2)
    is_answered(page)
    assert len(given) == 2


def test_a_stream_that_breaks_off_is_asked_for_again(
    page: Page, intranet: Intranet, site: str, service: str, breaking: Breaking
) -> None:
    opened(page, intranet, site, embedded(service))
    breaking.times = 2
    before = breaking.broken
    ask(page)
    is_answered(page)
    assert breaking.broken == before + 2
    assert page.locator(".iqa-lead").count() == len(set(page.locator(".iqa-lead").all_inner_texts()))
