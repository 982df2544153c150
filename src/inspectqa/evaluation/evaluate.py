"""`inspectqa evaluate` on one screen: cases -> answers -> grades -> a run, beside the runs before it."""

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from inspectqa.bootstrap import Application
from inspectqa.errors import SettingsError
from inspectqa.evaluation.asking import Told, asked, holding
from inspectqa.evaluation.cases import read_cases
from inspectqa.evaluation.grading import Graded
from inspectqa.evaluation.page import page
from inspectqa.evaluation.report import report
from inspectqa.evaluation.runs import Run, bar_of, keep, kept_runs, run_of


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A run with its graded cases, the runs kept before it (oldest first) and the bar."""

    rows: Sequence[Graded]
    run: Run
    earlier: Sequence[Run]
    bar: Run | None

    @property
    def report(self) -> str:
        """The run as text, with what changed since the last one."""
        return report(self.rows, self.run, self.earlier[-1] if self.earlier else None)

    @property
    def bar_share(self) -> float:
        """The share that passed when the bar was kept; 0 without one, or when the cases are others now."""
        return self.bar.figures.pass_rate if self.bar and self.bar.digest == self.run.digest else 0.0

    def keep(self, folder: Path, *, as_bar: bool) -> None:
        """Write the run into ``folder``."""
        keep(self.run, folder, as_bar=as_bar)

    def write_page(self, path: Path) -> None:
        """Write the run as a page for a person.

        Raises:
            SettingsError: the file can't be written.
        """
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(page(self.rows, self.run, self.earlier), encoding="utf-8")
        except OSError as error:
            raise SettingsError(f"the page {path} can't be written: {error}") from error


def evaluate(
    application: Application, cases: Path, corpus: Sequence[Path] | None, runs: Path, told: Told | None = None
) -> Evaluated:
    """Ask the cases of a file about what is held, or about the documents of ``corpus`` alone.

    Raises:
        SettingsError: the cases, or an earlier run in ``runs``, can't be read.
    """
    wanted = read_cases(cases)
    earlier, bar = kept_runs(runs, cases), bar_of(runs, cases)
    with holding(corpus, application.settings) if corpus else nullcontext(application) as holder:
        rows = asked(holder, wanted, told)
    return Evaluated(rows, run_of(cases, rows), earlier, bar)
