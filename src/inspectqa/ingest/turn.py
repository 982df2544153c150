"""One piece of a document outside tables, with what it opens: a heading, a finding, a speaker."""

from dataclasses import dataclass

from inspectqa.documents import Finding, Profile, Span
from inspectqa.ingest.pieces import Piece
from inspectqa.ingest.recognise.row_anchors import Anchor
from inspectqa.ingest.voices import Label

_HEAD = 400  # characters between a document's title and that of the report, where both stand in its head


@dataclass(frozen=True, slots=True)
class Turn:
    """One piece outside tables: ``rest`` is its content, without a label that opens it.

    ``also`` are the others of a group of findings ("Recommendations 3 and 4"); ``mentions`` is the one that a paragraph
    without a finding of its own speaks of.
    ``level`` is a heading's depth, 0 for other text; ``closes`` says that it ends a finding's scope. ``spoken`` is
    whose it is because the text before hands over to them (nobody's, if that is not sure). ``line`` says that
    it is a speaker's line of a transcript, ``transcribed`` that the document is one. ``words`` are a heading's.
    ``elsewhere`` says that it names a report which is none of the document's, ``joint`` that it speaks of several
    things together, ``trails`` that it follows another text below the last finding of the document.
    """

    number: int
    piece: Piece
    rest: Span
    level: float = 0
    anchor: Anchor | None = None
    finding: Finding | None = None
    also: tuple[Finding, ...] = ()
    mentions: Finding | None = None
    label: Label | None = None
    closes: bool = False
    note: bool = False
    spoken: Label | None = None
    line: bool = False
    transcribed: bool = False
    words: str = ""
    elsewhere: bool = False
    joint: bool = False
    trails: bool = False

    @property
    def aside(self) -> bool:
        """Say whether its finding holds for this paragraph alone: "Recommendation 4 has been met."."""
        return self.anchor is not None and self.anchor.lead.subject and not self.anchor.lead.introduces

    @property
    def has_text(self) -> bool:
        """Say whether anything is left to quote after the label."""
        return self.rest.start < self.rest.end


def in_head(profile: Profile, piece: Piece) -> bool:
    """Say whether a piece stands in the head of the document, up to its title: whose it is, not who speaks below."""
    if profile.title_span is None:
        return False
    report = profile.inspections[0].span if profile.inspections else None
    near = report is not None and report.start - profile.title_span.end < _HEAD
    return piece.span.start <= (report.start if report and near else profile.title_span.start)
