"""``POST /v1/ask/stream``: the answer as server-sent events.

    status… ─> (citation… delta)… ─> done        or, at any point, error

An answer is verified as a whole before its first word is sent. What asks works in a thread, and ends at its next step
once nobody listens any more.
"""

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from http import HTTPStatus
from typing import Annotated, Any

from anyio import to_thread
from fastapi import APIRouter, Depends
from fastapi.sse import EventSourceResponse, ServerSentEvent

from inspectqa.api.dependencies import Parts, RecentAnswers, json_only
from inspectqa.api.problems import Problem, described, problem_of
from inspectqa.assistant import Step
from inspectqa.errors import Abandoned
from inspectqa.wire.ask import AnswerOut, AskRequest, StatementOut, answer_out

router = APIRouter()

_TAIL = 40  # characters of a statement by which its end is found: its beginning may be left out
_LOG = logging.getLogger(__name__)
_WORDS = {
    Step.UNDERSTAND: "Reading the question",
    Step.SEARCH: "Searching the documents",
    Step.DRAFT: "Choosing quotations",
    Step.MODEL: "Wording the answer",
    Step.CHECK: "Checking every quotation",
}

Event = ServerSentEvent
Tell = Callable[[Event], None]


def _checked(asked: AskRequest, parts: Parts) -> AskRequest:
    """Refuse a bad question with an ordinary problem, before a stream begins."""
    parts.assistant.check(asked.question)
    return asked


@router.post(
    "/v1/ask/stream",
    response_class=EventSourceResponse,
    dependencies=[Depends(json_only)],
    responses=described(400, 413, 415, 422, 503),
)
async def ask_stream(
    asked: Annotated[AskRequest, Depends(_checked)], parts: Parts, recent: RecentAnswers
) -> AsyncIterator[Event]:
    """Answer a question as events: ``status``, ``citation``, ``delta``, and at the end ``done`` or ``error``."""
    arrived: asyncio.Queue[Event | None] = asyncio.Queue()
    loop, gone = asyncio.get_running_loop(), threading.Event()

    def tell(event: Event | None) -> None:
        if gone.is_set():
            raise Abandoned
        if event and event.event == "done":
            recent.put(asked, event.data)
        loop.call_soon_threadsafe(arrived.put_nowait, event)

    work = asyncio.ensure_future(to_thread.run_sync(_told, parts, asked, tell, gone, abandon_on_cancel=True))
    try:
        while (event := await arrived.get()) is not None:
            yield event
    finally:
        gone.set()
        work.cancel()


def _told(parts: Parts, asked: AskRequest, tell: Callable[[Event | None], None], gone: threading.Event) -> None:
    """Ask, and tell what comes of it; the last thing told is None."""

    def watch(step: Step | None) -> None:
        if gone.is_set():
            raise Abandoned
        if step:
            tell(Event(event="status", data={"step": step.value, "text": _WORDS[step]}))

    try:
        answer = parts.assistant.ask(asked.question, asked.turns(), asked.filters.filters(), watch)
        for event in events(answer_out(answer)):
            tell(event)
        tell(None)
    except Abandoned:
        _LOG.debug("nobody waits for the answer any more")
    except Exception as error:  # the outermost frame of the work: a stream ends with done or error, always
        tell(Event(event="error", data=_problem(error)))
        tell(None)


def _problem(error: Exception) -> Problem:
    status, detail = problem_of(error)
    return Problem(title=HTTPStatus(status).phrase, status=status, detail=detail)


def events(answer: AnswerOut) -> Iterator[Event]:
    """Yield an answer as events: each citation before the first statement that rests on it, then ``done``.

    The ``text`` of the deltas, joined, is the ``answer``; each carries its ``statement`` too.
    """
    citations = {one.number: one for one in answer.citations}
    rest = answer.answer
    for statement in answer.statements:
        for number in statement.citations:
            if number in citations:
                yield Event(event="citation", data=citations.pop(number))
        piece, rest = _cut(rest, statement)
        yield _delta(piece, statement.model_dump(mode="json"))
    if rest:
        yield _delta(rest, {"text": rest.strip(), "citations": []})
    yield Event(event="done", data=answer)


def _delta(text: str, statement: dict[str, Any]) -> Event:
    return Event(event="delta", data={"text": text, "statement": statement})


def _cut(text: str, statement: StatementOut) -> tuple[str, str]:
    """Return the text up to and with the statement's citation marks, and what follows."""
    ending = statement.text[-_TAIL:] + " " + "".join(f"[{number}]" for number in statement.citations)
    at = text.find(ending)
    end = at + len(ending) if at >= 0 else len(text)
    end += text.startswith(" ", end)
    return text[:end], text[end:]
