"""Vectors in an embedded Chroma: a copy of the catalogue's, for fast nearest neighbours. The only door to chromadb.

Chroma is not safe against a crash while it writes and not for two processes on one folder, so nothing here is
trusted: ``index.search`` knows what the copy was synced to, probes it before use, and rebuilds it beside the old
one. chromadb takes 2 s of processor time to import, so it is imported when a folder is first opened.
See docs/adr/0002-truth-and-copies.md.
"""

import logging
import resource
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np

from inspectqa.errors import IndexUnusable
from inspectqa.index.stored import Vectors

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection

_NAME = "passages"
_LARGEST_BATCH = 5_000  # rows; Chroma takes 5,461
_SETTLED = 1_000  # rows that may be replayed from Chroma's log when the folder is opened
_PROBE_BYTES = 8 << 30  # a damaged graph file once grew to 372 GB on opening
_PROBE_SECONDS = 120


class VectorIndex:
    """The vectors of one folder. Holds the open client; safe from several threads, not from several processes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._client: Client | None = None
        self._collection: Collection | None = None
        self._opening = threading.Lock()
        self._rewritten_every = _SETTLED

    @property
    def is_open(self) -> bool:
        """Whether this process has opened the folder, and so has paid for chromadb's import."""
        return self._collection is not None

    def put(self, ids: Sequence[str], vectors: Vectors) -> None:
        """Insert or replace rows: ``vectors`` is float32 (len(ids), dimensions).

        Raises:
            IndexUnusable: Chroma failed.
        """
        with _translated(self.folder):
            collection = self._opened()
            self._rewrite_every(max(_SETTLED, collection.count() // 5))
            for start in range(0, len(ids), _LARGEST_BATCH):
                batch = slice(start, start + _LARGEST_BATCH)
                collection.upsert(ids=list(ids[batch]), embeddings=vectors[batch])

    def delete(self, ids: Sequence[str]) -> None:
        """Delete rows; ids that are not there are ignored.

        Raises:
            IndexUnusable: Chroma failed.
        """
        with _translated(self.folder):
            for start in range(0, len(ids), _LARGEST_BATCH):
                self._opened().delete(ids=list(ids[start : start + _LARGEST_BATCH]))

    def search(self, vector: Vectors, limit: int) -> list[tuple[str, float]]:
        """Return the nearest rows as (id, cosine similarity), nearest first.

        Raises:
            IndexUnusable: Chroma failed.
        """
        with _translated(self.folder):
            found = self._opened().query(query_embeddings=[vector.tolist()], n_results=limit, include=["distances"])
        distances = found["distances"] or [[]]
        return [(id_, 1.0 - distance) for id_, distance in zip(found["ids"][0], distances[0], strict=True)]

    def count(self) -> int:
        """Return the number of rows.

        Raises:
            IndexUnusable: Chroma failed.
        """
        with _translated(self.folder):
            return int(self._opened().count())

    def settle(self) -> None:
        """Bring the graph file up to date, so that opening the folder replays at most 1,000 rows.

        Raises:
            IndexUnusable: Chroma failed; a query is made, so this is a probe too.
        """
        with _translated(self.folder):
            collection = self._opened()
            self._rewrite_every(_SETTLED)
            first = collection.get(limit=1, include=["embeddings"])["embeddings"]
            if first is not None and len(first):
                query = np.asarray(first[0], np.float32).tolist()
                collection.query(query_embeddings=[query], n_results=1, include=["distances"])

    def replace(self, batches: Iterable[tuple[Sequence[str], Vectors]]) -> None:
        """Build a new folder beside the old one from ``batches`` and swap them.

        Raises:
            IndexUnusable: Chroma failed; the old folder is untouched.
        """
        new, old = (self.folder.with_name(f"{self.folder.name}.{name}") for name in ("new", "old"))
        for leftover in (new, old):
            shutil.rmtree(leftover, ignore_errors=True)
        fresh = VectorIndex(new)
        for ids, vectors in batches:
            fresh.put(ids, vectors)
        fresh.settle()
        fresh.close()
        self.close()
        if self.folder.exists():
            self.folder.rename(old)
        new.rename(self.folder)
        shutil.rmtree(old, ignore_errors=True)

    def clear(self) -> None:
        """Start again with no rows."""
        self.replace([])

    def graph_files(self) -> list[list[str | int]]:
        """Return name, bytes and time of change of the files that hold the graph, to notice damage.

        Chroma writes them anew on each opening until the first 1,000 rows are settled; until then none count.
        """
        settled = sorted(self.folder.glob("*/index_metadata.pickle"))
        files = sorted(path for pickle in settled for path in pickle.parent.iterdir())
        return [[path.name, (stat := path.stat()).st_size, stat.st_mtime_ns] for path in files]

    def probe(self) -> bool:
        """Open and query the folder in a child process with a limit on file size; say whether that worked.

        A damaged graph can end the process that opens it or fill the disk, hence the child.
        """
        command = [sys.executable, "-c", "from inspectqa.index.vectors import probe_child; probe_child()"]
        try:
            done = subprocess.run([*command, str(self.folder)], timeout=_PROBE_SECONDS, capture_output=True)  # noqa: S603  our own
        except subprocess.TimeoutExpired:
            return False
        return done.returncode == 0

    def close(self) -> None:
        """Let go of the folder; the next call opens it again."""
        with self._opening:
            if self._client is not None:
                self._client.close()
            self._client = self._collection = None

    def _rewrite_every(self, rows: int) -> None:
        """Let Chroma rewrite the graph file each time this many rows came; small changes are not worth a call."""
        if rows > 2 * self._rewritten_every or rows == _SETTLED < self._rewritten_every:
            self._opened().modify(configuration={"hnsw": {"sync_threshold": rows}})
            self._rewritten_every = rows

    def _opened(self) -> "Collection":
        with self._opening:
            if self._collection is None:
                self._collection = self._open()
            return self._collection

    def _open(self) -> "Collection":
        import chromadb  # noqa: PLC0415  2 s of processor time: only a process that searches pays
        from chromadb.api.shared_system_client import SharedSystemClient  # noqa: PLC0415  as above
        from chromadb.config import Settings  # noqa: PLC0415  as above

        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            client = chromadb.PersistentClient(self.folder, Settings(anonymized_telemetry=False))
        except BaseException:
            # Chroma keeps a half-made system for each path, which would fail the rebuilt folder too.
            SharedSystemClient._identifier_to_system.pop(str(self.folder), None)
            raise
        self._client = cast("Client", client)  # its stub hides close()
        return client.get_or_create_collection(
            _NAME,
            configuration={"hnsw": {"space": "cosine", "sync_threshold": _SETTLED}},
            embedding_function=None,  # the default one downloads a model
        )


def probe_child() -> None:
    """Query the folder named on the command line; the process fails if Chroma does."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (_PROBE_BYTES, _PROBE_BYTES))
    index = VectorIndex(Path(sys.argv[1]))
    index.settle()
    index.close()


@contextmanager
def _translated(folder: Path) -> Iterator[None]:
    """Turn whatever Chroma raises into IndexUnusable. Its Rust part panics with a BaseException."""
    try:
        yield
    except (KeyboardInterrupt, SystemExit, GeneratorExit, IndexUnusable):
        raise
    except BaseException as error:
        logging.getLogger(__name__).info("Chroma failed in %s: %r", folder, error)
        full = "disk is full" in str(error) or "No space left" in str(error)
        remedy = "make room and do it again" if full else "run `inspectqa rebuild`"
        raise IndexUnusable(f"the vector index in {folder} can't be used ({error}): {remedy}") from error
