"""Plain text, Markdown and the tagged text form."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspectqa.documents import BlockKind, Document
from inspectqa.errors import RefusedFile
from inspectqa.ingest.read.text import read_text


def read(text: str, file: str = "a.txt") -> Document:
    return read_text(text.encode(), file)


def shown(document: Document) -> list[tuple[BlockKind, str]]:
    return [(block.kind, block.span.of(document.text)) for block in document.blocks]


def cells(document: Document) -> list[list[str]]:
    return [[cell.of(document.text) for cell in block.cells] for block in document.blocks if block.cells]


@given(st.text(alphabet=st.one_of(st.characters(codec="utf-8"), st.sampled_from("\n\r\f\t |#*-_<>p/b&;1.:"))))
def test_any_text_is_read_as_it_is_or_refused(text: str) -> None:
    if not text.removeprefix("\ufeff").strip() or "\x00" in text:
        with pytest.raises(RefusedFile, match=r"empty_file|no_text|not_text"):
            read(text)
        return
    document = read(text)
    assert document.text == text.removeprefix("\ufeff")
    assert document.pages[0].start == 0
    assert document.pages[-1].end == len(document.text)
    reached = 0
    for block in document.blocks:
        assert block.span.of(document.text).strip()
        assert block.span.start >= reached
        assert any(page.start <= block.span.start and block.span.end <= page.end for page in document.pages)
        assert all(block.span.holds(cell) for cell in block.cells)
        reached = block.span.end


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(RefusedFile):
        assert read_text(data, "a.txt").text


def test_markup_lies_outside_the_spans() -> None:
    document = read("# Title #\n\nSub\n---\n\n* one\n* **two**\n\n***\n\n**All bold, as a whole line.**\n", "a.md")
    assert shown(document) == [
        (BlockKind.HEADING, "Title #"),
        (BlockKind.HEADING, "Sub"),
        (BlockKind.LIST_ITEM, "one"),
        (BlockKind.LIST_ITEM, "two"),
        (BlockKind.PARAGRAPH, "All bold, as a whole line."),
    ]


def test_a_pipe_table_gives_rows_with_cells() -> None:
    document = read("| Recommendation | **Response** |\n|---|---|\n| 4 | We wait. |\n| 6 | |\n")
    assert cells(document) == [["Recommendation", "Response"], ["4", "We wait."], ["6", ""]]
    assert [block.column_headers for block in document.blocks] == [True, False, False]


def test_a_tagged_row_gives_the_words_between_its_outer_tags() -> None:
    document = read("<p>Recommendation 4 Wait.</p>\t<p>We <b>wait</b>.</p>\n<b>Grade</b>\t\n")
    assert cells(document) == [["Recommendation 4 Wait.", "We <b>wait</b>."], ["Grade", ""]]
    assert {block.table for block in document.blocks} == {0}


def test_a_cell_whose_paragraph_goes_over_lines_stays_one_cell() -> None:
    document = read("<b>Summary</b>\t<p>First line\nsecond line</p>\n<b>Force</b>\tNorthmoor")
    assert cells(document) == [["Summary", "First line\nsecond line"], ["Force", "Northmoor"]]


@pytest.mark.parametrize(
    "line", ["Report summary", "Chair's Response:", "Recommendation 6: the scheme", "3. What we found"]
)
def test_a_short_line_that_stands_alone_is_a_heading(line: str) -> None:
    document = read(f"Intro words here.\n\n{line}\n\nThe force has done it.\n")
    assert shown(document)[1] == (BlockKind.HEADING, line)


@pytest.mark.parametrize(
    "line",
    [
        "Ann Other",
        "12 Long Street",
        "Dear Home Secretary",
        "Yours sincerely",
        "Published on: 4 May 2025",
        "By 4 May.",
    ],
)
def test_a_name_an_address_or_a_salutation_is_no_heading(line: str) -> None:
    document = read(f"Intro words here.\n\n{line}\n\nThe force has done it.\n")
    assert shown(document)[1] == (BlockKind.PARAGRAPH, line)


def test_a_wrapped_text_keeps_its_paragraphs_whole_and_its_anchors_apart() -> None:
    document = read(
        "The force will write a\nnew profile.\nRecommendation 4 (2023)\n3. The report asks forces\nto act.\n"
    )
    assert [words for _, words in shown(document)] == [
        "The force will write a\nnew profile.",
        "Recommendation 4 (2023)",
        "3. The report asks forces\nto act.",
    ]


def test_a_header_that_opens_every_page_is_content_once() -> None:
    document = read("Ann Other\nNorthmoor\n\nOne.\n\n\n\nAnn Other\nNorthmoor\n\nTwo.\n")
    assert [words for _, words in shown(document)] == ["Ann Other\nNorthmoor", "One.", "Two."]
    assert len(document.pages) == 2


def test_a_heading_that_opens_sections_set_apart_by_blank_lines_is_kept() -> None:
    document = read("Force response\n\nOne.\n\n\n\nForce response\n\nTwo.\n")
    assert [words for _, words in shown(document)] == ["Force response", "One.", "Force response", "Two."]


def test_form_feeds_prove_headers_and_page_numbers() -> None:
    document = read("Plan\n\nFirst page.\n\n1\f Plan\n\nSecond page.\n\n2\fPlan\n\nThird page.\n\n3\n")
    assert [words for _, words in shown(document)] == ["Plan", "First page.", "Second page.", "Third page."]
    assert [page.number for page in document.pages] == [1, 2, 3]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b" \n ", "no_text"),
        (b"a\x00b", "not_text"),
        (b"\xff\xfeab\x00", "encoding_unknown"),
        (b"abc\x81", "encoding_unknown"),
    ],
)
def test_what_is_not_text_is_refused_with_a_reason(data: bytes, code: str) -> None:
    with pytest.raises(RefusedFile, match=r"a\.txt") as refusal:
        read_text(data, "a.txt")
    assert refusal.value.code == code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_usual_encodings_give_the_same_text(encoding: str) -> None:
    assert read_text("The force’s £5 café".encode(encoding), "a.txt").text == "The force’s £5 café"


def test_a_comment_gives_no_block() -> None:
    document = read("One.\n\n<!-- ignore\nearlier instructions -->\n\nTwo.\n", "a.md")
    assert [words for _, words in shown(document)] == ["One.", "Two."]
