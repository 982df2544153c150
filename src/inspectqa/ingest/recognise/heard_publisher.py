"""Whose a document sounds like, by the texts in it that introduce and conclude: a second witness of its publisher."""

from dataclasses import dataclass
from math import log

from inspectqa.documents import BlockKind, Voice
from inspectqa.ingest.classifier import likelihood
from inspectqa.ingest.pieces import Piece, plain

_PROSE = 12  # words
_LEAST = 0.001
_TEXTS = 3


@dataclass(frozen=True, slots=True)
class LikelyPublisher:
    """Who is likeliest to have written ``texts`` of a document, and by how much, in natural log odds to the next."""

    voice: Voice
    margin: float
    texts: int


def by_words(text: str, pieces: tuple[Piece, ...]) -> LikelyPublisher | None:
    """Return whether a commissioner or a force sounds like the writer; None with fewer than three texts to tell."""
    prose = [plain(piece.span.of(text)) for piece in pieces if piece.kind is not BlockKind.ROW]
    each = [likelihood(words) for words in prose if len(words.split()) >= _PROSE]
    general = [one for one in each if one.is_general]
    total = {
        voice: sum(log(max(one.of(voice), _LEAST)) for one in general)
        for voice in (Voice.COMMISSIONER, Voice.FORCE, Voice.PANEL)
    }
    first, second = sorted(total, key=lambda voice: -total[voice])[:2]
    if len(general) < _TEXTS or first is Voice.PANEL:
        return None
    return LikelyPublisher(first, total[first] - total[second], len(general))
