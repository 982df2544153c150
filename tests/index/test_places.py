"""Where words are printed, stored and found again."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspectqa.documents import Page, Span, Word
from inspectqa.errors import UnknownDocument
from inspectqa.index import places, versions
from inspectqa.index.catalogue import Catalogue
from inspectqa.rectangles import Rectangle
from kept import BagOfWords, draft

_WORDS = (
    Word(1, 0, 2, 60.0, 100.0, 75.2, 112.0),
    Word(1, 3, 10, 79.0, 100.0, 120.5, 112.0),
    Word(2, 11, 14, 60.0, 80.0, 80.0, 92.0, 61),
)
_LETTER = draft("letter", "We trained all officers.")


def committed(catalogue: Catalogue) -> None:
    pages = (Page(1, 0, 11, "digital", 595.3, 841.9), Page(2, 11, 24, "ocr", 595.3, 841.9, (Span(3, 4),)))
    one = replace(_LETTER, document=replace(_LETTER.document, words=_WORDS, pages=pages))
    embedder = BagOfWords()
    with versions.writing(catalogue) as writer:
        writer.use_embedding(embedder.name, embedder.dimensions)
        vectors = embedder.embed([passage.body for passage in one.passages])
        writer.go_live("letter", writer.stage(one, vectors))
        writer.sweep()


def test_a_span_s_rectangles_come_from_the_catalogue_one_for_each_line(tmp_path: Path) -> None:
    catalogue = Catalogue(tmp_path)
    committed(catalogue)
    found = catalogue.rectangles("letter", Span(0, 14))
    assert found == (Rectangle(1, 60.0, 100.0, 120.5, 112.0), Rectangle(2, 60.0, 80.0, 80.0, 92.0))
    assert catalogue.document("letter").pages[1].early == (Span(3, 4),)


def test_a_document_without_displayed_pages_has_none_and_an_unknown_one_is_named(tmp_path: Path) -> None:
    catalogue = Catalogue(tmp_path)
    embedder = BagOfWords()
    with versions.writing(catalogue) as writer:
        writer.use_embedding(embedder.name, embedder.dimensions)
        writer.go_live("letter", writer.stage(_LETTER, embedder.embed(["We trained all officers."])))
    assert catalogue.rectangles("letter", Span(0, 14)) == ()
    with pytest.raises(UnknownDocument):
        catalogue.rectangles("nobody", Span(0, 1))


def test_a_data_folder_of_the_first_schema_is_brought_up_to_this_one(tmp_path: Path) -> None:
    Catalogue(tmp_path).close()
    with sqlite3.connect(tmp_path / "catalogue.db") as database:
        database.execute("DROP TABLE places")
        database.execute("PRAGMA user_version = 1")
    database.close()
    catalogue = Catalogue(tmp_path)
    committed(catalogue)
    assert catalogue.rectangles("letter", Span(0, 2))


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 30), st.integers(0, 9999)), max_size=30))
def test_what_is_packed_comes_back(given: list[tuple[int, int, int]]) -> None:
    at, words = 0, []
    for page, length, tenths in given:
        words.append(Word(page, at, at + length, tenths / 10, 1.5, tenths / 10 + 3, 9.0, tenths % 101))
        at += length + 1
    found = places.words_in(places.packed(words), Span(0, at + 1))
    assert [(word.page, word.start, word.end, word.confidence) for word in found] == [
        (word.page, word.start, word.end, word.confidence) for word in words if word.start < word.end
    ]
    assert [word.left for word in found] == pytest.approx([word.left for word in words if word.start < word.end])
