"""Who says what about which finding, against what a person wrote down: one row per paragraph of a document.

aligned        voice and finding are right
left out       no voice, or no finding, where the document states one: acceptable
misattributed  a voice or a finding that is not the paragraph's: the worst that can happen
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from inspectqa.documents import Document, Finding, Passage, Profile, Span, Voice
from inspectqa.errors import SettingsError
from inspectqa.ingest.passages import passages
from inspectqa.ingest.pieces import TAG
from inspectqa.ingest.read import read_file
from inspectqa.ingest.recognise import recognise
from inspectqa.ingest.recognise.inspections import inspection_id
from inspectqa.ingest.sections import sections

_MAX_BYTES = 50_000_000
_PASSAGE_WORDS = 220
_FINDING = re.compile(
    r"(?P<label>(?:recommendation|area for improvement|cause of concern)(?: [A-Za-z]?[0-9.]{1,4}[A-Za-z]?| [A-Z])?)"
    r"(?: of (?P<title>.+?))?(?: \((?P<year>20\d\d)\))?"
)


class Truth(BaseModel):
    """A paragraph by its first words, and who says it about what. ``finding`` None: about none in particular.

    ``finding`` is written "recommendation 4 of Title of the report (2025)". ``finding_also_right`` holds others that
    would be as right, where several are answered together; None among them stands for naming none.
    ``voice_also_right``, one or a list, are voices that would be as right.
    """

    model_config = ConfigDict(frozen=True)

    file: str
    starts: str
    voice: Voice
    finding: str | None = None
    speaker: str = ""
    voice_also_right: tuple[Voice, ...] = ()
    finding_also_right: tuple[str | None, ...] = ()

    @field_validator("voice_also_right", mode="before")
    @classmethod
    def _several(cls, value: object) -> object:
        return () if value is None else (value,) if isinstance(value, str) else value


class Outcome(StrEnum):
    """What became of one paragraph."""

    ALIGNED = "aligned"
    LEFT_OUT = "left out"
    MISATTRIBUTED = "misattributed"


@dataclass(frozen=True, slots=True)
class Measured:
    """A paragraph, what became of it, and who was said to speak in it."""

    truth: Truth
    outcome: Outcome
    passage: Passage | None


def read_truths(path: Path) -> tuple[Truth, ...]:
    """Return the paragraphs of a JSON list, or of the list ``said`` of an object with a ``file``.

    Raises:
        SettingsError: the file can't be read, or is not of this form.
    """
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        rows = [{"file": held["file"], **row} for row in held["said"]] if isinstance(held, dict) else held
        return tuple(Truth.model_validate(row) for row in rows)
    except (OSError, ValueError, KeyError, TypeError, ValidationError) as error:
        raise SettingsError(f"{path} does not hold attributions: {error}") from error


def measure(path: Path, truths: Sequence[Truth]) -> tuple[Measured, ...]:
    """Read the document at ``path`` and say what became of each of its paragraphs."""
    return measured(read_file(path, max_bytes=_MAX_BYTES), truths)


def measured(document: Document, truths: Sequence[Truth]) -> tuple[Measured, ...]:
    """Say what became of each paragraph of a document that has been read."""
    profile = recognise(document)
    parts = sections(document, profile)
    made = passages(document, profile, parts, document_id="doc", max_words=_PASSAGE_WORDS)
    asked = [_untitled(truth, document.text) for truth in truths] if not profile.inspections else truths
    return tuple(_measured(truth, at, profile, made) for truth, at in _placed(document, asked))


def _untitled(truth: Truth, text: str) -> Truth:
    """Return a truth without the title of a report that the document does not print: nobody could read it there."""
    match = _FINDING.fullmatch(truth.finding or "")
    bare = "".join(char for char in text.lower() if char.isalnum())
    if match is None or "".join(char for char in (match["title"] or "").lower() if char.isalnum()) in bare:
        return truth
    return truth.model_copy(update={"finding": match["label"]})


def _placed(document: Document, truths: Sequence[Truth]) -> Iterator[tuple[Truth, Span | None]]:
    """Find each paragraph's first words; the second of two that begin alike is the second in the text.

    Words that stand inside a sentence are found only where none stand at the start of one.
    """
    letters, offsets = _letters(document.text)
    opens = [
        not at or bool(_START.search(document.text[offsets[at - 1] + 1 : offsets[at]])) for at in range(len(offsets))
    ]
    after: dict[str, int] = {}
    for truth in truths:
        wanted, _ = _letters(truth.starts)
        every = [
            match.start() for match in re.finditer(f"(?={wanted})", letters) if match.start() >= after.get(wanted, 0)
        ]
        at = next((at for at in every if wanted and opens[at]), next(iter(every), -1))
        after[wanted] = at + 1
        yield truth, Span(offsets[at], offsets[at + len(wanted) - 1] + 1) if at >= 0 else None


_START = re.compile(r"[^\s\w,'’&/()-]|\n|\t")


def _letters(text: str) -> tuple[str, list[int]]:
    """Return letters and digits alone, and where each stands: white space, marks and tags differ by format."""
    bare = TAG.sub(lambda tag: " " * len(tag[0]), text)
    kept = [(char.lower(), at) for at, char in enumerate(bare) if char.isalnum() and len(char.lower()) == 1]
    return "".join(char for char, _ in kept), [at for _, at in kept]


def _measured(truth: Truth, at: Span | None, profile: Profile, made: Sequence[Passage]) -> Measured:
    shares = [(_shared(one, at), one) for one in made] if at else []
    most = max((share for share, _ in shares), default=0)
    first = next((one for share, one in shares if share == most), None) if most else None
    held = [one for _, one in shares if first and one.sentences == first.sentences]  # of a group of findings
    nearest = [one for one in held if not _differs(truth, one.finding, profile)]
    best = next((one for one in held if _right(truth, one.finding)), next(iter([*nearest, *held]), None))
    silent = best is None or not most or (best.voice is Voice.UNATTRIBUTED and best.finding is None)
    if truth.voice is Voice.UNATTRIBUTED and silent:
        return Measured(truth, Outcome.ALIGNED, best)
    if best is None or not most:
        return Measured(truth, Outcome.LEFT_OUT, None)
    wrong_voice = best.voice not in (truth.voice, *truth.voice_also_right, Voice.UNATTRIBUTED)
    if wrong_voice or _differs(truth, best.finding, profile):
        return Measured(truth, Outcome.MISATTRIBUTED, best)
    silenced = best.voice is Voice.UNATTRIBUTED and Voice.UNATTRIBUTED not in truth.voice_also_right
    missing = silenced or not _right(truth, best.finding)
    return Measured(truth, Outcome.LEFT_OUT if missing else Outcome.ALIGNED, best)


def _shared(passage: Passage, span: Span) -> int:
    return sum(max(0, min(one.end, span.end) - max(one.start, span.start)) for one in passage.sentences)


def _right(truth: Truth, finding: Finding | None) -> bool:
    """Say whether a paragraph's finding, or its having none, is what was written down."""
    if finding is None:
        return truth.finding is None or None in truth.finding_also_right
    return (
        any(_is(words, finding) for words in (truth.finding, *truth.finding_also_right) if words) or not truth.finding
    )


def _differs(truth: Truth, finding: Finding | None, profile: Profile) -> bool:
    """Say whether a finding is asserted that is not the paragraph's; one without its report is not another."""
    if finding is None or any(_is(words, finding) for words in (truth.finding, *truth.finding_also_right) if words):
        return False
    same = bool(truth.finding) and _label(truth.finding or "") == finding.label
    if finding.inspection is None:  # where one report is named it is taken for that one's
        return not (same and len(profile.inspections) != 1)
    return not (same and not finding.inspection.title)


def _label(words: str) -> str:
    match = _FINDING.fullmatch(words)
    return match["label"] if match else words


def _is(words: str, finding: Finding | None) -> bool:
    """Say whether ``finding`` is the one written as "recommendation 4 of Title (2025)"; years and titles count."""
    match = _FINDING.fullmatch(words)
    if finding is None or match is None or match["label"] != finding.label:
        return False
    inspection = finding.inspection
    if match["title"] is None:
        return True
    if inspection is None or (match["year"] and inspection.year and inspection.year != int(match["year"])):
        return False
    wanted = set(inspection_id(match["title"], None).split("-"))
    found = set(inspection_id(inspection.title, None).split("-"))
    return len(wanted & found) >= 0.5 * max(1, min(len(wanted), len(found)))


def share(rows: Sequence[Measured], outcome: Outcome) -> float:
    """Return the share of the paragraphs that ended so, 0 to 1; 0 without paragraphs."""
    return sum(row.outcome is outcome for row in rows) / len(rows) if rows else 0.0


def attribution_report(rows: Sequence[Measured], *, details: bool = False) -> str:
    """Return a line per document and the totals; with ``details``, each paragraph that is not aligned before them."""
    files = sorted({row.truth.file for row in rows})
    width = max((len(name) for name in files), default=3)
    lines = [_detail(row) for row in rows if details and row.outcome is not Outcome.ALIGNED]
    lines += [f"{name:{width}}  {_line([row for row in rows if row.truth.file == name])}" for name in files]
    return "\n".join([*lines, f"{'all':{width}}  {_line(rows)}"])


def _line(rows: Sequence[Measured]) -> str:
    wrong = sum(row.outcome is Outcome.MISATTRIBUTED for row in rows)
    aligned, left = share(rows, Outcome.ALIGNED), share(rows, Outcome.LEFT_OUT)
    return f"{len(rows):3d} paragraphs, aligned {aligned:.3f}, left out {left:.3f}, misattributed {wrong}"


def _detail(row: Measured) -> str:
    got = row.passage
    said = f"{got.voice.value}, {got.finding.label if got.finding else 'no finding'}" if got else "not in a passage"
    if got and got.finding and got.finding.inspection:
        said += f" of {got.finding.inspection.title} ({got.finding.inspection.year})"
    wanted = f"{row.truth.voice.value}, {row.truth.finding or 'no finding'}"
    return f"{row.outcome.value}: {row.truth.file}: {row.truth.starts}\n  is {wanted}\n  said {said}"
