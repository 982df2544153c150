"""What goes around every exchange: security headers, and a refusal of bodies that are announced as too long.

The outermost layer of the service, so that problems of any kind carry the headers too.
"""

import math

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from inspectqa.api.problems import problem, too_large

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}

_MOST_THAT_IS_READ_IN_VAIN = 8 << 20  # bytes
_MOST_DIGITS = 18


class Envelope:
    """Wraps ``app``; ``max_body_bytes`` is the longest body that a request may announce."""

    def __init__(self, app: ASGIApp, max_body_bytes: int) -> None:
        self.app = app
        self.max_body_bytes = max_body_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        announced = _announced(scope)
        if announced > self.max_body_bytes:
            # Answered here: fastapi's own limit would answer as plain text and without the headers.
            await _read_to_the_end(receive, announced)
            refusal = problem(413, too_large(self.max_body_bytes), headers={"Connection": "close"})
            await refusal(scope, receive, send_with_headers)
            return
        await self.app(scope, receive, send_with_headers)


def _announced(scope: Scope) -> float:
    """Return the length that the request announces, in bytes; 0 when it says nothing that can be read."""
    length = Headers(scope=scope).get("content-length", "0")
    if not (length.isascii() and length.isdecimal()):
        return 0
    return int(length) if len(length) <= _MOST_DIGITS else math.inf


async def _read_to_the_end(receive: Receive, announced: float) -> None:
    """Read a refused body and forget it: closing on unread bytes resets the connection before the refusal arrives."""
    more = announced <= _MOST_THAT_IS_READ_IN_VAIN
    while more:
        message = await receive()
        more = message["type"] == "http.request" and message.get("more_body", False)
