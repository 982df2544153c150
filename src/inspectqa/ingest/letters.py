"""Letters: where one opens and closes, who gets a copy, and who signs."""

import re

from inspectqa.documents import Document, Profile, Voice
from inspectqa.ingest.pieces import plain
from inspectqa.ingest.speakers import full_name
from inspectqa.ingest.turns import Turn

DEAR = re.compile(r"\W*dear\b", re.IGNORECASE)
COPY = re.compile(r"\W*(?:(?-i:[Cc]c)\b|c\.c\.|CC:?(?=\s+[^.]*$)|copy to\b|copied to\b)", re.IGNORECASE)
YOURS = re.compile(r"\W*(?:yours (?:sincerely|faithfully|truly)|kind regards)", re.IGNORECASE)


def signatory(document: Document, profile: Profile, turns: dict[int, Turn], number: int) -> tuple[Voice, str] | None:
    """Return the voice and the name of the letter that opens at ``number``: of the one person named below its close.

    None where the letter has no close.
    """
    text, after = document.text, [at for at in sorted(turns) if at > number]
    close = next((at for at in after if YOURS.match(turns[at].piece.span.of(text))), None)
    if close is None:
        return None
    signers = {plain(one.name) for one in profile.people if one.role is profile.publisher}
    below = []
    for turn in (turns[at] for at in after if close < at <= close + 6):
        words = turn.piece.span.of(text)
        if (turn.level and plain(words) not in signers) or DEAR.match(words) or COPY.match(words):
            break
        below.append(plain(words))
    named = [person for person in profile.people if plain(person.name) in " ".join(below)]
    return (named[0].role, full_name(named[0])) if len(named) == 1 else (Voice.UNATTRIBUTED, "")
