"""An answer against its case: every fault in words, no partial credit, no model.

status    the answer ended as the case says
facts     every group of must_include is hit, nothing of must_not_include occurs
concise   at most max(90, 2 x words of evidence and ideal answer) words
cited     every statement has a citation, and every quotation stands where its citation says
scoped    nothing is cited from a force that the case does not name
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from inspectqa.answers import Answer, Status
from inspectqa.evaluation.cases import Case

_ENDINGS = {
    "answer": {Status.ANSWERED},
    "correct_premise": {Status.ANSWERED, Status.NO_EVIDENCE},
    "abstain": {Status.NO_EVIDENCE, Status.NOT_HELD},
    "clarify": {Status.NEEDS_CLARIFICATION},
    "refuse": {Status.OUT_OF_SCOPE, Status.PERSONAL_DATA, Status.SIGNPOST},
}
_FEWEST_WORDS_ALLOWED = 90
_NATIONAL = "national"
_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u2011": "-", "\u00ad": ""})

Text = Callable[[str], str]
"""Returns the canonical text of a document by its id."""


@dataclass(frozen=True, slots=True)
class Graded:
    """A case with the faults of its answer; none means that it passed."""

    case: Case
    answer: Answer
    faults: tuple[str, ...]

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
    return Graded(case, answer, faults)


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
    named = set(case.forces)
    cited = {citation.force_id for citation in answer.citations if citation.force_id}
    if named and _NATIONAL not in named and cited - named:
        yield f"cites other forces: {', '.join(sorted(cited - named))}"


def _holds(text: str, member: str) -> bool:
    if member.startswith("re:"):
        return re.search(member[3:], _normal(text)) is not None
    return _normal(member) in _normal(text)


def _normal(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).translate(_PLAIN).lower()
    return " ".join(plain.split())
