"""What people see: the page for asking, the documents, the source view. Everything works without JavaScript too.

GET /          ask                    GET /documents                        what is held
POST /         ask without scripts    GET /documents/{id}?start=…&end=…     the source view
GET /answers/{id}  what came of it    GET /accessibility                    the statement
POST /feedback feedback without scripts

What goes wrong here is shown as a page, not as a problem in JSON.
"""

from collections.abc import Callable, Coroutine, Sequence
from itertools import groupby
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import BaseModel, Field, ValidationError
from starlette.responses import HTMLResponse, RedirectResponse, Response

from inspectqa.api import feedback
from inspectqa.api.dependencies import Parts, RecentAnswers, application
from inspectqa.api.facets import Shelf, suggestions
from inspectqa.api.forms import Fields, asked_in, fields, turns_after
from inspectqa.api.problems import problem_of
from inspectqa.api.recent import Answered, remembered
from inspectqa.api.rendering import page
from inspectqa.api.source import view
from inspectqa.documents import Page, Span, page_number
from inspectqa.errors import InspectqaError, QuestionError
from inspectqa.wire.ask import AskRequest, answer_out
from inspectqa.wire.held import document_detail_out, documents_out
from inspectqa.wire.printed import rectangles_out


class PageRoute(APIRoute):
    """A route whose errors are shown as pages, with the status and the words of the problem."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return what serves a request."""
        serve = super().get_route_handler()

        async def serve_page(request: Request) -> Response:
            try:
                return await serve(request)
            except (RequestValidationError, HTTPException, InspectqaError) as error:
                status, detail = problem_of(error)
                return page(
                    application(request).settings, "problem.html", status, detail=_sentence(detail.removesuffix("."))
                )

        return serve_page


router = APIRouter(include_in_schema=False, route_class=PageRoute)

_PDF = "application/pdf"
_FAR = 2**31 - 1


def _shelf(request: Request) -> Shelf:
    shelf: Shelf = request.app.state.shelf
    return shelf


Held = Annotated[Shelf, Depends(_shelf)]
Form = Annotated[Fields, Depends(fields)]


class Place(BaseModel):
    """Where to look in a document: the cited words from ``start`` to ``end``, else an offset or a page."""

    start: int = Field(0, ge=0, le=_FAR)
    end: int | None = Field(None, ge=0, le=_FAR)
    at: int = Field(0, ge=0, le=_FAR)
    number: int | None = Field(None, ge=1, le=_FAR)

    def span(self, length: int) -> Span | None:
        """Return the cited words in a text of this length; None when there are none, or none any more."""
        end = min(self.end or 0, length)
        return Span(self.start, end) if self.start < end else None

    def begin(self, pages: Sequence[Page]) -> int:
        """Return the offset to begin at where no words are cited."""
        return pages[self.number - 1].start if self.number and self.number <= len(pages) else self.at


@router.get("/")
def ask(parts: Parts, shelf: Held) -> HTMLResponse:
    """Show the page for asking."""
    return _ask_page(parts, shelf, AskRequest(question=""))


@router.post("/")
def ask_form(form: Form, parts: Parts, shelf: Held, recent: RecentAnswers) -> Response:
    """Answer a question that comes from the form, and lead to the page of its answer."""
    try:
        asked = asked_in(form)
        answer = answer_out(parts.assistant.ask(asked.question, asked.turns(), asked.filters.filters()))
    except ValidationError as error:
        return _ask_page(parts, shelf, AskRequest(question=form.question), fault=_fault(error))
    except QuestionError as error:
        return _ask_page(parts, shelf, AskRequest(question=form.question), fault=_sentence(str(error)))
    recent.put(asked, answer)
    return RedirectResponse(f"/answers/{answer.id}#answer", 303)  # so that going back asks nothing again


@router.get("/answers/{answer_id}")
def answer(answer_id: str, parts: Parts, shelf: Held, recent: RecentAnswers) -> HTMLResponse:
    """Show one of the last answers that were asked for by the form."""
    answered = remembered(recent, answer_id)
    return _ask_page(parts, shelf, answered.asked, answered)


def _ask_page(
    parts: Parts, shelf: Shelf, asked: AskRequest, answered: Answered | None = None, fault: str = ""
) -> HTMLResponse:
    following = suggestions(answered.answer, parts.catalogue.documents()) if answered else ()
    return page(
        parts.settings,
        "ask.html",
        422 if fault else 200,
        asked=asked,
        answered=answered,
        turns=turns_after(asked, answered),
        following=following,
        fault=fault,
        facets=shelf.facets(),
        examples=shelf.examples(),
        reasons=feedback.Reason,
    )


@router.get("/documents")
def documents(parts: Parts) -> HTMLResponse:
    """List the documents that are held, by force."""
    rows = documents_out(parts.catalogue.documents()).documents
    groups = [list(group) for _, group in groupby(rows, key=lambda row: row.force_id)]
    by_force = [(max((row.force or "" for row in group), key=len), group) for group in groups]
    return page(parts.settings, "documents.html", by_force=by_force, count=len(rows))


@router.get("/documents/{document_id}")
def source(document_id: str, place: Annotated[Place, Query()], parts: Parts) -> HTMLResponse:
    """Show a document: the cited words marked in its text, and on the page as it is printed."""
    held = parts.catalogue.document(document_id)
    text = parts.catalogue.text(document_id)
    span = place.span(len(text))
    passages = parts.catalogue.passages_of(document_id)
    begin = place.begin(held.pages)
    shown = page_number(held.pages, span.start if span else begin)
    boxes = rectangles_out(held, parts.catalogue.rectangles(document_id, span)).pages if span else []
    return page(
        parts.settings,
        "source.html",
        document=document_detail_out(held, passages),
        view=view(text, passages, held.pages, span, begin),
        span=span,
        missing=place.end is not None and span is None,
        shown=shown,
        sheets={one.number: one for one in held.pages} if held.media_type == _PDF else {},
        boxes={one.page: one.boxes for one in boxes},
    )


@router.post("/feedback")
def feedback_form(form: Form, parts: Parts, recent: RecentAnswers) -> HTMLResponse:
    """Keep what a person thinks of an answer, sent by the form."""
    try:
        told = feedback.FeedbackIn.model_validate(form.feedback())
    except ValidationError as error:
        return page(parts.settings, "thanks.html", 422, fault=_fault(error))
    feedback.keep(told, parts.settings.data_dir, recent.get(told.answer_id))
    return page(parts.settings, "thanks.html", fault="")


@router.get("/accessibility")
def accessibility(parts: Parts) -> HTMLResponse:
    """Show the accessibility statement."""
    return page(parts.settings, "accessibility.html")


def _fault(error: ValidationError) -> str:
    first = error.errors()[0]
    field = ".".join(str(part) for part in first["loc"])
    return f"{field}: {first['msg'].removeprefix('Value error, ')}."


def _sentence(message: str) -> str:
    return f"{message[:1].upper()}{message[1:]}."
