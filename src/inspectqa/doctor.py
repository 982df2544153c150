"""Is this set-up sound? Each part is tried, and what is wrong comes with its remedy."""

import os
import platform
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from inspectqa.bootstrap import Application
from inspectqa.errors import InspectqaError
from inspectqa.index.check import faults


@dataclass(frozen=True, slots=True)
class Check:
    """One part of the set-up: whether it is sound, and what was found."""

    name: str
    sound: bool
    found: str


def examine(application: Application) -> Iterator[Check]:
    """Try each part of ``application`` in turn, and yield what was found."""
    yield Check("python", sound=True, found=platform.python_version())
    yield _tried("data folder", lambda: _data_folder(application))
    yield _tried("catalogue", lambda: _catalogue(application))
    yield _tried("embedding", lambda: _embedding(application))
    yield from _contents(application)


def _tried(name: str, look: Callable[[], str]) -> Check:
    try:
        return Check(name, sound=True, found=look())
    except InspectqaError as error:
        return Check(name, sound=False, found=str(error))


def _data_folder(application: Application) -> str:
    folder = application.catalogue.folder
    rights = (
        "readable and writable" if os.access(folder, os.R_OK | os.W_OK) else "not writable: nothing can be ingested"
    )
    return f"{folder} is {rights}"


def _catalogue(application: Application) -> str:
    held, refused = application.catalogue.documents(), application.catalogue.refusals()
    return f"{len(held)} documents held, {len(refused)} files refused"


def _embedding(application: Application) -> str:
    embedder = application.index.embedder
    width = embedder.embed(["sound"]).shape[1]
    return f"{embedder.name}, {width} dimensions"


def _contents(application: Application) -> Iterator[Check]:
    """Yield each fault of what is held, with its remedy."""
    try:
        if not application.catalogue.documents():
            yield Check("contents", sound=True, found="nothing held yet")
            return
        found = list(faults(application.index))
    except InspectqaError as error:
        found = [str(error)]
    yield from (Check("contents", sound=False, found=fault) for fault in found)
    if not found:
        yield Check("contents", sound=True, found="whole, and the indexes are in step with the catalogue")
