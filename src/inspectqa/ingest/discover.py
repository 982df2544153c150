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

    A path that is missing or no file, a folder without files, and a link that leads out of the given folder are
    returned with the reason. The data folder is never walked, should it lie under a path.
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
    """Give what a path that somebody typed leads to; a link that was typed is followed."""
    try:
        if path.is_dir():
            files = list(_walk(path, data_folder))
            yield from files or [_no("no_files", path, "the folder holds no file that can be read")]
        elif path.is_file():
            yield _named(path)
        elif path.exists():
            yield _no("unsupported_type", path, "it is neither a file nor a folder")
        else:
            yield _no("not_found", path, "there is no such file or folder: check the path")
    except (OSError, ValueError, RuntimeError) as error:  # too long a name, a NUL in it, links in a circle
        yield _no("not_found", path, f"the path can't be followed ({error}): check it")


def _walk(folder: Path, data_folder: Path) -> Iterator[Found]:
    """Give the files under a folder; a list of what is left to see, for folders may lie deeper than calls may."""
    root = folder.resolve()
    left = [folder]
    while left:
        entry = left.pop()
        try:
            if entry != folder and entry.is_symlink():
                yield from _linked(entry, root)
            elif entry.is_dir():
                names = sorted(os.listdir(entry), reverse=True)  # noqa: PTH208  iterdir would make the same list of paths
                left += [entry / name for name in names if _is_document(name) and entry / name != data_folder]
            elif entry.is_file():
                yield _named(entry)
            else:
                yield _no("unsupported_type", entry, "it is neither a file nor a folder")
        except OSError as error:
            yield _no("unreadable", entry, f"it can't be read ({error.strerror}): check its permissions and its name")


def _linked(entry: Path, root: Path) -> Iterator[Found]:
    """Give a link's file if that lies under the given folder; links to folders are left out, for they may go round."""
    try:
        target = entry.resolve(strict=True)
    except (OSError, RuntimeError):
        yield _no("link", entry, "it is a link that leads nowhere, or in a circle: delete it")
        return
    if not target.is_relative_to(root):
        yield _no("link", entry, "it is a link that leads out of the folder: give the path that it leads to")
    elif target.is_file():
        yield _named(entry)


def _named(path: Path) -> Found:
    """Give a file, unless its name can't be written down."""
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return _no("bad_name", path, "its name is not UTF-8: rename it")
    return Found(path)


def _no(code: str, path: Path, reason: str) -> Found:
    return Found(path, RefusedFile(code, reason))


def _is_document(name: str) -> bool:
    return not (name.startswith((".", "~$")) or name.endswith(SIDECAR) or name.lower() in _NOT_DOCUMENTS)
