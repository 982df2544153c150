"""A model at an OpenAI-compatible endpoint, with limits that hold: the openai package is used only here and in
``index.embedding_remote``.

The package's timeouts are per read: a server that sends one token per half second, or one byte of a header, is never
timed out. So the reply is read in a thread of its own, this side waits for it no longer than the limits say, and then
closes the connection under it.
"""

import logging
import queue
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from inspectqa.answering.modelled.breaker import Breaker
from inspectqa.answering.modelled.completion import Completion
from inspectqa.errors import ModelFault

if TYPE_CHECKING:
    from openai import BadRequestError, OpenAI

_LOG = logging.getLogger(__name__)
_SLOW = "The model did not answer in time"
# The media type, then bytes, then None; or what went wrong.
_Arrived = queue.SimpleQueue["bytes | str | ModelFault | None"]
_LOOKS = 0.25  # seconds between two looks whether somebody still waits
_WAIT = 0.2  # seconds before another try
_REFUSED_WHERE = {401: "the key", 403: "the key", 404: "the name of the model or the path"}


def always_wanted() -> None:
    """Say that somebody waits for the answer: what is asked for elsewhere raises when nobody does."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a model may take, in seconds, and how often it is asked: ``total`` holds for all tries together."""

    connect: float = 3.0
    first_token: float = 10.0
    gap: float = 10.0
    total: float = 30.0
    retries: int = 1


class Message(NamedTuple):
    """One message to a model: ``role`` is ``system`` or ``user``."""

    role: str
    content: str


class Model:
    """A chat model. Sends nothing until it is asked; may be used by many threads at once.

    Args:
        url: the endpoint's base, such as ``http://127.0.0.1:11434/v1``.
        name: the model's name, sent as it is.
        key: sent as a bearer token; may be empty.
        limits: how long it may take.
        breaker: opens after failures in a row.
    """

    def __init__(self, url: str, name: str, key: str, limits: Limits, breaker: Breaker) -> None:
        self.name = name
        self._url = url
        self._key = key
        self._limits = limits
        self._breaker = breaker
        # Wishes that not every server takes: dropped for good after the first 400.
        self._wishes: dict[str, Any] = {"temperature": 0, "response_format": {"type": "json_object"}}

    def answer(self, messages: tuple[Message, ...], wanted: Callable[[], None] = always_wanted) -> str:
        """Return what the model answers, whole; what ``wanted`` raises while it is waited for ends that.

        Raises:
            ModelFault: it did not answer whole within the limits; says what happened.
        """
        if self._breaker.open:
            raise ModelFault("The model has failed several times and is left alone for a while")
        try:
            text = self._tried(messages, time.monotonic() + self._limits.total, wanted)
        except ModelFault:
            self._breaker.failed()
            raise
        self._breaker.succeeded()
        return text

    def _tried(self, messages: tuple[Message, ...], deadline: float, wanted: Callable[[], None]) -> str:
        for _ in range(self._limits.retries):
            try:
                return self._once(messages, deadline, wanted)
            except ModelFault as fault:
                if not fault.again or time.monotonic() + _WAIT > deadline:
                    raise
                time.sleep(_WAIT)
        return self._once(messages, deadline, wanted)

    def _once(self, messages: tuple[Message, ...], deadline: float, wanted: Callable[[], None]) -> str:
        """Ask once. Closing the client ends the reading thread too, at its next byte or its read timeout."""
        arrived: _Arrived = queue.SimpleQueue()
        with closing(self._client()) as client:
            reader = threading.Thread(target=self._read, args=(client, messages, arrived), daemon=True)
            reader.start()
            return _gathered(arrived, self._limits, deadline, wanted)

    def _read(self, client: "OpenAI", messages: tuple[Message, ...], arrived: _Arrived) -> None:
        """Put the media type, the bytes, and at last None (or what went wrong) where the asking thread waits."""
        try:
            for piece in self._received(client, messages):
                arrived.put(piece)
            arrived.put(None)
        except ModelFault as fault:
            arrived.put(fault)
        except Exception:  # the outermost frame of a thread: whatever a server can cause ends here
            _LOG.debug("reading from %s", self._url, exc_info=True)
            arrived.put(ModelFault("The model's answer broke off", again=True))

    def _received(self, client: "OpenAI", messages: tuple[Message, ...]) -> Iterator[bytes | str]:
        import openai  # noqa: PLC0415  half a second, paid only by who has a model

        request: dict[str, Any] = {"model": self.name, "messages": [m._asdict() for m in messages], "stream": True}
        try:
            with client.chat.completions.with_streaming_response.create(**request, **self._wishes) as response:
                yield response.headers.get("content-type", "").partition(";")[0].strip().lower()
                yield from response.iter_bytes()
        except openai.BadRequestError as error:
            raise self._refused(error) from error
        except openai.APIStatusError as error:
            raise _status_fault(error.status_code) from error
        except openai.APITimeoutError as error:
            raise ModelFault(_SLOW) from error
        except openai.APIConnectionError as error:
            raise ModelFault("The model could not be reached", again=True) from error

    def _refused(self, error: "BadRequestError") -> ModelFault:
        if "content_filter" in str(error.body) or "content management" in str(error.body):
            return ModelFault("The model's provider blocked the question or the answer")
        wished, self._wishes = self._wishes, {}
        return ModelFault("The model's server refused the request (status 400)", again=bool(wished))

    def _client(self) -> "OpenAI":
        from openai import DefaultHttpxClient, OpenAI, Timeout  # noqa: PLC0415  as above

        limits = self._limits
        read = max(limits.first_token, limits.gap)
        timeout = Timeout(limits.total, connect=limits.connect, read=read)
        # A redirect would carry documents and key to a place that nobody configured.
        http = DefaultHttpxClient(timeout=timeout, follow_redirects=False, verify=self._certificates)
        # The package refuses an empty key before it sends anything; local servers need none.
        return OpenAI(base_url=self._url, api_key=self._key or "none", timeout=timeout, max_retries=0, http_client=http)

    @cached_property
    def _certificates(self) -> ssl.SSLContext:
        return ssl.create_default_context()  # reading the authorities takes longer than all the rest of a client


def _status_fault(status: int) -> ModelFault:
    if status == 429:
        return ModelFault("The model has too many requests (status 429)", again=True)
    if status in _REFUSED_WHERE:
        return ModelFault(f"The model's server refused {_REFUSED_WHERE[status]} (status {status})")
    if 300 <= status < 400:
        return ModelFault(f"The model's server points elsewhere (status {status}), which is not followed")
    return ModelFault(f"The model's server reported an error (status {status})", again=status >= 500)


def _gathered(arrived: _Arrived, limits: Limits, deadline: float, wanted: Callable[[], None]) -> str:
    """Return the whole answer from what arrives, waiting no longer than the limits allow."""
    completion: Completion | None = None
    until = min(deadline, time.monotonic() + limits.first_token)
    while True:
        wanted()
        left = until - time.monotonic()
        try:
            piece = arrived.get(timeout=max(0.0, min(left, _LOOKS)))
        except queue.Empty:
            if left > _LOOKS:
                continue
            raise ModelFault(_SLOW) from None
        if isinstance(piece, ModelFault):
            raise piece
        if isinstance(piece, str):
            completion = Completion(piece)
        elif completion and piece is None:
            return completion.text()
        elif completion and piece and completion.feed(piece):
            until = min(deadline, time.monotonic() + limits.gap)
            if completion.finished:  # whatever a server still has to say, it keeps
                return completion.text()
        if time.monotonic() > deadline:
            raise ModelFault(_SLOW)
