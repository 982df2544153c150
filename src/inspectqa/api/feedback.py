"""``POST /v1/feedback``: what a person thinks of an answer, one line of JSON each in ``feedback.jsonl``.

Without ``share`` neither the question nor the answer is kept: only the answer's id, its status, and what was said.
"""

import datetime
import json
import threading
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, HTTPException
from pydantic import Field, StringConstraints

from inspectqa.api.dependencies import Parts, RecentAnswers, json_only
from inspectqa.api.problems import described
from inspectqa.api.recent import Answered
from inspectqa.errors import DataFolderError
from inspectqa.invisible import visible
from inspectqa.wire import Request, Response

router = APIRouter()

FILE = "feedback.jsonl"
_MOST_BYTES = 20 << 20
_WRITING = threading.Lock()


class Reason(StrEnum):
    """Why an answer was not useful."""

    WRONG = "wrong"
    WRONG_SPEAKER = "wrong_speaker"
    INCOMPLETE = "incomplete"
    NOT_FOUND = "not_found"
    UNCLEAR = "unclear"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The reason in plain words."""
        return _LABELS[self]


_LABELS = {
    Reason.WRONG: "Something in it is wrong",
    Reason.WRONG_SPEAKER: "Wrong force, speaker or recommendation",
    Reason.INCOMPLETE: "Something is missing",
    Reason.NOT_FOUND: "The documents do say it",
    Reason.UNCLEAR: "Hard to understand",
    Reason.OTHER: "Something else",
}


class FeedbackIn(Request):
    """What a person thinks of an answer."""

    answer_id: Annotated[str, StringConstraints(pattern="^[0-9a-f]{32}$")]
    useful: bool
    reason: Reason | None = None
    comment: str = Field("", max_length=500)
    share: bool = Field(False, description="Whether the question and the answer may be kept with it.")


class FeedbackOut(Response):
    """That it was kept, and whether with the question."""

    stored: Literal[True]
    with_question: bool


@router.post(
    "/v1/feedback",
    status_code=201,
    dependencies=[Depends(json_only)],
    responses=described(400, 413, 415, 422, 503, 507),
)
def feedback(told: FeedbackIn, parts: Parts, recent: RecentAnswers) -> FeedbackOut:
    """Keep what a person thinks of an answer."""
    return keep(told, parts.settings.data_dir, recent.get(told.answer_id))


def keep(told: FeedbackIn, folder: Path, answered: Answered | None) -> FeedbackOut:
    """Write one line; ``answered`` is what it is about, None when it is forgotten.

    Raises:
        DataFolderError: the file can't be written.
        HTTPException: 507, the file has reached its limit.
    """
    line = json.dumps(_line(told, answered), ensure_ascii=True) + "\n"
    path = folder / FILE
    try:
        with _WRITING, path.open("a", encoding="utf-8") as file:
            if file.tell() + len(line) > _MOST_BYTES:
                raise HTTPException(507, f"{FILE} has reached {_MOST_BYTES >> 20} MB; its keeper can move it away.")
            file.write(line)
    except OSError as error:
        raise DataFolderError(f"{path} can't be written ({error.strerror}): check its permissions") from error
    return FeedbackOut(stored=True, with_question=told.share and answered is not None)


def _line(told: FeedbackIn, answered: Answered | None) -> dict[str, Any]:
    line: dict[str, Any] = {
        "at": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        **told.model_dump(mode="json", exclude={"share"}),
        "comment": visible(told.comment),
    }
    if answered:
        line |= {"status": answered.answer.status, "answerer": answered.answer.answerer}
    if answered and told.share:
        line |= {"question": answered.question, "answer": answered.answer.answer}
    return line
