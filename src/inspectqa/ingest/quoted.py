"""The inspectorate's own words wherever they are printed: a recommendation quoted in a response is no response."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from inspectqa.documents import BlockKind, Document, Finding, Profile, Span
from inspectqa.ingest.pieces import plain
from inspectqa.ingest.recognise.demands import is_dated_wording, is_deficit, is_wording
from inspectqa.ingest.recognise.leads import unnumbered
from inspectqa.ingest.sentences import sentence_spans
from inspectqa.ingest.turn import Turn

QUOTATION = re.compile(r"“[^”]*”|\"[^\"]*\"|‘[^’]*’(?!\w)")
_QUOTED = 0.5  # share of a text that a quotation takes up where the text is little else


def is_quotation(words: str) -> bool:
    """Say whether a text is for the most part a quotation; a word or two in quotation marks are its writer's."""
    return any(len(match[0]) >= _QUOTED * len(words) for match in QUOTATION.finditer(words))


_WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Quoted:
    """A text that is the inspectorate's, and the finding that it words (None: not one of the document's)."""

    finding: Finding | None
    by_form: bool = False


NEARLY = re.compile(r"\b(?:asks|says|states|recommends|requires) that,? (?:by|within|before) \w", re.IGNORECASE)
_AFTER = 12  # characters: a quotation mark and a stop are no answer
_SHORTEST = 8  # words; shorter texts are alike by chance
_ALIKE = 0.85


class Wordings:
    """The wordings of a document's findings, to compare its paragraphs with."""

    def __init__(self, document: Document, profile: Profile, turns: Iterable[Turn] = ()) -> None:
        self._text = document.text
        worded = [(turn.finding, turn.anchor.wording) for turn in turns if turn.anchor and turn.finding]
        self._placed = sorted(((span, finding) for finding, span in worded if span), key=lambda pair: pair[0])
        own = [(one.span, one) for one in profile.findings if one.span]
        self._spans = sorted([*self._placed, *own], key=lambda pair: pair[0])
        self._known = [(one, _words(one.span.of(document.text))) for one in profile.findings if one.span]
        self._last: Quoted | None = None

    def at(self, turn: Turn, held: Finding | None) -> Quoted | None:
        """Return whose wording this text is, or None; list items continue a wording that ends with a colon."""
        words = plain(unnumbered(self._text, turn.rest).of(self._text)).lstrip("\"“‘'")
        continues = self._last if turn.piece.kind is BlockKind.LIST_ITEM else None
        own = turn.anchor is not None and turn.anchor.lead.subject
        placed = None if own else _holding(self._spans, turn.rest)
        same = None if continues else placed or self._same(words, held)
        found = continues or (Quoted(same) if same else self._by_form(turn, words, held))
        colon = words.endswith(":")
        introduced = own and colon and turn.anchor is not None and turn.anchor.lead.introduces
        self._last = Quoted(held) if introduced else found if found and (continues or colon) else None
        return found

    def opening(self, turn: Turn) -> Span | None:
        """Return the quoted wording that opens a text which goes on after it."""
        first = bisect_left(self._placed, turn.rest.start, key=lambda pair: pair[0].start)
        near = (span for span, _ in self._placed[first : first + 2])
        inside = (span for span in near if turn.rest.holds(span) and span.start - turn.rest.start <= 1)
        quoted = (span for span in inside if self._text[span.end : span.end + 1] in ("”", '"', "’", "'"))
        return next((span for span in quoted if turn.rest.end - span.end > _AFTER), None)

    def _same(self, words: str, held: Finding | None) -> Finding | None:
        bare = _words(words)
        if len(bare) < _SHORTEST:
            return None
        alike = [(_likeness(bare, known), finding) for finding, known in self._known if len(known) >= _SHORTEST]
        best = max((score for score, _ in alike), default=0.0)
        if best < _ALIKE:
            return None
        candidates = [finding for score, finding in alike if score == best]
        return held if held in candidates else candidates[0]

    def _by_form(self, turn: Turn, words: str, held: Finding | None) -> Quoted | None:
        labelled = turn.anchor is not None and turn.anchor.wording is not None and not turn.anchor.lead.subject
        return Quoted(held, by_form=True) if (labelled and is_wording(words)) or is_dated_wording(words) else None


def _holding(spans: Sequence[tuple[Span, Finding]], inner: Span) -> Finding | None:
    """Return the finding of the span, of those in order, that holds ``inner``; looks at a few that begin before it."""
    at = bisect_right(spans, inner.start, key=lambda pair: pair[0].start)
    return next((one for span, one in reversed(spans[max(0, at - 4) : at]) if span.holds(inner)), None)


def _words(text: str) -> list[str]:
    return _WORD.findall(plain(text).lower().replace("’", "'"))


def _likeness(one: list[str], other: list[str]) -> float:
    """Return the share of the text's words that stand in the wording, in pairs, so that order counts."""
    pairs = set(pairwise(one))
    known = set(pairwise(other))
    return len(pairs & known) / len(pairs) if pairs else 0.0


_TELLS_DEMAND = re.compile(
    r"\b(?:recommendation|improvement|concern)\b[^.]{0,60}?\b(?:reads|states|asks?|asked|requires?"
    r"|required|calls (?:for|on)"
    r"|recommends|wants|expects|says that)\b",
    re.IGNORECASE,
)


def asking(document: Document, turn: Turn) -> Span | None:
    """Return the sentence that tells what a finding asks for ("Recommendation 4 asks ..."): no answer to it."""
    lead = turn.anchor.lead if turn.anchor else None
    if lead is None or not lead.introduces or lead.asks or turn.transcribed or turn.anchor is None:
        return None
    first = next(iter(sentence_spans(document.text, turn.rest)), None)
    words = plain(first.of(document.text)) if first else ""
    return first if _TELLS_DEMAND.search(words) and not words.endswith(":") else None  # its wording follows the colon


_OF_REPORT = re.compile(
    r"\b(?:there (?:are|were|is|was) (?:\w+ ){0,2}(?:recommendations?|causes? of concern|areas? for improvement)"
    r"|(?:HMICFRS|inspectors|inspectorate|(?:its|the|this) report) (?:visited|examined|says|makes|made|contains|looked"
    r"|read))\b",
    re.IGNORECASE,
)


def is_statement(words: str) -> bool:
    """Say whether a text below "What inspectors found" tells what they found: it does not tell of their report."""
    return words[:1] in '"“‘' or is_wording(words) or is_deficit(words) or not _OF_REPORT.search(words)


def is_wording_of(turn: Turn, label: int, document: Document) -> bool:
    """Say whether a text under a label such as "Recommendation" is the wording: the first one, a list, a demand."""
    words = plain(turn.rest.of(document.text))
    first = turn.number - label in (0, 1)
    return first or turn.piece.kind is BlockKind.LIST_ITEM or is_wording(words)
