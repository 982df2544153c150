"""Hostile words through the widget and the frame: they are shown as words, and nothing is loaded, run or followed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from html import escape

import pytest
from playwright.sync_api import Browser, Page

from hostile_words import name, payloads
from inspectqa import bootstrap
from inspectqa.api.app import create_app
from inspectqa.settings import load
from intranet import Intranet, Liar, Trap
from visiting import Outside, ask

Serve = Callable[..., str]

TOGETHER = 4  # payloads under one recommendation
LEAST = 60
ADDRESSES = [
    *("javascript:window.pwned=1", "JaVaScRiPt:window.pwned=1", "java\tscript:window.pwned=1", "data:text/html,a"),
    *("\x01javascript:window.pwned=1", "blob:null/a", "vbscript:a", "//127.0.0.4/a", "/\\127.0.0.4/a", "", "?a", "#a"),
    *("/documents/../../a", "/documents/a\x00b", '/documents/x?start=0#"onclick=window.pwned=1', "http://127.0.0.4/a"),
]
WORDS = set("a article blockquote button dd details div dl dt form h2 h3 h4 h5 label li ol p section span".split())
WORDS |= {"summary", "textarea", "ul"}


@pytest.fixture(scope="module")
def trap() -> Trap:
    return Trap()


@pytest.fixture(scope="module")
def words(trap: Trap, serve: Serve) -> list[str]:
    return payloads(serve(trap, "127.0.0.4"))


@pytest.fixture(scope="module")
def stricter(outside: Outside, serve: Serve) -> Outside:
    """An intranet of its own, whose policy lets in only the services of these tests."""
    intranet = Intranet()
    return replace(outside, intranet=intranet, site=serve(intranet, "127.0.0.5"))


@pytest.fixture(scope="module")
def hostile(
    words: list[str], tmp_path_factory: pytest.TempPathFactory, stricter: Outside, serve: Serve
) -> Iterator[str]:
    """The address of a service that holds a document full of payloads."""
    folder = tmp_path_factory.mktemp("hostile-widget")
    head = "<h1>Response of Northmoor Constabulary to the inspection report of 24 October 2025</h1>"
    said = [
        f"<h2>Recommendation {group + 1}</h2>"
        + "".join(f"<p>We trained all officers in {escape(one)} before summer.</p>" for one in some)
        for group, some in enumerate(grouped(words))
    ]
    (folder / "northmoor.html").write_text(f"<!doctype html><html><body>{head}{''.join(said)}</body></html>")
    application = bootstrap.build(load(data_dir=folder / "data", widget_origins=stricter.site, answer_statements=8))
    assert not application.pipeline.ingest([folder / "northmoor.html"]).refused
    yield serve(create_app(application))
    application.close()


def grouped(words: list[str]) -> list[list[str]]:
    return [words[at : at + TOGETHER] for at in range(0, len(words), TOGETHER)]


@contextmanager
def watched(chromium: Browser, stricter: Outside, trap: Trap, *, script: bool = True) -> Iterator[Page]:
    """Lend a small page on which nothing of an answer may happen."""
    context = chromium.new_context(viewport={"width": 320, "height": 640}, java_script_enabled=script)
    context.set_default_timeout(10_000)
    faults: list[str] = []
    context.on("weberror", lambda error: faults.append(str(error.error)))
    context.on("dialog", lambda dialog: faults.append(dialog.message))
    context.on("console", lambda told: faults.append(told.text) if "Security Policy" in told.text else None)
    page = context.new_page()
    yield page
    page.wait_for_timeout(200)  # what a page loads late
    assert not script or page.evaluate("window.pwned === undefined")
    assert context.pages == [page]
    context.close()
    assert faults == stricter.intranet.reports == trap.asked == []


def asked_each(page: Page, questions: list[str]) -> list[str]:
    """Ask the widget in the page every question, one after the other, and return what it shows for each."""
    told: list[str] = page.evaluate(
        """async (questions) => {
            const widget = document.querySelector("inspectqa-widget"), told = [];
            for (const question of questions) {
                widget.ask(question);
                while (widget.asking) await new Promise((resolve) => setTimeout(resolve, 5));
                const turn = widget.shadowRoot.querySelector(".turn:last-child");
                turn.querySelectorAll("details").forEach((one) => { one.open = true; });
                turn.querySelectorAll(".iqa-chip").forEach((one) => one.click());
                told.push(turn.innerText);
            }
            return told;
        }""",
        questions,
    )
    return told


def is_bare(page: Page, service: str) -> None:
    """See that no payload became an element, an attribute that acts, or an address."""
    names, acting, links = page.locator("inspectqa-widget").evaluate(
        """(widget) => {
            const all = [...widget.shadowRoot.querySelectorAll("*")];
            return [all.map((one) => one.localName),
                all.flatMap((one) => [...one.attributes]).map((one) => one.name)
                    .filter((one) => /^(on|src|style|action|formaction|ping|background|poster)/.test(one)),
                all.filter((one) => one.matches("a:not(.iqa-chip)")).map((one) => one.getAttribute("href"))];
        }"""
    )
    assert set(names) <= WORDS
    assert acting == []
    assert all(link == f"{service}/" or link.startswith(f"{service}/documents/") for link in links), links


def test_a_service_that_lies_in_every_field_reaches_nothing(
    chromium: Browser, stricter: Outside, trap: Trap, words: list[str], serve: Serve
) -> None:
    lies = [(word, ADDRESSES[number % len(ADDRESSES)]) for number, word in enumerate(words)]
    lies += [(words[number], address) for number, address in enumerate(ADDRESSES)]
    outside = replace(stricter, service=serve(Liar(lies)))
    stricter.intranet.services[:] = [outside.service]
    with watched(chromium, stricter, trap) as page:
        outside.show(page, outside.embedded(mode="inline"))
        told = asked_each(page, [str(number) for number in range(len(lies))])
        assert len(words) >= LEAST
        for number, text in enumerate(told[: len(words)]):
            assert text.count(name(number)) >= 10
        is_bare(page, outside.service)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_payloads_of_documents_are_words_in_the_widget(
    chromium: Browser, stricter: Outside, trap: Trap, words: list[str], hostile: str
) -> None:
    outside = replace(stricter, service=hostile)
    stricter.intranet.services[:] = [outside.service]
    questions = [f"What has Northmoor done on recommendation {at + 1}?" for at in range(len(grouped(words)))]
    with watched(chromium, stricter, trap) as page:
        outside.show(page, outside.embedded(mode="inline"))
        told = "".join(asked_each(page, questions))
        assert sum(name(number) in told for number in range(len(words))) >= LEAST
        is_bare(page, outside.service)


@pytest.mark.parametrize("script", [True, False])
def test_payloads_of_documents_are_words_in_the_frame(
    chromium: Browser, stricter: Outside, trap: Trap, hostile: str, *, script: bool
) -> None:
    with watched(chromium, stricter, trap, script=script) as page:
        page.goto(f"{hostile}/embed")
        for group in (0, 3, 7, 12):
            ask(page, f"What has Northmoor done on recommendation {group + 1}?")
            page.get_by_text(name(group * TOGETHER)).first.wait_for()
        assert page.locator("main :is(img, script, iframe, object, embed, video, svg, base, style)").count() == 0


def test_the_trap_and_the_reports_do_hear(chromium: Browser, outside: Outside, serve: Serve) -> None:
    """Without this the tests above could be deaf."""
    trap, intranet = Trap(), Intranet()
    address, site = serve(trap), serve(intranet, "127.0.0.6")
    context = chromium.new_context()
    page = context.new_page()
    replace(outside, intranet=intranet, site=site).show(page, f"<img src={address}/blocked>")
    page.goto(f"{address}/heard")
    page.wait_for_timeout(300)
    context.close()
    assert "/heard" in trap.asked
    assert "/blocked" not in trap.asked
    assert any("/blocked" in report for report in intranet.reports)
