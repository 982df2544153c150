"""Texts and tables that belong together: between the rows of one, or right above it."""

from collections.abc import Sequence

from inspectqa.documents import Block, BlockKind, Finding, Section, Voice
from inspectqa.ingest.columns import Table
from inspectqa.ingest.turn import Turn

_ANSWERS = 3  # rows of a table that answers one finding


def answers_wording(table: Table, said: Sequence[Section], held: Finding | None) -> bool:
    """Say whether a table without columns stands right below the wording of a finding: it holds what answers that."""
    worded = bool(said) and held is not None and said[-1].voice is Voice.INSPECTORATE and said[-1].finding is held
    return worded and not table.columns and len(table.rows) <= _ANSWERS


class TableTexts:
    """Tells which texts stand in the table above them: it goes on below, or others of the same label stood in it."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = blocks
        self._labels: set[str] = set()
        self._spoke = False

    def holds(self, turn: Turn, table: int) -> bool:
        """Say whether a text stands in ``table``, the last one above it."""
        words = turn.label.words.lower() if turn.label else ""
        goes_on = self._next_table(turn.piece.block) == table  # then the text is a row of it as wide as the table
        inside = goes_on or (words in self._labels if words else self._spoke)
        self._labels |= {words} if inside and words else set()
        self._spoke = bool(words) and inside and not turn.has_text
        return inside

    def _next_table(self, block: int) -> int | None:
        following = (one for one in self._blocks[block + 1 : block + 4] if one.kind is BlockKind.ROW)
        return next((one.table for one in following), None)
