from typing import Any

import pytest
from starlette.testclient import TestClient

QUESTION = "What has Northmoor done on Makesafe?"


def asked(client: TestClient, **body: Any) -> dict[str, Any]:
    response = client.post("/v1/ask", json={"question": QUESTION} | body)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def test_an_answer_has_the_fields_of_the_contract(client: TestClient) -> None:
    assert set(asked(client)) == {
        *("id", "status", "answer", "statements", "citations", "understood", "held", "nearest", "notices"),
        *("answerer", "model", "elapsed_ms"),
    }


def test_a_question_that_the_samples_answer_is_answered(client: TestClient) -> None:
    answer = asked(client)
    assert answer["status"] == "answered"
    assert "15 June 2026" in answer["answer"]
    assert answer["understood"]["forces"] == ["northmoor"]


def test_every_quotation_stands_where_its_citation_says(client: TestClient) -> None:
    citations = asked(client)["citations"]
    assert citations
    for citation in citations:
        text = client.get(f"/v1/documents/{citation['document_id']}/text").json()["text"]
        assert text[citation["start"] : citation["end"]] == citation["quote"]


def test_every_statement_names_citations_that_are_there(client: TestClient) -> None:
    answer = asked(client)
    numbers = {citation["number"] for citation in answer["citations"]}
    for statement in answer["statements"]:
        assert statement["citations"]
        assert set(statement["citations"]) <= numbers


def test_a_follow_up_is_read_with_the_conversation(client: TestClient) -> None:
    history = [{"role": "user", "content": QUESTION}, {"role": "assistant", "content": "It launched."}]
    answer = asked(client, question="And Brackenshire?", history=history)
    assert answer["understood"]["forces"] == ["brackenshire"]


def test_a_force_that_is_not_held_is_named_with_what_is_held(client: TestClient) -> None:
    answer = asked(client, question="What has Cheshire done on Makesafe?")
    assert answer["status"] == "not_held"
    assert answer["citations"] == []
    assert any("Northmoor" in line for line in answer["held"])


def test_a_filter_keeps_other_forces_out(client: TestClient) -> None:
    answer = asked(client, question="What has been done on Makesafe?", filters={"forces": ["caldermere"]})
    assert {citation["force_id"] for citation in answer["citations"]} <= {"caldermere", None}


def test_null_dates_restrict_nothing(client: TestClient) -> None:
    filters: dict[str, Any] = {"forces": [], "findings": [], "published_from": None, "published_to": None}
    assert asked(client, filters=filters)["status"] == "answered"


def refused(client: TestClient, status: int, body: Any) -> dict[str, Any]:
    response = client.post("/v1/ask", json=body)
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = response.json()
    assert problem["status"] == status
    return problem


def test_an_empty_question_is_refused(client: TestClient) -> None:
    for question in ("", "   ", "\n\t"):
        assert "empty" in refused(client, 422, {"question": question})["errors"][0]["message"]


def test_a_question_over_the_limit_is_refused_with_the_limit(client: TestClient) -> None:
    problem = refused(client, 422, {"question": "a" * 1001})
    assert problem["errors"][0]["field"] == "question"
    assert "1000" in problem["detail"]


def test_a_question_of_exactly_the_limit_is_taken(client: TestClient) -> None:
    assert client.post("/v1/ask", json={"question": "a" * 1000}).status_code == 200


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "question"),
        ({"question": None}, "question"),
        ({"question": 7}, "question"),
        ({"question": "a", "surprise": 1}, "surprise"),
        ({"question": "a", "history": [{"role": "system", "content": "a"}]}, "history.0.role"),
        ({"question": "a", "history": [{"role": "user"}]}, "history.0.content"),
        ({"question": "a", "history": [{"role": "user", "content": "a" * 4001}]}, "history.0.content"),
        ({"question": "a", "history": [{"role": "user", "content": "a", "name": "b"}]}, "history.0.name"),
        ({"question": "a", "history": [{"role": "user", "content": "a"}] * 51}, "history"),
        ({"question": "a", "filters": {"force": ["a"]}}, "filters.force"),
        ({"question": "a", "filters": {"voices": ["ghost"]}}, "filters.voices.0"),
        ({"question": "a", "filters": {"findings": ["everything"]}}, "filters.findings"),
        ({"question": "a", "filters": {"published_from": "soon"}}, "filters.published_from"),
        ([], "body"),
    ],
)
def test_a_wrong_field_is_refused_and_named(client: TestClient, body: Any, field: str) -> None:
    problem = refused(client, 422, body)
    assert field in [error["field"] for error in problem["errors"]]
    assert problem["detail"]


def test_the_limits_of_a_conversation_are_named(client: TestClient) -> None:
    turn = {"role": "user", "content": "a"}
    assert "50" in refused(client, 422, {"question": "a", "history": [turn] * 51})["detail"]
    long = refused(client, 422, {"question": "a", "history": [turn | {"content": "a" * 4001}]})
    assert "4000" in long["detail"]


@pytest.mark.parametrize("question", ["\x00", "a\x00b", "‮abc", "🧩" * 500, "' OR 1=1 --", "{{7*7}}", "*:* AND ("])
def test_odd_characters_are_only_a_question(client: TestClient, question: str) -> None:
    assert client.post("/v1/ask", json={"question": question}).status_code == 200


def test_half_a_surrogate_pair_is_refused_and_breaks_nothing(client: TestClient) -> None:
    for body in (b'{"question": "\\ud800"}', b'{"question": "a", "\\ud800": 1}'):
        response = client.post("/v1/ask", content=body, headers={"Content-Type": "application/json"})
        assert response.status_code == 422
