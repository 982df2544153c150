from typing import Any

import pytest

from inspectqa.answers import Answer, Status, Understood
from inspectqa.evaluation.cases import Case
from inspectqa.evaluation.figures import figures, mean, percentile
from inspectqa.evaluation.grading import Graded


def row(behaviour: str = "answer", status: Status = Status.ANSWERED, **fields: Any) -> Graded:
    asked: dict[str, Any] = {"id": "C1", "question": "q", "type": "t", "behaviour": behaviour}
    asked["forces"] = fields.pop("forces", [])
    said = Answer("1", status, "", (), (), Understood("q", "lookup"), elapsed_ms=fields.pop("ms", 1.0))
    return Graded(Case(**asked), said, fields.pop("faults", ()), **fields)


def test_shares_are_of_what_they_are_about() -> None:
    rows = [
        row(recall=1.0, precision=0.5),
        row(recall=0.0, precision=None, faults=("missing 29",)),
        row(forces=["northmoor"], wrong_forces=("caldermere",)),
        row(forces=["northmoor"]),
    ]
    found = figures(rows)
    assert (found.cases, found.passed, found.pass_rate) == (4, 3, 0.75)
    assert found.evidence_recall == 0.5
    assert found.citation_precision == 0.5
    assert found.wrong_force == 0.5


def test_keeping_silent_is_right_where_nothing_can_be_said() -> None:
    rows = [
        row("abstain", Status.NO_EVIDENCE),
        row("abstain", Status.ANSWERED),
        row("refuse", Status.OUT_OF_SCOPE),
        row("clarify", Status.NEEDS_CLARIFICATION),
        row("answer", Status.NO_EVIDENCE),
        row("answer", Status.ANSWERED),
    ]
    found = figures(rows)
    assert found.abstention_precision == pytest.approx(3 / 4)
    assert found.abstention_recall == pytest.approx(3 / 4)


def test_a_wrong_premise_may_end_either_way() -> None:
    found = figures([row("correct_premise", Status.NO_EVIDENCE), row("correct_premise", Status.ANSWERED)])
    assert (found.abstention_precision, found.abstention_recall) == (None, None)


def test_latencies_are_ones_that_were_measured() -> None:
    found = figures([row(ms=float(number)) for number in range(1, 101)])
    assert (found.p50_ms, found.p95_ms) == (50.0, 95.0)


def test_nothing_has_no_figures() -> None:
    found = figures([])
    assert found.pass_rate == 0.0
    assert found.evidence_recall is None
    assert (mean([]), percentile([], 0.5)) == (None, 0.0)
