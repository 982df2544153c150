"""The files under the given paths, in a fixed order."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from inspectqa.errors import RefusedFile

_NOT_DOCUMENTS = {"thumbs.db", "desktop.ini", "icon\r"}
SIDECAR = ".meta.toml"
"""``report.pdf.meta.toml`` says of ``report.pdf`` what the file itself does not; it is no document."""


@dataclass(frozen=True, slots=True)
class Found:
    """A path to ingest (absolute), or one that can't be, with the reason."""

    path: Path
    refused: RefusedFile | None = None


def discover(paths: Iterable[Path], data_folder: Path) -> tuple[Found, ...]:
    """Return each file under ``paths`` once: folders are walked in sorted order, hidden files are left out.

    A path that is missing or no file, and a folder without files, is returned with the reason. The data folder
    is never walked, should it lie under a path.
    """
    found: dict[Path, Found] = {}
    for path in paths:
        for one in _under(absolute(path), data_folder):
            found.setdefault(one.path, one)
    return tuple(found.values())


def absolute(path: Path) -> Path:
    """Return the path from the root, without ``..``; symbolic links stay as they are."""
    return Path(os.path.abspath(path.expanduser()))  # noqa: PTH100  Path.resolve would follow links


def _under(path: Path, data_folder: Path) -> Iterator[Found]:
    if path.is_dir():
        files = [Found(file) for file in _walk(path, data_folder)]
        yield from files or [Found(path, RefusedFile("no_files", "the folder holds no file that can be read"))]
    elif path.is_file():
        yield Found(path)
    elif path.exists():
        yield Found(path, RefusedFile("unsupported_type", "it is neither a file nor a folder"))
    else:
        yield Found(path, RefusedFile("not_found", "there is no such file or folder: check the path"))


def _walk(folder: Path, data_folder: Path) -> Iterator[Path]:
    try:
        entries = sorted(folder.iterdir())
    except PermissionError:
        return
    for entry in entries:
        if entry == data_folder or not _is_document(entry.name):
            continue
        if entry.is_dir() and not entry.is_symlink():
            yield from _walk(entry, data_folder)
        elif entry.is_file():
            yield entry


def _is_document(name: str) -> bool:
    return not (name.startswith((".", "~$")) or name.endswith(SIDECAR) or name.lower() in _NOT_DOCUMENTS)
