"""The rows of one form: who speaks in cells that say so themselves, and whether a row words another finding."""

from inspectqa.documents import Document, Profile, Voice
from inspectqa.ingest.cells import labels_of, spoken_cells
from inspectqa.ingest.columns import Table
from inspectqa.ingest.pieces import plain
from inspectqa.ingest.recognise.demands import is_wording
from inspectqa.ingest.rows import Row, Run
from inspectqa.ingest.voices import Label


class FormRows:
    """What the rows of a form have told so far: the labels in its cells, the findings that it has worded."""

    def __init__(self, document: Document, profile: Profile) -> None:
        self._document, self._profile = document, profile
        self._labels = dict[int, Label]()
        self._worded: set[tuple[str, str, str]] = set()

    def words_another(self, row: Row, runs: list[Run]) -> bool:
        """Say whether a row of a form words a finding that a row above it has worded: it is another's, unnamed."""
        own = [run for run in runs if run.voice is Voice.INSPECTORATE and row.block.span.holds(run.span)]
        asking = [run for run in own if is_wording(plain(run.span.of(self._document.text)))]
        keys = {run.finding.key for run in asking if run.finding and not row.anchors}
        again = bool(keys & self._worded)
        self._worded |= keys
        return again

    def said(self, table: Table, row: Row) -> list[Run] | None:
        """Return the runs of a row of cells that say who speaks, where columns do not; None for any other row."""
        if table.columns or self._profile.publisher in (Voice.PANEL, Voice.INSPECTORATE):
            return None
        labels = labels_of(self._document, self._profile, row)
        if labels is not None or row.anchors:
            self._labels = labels or {}
            return [] if labels else None
        return spoken_cells(self._document, self._profile, row, self._labels, row.above)
