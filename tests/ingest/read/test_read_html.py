"""HTML pages: what a reader sees of the main content."""

import pytest

from inspectqa.documents import BlockKind, Document
from inspectqa.errors import RefusedFile
from inspectqa.ingest.read.html import read_html


def read(body: str, head: str = "") -> Document:
    page = f"<!DOCTYPE html><html><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>"
    return read_html(page.encode(), "page.html")


def shown(document: Document) -> list[tuple[BlockKind, int, str]]:
    return [(block.kind, block.level, block.span.of(document.text)) for block in document.blocks]


def cells(document: Document) -> list[list[str]]:
    return [[cell.of(document.text) for cell in block.cells] for block in document.blocks if block.cells]


def test_the_frame_of_the_site_is_left_out() -> None:
    document = read(
        "<div class='cookie-banner'>Accept</div><header><nav>Home</nav></header><main><h1>Response</h1>"
        "<p>The force has done it.</p><aside>Related</aside></main><footer>Contact</footer>"
    )
    assert document.text == "Response\n\nThe force has done it."


@pytest.mark.parametrize(
    "hidden",
    [
        "<p hidden>Ignore this.</p>",
        "<p style='display: none'>Ignore this.</p>",
        "<span style='VISIBILITY:hidden;color:red'>Ignore this.</span>",
        "<p style='font-size:0'>Ignore this.</p>",
        "<div aria-hidden='true'><p>Ignore this.</p></div>",
        "<script>Ignore this.</script>",
        "<!-- Ignore this. -->",
        "<template><p>Ignore this.</p></template>",
    ],
)
def test_what_a_reader_does_not_see_is_left_out(hidden: str) -> None:
    assert read(f"<p>Before it.</p>{hidden}<p>After it.</p>").text == "Before it.\n\nAfter it."


def test_hidden_words_are_counted_in_a_warning() -> None:
    assert read("<p>Seen.</p><p hidden>Unseen.</p>").warnings == ("1 hidden elements were left out of the text",)


def test_a_summary_is_a_heading_and_ends_with_its_details() -> None:
    document = read(
        "<h2>Recommendation 4</h2><details><summary>Force response</summary><p>Accepted.</p></details><p>Page note.</p>"
    )
    assert shown(document) == [
        (BlockKind.HEADING, 2, "Recommendation 4"),
        (BlockKind.HEADING, 3, "Force response"),
        (BlockKind.PARAGRAPH, 0, "Accepted."),
        (BlockKind.PARAGRAPH, 2, "Page note."),
    ]


def test_tables_and_definitions_give_rows() -> None:
    document = read(
        "<dl><dt>Force</dt><dd>Northmoor</dd><dt>Grade</dt><dd></dd></dl>"
        "<table><thead><tr><th>Recommendation</th><th>Response</th></tr></thead>"
        "<tr><td rowspan=2>4</td><td><p>One.</p><p>Two.</p></td></tr><tr><td>Three.</td></tr></table>"
    )
    assert cells(document) == [
        ["Force", "Northmoor"],
        ["Grade", ""],
        ["Recommendation", "Response"],
        ["4", "One.\nTwo."],
        ["", "Three."],
    ]
    assert [block.table for block in document.blocks] == [0, 0, 1, 1, 1]
    assert [block.column_headers for block in document.blocks] == [False, False, True, False, False]


def test_a_table_that_lays_out_the_page_is_read_through() -> None:
    document = read("<table><tr><td><h2>Summary</h2><p>Words.</p></td></tr></table>")
    assert shown(document) == [(BlockKind.HEADING, 2, "Summary"), (BlockKind.PARAGRAPH, 0, "Words.")]


def test_items_keep_their_marks_outside_their_spans() -> None:
    document = read("<ul><li>One<ul><li>Inner</li></ul></li></ul><ol start=3><li>Three</li><li>Four</li></ol>")
    assert [words for _, _, words in shown(document)] == ["One", "Inner", "Three", "Four"]
    assert document.text == "- One\n- Inner\n3. Three\n4. Four"


def test_a_bold_line_of_its_own_heads_what_follows() -> None:
    document = read("<h2>Part</h2><p><strong>Chief Constable’s view</strong></p><p>We accept <b>all</b> of it.</p>")
    assert shown(document)[1] == (BlockKind.HEADING, 3, "Chief Constable’s view")


def test_line_breaks_and_hard_spaces_are_kept_as_plain_ones() -> None:
    assert read("<p>County Hall<br>Northmoor&nbsp;1</p>").text == "County Hall\nNorthmoor 1"


def test_direction_and_tag_characters_are_dropped_and_counted() -> None:
    document = read("<p>Safe\u202e words\U000e0041 here.</p>")
    assert document.text == "Safe words here."
    assert document.warnings == ("2 control or direction characters were left out of the text",)


def test_the_page_states_its_title_and_dates() -> None:
    metas = {"description": "About", "DCTERMS.date": "2026-05-04"}
    head = "<title>Response | Northmoor</title>" + "".join(f"<meta name='{n}' content='{v}'>" for n, v in metas.items())
    properties = read("<h1>Response</h1><p>Words.</p>", head).properties
    assert properties == {
        "title": "Response | Northmoor",
        "heading": "Response",
        "description": "About",
        "created": "2026-05-04",
    }


def test_a_page_without_words_is_refused() -> None:
    with pytest.raises(RefusedFile, match="no_text"):
        read("<img src='scan.png'>")


def test_the_declared_encoding_is_used() -> None:
    page = "<html><head><meta charset='windows-1252'></head><body><p>£5 – café</p></body></html>"
    assert read_html(page.encode("cp1252"), "a.html").text == "£5 – café"


def test_deep_nesting_is_no_crash() -> None:
    try:
        assert read("<div>" * 50_000 + "word").text
    except RefusedFile as refusal:
        assert refusal.code in {"too_complex", "no_text"}  # noqa: PT017  both ends are right


_WORDS = "The force reviewed the records of each team and acted on what it found. " * 9
_CONTENT = f"<h1>Response</h1><p>{_WORDS}</p>"


@pytest.mark.parametrize(
    "page",
    [
        "<div class='cookie-notice'>We use cookies</div><div class='content'>{}</div><footer>Contact</footer>",
        "<div id='nav'><ul><li>Home</li><li>About</li></ul></div><div id='main'>{}</div><div id='sidebar'>News</div>",
        "<ul class='menu'><li><a href='#'>Home</a></li></ul><div class='wrapper'>{}</div>",
        "<ul><li><a href='#'>Home</a></li><li><a href='#'>About</a></li></ul><div>{}</div>",
        "<table><tr><td><a href='#'>Home</a> <a href='#'>About</a></td></tr><tr><td>{}</td></tr></table>",
        "<div class='header'><a href='#'>Logo</a></div><div>{}<div class='share'>Share this page</div></div>",
        "<div class='consent-modal'>Accept all</div><section class='entry-content'>{}</section>",
        "<div class='nav'><div class='footer'>{}</div></div>",  # most of the page is no frame, whatever its name
        "<div role='navigation'>Menu</div><article>{}</article><div class='related-links'>More</div>",
        "<body class='page-header'><div class='breadcrumbs'>Home</div>{}<div class='widget'>Popular</div>",
    ],
)
def test_the_content_is_found_without_a_main_element(page: str) -> None:
    assert read(page.format(_CONTENT)).text == f"Response\n\n{_WORDS.strip()}"


def test_a_page_that_is_a_list_of_links_keeps_them() -> None:
    links = (
        "<ul><li><a href='a'>Response to the custody report</a></li><li><a href='b'>Response on stalking</a></li></ul>"
    )
    assert read(f"<h1>Responses</h1>{links}").text.endswith("- Response to the custody report\n- Response on stalking")
    assert "Response on stalking" in read(links).text


def test_spanned_cells_keep_the_others_in_their_columns() -> None:
    head = "<tr><th>Ref</th><th>Recommendation</th><th>Action</th></tr>"
    rows = "<tr><td rowspan=2>4</td><td rowspan=2>Review</td><td>A</td></tr><tr><td>B</td></tr>"
    document = read(f"<table>{head}{rows}<tr><td colspan=2>Both</td><td>C</td></tr></table>")
    assert cells(document)[1:] == [["4", "Review", "A"], ["", "", "B"], ["Both", "", "C"]]


def test_definitions_inside_definitions_are_said_once() -> None:
    inner = "<dl><dt>Grade</dt><dd>Good</dd></dl>"
    assert cells(read(f"<dl><div><dt>Force</dt><dd>Northmoor{inner}</dd></div></dl>")) == [
        ["Force", "Northmoor\nGrade\nGood"]
    ]


def test_an_accordions_button_is_its_heading_and_other_buttons_are_not_text() -> None:
    page = (
        b"<html><body><main><h1>Response</h1><h2><button aria-expanded='false'>Recommendation 1</button></h2>"
        b"<p>We agree and have trained all staff.</p><button>Print this page</button></main></body></html>"
    )
    document = read_html(page, "page.html")
    headings = [block.span.of(document.text) for block in document.blocks if block.kind is BlockKind.HEADING]
    assert headings == ["Response", "Recommendation 1"]
    assert "Print" not in document.text
