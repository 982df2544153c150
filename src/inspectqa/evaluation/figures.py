"""What a run comes to: one number each for being right, for its evidence, for keeping silent, and for speed."""

import math
from collections.abc import Iterable, Sequence

from pydantic import BaseModel, ConfigDict

from inspectqa.answers import Status
from inspectqa.evaluation.grading import Graded

# A question whose premise is wrong may end with an answer that says so, or without one: it says nothing of silence.
_SILENT = frozenset({"abstain", "clarify", "refuse"})


class Figures(BaseModel):
    """Shares are from 0 to 1, and None where there was nothing to measure.

    ``evidence_recall`` and ``citation_precision`` are means over the cases with evidence. ``wrong_force`` is the share
    of the cases that name forces in which another one is cited. ``abstention_precision`` is the share of the answers
    that say nothing which should, ``abstention_recall`` the share of those that should which do; asking back and
    refusing count as saying nothing. Latencies are in milliseconds of wall time.
    """

    model_config = ConfigDict(frozen=True)

    cases: int
    passed: int
    pass_rate: float
    evidence_recall: float | None
    citation_precision: float | None
    wrong_force: float | None
    abstention_precision: float | None
    abstention_recall: float | None
    p50_ms: float
    p95_ms: float


def figures(rows: Sequence[Graded]) -> Figures:
    """Return what these graded cases come to."""
    decided = [row for row in rows if row.case.behaviour != "correct_premise"]
    silent = [row for row in decided if row.answer.status is not Status.ANSWERED]
    should = [row for row in decided if row.case.behaviour in _SILENT]
    right = [row for row in silent if row.case.behaviour in _SILENT]
    milliseconds = [row.answer.elapsed_ms for row in rows]
    return Figures(
        cases=len(rows),
        passed=sum(row.passed for row in rows),
        pass_rate=mean(float(row.passed) for row in rows) or 0.0,
        evidence_recall=mean(row.recall for row in rows if row.recall is not None),
        citation_precision=mean(row.precision for row in rows if row.precision is not None),
        wrong_force=mean(float(bool(row.wrong_forces)) for row in rows if row.case.forces),
        abstention_precision=len(right) / len(silent) if silent else None,
        abstention_recall=len(right) / len(should) if should else None,
        p50_ms=percentile(milliseconds, 0.5),
        p95_ms=percentile(milliseconds, 0.95),
    )


def mean(values: Iterable[float]) -> float | None:
    """Return the mean; None of nothing."""
    every = list(values)
    return math.fsum(every) / len(every) if every else None


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that at least this share of the values do not exceed; 0 of nothing."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else 0.0
