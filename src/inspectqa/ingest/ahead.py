"""Files are read before it is their turn, so that every process reads while this one embeds and stores.

What a file's turn will bring is only guessed here; when its turn decides otherwise, what was read is thrown away.
"""

from collections.abc import Sequence
from concurrent.futures import Future
from typing import NamedTuple

from inspectqa.ingest.ledger import File, Ledger, Step
from inspectqa.ingest.parcel import Job, Parsed
from inspectqa.ingest.sandbox import Sandbox, limits_of
from inspectqa.settings import Settings

_FILES_PER_LANE = 4  # what was read waits in memory


class _Guess(NamedTuple):
    place: int
    document_id: str
    coming: Future[Parsed]


class Ahead:
    """The files of one run in their order, and those of them that are being read before their turn."""

    def __init__(self, files: Sequence[File], ledger: Ledger, sandbox: Sandbox, settings: Settings) -> None:
        self._files = files
        self._places = {file.path: place for place, file in enumerate(files)}
        self._looked = 0
        self._guesses: dict[str, _Guess] = {}  # by content
        self._ledger = ledger
        self._sandbox = sandbox
        self._settings = settings
        self._limits = limits_of(settings)

    def result(self, file: File, document_id: str) -> Parsed:
        """Return what was read from this file, whose turn it is; the next ones are read meanwhile.

        Raises:
            RefusedFile: it can't be read.
            InspectqaError: the process that reads files can't be started.
        """
        guess = self._guesses.pop(file.sha256, None)
        right = guess is not None and guess.document_id == document_id
        coming = guess.coming if guess and right else self._submit(file, document_id)
        self._look_ahead(self._places[file.path])
        return coming.result()

    def _look_ahead(self, place: int) -> None:
        self._guesses = {sha256: guess for sha256, guess in self._guesses.items() if guess.place > place}
        self._looked = max(self._looked, place + 1)
        while self._looked < len(self._files) and len(self._guesses) < _FILES_PER_LANE * self._sandbox.lanes:
            file = self._files[self._looked]
            decision = self._ledger.decide(file)
            if decision.step is Step.READ and file.sha256 not in self._guesses:
                coming = self._submit(file, decision.document_id)
                self._guesses[file.sha256] = _Guess(self._looked, decision.document_id, coming)
            self._looked += 1

    def _submit(self, file: File, document_id: str) -> Future[Parsed]:
        settings = self._settings
        return self._sandbox.submit(
            Job(
                file.path,
                document_id,
                settings.max_file_bytes,
                settings.passage_words,
                self._limits,
                settings.ocr == "auto",
            )
        )
