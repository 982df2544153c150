"""Whose a text without a label is: its publisher's or signatory's; nobody's in an annex or below a signature."""

from collections.abc import Mapping, Sequence

from inspectqa.documents import Document, Profile, Voice
from inspectqa.ingest.letters import YOURS, signatory
from inspectqa.ingest.nesting import ANNEX
from inspectqa.ingest.pieces import DEAR, Piece, plain
from inspectqa.ingest.turn import Turn

_HEAD = 8  # pieces of a letter's head


class Author:
    """Who writes at the present point of a document, as far as letters, signatures and annexes tell.

    ``voice`` and ``name`` are whose an unlabelled text is; ``over`` says that what the publisher writes has ended,
    ``silent`` that nobody writes here (an address, a list of copies).
    """

    def __init__(
        self, document: Document, profile: Profile, parts: Sequence[Piece], turns: Mapping[int, Turn], *, whole: bool
    ) -> None:
        self._document, self._profile, self._parts, self._turns = document, profile, parts, turns
        self._whole = whole
        self._signers = {plain(one.name) for one in profile.people if one.role is profile.publisher}
        self._publisher = profile.publisher if whole else Voice.UNATTRIBUTED
        self.voice, self.name, self.over = self._publisher, "", False
        self.silent = any(DEAR.match(turn.piece.span.of(document.text)) for turn in turns.values())

    def take(self, turn: Turn) -> bool:
        """Take the next text; say whether it ends a letter."""
        words = turn.piece.span.of(self._document.text)
        annexed = ANNEX.match(turn.words) if turn.level else words[:12].isupper() and ANNEX.match(words.lower())
        if annexed or self._below_signature(turn.number):  # what is attached or added need not be the publisher's
            self.voice, self.over = Voice.UNATTRIBUTED, True
        ends = bool(YOURS.match(words))
        if ends or DEAR.match(words):
            self.voice, self.name, self.over, self.silent = self._publisher, "", False, ends
        if not ends and DEAR.match(words) and self._profile.publisher is not Voice.PANEL:
            signed = signatory(self._document, self._profile, self._parts, turn.number)
            self.voice, self.name = signed or (self.voice, "")
        return ends

    def _below_signature(self, number: int) -> bool:
        above = self._turns.get(number - 1)
        if not self._whole or number <= _HEAD or above is None:
            return False
        return plain(above.piece.span.of(self._document.text)) in self._signers
