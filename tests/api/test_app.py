from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from inspectqa import bootstrap
from inspectqa.api.app import create_app
from inspectqa.settings import load

LIMIT = 2048


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A service whose catalogue is destroyed after it started."""
    folder = tmp_path_factory.mktemp("broken")
    application = bootstrap.build(load(data_dir=folder, max_body_bytes=LIMIT))
    application.catalogue.close()
    for file in folder.glob("catalogue.db*"):
        file.write_bytes(b"not a database" * 1000)
    yield TestClient(create_app(application), raise_server_exceptions=False)
    application.close()


def is_problem(response: Any, status: int) -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = response.json()
    assert problem["status"] == status
    assert problem["title"]
    return problem


def post(client: TestClient, content: Any, content_type: str | None = "application/json") -> Any:
    headers = {"Content-Type": content_type} if content_type else {}
    return client.post("/v1/ask", content=content, headers=headers)


def test_an_unknown_path_is_a_problem(client: TestClient) -> None:
    assert "/nowhere" in is_problem(client.get("/nowhere"), 404)["detail"]


def test_a_wrong_method_is_a_problem_that_names_the_right_one(client: TestClient) -> None:
    response = client.get("/v1/ask")
    is_problem(response, 405)
    assert response.headers["allow"] == "POST"


@pytest.mark.parametrize(
    "content", [b"", b"{", b"not json", b"\xff\xfe", b"[" * 5000, b'{"question": ' + b"1" * 5000 + b"}"]
)
def test_a_body_that_is_not_json_is_a_problem(client: TestClient, content: bytes) -> None:
    response = post(client, content)
    is_problem(response, 422 if content == b"" else 400)


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", None]
)
def test_a_body_of_another_type_is_a_problem(client: TestClient, content_type: str | None) -> None:
    problem = is_problem(post(client, b'{"question": "a"}', content_type), 415)
    assert "application/json" in problem["detail"]


def test_json_may_be_announced_with_a_character_set(client: TestClient) -> None:
    assert post(client, b'{"question": "a"}', "application/json; charset=utf-8").status_code == 200


def test_a_body_that_is_announced_as_too_long_is_refused_with_the_limit(broken: TestClient) -> None:
    response = post(broken, b"a" * (LIMIT + 1))
    assert str(LIMIT) in is_problem(response, 413)["detail"]
    assert response.headers["x-content-type-options"] == "nosniff"


def test_a_body_that_turns_out_too_long_is_refused_with_the_limit(broken: TestClient) -> None:
    response = post(broken, iter([b"a" * LIMIT, b"a"]))
    assert str(LIMIT) in is_problem(response, 413)["detail"]


def test_an_unusable_catalogue_is_a_problem_that_tells_nothing_of_the_inside(broken: TestClient) -> None:
    for path in ("/readyz", "/v1/documents", "/v1/findings"):
        problem = is_problem(broken.get(path), 503)
        assert "database" not in problem["detail"]
        assert "/" not in problem["detail"]


def test_the_process_is_up_even_when_the_catalogue_is_not(broken: TestClient) -> None:
    assert broken.get("/healthz").json() == {"status": "ok"}


def test_an_unexpected_error_is_a_problem_that_tells_nothing_of_the_inside(tmp_path: Path) -> None:
    app = create_app(bootstrap.build(load(data_dir=tmp_path)))

    @app.get("/fall")
    def fall() -> None:
        message = "the secret inside"
        raise RuntimeError(message)

    response = TestClient(app, raise_server_exceptions=False).get("/fall")
    assert "secret" not in is_problem(response, 500)["detail"]
    assert response.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/healthz", "/v1/documents", "/nowhere", "/openapi.json"])
def test_every_response_carries_the_security_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "server" not in headers


def test_the_service_with_documents_is_ready(client: TestClient) -> None:
    assert client.get("/readyz").json() == {"status": "ready"}


def test_an_empty_service_is_ready_and_says_that_nothing_is_held(tmp_path: Path) -> None:
    application = bootstrap.build(load(data_dir=tmp_path))
    empty = TestClient(create_app(application))
    assert empty.get("/readyz").status_code == 200
    assert empty.get("/v1/documents").json() == {"documents": []}
    answer = empty.post("/v1/ask", json={"question": "What has Northmoor done on Makesafe?"}).json()
    assert answer["status"] in {"not_held", "no_evidence"}
    application.close()


def test_the_description_for_programs_lists_every_route_with_its_problems(client: TestClient) -> None:
    description = client.get("/openapi.json").json()
    ask = description["paths"]["/v1/ask"]["post"]
    assert {"200", "400", "413", "415", "422", "500", "503"} <= set(ask["responses"])
    for status, response in ask["responses"].items():
        wanted = "application/json" if status == "200" else "application/problem+json"
        assert set(response["content"]) == {wanted}
    assert "HTTPValidationError" not in description["components"]["schemas"]


def test_many_may_ask_at_once(client: TestClient) -> None:
    def ask(_: int) -> str:
        body = {"question": "What has Northmoor done on Makesafe?"}
        answer: str = client.post("/v1/ask", json=body).json()["answer"]
        return answer

    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(ask, range(32)))
    assert len(answers) == 1


@pytest.mark.parametrize("length", ["0", "-1", "²", "1" * 5000, "ten"])
def test_an_announced_length_that_makes_no_sense_breaks_nothing(client: TestClient, length: str) -> None:
    headers = [(b"Content-Type", b"application/json"), (b"Content-Length", length.encode())]
    response = client.post("/v1/ask", content=iter([b'{"question": "a"}']), headers=headers)
    assert response.status_code in {200, 413}
