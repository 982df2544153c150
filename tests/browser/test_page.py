"""The page for asking in a real browser: what a person does, with JavaScript and without."""

import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Browser, Page, Route, expect

from browsing import QUESTION, ask, browsing, marked, squeezed
from inspectqa.api.app import create_app
from inspectqa.bootstrap import Application

Serve = Callable[..., str]


@pytest.fixture(scope="module")
def service(held_samples: Application, serve: Serve) -> str:
    """The address of a service that holds the samples."""
    return serve(create_app(held_samples))


@pytest.fixture
def page(chromium: Browser, service: str) -> Iterator[Page]:
    """A page of our own origin; every error and every violation of its policy fails the test."""
    with browsing(chromium, base_url=service, permissions=["clipboard-read", "clipboard-write"]) as (page, faults):
        page.goto("/")
        yield page
    assert faults == []


def test_an_answer_streams_in_and_each_source_opens_on_its_very_words(page: Page) -> None:
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


def test_what_is_being_done_and_the_words_so_far_are_shown_before_the_answer_is_whole(page: Page) -> None:
    seen = page.evaluate_handle(
        """() => {
          const seen = {live: [], statements: []}, ask = inspectqa.stream.ask;
          const live = document.querySelector('.iqa-live'), place = document.querySelector('.iqa-conversation');
          inspectqa.stream.ask = options => {
            seen.live.push(live.textContent);
            return ask({...options,
              onStatus: status => { options.onStatus(status); seen.live.push(live.textContent); },
              onDelta: delta => {
                options.onDelta(delta);
                seen.statements.push(place.querySelectorAll('[aria-busy] .iqa-said').length);
              }});
          };
          return seen;
        }"""
    )
    ask(page, QUESTION)
    told = seen.json_value()
    assert told["live"][0] == "Asking"
    assert told["live"][-1] == "Checking every quotation"
    assert told["statements"] == list(range(1, len(told["statements"]) + 1))
    assert told["statements"]


def test_a_chip_opens_its_source_with_everything_that_a_citation_says(page: Page) -> None:
    ask(page, "When is recommendation 6 due for Brackenshire?")
    chip = page.locator(".iqa-chip").first
    box = chip.bounding_box()
    assert box
    assert min(box["width"], box["height"]) >= 24
    assert re.match(r"Source 1: .*Brackenshire.*page \d", chip.get_attribute("aria-label") or "")
    source = page.locator(".iqa-citation").first
    expect(source.locator("blockquote")).to_be_hidden()
    chip.click()
    expect(source.locator("blockquote")).to_be_visible()
    expect(source.locator("summary")).to_be_focused()
    told = source.locator("dl").inner_text()
    for name in ("Speaker", "Voice", "Force", "About", "Document", "Published", "Page"):
        assert name in told


def test_a_follow_up_keeps_the_conversation_and_a_suggestion_goes_on_from_it(page: Page) -> None:
    ask(page, QUESTION)
    page.get_by_role("button", name="And Brackenshire?").click()
    expect(page.locator(".iqa-answer")).to_have_count(2)
    expect(page.locator(".iqa-live")).to_have_text("The answer is there.")
    expect(page.locator(".iqa-answer").last.locator(".iqa-statements")).to_contain_text("Brackenshire")
    page.reload()
    expect(page.locator(".iqa-answer")).to_have_count(2)
    page.get_by_role("button", name="Clear the conversation").click()
    expect(page.locator(".iqa-answer")).to_have_count(0)
    expect(page.locator("#question")).to_be_focused()
    page.reload()
    expect(page.locator(".iqa-answer")).to_have_count(0)
    assert page.evaluate("[sessionStorage.length, localStorage.length, document.cookie]") == [0, 0, ""]


def test_an_example_question_is_asked_by_one_click(page: Page) -> None:
    page.locator(".iqa-examples button").first.click()
    expect(page.locator(".iqa-live")).to_have_text("The answer is there.")
    expect(page.locator(".iqa-answer")).to_have_attribute("data-status", "answered")
    expect(page.locator(".iqa-examples")).to_be_hidden()


def test_what_is_not_held_and_what_is_not_said_are_told_apart(page: Page) -> None:
    ask(page, "What has Cheshire done on Makesafe?")
    answer = page.locator(".iqa-answer").last
    expect(answer.locator(".iqa-status")).to_have_text("No such document is held")
    expect(answer.locator(".iqa-held")).to_contain_text("Northmoor")
    ask(page, "How many horses does Northmoor have?")
    answer = page.locator(".iqa-answer").last
    expect(answer.locator(".iqa-status")).to_have_text("The documents do not say")
    near = answer.locator(".iqa-nearest li").first
    quote = squeezed(near.locator("blockquote").inner_text())
    near.get_by_role("link").click()
    assert marked(page) == quote


def test_a_filter_keeps_other_forces_out(page: Page) -> None:
    page.get_by_text("Narrow the search").click()
    page.get_by_label(re.compile("^Caldermere Constabulary")).check()
    ask(page, "What has been done on Makesafe?")
    expect(page.locator(".iqa-answer dl:has(dt:text-is('Force')) dd").first).to_have_count(1)
    forces = page.locator(".iqa-facts div:has(dt:text-is('Force')) dd").all_inner_texts()
    assert set(forces) <= {"Caldermere Constabulary", ""}
    expect(page.locator(".iqa-statements")).to_contain_text("Caldermere")


def test_feedback_is_sent_with_its_reason_and_said_to_be_kept(page: Page) -> None:
    ask(page, QUESTION)
    page.get_by_role("button", name="Not useful").click()
    expect(page.get_by_label("What is wrong with it?")).to_be_focused()
    page.get_by_label("What is wrong with it?").select_option("incomplete")
    with page.expect_request("**/v1/feedback") as sent:
        page.get_by_role("button", name="Send").click()
    body = json.loads(sent.value.post_data or "")
    assert (body["useful"], body["reason"], body["share"]) == (False, "incomplete", False)
    expect(page.locator(".iqa-live")).to_have_text("Thank you. What you said was kept.")


def test_an_answer_is_copied_with_its_citations(page: Page) -> None:
    ask(page, QUESTION)
    page.get_by_role("button", name="Copy with citations").click()
    expect(page.locator(".iqa-live")).to_have_text("Copied.")
    text = page.evaluate("navigator.clipboard.readText()")
    assert "15 June 2026" in text
    assert re.search(r"^\[1\] “.+” .+http://127\.0\.0\.1:\d+/documents/.+#cited$", text, re.MULTILINE)


def test_an_answer_is_downloaded_for_word(page: Page, tmp_path: Path) -> None:
    ask(page, QUESTION)
    with page.expect_download() as begun:
        page.get_by_role("link", name="Download for Word").click()
    begun.value.save_as(tmp_path / "answer.docx")
    document = docx.Document(io.BytesIO((tmp_path / "answer.docx").read_bytes()))
    assert any("15 June 2026" in one.text for one in document.paragraphs)


def test_printing_leaves_the_answer_and_its_sources_and_no_form(page: Page) -> None:
    ask(page, QUESTION)
    page.emulate_media(media="print")
    expect(page.locator(".iqa-statements")).to_be_visible()
    for part in (".iqa-ask", ".iqa-tools", ".iqa-header nav"):
        expect(page.locator(part)).to_be_hidden()


def test_an_empty_question_is_said_and_not_sent(page: Page) -> None:
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator(".iqa-live")).to_have_text("Write a question first.")
    expect(page.locator("#question")).to_be_focused()


def test_the_page_works_without_scripts(chromium: Browser, service: str) -> None:
    with browsing(chromium, base_url=service, java_script_enabled=False) as (page, faults):
        page.goto("/")
        page.get_by_label("Your question").fill(QUESTION)
        page.get_by_role("button", name="Ask", exact=True).click()
        expect(page.locator(".iqa-answer")).to_contain_text("15 June 2026")
        source = page.locator(".iqa-citation").first
        quote = squeezed(source.locator("blockquote").inner_text())
        source.get_by_role("link", name="Open source 1").click()
        assert marked(page) == quote
        expect(page.locator("#cited")).to_be_in_viewport()
        page.go_back()
        expect(page.locator(".iqa-answer")).to_contain_text("15 June 2026")
        page.get_by_role("button", name="And Brackenshire?").click()
        expect(page.locator(".iqa-statements")).to_contain_text("Brackenshire")
        page.get_by_label("No", exact=True).check()
        page.get_by_role("button", name="Send").click()
        expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert faults == []


SKELETON = """article => [...article.querySelectorAll('*')]
  .filter(one => !one.hidden)
  .map(one => `${one.tagName} ${one.className}`)"""


@pytest.mark.parametrize(
    "question", [QUESTION, "What has Cheshire done on Makesafe?", "How many horses does Northmoor have?"]
)
def test_the_server_and_the_script_draw_the_same(page: Page, question: str) -> None:
    page.fill("#question", question)
    with page.expect_navigation():
        page.evaluate("document.querySelector('.iqa-ask').submit()")
    served = page.locator(".iqa-answer")
    drawn = page.evaluate_handle(
        """async question => {
          const headers = {'Content-Type': 'application/json'}, body = JSON.stringify({question});
          const answer = await (await fetch('/v1/ask', {method: 'POST', headers, body})).json();
          return inspectqa.answer.draw(answer);
        }""",
        question,
    )
    assert page.evaluate(SKELETON, drawn) == served.evaluate(SKELETON)
    words = """article => {
      const copy = article.cloneNode(true);
      copy.querySelectorAll('[hidden]').forEach(one => one.remove());
      return copy.textContent.replace(/\\s+/g, '');
    }"""
    assert page.evaluate(words, drawn) == served.evaluate(words)


def cut(body: str) -> str:
    """Return a stream that ends after its first delta."""
    head, found, rest = body.partition("event: delta\n")
    return head + found + rest.partition("\n\n")[0] + "\n\n"


def test_a_dropped_stream_recovers_and_shows_every_statement_once(page: Page) -> None:
    tries = []

    def dropping(route: Route) -> None:
        response = route.fetch()
        tries.append(1)
        route.fulfill(response=response, body=cut(response.text()) if len(tries) == 1 else response.text())

    page.route("**/v1/ask/stream", dropping)
    ask(page, QUESTION)
    assert len(tries) == 2
    said = page.locator(".iqa-said").all_inner_texts()
    assert len(said) == len(set(said)) > 1


def test_where_streams_never_arrive_whole_the_answer_comes_without_one(page: Page) -> None:
    page.route("**/v1/ask/stream", lambda route: route.fulfill(body="", content_type="text/event-stream"))
    ask(page, QUESTION)
    expect(page.locator(".iqa-answer")).to_contain_text("15 June 2026")


def test_a_refusal_is_shown_with_its_words_and_the_question_stays(page: Page) -> None:
    problem = json.dumps({"title": "Service Unavailable", "status": 503, "detail": "The documents can't be searched."})
    failing = {"status": 200, "body": f"event: error\ndata: {problem}\n\n", "content_type": "text/event-stream"}
    page.route("**/v1/ask/stream", lambda route: route.fulfill(**failing))
    page.fill("#question", QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator(".iqa-fault")).to_have_text("The documents can't be searched.")
    expect(page.locator(".iqa-fault")).to_be_focused()
    expect(page.locator("#question")).to_have_value(QUESTION)
    expect(page.locator(".iqa-answer")).to_have_count(0)


def test_asking_can_be_stopped(page: Page) -> None:
    page.evaluate(
        "() => { self.fetch = (_, {signal}) => new Promise((_, no) => signal.addEventListener('abort', no)); }"
    )
    page.fill("#question", QUESTION)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Stop").click()
    expect(page.locator(".iqa-fault")).to_have_text("Stopped. Nothing was answered.")
    expect(page.locator("#question")).to_have_value(QUESTION)


PARSED = """([text, size]) => {
  const told = [], feed = inspectqa.stream.parser((name, data) => told.push([name, data]));
  for (let at = 0; at < text.length; at += size) feed(text.slice(at, at + size));
  return told;
}"""


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
def test_events_are_read_whatever_their_line_ends_and_pieces(page: Page, end: str) -> None:
    lines = [
        ": ping",
        "",
        "event: delta",
        'data: {"a":',
        "data: 1}",
        "",
        "event:done",
        "data:2",
        "",
        "data: bare",
        "",
        "",
    ]
    text = end.join(lines) + (":" if end == "\r" else "")
    for size in (1, 2, 3, 7, 1000):
        told = page.evaluate(PARSED, [text, size])
        assert told == [["delta", '{"a":\n1}'], ["done", "2"], ["message", "bare"]], size
