"""A model server on loopback for tests: speaks the OpenAI chat protocol, and misbehaves on demand."""

import json
import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple


class Asked(NamedTuple):
    """What the server was asked: its rules, the material, the headers (names in lower case) and the path."""

    rules: str
    material: str
    headers: dict[str, str]
    path: str
    body: dict[str, Any]

    @property
    def sentences(self) -> list[tuple[str, str, str]]:
        """The numbered sentences as (token, labels, sentence)."""
        lines = re.findall(r"^(S\d+) \| (.*) \| (.*)$", self.material, re.MULTILINE)
        return [(token, labels, text) for token, labels, text in lines]

    @property
    def question(self) -> str:
        return self.material.rsplit("The question: ", 1)[-1].strip()


class Reply:
    """The answering end of one request."""

    def __init__(self, handler: BaseHTTPRequestHandler) -> None:
        self._handler = handler

    def head(
        self, status: int = 200, media_type: str = "text/event-stream", headers: dict[str, str] | None = None
    ) -> None:
        self._handler.send_response(status)
        self._handler.send_header("Content-Type", media_type)
        for name, value in (headers or {}).items():
            self._handler.send_header(name, value)
        self._handler.send_header("Connection", "close")
        self._handler.end_headers()

    def raw(self, data: bytes) -> None:
        self._handler.wfile.write(data)
        self._handler.wfile.flush()

    def event(self, data: Any) -> None:
        self.raw(b"data: " + (data if isinstance(data, bytes) else json.dumps(data).encode()) + b"\n\n")

    def token(self, text: Any, finish: Any = None) -> None:
        self.event({"choices": [{"index": 0, "delta": {"content": text}, "finish_reason": finish}]})

    def whole(self, text: str, finish: str = "stop", pieces: int = 8) -> None:
        """Stream ``text`` in pieces as a sound server does."""
        self.head()
        step = max(1, len(text) // pieces)
        for start in range(0, len(text), step):
            self.token(text[start : start + step])
        self.token("", finish)
        self.event(b"[DONE]")

    def statements(self, *statements: tuple[str, Sequence[str]]) -> None:
        rows = [{"text": text, "tokens": list(tokens)} for text, tokens in statements]
        self.whole(json.dumps({"statements": rows}))


Behaviour = Callable[[Asked, Reply], None]


class ModelServer:
    """A running server. ``behave`` may be changed between requests; ``asked`` holds what came."""

    def __init__(self, behave: Behaviour) -> None:
        self.behave = behave
        self.asked: list[Asked] = []
        self.url = ""


@contextmanager
def model_server(behave: Behaviour) -> Iterator[ModelServer]:
    """Run a model server that answers every request with ``behave``."""
    server = ModelServer(behave)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            rules, material = (message["content"] for message in body["messages"])
            asked = Asked(
                rules, material, {name.lower(): value for name, value in self.headers.items()}, self.path, body
            )
            server.asked.append(asked)
            with suppress(BrokenPipeError, ConnectionResetError):  # who asked may have hung up
                server.behave(asked, Reply(self))

        def log_message(self, format: str, *args: Any) -> None:
            pass

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listening.daemon_threads = True
    server.url = f"http://127.0.0.1:{listening.server_address[1]}/v1"
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        listening.shutdown()
        listening.server_close()
        thread.join()


def forever(reply: Reply, send: Callable[[], None], pause: float) -> None:
    """Send one thing again and again until the other side hangs up (or half a minute is over)."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        send()
        time.sleep(pause)


class Obedient:
    """A behaviour: says what it is told to, resting it on each sentence that it was given."""

    def __init__(self) -> None:
        self.goal = ""

    def __call__(self, asked: Asked, reply: Reply) -> None:
        """Answer one request."""
        tokens = [token for token, _, _ in asked.sentences]
        reply.statements((self.goal, tokens[:1]), (self.goal, tokens), *((self.goal, [token]) for token in tokens[:4]))
