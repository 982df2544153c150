"""A run as one HTML file for a person: figures, what changed, plots, and every case with its answer."""

from collections.abc import Sequence
from importlib.resources import files

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from inspectqa.evaluation.grading import Graded
from inspectqa.evaluation.plots import Axes, Line, bars, histogram, lines
from inspectqa.evaluation.report import changed, told
from inspectqa.evaluation.runs import Run, changes


def page(rows: Sequence[Graded], run: Run, earlier: Sequence[Run] = ()) -> str:
    """Return the page of a run; ``earlier`` are the runs that were kept before it, oldest first.

    It needs no script, and asks nothing of any server; documents' words are shown as text, never as markup.
    """
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    template = environment.from_string(files("inspectqa.evaluation").joinpath("page.html").read_text("utf-8"))
    return template.render(
        run=run,
        told=told(run.figures),
        since=changed(changes(earlier[-1], run), earlier[-1]) if earlier else [],
        by_type=_drawn(bars("Cases that passed, by type", _by_type(rows))),
        latencies=_drawn(histogram("Milliseconds a question", [row.answer.elapsed_ms for row in rows], unit="ms")),
        history=_drawn(_history([*earlier, run])) if earlier else "",
        rows=sorted(rows, key=lambda row: (row.passed, row.case.id)),
    )


def _by_type(rows: Sequence[Graded]) -> list[tuple[str, int, int]]:
    types = sorted({row.case.type for row in rows})
    of = {name: [row for row in rows if row.case.type == name] for name in types}
    return [(name, sum(row.passed for row in of[name]), len(of[name])) for name in types]


def _history(runs: Sequence[Run]) -> str:
    axes = Axes("Runs kept, oldest first", "run", "share", (1.0, max(11.0, len(runs))))
    named: dict[str, list[float | None]] = {
        "passed": [run.figures.pass_rate for run in runs],
        "evidence recall": [run.figures.evidence_recall for run in runs],
        "citation precision": [run.figures.citation_precision for run in runs],
    }
    drawn = [
        Line(name, [(float(number), share) for number, share in enumerate(shares, 1) if share is not None])
        for name, shares in named.items()
    ]
    return lines(axes, drawn)


def _drawn(svg: str) -> Markup:
    return Markup(svg)  # noqa: S704  drawn in plots.py, which escapes what it is given
