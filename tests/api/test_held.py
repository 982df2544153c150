import hashlib
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


def listed(client: TestClient, path: str, name: str) -> list[dict[str, Any]]:
    response = client.get(path)
    assert response.status_code == 200, response.text
    rows: list[dict[str, Any]] = response.json()[name]
    return rows


def document(client: TestClient, file: str) -> dict[str, Any]:
    return next(row for row in listed(client, "/v1/documents", "documents") if row["file"] == file)


def test_every_sample_is_held_with_its_force_and_its_hash(client: TestClient) -> None:
    rows = {row["file"]: row for row in listed(client, "/v1/documents", "documents")}
    assert set(rows) == {path.name for path in SAMPLES.iterdir() if path.suffix != ".json"}
    for file, row in rows.items():
        assert row["sha256"] == hashlib.sha256((SAMPLES / file).read_bytes()).hexdigest()
        assert row["force_id"] == file.partition("_")[0]


def test_one_document_shows_how_things_were_recognised(client: TestClient) -> None:
    row = document(client, "northmoor_panel_minutes_2026-07.md")
    detail = client.get(f"/v1/documents/{row['id']}").json()
    assert detail["title"] == row["title"]
    assert detail["rules"]
    assert detail["page_spans"][0]["start"] == 0


def test_a_span_has_rectangles_on_its_page(client: TestClient) -> None:
    row = document(client, "brackenshire_table_gbcse_2025.pdf")
    text = client.get(f"/v1/documents/{row['id']}/text").json()["text"]
    start = text.index("Recommendation")
    url = f"/v1/documents/{row['id']}/rectangles"
    (page,) = client.get(url, params={"start": start, "end": start + 14}).json()["pages"]
    (box,) = page["boxes"]
    assert page["page"] == 1
    assert 0 <= box["left"] < box["right"] <= page["width"]
    assert 0 <= box["top"] < box["bottom"] <= page["height"]


def test_each_sentence_of_a_document_is_a_statement_with_its_kind(client: TestClient) -> None:
    row = next(row for row in client.get("/v1/documents").json()["documents"] if row["file"].endswith(".md"))
    text = client.get(f"/v1/documents/{row['id']}/text").json()["text"]
    told = client.get(f"/v1/documents/{row['id']}/statements").json()["statements"]
    assert all(text[one["start"] : one["end"]] == one["quote"] for one in told)
    by_quote = {one["quote"]: one for one in told}
    went_live = by_quote["The mandatory question went live in Orbis on 1 June 2026."]
    assert (went_live["kind"], went_live["dates"]) == ("done", ["2026-06-01"])
    assert went_live["finding"]["number"] == "4"
    assert by_quote["Ms Tindall asked what the target was."]["kind"] == "question"
    assert any("38 which signed up" in " ".join(one["figures"]) or "38" in one["figures"] for one in told)


def test_a_format_without_pages_has_no_rectangles(client: TestClient) -> None:
    row = document(client, "northmoor_panel_minutes_2026-07.md")
    assert client.get(f"/v1/documents/{row['id']}/rectangles?start=0&end=9").json() == {"pages": []}
    assert client.get(f"/v1/documents/{row['id']}/rectangles?start=0").status_code == 422


def test_an_unknown_document_is_not_found(client: TestClient) -> None:
    for path in ("", "/text", "/file"):
        response = client.get(f"/v1/documents/nobody{path}")
        assert response.status_code == 404
        assert response.headers["content-type"] == "application/problem+json"
        assert "nobody" in response.json()["detail"]


def test_a_path_cannot_leave_the_data_folder(client: TestClient) -> None:
    for name in ("..%2F..%2Fcatalogue.db", "..", "%2e%2e%2fcatalogue.db"):
        assert client.get(f"/v1/documents/{name}/file").status_code == 404


@pytest.mark.parametrize("file", sorted(path.name for path in SAMPLES.iterdir() if path.suffix != ".json"))
def test_the_original_is_a_download_that_is_never_rendered(client: TestClient, file: str) -> None:
    response = client.get(f"/v1/documents/{document(client, file)['id']}/file")
    assert response.content == (SAMPLES / file).read_bytes()
    assert response.headers["content-disposition"] == f'attachment; filename="{file}"'
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "html" not in response.headers["content-type"]
    assert "markdown" not in response.headers["content-type"]


def test_held_forces_are_counted_and_invented_ones_are_not_known(client: TestClient) -> None:
    forces = {row["id"]: row for row in listed(client, "/v1/forces", "forces")}
    assert set(forces) == {"brackenshire", "caldermere", "northmoor"}
    assert forces["northmoor"]["documents"] == 2
    assert not forces["northmoor"]["known"]


def test_findings_tell_the_inspections_apart(client: TestClient) -> None:
    rows = listed(client, "/v1/findings", "findings")
    assert rows
    keys = [(row["inspection_id"], row["kind"], row["number"]) for row in rows]
    assert len(keys) == len(set(keys))


def test_findings_of_a_force_name_only_its_documents(client: TestClient) -> None:
    rows = listed(client, "/v1/findings?force=northmoor", "findings")
    assert rows
    assert {force for row in rows for force in row["forces"]} == {"northmoor"}


def test_findings_of_an_inspection_are_of_that_inspection(client: TestClient) -> None:
    wanted = next(row["inspection_id"] for row in listed(client, "/v1/findings", "findings") if row["inspection_id"])
    rows = listed(client, f"/v1/findings?inspection={wanted}", "findings")
    assert rows
    assert {row["inspection_id"] for row in rows} == {wanted}


def test_a_force_without_documents_has_no_findings(client: TestClient) -> None:
    assert listed(client, "/v1/findings?force=cheshire", "findings") == []


def test_an_empty_filter_is_refused(client: TestClient) -> None:
    assert client.get("/v1/findings?force=").status_code == 422
