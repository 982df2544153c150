"""The data folder on disk: one SQLite file in WAL mode, the original files, and the writer's lock.

<data folder>/catalogue.db      the truth
              files/<sha256>    original files
              writer.lock       held with flock by the one process that writes; holds its pid
              vectors/ keywords/ copies.json      copies and what they were synced to (index/search.py)
"""

import fcntl
import os
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.resources import files
from pathlib import Path
from queue import Empty, LifoQueue

from inspectqa.errors import DataFolderError, FolderInUse
from inspectqa.index.blobs import Blobs, open_regular

SCHEMA_VERSION = 2
_SINCE = {2: "CREATE TABLE places (version INTEGER PRIMARY KEY, words BLOB NOT NULL) STRICT"}  # as in schema.sql


class Storage:
    """The data folder: connections for any thread, blobs, and the lock. Readers never block and never wait."""

    def __init__(self, folder: Path) -> None:
        """Open the folder, and make it if it is not there.

        Raises:
            DataFolderError: it can't be made, read or written, or was made by a newer inspectqa.
        """
        self.folder = folder.expanduser().absolute()
        self._blobs = Blobs(self.folder / "files")
        self._idle: LifoQueue[sqlite3.Connection] = LifoQueue()
        try:
            (self.folder / "files").mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self._unusable(f"can't be made ({error.strerror})") from error
        with self.reading() as database:
            _migrate(database, self.folder)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection that sees the last committed state; it goes back when the block ends.

        Raises:
            DataFolderError: the database can't be opened, is damaged, or the disk is full.
        """
        try:
            connection = self._borrow()
            try:
                yield connection
            except BaseException:
                connection.close()
                raise
            self._idle.put(connection)
        except sqlite3.Error as error:
            raise self._unusable(f"has a catalogue that can't be used ({error})") from error

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection for one all-or-nothing change; an exception undoes it."""
        with self.reading() as database:
            database.execute("BEGIN IMMEDIATE")
            yield database
            database.execute("COMMIT")

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the writer's lock while the block runs.

        Raises:
            FolderInUse: another writer holds it; names its pid.
            DataFolderError: the folder can't be written.
        """
        path = self.folder / "writer.lock"
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise self._unusable(f"can't be written ({error.strerror})") from error
        try:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                pid = path.read_text(encoding="ascii").strip() or "unknown"
                message = f"process {pid} is ingesting into the data folder {self.folder}: wait until it has ended"
                raise FolderInUse(message) from error
            os.ftruncate(handle, 0)
            os.pwrite(handle, str(os.getpid()).encode(), 0)
            yield
        except OSError as error:
            raise self._unusable(f"can't be written ({error.strerror or error})") from error
        finally:
            os.close(handle)

    def blob(self, sha256: str) -> Path:
        """Return where the original file with this hash is kept."""
        return self._blobs.path(sha256)

    def keep(self, source: Path) -> str:
        """Copy a file into the folder and return its sha256; a copy that is there already and whole is kept.

        Raises:
            DataFolderError: the copy can't be written, for example because the disk is full.
            RefusedFile: the source is no file.
            OSError: the source can't be opened.
        """
        with open_regular(source) as handle:
            try:
                return self._blobs.keep(handle)
            except OSError as error:
                raise self._unusable(f"can't be written ({error.strerror})") from error

    def has_whole(self, sha256: str) -> bool:
        """Say whether the original file with this hash is kept and unaltered."""
        return self._blobs.is_whole(sha256)

    def drop_blobs(self, kept: set[str]) -> None:
        """Delete the original files whose hash is not in ``kept``."""
        self._blobs.drop(kept)

    def close(self) -> None:
        """Close the connections that are not in use."""
        with suppress(Empty):
            while True:
                self._idle.get_nowait().close()

    def _borrow(self) -> sqlite3.Connection:
        with suppress(Empty):
            return self._idle.get_nowait()
        path = self.folder / "catalogue.db"
        if path.exists() and not os.access(self.folder, os.W_OK):
            return _connected(_read_only(path))
        connection = _connected(path.as_uri())
        connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;")
        return connection

    def _unusable(self, what: str) -> DataFolderError:
        remedy = "choose another with --data or INSPECTQA_DATA_DIR, or make it readable and writable"
        return DataFolderError(f"the data folder {self.folder} {what}: {remedy}")


def _connected(uri: str) -> sqlite3.Connection:
    connection = sqlite3.connect(uri, isolation_level=None, check_same_thread=False, timeout=30, uri=True)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA temp_store=MEMORY")
    return connection


def _read_only(path: Path) -> str:
    """Return how to read a catalogue in a folder that can't be written, where SQLite can't make its -shm file.

    Without a log of changes nobody is writing, and the file alone is the truth.
    """
    log = path.with_name(f"{path.name}-wal")
    still = not log.exists() or log.stat().st_size == 0
    return f"{path.as_uri()}?mode=ro{'&immutable=1' if still else ''}"


def _migrate(database: sqlite3.Connection, folder: Path) -> None:
    """Make the tables of a new catalogue, add those that an older one lacks; refuse one newer than this code."""
    if _schema_version(database) == SCHEMA_VERSION:
        return  # without asking for the write lock: a reader never waits for a writer
    database.execute("BEGIN IMMEDIATE")
    held = _schema_version(database)
    if held > SCHEMA_VERSION:
        message = f"the data folder {folder} was made by a newer inspectqa (schema {held}, known {SCHEMA_VERSION})"
        raise DataFolderError(f"{message}: upgrade inspectqa, or choose another folder with --data")
    if held == 0:
        schema = files("inspectqa.index").joinpath("schema.sql").read_text(encoding="utf-8")
        for statement in _statements(schema):
            database.execute(statement)
        rows = [("catalogue", uuid.uuid4().hex), ("generation", "0")]
        database.executemany("INSERT INTO meta VALUES (?, ?)", rows)
    for version, statement in _SINCE.items():
        if 0 < held < version:
            database.execute(statement)
    database.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    database.execute("COMMIT")


def _schema_version(database: sqlite3.Connection) -> int:
    return int(database.execute("PRAGMA user_version").fetchone()[0])


def _statements(script: str) -> Iterator[str]:
    """Cut an SQL script at complete statements: ``executescript`` would end the transaction."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
