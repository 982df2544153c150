"""The catalogue, write side: versions are staged, one UPDATE makes one live, the others are swept.

    blob ─ stage ─ (copies take the passages) ─ go_live ─ (copies drop garbage()) ─ sweep
                                                  │
                                       the commit point: one transaction

A crash before ``go_live`` leaves the old version live, a crash after it leaves the new one; what is left over
belongs to no document and the next ``sweep`` deletes it.
"""

import datetime
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from inspectqa.errors import IndexUnusable, RefusedFile
from inspectqa.index import places, stored
from inspectqa.index.catalogue import Catalogue
from inspectqa.index.storage import Storage
from inspectqa.index.stored import Draft, Vectors
from inspectqa.invisible import visible_name

_SWEPT = """
    DELETE FROM versions WHERE id NOT IN (SELECT live FROM documents WHERE live IS NOT NULL);
    DELETE FROM passages WHERE version NOT IN (SELECT id FROM versions);
    DELETE FROM vectors WHERE version NOT IN (SELECT id FROM versions);
    DELETE FROM places WHERE version NOT IN (SELECT id FROM versions);
    DELETE FROM findings WHERE version NOT IN (SELECT id FROM versions);
    DELETE FROM facts WHERE version NOT IN (SELECT id FROM versions);
    DELETE FROM documents WHERE live IS NULL"""


WITHOUT_VECTORS = """
    SELECT live, documents.id FROM documents LEFT JOIN vectors ON vectors.version = live
    WHERE live IS NOT NULL AND ifnull(length(rows), -1) !=
        4 * (SELECT value FROM meta WHERE name = 'dimensions')
        * (SELECT count(*) FROM passages WHERE passages.version = live)"""


class Writer:
    """The one process that may change the catalogue; made by ``writing``."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def keep(self, source: Path) -> str:
        """Copy the original file into the data folder and return its sha256."""
        return self._storage.keep(source)

    def restore(self, source: Path, sha256: str) -> bool:
        """Keep a live document's original file again if it was lost or altered; say whether it was."""
        return not self._storage.has_whole(sha256) and self.keep(source) == sha256

    def stage(self, draft: Draft, vectors: Vectors) -> int:
        """Store a version with its passages and their vectors, without anybody seeing it; return its number."""
        with self._storage.transaction() as database:
            database.execute(
                "INSERT OR IGNORE INTO documents (id, source, file) VALUES (?, ?, ?)",
                (draft.document_id, draft.source, draft.document.file),
            )
            version = database.execute(
                "INSERT INTO versions (document_id, sha256, recipe, media_type, text, pages, profile, warnings,"
                " published, ingested_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                stored.version_row(draft, datetime.datetime.now(datetime.UTC)),
            ).lastrowid
            assert version is not None  # noqa: S101  an INSERT has a row id
            database.executemany(
                "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [stored.passage_row(version, ordinal, passage) for ordinal, passage in enumerate(draft.passages)],
            )
            database.execute("INSERT INTO vectors VALUES (?, ?)", (version, stored.vector_bytes(vectors)))
            if draft.document.words:
                database.execute("INSERT INTO places VALUES (?, ?)", (version, places.packed(draft.document.words)))
            database.executemany(
                "INSERT INTO findings VALUES (?, ?, ?, ?, ?, ?)",
                [stored.finding_row(version, finding) for finding in draft.profile.findings],
            )
            database.executemany(
                "INSERT INTO facts VALUES (?, ?, ?, ?)",
                [stored.fact_row(version, fact, draft.document.text) for fact in draft.profile.facts],
            )
        return version

    def go_live(self, document_id: str, version: int | None) -> None:
        """Make this version the live one (None: the document is deleted). This is the commit point."""
        with self._storage.transaction() as database:
            database.execute("UPDATE documents SET live = ? WHERE id = ?", (version, document_id))
            database.execute("UPDATE meta SET value = value + 1 WHERE name = 'generation'")

    def move(self, document_id: str, source: Path) -> None:
        """Let a live document come from another path; its id, version and passages stay."""
        with self._storage.transaction() as database:
            database.execute("DELETE FROM documents WHERE source = ? AND live IS NULL", (str(source),))
            database.execute(
                "UPDATE documents SET source = ?, file = ? WHERE id = ?",
                (str(source), visible_name(source.name), document_id),
            )
            database.execute("UPDATE meta SET value = value + 1 WHERE name = 'generation'")

    def refuse(self, path: Path, sha256: str, recipe: str, refused: RefusedFile) -> None:
        """Remember why this file, with this content, can't be ingested."""
        now = datetime.datetime.now(datetime.UTC).isoformat()
        with self._storage.transaction() as database:
            database.execute(
                "INSERT OR REPLACE INTO refusals VALUES (?, ?, ?, ?, ?, ?)",
                (str(path), sha256, recipe, refused.code, refused.reason, now),
            )

    def forgive(self, paths: Sequence[Path]) -> None:
        """Forget the refusals of these files."""
        with self._storage.transaction() as database:
            database.executemany("DELETE FROM refusals WHERE path = ?", [(str(path),) for path in paths])

    def use_embedding(self, name: str, dimensions: int) -> None:
        """Remember which model makes the vectors.

        Raises:
            IndexUnusable: another model made those that are stored.
        """
        with self._storage.transaction() as database:
            held = dict(database.execute("SELECT name, value FROM meta WHERE name IN ('embedding', 'dimensions')"))
            if held and held != {"embedding": name, "dimensions": str(dimensions)}:
                raise mismatch(held["embedding"], name)
            rows = [("embedding", name), ("dimensions", str(dimensions))]
            database.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", rows)

    def replace_vectors(self, name: str, dimensions: int, rows: Iterator[tuple[int, Vectors]]) -> None:
        """Replace all vectors by another model's, in one transaction; ``rows`` gives (version, its vectors)."""
        with self._storage.transaction() as database:
            database.execute("DELETE FROM vectors")
            database.executemany(
                "INSERT INTO vectors VALUES (?, ?)",
                ((version, stored.vector_bytes(vectors)) for version, vectors in rows),
            )
            meta = [("embedding", name), ("dimensions", str(dimensions))]
            database.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", meta)
            database.execute("UPDATE meta SET value = value + 1 WHERE name = 'generation'")

    def without_vectors(self) -> list[int]:
        """Return the live versions whose vectors are lost, or are not one for each passage."""
        with self._storage.reading() as database:
            return [row[0] for row in database.execute(WITHOUT_VECTORS)]

    def put_vectors(self, version: int, vectors: Vectors) -> None:
        """Store the vectors of a version that had lost them."""
        with self._storage.transaction() as database:
            row = (version, stored.vector_bytes(vectors))
            database.execute("INSERT OR REPLACE INTO vectors VALUES (?, ?)", row)
            database.execute("UPDATE meta SET value = value + 1 WHERE name = 'generation'")

    def garbage(self) -> list[str]:
        """Return the passage ids of staged and dead versions that no live version uses."""
        with self._storage.reading() as database:
            rows = database.execute(
                "SELECT id FROM passages WHERE version NOT IN (SELECT live FROM documents WHERE live IS NOT NULL)"
                " EXCEPT SELECT id FROM live_passages"
            )
            return [row["id"] for row in rows]

    def sweep(self) -> None:
        """Delete staged and dead versions with all that hangs on them, and originals that nothing uses."""
        with self._storage.transaction() as database:
            for statement in _SWEPT.split(";"):
                database.execute(statement)
            kept = {row["sha256"] for row in database.execute("SELECT sha256 FROM versions")}
        self._storage.drop_blobs(kept)


def mismatch(held: str, asked: str) -> IndexUnusable:
    """Return the error for vectors that another model made."""
    return IndexUnusable(
        f"the stored vectors were made by {held!r} and the settings ask for {asked!r}: "
        "run `inspectqa rebuild` to embed again, or set INSPECTQA_EMBEDDING_MODEL back"
    )


@contextmanager
def writing(catalogue: Catalogue) -> Iterator[Writer]:
    """Hold the writer's lock while the block runs.

    Raises:
        DataFolderError: another process is writing; names its pid.
    """
    with catalogue.storage.locked():
        yield Writer(catalogue.storage)
