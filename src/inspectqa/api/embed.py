"""What other pages embed: the widget's script, the page for a frame, and the token that goes with a question."""

from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Header, HTTPException, Query, Request
from pydantic import BaseModel, Field, StringConstraints, ValidationError
from starlette.responses import HTMLResponse, Response

from inspectqa.api.cross_origin import TOKEN_PATH
from inspectqa.api.dependencies import Parts, RecentAnswers
from inspectqa.api.forms import Fields, asked_in, fields, turns_after
from inspectqa.api.problems import described, problem
from inspectqa.api.recent import Answered
from inspectqa.api.rendering import POLICY, page
from inspectqa.api.script import Script, script
from inspectqa.bootstrap import Application
from inspectqa.errors import QuestionError
from inspectqa.settings import Settings
from inspectqa.wire import Response as Shape
from inspectqa.wire.ask import MOST_FILTER_VALUES, AskRequest, FiltersIn, answer_out

router = APIRouter()

_FOR_EVER = "public, max-age=31536000, immutable"
_SHORT = "public, max-age=300"


class _Looks(BaseModel):
    """How the page for a frame looks, and which forces it is about."""

    heading: Annotated[str, StringConstraints(min_length=1, max_length=100)] = "Ask about inspections"
    forces: Annotated[str, StringConstraints(max_length=1000)] = Field(
        "", description="Ids, with commas or spaces between."
    )
    scheme: Literal["auto", "light", "dark"] = "auto"

    def named(self) -> list[str]:
        """Return the ids, as many and as long as a filter takes."""
        return [word[:200] for word in self.forces.replace(",", " ").split()[:MOST_FILTER_VALUES]]


Looks = Annotated[_Looks, Query()]
Form = Annotated[Fields, Depends(fields)]


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


@router.get("/embed", response_class=HTMLResponse, responses=described(422))
def embed(looks: Looks, parts: Parts) -> HTMLResponse:
    """Show the page for a frame."""
    return _framed(looks, parts, AskRequest(question="", filters=FiltersIn(forces=looks.named())))


@router.post("/embed", response_class=HTMLResponse, include_in_schema=False)
def embed_form(looks: Looks, form: Form, parts: Parts, recent: RecentAnswers) -> HTMLResponse:
    """Answer a question that comes from that page, where there is no JavaScript."""
    try:
        asked = asked_in(form)
        answer = answer_out(parts.assistant.ask(asked.question, asked.turns(), asked.filters.filters()))
    except (ValidationError, QuestionError) as error:
        said = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
        return _framed(looks, parts, AskRequest(question=form.question), fault=f"{said[:1].upper()}{said[1:]}.")
    recent.put(asked, answer)
    return _framed(looks, parts, asked, Answered(asked, answer))


def _framed(
    looks: "_Looks", parts: Application, asked: AskRequest, answered: Answered | None = None, fault: str = ""
) -> HTMLResponse:
    shown = page(
        parts.settings,
        "embed.html",
        422 if fault else 200,
        **looks.model_dump(),
        script=script().path,
        action=f"/embed?{urlencode(looks.model_dump())}",
        asked=asked,
        answered=answered,
        turns=turns_after(asked, answered),
        fault=fault,
    )
    shown.headers["Content-Security-Policy"] = policy_in_frames(parts.settings)
    return shown


def policy_in_frames(settings: Settings) -> str:
    """Return the policy of our pages, but shown in frames of the origins that the settings name."""
    allowed = " ".join((*settings.widget_origins, *settings.embed_frames)) or "'none'"
    return POLICY.replace("frame-ancestors 'none'", f"frame-ancestors {allowed}")


def _sent(one: Script, cached: str, accept_encoding: str) -> Response:
    headers = {"Cache-Control": cached, "Cross-Origin-Resource-Policy": "cross-origin", "Vary": "Accept-Encoding"}
    if "gzip" not in accept_encoding.lower():
        return Response(one.content, headers=headers, media_type="text/javascript")
    return Response(one.compressed, headers=headers | {"Content-Encoding": "gzip"}, media_type="text/javascript")
