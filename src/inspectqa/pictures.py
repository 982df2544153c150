"""Pictures of the pages of held PDFs: each is drawn by a process of its own (``drawing``), and kept for a while."""

import logging
import os
import subprocess
import sys
import threading
from collections import OrderedDict
from pathlib import Path

from inspectqa.settings import Settings

_KEPT = 64  # pictures, of about 0.1 MB each
_AT_ONCE = 2
_LONGEST_WAIT = 5  # seconds for a place
_SECONDS = 15
_CPU_SECONDS = 8
_LOG = logging.getLogger(__name__)


class Pictures:
    """Draws pages and keeps the last ones. May be used by many threads at once."""

    def __init__(self, settings: Settings) -> None:
        self._memory = settings.read_memory_bytes
        self._kept: OrderedDict[tuple[str, int], bytes | None] = OrderedDict()
        self._lock = threading.Lock()
        self._places = threading.BoundedSemaphore(_AT_ONCE)

    def page(self, path: Path, sha256: str, number: int) -> bytes | None:
        """Return a page of the PDF at ``path`` as a PNG; None when it can't be drawn."""
        key = (sha256, number)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        if not self._places.acquire(timeout=_LONGEST_WAIT):
            return None  # too many at once: the text is there without it
        try:
            drawn = self._drawn(path, number)
        finally:
            self._places.release()
        with self._lock:
            self._kept[key] = (
                drawn  # that it can't be drawn is kept too, or a hostile page would cost its limit each time
            )
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return drawn

    def _drawn(self, path: Path, number: int) -> bytes | None:
        limits = [str(self._memory), str(_CPU_SECONDS)]
        command = [sys.executable, "-P", "-m", "inspectqa.drawing", str(path), str(number), *limits]
        try:
            done = subprocess.run(  # noqa: S603  our own program, with a path and numbers of our own
                command, capture_output=True, timeout=_SECONDS, check=False, env=_environment()
            )
        except subprocess.TimeoutExpired:
            _LOG.warning("page %d of %s was not drawn in %d s", number, path.name, _SECONDS)
            return None
        if done.returncode or not done.stdout.startswith(b"\x89PNG"):
            _LOG.warning("page %d of %s was not drawn (code %d)", number, path.name, done.returncode)
            return None
        return done.stdout


def _environment() -> dict[str, str]:
    return os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
