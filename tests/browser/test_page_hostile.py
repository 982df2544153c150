"""Hostile words through ingest, answer, page and source view: nothing runs, nothing is loaded, no policy is broken."""

import json
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from browsing import browsing
from hostile_words import name, payloads
from inspectqa import bootstrap
from inspectqa.api.app import create_app
from inspectqa.settings import load

Serve = Callable[..., str]

TOGETHER = 4  # payloads under one recommendation
LEAST = 60


class Listener:
    """Takes every request and remembers its path: nobody should ever come."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        self.asked.append(scope["path"])
        await Response("window.pwned=1", media_type="text/javascript")(scope, receive, send)


class Reporting:
    """The service, with a policy that reports what breaks it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.reports: list[str] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or take one report."""
        if scope["path"] == "/reports":
            self.reports.append((await Request(scope, receive).body()).decode())
            await Response(status_code=204)(scope, receive, send)
            return

        async def send_reporting(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [
                    (key, value + b"; report-uri /reports" if key == b"content-security-policy" else value)
                    for key, value in message["headers"]
                ]
            await send(message)

        await self.app(scope, receive, send_reporting)


@pytest.fixture(scope="module")
def listener() -> Listener:
    return Listener()


@pytest.fixture(scope="module")
def words(listener: Listener, serve: Serve) -> list[str]:
    return payloads(serve(listener))


def sentences(words: list[str], group: int) -> str:
    """Return the payloads of a group, each inside a sentence of a response."""
    some = words[group * TOGETHER : (group + 1) * TOGETHER]
    return " ".join(f"We trained all officers in {payload} before summer." for payload in some)


def written(folder: Path, words: list[str]) -> Path:
    """Write the payloads into documents of several kinds: in responses, headings, titles and a file's name."""
    groups = range((len(words) + TOGETHER - 1) // TOGETHER)
    head = "Response of Northmoor Constabulary to the inspection report of 24 October 2025"
    markdown = [f"# {head} {words[0]}", "Published 12 December 2025"]
    for group in groups:
        markdown += [f"## Recommendation {group + 1} {words[group]}", sentences(words, group)]
    (folder / "northmoor.md").write_text("\n\n".join(markdown), encoding="utf-8")
    said = "".join(f"<h2>Recommendation {g + 1}</h2><p>{escape(sentences(words, g))}</p>" for g in groups)
    title = escape(head.replace("Northmoor", "Caldermere"))
    page = (
        f"<!doctype html><html><head><title>{title}</title></head><body><h1>{title}</h1>{said}{words[3]}</body></html>"
    )
    (folder / "<img src=x onerror=pwned=1>.html").write_text(page, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def hostile(words: list[str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reporting]:
    """The service over documents full of payloads."""
    folder = tmp_path_factory.mktemp("hostile")
    application = bootstrap.build(load(data_dir=tmp_path_factory.mktemp("hostile-data") / "data"))
    report = application.pipeline.ingest([written(folder, words)])
    assert not report.refused, report.refused
    yield Reporting(create_app(application))
    application.close()


@pytest.fixture(scope="module")
def service(hostile: Reporting, serve: Serve) -> str:
    return serve(hostile)


@pytest.fixture
def page(chromium: Browser, service: str, listener: Listener, hostile: Reporting) -> Iterator[Page]:
    """A page on which nothing of a document may happen."""
    with browsing(chromium, base_url=service) as (page, faults):
        dialogs: list[str] = []
        page.on("dialog", lambda dialog: dialogs.append(dialog.message))
        page.goto("/")
        yield page
        page.wait_for_timeout(200)  # what a page loads late
        assert page.evaluate("window.pwned") is None
        assert dialogs == []
    assert faults == []
    assert hostile.reports == []
    assert listener.asked == []


def asked(page: Page, question: str, count: int) -> None:
    page.fill("#question", question)
    page.keyboard.press("Enter")
    expect(page.locator(".iqa-tools")).to_have_count(count)


def bare_of_markup(page: Page, place: str) -> None:
    """See that no payload became an element, an attribute that acts, or an address of its own."""
    foreign = page.evaluate(
        """place => [...document.querySelectorAll(place + ' *')].filter(one =>
          one.matches('script, img, iframe, object, embed, video, audio, svg, math, style, link, base, meta, xss')
          || [...one.attributes].some(({name}) => name.startsWith('on') || name === 'style' || name === 'ping')
          || (one.href && new URL(one.href).origin !== location.origin)).map(one => one.outerHTML)""",
        place,
    )
    assert foreign == []


def test_the_answers_show_payloads_as_words_and_nothing_more(page: Page, words: list[str]) -> None:
    groups = (len(words) + TOGETHER - 1) // TOGETHER
    for group in range(groups):
        asked(page, f"What has Northmoor done on recommendation {group + 1}? {words[group]}", group + 1)
    page.locator("details").evaluate_all("every => every.forEach(one => { one.open = true; })")
    bare_of_markup(page, ".iqa-conversation")
    said = page.locator(".iqa-statements").all_inner_texts()
    shown = sum(any(name(number) in one for one in said) for number in range(len(words)))
    assert shown >= LEAST
    assert page.title() == "Ask – inspectqa"
    page.reload()  # from the tab's storage
    expect(page.locator(".iqa-tools")).to_have_count(groups)
    bare_of_markup(page, ".iqa-conversation")


def test_the_source_views_show_payloads_as_words_and_nothing_more(page: Page, words: list[str]) -> None:
    page.goto("/documents")
    bare_of_markup(page, "main")
    addresses = page.locator("h3 a").evaluate_all("every => every.map(one => one.href)")
    assert len(addresses) == 2
    seen = set()
    for address in addresses:
        at: str | None = f"{address}?start=0&end=9"
        while at:
            page.goto(at)
            bare_of_markup(page, "main")
            text = page.locator(".iqa-text").inner_text()
            seen |= {number for number in range(len(words)) if name(number) in text}
            assert not any(unseen in text for unseen in "\u202e\u2066\u200b\ufeff\U000e0069")
            later = page.get_by_role("link", name="Later in the document")
            at = later.get_attribute("href") if later.count() else None
    assert len(seen) == len(words) >= LEAST


def test_the_answer_page_without_scripts_shows_payloads_as_words(
    chromium: Browser, service: str, words: list[str], listener: Listener, hostile: Reporting
) -> None:
    with browsing(chromium, base_url=service, java_script_enabled=False) as (page, faults):
        for group in (0, 3, 7, 12):
            page.goto("/")
            page.fill("#question", f"What has Northmoor done on recommendation {group + 1}? {words[group]}")
            page.get_by_role("button", name="Ask", exact=True).click()
            expect(page.locator(".iqa-statements")).to_contain_text(name(group * TOGETHER))
            page.wait_for_timeout(100)
    assert faults == hostile.reports == listener.asked == []


def lying(words: list[str], number: int) -> dict[str, Any]:
    """Return an answer of a service that has been taken over, in every text of it a payload."""
    url = [
        *("javascript:window.pwned=1", "//localhost/a", "http://localhost/a", "/documents/a\u0000b", " javascript:a"),
        *("/documents/x?start=0&end=1#cited\"onclick='window.pwned=1'", "data:text/html,a", "/\\localhost", ""),
    ]
    word = words[number]
    finding = {"kind": word, "number": word, "inspection": word, "inspection_id": word, "year": 1, "due": word}
    citation = {
        **dict.fromkeys(("document_id", "file", "title", "quote", "force_id", "force", "voice", "speaker"), word),
        "number": 1,
        "page": 1,
        "start": 0,
        "end": 1,
        "finding": finding,
        "published": word,
        "url": url[number % len(url)],
    }
    near = {"document_id": word, "title": word, "page": 1, "quote": word, "url": url[(number + 1) % len(url)]}
    read = {"standalone_question": word, "intent": word, "topic": word, "forces": [word], "findings": [], "voices": []}
    return {
        "id": f"{number:032}",
        "status": word,
        "answer": word,
        "statements": [{"text": word, "citations": [1, 7]}],
        "citations": [citation],
        "understood": read,
        "held": [word],
        "nearest": [near],
        "notices": [word],
        "answerer": word,
        "model": word,
        "elapsed_ms": 1,
    }


def test_even_a_lying_service_puts_no_markup_and_no_foreign_address_into_the_page(page: Page, words: list[str]) -> None:
    """The statements are made up here: the renderer must not lean on what the service checks."""
    sent = [lying(words, number) for number in range(len(words))]

    def lie(route: Route) -> None:
        answer = sent[int(json.loads(route.request.post_data or "")["question"])]
        route.fulfill(body=f"event: done\ndata: {json.dumps(answer)}\n\n", content_type="text/event-stream")

    page.route("**/v1/ask/stream", lie)
    page.route("**/suggestions", lambda route: route.fulfill(json={"questions": []}))
    for number in range(0, len(words), 3):
        asked(page, str(number), number // 3 + 1)
    drawn = "answer => document.querySelector('.iqa-conversation').append(inspectqa.answer.draw(answer))"
    for answer in sent:
        page.evaluate(drawn, answer)
    page.locator("details").evaluate_all("every => every.forEach(one => { one.open = true; })")
    bare_of_markup(page, ".iqa-conversation")
    links = page.locator(".iqa-conversation a").evaluate_all("every => every.map(one => one.getAttribute('href'))")
    assert all(link.startswith(("#iqa-", "/answers/")) for link in links), links


def test_the_listener_and_the_reports_do_hear(
    chromium: Browser, service: str, serve: Serve, hostile: Reporting
) -> None:
    """Without this the tests above could be deaf."""
    listener = Listener()
    address = serve(listener)
    with browsing(chromium, base_url=service) as (page, faults):
        page.goto(f"{address}/heard")
        page.goto("/")
        page.evaluate("address => { new Image().src = address; }", f"{address}/blocked")
        page.wait_for_timeout(500)
    assert "/heard" in listener.asked
    assert "/blocked" not in listener.asked
    assert any("Content Security Policy" in fault for fault in faults)
    assert any("/blocked" in report for report in hostile.reports)
    hostile.reports.clear()
