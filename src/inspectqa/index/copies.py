"""When the copies (vectors in Chroma, words in tantivy) may be trusted, and how they become good again.

``copies.json`` in the data folder says which catalogue and generation both were synced to. It is deleted before
the first write and written again after the last, so a crash leaves it missing, and copies without a fitting
marker are made anew. Reasons and figures: docs/adr/0002-truth-and-copies.md.
"""

import json
import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence

from inspectqa.documents import Passage
from inspectqa.errors import DataFolderError, FolderInUse, IndexUnusable
from inspectqa.index import matrix, versions
from inspectqa.index.exact import ExactVectors
from inspectqa.index.keyword import KeywordIndex
from inspectqa.index.stored import Vectors
from inspectqa.index.vectors import VectorIndex

_SECONDS_TO_TRY_AGAIN = 60

Progress = Callable[[str, int, int], None]
"""Called with (what is being done or which file, how many are done, of how many)."""


class Copies:
    """The two copies of one catalogue, and whether this process has found them good."""

    def __init__(self, exact: ExactVectors, vectors: VectorIndex, keywords: KeywordIndex) -> None:
        self._exact = exact
        self._catalogue = catalogue = exact.catalogue
        self.vectors = vectors
        self.keywords = keywords
        self._marker = catalogue.folder / "copies.json"
        self._opening = threading.Lock()
        self._opened: int | None = None  # the generation at which they were found good
        self._small_at: int | None = None  # the generation at which the collection was found small
        self._writing = False
        self._not_before = 0.0  # when making them good, which has failed, may be tried again

    def usable(self) -> bool:
        """Say whether Chroma may be asked now, and make it good first if nobody else is at it.

        False for a collection that one matrix holds (chromadb's import alone takes 2 s), while another process
        writes (two processes on one Chroma folder can break it), and while another thread opens or rebuilds it.
        """
        if self._small():
            return False
        return self._good() or (time.monotonic() >= self._not_before and self.open())

    def open(self) -> bool:
        """Open Chroma, make both copies good if they are not, and say whether they can be asked now."""
        if self._good():
            return True
        if not self._opening.acquire(blocking=False):
            return False
        try:
            if self.synced() and self._sound():
                self._opened = self._catalogue.generation
                return True
            return self.heal()
        finally:
            self._opening.release()

    def heal(self) -> bool:
        """Make both copies anew if that can be done now, and say whether it was.

        A disk may be full or read-only: questions then go on without, and it is tried again after a minute.
        """
        if time.monotonic() < self._not_before:
            return False
        try:
            with versions.writing(self._catalogue):
                self.remake(None)
        except FolderInUse:
            return False
        except (DataFolderError, IndexUnusable, OSError) as error:
            logging.getLogger(__name__).warning("the copies can't be made good now: %s", error)
            self._not_before = time.monotonic() + _SECONDS_TO_TRY_AGAIN
            return False
        return True

    def _good(self) -> bool:
        """Say whether this process has found them good, or is writing them itself."""
        return self._writing or (self._opened == self._catalogue.generation and self.synced())

    def put(self, passages: Sequence[Passage], vectors: Vectors) -> None:
        """Write passages to both copies; the caller holds the writer's lock."""
        self._begin()
        self.vectors.put([passage.id for passage in passages], vectors)
        self.keywords.put(passages)

    def remove(self, ids: Sequence[str]) -> None:
        """Delete passages from both copies; the caller holds the writer's lock."""
        self._begin()
        self.vectors.delete(ids)
        self.keywords.delete(ids)

    def finish(self, *, were_synced: bool) -> None:
        """After the last commit: say that the copies are what the catalogue says."""
        if self._writing:
            self._mark()
        elif were_synced:  # nothing was put or removed: they are as good as before
            self._write_marker(self._read_marker().get("graph"))

    def stop(self) -> None:
        """Writing has ended, well or not."""
        self._writing = False

    def remake(self, progress: Progress | None) -> None:
        """Make both copies anew from the catalogue; the caller holds the writer's lock."""
        self._marker.unlink(missing_ok=True)
        total = self._catalogue.count()
        done = 0

        def rows() -> Iterator[tuple[Sequence[str], Vectors]]:
            nonlocal done
            for (_, vectors), (_, passages) in zip(
                self._exact.by_version(), self._catalogue.passages_by_version(), strict=True
            ):
                yield [passage.id for passage in passages], vectors
                done += len(passages)
                if progress:
                    progress("copying vectors", done, total)

        self.vectors.replace(rows())
        self.keywords.clear()
        self.keywords.put(passage for _, made in self._catalogue.passages_by_version() for passage in made)
        self._mark()

    def fault(self) -> str | None:
        """Return what is wrong with the copies, or None; opens and queries them."""
        if not self.synced():
            return "the copies were not synced to the catalogue's last commit"
        live = self._catalogue.count()
        try:
            self.vectors.settle()
            counts = {"vectors": self.vectors.count(), "keywords": len(self.keywords)}
        except IndexUnusable as error:
            return str(error)
        wrong = (f"{name} hold {count} of {live} passages" for name, count in counts.items() if count != live)
        return next(wrong, None)

    def synced(self) -> bool:
        """Say whether the marker names this catalogue and its last commit."""
        state = self._read_marker()
        wanted = (self._catalogue.identity, self._catalogue.generation)
        return (state.get("catalogue"), state.get("generation")) == wanted

    def _small(self) -> bool:
        """Say whether the collection is small and its words are all there; counted once per generation."""
        generation = self._catalogue.generation
        if self._small_at != generation and self.synced():
            live = self._catalogue.count()
            self._small_at = generation if len(self.keywords) == live <= matrix.LARGEST else None
        return self._small_at == generation

    def _begin(self) -> None:
        """Before the first write: make the copies good, then take the marker away."""
        if self._writing:
            return
        with self._opening:
            if not (self.synced() and self._sound()):
                self.remake(None)
            self._marker.unlink(missing_ok=True)
            self._writing = True

    def _sound(self) -> bool:
        """Open the copies anew (another process may have written) and say whether they are whole."""
        self.vectors.close()
        untouched = self.vectors.graph_files() == self._read_marker().get("graph")
        return (untouched or self.vectors.probe()) and self.fault() is None

    def _mark(self) -> None:
        self.vectors.settle()
        self._write_marker(self.vectors.graph_files())
        self._opened = self._catalogue.generation

    def _write_marker(self, graph: object) -> None:
        state = {"catalogue": self._catalogue.identity, "generation": self._catalogue.generation, "graph": graph}
        partial = self._marker.with_suffix(".partial")
        partial.write_text(json.dumps(state), encoding="utf-8")
        partial.replace(self._marker)

    def _read_marker(self) -> dict[str, object]:
        try:
            state = json.loads(self._marker.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return state if isinstance(state, dict) else {}
