"""The service on a socket: bind first and say so plainly, then serve until a signal comes."""

import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import NoReturn

import uvicorn

from inspectqa.api.app import create_app
from inspectqa.bootstrap import Application
from inspectqa.errors import SettingsError

_SECONDS_TO_FINISH = 10  # for requests that are under way when a stop is asked for


def serve(application: Application, announce: Callable[[str], None]) -> None:
    """Serve ``application`` until SIGINT or SIGTERM; ``announce`` is told the address once it can answer.

    Raises:
        SettingsError: the address can't be bound; names it and the remedy.
        InspectqaError: a part that a question needs can't be used.
    """
    settings = application.settings
    with _bound(settings.host, settings.port) as listening:
        application.ready()
        config = uvicorn.Config(
            create_app(application),
            log_level="warning",
            access_log=False,  # what people ask is not written down
            server_header=False,
            timeout_graceful_shutdown=_SECONDS_TO_FINISH,
        )
        announce(_address(listening))
        # uvicorn finishes what is under way, then raises the signal again for us.
        signal.signal(signal.SIGTERM, _interrupt)
        with suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listening])


def _bound(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0][0]
        return socket.create_server((host, port), family=family, backlog=128)
    except OSError as error:
        reason = error.strerror or str(error)
        message = f"can't listen on {host} port {port} ({reason}): choose another with --host and --port"
        raise SettingsError(message) from error


def _address(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _interrupt(_: int, __: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt
