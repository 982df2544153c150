"""What to do with a file, decided by what is held already. Reads no file and writes nothing."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from inspectqa.index.stored import Origin, Refusal


@dataclass(frozen=True, slots=True)
class File:
    """A file as it lies on disk now, the recipe it would be read with, and within which limits.

    More generous limits make nothing else of a document that is held, but may let a refused file pass.
    """

    path: Path
    sha256: str
    recipe: str
    limits: str = ""

    @property
    def attempt(self) -> str:
        """What a refusal is remembered with: the same attempt is not made twice."""
        return f"{self.recipe}, {self.limits}"


class Step(Enum):
    """What to do with a file."""

    READ = auto()  # it is new or has changed
    SKIP = auto()  # held as it is, or under another path
    MOVE = auto()  # its document is held under a path that is gone
    DELETE = auto()  # its document's old content is gone and the new one is held under another path
    REFUSE = auto()  # refused before, and nothing has changed


@dataclass(frozen=True, slots=True)
class Decision:
    """A step, the document that it concerns, and why."""

    step: Step
    document_id: str
    reason: str = ""
    refusal: Refusal | None = None


class Ledger:
    """What is held, followed through one run: two files of the run may have the same content."""

    def __init__(self, origins: Iterable[Origin], refusals: Iterable[Refusal], files: Mapping[str, str]) -> None:
        """``files`` are the paths of this run and their hashes now."""
        self._origins = {origin.source: origin for origin in origins}
        self._ids = {origin.document_id: origin.source for origin in self._origins.values()}
        self._refusals = {refusal.path: refusal for refusal in refusals}
        self._claimed: dict[str, str] = {}  # content that stays held -> its path
        self._orphans: dict[str, Origin] = {}  # content whose path is gone
        for origin in self._origins.values():
            if origin.source in files:
                if files[origin.source] == origin.sha256:
                    self._claimed[origin.sha256] = origin.source
            elif Path(origin.source).exists():
                self._claimed[origin.sha256] = origin.source
            else:
                self._orphans[origin.sha256] = origin

    def decide(self, file: File) -> Decision:
        """Return what to do with this file."""
        source = str(file.path)
        held = self._origins.get(source)
        elsewhere = self._claimed.get(file.sha256, source)
        if held and (held.sha256, held.recipe) == (file.sha256, file.recipe):
            return Decision(Step.SKIP, held.document_id, "unchanged")
        if elsewhere != source:
            step = Step.DELETE if held else Step.SKIP
            return Decision(step, held.document_id if held else self._ids_of(elsewhere), f"same content as {elsewhere}")
        if not held and (orphan := self._orphans.get(file.sha256)):
            return Decision(Step.MOVE, orphan.document_id, f"moved from {orphan.source}")
        document_id = held.document_id if held else self._new_id(file.path)
        refusal = self._refusals.get(source)
        if refusal and (refusal.sha256, refusal.recipe) == (file.sha256, file.attempt):
            return Decision(Step.REFUSE, document_id, refusal.reason, refusal)
        return Decision(Step.READ, document_id, "changed" if held else "new")

    def holds(self, source: str) -> bool:
        """Say whether a document from this path was live when the run began."""
        return source in self._origins

    def take(self, file: File, document_id: str) -> None:
        """From now on this file's content is held under its path, as this document."""
        self._claimed[file.sha256] = str(file.path)
        self._ids[document_id] = str(file.path)
        self._orphans.pop(file.sha256, None)

    def gone(self, folders: Iterable[Path]) -> list[Origin]:
        """Return the documents whose path lay under one of ``folders`` and is gone, moved ones left out."""
        under = tuple(folders)
        return [
            origin for origin in self._orphans.values() if any(Path(origin.source).is_relative_to(one) for one in under)
        ]

    def _ids_of(self, source: str) -> str:
        return next(document_id for document_id, path in self._ids.items() if path == source)

    def _new_id(self, path: Path) -> str:
        """Return a slug of the name and 8 digits of the path's hash: the same for every version of the file."""
        slug = re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-")[:60] or "document"
        document_id = f"{slug}-{hashlib.sha256(str(path).encode()).hexdigest()[:8]}"
        taken, number = document_id, 2
        while taken in self._ids:  # a document that came from this path has moved away and kept its id
            taken, number = f"{document_id}-{number}", number + 1
        return taken
