"""The pages without a browser: what the server sends, to whom, and what it keeps."""

import io
import json
import re
from pathlib import Path
from typing import Any

import docx
import lxml.html
import pytest
from PIL import Image
from starlette.testclient import TestClient

from inspectqa import bootstrap
from inspectqa.api.app import create_app
from inspectqa.api.feedback import FILE, Reason
from inspectqa.api.rendering import POLICY, static_files
from inspectqa.settings import load

QUESTION = "What has Northmoor done on Makesafe?"
PAGES = ["/", "/documents", "/accessibility"]
PDF = "brackenshire_table_gbcse_2025.pdf"


def tree(response: Any, status: int = 200) -> Any:
    assert response.status_code == status, response.text
    assert response.headers["content-type"].startswith("text/html")
    assert response.headers["content-security-policy"] == POLICY
    return lxml.html.document_fromstring(response.text)


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


def id_of(client: TestClient, file: str) -> str:
    rows = client.get("/v1/documents").json()["documents"]
    return next(str(row["id"]) for row in rows if row["file"] == file)


def answered(client: TestClient, question: str = QUESTION, **fields: Any) -> Any:
    return tree(client.post("/", data={"question": question} | fields))


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_one_main_heading_a_language_and_its_place_in_the_navigation(client: TestClient, path: str) -> None:
    page = tree(client.get(path))
    assert len(page.xpath("//h1")) == 1
    assert page.get("lang") == "en-GB"
    (here,) = page.xpath("//nav//a[@aria-current='page']")
    assert here.get("href") == path


@pytest.mark.parametrize("path", PAGES)
def test_a_page_loads_its_own_files_and_no_other(client: TestClient, path: str) -> None:
    page = tree(client.get(path))
    addresses = page.xpath("//link/@href | //script/@src | //img/@src")
    assert addresses
    for address in addresses:
        assert address.startswith("/static/")
        response = client.get(address)
        assert response.status_code == 200
        assert "immutable" in response.headers["cache-control"]
    assert page.xpath("//style | //@style | //script[not(@src)] | //@onclick") == []


def test_first_paint_weighs_little_even_uncompressed(client: TestClient) -> None:
    page = client.get("/")
    addresses = tree(page).xpath("//link/@href | //script/@src")
    plain = len(page.content) + sum(len(client.get(address).content) for address in addresses)
    assert plain < 150_000


def test_static_files_are_sent_compressed_to_who_takes_that(client: TestClient) -> None:
    one = static_files()["page.css"]
    assert client.get(one.url, headers={"Accept-Encoding": "gzip"}).headers["content-encoding"] == "gzip"
    plain = client.get(one.url, headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.content == one.content


def test_an_unknown_static_file_is_not_there_and_nothing_outside_is(client: TestClient) -> None:
    for name in ("nothing.js", "..%2Fapp.py", "%2e%2e%2fapp.py"):
        assert client.get(f"/static/{name}").status_code == 404


def test_a_form_gets_an_answer_page_with_its_sources(client: TestClient) -> None:
    page = answered(client)
    (article,) = page.xpath("//article")
    assert article.get("data-status") == "answered"
    assert "15 June 2026" in words(article)
    chips = article.xpath(".//a[@class='iqa-chip']")
    assert chips
    for chip in chips:
        assert chip.get("aria-label").startswith(f"Source {chip.text}: ")
        assert len(page.xpath(f"//*[@id='{chip.get('href')[1:]}']")) == 1


def test_every_source_of_an_answer_page_leads_to_its_marked_words(client: TestClient) -> None:
    for source in answered(client).xpath("//li[@class='iqa-citation']"):
        (quote,) = source.xpath(".//blockquote")
        (link,) = source.xpath(".//a[contains(@class, 'iqa-source')]/@href")
        path, _, fragment = link.partition("#")
        view = tree(client.get(path))
        assert " ".join(words(mark) for mark in view.xpath("//mark")) == words(quote)
        assert view.xpath("//mark/@id") == [fragment] == ["cited"]


def test_a_follow_up_from_the_answer_page_is_read_with_the_conversation(client: TestClient) -> None:
    page = answered(client)
    (form,) = page.xpath("//form[@class='iqa-ask']")
    fields = [(one.get("name"), one.get("value")) for one in form.xpath(".//input[@type='hidden']")]
    assert [name for name, _ in fields] == ["asked", "said"]
    following = answered(client, "And Brackenshire?", **dict(fields))
    assert "Brackenshire" in words(following.xpath("//article")[0])


def test_filters_of_the_form_keep_other_forces_out_and_stay_chosen(client: TestClient) -> None:
    page = answered(client, "What has been done on Makesafe?", force="caldermere", voice="force")
    assert "Caldermere" in words(page.xpath("//article")[0])
    assert "Northmoor Police" not in words(page.xpath("//article")[0])
    assert page.xpath("//input[@type='checkbox' and @checked]/@value") == ["caldermere", "force"]


def test_dates_of_the_form_leave_older_documents_out(client: TestClient) -> None:
    page = answered(client, "What has Northmoor done on Makesafe?", published_from="2026-01-01")
    published = page.xpath("//li[@class='iqa-citation']//div[dt='Published']/dd")
    assert published
    assert all(words(one).endswith("2026") for one in published)
    assert page.xpath("//input[@name='published_from']/@value") == ["2026-01-01"]


def test_facets_count_what_is_held(client: TestClient) -> None:
    page = tree(client.get("/"))
    labels = {words(one) for one in page.xpath("//fieldset//label")}
    assert "Northmoor Constabulary (2 documents)" in labels
    assert any(re.fullmatch(r"The commissioner \(\d+ passages\)", label) for label in labels)
    assert any(label.startswith("Recommendation 6 (2025)") for label in labels)


def test_every_finding_of_the_facets_can_be_asked_with(client: TestClient) -> None:
    for value in tree(client.get("/")).xpath("//input[@name='finding']/@value"):
        asked = {"question": "What was said?", "filters": {"findings": [value]}}
        assert client.post("/v1/ask", json=asked).status_code == 200


def test_the_example_questions_are_answered(client: TestClient) -> None:
    examples = tree(client.get("/")).xpath("//div[@class='iqa-examples']//button/@value")
    assert len(examples) >= 3
    for question in examples:
        assert client.post("/v1/ask", json={"question": question}).json()["status"] == "answered", question


def test_what_is_not_held_is_said_with_what_is(client: TestClient) -> None:
    article = answered(client, "What has Cheshire done on Makesafe?").xpath("//article")[0]
    assert article.get("data-status") == "not_held"
    assert "No such document is held" in words(article)
    assert "Northmoor" in words(article.xpath(".//ul[contains(@class, 'iqa-held')]")[0])


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"question": " "}, "empty"),
        ({"question": "a" * 1001}, "1000"),
        ({"question": "a", "voice": "ghost"}, "voices"),
        ({"question": "a", "finding": "everything"}, "recommendation 6"),
        ({"question": "a", "published_from": "soon"}, "published_from"),
    ],
)
def test_a_form_that_is_wrong_is_shown_again_with_what_is_wrong(
    client: TestClient, fields: dict[str, str], told: str
) -> None:
    page = tree(client.post("/", data=fields), 422)
    (summary,) = page.xpath("//*[@role='alert']")
    assert told in words(summary)
    assert page.xpath("//title")[0].text.startswith("Error: ")
    assert page.xpath("//textarea")[0].text_content().strip() == fields["question"].strip()


def test_another_sites_form_and_another_type_are_refused(client: TestClient) -> None:
    for path in ("/", "/feedback"):
        assert client.post(path, data={"question": "a"}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
        assert client.post(path, json={"question": "a"}).status_code == 415
        assert client.post(path, data={"question": "a"} | {f"n{n}": "x" for n in range(600)}).status_code == 400


def test_an_unknown_document_is_a_page_that_says_so(client: TestClient) -> None:
    assert "nobody" in words(tree(client.get("/documents/nobody"), 404))
    assert client.get("/documents/nobody/pages/1.png").status_code == 404
    assert "Start: " in words(tree(client.get(f"/documents/{id_of(client, PDF)}?start=soon"), 422))


def test_the_documents_page_lists_what_is_held_by_force_with_its_warnings(client: TestClient) -> None:
    page = tree(client.get("/documents"))
    held = client.get("/v1/documents").json()["documents"]
    assert set(page.xpath("//h3/a/@href")) == {f"/documents/{row['id']}" for row in held}
    for row in held:
        for text in (row["file"], *row["warnings"]):
            assert text in words(page)


def test_a_place_that_is_not_in_the_document_any_more_is_said(client: TestClient) -> None:
    view = tree(client.get(f"/documents/{id_of(client, PDF)}?start=9000000&end=9000010"))
    assert view.xpath("//mark") == []
    assert "not in this version" in words(view)


def test_the_margin_of_the_source_view_says_who_speaks_and_about_what(client: TestClient) -> None:
    document = id_of(client, "caldermere_response.html")
    text = client.get(f"/v1/documents/{document}/text").json()["text"]
    start = text.index("We aim for 85 per cent")
    view = tree(client.get(f"/documents/{document}?start={start}&end={start + 22}"))
    (part,) = view.xpath("//div[contains(@class, 'iqa-part--cited')]")
    assert words(part.xpath("./p")[0]).startswith("Caldermere Constabulary The force recommendation 4")


def test_the_whole_text_can_be_read_stretch_by_stretch(tmp_path: Path) -> None:
    more = "They told their supervisors what they had learnt, and these wrote it down for the next inspection."
    paragraphs = [f"Paragraph {number}: we trained officers of team {number}. {more}" for number in range(240)]
    (tmp_path / "long.md").write_text("# Response of Northmoor Constabulary\n\n" + "\n\n".join(paragraphs))
    application = bootstrap.build(load(data_dir=tmp_path / "data"))
    application.pipeline.ingest([tmp_path / "long.md"])
    client = TestClient(create_app(application))
    (document,) = client.get("/v1/documents").json()["documents"]
    address, seen = f"/documents/{document['id']}", ""
    for _ in range(20):
        view = tree(client.get(address))
        seen += " " + " ".join(words(one) for one in view.xpath("//div[@class='iqa-words']"))
        later = view.xpath("//a[starts-with(text(), 'Later')]/@href")
        if not later:
            break
        address = later[0]
    assert all(paragraph in seen for paragraph in paragraphs)
    application.close()


def test_a_page_of_a_pdf_is_drawn_and_its_rectangles_lie_on_it(client: TestClient) -> None:
    document = id_of(client, PDF)
    picture = Image.open(io.BytesIO(client.get(f"/documents/{document}/pages/1.png").content))
    text = client.get(f"/v1/documents/{document}/text").json()["text"]
    start = text.index("Template loaded")
    view = tree(client.get(f"/documents/{document}?start={start}&end={start + 80}"))
    (image,) = view.xpath("//img")
    assert picture.width / picture.height == pytest.approx(int(image.get("width")) / int(image.get("height")), rel=0.01)
    assert len(view.xpath("//*[local-name()='rect']")) >= 1


@pytest.mark.parametrize(("file", "number"), [(PDF, 0), (PDF, 3), ("caldermere_response.html", 1)])
def test_there_is_no_picture_of_what_is_not_printed(client: TestClient, file: str, number: int) -> None:
    assert client.get(f"/documents/{id_of(client, file)}/pages/{number}.png").status_code == 404


def test_an_answer_is_downloaded_for_word_with_every_quotation(client: TestClient) -> None:
    page = answered(client)
    (link,) = page.xpath("//a[text()='Download for Word']/@href")
    response = client.get(link)
    assert response.headers["content-disposition"] == 'attachment; filename="answer.docx"'
    text = "\n".join(one.text for one in docx.Document(io.BytesIO(response.content)).paragraphs)
    assert QUESTION in text
    for quote in page.xpath("//li[@class='iqa-citation']//blockquote"):
        assert f"“{words(quote)}”" in text
    assert "/documents/" in text


def test_an_answer_that_is_forgotten_is_said(client: TestClient) -> None:
    for path in ("/answers/nobody.docx", "/answers/nobody/suggestions"):
        response = client.get(path)
        assert response.status_code == 404
        assert "again" in response.json()["detail"]


def test_suggestions_go_on_from_a_streamed_answer(client: TestClient) -> None:
    text = client.post("/v1/ask/stream", json={"question": QUESTION}).text
    done = json.loads(text.rpartition("event: done\ndata: ")[2])
    questions = client.get(f"/answers/{done['id']}/suggestions").json()["questions"]
    assert "And Brackenshire?" in questions
    history = [{"role": "user", "content": QUESTION}, {"role": "assistant", "content": done["answer"]}]
    for question in questions:
        asked = client.post("/v1/ask", json={"question": question, "history": history}).json()
        assert asked["status"] in {"answered", "no_evidence"}, question


@pytest.fixture
def own(tmp_path: Path) -> TestClient:
    """A service with a data folder of its own, which holds nothing."""
    return TestClient(create_app(bootstrap.build(load(data_dir=tmp_path))))


def lines(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / FILE).read_text(encoding="utf-8").splitlines()]


def test_feedback_is_kept_without_the_question_unless_it_is_shared(own: TestClient, tmp_path: Path) -> None:
    text = own.post("/v1/ask/stream", json={"question": QUESTION}).text
    answer = json.loads(text.rpartition("event: done\ndata: ")[2])
    told = {"answer_id": answer["id"], "useful": False, "reason": "wrong_speaker", "comment": "It\u202e was not."}
    assert own.post("/v1/feedback", json=told).json() == {"stored": True, "with_question": False}
    assert own.post("/v1/feedback", json=told | {"share": True}).json() == {"stored": True, "with_question": True}
    bare, shared = lines(tmp_path)
    assert bare["reason"] == "wrong_speaker"
    assert bare["comment"] == "It was not."
    assert "question" not in bare
    assert QUESTION not in json.dumps(bare)
    assert shared["question"] == QUESTION
    assert shared["answer"] == answer["answer"]


def test_feedback_from_the_form_is_kept(own: TestClient, tmp_path: Path) -> None:
    fields = {"answer_id": "0" * 32, "useful": "no", "reason": "incomplete"}
    assert "Thank you" in words(tree(own.post("/feedback", data=fields)))
    assert lines(tmp_path)[0]["reason"] == "incomplete"
    assert "answer_id" in words(tree(own.post("/feedback", data={"useful": "no"}), 422))


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"answer_id": "x", "useful": True},
        {"answer_id": "0" * 32},
        {"answer_id": "0" * 32, "useful": True, "reason": "bad"},
        {"answer_id": "0" * 32, "useful": True, "comment": "a" * 501},
        {"answer_id": "0" * 32, "useful": True, "name": "me"},
    ],
)
def test_feedback_that_is_wrong_is_refused(own: TestClient, told: dict[str, Any], tmp_path: Path) -> None:
    assert own.post("/v1/feedback", json=told).status_code == 422
    assert not (tmp_path / FILE).exists()


def test_feedback_has_a_limit_on_disk(own: TestClient, tmp_path: Path) -> None:
    with (tmp_path / FILE).open("wb") as file:
        file.truncate(20 << 20)
    assert own.post("/v1/feedback", json={"answer_id": "0" * 32, "useful": True}).status_code == 507


def test_every_reason_has_its_words() -> None:
    assert len({reason.label for reason in Reason}) == len(Reason)


def test_the_organisation_its_colour_and_its_marking_are_on_every_page(tmp_path: Path) -> None:
    settings = load(
        data_dir=tmp_path, organisation="Office <of> Northmoor", accent="#663399", marking="OFFICIAL", contact="a@b"
    )
    client = TestClient(create_app(bootstrap.build(settings)))
    for path in PAGES:
        page = tree(client.get(path))
        assert words(page.xpath("//a[@class='iqa-header__name']")[0]) == "Office <of> Northmoor"
        assert [words(one) for one in page.xpath("//p[@class='iqa-marking']")] == ["OFFICIAL"] * 2
        (theme,) = page.xpath("//link[contains(@href, 'theme')]/@href")
        assert client.get(theme).text == ":root{--iqa-accent:#663399}\n"
    assert "a@b" in words(tree(client.get("/accessibility")))


def test_an_empty_service_says_what_to_do(own: TestClient) -> None:
    for path in ("/", "/documents"):
        assert "inspectqa ingest" in words(tree(own.get(path)))
