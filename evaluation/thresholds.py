"""Where to stop answering: a signal's threshold against what is then left unanswered, on runs of public.py.

    uv run python evaluation/thresholds.py --signal search --run DATA PREDICTIONS [--run …] --now 0.3 --out curve.svg

A question is left unanswered when its signal is below the threshold. Printed and drawn, per run: *precision*, the
share of those left unanswered which can't be answered; *recall*, the share of those that can't be answered which are
left; and *lost*, the share of the answerable ones that are left. AUROC is of the signal, ties half.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inspectqa.evaluation.plots import Axes, Line, lines

_STEPS = 40
_FEWEST = 10  # questions left unanswered, below which a precision says nothing


@dataclass(frozen=True)
class Signalled:
    """One run: the signal of the questions that can be answered, and of those that can't."""

    name: str
    answerable: Sequence[float]
    unanswerable: Sequence[float]

    def at(self, threshold: float) -> tuple[float | None, float, float]:
        """Return (precision, recall, lost) when what is below the threshold is left unanswered."""
        lost = sum(value < threshold for value in self.answerable)
        left = sum(value < threshold for value in self.unanswerable)
        precision = left / (left + lost) if left + lost >= _FEWEST else None
        return precision, left / len(self.unanswerable), lost / len(self.answerable)

    @property
    def auroc(self) -> float:
        """Return the share of pairs in which the answerable question has the higher signal."""
        ordered = sorted(
            (value, kind) for kind, values in enumerate((self.unanswerable, self.answerable)) for value in values
        )
        total, rank = 0.0, 0
        while rank < len(ordered):
            tied = [kind for value, kind in ordered[rank:] if value == ordered[rank][0]]
            total += sum(tied) * (rank + 1 + rank + len(tied)) / 2
            rank += len(tied)
        count = len(self.answerable)
        return (total - count * (count + 1) / 2) / (count * len(self.unanswerable))


def read_run(data: Path, predictions: Path, signal: str) -> Signalled:
    """Return a signal of one run; questions that were decided before the search have none and are left out."""
    queries = _rows(data / "dev" / "queries.jsonl")
    can = {row["id"]: bool(row["answerable"]) for row in queries if row.get("answerable") is not None}
    rows = [row for row in _rows(predictions) if row["id"] in can and row["search"]]
    answerable = [float(row[signal]) for row in rows if can[row["id"]]]
    return Signalled(data.name, answerable, [float(row[signal]) for row in rows if not can[row["id"]]])


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def main() -> None:
    """Print the table and write the plot."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--signal", required=True, choices=["search", "coverage", "own", "passage", "alike"])
    parser.add_argument("--run", nargs=2, type=Path, action="append", required=True, metavar=("DATA", "PREDICTIONS"))
    parser.add_argument("--now", type=float, required=True, help="a threshold that is marked in the plot")
    parser.add_argument("--mark", default="in force", help="what is written beside it")
    parser.add_argument("--out", type=Path, required=True, help="the plot, as SVG")
    options = parser.parse_args()
    runs = [read_run(data, predictions, options.signal) for data, predictions in options.run]
    drawn = []
    for run in runs:
        print(f"{run.name}: {len(run.answerable)} answerable, {len(run.unanswerable)} not, AUROC {run.auroc:.3f}")
        points = [(number / _STEPS, *run.at(number / _STEPS)) for number in range(_STEPS + 1)]
        drawn.append(
            Line(f"{run.name}: precision", [(x, precision) for x, precision, _, _ in points if precision is not None])
        )
        drawn.append(Line(f"{run.name}: recall", [(x, recall) for x, _, recall, _ in points]))
        for threshold, precision, recall, lost in points[::2]:
            told = "   -  " if precision is None else f"{precision:.3f}"
            print(f"  {threshold:.2f}  precision {told}  recall {recall:.3f}  lost {lost:.3f}")
    axes = Axes(
        f"Abstention by {options.signal}", f"threshold of {options.signal}", "precision and recall of abstention"
    )
    options.out.write_text(lines(axes, drawn, [(options.now, options.mark)]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
