"""The statements of a document, sentence by sentence, as clients receive them."""

import datetime
from collections.abc import Iterable, Iterator

from inspectqa.documents import HeldDocument, Passage
from inspectqa.wire import Response
from inspectqa.wire.ask import FindingOut, finding_out


class StatementOut(Response):
    """A sentence, who says it for which force about what, and what it tells: ``text[start:end] == quote``."""

    start: int
    end: int
    quote: str
    voice: str
    speaker: str
    force_id: str | None
    finding: FindingOut | None
    kind: str
    dates: list[datetime.date]
    figures: list[str]


class StatementsOut(Response):
    """Every sentence of a document that may be quoted, in order."""

    statements: list[StatementOut]


def statements_out(held: HeldDocument, passages: Iterable[Passage], text: str) -> StatementsOut:
    """Return the statements of the passages of ``held``, whose canonical text is ``text``."""
    return StatementsOut(statements=[row for passage in passages for row in _of_passage(held, passage, text)])


def _of_passage(held: HeldDocument, passage: Passage, text: str) -> Iterator[StatementOut]:
    force = passage.force or held.profile.force
    for span, told in zip(passage.sentences, passage.statements, strict=True):
        yield StatementOut(
            start=span.start,
            end=span.end,
            quote=span.of(text),
            voice=passage.voice.value,
            speaker=passage.speaker,
            force_id=force.id if force else None,
            finding=finding_out(passage.finding) if passage.finding else None,
            kind=told.kind.value,
            dates=list(told.dates),
            figures=list(told.figures),
        )
