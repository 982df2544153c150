import re
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree, html

from inspectqa.answers import Answer, Status, Understood
from inspectqa.evaluation.cases import Case
from inspectqa.evaluation.grading import Graded
from inspectqa.evaluation.page import page
from inspectqa.evaluation.plots import Axes, Line, bars, histogram, lines
from inspectqa.evaluation.runs import run_of

HOSTILE = '<script>alert(1)</script><img src=x onerror=alert(1)> "quoted" & more'


@pytest.fixture
def rows() -> list[Graded]:
    said = Answer("1", Status.ANSWERED, HOSTILE, (), (), Understood("q", "lookup"), elapsed_ms=12.0)
    case = Case(id="C1", question=HOSTILE, type="status", behaviour="answer", answer="29 hotels")
    right = Graded(case, said, ())
    return [right, replace(right, case=case.model_copy(update={"id": "C2"}), faults=("missing 29",))]


@pytest.fixture
def shown(rows: list[Graded], tmp_path: Path) -> str:
    cases = tmp_path / "cases.jsonl"
    cases.write_text("{}", encoding="utf-8")
    return page(rows, run_of(cases, rows), [run_of(cases, rows)])


def test_a_page_shows_every_case_with_its_answer_and_its_faults(shown: str) -> None:
    text = " ".join(" ".join(map(str, html.fromstring(shown).itertext())).split())
    assert "1/2 = 0.500" in text
    assert "missing 29" in text
    assert "Should hold: 29 hotels" in text
    assert text.count(" ".join(HOSTILE.split())) == 4


def test_failures_come_first(shown: str) -> None:
    assert shown.index("C2<br>") < shown.index("C1<br>")


def test_words_of_documents_are_text_in_a_page_and_nothing_is_fetched(shown: str) -> None:
    tree = html.fromstring(shown)
    assert not tree.xpath("//script | //img | //link | //iframe | //@onerror | //@src | //a/@href")
    assert not re.search(r"url\(|@import", shown)


def test_plots_are_well_formed_and_carry_their_numbers_as_text() -> None:
    axes = Axes("Curve <1>", "threshold", "share")
    drawn = [
        bars("By type <&>", [("what_done", 2, 3), ("<b>", 0, 0)]),
        histogram("Latency", [1.0, 2.0, 250.0], unit="ms"),
        histogram("None", [], unit="ms"),
        lines(axes, [Line("precision", [(0.0, 1.0), (1.0, 0.5)]), Line("none", [])], [(0.48, "now")]),
    ]
    texts = [" ".join(map(str, etree.fromstring(one.encode()).itertext())) for one in drawn]
    assert "2 of 3" in texts[0]
    assert "precision" in texts[3]
    assert "now" in texts[3]


def test_names_at_the_ends_of_lines_do_not_cover_each_other() -> None:
    drawn = lines(Axes("t", "x", "y"), [Line(name, [(0.0, 0.5), (1.0, 0.5)]) for name in ("one", "two", "three")])
    named = {"one", "two", "three"}
    places = [
        float(element.get("y", "0")) for element in etree.fromstring(drawn.encode()).iter() if element.text in named
    ]
    assert len(places) == 3
    assert all(abs(a - b) >= 14 for a in places for b in places if a is not b)
