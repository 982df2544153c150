from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from inspectqa.answers import Answer, Citation, Statement, Status, Understood
from inspectqa.documents import Span, Voice
from inspectqa.errors import SettingsError
from inspectqa.evaluation.cases import Case, Proof, read_cases
from inspectqa.evaluation.grading import grade

TEXT = "Northmoor trained 29 hotels."
REPOSITORY = Path(__file__).resolve().parents[2]


def case(**changes: Any) -> Case:
    fields: dict[str, Any] = {
        "id": "C1",
        "question": "How many hotels?",
        "type": "fact_lookup",
        "behaviour": "answer",
        "forces": ["northmoor"],
        "must_include": [["29", "twenty-nine"]],
        "must_not_include": ["38"],
    }
    return Case(**fields | changes)


def answer(text: str = "It trained 29 hotels.", **changes: Any) -> Answer:
    cited = Citation(
        *(1, "d", "d.txt", "D", 1, Span(0, len(TEXT)), TEXT, "northmoor", "Northmoor", Voice.FORCE, "Northmoor"),
        finding=None,
        published=None,
    )
    right = Answer("1", Status.ANSWERED, text, (Statement(text, (1,)),), (cited,), Understood("q", "lookup"))
    return replace(right, **changes)


def faults(case: Case, answer: Answer) -> str:
    return "; ".join(grade(case, answer, lambda _: TEXT).faults)


def test_a_right_answer_has_no_fault() -> None:
    assert faults(case(), answer()) == ""


def test_a_missing_fact_is_a_fault() -> None:
    assert faults(case(), answer("It trained hotels.")) == "missing 29 or twenty-nine"


def test_a_forbidden_fact_is_a_fault() -> None:
    assert faults(case(), answer("It trained 29 of 38 hotels.")) == "forbidden 38"


def test_facts_may_be_patterns() -> None:
    assert faults(case(must_include=[[r"re:\b29\s+hotels"]]), answer()) == ""


def test_typographic_signs_do_not_matter_to_a_fact() -> None:
    assert faults(case(must_include=[["the force's 29"]]), answer("The force’s 29")) == ""


def test_the_wrong_ending_is_a_fault() -> None:
    assert faults(case(behaviour="abstain"), answer()) == "status answered for abstain"


def test_too_many_words_are_a_fault() -> None:
    assert "words, ideally about" in faults(case(), answer("29 " * 91))


def test_a_quotation_that_does_not_stand_there_is_a_fault() -> None:
    wrong = tuple(replace(one, quote="Northmoor trained 30 hotels.") for one in answer().citations)
    assert "does not stand in d.txt" in faults(case(), answer(citations=wrong))


def test_a_citation_of_another_force_is_a_fault() -> None:
    wrong = tuple(replace(one, force_id="brackenshire") for one in answer().citations)
    assert faults(case(), answer(citations=wrong)) == "cites other forces: brackenshire"


def test_a_statement_without_a_citation_is_a_fault() -> None:
    assert "without a citation" in faults(case(), answer(statements=(Statement("It trained 29 hotels.", ()),)))


def test_evidence_is_cited_when_half_of_its_words_stand_in_a_citation() -> None:
    proofs = [Proof(doc="d.txt", quote="trained 29 hotels"), Proof(doc="d.txt", quote="No taxi firm has been trained")]
    graded = grade(case(evidence=proofs), answer(), lambda _: TEXT)
    assert graded.recall == 0.5
    assert graded.precision == 1.0


def test_the_same_words_in_another_file_are_not_the_evidence() -> None:
    graded = grade(case(evidence=[Proof(doc="e.txt", quote=TEXT)]), answer(), lambda _: TEXT)
    assert (graded.recall, graded.precision) == (0.0, 0.0)


def test_a_case_without_evidence_counts_in_no_share_of_it() -> None:
    graded = grade(case(), answer(), lambda _: TEXT)
    assert (graded.recall, graded.precision) == (None, None)


def test_our_own_cases_can_be_read() -> None:
    cases = read_cases(REPOSITORY / "evaluation" / "cases" / "samples.jsonl")
    files = {path.name for path in (REPOSITORY / "samples").iterdir()}
    assert len(cases) > 20
    assert {proof.doc for one in cases for proof in one.evidence} <= files


def test_a_line_that_is_not_a_case_is_named(tmp_path: Path) -> None:
    (tmp_path / "cases.jsonl").write_text('\n{"id": 1}\n', encoding="utf-8")
    with pytest.raises(SettingsError, match="line 2"):
        read_cases(tmp_path / "cases.jsonl")
