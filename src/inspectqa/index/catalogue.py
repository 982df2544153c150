"""The catalogue, read side: what is held, in the last committed state. ``versions`` is the write side.

Every method may be called from any thread, also while a writer is at work.
"""

import datetime
import json
import sqlite3
from collections.abc import Collection, Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple, TypedDict, Unpack

from inspectqa.documents import Fact, Finding, HeldDocument, Passage, Span
from inspectqa.errors import UnknownDocument
from inspectqa.index import places, stored
from inspectqa.index.storage import Storage
from inspectqa.index.stored import Origin, Refusal
from inspectqa.rectangles import Rectangle, rectangles


class Filters(TypedDict, total=False):
    """Which passages are meant; None or absent means all, an empty collection means none.

    ``findings`` are labels ("recommendation 6"), numbers ("6") or kinds ("cause_of_concern"); ``published_from``
    and ``published_to`` are inclusive and refer to the document's own date.
    """

    force_ids: Collection[str] | None
    voices: Collection[str] | None
    findings: Collection[str] | None
    inspections: Collection[str] | None
    documents: Collection[str] | None
    published_from: datetime.date | None
    published_to: datetime.date | None


_HELD = """
    SELECT documents.id AS document_id, file, source, media_type, sha256, pages, profile, warnings, ingested_at
    FROM documents JOIN versions ON versions.id = documents.live ORDER BY documents.id"""

# From the ids to the passages to their documents: SQLite's planner would begin with all documents.
LIVE_AMONG = """FROM json_each(?) CROSS JOIN passages ON passages.id = json_each.value
    CROSS JOIN documents ON documents.live = passages.version"""

_AMONG = "IN (SELECT value FROM json_each(?))"
_CONDITIONS = {
    "force_ids": f"force_id {_AMONG}",
    "voices": f"voice {_AMONG}",
    "findings": f"(finding_label {_AMONG} OR finding_number {_AMONG} OR finding_kind {_AMONG})",
    "inspections": f"inspection_id {_AMONG}",
    "documents": f"live_passages.document_id {_AMONG}",
    "published_from": "published >= ?",
    "published_to": "published <= ?",
}


class State(NamedTuple):
    """What was committed last: its number, and the model (empty: none) and length of the vectors held."""

    generation: int
    model: str
    dimensions: int


class Catalogue:
    """Everything that is held, read from the data folder. Holds the storage and the documents last read."""

    def __init__(self, folder: Path) -> None:
        """Open or make the catalogue in ``folder``.

        Raises:
            DataFolderError: the folder can't be used; names it and the remedy.
        """
        self.storage = Storage(folder)
        self._held: tuple[int, dict[str, HeldDocument]] = (-1, {})

    @property
    def folder(self) -> Path:
        """The data folder, absolute."""
        return self.storage.folder

    @property
    def generation(self) -> int:
        """The number of commits so far; it changes whenever what is held changes."""
        return self.state().generation

    @property
    def identity(self) -> str:
        """The name of this catalogue, given when it was made: copies remember it."""
        return self.meta("catalogue") or ""

    @property
    def embedding(self) -> tuple[str, int] | None:
        """Name and dimensions of the model that made the stored vectors; None when there are none."""
        state = self.state()
        return (state.model, state.dimensions) if state.model else None

    def state(self) -> State:
        """Return what was committed last."""
        with self.storage.reading() as database:
            return state_in(database)

    def meta(self, name: str) -> str | None:
        """Return one value of the table ``meta``."""
        with self.storage.reading() as database:
            row = database.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def documents(self) -> tuple[HeldDocument, ...]:
        """Return the live documents, by id."""
        return tuple(self._by_id().values())

    def document(self, document_id: str) -> HeldDocument:
        """Return one live document.

        Raises:
            UnknownDocument: none has this id.
        """
        try:
            return self._by_id()[document_id]
        except KeyError:
            raise UnknownDocument(f"no document has the id {document_id!r}; /v1/documents lists them") from None

    def text(self, document_id: str) -> str:
        """Return the canonical text that every span of the document refers to.

        Raises:
            UnknownDocument: none has this id.
        """
        with self.storage.reading() as database:
            row = database.execute(
                "SELECT text FROM documents JOIN versions ON versions.id = documents.live WHERE documents.id = ?",
                (document_id,),
            ).fetchone()
        if row is None:
            raise UnknownDocument(f"no document has the id {document_id!r}; /v1/documents lists them")
        return str(row["text"])

    def rectangles(self, document_id: str, span: Span) -> tuple[Rectangle, ...]:
        """Return where a span is printed; nothing for a document without pages that are displayed.

        Raises:
            UnknownDocument: none has this id.
        """
        self.document(document_id)
        with self.storage.reading() as database:
            row = database.execute(
                "SELECT words FROM documents JOIN places ON places.version = documents.live WHERE documents.id = ?",
                (document_id,),
            ).fetchone()
        return rectangles(places.words_in(row["words"], span), span) if row else ()

    def original(self, document_id: str) -> Path:
        """Return the file as it was ingested (kept under its hash, so without an extension)."""
        return self.storage.blob(self.document(document_id).sha256)

    def passages(self, ids: Collection[str]) -> dict[str, Passage]:
        """Return the live passages among ``ids``; those that are gone are left out."""
        with self.storage.reading() as database:
            rows = database.execute(f"SELECT passage {LIVE_AMONG}", (json.dumps(list(ids)),)).fetchall()
        found = {passage.id: passage for passage in (stored.passage(row["passage"]) for row in rows)}
        return {id_: found[id_] for id_ in ids if id_ in found}

    def passages_of(self, document_id: str) -> tuple[Passage, ...]:
        """Return the live passages of one document in reading order."""
        with self.storage.reading() as database:
            rows = database.execute(
                "SELECT passage FROM live_passages WHERE document_id = ? ORDER BY ordinal", (document_id,)
            ).fetchall()
        return tuple(stored.passage(row["passage"]) for row in rows)

    def passage_ids(self, **filters: Unpack[Filters]) -> list[str]:
        """Return the ids of the live passages that pass all filters, by document and position."""
        wanted = {name: value for name, value in filters.items() if value is not None}
        conditions = [_CONDITIONS[name] for name in wanted]
        values = [bound for name, value in wanted.items() for bound in [_bound(value)] * _CONDITIONS[name].count("?")]
        query = "SELECT live_passages.id FROM live_passages JOIN versions ON versions.id = version"
        where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
        with self.storage.reading() as database:
            rows = database.execute(f"{query}{where} ORDER BY live_passages.document_id, ordinal", values)
            return [row["id"] for row in rows]

    def count(self) -> int:
        """Return the number of live passages."""
        with self.storage.reading() as database:
            return int(database.execute("SELECT count(*) FROM live_passages").fetchone()[0])

    def live_ids(self, ids: Collection[str]) -> set[str]:
        """Return those of ``ids`` that are live."""
        with self.storage.reading() as database:
            rows = database.execute(f"SELECT passages.id {LIVE_AMONG}", (json.dumps(list(ids)),))
            return {row["id"] for row in rows}

    def passages_by_version(self) -> Iterator[tuple[int, tuple[Passage, ...]]]:
        """Yield the number and the passages of each live version."""
        with self.storage.reading() as database:
            rows = database.execute("SELECT version, passage FROM live_passages ORDER BY document_id, ordinal")
            for version, group in groupby(rows, key=itemgetter("version")):
                yield version, tuple(stored.passage(row["passage"]) for row in group)

    def findings(self) -> tuple[tuple[str, Finding], ...]:
        """Return (document id, finding) for every finding that the live documents name."""
        with self.storage.reading() as database:
            rows = database.execute(
                "SELECT documents.id, finding FROM documents JOIN findings ON findings.version = documents.live"
            ).fetchall()
        return tuple((row["id"], stored.finding(row["finding"])) for row in rows)

    def facts(self, label: str) -> tuple[tuple[str, Fact], ...]:
        """Return (document id, fact) for the facts of the live documents under this label, in any case."""
        with self.storage.reading() as database:
            rows = database.execute(
                "SELECT documents.id, fact FROM documents JOIN facts ON facts.version = documents.live"
                " WHERE label = ? COLLATE NOCASE",
                (label,),
            ).fetchall()
        return tuple((row["id"], stored.fact(row["fact"])) for row in rows)

    def origins(self) -> tuple[Origin, ...]:
        """Return where each live document came from, by id."""
        with self.storage.reading() as database:
            rows = database.execute(
                "SELECT documents.id, source, sha256, recipe FROM documents"
                " JOIN versions ON versions.id = documents.live ORDER BY documents.id"
            ).fetchall()
        return tuple(Origin(*row) for row in rows)

    def refusals(self) -> tuple[Refusal, ...]:
        """Return the files that could not be ingested, by path."""
        with self.storage.reading() as database:
            rows = database.execute("SELECT * FROM refusals ORDER BY path").fetchall()
        return tuple(stored.refusal(row) for row in rows)

    def close(self) -> None:
        """Close the connections."""
        self.storage.close()

    def _by_id(self) -> dict[str, HeldDocument]:
        """Return the live documents by id, read again only after a commit."""
        generation, held = self._held
        with self.storage.reading() as database:
            database.execute("BEGIN")  # generation and documents of one state
            now = int(database.execute("SELECT value FROM meta WHERE name = 'generation'").fetchone()[0])
            rows = database.execute(_HELD).fetchall() if now != generation else []
            database.execute("COMMIT")
        if now != generation:
            held = {row["document_id"]: stored.held_document(row) for row in rows}
            self._held = (now, held)
        return held


def state_in(database: sqlite3.Connection) -> State:
    """Return what was committed last, as this connection sees it."""
    meta = dict(database.execute("SELECT name, value FROM meta WHERE name <> 'catalogue'").fetchall())
    return State(int(meta["generation"]), meta.get("embedding", ""), int(meta.get("dimensions", 0)))


def _bound(value: object) -> str:
    """Return a filter's value as SQL binds it: a JSON list, or an ISO date."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    assert isinstance(value, Collection)  # noqa: S101  the TypedDict has no third kind
    return json.dumps(list(value))
