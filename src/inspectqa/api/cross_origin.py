"""What pages of other origins may do: nothing, unless the settings name them; then ask, with a token.

    request ── no Origin, or our own ─────────────────────────> the service
            └─ another's ── GET of something not shared ──────> the service; without CORS headers no page can read it
                         ├─ not allowed, or not shared ───────> 403
                         ├─ preflight ────────────────────────> 204
                         ├─ the script, or asks for a token ──> the service, with CORS headers
                         └─ anything else ── token not good ──> 401
                                          └─ good ────────────> the service, with CORS headers

Only browsers are bound by this: another program writes what it likes into ``Origin``, or leaves it out.
"""

from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from inspectqa.api.problems import problem
from inspectqa.api.tokens import TokenRefused, Tokens

TOKEN_PATH = "/v1/widget/token"  # noqa: S105  a path
_WITH_TOKEN = {"/v1/ask", "/v1/ask/stream", "/v1/feedback"}
_SAFE = {"GET", "HEAD"}
_REMEDY = "its administrator can name the origin in INSPECTQA_WIDGET_ORIGINS"


class CrossOrigin:
    """Stands before ``app`` and lets pages of ``allowed`` origins ask, each with a token of its own."""

    def __init__(self, app: ASGIApp, allowed: frozenset[str], tokens: Tokens) -> None:
        self.app = app
        self.allowed = allowed
        self.tokens = tokens

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path, headers = scope["path"], Headers(scope=scope)
        foreign = _foreign(path, headers)
        if _shared(path):
            send = _varying(send)
        if foreign is None or (scope["method"] in _SAFE and not _shared(path)):
            await self.app(scope, receive, send)
        elif foreign not in self.allowed or not _shared(path):
            await _refused(foreign, path)(scope, receive, send)
        else:
            await self._admitted(foreign, scope, receive, _readable_by(foreign, send))

    async def _admitted(self, origin: str, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a page of an allowed origin, which may read what we say."""
        headers = Headers(scope=scope)
        if scope["method"] == "OPTIONS" and "access-control-request-method" in headers:
            await _preflight()(scope, receive, send)
            return
        try:
            if scope["path"] in _WITH_TOKEN:
                self.tokens.check(_bearer(headers), origin)
        except TokenRefused as refusal:
            challenge = {"WWW-Authenticate": 'Bearer error="invalid_token"'}
            await problem(401, f"{refusal} Ask {TOKEN_PATH} for a new one.", headers=challenge)(scope, receive, send)
            return
        await self.app(scope, receive, send)


def is_script(path: str) -> bool:
    """Tell whether ``path`` is the widget's script, which other origins load: by its name, or by name and hash."""
    return path == "/widget.js" or (path.startswith("/widget-") and path.endswith(".js"))


def _shared(path: str) -> bool:
    return path in _WITH_TOKEN or path == TOKEN_PATH or is_script(path)


def _foreign(path: str, headers: Headers) -> str | None:
    """Return the origin of the page that asks, None when it is ours or no page asks."""
    origin = headers.get("origin")
    if origin is None:
        return None
    site = headers.get("sec-fetch-site")  # a browser's own word: no script can set it
    if site is not None:
        return None if site in {"same-origin", "none"} else origin
    if origin == "null" and not path.startswith("/v1/"):
        # Over plain HTTP there is no such word, and our own forms carry "null", for our referrer policy is strict.
        return None
    return None if origin.partition("://")[2] == headers.get("host") else origin


def _bearer(headers: Headers) -> str:
    scheme, _, token = headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise TokenRefused("A token is needed.")
    return token.strip()


def _refused(origin: str, path: str) -> Response:
    if not _shared(path):
        return problem(403, f"Pages of other origins can't use {path}.")
    return problem(403, f"Pages of the origin {origin[:300]} may not use this service; {_REMEDY}.")


def _preflight() -> Response:
    allowed = {
        "Access-Control-Allow-Methods": "GET, POST",
        "Access-Control-Allow-Headers": "Authorization, Content-Type",
        "Access-Control-Max-Age": "600",
    }
    return Response(status_code=HTTPStatus.NO_CONTENT, headers=allowed)


def _varying(send: Send) -> Send:
    async def send_varying(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).add_vary_header("Origin")
        await send(message)

    return send_varying


def _readable_by(origin: str, send: Send) -> Send:
    async def send_readable(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message)["Access-Control-Allow-Origin"] = origin
        await send(message)

    return send_readable
