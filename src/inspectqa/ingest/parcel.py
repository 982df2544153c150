"""What goes between the process that ingests and those that read files: a job there, what was read or why not back.

    frame = 8 bytes of length, then that many bytes

Answers are pickled, and unpickled with the names of our nouns only: a reader that a file has taken over can send
wrong values, but it can't make the process that ingests run anything.
"""

import datetime
import io
import pickle
import struct
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from inspectqa import documents, forces, kinds
from inspectqa.documents import Document, Passage, Profile

_LENGTH = struct.Struct(">Q")


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may cost: bytes of memory, seconds of processor and of waiting, bytes written to disk;
    and how much may come of it: pages, characters of text, passages."""

    memory_bytes: int
    cpu_seconds: int
    seconds: int
    written_bytes: int
    pages: int
    characters: int
    passages: int

    @property
    def name(self) -> str:
        """All of them in a line: a file that met them is tried again when one is changed."""
        return "limits " + "/".join(str(getattr(self, one.name)) for one in fields(self))


@dataclass(frozen=True, slots=True)
class Job:
    """One file to read: at most ``max_bytes`` of it, into passages of ``max_words`` words of this document.

    ``ocr`` lets pages without text be read by OCR.
    """

    path: Path
    document_id: str
    max_bytes: int
    max_words: int
    limits: Limits
    ocr: bool = True


@dataclass(frozen=True, slots=True)
class Parsed:
    """What was made of a file. ``document`` comes without its blocks: nothing after the passages needs them."""

    document: Document
    profile: Profile
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a file was not read; ``trace`` is for the log when the fault may be ours."""

    code: str
    reason: str
    trace: str = ""


def write_frame(write: Callable[[bytes], object], payload: bytes) -> None:
    """Write one frame with ``write``, which takes all that it is given."""
    write(_LENGTH.pack(len(payload)))
    write(payload)


def read_frame(read: Callable[[int], bytes]) -> bytes | None:
    """Return the next frame from ``read``, which gives as many bytes as it is asked for; None at the end."""
    head = read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    length = _LENGTH.unpack(head)[0]
    payload = read(length)
    return payload if len(payload) == length else None


def pack(value: Job | Parsed | Refused) -> bytes:
    """Return a value as bytes."""
    return pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)


def unpack_job(payload: bytes) -> Job:
    """Return the job that ``pack`` made bytes of; only the process that ingests sends jobs."""
    job = pickle.loads(payload)  # noqa: S301  from our own parent
    assert isinstance(job, Job)  # noqa: S101  as above
    return job


def unpack(payload: bytes) -> Parsed | Refused:
    """Return the answer that ``pack`` made bytes of.

    Raises:
        pickle.UnpicklingError: it holds something else than our nouns.
    """
    value = _Nouns(io.BytesIO(payload)).load()
    if not isinstance(value, Parsed | Refused):
        raise pickle.UnpicklingError(f"a {type(value).__name__} is no answer")
    return value


class _Nouns(pickle.Unpickler):
    """Knows our nouns and dates, and no function."""

    _KNOWN: dict[tuple[str, str], type] = {
        (module.__name__, name): value
        for module in (documents, forces, kinds)
        for name, value in vars(module).items()
        if isinstance(value, type) and value.__module__ == module.__name__
    } | {
        ("datetime", "date"): datetime.date,
        ("datetime", "datetime"): datetime.datetime,
        (__name__, "Parsed"): Parsed,
        (__name__, "Refused"): Refused,
    }

    def find_class(self, module: str, name: str) -> Any:
        """Return one of our nouns."""
        try:
            return self._KNOWN[module, name]
        except KeyError:
            raise pickle.UnpicklingError(f"{module}.{name} is no noun of ours") from None
