"""The keyword copy of the catalogue's passages: tantivy, BM25 over English stems.

A question is never parsed: its words are looked up one by one, so no query syntax can leak from it. A score
is the BM25 sum divided by the most that any passage could reach for these words (a word can bring at most
``idf * (k1 + 1)``), so it lies between 0 and 1 and means the same for a short and a long question; words that
no passage holds count in the divisor. Bruch, Gai and Ingber 2023, "An Analysis of Fusion Functions for Hybrid
Retrieval", calls this the theoretical min-max. tantivy is used only here and in ``terms``.
"""

import math
import threading
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import tantivy

from inspectqa.documents import Passage
from inspectqa.errors import IndexUnusable
from inspectqa.index.terms import analyser, terms

_WEIGHTS = {"body": 1.0, "header": 0.5}
_MOST_OF_A_WORD = 2.2  # k1 + 1, as tantivy has it: what a word brings that fills the whole passage
_FEW = 500  # ids that are looked up one by one in less time than a set of them is made
_ANALYSER = "english"
_WRITER_BYTES = 30_000_000

Frequencies = dict[tuple[str, str], int]
"""How many passages hold a word, by (field, word)."""


class KeywordIndex:
    """Passages by their words, in one folder; made empty when the folder holds nothing yet.

    Raises (all methods):
        IndexUnusable: the folder's contents are damaged, or another process is writing to them.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._writing = threading.Lock()
        with self._translated():
            folder.mkdir(parents=True, exist_ok=True)
            new = not any(folder.iterdir())
            self._index = tantivy.Index(_schema(), str(folder)) if new else tantivy.Index.open(str(folder))
            self._index.register_tokenizer(_ANALYSER, analyser())
            self._index.config_reader("manual")
            self._seen = self._stamp()
            self._index.searcher()

    def __len__(self) -> int:
        return self._searcher().num_docs

    def put(self, passages: Iterable[Passage]) -> None:
        """Write passages; those with an id that is already held replace the old ones."""
        with self._writer() as writer:
            for passage in passages:
                writer.delete_documents_by_term("id", passage.id)
                writer.add_document(tantivy.Document(id=passage.id, header=passage.header, body=passage.body))

    def delete(self, ids: Iterable[str]) -> None:
        """Remove passages; ids that are not held are passed over."""
        with self._writer() as writer:
            for passage_id in ids:
                writer.delete_documents_by_term("id", passage_id)

    def clear(self) -> None:
        """Remove every passage."""
        with self._writer() as writer:
            writer.delete_all_documents()

    def search(self, text: str, limit: int, allowed: Collection[str] | None = None) -> list[tuple[str, float]]:
        """Return the best passages that share a word with ``text``: (id, score from 0 to 1), best first.

        ``allowed`` restricts the search to these ids.
        """
        found = tuple(dict.fromkeys(terms(text)))
        if not found or limit < 1 or (allowed is not None and not allowed):
            return []
        with self._translated():
            searcher = self._searcher()
            held = {(field, term): searcher.doc_freq(field, term) for field in _WEIGHTS for term in found}
            most = _most(searcher.num_docs, held)
            hits = searcher.search(self._query(held, allowed), limit, count=False).hits
            return [(searcher.doc(address)["id"][0], min(score / most, 1.0)) for score, address in hits]

    def _query(self, held: Frequencies, allowed: Collection[str] | None) -> tantivy.Query:
        schema = self._index.schema
        each = [
            tantivy.Query.boost_query(tantivy.Query.term_query(schema, field, term, "freq"), _WEIGHTS[field])
            for (field, term), frequency in held.items()
            if frequency  # looking for what is nowhere takes as long as looking for the rest
        ]
        words = tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in each])
        if allowed is None:
            return words
        among = tantivy.Query.const_score_query(_one_of(schema, list(allowed)), 0.0)
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, among), (tantivy.Occur.Must, words)])

    def _searcher(self) -> tantivy.Searcher:
        # Another process may have committed; looking at one file's time is cheaper than tantivy's own watch.
        with self._translated():
            stamp = self._stamp()
            if stamp != self._seen:
                self._reload(stamp)
            return self._index.searcher()

    def _reload(self, stamp: tuple[int, int]) -> None:
        self._index.reload()
        self._seen = stamp

    def _stamp(self) -> tuple[int, int]:
        written = (self._folder / "meta.json").stat()  # replaced as a whole by every commit
        return written.st_mtime_ns, written.st_ino

    @contextmanager
    def _writer(self) -> Iterator[tantivy.IndexWriter]:
        with self._writing, self._translated():
            writer = self._index.writer(_WRITER_BYTES, 1)
            yield writer
            writer.commit()
            writer.wait_merging_threads()
            self._reload(self._stamp())

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except (ValueError, OSError) as error:
            raise self._unusable(error) from error
        except BaseException as error:
            if type(error).__module__ == "pyo3_runtime":  # a panic inside tantivy, outside Exception on purpose
                raise self._unusable(error) from None
            raise

    def _unusable(self, error: BaseException) -> IndexUnusable:
        return IndexUnusable(f"keyword index {self._folder}: {error}; run `inspectqa rebuild`")


def _one_of(schema: tantivy.Schema, ids: list[str]) -> tantivy.Query:
    if len(ids) > _FEW:
        return tantivy.Query.term_set_query(schema, "id", ids)
    each = [(tantivy.Occur.Should, tantivy.Query.term_query(schema, "id", id_, "basic")) for id_ in ids]
    return tantivy.Query.boolean_query(each)


def _schema() -> tantivy.Schema:
    return (
        tantivy.SchemaBuilder()
        .add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
        .add_text_field("header", tokenizer_name=_ANALYSER, index_option="freq")
        .add_text_field("body", tokenizer_name=_ANALYSER, index_option="freq")
        .build()
    )


def _most(passages: int, held: Frequencies) -> float:
    """Return what a passage would score that is full of these words in both fields (an upper bound)."""
    return sum(
        _WEIGHTS[field]
        * _MOST_OF_A_WORD
        * math.log(1 + (passages - min(frequency, passages) + 0.5) / (frequency + 0.5))
        for (field, _), frequency in held.items()
    )
