"""Is what is held whole? Every stored value is read once and compared with what it hangs together with."""

import hashlib
from collections.abc import Iterator

from inspectqa.documents import HeldDocument, Span
from inspectqa.errors import InspectqaError
from inspectqa.index.catalogue import Catalogue
from inspectqa.index.search import Index
from inspectqa.index.versions import WITHOUT_VECTORS


def faults(index: Index) -> Iterator[str]:
    """Yield what is wrong, each with the document or part and the remedy; nothing when all is well."""
    catalogue = index.catalogue
    yield from _database(catalogue)
    for held in catalogue.documents():
        try:
            yield from _document(catalogue, held)
        except InspectqaError as error:
            yield str(error)
    if wrong := index.check():
        yield wrong if "inspectqa rebuild" in wrong else f"{wrong}: run `inspectqa rebuild`"


def _database(catalogue: Catalogue) -> Iterator[str]:
    with catalogue.storage.reading() as database:
        rows = database.execute("PRAGMA quick_check(3)").fetchall()
        without = database.execute(WITHOUT_VECTORS).fetchall()
    yield from (f"the catalogue is damaged ({row[0]}): restore the data folder" for row in rows if row[0] != "ok")
    yield from (f"{row} has no vectors: run `inspectqa rebuild`" for _, row in without)


def _document(catalogue: Catalogue, held: HeldDocument) -> Iterator[str]:
    original = catalogue.original(held.id)
    if not original.is_file():
        yield f"{held.id} has lost its original file: run `inspectqa ingest {held.source}`"
    elif hashlib.sha256(original.read_bytes()).hexdigest() != held.sha256:
        yield f"{held.id} has an original file that was altered: run `inspectqa ingest {held.source}`"
    whole = Span(0, len(catalogue.text(held.id)))
    for passage in catalogue.passages_of(held.id):
        if not all(whole.holds(span) for span in (passage.span, *passage.sentences)):
            yield f"{passage.id} marks text outside its document: ingest {held.source} into a new data folder"
