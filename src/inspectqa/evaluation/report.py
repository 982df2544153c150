"""The figures of an evaluation as a table: how many cases of each type passed, and what was wrong with the rest."""

import statistics
from collections.abc import Sequence

from inspectqa.evaluation.grading import Graded


def report(rows: Sequence[Graded]) -> str:
    """Return the faults, then a line per type, then the totals."""
    types = sorted({row.case.type for row in rows})
    width = max((len(name) for name in types), default=0)
    lines = [_faults(row) for row in rows if not row.passed]
    lines += [f"{name:{width}}  {_share([row for row in rows if row.case.type == name])}" for name in types]
    lines.append(f"{'all':{width}}  {_share(rows)} = {pass_rate(rows):.3f}, median {_median_ms(rows):.0f} ms")
    return "\n".join(lines)


def pass_rate(rows: Sequence[Graded]) -> float:
    """Return the share of cases that passed, 0 to 1; 0 without cases."""
    return sum(row.passed for row in rows) / len(rows) if rows else 0.0


def _share(rows: Sequence[Graded]) -> str:
    return f"{sum(row.passed for row in rows)}/{len(rows)}"


def _median_ms(rows: Sequence[Graded]) -> float:
    return statistics.median(row.answer.elapsed_ms for row in rows) if rows else 0.0


def _faults(row: Graded) -> str:
    head = f"{row.case.id} {row.case.type}: {'; '.join(row.faults)}"
    return f"{head}\n  Q {row.case.question}\n  A {row.answer.text[:200]}"
