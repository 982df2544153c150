"""The last answers of this process, in memory only: to download one, to go on from it, to say what is wrong in it."""

import threading
from collections import OrderedDict
from dataclasses import dataclass

from inspectqa.wire.ask import AnswerOut

_KEPT = 200


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with its answer."""

    question: str
    answer: AnswerOut


class Recent:
    """Keeps the last answers by id. May be used by many threads at once."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Answered] = OrderedDict()
        self._lock = threading.Lock()

    def put(self, question: str, answer: AnswerOut) -> None:
        """Keep an answer; the oldest is forgotten when there are too many."""
        with self._lock:
            self._kept[answer.id] = Answered(question, answer)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)

    def get(self, answer_id: str) -> Answered | None:
        """Return the answer with this id, None when it is forgotten or never was."""
        with self._lock:
            return self._kept.get(answer_id)
