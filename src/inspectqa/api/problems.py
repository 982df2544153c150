"""Every error as an RFC 9457 problem (``application/problem+json``): what is wrong, where, and the limit.

Nothing of the inside is told: an unexpected error is logged, and the client reads only that it happened.
"""

import json
import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.responses import Response

from inspectqa.errors import InspectqaError, QuestionError, UnknownDocument

MEDIA_TYPE = "application/problem+json"
_UNAVAILABLE = "The documents can't be searched at the moment. The log of the service says why."
_BROKEN = "Something went wrong inside. It has been logged."
_LOG = logging.getLogger(__name__)


class FieldProblem(BaseModel):
    """What is wrong with one field of a request."""

    field: str
    message: str


class Problem(BaseModel):
    """The problem details of RFC 9457, with the fields at fault."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: list[FieldProblem] = Field([], description="The fields at fault, for status 422.")


def problem(
    status: int, detail: str, *, errors: list[FieldProblem] | None = None, headers: Mapping[str, str] | None = None
) -> Response:
    """Return a problem as a response."""
    body = Problem(title=HTTPStatus(status).phrase, status=status, detail=detail, errors=errors or [])
    # Escaped to ASCII: a client's own words come back in it, and they may hold halves of surrogate pairs.
    content = json.dumps(body.model_dump(exclude=None if errors else {"errors"}))
    return Response(content, status, headers=headers, media_type=MEDIA_TYPE)


def problem_of(error: Exception) -> tuple[int, str]:
    """Return the status and the words for an error, where it is not told as a response of its own; logs the rest."""
    if isinstance(error, HTTPException):
        return error.status_code, error.detail
    if isinstance(error, RequestValidationError):
        first = error.errors()[0]
        return 422, f"{_field(first['loc'])}: {_said(first['msg'])}."
    if isinstance(error, QuestionError):
        return 422, f"{error}."
    if isinstance(error, UnknownDocument):
        return 404, f"{error}."
    if isinstance(error, InspectqaError):
        _LOG.error("unavailable: %s", error)
        return 503, _UNAVAILABLE
    _LOG.error("unexpected", exc_info=error)
    return 500, _BROKEN


def described(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the OpenAPI description of these problems."""
    content = {MEDIA_TYPE: {"schema": Problem.model_json_schema(ref_template="#/components/schemas/{model}")}}
    content[MEDIA_TYPE]["schema"].pop("$defs", None)
    return {status: {"description": HTTPStatus(status).phrase, "content": content} for status in statuses}


def install(app: FastAPI) -> None:
    """Turn every error of ``app`` into a problem."""
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(UnknownDocument, _unknown)
    app.add_exception_handler(QuestionError, _bad_question)
    app.add_exception_handler(InspectqaError, _unavailable)
    app.add_exception_handler(Exception, _unexpected)


def _invalid(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101  registered for this type
    first = error.errors()[0]
    if first["type"] == "json_invalid":
        return problem(400, f"The body is not JSON: {first['ctx']['error']} at character {first['loc'][-1]}.")
    faults = [FieldProblem(field=_field(one["loc"]), message=_said(one["msg"])) for one in error.errors()[:20]]
    return problem(422, f"{faults[0].field}: {faults[0].message}", errors=faults)


def _field(loc: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in loc[1:]) or str(loc[0])


def _said(message: str) -> str:
    return message.removeprefix("Value error, ")


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101  registered for this type
    detail = error.detail
    if error.status_code == HTTPStatus.NOT_FOUND and detail == HTTPStatus.NOT_FOUND.phrase:
        detail = f"There is nothing at {request.url.path}; /openapi.json lists what there is."
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        detail = f"{request.method} is not possible at {request.url.path}."
    if error.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        detail = too_large(request.app.state.application.settings.max_body_bytes)
    return problem(error.status_code, detail, headers=error.headers)


def too_large(limit: int) -> str:
    """Return the sentence for a body over ``limit`` bytes."""
    return f"The body is over the limit of {limit} bytes."


def _unknown(_: Request, error: Exception) -> Response:
    return problem(404, f"{error}.")


def _bad_question(_: Request, error: Exception) -> Response:
    return problem(422, f"{error}.", errors=[FieldProblem(field="question", message=str(error))])


def _unavailable(_: Request, error: Exception) -> Response:
    _LOG.error("unavailable: %s", error)
    return problem(503, _UNAVAILABLE)


def _unexpected(_: Request, error: Exception) -> Response:
    return problem(500, _BROKEN)
