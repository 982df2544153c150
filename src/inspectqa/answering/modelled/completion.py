"""A chat completion as it arrives: server-sent events (or one JSON body) to text, trusting nothing in it.

The openai package's own reader takes a stream that breaks off, an empty one and a page of HTML for a finished answer;
here an answer counts only with a terminal ``finish_reason``.
"""

import json
from typing import Any

from inspectqa.errors import ModelFault

_LONGEST = 64_000  # characters of an answer; a long one of ours has 4,000
_LARGEST = 4_000_000  # bytes on the wire, with the JSON around every token
_UNREADABLE = "The model sent something that can't be read"
_BLOCKED = "The model's provider blocked the question or the answer"


class Completion:
    """The answer so far. ``feed`` takes bytes as they come; ``text`` gives the whole once it is complete."""

    def __init__(self, media_type: str) -> None:
        self._whole = media_type == "application/json"
        if not self._whole and media_type not in {"text/event-stream", "application/x-ndjson", "text/plain", ""}:
            raise ModelFault(_UNREADABLE)
        self._rest = b""
        self._size = 0
        self._pieces: list[str] = []
        self._length = 0
        self._finish = ""

    def feed(self, chunk: bytes) -> bool:
        """Take bytes and say whether they completed a part of the answer (a comment or half a line does not).

        Raises:
            ModelFault: the answer is too long, or is none.
        """
        self._size += len(chunk)
        if self._size > _LARGEST:
            raise ModelFault("The model's answer was far too long")
        if self._whole:
            self._rest += chunk
            return False
        *lines, self._rest = (self._rest + chunk).split(b"\n")
        completed = [self._line(line.strip()) for line in lines]
        return any(completed)

    @property
    def finished(self) -> bool:
        """Whether a terminal ``finish_reason`` has come."""
        return bool(self._finish)

    def text(self) -> str:
        """Return the whole answer.

        Raises:
            ModelFault: it broke off, was cut short, was blocked, or is empty.
        """
        if self._whole:
            self._take(self._rest, "message")
        elif self._rest:
            self._line(self._rest.strip())
        if self._finish == "content_filter":
            raise ModelFault(_BLOCKED)
        if self._finish == "length":
            raise ModelFault("The model's answer was cut short at its length limit")
        if not self._finish:
            raise ModelFault("The model's answer broke off" if self._pieces else "The model gave no answer", again=True)
        text = "".join(self._pieces)
        if self._finish != "stop" or not text.strip():
            raise ModelFault("The model gave no answer", again=True)
        return text

    def _line(self, line: bytes) -> bool:
        if not line.startswith(b"data:") or line[5:].strip() == b"[DONE]":
            return False
        return self._take(line[5:], "delta")

    def _take(self, data: bytes, part: str) -> bool:
        """Add what one JSON object brings; say whether it has a choice."""
        try:
            found = json.loads(data)
            if isinstance(found, dict) and found.get("error"):
                raise ModelFault("The model's server reported an error", again=True)
            choices = found.get("choices") or []
            for choice in choices[:1]:
                self._add(choice, part)
        except (ValueError, TypeError, AttributeError, KeyError, RecursionError) as error:
            raise ModelFault(_UNREADABLE) from error
        return bool(choices)

    def _add(self, choice: dict[str, Any], part: str) -> None:
        content = (choice.get(part) or {}).get("content")
        if content is not None and not isinstance(content, str):
            raise ModelFault(_UNREADABLE)
        self._pieces.append(content or "")
        self._length += len(content or "")
        if self._length > _LONGEST:
            raise ModelFault("The model's answer was far too long")
        self._finish = str(choice.get("finish_reason") or self._finish)
