"""The original files, each kept under its sha256: written beside its place, synced, then renamed into it."""

import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from inspectqa.errors import RefusedFile

_CHUNK = 1 << 20


def open_regular(path: Path) -> BinaryIO:
    """Open a file that is one: a pipe or a device is refused, and never waited for.

    Raises:
        RefusedFile: ``unsupported_type``.
        OSError: it can't be opened.
    """
    number = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    if not stat.S_ISREG(os.fstat(number).st_mode):
        os.close(number)
        raise RefusedFile("unsupported_type", "it is neither a file nor a folder")
    return os.fdopen(number, "rb")


def chunks(handle: BinaryIO) -> Iterator[bytes]:
    """Yield what is left of a file, a megabyte at a time."""
    while chunk := handle.read(_CHUNK):
        yield chunk


class Blobs:
    """The folder of the original files. One process writes to it at a time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, sha256: str) -> Path:
        """Return where the file with this hash is kept."""
        return self.folder / sha256

    def is_whole(self, sha256: str) -> bool:
        """Say whether the file with this hash is there and still has it."""
        try:
            with self.path(sha256).open("rb") as handle:
                return hashlib.file_digest(handle, "sha256").hexdigest() == sha256
        except OSError:
            return False

    def keep(self, source: BinaryIO) -> str:
        """Copy what is left of ``source`` and return its sha256; a copy that is there and whole is kept."""
        partial = self.folder / "incoming.partial"
        digest = hashlib.sha256()
        try:
            with partial.open("wb") as handle:
                for chunk in chunks(source):
                    digest.update(chunk)
                    handle.write(chunk)
                handle.flush()
                os.fsync(handle.fileno())
            sha256 = digest.hexdigest()
            if not self.is_whole(sha256):
                partial.replace(self.path(sha256))
                self._sync()
        finally:
            with suppress(OSError):
                partial.unlink(missing_ok=True)
        return sha256

    def drop(self, kept: set[str]) -> None:
        """Delete the files whose hash is not in ``kept``."""
        for path in self.folder.iterdir():
            if path.name not in kept:
                with suppress(OSError):
                    path.unlink()

    def _sync(self) -> None:
        """Bring the new name to the disk, too: the catalogue is about to count on it."""
        number = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
