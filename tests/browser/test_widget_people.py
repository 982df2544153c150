"""The widget for everybody: axe finds nothing in any state, and all of it goes without a mouse."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from browsing import findings_of
from inspectqa.api.script import frame
from visiting import Outside, ask, is_answered, open_panel

MOST_WIDTH = 24  # px, of what can be pressed (WCAG 2.5.8)


def closed(page: Page, outside: Outside) -> None:
    outside.show(page, outside.embedded())
    page.locator("inspectqa-widget").wait_for(state="attached")


def opened(page: Page, outside: Outside) -> None:
    closed(page, outside)
    open_panel(page)


def answered(page: Page, outside: Outside) -> None:
    opened(page, outside)
    ask(page)
    is_answered(page)


def source_open(page: Page, outside: Outside) -> None:
    answered(page, outside)
    page.locator(".iqa-chip").first.click()


def not_held(page: Page, outside: Outside) -> None:
    opened(page, outside)
    ask(page, "What has Cheshire done on Makesafe?")
    page.get_by_role("heading", name="No such document is held").wait_for()


def failed(page: Page, outside: Outside) -> None:
    opened(page, outside)
    ask(page, "a" * 2000)
    page.locator(".fault").wait_for()


def inline(page: Page, outside: Outside) -> None:
    outside.show(page, outside.embedded(mode="inline"))
    ask(page)
    is_answered(page)


def framed(page: Page, outside: Outside) -> None:
    outside.show(page, frame(outside.service))
    inside = page.frame_locator("iframe")
    ask(inside)
    is_answered(inside)


def framed_itself(page: Page, outside: Outside) -> None:
    page.goto(f"{outside.service}/embed")
    ask(page)
    is_answered(page)


STATES = [closed, opened, answered, source_open, not_held, failed, inline, framed, framed_itself]
State = Callable[[Page, Outside], None]


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_axe_finds_nothing(visitor: Page, outside: Outside, state: State) -> None:
    state(visitor, outside)
    assert findings_of(visitor) == []
    visitor.emulate_media(color_scheme="dark")
    visitor.set_viewport_size({"width": 320, "height": 640})
    assert findings_of(visitor) == []


@pytest.mark.parametrize("state", [opened, source_open, not_held, inline], ids=lambda state: state.__name__)
def test_nothing_is_wider_than_a_small_screen(visitor: Page, outside: Outside, state: State) -> None:
    visitor.set_viewport_size({"width": 320, "height": 640})
    state(visitor, outside)
    for height in (640, 256):  # 256: a screen of 1280 by 1024 at 400 %
        visitor.set_viewport_size({"width": 320, "height": height})
        assert visitor.evaluate("document.documentElement.scrollWidth") <= 320
        assert visitor.locator(".panel").evaluate("panel => panel.scrollWidth - panel.clientWidth") <= 0
        visitor.get_by_label("Your question").scroll_into_view_if_needed()
        expect(visitor.get_by_label("Your question")).to_be_in_viewport()


def test_what_can_be_pressed_is_large_enough(visitor: Page, outside: Outside) -> None:
    source_open(visitor, outside)
    for one in visitor.locator("inspectqa-widget").locator("a, button, summary, textarea").all():
        box = one.bounding_box()
        if box and one.is_visible():
            assert min(box["width"], box["height"]) >= MOST_WIDTH, one.evaluate("it => it.outerHTML")


def test_everything_goes_by_keyboard(visitor: Page, outside: Outside) -> None:
    closed(visitor, outside)
    keys = visitor.keyboard
    keys.press("Tab")
    button = visitor.get_by_role("button", name="Ask about inspections")
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "false")
    keys.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(visitor.get_by_label("Your question")).to_be_focused()
    keys.type("What has Northmoor done")
    keys.press("Shift+Enter")
    keys.type("on Makesafe?")
    keys.press("Enter")
    is_answered(visitor)
    keys.press("Tab")
    expect(visitor.locator(".iqa-chip").first).to_be_focused()
    keys.press("Enter")
    expect(visitor.locator("details[open] summary")).to_be_focused()
    keys.press("Tab")
    expect(visitor.locator("details[open] .iqa-source")).to_be_focused()
    keys.press("Escape")
    expect(visitor.get_by_role("dialog")).to_be_hidden()
    expect(button).to_be_focused()
    keys.press("Enter")
    expect(visitor.locator(".iqa-answer")).to_be_visible()


def test_the_panel_keeps_nobody_in_and_fetches_nobody_back(visitor: Page, outside: Outside) -> None:
    outside.show(visitor, outside.embedded() + '<p><a href="#news">More news</a></p>')
    open_panel(visitor)
    visitor.get_by_label("Your question").fill("What has Northmoor done on Makesafe?")
    release: list[Callable[[], None]] = []
    visitor.route("**/v1/ask/stream", lambda route: release.append(route.continue_))
    visitor.keyboard.press("Enter")
    visitor.get_by_role("link", name="More news").focus()
    while not release:
        visitor.wait_for_timeout(10)
    release[0]()
    expect(visitor.get_by_role("status")).to_contain_text("The answer is there")
    expect(visitor.get_by_role("link", name="More news")).to_be_focused()


def test_escape_uncovers_the_page_and_leaves_the_focus_where_it_is(visitor: Page, outside: Outside) -> None:
    outside.show(visitor, outside.embedded() + '<p><a href="#news">More news</a></p>')
    open_panel(visitor)
    visitor.get_by_role("link", name="More news").focus()
    visitor.keyboard.press("Escape")
    expect(visitor.get_by_role("dialog")).to_be_hidden()
    expect(visitor.get_by_role("link", name="More news")).to_be_focused()


def test_a_page_may_move_the_widget_and_ask_through_it(visitor: Page, outside: Outside) -> None:
    opened(visitor, outside)
    visitor.evaluate(
        """() => {
            const widget = document.querySelector("inspectqa-widget");
            document.querySelector("main").append(widget);
            widget.ask("What has Brackenshire done on Makesafe?");
            widget.ask("What has Northmoor done on Makesafe?");
        }"""
    )
    expect(visitor.locator(".turn")).to_have_count(2)
    expect(visitor.locator(".turn").nth(0)).to_contain_text("Stopped.")
    expect(visitor.locator(".turn").nth(1)).to_contain_text("15 June 2026")
    expect(visitor.get_by_label("Your question")).to_have_value("")
    expect(visitor.get_by_role("button", name="Ask", exact=True)).to_be_visible()
    visitor.keyboard.press("Escape")
    expect(visitor.get_by_role("dialog")).to_be_hidden()


def test_a_question_can_be_stopped_and_stays_in_the_box(visitor: Page, outside: Outside) -> None:
    opened(visitor, outside)
    visitor.route("**/v1/ask/stream", lambda _: None)
    ask(visitor)
    visitor.get_by_role("button", name="Stop").click()
    expect(visitor.locator(".fault")).to_have_text("Stopped.")
    expect(visitor.get_by_label("Your question")).to_have_value("What has Northmoor done on Makesafe?")
    expect(visitor.get_by_role("button", name="Ask", exact=True)).to_be_visible()
    visitor.unroute_all(behavior="ignoreErrors")


def test_an_answer_can_be_judged_and_copied(visitor: Page, outside: Outside) -> None:
    answered(visitor, outside)
    visitor.context.grant_permissions(["clipboard-write"], origin=outside.site)
    visitor.get_by_role("button", name="Copy with sources").click()
    expect(visitor.get_by_role("status")).to_have_text("Copied, with sources.")
    visitor.get_by_label("Your question").press("Control+V")
    copied = visitor.get_by_label("Your question").input_value()
    assert "15 June 2026" in copied
    assert f"{outside.service}/documents/" in copied
    with visitor.expect_response("**/v1/feedback") as sent:
        visitor.get_by_role("button", name="Not useful").click()
    assert sent.value.status == 201
    expect(visitor.get_by_role("status")).to_have_text("Thank you.")


@pytest.mark.parametrize("scheme", ["light", "dark", "light dark"])
def test_colours_follow_the_page_not_the_device_alone(chromium: Browser, outside: Outside, scheme: str) -> None:
    context = chromium.new_context(color_scheme="dark")
    page = context.new_page()
    outside.show(page, outside.embedded(mode="inline"), scheme)
    background = page.locator(".panel").evaluate("panel => getComputedStyle(panel).backgroundColor")
    assert (background == "rgb(255, 255, 255)") == (scheme == "light")
    context.close()


def test_a_page_with_small_letters_or_from_right_to_left_changes_no_size(visitor: Page, outside: Outside) -> None:
    closed(visitor, outside)
    button = visitor.get_by_role("button", name="Ask about inspections")
    before = button.bounding_box()
    visitor.evaluate(
        "() => { document.documentElement.style.fontSize = '10px'; document.documentElement.dir = 'rtl'; }"
    )
    after = button.bounding_box()
    assert before
    assert after
    assert (before["width"], before["height"]) == (after["width"], after["height"])
    assert before["x"] > 500 > after["x"]
    open_panel(visitor)
    ask(visitor)
    is_answered(visitor)
    expect(visitor.get_by_role("dialog")).to_be_in_viewport(ratio=1)


def test_a_page_sets_its_own_looks(visitor: Page, outside: Outside) -> None:
    opened(visitor, outside)
    visitor.locator("inspectqa-widget").evaluate(
        "it => { it.style.setProperty('--inspectqa-accent', 'rgb(122, 31, 92)'); }"
    )
    expect(visitor.locator(".go")).to_have_css("background-color", "rgb(122, 31, 92)")
    expect(visitor.locator(".launcher")).to_have_css("background-color", "rgb(122, 31, 92)")


def test_nothing_moves_and_borders_stay_in_high_contrast(visitor: Page, outside: Outside) -> None:
    visitor.emulate_media(forced_colors="active", reduced_motion="reduce")
    answered(visitor, outside)
    moving = "[...panel.querySelectorAll('*')].filter(it => it.getAnimations().length).length"
    assert visitor.locator(".panel").evaluate(f"panel => {moving}") == 0
    for name in (".launcher", ".go", ".panel", "textarea", ".iqa-chip"):
        style = visitor.locator(name).first.evaluate("it => getComputedStyle(it).borderTopStyle")
        assert style == "solid", name
