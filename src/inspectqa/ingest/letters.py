"""Letters: where one opens and closes, who gets a copy, and who signs."""

import re
from collections.abc import Sequence

from inspectqa.documents import BlockKind, Document, Profile, Voice
from inspectqa.ingest.pieces import DEAR, Piece, plain
from inspectqa.ingest.speakers import full_name

NOT_CONTENT = re.compile(
    r"A handwritten signature|\W*(?:dear\b|yours (?:sincerely|faithfully|truly)|kind regards|copy to"
    r"|tel\b|telephone|e-?mail|www\.|https?:)|!\[|[-_—–=*\s]+\Z",
    re.IGNORECASE,
)
COPY = re.compile(r"\W*(?:(?-i:[Cc]c)\b|c\.c\.|CC:?(?=\s+[^.]*$)|copy to\b|copied to\b)", re.IGNORECASE)
YOURS = re.compile(r"\W*(?:yours (?:sincerely|faithfully|truly)|kind regards)", re.IGNORECASE)
_SIGNATURE = 6  # pieces below a letter's close


def signatory(document: Document, profile: Profile, parts: Sequence[Piece], number: int) -> tuple[Voice, str] | None:
    """Return the voice and the name of the letter that opens at ``number``: of the one person named below its close.

    None where the letter has no close.
    """
    text = document.text
    after = [(at, piece) for at, piece in enumerate(parts) if at > number and piece.kind is not BlockKind.ROW]
    close = next((at for at, piece in after if YOURS.match(piece.span.of(text))), None)
    if close is None:
        return None
    signers = {plain(one.name) for one in profile.people if one.role is profile.publisher}
    below = []
    for piece in (piece for at, piece in after if close < at <= close + _SIGNATURE):
        words = piece.span.of(text)
        heads = piece.kind is BlockKind.HEADING and plain(words) not in signers
        if heads or DEAR.match(words) or COPY.match(words):
            break
        below.append(plain(words))
    named = [person for person in profile.people if plain(person.name) in " ".join(below)]
    return (named[0].role, full_name(named[0])) if len(named) == 1 else (Voice.UNATTRIBUTED, "")
