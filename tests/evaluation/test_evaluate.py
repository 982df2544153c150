import json
from pathlib import Path

import pytest

from inspectqa import cli
from inspectqa.bootstrap import Application
from inspectqa.evaluation.asking import asked
from inspectqa.evaluation.cases import read_cases
from inspectqa.evaluation.runs import bar_of, changes, kept_runs, run_of

REPOSITORY = Path(__file__).resolve().parents[2]
CASES = REPOSITORY / "evaluation" / "cases"
RUNS = REPOSITORY / "evaluation" / "runs"
CASE = {
    "id": "T1",
    "question": "When did Operation Makesafe start in Northmoor?",
    "type": "fact_lookup",
    "behaviour": "answer",
    "forces": ["northmoor"],
    "must_include": [["15 June 2026"]],
    "answer": "It started on 15 June 2026, " + "and not before, " * 40,
}
WRONG = CASE | {"id": "T2", "must_include": [["a sentence that no document holds"]]}


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    path = tmp_path / "cases.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in (CASE, WRONG)), encoding="utf-8")
    return path


def evaluate(*arguments: object) -> int:
    return cli.main(["evaluate", *(str(argument) for argument in arguments)])


@pytest.mark.parametrize("name", ["samples.jsonl", "samples_more.jsonl"])
def test_no_fewer_cases_pass_than_in_the_committed_bar(held_samples: Application, name: str) -> None:
    bar = bar_of(RUNS, CASES / name)
    assert bar is not None, f"keep one: inspectqa evaluate evaluation/cases/{name} --corpus samples --bar"
    now = run_of(CASES / name, asked(held_samples, read_cases(CASES / name)))
    assert now.digest == bar.digest, f"the cases have changed: inspectqa evaluate ... {name} --corpus samples --bar"
    passed, fewest = now.figures.passed, bar.figures.passed
    assert passed >= fewest, f"newly failing: {', '.join(changes(bar, now).newly_failing)}"
    wrong, most = now.figures.wrong_force or 0.0, bar.figures.wrong_force or 0.0
    assert wrong <= most


def test_a_folder_is_evaluated_apart_from_what_is_held(
    cases: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    runs, shown, data = tmp_path / "runs", tmp_path / "page.html", tmp_path / "data"
    common = (cases, "--corpus", REPOSITORY / "samples", "--runs", runs, "--data", data)
    assert evaluate(*common, "--html", shown) == 0
    out = capsys.readouterr().out
    assert "T2 fact_lookup: missing a sentence" in out
    assert "1/2 = 0.500" in out
    assert "since" not in out
    assert "T2" in shown.read_text(encoding="utf-8")
    assert len(kept_runs(runs, cases)) == 1
    assert not data.exists()
    assert evaluate(*common, "--min-pass", "0.6") == 1
    captured = capsys.readouterr()
    assert "no case ended otherwise" in captured.out
    assert "0.500 passed, and 0.600 must" in captured.err


def test_a_run_below_the_bar_ends_with_exit_code_1(
    cases: Path, tmp_path: Path, held_samples: Application, capsys: pytest.CaptureFixture[str]
) -> None:
    data, runs = held_samples.settings.data_dir, tmp_path / "runs"
    assert evaluate(cases, "--runs", runs, "--data", data, "--bar") == 0
    bar = runs / "cases.json"
    assert evaluate(cases, "--runs", runs, "--data", data) == 0
    bar.write_text(bar.read_text(encoding="utf-8").replace('"pass_rate": 0.5', '"pass_rate": 0.9'), encoding="utf-8")
    assert evaluate(cases, "--runs", runs, "--data", data) == 1
    assert "0.900 must" in capsys.readouterr().err


@pytest.mark.parametrize("share", ["2", "-0.1", "most"])
def test_a_share_that_is_none_is_wrong_usage(share: str, cases: Path) -> None:
    with pytest.raises(SystemExit) as stopped:
        evaluate(cases, "--min-pass", share)
    assert stopped.value.code == 2


def test_cases_that_cannot_be_read_are_said_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert evaluate(tmp_path / "none.jsonl", "--data", tmp_path) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
