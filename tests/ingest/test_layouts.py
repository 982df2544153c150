"""What must be recognised in the layouts of tests/data/layouts, as a person wrote it down from the document."""

import json
from pathlib import Path

import pytest

from inspectqa.evaluation.attribution import Outcome, attribution_report, measured, read_truths, share
from said import read_once, said_in

DATA = Path(__file__).resolve().parents[1] / "data"
LAYOUTS = DATA / "layouts"
OTHERS = [
    *sorted(DATA.glob("unseen*/*.truth.json")),
    DATA / "blind" / "attribution.json",
]
TRUTHS = sorted(LAYOUTS.glob("*.truth.json"))


@pytest.mark.parametrize("path", TRUTHS, ids=lambda path: path.name.removesuffix(".truth.json"))
def test_force_dates_reports_and_people_are_those_of_the_document(path: Path) -> None:
    wanted = json.loads(path.read_text(encoding="utf-8"))
    profile = said_in(LAYOUTS / wanted["file"]).profile
    if "force" in wanted:
        assert profile.force
        assert profile.force.short_name == wanted["force"]
    if "published" in wanted:
        assert profile.published
        assert profile.published.isoformat() == wanted["published"]
    for inspection in wanted.get("inspections", ()):
        assert inspection in {f"{one.title}|{one.published}" for one in profile.inspections}
    assert {*wanted.get("people", ())} <= {one.name for one in profile.people}


def test_voice_and_finding_are_right_and_never_another_s() -> None:
    rows = [
        row
        for path in TRUTHS
        for row in measured(read_once(LAYOUTS / path.name.removesuffix(".truth.json")), read_truths(path))
    ]
    found = attribution_report(rows, details=True)
    assert not any(row.outcome is Outcome.MISATTRIBUTED for row in rows), found
    assert share(rows, Outcome.ALIGNED) >= 0.95, found


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.name)
def test_nobody_is_given_another_s_words_in_documents_that_were_written_blind(path: Path) -> None:
    truths = read_truths(path)
    for name in dict.fromkeys(truth.file for truth in truths):
        rows = measured(read_once(path.parent / name), [truth for truth in truths if truth.file == name])
        assert not any(row.outcome is Outcome.MISATTRIBUTED for row in rows), attribution_report(rows, details=True)
