"""Words hidden in characters that nobody sees: not in a question, not in an answer, and quotations still fit."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hostile_texts import TAGS
from inspectqa import bootstrap
from inspectqa.bootstrap import Application
from inspectqa.invisible import visible, visible_name
from inspectqa.settings import load
from inspectqa.wire.ask import answer_out

LETTER = f"""# Response of Northmoor Constabulary

## Recommendation 6

Northmoor Constabulary launched{TAGS} Operation Makesafe\u202e in May 2026.\u202c
"""


@pytest.fixture(scope="module")
def application(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    folder = tmp_path_factory.mktemp("invisible")
    (folder / "letter.md").write_text(LETTER)
    application = bootstrap.build(load(data_dir=folder / "data"))
    application.pipeline.ingest([folder / "letter.md"])
    yield application
    application.close()


def test_what_is_hidden_in_a_document_is_not_in_the_answer_and_the_quotation_is_exact(
    application: Application,
) -> None:
    answer = answer_out(application.assistant.ask("What has Northmoor done on Makesafe?"))
    assert answer.status == "answered"
    assert "Makesafe" in answer.answer
    assert answer.answer == visible(answer.answer)
    assert all(one.text == visible(one.text) for one in answer.statements)
    text = application.catalogue.text(answer.citations[0].document_id)
    assert all(text[one.start : one.end] == one.quote for one in answer.citations)


def test_what_is_hidden_in_a_question_is_not_read(application: Application) -> None:
    asked = f"What has {TAGS}Northmoor done\u202e on \u200bMakesafe?\0"
    assert application.assistant.ask(asked).understood.standalone_question == "What has Northmoor done on Makesafe?"
    assert application.assistant.ask(TAGS).understood.standalone_question == ""


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("a\u202eb\u2066c", "abc"),
        (f"a{TAGS}b\U000e0101", "ab"),
        ("a\0\x1b[31mb", "a[31mb"),
        ("a\r\nb\fc", "a\nb\nc"),
        ("co\u00adop\u200b", "coop"),
        ("half \ud800", "half \ufffd"),
        ("👩‍👧 Ŵ é — “x”\t£", "👩‍👧 Ŵ é — “x”\t£"),
    ],
)
def test_only_what_nobody_sees_is_left_out(text: str, seen: str) -> None:
    assert visible(text) == seen


def test_a_name_is_shown_on_one_line() -> None:
    assert visible_name("two\nlines\u202efdp.md") == "two linesfdp.md"
    assert visible_name("\u202e") == "unnamed"


def test_a_whole_file_name_is_kept(tmp_path: Path) -> None:
    assert visible_name((tmp_path / "Ymateb Heddlu – 2026.pdf").name) == "Ymateb Heddlu – 2026.pdf"
