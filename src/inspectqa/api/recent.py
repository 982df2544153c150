"""The last answers of this process, in memory only: to download one, to go on from it, to say what is wrong in it."""

import threading
from collections import OrderedDict
from dataclasses import dataclass

from fastapi import HTTPException

from inspectqa.wire.ask import AnswerOut, AskRequest

_KEPT = 200


@dataclass(frozen=True, slots=True)
class Answered:
    """A question, as it was asked, with its answer."""

    asked: AskRequest
    answer: AnswerOut

    @property
    def question(self) -> str:
        """The words of the question."""
        return self.asked.question


class Recent:
    """Keeps the last answers by id. May be used by many threads at once."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Answered] = OrderedDict()
        self._lock = threading.Lock()

    def put(self, asked: AskRequest, answer: AnswerOut) -> None:
        """Keep an answer; the oldest is forgotten when there are too many."""
        with self._lock:
            self._kept[answer.id] = Answered(asked, answer)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)

    def get(self, answer_id: str) -> Answered | None:
        """Return the answer with this id, None when it is forgotten or never was."""
        with self._lock:
            return self._kept.get(answer_id)


def remembered(recent: Recent, answer_id: str) -> Answered:
    """Return one of the last answers.

    Raises:
        HTTPException: 404, it is forgotten or never was.
    """
    answered = recent.get(answer_id)
    if answered is None:
        raise HTTPException(404, "This answer is no longer in memory. Ask the question again.")
    return answered
