"""What our own forms send, read into the same request as JSON is; for those who have no JavaScript."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from fastapi import HTTPException, Request

from inspectqa.api.recent import Answered
from inspectqa.wire.ask import LONGEST_TURN, MOST_TURNS, AskRequest

_MOST_FIELDS = 500
_MOST_CARRIED, _LONGEST_SAID = 20, 1_000  # so that a form stays below the limit of a body
_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of a form, in order."""

    pairs: tuple[tuple[str, str], ...]

    def one(self, name: str) -> str:
        """Return the last value of a field; empty when it is not there."""
        return next((value for key, value in reversed(self.pairs) if key == name), "")

    def every(self, name: str) -> list[str]:
        """Return the values of a field that are not empty."""
        return [value for key, value in self.pairs if key == name and value]

    @property
    def question(self) -> str:
        """The question, as one line of text or more."""
        return self.one("question").replace("\r\n", "\n").strip()

    def feedback(self) -> dict[str, Any]:
        """Return the fields of a feedback, as the JSON of it would have them."""
        return {
            "answer_id": self.one("answer_id"),
            "useful": self.one("useful") == "yes",
            "reason": self.one("reason") or None,
            "comment": self.one("comment"),
            "share": self.one("share") == "yes",
        }


async def fields(request: Request) -> Fields:
    """Return the fields of the form that a request sends.

    Raises:
        HTTPException: 403 from another site's form, 415 for another type, 400 or 413 for what can't be read.
    """
    if request.headers.get("sec-fetch-site", "none") not in {"same-origin", "none"}:
        raise HTTPException(403, "Forms of other sites can't be sent here.")
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != _FORM:
        raise HTTPException(415, f"The body is {media_type or 'of no stated type'}; send {_FORM}.")
    try:
        body = (await request.body()).decode("ascii")
        return Fields(tuple(parse_qsl(body, keep_blank_values=True, errors="replace", max_num_fields=_MOST_FIELDS)))
    except ValueError as error:
        raise HTTPException(400, f"The form can't be read: {error}.") from error


def asked_in(form: Fields) -> AskRequest:
    """Return the question with its filters and the conversation before it.

    Raises:
        pydantic.ValidationError: a field is over its limit or can't be read.
    """
    earlier = [(key, value) for key, value in form.pairs if key in {"asked", "said"}][-MOST_TURNS:]
    roles = {"asked": "user", "said": "assistant"}
    return AskRequest.model_validate(
        {
            "question": form.question,
            "history": [{"role": roles[key], "content": value[:LONGEST_TURN]} for key, value in earlier],
            "filters": {
                "forces": form.every("force"),
                "inspections": form.every("inspection"),
                "findings": form.every("finding"),
                "voices": form.every("voice"),
                "published_from": form.one("published_from") or None,
                "published_to": form.one("published_to") or None,
            },
        }
    )


def turns_after(asked: AskRequest, answered: Answered | None) -> list[tuple[str, str]]:
    """Return the conversation with this question and answer, as the hidden fields of the next form."""
    names = {"user": "asked", "assistant": "said"}
    turns = [(names[turn.role], turn.content) for turn in asked.history]
    if answered:
        turns += [("asked", answered.question), ("said", answered.answer.answer[:_LONGEST_SAID])]
    return turns[-_MOST_CARRIED:]
