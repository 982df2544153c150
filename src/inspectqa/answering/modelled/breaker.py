"""A breaker: after several failures in a row the model is left alone for a while."""

import threading
import time


class Breaker:
    """Counts failures in a row. Open, it lets nobody through until its time is over; then one failure opens it again.

    May be used by many threads at once.

    Args:
        failures: how many in a row open it.
        seconds: how long it stays open.
    """

    def __init__(self, failures: int, seconds: float) -> None:
        self._most = failures
        self._seconds = seconds
        self._failures = 0
        self._opened = 0.0
        self._lock = threading.Lock()

    @property
    def open(self) -> bool:
        """Whether nobody should ask now."""
        with self._lock:
            return self._failures >= self._most and time.monotonic() - self._opened < self._seconds

    def failed(self) -> None:
        """Note a failure."""
        with self._lock:
            self._failures += 1
            self._opened = time.monotonic()

    def succeeded(self) -> None:
        """Note a success: the count begins again."""
        with self._lock:
            self._failures = 0
