"""A run as it is kept: its figures and how each case ended, as JSON; and what changed from one run to the next.

runs/samples.json                        the bar: committed, later runs must not fall below its pass rate
runs/samples.20261122T201500123456Z.json   a run
"""

import datetime
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from inspectqa import __version__
from inspectqa.errors import SettingsError
from inspectqa.evaluation.figures import Figures, figures
from inspectqa.evaluation.grading import Graded


class Ended(BaseModel):
    """How one case ended: its answer's status, what was wrong with it, and the milliseconds that it took."""

    model_config = ConfigDict(frozen=True)

    type: str
    status: str
    faults: list[str]
    ms: float

    @property
    def passed(self) -> bool:
        """Whether nothing was wrong."""
        return not self.faults


class Run(BaseModel):
    """All cases of a file asked once. ``digest`` is of the cases' file: figures of other cases are not compared."""

    model_config = ConfigDict(frozen=True)

    cases: str
    digest: str
    at: datetime.datetime
    version: str
    model: str | None
    figures: Figures
    questions: dict[str, Ended]


@dataclass(frozen=True, slots=True)
class Changes:
    """Case ids by what became of them since an earlier run."""

    newly_passing: tuple[str, ...]
    newly_failing: tuple[str, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]


def run_of(cases: Path, rows: Sequence[Graded]) -> Run:
    """Return the run that these graded cases of the file ``cases`` are, at this moment."""
    models = {row.answer.model for row in rows if row.answer.model}
    return Run(
        cases=cases.name,
        digest=hashlib.sha256(cases.read_bytes()).hexdigest()[:16],
        at=datetime.datetime.now(datetime.UTC),
        version=__version__,
        model=", ".join(sorted(models)) or None,
        figures=figures(rows),
        questions={row.case.id: _ended(row) for row in rows},
    )


def _ended(row: Graded) -> Ended:
    faults, ms = list(row.faults), round(row.answer.elapsed_ms, 1)
    return Ended(type=row.case.type, status=row.answer.status.value, faults=faults, ms=ms)


def bar_path(folder: Path, cases: Path | str) -> Path:
    """Return where the bar of a file of cases is kept."""
    return folder / f"{Path(cases).stem}.json"


def keep(run: Run, folder: Path, *, as_bar: bool = False) -> Path:
    """Write a run into ``folder`` and return its file; with ``as_bar`` it is the one that later runs are held to.

    Raises:
        SettingsError: the folder can't be written.
    """
    bar = bar_path(folder, run.cases)
    path = bar if as_bar else bar.with_suffix(f".{run.at:%Y%m%dT%H%M%S%fZ}.json")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(run.model_dump_json(indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise SettingsError(f"the run {path} can't be written: {error}") from error
    return path


def read_run(path: Path) -> Run:
    """Return a run that was kept.

    Raises:
        SettingsError: the file can't be read or holds no run.
    """
    try:
        return Run.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise SettingsError(f"{path} holds no run of `inspectqa evaluate`: {error}") from error


def kept_runs(folder: Path, cases: Path) -> list[Run]:
    """Return the runs of a file of cases that are kept in ``folder``, the bar among them, oldest first."""
    found = [
        read_run(path) for path in (bar_path(folder, cases), *folder.glob(f"{cases.stem}.*Z.json")) if path.exists()
    ]
    return sorted(found, key=lambda run: run.at)


def bar_of(folder: Path, cases: Path) -> Run | None:
    """Return the run that later ones are held to; None when none is kept."""
    path = bar_path(folder, cases)
    return read_run(path) if path.exists() else None


def changes(before: Run, now: Run) -> Changes:
    """Return what changed between two runs, case by case."""
    both = [id_ for id_ in now.questions if id_ in before.questions]
    return Changes(
        newly_passing=tuple(i for i in both if now.questions[i].passed and not before.questions[i].passed),
        newly_failing=tuple(i for i in both if before.questions[i].passed and not now.questions[i].passed),
        added=tuple(id_ for id_ in now.questions if id_ not in before.questions),
        removed=tuple(id_ for id_ in before.questions if id_ not in now.questions),
    )
