"""Files to live documents: one commit per document, one embedding call for many.

    discover ─ decide ─ read (in the sandbox: document, profile, passages) ─┐
                                                                           ▼  (up to 512 passages together)
                                  sweep ◄─ go_live, per document ◄─ copies ◄─ stage ◄─ embed

A file that fails is reported and leaves its old version live; the others go on.
"""

from collections.abc import Iterable
from pathlib import Path

from inspectqa.errors import RefusedFile
from inspectqa.index.catalogue import Catalogue
from inspectqa.index.copies import Progress
from inspectqa.index.search import Index
from inspectqa.index.stored import Draft
from inspectqa.index.versions import Writer
from inspectqa.ingest.ahead import Ahead
from inspectqa.ingest.discover import Found, absolute, discover
from inspectqa.ingest.fingerprint import fingerprint
from inspectqa.ingest.ledger import Decision, File, Ledger, Step
from inspectqa.ingest.parcel import Parsed
from inspectqa.ingest.read.ocr import ocr_program
from inspectqa.ingest.report import Outcome, Report
from inspectqa.ingest.sandbox import Sandbox, limits_of
from inspectqa.ingest.sidecar import sidecar_mark
from inspectqa.settings import Settings

RULES_VERSION = 24
"""Raise it when readers or recognition change what they make of a file: the next ingest then reads all again."""

_TOGETHER = 512  # passages that are embedded and written to the copies in one go
_MANY = 8  # files from which a second process to read them is worth its start of 0.3 s


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
            InspectqaError: the process that reads files can't be started.
            IndexUnusable: the stored vectors were made by another embedding model.
            EmbeddingError: the model failed; what was reported to ``progress`` before is kept.
        """
        given = [absolute(Path(path)) for path in paths]
        found = discover(given, self._catalogue.folder)
        lanes = self._settings.read_processes if len(found) >= _MANY else 1
        with self._index.writing() as writer, Sandbox(lanes) as sandbox:
            run = _Run(self._catalogue, self._index, writer, self._settings)
            run.look(found, sandbox)
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
        ocr = ", ocr" if settings.ocr == "auto" and ocr_program() else ""
        self._recipe = f"rules {RULES_VERSION}, {settings.passage_words} words{ocr}"
        self._files: dict[Path, File | RefusedFile] = {}
        self._ledger = Ledger((), (), {})
        self._drafts: list[Draft] = []
        self._outcomes: dict[str, list[Outcome]] = {}
        self._limits = limits_of(settings).name

    def look(self, found: Iterable[Found], sandbox: Sandbox) -> None:
        """Hash every file, so that each decision knows what the others hold now."""
        self._files = {one.path: one.refused or self._fingerprint(one.path) for one in found}
        files = [file for file in self._files.values() if isinstance(file, File)]
        hashes = {str(file.path): file.sha256 for file in files}
        self._ledger = Ledger(self._catalogue.origins(), self._catalogue.refusals(), hashes)
        self._ahead = Ahead(files, self._ledger, sandbox, self._settings)

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
                self._skip(file, decision)
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
            sha256 = fingerprint(path, self._settings.max_file_bytes)
        except RefusedFile as refused:
            return refused
        return File(path, sha256, self._recipe + sidecar_mark(path), self._limits)

    def _skip(self, file: File, decision: Decision) -> None:
        self._writer.forgive([file.path])
        if self._writer.restore(file.path, file.sha256):
            self._note("updated", file.path, "its original file was lost or altered, and is kept again")
        else:
            self._note("skipped", file.path, decision.reason, decision.document_id)

    def _read(self, file: File, decision: Decision) -> None:
        try:
            parsed = self._parsed(file, decision.document_id)
        except RefusedFile as refused:
            self._writer.refuse(file.path, file.sha256, file.attempt, refused)
            self._note("refused", file.path, refused.reason, code=refused.code)
            return
        self._ledger.take(file, decision.document_id)
        self._drafts.append(
            Draft(decision.document_id, str(file.path), file.recipe, parsed.document, parsed.profile, parsed.passages)
        )
        if sum(len(draft.passages) for draft in self._drafts) >= _TOGETHER:
            self.flush()

    def _parsed(self, file: File, document_id: str) -> Parsed:
        parsed = self._ahead.result(file, document_id)
        try:
            same = parsed.document.sha256 == file.sha256 == self._writer.keep(file.path)
        except OSError as error:
            raise RefusedFile("unreadable", f"it can't be read any more ({error.strerror})") from error
        if not same:
            raise RefusedFile("damaged_file", "it changed while it was read: ingest it again")
        return parsed

    def _note(
        self, kind: str, path: Path, reason: str, document_id: str | None = None, code: str | None = None
    ) -> None:
        shown = str(path).encode("utf-8", "backslashreplace").decode()  # a name on disk need not be UTF-8
        self._outcomes.setdefault(kind, []).append(Outcome(shown, reason, document_id, code))
