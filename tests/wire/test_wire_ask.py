import datetime
from typing import Any

import pytest
from pydantic import ValidationError

from inspectqa.answers import Answer, Citation, Statement, Status, Understood
from inspectqa.documents import Finding, FindingKind, Inspection, Span, Voice
from inspectqa.retrieval.query import FindingRef
from inspectqa.wire.ask import AskRequest, FiltersIn, answer_out, finding_out

REPORT = Inspection("gbcse-2025", "Group-based exploitation", datetime.date(2025, 10, 24), 2025)


def citation(**changes: Any) -> Citation:
    fields: dict[str, Any] = {
        "number": 1,
        "document_id": "d",
        "file": "d.txt",
        "title": "D",
        "page": 2,
        "span": Span(3, 8),
        "quote": "words",
        "force_id": "northmoor",
        "force": "Northmoor Police",
        "voice": Voice.FORCE,
        "speaker": "Northmoor Police",
        "finding": Finding(FindingKind.RECOMMENDATION, "6", REPORT, due=datetime.date(2026, 7, 31)),
        "published": datetime.date(2025, 12, 12),
    }
    return Citation(**fields | changes)


def answer(*citations: Citation) -> Answer:
    said = Statement("Northmoor Police says “words”.", tuple(one.number for one in citations))
    return Answer("1", Status.ANSWERED, said.text, (said,), citations, Understood("q", "what_done"), elapsed_ms=1.26)


def test_a_citation_has_the_form_of_the_contract() -> None:
    shape = answer_out(answer(citation())).model_dump(mode="json")
    assert shape["citations"][0] == {
        "number": 1,
        "document_id": "d",
        "file": "d.txt",
        "title": "D",
        "page": 2,
        "start": 3,
        "end": 8,
        "quote": "words",
        "force_id": "northmoor",
        "force": "Northmoor Police",
        "voice": "force",
        "speaker": "Northmoor Police",
        "finding": {
            "kind": "recommendation",
            "number": "6",
            "inspection": "Group-based exploitation",
            "inspection_id": "gbcse-2025",
            "year": 2025,
            "due": "2026-07-31",
        },
        "published": "2025-12-12",
        "url": "/documents/d?start=3&end=8#cited",
    }
    assert shape["elapsed_ms"] == 1.3


def test_what_is_not_stated_is_null() -> None:
    bare = citation(force_id=None, force=None, finding=None, published=None)
    shape = answer_out(answer(bare)).model_dump(mode="json")["citations"][0]
    assert [shape[name] for name in ("force_id", "force", "finding", "published")] == [None] * 4


def test_a_finding_without_an_inspection_names_none() -> None:
    assert finding_out(Finding(FindingKind.CAUSE_OF_CONCERN, "1")).inspection is None


def test_findings_in_a_filter_are_read_as_in_a_question() -> None:
    filters = FiltersIn(findings=["recommendation 6", "AFI 2", "recommendation 4 (2023)"]).filters()
    assert filters.findings == (
        FindingRef(FindingKind.RECOMMENDATION, "6"),
        FindingRef(FindingKind.AREA_FOR_IMPROVEMENT, "2"),
        FindingRef(FindingKind.RECOMMENDATION, "4", 2023),
    )


def test_a_finding_that_cannot_be_read_is_refused_with_an_example() -> None:
    with pytest.raises(ValidationError, match="recommendation 6"):
        FiltersIn(findings=["all of them"])


def test_a_question_alone_is_enough() -> None:
    asked = AskRequest(question="a")
    assert asked.turns() == ()
    assert asked.filters.filters() == FiltersIn().filters()
