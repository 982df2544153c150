import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from inspectqa.api.app import create_app
from inspectqa.api.tokens import Tokens
from inspectqa.bootstrap import Application
from inspectqa.settings import load

SITE = "https://intranet.example.org"
STRANGER = "https://elsewhere.example.org"
SECRET = "a secret of the tests, and of nothing else"  # noqa: S105  it opens nothing
QUESTION = {"question": "What has Northmoor done on Makesafe?"}
ANSWERING = ["/v1/ask", "/v1/ask/stream"]


@pytest.fixture(scope="module")
def service(held_samples: Application) -> Iterator[TestClient]:
    """A service that lets the pages of ``SITE`` ask."""
    application = copy.copy(held_samples.opened())
    folder = held_samples.settings.data_dir
    application.settings = load(data_dir=folder, widget_origins=SITE, widget_secret=SECRET, widget_token_seconds=60)
    with TestClient(create_app(application), raise_server_exceptions=False) as client:
        yield client


def token_of(service: TestClient, origin: str = SITE) -> str:
    response = service.post("/v1/widget/token", headers={"Origin": origin})
    assert response.status_code == 200, response.text
    assert response.json()["expires_in"] == 60
    token: str = response.json()["token"]
    return token


def is_refused(response: Any, status: int) -> str:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert "origin" in response.headers["vary"].lower()
    detail: str = response.json()["detail"]
    return detail


def told_nothing(response: Any) -> bool:
    return not any(name.startswith("access-control") for name in response.headers)


@pytest.mark.parametrize("path", ANSWERING)
def test_a_page_of_an_allowed_origin_asks_with_its_token(service: TestClient, path: str) -> None:
    headers = {"Origin": SITE, "Authorization": f"Bearer {token_of(service)}"}
    response = service.post(path, json=QUESTION, headers=headers)
    assert response.status_code == 200
    assert "15 June 2026" in response.text
    assert response.headers["access-control-allow-origin"] == SITE
    assert "origin" in response.headers["vary"].lower()
    assert "access-control-allow-credentials" not in response.headers


@pytest.mark.parametrize("path", ANSWERING)
@pytest.mark.parametrize("authorization", ["", "Bearer", "Bearer x.y", "Basic YTpi"])
def test_without_a_good_token_it_is_refused_and_may_read_why(
    service: TestClient, path: str, authorization: str
) -> None:
    response = service.post(path, json=QUESTION, headers={"Origin": SITE, "Authorization": authorization})
    assert "/v1/widget/token" in is_refused(response, 401)
    assert response.headers["access-control-allow-origin"] == SITE
    assert response.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize("seconds", [-60, -1])
def test_an_expired_token_is_refused(service: TestClient, seconds: int) -> None:
    old = Tokens(SECRET.encode(), seconds, lambda: 1_700_000_000).given(SITE)
    response = service.post("/v1/ask", json=QUESTION, headers={"Origin": SITE, "Authorization": f"Bearer {old}"})
    assert "expired" in is_refused(response, 401)


def test_a_token_of_another_origin_is_refused(service: TestClient) -> None:
    other = Tokens(SECRET.encode(), 60, lambda: 9e9).given(STRANGER)
    response = service.post("/v1/ask", json=QUESTION, headers={"Origin": SITE, "Authorization": f"Bearer {other}"})
    assert "another origin" in is_refused(response, 401)


@pytest.mark.parametrize("path", [*ANSWERING, "/v1/feedback", "/v1/widget/token"])
@pytest.mark.parametrize(
    "origin", [STRANGER, "http://intranet.example.org", SITE + ":8443", SITE + ".evil.org", "null"]
)
def test_a_page_of_another_origin_is_refused_and_may_read_nothing(service: TestClient, path: str, origin: str) -> None:
    token = token_of(service)
    response = service.post(path, json=QUESTION, headers={"Origin": origin, "Authorization": f"Bearer {token}"})
    assert "INSPECTQA_WIDGET_ORIGINS" in is_refused(response, 403)
    assert told_nothing(response)


@pytest.mark.parametrize("path", [*ANSWERING, "/v1/widget/token"])
def test_before_it_asks_a_browser_is_told_that_an_allowed_page_may(service: TestClient, path: str) -> None:
    headers = {
        "Origin": SITE,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type",
    }
    response = service.options(path, headers=headers)
    assert response.status_code == 204
    assert response.headers["access-control-allow-origin"] == SITE
    assert "authorization" in response.headers["access-control-allow-headers"].lower()
    refused = service.options(path, headers=headers | {"Origin": STRANGER})
    is_refused(refused, 403)
    assert told_nothing(refused)


@pytest.mark.parametrize("origin", [SITE, STRANGER])
def test_what_the_widget_does_not_need_is_for_no_other_origin(service: TestClient, origin: str) -> None:
    response = service.get("/v1/documents", headers={"Origin": origin})
    assert told_nothing(response)
    assert response.headers["cross-origin-resource-policy"] == "same-origin"
    for method in ("POST", "OPTIONS", "DELETE"):
        refused = service.request(method, "/v1/documents", headers={"Origin": origin})
        assert refused.status_code == 403
        assert told_nothing(refused)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "http://testserver"},
        {"Origin": "https://testserver"},  # a proxy speaks TLS for us
        {"Origin": "https://public.example.org", "Sec-Fetch-Site": "same-origin"},  # and may call us by another name
        {"Origin": "null", "Sec-Fetch-Site": "same-origin"},  # a form of a page that sends no referrer
    ],
)
def test_our_own_pages_and_programs_need_no_token(service: TestClient, headers: dict[str, str]) -> None:
    assert service.post("/v1/ask", json=QUESTION, headers=headers).status_code == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_name_in_the_host_header_makes_no_page_ours(service: TestClient, site: str) -> None:
    headers = {"Origin": "http://testserver", "Sec-Fetch-Site": site}
    is_refused(service.post("/v1/ask", json=QUESTION, headers=headers), 403)


def test_our_own_pages_get_no_token(service: TestClient) -> None:
    for headers in ({}, {"Origin": "http://testserver"}):
        assert is_refused(service.post("/v1/widget/token", headers=headers), 403)


def test_a_service_without_allowed_origins_lets_no_other_page_ask(client: TestClient) -> None:
    for path in (*ANSWERING, "/v1/widget/token"):
        is_refused(client.post(path, json=QUESTION, headers={"Origin": SITE}), 403)
    assert client.post("/v1/ask", json=QUESTION, headers={"Origin": "http://testserver"}).status_code == 200


def test_a_fault_inside_may_be_read_by_an_allowed_page(tmp_path: Path, held_samples: Application) -> None:
    application = copy.copy(held_samples)
    application.settings = load(data_dir=tmp_path, widget_origins=SITE, widget_secret=SECRET)
    headers = {"Origin": SITE, "Authorization": f"Bearer {Tokens(SECRET.encode(), 60, lambda: 9e9).given(SITE)}"}
    service = TestClient(create_app(application), raise_server_exceptions=False)
    response = service.post("/v1/ask", json={"question": " "}, headers=headers)
    assert response.status_code == 422
    assert response.headers["access-control-allow-origin"] == SITE
