"""What pages load and people take away: our style sheets and scripts, printed pages as pictures, answers for Word."""

from typing import Annotated

from fastapi import APIRouter, Header, HTTPException, Request
from starlette.responses import Response

from inspectqa.api import word
from inspectqa.api.dependencies import PagePictures, Parts, RecentAnswers
from inspectqa.api.facets import suggestions
from inspectqa.api.problems import described
from inspectqa.api.recent import remembered
from inspectqa.api.rendering import sent, static_files, theme
from inspectqa.wire import Response as Shape

router = APIRouter(include_in_schema=False)

_PDF = "application/pdf"


class SuggestionsOut(Shape):
    """Questions to go on with."""

    questions: list[str]


@router.get("/documents/{document_id}/pages/{number}.png", responses=described(404, 422))
def picture(document_id: str, number: int, parts: Parts, pictures: PagePictures) -> Response:
    """Return a page of a PDF as it is printed."""
    held = parts.catalogue.document(document_id)
    if held.media_type != _PDF or not 1 <= number <= len(held.pages):
        raise HTTPException(404, f"{held.file} has no printed page {number}.")
    drawn = pictures.page(parts.catalogue.original(document_id), held.sha256, number)
    if drawn is None:
        raise HTTPException(404, f"Page {number} of {held.file} can't be drawn; its text and the original are there.")
    return Response(drawn, media_type="image/png", headers={"Cache-Control": "private, max-age=3600"})


@router.get("/answers/{answer_id}.docx", responses=described(404))
def download(answer_id: str, request: Request, parts: Parts, recent: RecentAnswers) -> Response:
    """Return one of the last answers as a Word document."""
    answered = remembered(recent, answer_id)
    content = word.word(answered, parts.settings, str(request.base_url).rstrip("/"))
    headers = {"Content-Disposition": 'attachment; filename="answer.docx"'}
    return Response(content, media_type=word.MEDIA_TYPE, headers=headers)


@router.get("/answers/{answer_id}/suggestions", responses=described(404))
def going_on(answer_id: str, parts: Parts, recent: RecentAnswers) -> SuggestionsOut:
    """Return questions that go on from one of the last answers."""
    found = suggestions(remembered(recent, answer_id).answer, parts.catalogue.documents())
    return SuggestionsOut(questions=list(found))


@router.get("/static/{name}", responses=described(404))
def static(name: str, parts: Parts, accept_encoding: Annotated[str, Header()] = "") -> Response:
    """Return a style sheet, a script or a picture of ours."""
    one = theme(parts.settings) if name == "theme.css" else static_files().get(name)
    if one is None:
        raise HTTPException(404, f"There is no file {name} here.")
    return sent(one, accept_encoding)
