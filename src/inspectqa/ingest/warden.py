"""The process that lets one file at a time be read in a child of its own, within limits, and says how that ended.

    sandbox ──job──> warden ──fork──> child: limits on, parse, answer into a pipe
            <──answer──       <────── killed when its time is up, or when the sandbox is gone

The readers are imported once, here, so a child costs a fork. A child reads one file and ends: what a file breaks or
leaves behind ends with it.
"""

import errno
import gc
import importlib
import os
import resource
import select
import signal
import sys
import time
import traceback
from contextlib import suppress
from typing import BinaryIO, NoReturn

from inspectqa.errors import RefusedFile
from inspectqa.ingest.parcel import Job, Limits, Parsed, Refused, pack, read_frame, unpack_job, write_frame
from inspectqa.ingest.reading import parse, warm_up

READY = b"ready"
_LONGEST_ANSWER = 128 << 20  # bytes; far above what the limits on characters and passages let through
_CHUNK = 1 << 20
_OPEN_FILES = 256
# 3 s and 0.1 s to import: once for all children that need it. An answer begins with a byte that says which it had to.
_LATE = ("llama_index.core.node_parser", "pypdfium2")
_SCARCE = {errno.EFBIG, errno.ENOMEM, errno.EMFILE, errno.EAGAIN}


def main() -> None:
    """Read jobs from stdin and write answers to stdout until stdin ends."""
    jobs, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    _to_nowhere(0)
    os.dup2(2, 1)  # what a library prints must not stand between the answers
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the sandbox hangs up instead
    warm_up()
    gc.freeze()
    with suppress(BrokenPipeError):  # the sandbox was killed
        write_frame(answers.write, READY)
        answers.flush()
        while (payload := read_frame(jobs.read)) is not None:
            write_frame(answers.write, _answer(unpack_job(payload), jobs))
            answers.flush()
    os._exit(0)


def _answer(job: Job, jobs: BinaryIO) -> bytes:
    """Let a child read the file; return its answer, or why there is none."""
    deadline = time.monotonic() + job.limits.seconds
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _child(job, writing)
    os.close(writing)
    payload, ended = _collected(reading, deadline, jobs)
    os.close(reading)
    _, status = _put_down(child)
    if ended == "gone":
        os._exit(0)
    if ended == "answered" and payload:
        _import_late(payload[0])
        return payload[1:]
    return pack(_verdict(ended, status, job.limits))


def _collected(reading: int, deadline: float, jobs: BinaryIO) -> tuple[bytes, str]:
    """Return what the child wrote, and how it ended: answered, late, too long, or gone (nobody waits any more)."""
    parts: list[bytes] = []
    size = 0
    while (left := deadline - time.monotonic()) > 0:
        ready, _, _ = select.select([reading, jobs.fileno()], [], [], left)
        if reading in ready:
            part = os.read(reading, _CHUNK)
            if not part:
                return b"".join(parts), "answered"
            parts.append(part)
            size += len(part)
            if size > _LONGEST_ANSWER:
                return b"", "too long"
        elif ready:  # one job at a time: this is the end of them
            return b"", "gone"
    return b"", "late"


def _put_down(child: int) -> tuple[int, int]:
    """End the child and what it started; return its number and how it ended, which may be by itself."""
    time.sleep(0)
    done = os.waitpid(child, os.WNOHANG)
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child, signal.SIGKILL)
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)  # should it not have made its group yet
    return done if done[0] else os.waitpid(child, 0)


def _verdict(ended: str, status: int, limits: Limits) -> Refused:
    """Return why a child without an answer has none."""
    if ended == "late":
        reason = f"reading it was not done after {limits.seconds} s; split it, or raise INSPECTQA_READ_SECONDS."
        return Refused("timeout", reason)
    if ended == "too long":
        return Refused("too_complex", "what was read from it is larger than 128 MB; split it.")
    number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    if number == signal.SIGXCPU:
        taken = f"reading it took more than {limits.cpu_seconds} s of processor time"
        return Refused("resource_limit", f"{taken}; split it, or raise INSPECTQA_READ_CPU_SECONDS.")
    if number == signal.SIGKILL:
        return Refused("resource_limit", "the system ended its reader, most likely for want of memory; split it.")
    how = f"by {signal.Signals(number).name}" if number else f"with code {os.waitstatus_to_exitcode(status)}"
    return Refused("parser_crash", f"its reader ended {how}; save the file again in its program, or as text.")


def _child(job: Job, writing: int) -> NoReturn:
    """Read the file within its limits, write the answer and end."""
    code = 1
    try:
        os.setpgid(0, 0)
        for number in (0, 1, 2):
            _to_nowhere(number)
        os.closerange(3, writing)
        os.closerange(writing + 1, _OPEN_FILES)
        held = _late_held()
        _limit(job.limits)
        answer = _packed(job)
        _write_all(writing, bytes([_late_held() & ~held]) + answer)
        code = 0
    finally:
        os._exit(code)


def _limit(limits: Limits) -> None:
    for kind, soft, hard in (
        (resource.RLIMIT_AS, limits.memory_bytes, limits.memory_bytes),
        (resource.RLIMIT_CPU, limits.cpu_seconds, limits.cpu_seconds + 1),
        (resource.RLIMIT_FSIZE, limits.written_bytes, limits.written_bytes),
        (resource.RLIMIT_NOFILE, _OPEN_FILES, _OPEN_FILES),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        resource.setrlimit(kind, (soft, hard))


def _packed(job: Job) -> bytes:
    try:
        return pack(_outcome(job))
    except MemoryError:
        return pack(_no_memory(job.limits))


def _outcome(job: Job) -> Parsed | Refused:
    try:
        return parse(job)
    except RefusedFile as refused:
        return Refused(refused.code, refused.reason)
    except RecursionError:
        return Refused("too_complex", f"{job.path.name} nests its parts too deep; save its text as a new file.")
    except OSError as error:
        if error.errno in _SCARCE:
            return Refused("resource_limit", f"reading it met a limit ({error.strerror}); split it.")
        return Refused("unreadable", f"it can't be read ({error.strerror or error}); check its permissions.")
    except MemoryError:
        raise
    except BaseException as error:  # the native parts raise what they like, and this process ends anyway
        reason = f"reading it failed ({type(error).__name__}: {str(error)[:200]}); save it as another format."
        return Refused("parser_error", reason, traceback.format_exc(limit=-20))


def _no_memory(limits: Limits) -> Refused:
    most = f"{limits.memory_bytes / 1e6:,.0f} MB"
    reason = f"reading it takes more than {most} of memory; split it, or raise INSPECTQA_READ_MEMORY_BYTES."
    return Refused("resource_limit", reason)


def _write_all(number: int, payload: bytes) -> None:
    rest = memoryview(payload)
    while rest:
        rest = rest[os.write(number, rest) :]


def _to_nowhere(number: int) -> None:
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, number)
    os.close(nowhere)


def _late_held() -> int:
    """Return a bit for each late module that is imported."""
    return sum(1 << bit for bit, name in enumerate(_LATE) if name in sys.modules)


def _import_late(which: int) -> None:
    for bit, name in enumerate(_LATE):
        if which & 1 << bit:
            with suppress(Exception):  # a child that needs it says what is wrong with it
                importlib.import_module(name)


if __name__ == "__main__":
    main()
