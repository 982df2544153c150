"""What handlers are given: the application, and the assurance that a body is JSON."""

from typing import Annotated

from fastapi import Depends, HTTPException, Request

from inspectqa.api.recent import Recent
from inspectqa.bootstrap import Application
from inspectqa.pictures import Pictures


def application(request: Request) -> Application:
    """Return the parts that this service was made with."""
    held: Application = request.app.state.application
    return held


def json_only(request: Request) -> None:
    """Refuse a body that is not announced as JSON.

    Raises:
        HTTPException: 415, names the type that came and the one that is taken.
    """
    has_body = request.headers.get("content-length", "0") != "0" or "transfer-encoding" in request.headers
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if has_body and media_type != "application/json":
        raise HTTPException(415, f"The body is {media_type or 'of no stated type'}; send application/json.")


def recent(request: Request) -> Recent:
    """Return the last answers of this service."""
    kept: Recent = request.app.state.recent
    return kept


def pictures(request: Request) -> Pictures:
    """Return what draws printed pages for this service."""
    drawer: Pictures = request.app.state.pictures
    return drawer


Parts = Annotated[Application, Depends(application)]
RecentAnswers = Annotated[Recent, Depends(recent)]
PagePictures = Annotated[Pictures, Depends(pictures)]
