"""Files are read in processes of their own: jobs go in, what was read or a RefusedFile comes out.

    submit ─> idle lane (a thread, and a warden process that is started when it is first needed) ─> Future

Nothing of a file is parsed in this process. See docs/durability.md for the figures.
"""

import logging
import os
import pickle
import select
import subprocess
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from queue import LifoQueue

from inspectqa.errors import InspectqaError, RefusedFile
from inspectqa.ingest.parcel import Job, Limits, Parsed, Refused, pack, read_frame, unpack, write_frame
from inspectqa.settings import Settings

_GRACE = 30  # seconds that a warden may be late with its verdict before it is given up
_SECONDS_TO_START = 60
_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "OMP_THREAD_LIMIT": "1"}
_LOG = logging.getLogger(__name__)


class Sandbox:
    """The lanes in which files are read. Use it as a context manager: it ends its processes."""

    def __init__(self, lanes: int) -> None:
        self.lanes = lanes
        self._lanes = [Lane() for _ in range(lanes)]
        self._idle: LifoQueue[Lane] = LifoQueue()  # the one used last first: the others may never have to start
        for lane in self._lanes:
            self._idle.put(lane)
        self._threads = ThreadPoolExecutor(lanes, thread_name_prefix="lane")

    def submit(self, job: Job) -> "Future[Parsed]":
        """Have a file read; the result is what was made of it, or raises RefusedFile or InspectqaError."""
        return self._threads.submit(self._ask, job)

    def __enter__(self) -> "Sandbox":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give up what is under way and end the processes."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for lane in self._lanes:
            lane.hang_up()
        self._threads.shutdown(wait=True)
        for lane in self._lanes:
            lane.stop()

    def _ask(self, job: Job) -> Parsed:
        lane = self._idle.get()
        try:
            return _said(job, lane.ask(job))
        finally:
            self._idle.put(lane)


class Lane:
    """One warden process, started when it is first asked and again after a fault of its own."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._hung_up = False

    def ask(self, job: Job) -> bytes | None:
        """Return the warden's answer; None when it gave none.

        Raises:
            InspectqaError: the process does not start.
        """
        process = self._started()
        assert process.stdin is not None  # noqa: S101  they are pipes
        assert process.stdout is not None  # noqa: S101  as above
        answer = None
        with suppress(OSError, ValueError):  # it has ended, or ``hang_up`` was first
            write_frame(process.stdin.write, pack(job))
            process.stdin.flush()
            if select.select([process.stdout], [], [], job.limits.seconds + _GRACE)[0]:
                answer = read_frame(process.stdout.read)
        if answer is None:
            self.stop()
        return answer

    def hang_up(self) -> None:
        """Tell the warden that no more comes: it ends the child that reads, and itself."""
        self._hung_up = True
        process = self._process
        if process and process.stdin:
            with suppress(OSError):
                process.stdin.close()

    def stop(self) -> None:
        """End the process, if there is one."""
        process, self._process = self._process, None
        if process is None:
            return
        for pipe in (process.stdin, process.stdout):
            if pipe:
                with suppress(OSError):
                    pipe.close()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _started(self) -> "subprocess.Popen[bytes]":
        if self._process and self._process.poll() is None:
            return self._process
        self.stop()
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "inspectqa.ingest.warden"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | _ONE_THREAD,
        )
        self._process = process
        assert process.stdout is not None  # noqa: S101  it is a pipe
        ready = select.select([process.stdout], [], [], _SECONDS_TO_START)[0] and read_frame(process.stdout.read)
        if not ready or self._hung_up:
            self.stop()
            raise InspectqaError("the process that reads files did not start: install inspectqa again")
        return process


def limits_of(settings: Settings) -> Limits:
    """Return the limits that the settings ask for."""
    return Limits(
        memory_bytes=settings.read_memory_bytes,
        cpu_seconds=settings.read_cpu_seconds,
        seconds=settings.read_seconds,
        written_bytes=settings.read_written_bytes,
        pages=settings.max_pages,
        characters=settings.max_characters,
        passages=settings.max_passages,
    )


def _said(job: Job, answer: bytes | None) -> Parsed:
    try:
        result = unpack(answer) if answer else Refused("parser_crash", "its reader gave no answer; save it again.")
    except (pickle.UnpicklingError, ValueError, TypeError, EOFError, AttributeError, IndexError, KeyError) as error:
        result = Refused("parser_crash", f"its reader gave an answer that makes no sense ({error}); save it again.")
    if isinstance(result, Refused):
        if result.trace:
            _LOG.info("reading %s failed\n%s", job.path, result.trace)
        raise RefusedFile(result.code, result.reason)
    return result
