"""What browser tests lean on: Debian's Chromium, and servers on loopback that it can be pointed at."""

import copy
import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright
from starlette.types import ASGIApp

from inspectqa.api.app import create_app
from inspectqa.bootstrap import Application
from inspectqa.settings import load
from intranet import Breaking, Intranet
from visiting import Outside

Serve = Callable[..., str]

_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
_PATIENCE = 20  # seconds


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A browser for all tests; each test opens a context of its own."""
    program = shutil.which("chromium")
    if program is None and not os.environ.get("CI"):
        pytest.skip("chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def serve() -> Iterator[Serve]:
    """Return a function that serves an ASGI application on a free port of ``host`` and returns its address."""
    running: list[tuple[uvicorn.Server, threading.Thread]] = []

    def started(app: ASGIApp, host: str = "127.0.0.1") -> str:
        listening = socket.create_server((host, 0))
        config = uvicorn.Config(app, log_level="warning", access_log=False, lifespan="off", timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        running.append((server, thread))
        until = time.monotonic() + _PATIENCE
        while not server.started and time.monotonic() < until:
            time.sleep(0.01)
        return f"http://{host}:{listening.getsockname()[1]}"

    yield started
    for server, thread in running:
        server.should_exit = True
        thread.join(_PATIENCE)


@pytest.fixture(scope="session")
def outside(held_samples: Application, serve: Serve) -> Outside:
    """An intranet of another site than the service, which lets its pages ask and can be told to break off."""
    intranet = Intranet()
    site = serve(intranet, "127.0.0.2")
    application = copy.copy(held_samples.opened())
    application.settings = load(data_dir=held_samples.settings.data_dir, widget_origins=site)
    breaking = Breaking(create_app(application))
    service = serve(breaking)
    intranet.services.append(service)
    return Outside(intranet, site, service, breaking)


@pytest.fixture
def visitor(chromium: Browser, outside: Outside) -> Iterator[Page]:
    """A page to visit the intranet with; every error and every violation of its policy fails the test."""
    context = chromium.new_context(viewport={"width": 1000, "height": 800})
    context.set_default_timeout(10_000)
    faults: list[str] = []
    context.on("weberror", lambda error: faults.append(str(error.error)))
    yield context.new_page()
    context.close()
    assert faults == []
    assert outside.intranet.reports == []
