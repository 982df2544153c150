"""Files to live documents: one commit per document, one embedding call for many.

    discover ─ decide ─ read ─ recognise ─ sections ─ passages ─┐
                                                                ▼  (up to 512 passages together)
                       sweep ◄─ go_live, per document ◄─ copies ◄─ stage ◄─ embed

A file that fails is reported and leaves its old version live; the others go on.
"""

import hashlib
import logging
from collections.abc import Iterable
from pathlib import Path

from inspectqa.documents import Document, Passage, Profile
from inspectqa.errors import RefusedFile
from inspectqa.index.catalogue import Catalogue
from inspectqa.index.copies import Progress
from inspectqa.index.search import Index
from inspectqa.index.stored import Draft
from inspectqa.index.versions import Writer
from inspectqa.ingest.discover import Found, absolute, discover
from inspectqa.ingest.ledger import Decision, File, Ledger, Step
from inspectqa.ingest.passages import passages
from inspectqa.ingest.read import read_file
from inspectqa.ingest.recognise import recognise
from inspectqa.ingest.report import Outcome, Report
from inspectqa.ingest.sections import sections
from inspectqa.settings import Settings

RULES_VERSION = 1
"""Raise it when readers or recognition change what they make of a file: the next ingest then reads all again."""

_TOGETHER = 512  # passages that are embedded and written to the copies in one go


class Pipeline:
    """Brings files into one catalogue and its index."""

    def __init__(self, catalogue: Catalogue, index: Index, settings: Settings) -> None:
        self._catalogue = catalogue
        self._index = index
        self._settings = settings

    def ingest(self, paths: Iterable[Path], *, prune: bool = False, progress: Progress | None = None) -> Report:
        """Bring the files under ``paths`` in; with ``prune``, delete the documents whose file under them is gone.

        Doing it again changes nothing: a file is read only if its content or the rules changed.

        Raises:
            DataFolderError: another process is writing, or the data folder can't be written.
            IndexUnusable: the stored vectors were made by another embedding model.
            EmbeddingError: the model failed; what was reported to ``progress`` before is kept.
        """
        given = [absolute(Path(path)) for path in paths]
        found = discover(given, self._catalogue.folder)
        with self._index.writing() as writer:
            run = _Run(self._catalogue, self._index, writer, self._settings)
            run.look(found)
            for number, one in enumerate(found):
                if progress:
                    progress(one.path.name, number, len(found))
                run.bring_in(one)
            run.flush()
            if progress:
                progress("", len(found), len(found))
            if prune:
                run.prune(path for path in given if path.is_dir())
        return run.report()


class _Run:
    """One ingest under way: the drafts that wait for their vectors, and the outcomes so far."""

    def __init__(self, catalogue: Catalogue, index: Index, writer: Writer, settings: Settings) -> None:
        self._catalogue = catalogue
        self._index = index
        self._writer = writer
        self._settings = settings
        self._recipe = f"rules {RULES_VERSION}, {settings.passage_words} words"
        self._files: dict[Path, File | RefusedFile] = {}
        self._ledger = Ledger((), (), {})
        self._drafts: list[Draft] = []
        self._outcomes: dict[str, list[Outcome]] = {}

    def look(self, found: Iterable[Found]) -> None:
        """Hash every file, so that each decision knows what the others hold now."""
        self._files = {one.path: one.refused or self._fingerprint(one.path) for one in found}
        hashes = {str(path): file.sha256 for path, file in self._files.items() if isinstance(file, File)}
        self._ledger = Ledger(self._catalogue.origins(), self._catalogue.refusals(), hashes)

    def bring_in(self, one: Found) -> None:
        """Decide about one file and do it; a draft waits for its vectors."""
        file = self._files[one.path]
        if isinstance(file, RefusedFile):
            self._note("refused", one.path, file.reason, code=file.code)
            return
        decision = self._ledger.decide(file)
        match decision.step:
            case Step.READ:
                self._read(file, decision)
            case Step.SKIP:
                self._note("skipped", file.path, decision.reason, decision.document_id)
                self._writer.forgive([file.path])
            case Step.MOVE:
                self._writer.move(decision.document_id, file.path)
                self._ledger.take(file, decision.document_id)
                self._note("updated", file.path, decision.reason, decision.document_id)
            case Step.DELETE:
                self._writer.go_live(decision.document_id, None)
                self._note("deleted", file.path, decision.reason, decision.document_id)
            case Step.REFUSE if decision.refusal:
                self._note("refused", file.path, decision.reason, code=decision.refusal.code)

    def flush(self) -> None:
        """Embed and store the drafts that wait, and make each live."""
        if not self._drafts:
            return
        drafts, self._drafts = self._drafts, []
        every = [passage for draft in drafts for passage in draft.passages]
        vectors = self._index.embed(every)
        self._writer.use_embedding(self._index.embedder.name, vectors.shape[1])
        staged, start = [], 0
        for draft in drafts:
            end = start + len(draft.passages)
            staged.append(self._writer.stage(draft, vectors[start:end]))
            start = end
        self._index.put(every, vectors)
        for draft, version in zip(drafts, staged, strict=True):
            self._writer.go_live(draft.document_id, version)
            self._writer.forgive([Path(draft.source)])
            known = self._ledger.holds(draft.source)
            reason = f"{len(draft.passages)} passages"
            self._note("updated" if known else "created", Path(draft.source), reason, draft.document_id)
        self._index.sweep(self._writer)

    def prune(self, folders: Iterable[Path]) -> None:
        """Delete the documents whose file lay under ``folders`` and is gone."""
        for origin in self._ledger.gone(folders):
            self._writer.go_live(origin.document_id, None)
            self._note("deleted", Path(origin.source), "the file is gone", origin.document_id)
        missing = [Path(refusal.path) for refusal in self._catalogue.refusals()]
        self._writer.forgive([path for path in missing if not path.exists()])

    def report(self) -> Report:
        """Return the outcomes so far."""
        return Report(**{name: tuple(outcomes) for name, outcomes in self._outcomes.items()})

    def _fingerprint(self, path: Path) -> File | RefusedFile:
        try:
            with path.open("rb") as handle:
                return File(path, hashlib.file_digest(handle, "sha256").hexdigest(), self._recipe)
        except OSError as error:
            return RefusedFile("unreadable", f"it can't be read ({error.strerror}): check its permissions")

    def _read(self, file: File, decision: Decision) -> None:
        try:
            document, profile, made = self._parse(file, decision.document_id)
        except RefusedFile as refused:
            self._writer.refuse(file.path, file.sha256, file.recipe, refused)
            self._note("refused", file.path, refused.reason, code=refused.code)
            return
        self._ledger.take(file, decision.document_id)
        self._drafts.append(Draft(decision.document_id, str(file.path), file.recipe, document, profile, made))
        if sum(len(draft.passages) for draft in self._drafts) >= _TOGETHER:
            self.flush()

    def _parse(self, file: File, document_id: str) -> tuple[Document, Profile, tuple[Passage, ...]]:
        try:
            document = read_file(file.path, max_bytes=self._settings.max_file_bytes)
            profile = recognise(document)
            parts = sections(document, profile)
            made = passages(document, profile, parts, document_id=document_id, max_words=self._settings.passage_words)
        except RefusedFile:
            raise
        except Exception as error:  # a fault of ours in one file must not stop the others
            logging.getLogger(__name__).exception("reading %s failed", file.path)
            raise RefusedFile("parser_error", f"reading it failed ({type(error).__name__}: {error})") from error
        if document.sha256 != file.sha256 or self._writer.keep(file.path) != file.sha256:
            raise RefusedFile("damaged_file", "it changed while it was read: ingest it again")
        if not made:
            raise RefusedFile("no_text", "no text was found in it")
        return document, profile, made

    def _note(
        self, kind: str, path: Path, reason: str, document_id: str | None = None, code: str | None = None
    ) -> None:
        self._outcomes.setdefault(kind, []).append(Outcome(str(path), reason, document_id, code))
