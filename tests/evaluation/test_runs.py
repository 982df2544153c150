from pathlib import Path

import pytest

from inspectqa.answers import Answer, Status, Understood
from inspectqa.errors import SettingsError
from inspectqa.evaluation.cases import Case
from inspectqa.evaluation.grading import Graded
from inspectqa.evaluation.report import report
from inspectqa.evaluation.runs import Run, bar_of, changes, keep, kept_runs, read_run, run_of


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    path = tmp_path / "cases.jsonl"
    path.write_text("{}\n", encoding="utf-8")
    return path


def graded(**faults: str) -> list[Graded]:
    said = Answer("1", Status.ANSWERED, "It did.", (), (), Understood("q", "lookup"), elapsed_ms=2.0)
    return [
        Graded(Case(id=id_, question="q?", type="status", behaviour="answer"), said, (fault,) if fault else ())
        for id_, fault in faults.items()
    ]


def run(cases: Path, **faults: str) -> Run:
    return run_of(cases, graded(**faults))


def test_a_run_is_read_as_it_was_kept(cases: Path, tmp_path: Path) -> None:
    made = run(cases, a="", b="missing 29")
    assert read_run(keep(made, tmp_path / "runs")) == made


def test_the_bar_is_one_file_and_the_runs_are_one_each(cases: Path, tmp_path: Path) -> None:
    bar, first, second = run(cases, a=""), run(cases, a=""), run(cases, a="x")
    keep(first, tmp_path)
    keep(bar, tmp_path, as_bar=True)
    keep(second, tmp_path)
    assert (tmp_path / "cases.json").exists()
    assert bar_of(tmp_path, cases) == bar
    assert kept_runs(tmp_path, cases) == [bar, first, second]


def test_runs_of_other_cases_are_not_taken_for_these(cases: Path, tmp_path: Path) -> None:
    other = tmp_path / "cases_more.jsonl"
    other.write_text("{}\n", encoding="utf-8")
    keep(run(other, a=""), tmp_path)
    keep(run(other, a=""), tmp_path, as_bar=True)
    assert kept_runs(tmp_path, cases) == []
    assert bar_of(tmp_path, cases) is None


def test_what_changed_is_named_case_by_case(cases: Path) -> None:
    since = changes(run(cases, a="", b="x", gone=""), run(cases, a="y", b="", new=""))
    assert (since.newly_failing, since.newly_passing) == (("a",), ("b",))
    assert (since.added, since.removed) == (("new",), ("gone",))


def test_the_report_names_faults_types_figures_and_changes(cases: Path) -> None:
    text = report(graded(a="missing 29", b=""), run(cases, a="missing 29", b=""), run(cases, a="", b=""))
    assert "a status: missing 29" in text
    assert "status  1/2" in text
    assert "passed                1/2 = 0.500" in text
    assert "newly failing (1): a" in text


def test_a_report_without_a_change_says_so(cases: Path) -> None:
    now = run(cases, a="")
    assert "no case ended otherwise" in report(graded(a=""), now, now)


def test_a_file_that_holds_no_run_is_named(tmp_path: Path) -> None:
    (tmp_path / "cases.json").write_text("{}", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"cases\.json holds no run"):
        read_run(tmp_path / "cases.json")
