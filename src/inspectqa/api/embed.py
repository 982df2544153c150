"""What other pages embed: the widget's script, the page for a frame, and the token that goes with a question."""

from typing import Annotated

from fastapi import APIRouter, Header, HTTPException, Request
from pydantic import Field
from starlette.responses import Response

from inspectqa.api.cross_origin import TOKEN_PATH
from inspectqa.api.dependencies import Parts
from inspectqa.api.problems import described, problem
from inspectqa.api.script import Script, script
from inspectqa.wire import Response as Shape

router = APIRouter()

_FOR_EVER = "public, max-age=31536000, immutable"
_SHORT = "public, max-age=300"


class TokenOut(Shape):
    """A token for the pages of one origin."""

    token: str = Field(description="To be sent as `Authorization: Bearer …` with each question.")
    expires_in: int = Field(description="How long it is good for, in seconds.")


@router.post(TOKEN_PATH, responses=described(403, 422))
def token(request: Request, parts: Parts, origin: Annotated[str, Header()] = "") -> TokenOut:
    """Give a page of an allowed origin a token. Pages of other origins don't get this far, and our own need none."""
    if origin not in parts.settings.widget_origins:
        raise HTTPException(403, "Tokens are for pages of the origins that may embed the widget; others need none.")
    return TokenOut(token=request.app.state.tokens.given(origin), expires_in=parts.settings.widget_token_seconds)


@router.get("/widget.js", response_class=Response, responses=described(422))
def widget(accept_encoding: Annotated[str, Header()] = "") -> Response:
    """Return the widget's script of today."""
    return _sent(script(), _SHORT, accept_encoding)


@router.get("/widget-{digest}.js", response_class=Response, responses=described(404, 422))
def widget_of(digest: str, accept_encoding: Annotated[str, Header()] = "") -> Response:
    """Return the widget's script with this hash: it never changes, so a page can check it and keep it."""
    one = script()
    if one.path != f"/widget-{digest}.js":
        return problem(404, f"This service has {one.path}; `inspectqa widget` prints the line for a page.")
    return _sent(one, _FOR_EVER, accept_encoding)


def _sent(one: Script, cached: str, accept_encoding: str) -> Response:
    headers = {"Cache-Control": cached, "Cross-Origin-Resource-Policy": "cross-origin", "Vary": "Accept-Encoding"}
    if "gzip" not in accept_encoding.lower():
        return Response(one.content, headers=headers, media_type="text/javascript")
    return Response(one.compressed, headers=headers | {"Content-Encoding": "gzip"}, media_type="text/javascript")
