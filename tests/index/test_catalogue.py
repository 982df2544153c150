"""The catalogue: what is live, how it is filtered, and how it changes."""

import datetime
import os
import sqlite3
import threading
from pathlib import Path

import pytest

from builders import CALDERMERE, NORTHMOOR, recommendation
from inspectqa.documents import Span, Voice
from inspectqa.errors import DataFolderError, RefusedFile, UnknownDocument
from inspectqa.index import versions
from inspectqa.index.catalogue import Catalogue, Filters
from inspectqa.index.stored import Draft
from kept import BagOfWords, draft

LETTER = draft("letter", "We trained all officers.", "The rollout ends in May 2026.", finding=recommendation("4"))
MINUTES = draft("minutes", "The panel asked for figures.", force=CALDERMERE, voice=Voice.PANEL)


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    return Catalogue(tmp_path / "data")


def commit(catalogue: Catalogue, *drafts: Draft) -> None:
    embedder = BagOfWords()
    with versions.writing(catalogue) as writer:
        writer.use_embedding(embedder.name, embedder.dimensions)
        for one in drafts:
            vectors = embedder.embed([passage.body for passage in one.passages])
            writer.go_live(one.document_id, writer.stage(one, vectors))
        writer.sweep()


def test_what_is_stored_comes_back_as_it_was(catalogue: Catalogue) -> None:
    commit(catalogue, LETTER)
    held = catalogue.document("letter")
    assert (held.profile, held.pages, held.file) == (LETTER.profile, LETTER.document.pages, "letter.txt")
    assert catalogue.text("letter") == LETTER.document.text
    assert catalogue.passages_of("letter") == LETTER.passages
    assert catalogue.findings() == (("letter", recommendation("4")),)
    assert [fact.value for _, fact in catalogue.facts("force")] == [Span(0, 3)]


def test_passages_come_in_the_order_asked_for_without_those_that_are_gone(catalogue: Catalogue) -> None:
    commit(catalogue, LETTER, MINUTES)
    ids = [MINUTES.passages[0].id, "never-held", LETTER.passages[1].id]
    assert list(catalogue.passages(ids)) == [ids[0], ids[2]]


def test_a_staged_version_is_seen_only_when_it_goes_live(catalogue: Catalogue) -> None:
    with versions.writing(catalogue) as writer:
        version = writer.stage(LETTER, BagOfWords().embed(["a", "b"]))
        assert catalogue.documents() == ()
        assert catalogue.passage_ids() == []
        before = catalogue.generation
        writer.go_live("letter", version)
    assert [held.id for held in catalogue.documents()] == ["letter"]
    assert catalogue.generation == before + 1


def test_a_new_version_replaces_the_old_one_whole(catalogue: Catalogue) -> None:
    newer = draft("letter", "All of it is complete.")
    commit(catalogue, LETTER)
    commit(catalogue, newer)
    assert catalogue.passages_of("letter") == newer.passages
    assert catalogue.passages([LETTER.passages[0].id]) == {}
    with catalogue.storage.reading() as database:
        assert database.execute("SELECT count(*) FROM versions").fetchone()[0] == 1


def test_the_same_content_read_by_newer_rules_keeps_its_ids_and_nothing_is_garbage(catalogue: Catalogue) -> None:
    commit(catalogue, LETTER)
    with versions.writing(catalogue) as writer:
        writer.go_live("letter", writer.stage(LETTER, BagOfWords().embed(["a", "b"])))
        assert writer.garbage() == []
    assert len(catalogue.passage_ids()) == 2


def test_what_a_crash_left_behind_is_swept_by_the_next_writer(catalogue: Catalogue) -> None:
    with versions.writing(catalogue) as writer:
        writer.stage(LETTER, BagOfWords().embed(["a", "b"]))
    with versions.writing(catalogue) as writer:
        assert sorted(writer.garbage()) == sorted(passage.id for passage in LETTER.passages)
        writer.sweep()
        assert writer.garbage() == []
    with catalogue.storage.reading() as database:
        counts = [
            "SELECT count(*) FROM documents",
            "SELECT count(*) FROM versions",
            "SELECT count(*) FROM passages",
            "SELECT count(*) FROM vectors",
            "SELECT count(*) FROM findings",
            "SELECT count(*) FROM facts",
        ]
        assert all(database.execute(count).fetchone()[0] == 0 for count in counts)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, ["letter", "letter", "minutes"]),
        ({"force_ids": [NORTHMOOR.id]}, ["letter", "letter"]),
        ({"voices": [Voice.PANEL]}, ["minutes"]),
        ({"findings": ["recommendation 4"]}, ["letter", "letter"]),
        ({"findings": ["4"], "voices": ["force"]}, ["letter", "letter"]),
        ({"findings": ["recommendation"], "force_ids": [CALDERMERE.id]}, []),
        ({"inspections": ["weapons-2025"]}, ["letter", "letter"]),
        ({"documents": ["minutes"], "force_ids": None}, ["minutes"]),
        ({"documents": []}, []),
        ({"published_from": datetime.date(2025, 10, 24)}, ["letter", "letter", "minutes"]),
        ({"published_to": datetime.date(2025, 10, 23)}, []),
    ],
)
def test_passages_are_filtered(catalogue: Catalogue, filters: Filters, expected: list[str]) -> None:
    commit(catalogue, LETTER, MINUTES)
    found = catalogue.passage_ids(**filters)
    assert [id_.split("-")[0] for id_ in found] == expected


def test_an_unknown_document_is_named(catalogue: Catalogue) -> None:
    for ask in (catalogue.document, catalogue.text, catalogue.original):
        with pytest.raises(UnknownDocument, match="nowhere"):
            ask("nowhere")


def test_a_refusal_is_remembered_until_it_is_forgiven(catalogue: Catalogue) -> None:
    path = Path("/documents/scan.pdf")
    with versions.writing(catalogue) as writer:
        writer.refuse(path, "ab", "rules 1", RefusedFile("no_text", "it holds only pictures"))
        assert [(one.path, one.code) for one in catalogue.refusals()] == [(str(path), "no_text")]
        writer.forgive([path])
    assert catalogue.refusals() == ()


def test_a_moved_document_keeps_its_id(catalogue: Catalogue) -> None:
    commit(catalogue, LETTER)
    with versions.writing(catalogue) as writer:
        writer.move("letter", Path("/elsewhere/response.txt"))
    held = catalogue.document("letter")
    assert (held.source, held.file) == ("/elsewhere/response.txt", "response.txt")


def test_a_second_writer_is_told_who_is_writing(catalogue: Catalogue) -> None:
    with versions.writing(catalogue), pytest.raises(DataFolderError, match=f"process {os.getpid()} is ingesting"):
        versions.writing(catalogue).__enter__()


def test_readers_in_threads_see_only_whole_versions_while_one_writes(catalogue: Catalogue) -> None:
    sizes = {1: draft("letter", "one"), 3: draft("letter", "one", "two", "three")}
    commit(catalogue, sizes[1])
    seen: list[int] = []
    ended = threading.Event()

    def read() -> None:
        while not ended.is_set():
            seen.append(len(catalogue.passages_of("letter")))
            assert [held.id for held in catalogue.documents()] == ["letter"]

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for size in [3, 1] * 10:
        commit(catalogue, sizes[size])
    ended.set()
    for reader in readers:
        reader.join()
    assert set(seen) <= set(sizes)
    assert len(seen) > 20


def test_a_folder_that_cannot_be_made_is_named_with_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(DataFolderError, match=r"file/data can't be made .*INSPECTQA_DATA_DIR"):
        Catalogue(tmp_path / "file" / "data")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(DataFolderError, match=str(tmp_path)):
        Catalogue(tmp_path / "data")


def test_a_catalogue_of_a_newer_schema_is_refused(catalogue: Catalogue) -> None:
    with sqlite3.connect(catalogue.folder / "catalogue.db") as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(DataFolderError, match="made by a newer inspectqa"):
        Catalogue(catalogue.folder)


def test_a_damaged_catalogue_is_named(tmp_path: Path) -> None:
    (tmp_path / "catalogue.db").write_bytes(b"not a database" * 100)
    with pytest.raises(DataFolderError, match="can't be used"):
        Catalogue(tmp_path)


def test_originals_are_kept_by_content_and_dropped_with_their_last_version(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    source = tmp_path / "letter.txt"
    source.write_text(LETTER.document.text)
    with versions.writing(catalogue) as writer:
        assert writer.keep(source) == LETTER.document.sha256
        writer.go_live("letter", writer.stage(LETTER, BagOfWords().embed(["a", "b"])))
        writer.sweep()
        assert catalogue.original("letter").read_text() == LETTER.document.text
        writer.go_live("letter", None)
        writer.sweep()
    assert list((catalogue.folder / "files").iterdir()) == []
