"""The index: the catalogue's passages by meaning and by word.

Up to 20,000 passages are scored in one matrix. Chroma is asked when the whole of a larger collection is meant: a
filter's few thousand are scored from the catalogue, and so is everything while Chroma can't be asked, only slower.
"""

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from inspectqa.documents import Passage
from inspectqa.errors import IndexUnusable
from inspectqa.index import versions
from inspectqa.index.catalogue import Catalogue, State
from inspectqa.index.copies import Copies, Progress
from inspectqa.index.embedding import Embedder
from inspectqa.index.exact import ExactVectors
from inspectqa.index.keyword import KeywordIndex
from inspectqa.index.matrix import Matrix, Scored
from inspectqa.index.stored import Vectors
from inspectqa.index.vectors import VectorIndex
from inspectqa.index.versions import Writer

Held = Matrix | ExactVectors
"""The live vectors: all in one matrix, or read from the catalogue."""

_FEW = 5_000  # passages whose vectors are read and scored in about 3 ms
_EMBEDDED = 10_000  # characters: many times what a model reads; a word of a million would cost it memory


@dataclass(frozen=True, slots=True)
class Hit:
    """A live passage that was found: cosine similarity, and keyword score from 0 to 1 (None: no word shared)."""

    passage_id: str
    vector: float | None
    keyword: float | None


class Index:
    """A catalogue, its two copies and the model that embeds. Any thread may search; one writer at a time."""

    def __init__(self, catalogue: Catalogue, embedder: Embedder, vectors: VectorIndex, keywords: KeywordIndex) -> None:
        self.catalogue = catalogue
        self.embedder = embedder
        self.keywords = keywords
        self._exact = ExactVectors(catalogue)
        self._copies = Copies(self._exact, vectors, keywords)

    def search(self, text: str, limit: int, allowed: Collection[str] | None = None) -> list[Hit]:
        """Return the ``limit`` passages nearest to ``text`` and the ``limit`` best by its words, nearest first.

        Every hit has its cosine similarity; ``allowed`` restricts both searches to these ids.

        Raises:
            IndexUnusable: the stored vectors were made by another embedding model.
            EmbeddingError: the model failed.
        """
        state = self._same_model()
        if not state.model or limit < 1 or (allowed is not None and not allowed):
            return []
        vector = self.embedder.embed([text])[0]
        held = self._exact.matrix(state) or self._exact
        words = dict(self._by_words(text, limit, allowed, held))
        ids = dict.fromkeys((*self._by_vector(vector, limit, allowed, held), *words))
        near = held.similarities(vector, ids)
        if len(words) >= limit:  # otherwise every passage that shares a word is in it
            missing = [id_ for id_ in near if id_ not in words]
            words |= dict(self.keywords.search(text, len(missing), missing))
        return [Hit(id_, near[id_], words.get(id_)) for id_ in sorted(near, key=lambda id_: (-near[id_], id_))]

    def embed(self, passages: Sequence[Passage]) -> Vectors:
        """Return the vectors of passages, float32 (n, dimensions): of header and body together."""
        return self.embedder.embed([f"{passage.header}\n{passage.body}"[:_EMBEDDED] for passage in passages])

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """Hold the writer's lock; when the block ends well, both copies are what the catalogue says.

        Raises:
            DataFolderError: another process is writing; names its pid.
            IndexUnusable: the stored vectors were made by another embedding model.
        """
        with versions.writing(self.catalogue) as writer:
            self._same_model()
            were_synced = self._copies.synced()
            try:
                self.sweep(writer)  # what a crash left behind
                yield writer
                self.sweep(writer)
                self._copies.finish(were_synced=were_synced)
            finally:
                self._copies.stop()

    def put(self, passages: Sequence[Passage], vectors: Vectors) -> None:
        """Write passages to both copies; call it inside ``writing``."""
        self._copies.put(passages, vectors)

    def remove(self, ids: Sequence[str]) -> None:
        """Delete passages from both copies; call it inside ``writing``."""
        self._copies.remove(ids)

    def sweep(self, writer: Writer) -> None:
        """Delete what belongs to no live version, from the copies and then from the catalogue."""
        if garbage := writer.garbage():
            self._copies.remove(garbage)
        writer.sweep()

    def rebuild(self, progress: Progress | None = None) -> None:
        """Make both copies anew from the catalogue; embeds again if the model changed, or where vectors were lost.

        Raises:
            DataFolderError: another process is writing; names its pid.
        """
        with versions.writing(self.catalogue) as writer:
            writer.sweep()
            held = self.catalogue.embedding
            if held and held[0] != self.embedder.name:
                self._embed_again(writer, progress)
            self._embed_lost(writer)
            self._copies.remake(progress)

    def check(self) -> str | None:
        """Return what is wrong with the model or the copies, or None; opens and queries them."""
        try:
            self._same_model()
        except IndexUnusable as error:
            return str(error)
        return self._copies.fault()

    def open(self) -> None:
        """Open Chroma and make the copies good, so that no question has to wait for it."""
        self._copies.open()

    def prepare(self) -> None:
        """Do now what a question would have to wait for: open Chroma, if the collection is one that it is asked for.

        A small one is scored exactly, and the service starts 4 s earlier and 45 MB smaller without chromadb.
        """
        self._copies.usable()

    def close(self) -> None:
        """Let go of Chroma's folder."""
        self._copies.vectors.close()

    def _same_model(self) -> State:
        """Return what was committed last; vectors of another model are an error."""
        state = self.catalogue.state()
        if state.model and state.model != self.embedder.name:
            raise versions.mismatch(state.model, self.embedder.name)
        return state

    def _by_words(self, text: str, limit: int, allowed: Collection[str] | None, held: Held) -> list[Scored]:
        def ask(wanted: int) -> list[Scored]:
            return self.keywords.search(text, wanted, allowed)

        try:
            return _live(ask, limit, None, held)
        except IndexUnusable:
            return _live(ask, limit, None, held) if self._copies.heal() else []

    def _by_vector(self, vector: Vectors, limit: int, allowed: Collection[str] | None, held: Held) -> list[str]:
        few = allowed is not None and len(allowed) <= _FEW
        if not few and self._copies.usable():
            wanted = frozenset(allowed) if allowed is not None else None
            with suppress(IndexUnusable):  # the exact way below always works
                found = _live(lambda asked: self._copies.vectors.search(vector, asked), limit, wanted, held)
                if len(found) == limit or allowed is None:
                    return [id_ for id_, _ in found]
        return [id_ for id_, _ in held.nearest(vector, limit, allowed)]

    def _embed_lost(self, writer: Writer) -> None:
        lost = set(writer.without_vectors())
        if lost:
            made = [
                (version, self.embed(found))
                for version, found in self.catalogue.passages_by_version()
                if version in lost
            ]
            for version, vectors in made:
                writer.put_vectors(version, vectors)

    def _embed_again(self, writer: Writer, progress: Progress | None) -> None:
        total = self.catalogue.count()

        def rows() -> Iterator[tuple[int, Vectors]]:
            done = 0
            for version, passages in self.catalogue.passages_by_version():
                yield version, self.embed(passages)
                done += len(passages)
                if progress:
                    progress("embedding", done, total)

        writer.replace_vectors(self.embedder.name, self.embedder.dimensions, rows())


def _live(ask: Callable[[int], list[Scored]], limit: int, wanted: Collection[str] | None, held: Held) -> list[Scored]:
    """Ask for more until ``limit`` answers are live and wanted, or there are no more, or it gets too many."""
    asked = limit
    while True:
        found = ask(asked)
        live = held.live([id_ for id_, _ in found])
        kept = [pair for pair in found if pair[0] in live and (wanted is None or pair[0] in wanted)]
        if len(kept) >= limit or len(found) < asked or asked > _FEW:
            return kept[:limit]
        asked *= 4


def keywords_in(folder: Path) -> KeywordIndex:
    """Open the keyword copy; a damaged one is thrown away, and the index rebuilds what is missing.

    tantivy writes a lock even to read: where the folder can't be written, a copy of it is opened.
    """
    try:
        return KeywordIndex(folder)
    except IndexUnusable:
        if folder.is_dir() and not os.access(folder, os.W_OK):
            return KeywordIndex(_copied(folder))
        shutil.rmtree(folder)
        return KeywordIndex(folder)


def _copied(folder: Path) -> Path:
    """Copy a folder to where temporary files go, until this process ends."""
    place = Path(tempfile.mkdtemp(prefix="inspectqa-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    return Path(shutil.copytree(folder, place / "keywords"))
