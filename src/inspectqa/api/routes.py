"""The routes of the contract. Handlers are plain functions (fastapi runs them in threads) of a few lines."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import FileResponse

from inspectqa.api.dependencies import Parts, RecentAnswers, json_only
from inspectqa.api.problems import described
from inspectqa.documents import Span
from inspectqa.errors import DataFolderError
from inspectqa.wire.ask import AnswerOut, AskRequest, answer_out
from inspectqa.wire.held import (
    DocumentDetailOut,
    DocumentsOut,
    FindingsOut,
    ForcesOut,
    HealthOut,
    TextOut,
    document_detail_out,
    documents_out,
    findings_out,
    forces_out,
)
from inspectqa.wire.printed import RectanglesOut, rectangles_out
from inspectqa.wire.statements import StatementsOut, statements_out

router = APIRouter()

# Anything else, HTML above all, is handed out as text: a browser must not run what somebody else wrote.
_AS_THEY_ARE = {
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}

Offset = Annotated[int, Query(ge=0, le=2**31 - 1)]
Filter = Annotated[str | None, Query(min_length=1, max_length=200)]


@router.post("/v1/ask", dependencies=[Depends(json_only)], responses=described(400, 413, 415, 422, 503))
def ask(asked: AskRequest, parts: Parts, recent: RecentAnswers) -> AnswerOut:
    """Answer a question with verified quotations."""
    answer = answer_out(parts.assistant.ask(asked.question, asked.turns(), asked.filters.filters()))
    recent.put(asked, answer)
    return answer


@router.get("/v1/documents", responses=described(503))
def documents(parts: Parts) -> DocumentsOut:
    """List the documents that are held."""
    return documents_out(parts.catalogue.documents())


@router.get("/v1/documents/{document_id}", responses=described(404, 422, 503))
def document(document_id: str, parts: Parts) -> DocumentDetailOut:
    """Describe one document and what was recognised in it."""
    return document_detail_out(parts.catalogue.document(document_id), parts.catalogue.passages_of(document_id))


@router.get("/v1/documents/{document_id}/text", responses=described(404, 422, 503))
def text(document_id: str, parts: Parts) -> TextOut:
    """Return a document's canonical text, in which citations count."""
    return TextOut(text=parts.catalogue.text(document_id))


@router.get("/v1/documents/{document_id}/statements", responses=described(404, 422, 503))
def statements(document_id: str, parts: Parts) -> StatementsOut:
    """List what a document says, sentence by sentence: by whom, about which finding, and what it tells."""
    held = parts.catalogue.document(document_id)
    return statements_out(held, parts.catalogue.passages_of(document_id), parts.catalogue.text(document_id))


@router.get("/v1/documents/{document_id}/rectangles", responses=described(404, 422, 503))
def rectangles(document_id: str, start: Offset, end: Offset, parts: Parts) -> RectanglesOut:
    """Return where a span of the canonical text is printed, page by page."""
    span = Span(start, end)
    return rectangles_out(parts.catalogue.document(document_id), parts.catalogue.rectangles(document_id, span))


@router.get(
    "/v1/documents/{document_id}/file",
    response_class=FileResponse,
    responses={200: {"content": {"application/octet-stream": {}}}, **described(404, 422, 503)},
)
def file(document_id: str, parts: Parts) -> FileResponse:
    """Download the original file, byte by byte as it was ingested."""
    held = parts.catalogue.document(document_id)
    path = parts.catalogue.original(document_id)
    if not path.is_file():
        raise DataFolderError(f"the original of {held.file} is not at {path}: ingest it again")
    media_type = held.media_type if held.media_type in _AS_THEY_ARE else "text/plain; charset=utf-8"
    return FileResponse(path, media_type=media_type, filename=held.file)


@router.get("/v1/forces", responses=described(503))
def forces(parts: Parts) -> ForcesOut:
    """List the bodies of which documents are held."""
    return forces_out(parts.catalogue.documents())


@router.get("/v1/findings", responses=described(422, 503))
def findings(parts: Parts, force: Filter = None, inspection: Filter = None) -> FindingsOut:
    """List the findings of which held documents speak: of one force (id), of one inspection (id or title words)."""
    return findings_out(parts.catalogue.documents(), force=force, inspection=inspection)


@router.get("/healthz")
def healthz() -> HealthOut:
    """Say that the process is up."""
    return HealthOut(status="ok")


@router.get("/readyz", responses=described(503))
def readyz(parts: Parts) -> HealthOut:
    """Say that questions can be answered: the catalogue is readable and the index is usable."""
    parts.ready()
    return HealthOut(status="ready")
