"""What every test may lean on: no network but loopback, no settings from the outside, and the samples, held once."""

import ipaddress
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from inspectqa.settings import load

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from inspectqa.bootstrap import Application

pytest_plugins = ["chromium"]

REPOSITORY = Path(__file__).resolve().parents[1]
SAMPLES = REPOSITORY / "samples"


class NetworkReached(AssertionError):
    """A test tried to reach another machine."""


def _guarded(address: Any) -> None:
    host = address[0] if isinstance(address, tuple) else None
    if host is None or host in {"", "localhost"}:
        return  # a Unix socket, or this machine
    try:
        inside = ipaddress.ip_address(host).is_loopback
    except ValueError:
        inside = False
    if not inside:
        message = f"a test tried to reach {host}"
        raise NetworkReached(message)


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    """Refuse every connection and every look-up of a name that leaves this machine."""
    connect, connect_ex, look_up = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        _guarded(address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        _guarded(address)
        return connect_ex(self, address)

    def guarded_look_up(host: Any, *args: Any, **named: Any) -> Any:
        _guarded((host.decode() if isinstance(host, bytes) else host or "",))
        return look_up(host, *args, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
        patch.setattr(socket, "getaddrinfo", guarded_look_up)
        yield


@pytest.fixture(autouse=True, scope="session")
def _no_settings_from_outside() -> Iterator[None]:
    """Take our settings out of the environment: a developer's own must not change what a test sees."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("INSPECTQA_")]:
            patch.delenv(name)
        yield


@pytest.fixture(scope="session")
def held_samples(tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Application]":
    """The application with ``samples/`` ingested, once for all tests: read from it, don't write to it."""
    from inspectqa import bootstrap  # noqa: PLC0415  all rooms at once: a test of one room should not load them

    application = bootstrap.build(load(data_dir=tmp_path_factory.mktemp("held") / "data"))
    report = application.pipeline.ingest([SAMPLES])
    assert not report.refused, report.refused
    yield application
    application.close()


@pytest.fixture(scope="session")
def client(held_samples: "Application") -> "TestClient":
    """A client of the real service, which holds ``samples/``."""
    from starlette.testclient import TestClient  # noqa: PLC0415  only tests of the service pay for fastapi

    from inspectqa.api.app import create_app  # noqa: PLC0415  as above

    return TestClient(create_app(held_samples), raise_server_exceptions=False)
