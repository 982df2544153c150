"""Small servers for tests in a browser: pages of somebody else, a trap, a service that lies, one that breaks off."""

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from inspectqa.api.script import script

HEAD = '<!doctype html><html lang="en"><head><title>Intranet</title><meta name="viewport" content="width=device-width">'


class Intranet:
    """Pages of somebody else: each path gives the body it was told, under a strict CSP whose reports are kept.

    ``services`` are the origins that its CSP lets in.
    """

    def __init__(self) -> None:
        self.bodies: dict[str, str] = {}
        self.reports: list[str] = []
        self.services: list[str] = []

    def show(self, path: str, body: str, scheme: str = "light dark") -> None:
        """Put a page at ``path``; ``scheme`` is what it says of its colours."""
        head = f'{HEAD}<meta name="color-scheme" content="{scheme}"></head>'
        self.bodies[path] = f"{head}<body><main><h1>News of the week</h1>{body}</main></body></html>"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one page, or take one report."""
        request = Request(scope, receive)
        response: Response = HTMLResponse("", 404)
        if request.url.path == "/reports":
            self.reports.append((await request.body()).decode())
            response = HTMLResponse("", 204)
        elif request.url.path in self.bodies:
            response = HTMLResponse(self.bodies[request.url.path], headers={"Content-Security-Policy": self._policy()})
        await response(scope, receive, send)

    def _policy(self) -> str:
        services = " ".join(self.services) or "'none'"
        return (
            f"default-src 'none'; script-src {services}; connect-src {services}; frame-src {services}; "
            "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'; "
            "report-uri /reports"
        )


class Trap:
    """Says yes to everything, and remembers who asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        self.asked.append(scope["path"])
        await Response("", headers={"Access-Control-Allow-Origin": "*"})(scope, receive, send)


class Liar:
    """A service whose answers hold the words of ``lies`` that a question asks for, by number, wherever they can.

    Each lie is the words that a person reads and the address that a person may follow.
    """

    def __init__(self, lies: list[tuple[str, str]]) -> None:
        self.lies = lies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the script, a token, or a lie as a stream; everybody may read it."""
        request = Request(scope, receive)
        response: Response = JSONResponse({"token": "any", "expires_in": 900})
        if request.url.path.endswith(".js"):
            response = Response(script().content, media_type="text/javascript")
        elif request.url.path == "/v1/ask/stream" and request.method == "POST":
            lie = self.lies[int((await request.json())["question"])]
            response = Response(_events(*lie), media_type="text/event-stream")
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Allow-Headers"] = "authorization, content-type"
        await response(scope, receive, send)


class Breaking:
    """Passes on what ``app`` says, but breaks off the next ``times`` streams after their first words."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.times = 0
        self.broken = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""

        async def send_a_little(message: Message) -> None:
            await send(message)
            if b"event: citation" in message.get("body", b""):
                raise ConnectionResetError

        if scope.get("path") != "/v1/ask/stream" or scope["method"] != "POST" or self.times == 0:
            await self.app(scope, receive, send)
            return
        self.times -= 1
        self.broken += 1
        await self.app(scope, receive, send_a_little)


def _events(words: str, url: str) -> str:
    finding = {"kind": words, "number": words, "inspection": words, "inspection_id": words, "year": None, "due": words}
    quotation = {
        **dict.fromkeys(("document_id", "file", "title", "quote", "force_id", "force", "voice", "speaker"), words),
        "number": 1,
        "page": words,
        "start": 0,
        "end": 1,
        "finding": finding,
        "published": words,
        "url": url,
    }
    understood: dict[str, Any] = dict.fromkeys(("standalone_question", "intent", "topic"), words)
    understood |= {key: [words] for key in ("forces", "findings", "voices")}
    statement = {"text": words, "citations": [1]}
    answer = {
        "id": words,
        "status": words,
        "answer": words,
        "answerer": words,
        "model": words,
        "elapsed_ms": 1,
        "statements": [statement],
        "citations": [quotation],
        "understood": understood,
        "held": [words],
        "nearest": [quotation],
        "notices": [words],
    }
    told = [
        ("status", {"step": words, "text": words}),
        ("citation", quotation),
        ("delta", {"text": words, "statement": statement}),
        ("done", answer),
    ]
    return "".join(f"event: {name}\ndata: {json.dumps(data)}\n\n" for name, data in told)
