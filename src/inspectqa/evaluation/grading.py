"""An answer against its case: every fault in words, no partial credit, no model.

status    the answer ended as the case says
facts     every group of must_include is hit, nothing of must_not_include occurs
concise   at most max(90, 2 x words of evidence and ideal answer) words
cited     every statement has a citation, and every quotation stands where its citation says
scoped    nothing is cited from a force that the case does not name

Beside the faults: which share of the case's evidence is cited, and which share of the citations is its evidence. A
quotation is a piece of evidence when half of the words of one stand in the other, in the same file.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from inspectqa.answers import Answer, Citation, Status
from inspectqa.evaluation.cases import Case, Proof

_ENDINGS = {
    "answer": {Status.ANSWERED},
    "correct_premise": {Status.ANSWERED, Status.NO_EVIDENCE},
    "abstain": {Status.NO_EVIDENCE, Status.NOT_HELD},
    "clarify": {Status.NEEDS_CLARIFICATION},
    "refuse": {Status.OUT_OF_SCOPE, Status.PERSONAL_DATA, Status.SIGNPOST},
}
_FEWEST_WORDS_ALLOWED = 90
_NATIONAL = "national"
_HALF = 0.5
_WORD = re.compile(r"[a-z0-9£%']+")
_TAG = re.compile(r"<[^>]+>")
_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u2011": "-", "\u00ad": ""})

Text = Callable[[str], str]
"""Returns the canonical text of a document by its id."""


@dataclass(frozen=True, slots=True)
class Graded:
    """A case with the faults of its answer; none means that it passed.

    ``recall`` is the share of the case's evidence that is cited, ``precision`` the share of the citations that are
    its evidence, 0 to 1; None where there is nothing to share. ``wrong_forces`` are cited and not the case's.
    """

    case: Case
    answer: Answer
    faults: tuple[str, ...]
    recall: float | None = None
    precision: float | None = None
    wrong_forces: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether the answer has no fault."""
        return not self.faults


def grade(case: Case, answer: Answer, text: Text) -> Graded:
    """Return every fault that ``answer`` has as an answer to ``case``."""
    faults = (
        *_status(case, answer),
        *_facts(case, answer),
        *_length(case, answer),
        *_citations(case, answer, text),
    )
    return Graded(case, answer, faults, _recall(case, answer), _precision(case, answer), _wrong_forces(case, answer))


def _recall(case: Case, answer: Answer) -> float | None:
    if not case.evidence:
        return None
    return sum(any(_cites(one, proof) for one in answer.citations) for proof in case.evidence) / len(case.evidence)


def _precision(case: Case, answer: Answer) -> float | None:
    if not case.evidence or not answer.citations:
        return None
    apt = [any(_cites(one, proof, either=True) for proof in case.evidence) for one in answer.citations]
    return sum(apt) / len(apt)


def _cites(citation: Citation, proof: Proof, *, either: bool = False) -> bool:
    """Say whether a citation holds half of a proof's words; with ``either``, or the proof half of the citation's."""
    if citation.file != proof.doc:
        return False
    quoted, proven = _bag(citation.quote), _bag(proof.quote)
    shared = (quoted & proven).total()
    return shared >= _HALF * max(1, proven.total()) or (either and shared >= _HALF * max(1, quoted.total()))


def _bag(text: str) -> Counter[str]:
    return Counter(_WORD.findall(_normal(_TAG.sub(" ", text))))


def _status(case: Case, answer: Answer) -> Iterator[str]:
    if answer.status not in _ENDINGS[case.behaviour]:
        yield f"status {answer.status} for {case.behaviour}"


def _facts(case: Case, answer: Answer) -> Iterator[str]:
    if case.behaviour in {"answer", "correct_premise"}:
        for group in case.must_include:
            if not any(_holds(answer.text, member) for member in group):
                yield f"missing {' or '.join(group)}"
    for member in case.must_not_include:
        if _holds(answer.text, member):
            yield f"forbidden {member}"


def _length(case: Case, answer: Answer) -> Iterator[str]:
    ideal = len(case.answer.split()) + sum(len(proof.quote.split()) for proof in case.evidence)
    words = len(re.sub(r"\[\d+\]", "", answer.text).split())
    if words > max(_FEWEST_WORDS_ALLOWED, 2 * ideal):
        yield f"{words} words, ideally about {ideal}"


def _citations(case: Case, answer: Answer, text: Text) -> Iterator[str]:
    if answer.status is Status.ANSWERED and not answer.statements:
        yield "answered without statements"
    if any(not statement.citations for statement in answer.statements) and answer.status is Status.ANSWERED:
        yield "a statement without a citation"
    for citation in answer.citations:
        if citation.span.of(text(citation.document_id)) != citation.quote:
            yield f"quotation {citation.number} does not stand in {citation.file}"
    if wrong := _wrong_forces(case, answer):
        yield f"cites other forces: {', '.join(wrong)}"


def _wrong_forces(case: Case, answer: Answer) -> tuple[str, ...]:
    named = set(case.forces)
    cited = {citation.force_id for citation in answer.citations if citation.force_id}
    return tuple(sorted(cited - named)) if named and _NATIONAL not in named else ()


def _holds(text: str, member: str) -> bool:
    if member.startswith("re:"):
        return re.search(member[3:], _normal(text)) is not None
    return _normal(member) in _normal(text)


def _normal(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).translate(_PLAIN).lower()
    return " ".join(plain.split())
