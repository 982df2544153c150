"""The widget in pages of another origin, in a real browser; the pages hold to a CSP as strict as any intranet's."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from inspectqa.api.cross_origin import TOKEN_PATH
from inspectqa.api.script import frame, script
from intranet import Intranet
from visiting import QUESTION, Outside, ask, is_answered, open_panel

Serve = Callable[..., str]

SNIPPETS = re.findall(
    r"```html\n(.*?)```", (Path(__file__).parents[2] / "docs" / "widget.md").read_text(encoding="utf-8"), re.DOTALL
)
DOCUMENTED = "https://answers.example.org"


def test_a_page_of_another_origin_asks_in_a_panel(visitor: Page, outside: Outside) -> None:
    asked: list[str] = []
    visitor.on("request", lambda request: asked.append(request.url))
    outside.show(visitor, outside.embedded())
    open_panel(visitor)
    ask(visitor)
    is_answered(visitor)
    expect(visitor.get_by_role("status")).to_contain_text("The answer is there")
    assert {url.split("/")[2] for url in asked} == {url.split("/")[2] for url in (outside.site, outside.service)}
    assert visitor.context.cookies() == []
    assert visitor.evaluate("localStorage.length + sessionStorage.length") == 0
    assert visitor.evaluate("Object.keys(window).includes('inspectqa')")


def test_every_link_leads_to_the_source_view_in_a_new_tab(visitor: Page, outside: Outside) -> None:
    outside.show(visitor, outside.embedded())
    open_panel(visitor)
    ask(visitor)
    is_answered(visitor)
    visitor.locator(".iqa-chip").first.click()
    quote = visitor.locator("details[open] blockquote").inner_text()
    for link in visitor.locator(".iqa-source").all():
        assert (link.get_attribute("href") or "").startswith(f"{outside.service}/documents/")
    with visitor.context.expect_page() as tab:
        visitor.locator("details[open] .iqa-source").click()
    assert " ".join(tab.value.locator("mark").all_inner_texts()).split() == quote.split()
    assert visitor.url == f"{outside.site}/page"


def test_a_follow_up_is_read_with_the_conversation(visitor: Page, outside: Outside) -> None:
    outside.show(visitor, outside.embedded())
    open_panel(visitor)
    ask(visitor)
    is_answered(visitor)
    ask(visitor, "And Brackenshire?")
    expect(visitor.locator(".turn").nth(1)).to_contain_text("Brackenshire Police")
    visitor.get_by_role("button", name="Clear").click()
    expect(visitor.locator(".turn")).to_have_count(0)
    expect(visitor.get_by_label("Your question")).to_be_focused()


def test_a_box_in_the_page_is_about_the_forces_it_names(visitor: Page, outside: Outside) -> None:
    line = outside.embedded(mode="inline", target="#place", forces="caldermere", heading="Ask about Caldermere")
    outside.show(visitor, f"<div id=place></div>{line}")
    expect(visitor.get_by_role("heading", name="Ask about Caldermere")).to_be_visible()
    ask(visitor, "What has been done on Makesafe?")
    visitor.locator(".iqa-answer").get_by_role("heading").first.wait_for()
    assert "Northmoor Constabulary" not in visitor.locator(".iqa-answer").inner_text()


@pytest.mark.parametrize("line", SNIPPETS, ids=lambda line: re.sub(r"\W+", " ", line)[:60])
def test_the_lines_of_the_docs_work(visitor: Page, outside: Outside, line: str) -> None:
    outside.show(visitor, line.replace(DOCUMENTED, outside.service))
    place = visitor.frame_locator("iframe") if "<iframe" in line else visitor
    if "<iframe" not in line and "inline" not in line:
        open_panel(visitor)
    ask(place)
    is_answered(place)


def test_a_frame_works_without_javascript(chromium: Browser, outside: Outside) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    outside.show(page, frame(outside.service))
    inside = page.frame_locator("iframe")
    ask(inside)
    expect(inside.get_by_role("heading", name="Answered from the documents")).to_be_visible()
    ask(inside, "And Brackenshire?")
    expect(inside.locator("main")).to_contain_text("Brackenshire Police")
    with context.expect_page() as tab:
        inside.get_by_role("link", name=re.compile("^Open source 1")).click()
    expect(tab.value.locator("mark").first).to_be_visible()
    context.close()


def test_pages_of_other_origins_are_refused_and_say_so(visitor: Page, outside: Outside, serve: Serve) -> None:
    stranger = Intranet()
    stranger.services.append(outside.service)
    elsewhere = replace(outside, intranet=stranger, site=serve(stranger, "127.0.0.3"))
    script_line = f'<script src="{outside.service}/widget.js" defer></script>'
    elsewhere.show(visitor, script_line + frame(outside.service))
    open_panel(visitor)
    ask(visitor)
    expect(visitor.locator(".fault")).to_contain_text(f"does not let pages of {elsewhere.site} ask")
    expect(visitor.get_by_label("Your question")).to_have_value(QUESTION)
    assert visitor.locator(".iqa-answer").count() == 0
    assert visitor.frames[1].url.startswith("chrome-error:")


def test_a_script_that_was_changed_is_not_run(visitor: Page, outside: Outside) -> None:
    changed = script().content + b"\n"
    visitor.route(
        "**/widget-*.js",
        lambda route: route.fulfill(
            body=changed, content_type="text/javascript", headers={"Access-Control-Allow-Origin": outside.site}
        ),
    )
    outside.show(visitor, outside.embedded())
    visitor.wait_for_load_state("load")
    assert visitor.evaluate("customElements.get('inspectqa-widget') === undefined")


def test_an_expired_token_is_replaced_once_and_the_question_goes_on(visitor: Page, outside: Outside) -> None:
    given: list[str] = []

    def old_at_first(route: Route) -> None:
        given.append(route.request.url)
        if len(given) > 1:
            route.continue_()
            return
        route.fulfill(
            json={"token": "b2xk.b2xk", "expires_in": 900}, headers={"Access-Control-Allow-Origin": outside.site}
        )

    visitor.route(f"**{TOKEN_PATH}", old_at_first)
    outside.show(visitor, outside.embedded())
    open_panel(visitor)
    ask(visitor)
    is_answered(visitor)
    ask(visitor)
    expect(visitor.locator(".iqa-answer")).to_have_count(2)
    is_answered(visitor)
    assert len(given) == 2


def test_a_stream_that_breaks_off_is_asked_for_again(visitor: Page, outside: Outside) -> None:
    outside.show(visitor, outside.embedded())
    open_panel(visitor)
    outside.breaking.times = 2
    before = outside.breaking.broken
    ask(visitor)
    is_answered(visitor)
    assert outside.breaking.broken == before + 2
    assert visitor.locator(".iqa-lead").count() == len(set(visitor.locator(".iqa-lead").all_inner_texts()))
