"""What an ingest did, file by file."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outcome:
    """One file: its path, its document's id where it has one, and why this happened to it.

    ``code`` is set for a refused file (docs/architecture.md lists the codes).
    """

    file: str
    reason: str
    document_id: str | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """The outcomes of one ingest, in the order in which the files were met."""

    created: tuple[Outcome, ...] = ()
    updated: tuple[Outcome, ...] = ()
    skipped: tuple[Outcome, ...] = ()
    deleted: tuple[Outcome, ...] = ()
    refused: tuple[Outcome, ...] = ()

    @property
    def summary(self) -> str:
        """``2 created, 0 updated, 5 skipped, 0 deleted, 1 refused``."""
        parts = ("created", "updated", "skipped", "deleted", "refused")
        return ", ".join(f"{len(getattr(self, part))} {part}" for part in parts)
