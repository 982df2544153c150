"""A run as text for a terminal: what was wrong, a line per type, the figures, and what changed."""

from collections.abc import Sequence

from inspectqa.evaluation.figures import Figures
from inspectqa.evaluation.grading import Graded
from inspectqa.evaluation.runs import Changes, Run, changes


def report(rows: Sequence[Graded], run: Run, before: Run | None = None) -> str:
    """Return the faults, a line per type, the figures, and what changed since the run ``before``."""
    types = sorted({row.case.type for row in rows})
    width = max((len(name) for name in types), default=0)
    lines = [_faults(row) for row in rows if not row.passed]
    lines += [f"{name:{width}}  {_share([row for row in rows if row.case.type == name])}" for name in types]
    lines += ["", *(f"{name:22}{value}" for name, value in told(run.figures))]
    if before:
        lines += ["", *changed(changes(before, run), before)]
    return "\n".join(lines)


def told(figures: Figures) -> list[tuple[str, str]]:
    """Return each figure's name and value in words."""
    return [
        ("passed", f"{figures.passed}/{figures.cases} = {figures.pass_rate:.3f}"),
        ("evidence recall", _value(figures.evidence_recall)),
        ("citation precision", _value(figures.citation_precision)),
        ("wrong force", _value(figures.wrong_force)),
        ("abstention precision", _value(figures.abstention_precision)),
        ("abstention recall", _value(figures.abstention_recall)),
        ("latency p50", f"{figures.p50_ms:.0f} ms"),
        ("latency p95", f"{figures.p95_ms:.0f} ms"),
    ]


def changed(since: Changes, before: Run) -> list[str]:
    """Return a line per kind of change since the run ``before``, naming the cases; one line when there is none."""
    named = [
        ("newly failing", since.newly_failing),
        ("newly passing", since.newly_passing),
        ("new", since.added),
        ("gone", since.removed),
    ]
    head = f"since {before.at:%Y-%m-%d %H:%M} UTC (passed {before.figures.pass_rate:.3f})"
    lines = [f"  {name} ({len(ids)}): {', '.join(ids)}" for name, ids in named if ids]
    return [f"{head}:", *lines] if lines else [f"{head}: no case ended otherwise"]


def _value(share: float | None) -> str:
    return "-" if share is None else f"{share:.3f}"


def _share(rows: Sequence[Graded]) -> str:
    return f"{sum(row.passed for row in rows)}/{len(rows)}"


def _faults(row: Graded) -> str:
    head = f"{row.case.id} {row.case.type}: {'; '.join(row.faults)}"
    return f"{head}\n  Q {row.case.question}\n  A {row.answer.text[:200]}"
