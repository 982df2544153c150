import base64
import copy
import gzip
import hashlib
import json
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from inspectqa import cli
from inspectqa.api.app import create_app
from inspectqa.api.script import frame, script, snippet
from inspectqa.bootstrap import Application
from inspectqa.settings import load

DOCS = (Path(__file__).parents[2] / "docs" / "widget.md").read_text(encoding="utf-8")
SITE = "https://intranet.example.org"
MOST_BYTES = 15_000  # compressed: what a page pays for the widget
QUESTION = "What has Northmoor done on Makesafe?"


@pytest.fixture(scope="module")
def service(held_samples: Application) -> TestClient:
    application = copy.copy(held_samples.opened())
    folder = held_samples.settings.data_dir
    frames = "https://*.cloud.microsoft"
    application.settings = load(data_dir=folder, widget_origins=SITE, embed_frames=frames, marking="OFFICIAL")
    return TestClient(create_app(application), raise_server_exceptions=False)


def test_the_script_is_small(client: TestClient) -> None:
    response = client.get("/widget.js", headers={"Accept-Encoding": "gzip"})
    assert response.headers["content-encoding"] == "gzip"
    assert int(response.headers["content-length"]) <= MOST_BYTES
    assert response.content == script().content


def test_the_script_is_given_plain_to_whoever_wants_that(client: TestClient) -> None:
    response = client.get("/widget.js", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in response.headers
    assert response.content == script().content
    assert "accept-encoding" in response.headers["vary"].lower()


def test_the_script_may_be_loaded_by_pages_of_other_origins_and_nothing_else_may(service: TestClient) -> None:
    for path in ("/widget.js", script().path):
        response = service.get(path, headers={"Origin": SITE})
        assert response.headers["cross-origin-resource-policy"] == "cross-origin"
        assert response.headers["access-control-allow-origin"] == SITE
        assert response.headers["content-type"].startswith("text/javascript")
        assert "origin" in response.headers["vary"].lower()
    for path in ("/embed", "/", "/documents", "/openapi.json", "/static/stream.js"):
        response = service.get(path, headers={"Origin": SITE})
        assert response.headers["cross-origin-resource-policy"] == "same-origin"
        assert "access-control-allow-origin" not in response.headers


def test_the_script_with_its_hash_is_kept_for_ever_and_the_one_without_is_not(client: TestClient) -> None:
    assert "immutable" in client.get(script().path).headers["cache-control"]
    assert "immutable" not in client.get("/widget.js").headers["cache-control"]


def test_a_script_of_another_version_is_a_problem_that_names_this_one(client: TestClient) -> None:
    response = client.get("/widget-0123456789abcdef.js")
    assert response.status_code == 404
    assert script().path in response.json()["detail"]


def test_the_line_for_a_page_holds_the_hash_of_what_is_served(client: TestClient) -> None:
    line = snippet("https://answers.example.org")
    read = re.fullmatch(
        r'<script src="https://answers\.example\.org(/widget-[0-9a-f]{16}\.js)" integrity="sha384-([^"]+)" '
        r'crossorigin="anonymous" defer></script>',
        line,
    )
    assert read is not None
    served = client.get(read[1]).content
    assert base64.b64encode(hashlib.sha384(served).digest()).decode() == read[2]
    assert gzip.decompress(script().compressed) == served


def test_no_address_gets_out_of_its_attribute() -> None:
    assert '"><script' not in snippet('https://a"><script') + frame('https://a"><script')


def test_the_script_asks_nobody_else_stores_nothing_and_parses_no_markup() -> None:
    text = script().content.decode()
    assert re.findall(r"https?://(?!answers\.example)[\w.]+", text) == []
    for word in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "Function(",
        "localStorage",
    ):
        assert word not in text
    for word in ("sessionStorage", "document.cookie", "indexedDB", "sendBeacon", "XMLHttpRequest", "createPolicy"):
        assert word not in text


def test_the_style_sheet_in_the_script_is_whole() -> None:
    css = json.loads(re.search(r"^self\.inspectqa\.css=(\".*\");$", script().content.decode(), re.MULTILINE)[1])  # type: ignore[index]  # it is there
    assert css.count("{") == css.count("}")
    assert ":host" in css
    assert "/*" not in css
    assert "url(" not in css


def test_every_property_and_every_option_is_documented_and_no_other() -> None:
    text = script().content.decode()
    known = r"--inspectqa-[a-z-]+"
    assert set(re.findall(known, DOCS)) == set(re.findall(rf"var\(({known})", text))
    options = set(re.findall(r'"(\w+)"', re.findall(r"OPTIONS = \[(.*?)\]", text)[0]))
    assert set(re.findall(r"^\| `data-(\w+)`", DOCS, re.MULTILINE)) == options | {"target"}
    looks = {"heading", "forces", "scheme"}
    assert set(re.findall(r"^\| `data-\w+` \| `(\w+)`", DOCS, re.MULTILINE)) == looks


@pytest.mark.parametrize(("scheme", "written"), [("light", "light"), ("dark", "dark"), ("auto", "light dark")])
def test_the_frame_has_the_colours_that_its_address_asks_for(client: TestClient, scheme: str, written: str) -> None:
    text = client.get(f"/embed?scheme={scheme}").text
    assert f'<meta name="color-scheme" content="{written}">' in text


@pytest.mark.parametrize("path", ["/embed", "/embed?heading=Ask&forces=northmoor&scheme=dark"])
def test_the_page_for_a_frame_may_be_framed_by_the_named_origins_only(service: TestClient, path: str) -> None:
    policy = service.get(path).headers["content-security-policy"]
    assert f"frame-ancestors {SITE} https://*.cloud.microsoft;" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "require-trusted-types-for 'script'" in policy


@pytest.mark.parametrize("path", ["/", "/documents", "/accessibility", "/healthz", "/widget.js", "/nowhere"])
def test_no_other_page_may_be_framed(service: TestClient, path: str) -> None:
    assert "frame-ancestors 'none'" in service.get(path).headers["content-security-policy"]


def test_without_named_origins_nobody_may_frame_it(client: TestClient) -> None:
    assert "frame-ancestors 'none'" in client.get("/embed").headers["content-security-policy"]


def test_the_page_for_a_frame_carries_the_marking(service: TestClient) -> None:
    assert service.get("/embed").text.count("OFFICIAL") == 2


def test_the_form_in_the_frame_answers_and_goes_on(service: TestClient) -> None:
    first = service.post("/embed", data={"question": QUESTION})
    assert first.status_code == 200
    assert "15 June 2026" in first.text
    assert "frame-ancestors https://intranet" in first.headers["content-security-policy"]
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', first.text)
    assert [name for name, _ in hidden] == ["asked", "said"]
    second = service.post("/embed", data=dict(hidden) | {"question": "And Brackenshire?"})
    assert "Brackenshire Police" in second.text


def test_every_link_of_the_frame_leaves_it(service: TestClient) -> None:
    text = service.post("/embed", data={"question": QUESTION}).text
    links = [link for link in re.findall(r"<a [^>]*>", text) if 'href="#' not in link]
    assert links
    assert all('target="_blank" rel="noopener noreferrer"' in link for link in links)


@pytest.mark.parametrize("question", ["", " ", "a" * 1001], ids=["empty", "blank", "too long"])
def test_a_question_that_cannot_be_asked_is_said_in_the_frame(service: TestClient, question: str) -> None:
    response = service.post("/embed", data={"question": question})
    assert response.status_code == 422
    assert 'role="alert"' in response.text
    assert "frame-ancestors https://intranet" in response.headers["content-security-policy"]


@pytest.mark.parametrize("query", ["scheme=pink", "heading=", f"heading={'a' * 101}", f"forces={'a' * 1001}"])
def test_looks_that_make_no_sense_are_refused(service: TestClient, query: str) -> None:
    assert service.get(f"/embed?{query}").status_code == 422


@pytest.mark.parametrize("forces", ["northmoor,caldermere", "a " * 500, "a" * 1000, '"><script>', "\u202e"])
def test_any_names_of_forces_are_taken_as_words(service: TestClient, forces: str) -> None:
    response = service.get("/embed", params={"forces": forces, "heading": "<b>Ask</b>"})
    assert response.status_code == 200
    assert "<b>" not in response.text
    assert '"><script>' not in response.text


def test_the_command_prints_both_lines(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["widget", "--url", "https://Answers.example.org/"]) == 0
    address = "https://answers.example.org"
    assert capsys.readouterr().out == f"{snippet(address)}\n{frame(address)}\n"
