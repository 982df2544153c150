"""The widget in pages of another origin, in a real browser; the pages hold to a CSP as strict as any intranet's."""

import copy
from collections.abc import Callable, Iterator
from html import escape

import pytest
from playwright.sync_api import Browser, Page, expect
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import Receive, Scope, Send

from inspectqa.api.app import create_app
from inspectqa.api.script import snippet
from inspectqa.bootstrap import Application
from inspectqa.settings import load

Serve = Callable[..., str]

QUESTION = "What has Northmoor done on Makesafe?"
ANSWER = "15 June 2026"


class Intranet:
    """Pages of somebody else: each path gives the body it was told, under a strict CSP whose reports are kept."""

    def __init__(self) -> None:
        self.bodies: dict[str, str] = {}
        self.reports: list[str] = []
        self.asked: list[str] = []
        self.service = ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one page, or take one report."""
        assert scope["type"] == "http"
        request = Request(scope, receive)
        self.asked.append(request.url.path)
        response: Response = HTMLResponse("", 404)
        if request.url.path == "/reports":
            self.reports.append((await request.body()).decode())
            response = HTMLResponse("", 204)
        elif request.url.path in self.bodies:
            response = HTMLResponse(self.bodies[request.url.path], headers={"Content-Security-Policy": self._policy()})
        await response(scope, receive, send)

    def _policy(self) -> str:
        return (
            f"default-src 'none'; script-src {self.service}; connect-src {self.service}; frame-src {self.service}; "
            "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'; "
            "report-uri /reports"
        )


@pytest.fixture(scope="module")
def intranet() -> Intranet:
    return Intranet()


@pytest.fixture(scope="module")
def site(intranet: Intranet, serve: Serve) -> str:
    """The origin of the pages, of another site than the service."""
    return serve(intranet, "127.0.0.2")


@pytest.fixture(scope="module")
def service(held_samples: Application, intranet: Intranet, site: str, serve: Serve) -> str:
    """The address of a service that lets pages of ``site`` ask."""
    intranet.service = serve(create_app(_with(held_samples, widget_origins=site)))
    return intranet.service


def _with(held: Application, **settings: object) -> Application:
    application = copy.copy(held.opened())
    application.settings = load(data_dir=held.settings.data_dir, **settings)
    return application


@pytest.fixture
def page(chromium: Browser, intranet: Intranet) -> Iterator[Page]:
    """A page whose every violation and error fails the test."""
    context = chromium.new_context(viewport={"width": 1000, "height": 800})
    context.set_default_timeout(10_000)
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    context.close()
    assert errors == []
    assert intranet.reports == []


def show(page: Page, intranet: Intranet, site: str, body: str, path: str = "/page") -> None:
    """Open a page of the intranet with this body."""
    intranet.bodies[path] = f'<!doctype html><html lang="en"><title>Intranet</title><main><h1>News</h1>{body}</main>'
    page.goto(site + path)


def embedded(service: str, **options: str) -> str:
    """The line of HTML, with data- attributes."""
    extra = " ".join(f'data-{name}="{escape(value)}"' for name, value in options.items())
    return snippet(service).replace("<script", f"<script {extra}")


def ask(page: Page, question: str = QUESTION) -> None:
    page.get_by_label("Your question").fill(question)
    page.get_by_role("button", name="Ask", exact=True).click()


def test_a_page_of_another_origin_asks_in_the_panel(page: Page, intranet: Intranet, site: str, service: str) -> None:
    show(page, intranet, site, embedded(service))
    page.get_by_role("button", name="Ask about inspections").click()
    ask(page)
    expect(page.get_by_role("heading", name="Answered from the documents")).to_be_focused()
    expect(page.locator("inspectqa-widget .iqa-statements")).to_contain_text(ANSWER)
    expect(page.get_by_role("status")).to_contain_text("The answer is there")
