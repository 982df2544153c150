"""The hash of a file that may be anything: as large as a disk, a pipe that nobody writes to, or gone by now."""

import hashlib
import os
from pathlib import Path

from inspectqa.errors import RefusedFile
from inspectqa.index.blobs import chunks, open_regular


def fingerprint(path: Path, max_bytes: int) -> str:
    """Return the sha256 of a file of at most ``max_bytes`` bytes; never waits.

    Raises:
        RefusedFile: ``too_large``, ``unsupported_type`` or ``unreadable``.
    """
    digest, seen = hashlib.sha256(), 0
    try:
        with open_regular(path) as handle:
            size = os.fstat(handle.fileno()).st_size
            if size > max_bytes:
                raise _too_large(f"{size:,} bytes", max_bytes)
            for chunk in chunks(handle):
                seen += len(chunk)
                if seen > max_bytes:  # it grows, or the system does not know its size
                    raise _too_large(f"over {max_bytes:,} bytes", max_bytes)
                digest.update(chunk)
    except OSError as error:
        raise RefusedFile("unreadable", f"it can't be read ({error.strerror}): check its permissions") from error
    return digest.hexdigest()


def _too_large(found: str, most: int) -> RefusedFile:
    reason = f"it has {found}, more than the {most:,} that are read; split it, or raise INSPECTQA_MAX_FILE_BYTES."
    return RefusedFile("too_large", reason)
