"""What Word prints but does not hold as text where it stands: numbers, notes; and what stands inside a cell."""

import io
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from inspectqa.documents import BlockKind, Document
from inspectqa.ingest.read.docx import read_docx

_LEVELS = """
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%3"/></w:lvl>"""


def numbering(form: str, text: str) -> bytes:
    levels = _LEVELS.format(form, text)
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    return (
        f"<w:numbering {nsdecls('w')}><w:abstractNum w:abstractNumId='7'>{levels}</w:abstractNum>"
        f"<w:num w:numId='1'><w:abstractNumId w:val='7'/></w:num>"
        f"<w:num w:numId='2'><w:abstractNumId w:val='7'/>{restart}</w:num></w:numbering>"
    ).encode()


def numbered(text: str, level: int = 0, number: int = 1, style: str = "") -> str:
    styled = f"<w:pStyle w:val='{style}'/>" if style else ""
    marks = f"<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{number}'/></w:numPr>"
    run = f"<w:r><w:t>{text}</w:t></w:r>" if text else ""
    return f"<w:p><w:pPr>{styled}{marks}</w:pPr>{run}</w:p>"


def read(body: str, **parts: bytes) -> Document:
    """Read a Word file with this body; ``parts`` replace or add ``word/NAME.xml``."""
    word = docx.Document()
    for at, element in enumerate(parse_xml(f"<w:body {nsdecls('w')}>{body}</w:body>")):
        word.element.body.insert(at, element)
    stream, changed = io.BytesIO(), io.BytesIO()
    word.save(stream)
    with zipfile.ZipFile(stream) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            if name.removeprefix("word/").removesuffix(".xml") not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(f"word/{name}.xml", content)
    return read_docx(changed.getvalue(), "a.docx")


def test_numbers_are_counted_as_word_counts_them() -> None:
    items = [("One", 0, 1), ("First", 1, 1), ("Second", 1, 1), ("Deep", 2, 1), ("Two", 0, 1), ("First again", 1, 1)]
    body = "".join(numbered(text, level, number) for text, level, number in [*items, ("New list", 0, 2)])
    document = read(body, numbering=numbering("decimal", "%1."))
    assert document.text.split("\n") == [
        "1. One",
        "(a) First",
        "(b) Second",
        "1.1 Deep",
        "2. Two",
        "(a) First again",
        "1. New list",
    ]
    assert [block.span.of(document.text) for block in document.blocks][:2] == ["One", "First"]


@pytest.mark.parametrize(("form", "third"), [("upperLetter", "C."), ("lowerRoman", "iii."), ("upperRoman", "III.")])
def test_letters_and_roman_numbers_are_written(form: str, third: str) -> None:
    document = read("".join(map(numbered, ("One", "Two", "Three"))), numbering=numbering(form, "%1."))
    assert document.text.endswith(f"{third} Three")


def test_bullets_stay_bullets() -> None:
    assert read(numbered("One"), numbering=numbering("bullet", "•")).text == "- One"


def test_a_heading_has_its_number_in_its_text() -> None:
    body = numbered("Makesafe", style="Heading2") + numbered("", 0) + numbered("Records", style="Heading2")
    document = read(
        body + "<w:p><w:r><w:t>Words.</w:t></w:r></w:p>", numbering=numbering("decimal", "Recommendation %1:")
    )
    headings = [block.span.of(document.text) for block in document.blocks if block.kind is BlockKind.HEADING]
    assert headings == ["Recommendation 1: Makesafe", "Recommendation 3: Records"]


def test_a_cell_that_holds_only_a_number_has_it() -> None:
    rows = "".join(
        f"<w:tr><w:tc>{numbered('')}</w:tc><w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc></w:tr>"
        for text in ("Do this", "Do that")
    )
    assert read(f"<w:tbl>{rows}</w:tbl>", numbering=numbering("decimal", "%1")).text == "1\tDo this\n2\tDo that"


def test_footnotes_follow_what_refers_to_them_and_comments_are_dropped() -> None:
    note = "<w:footnote w:id='{}'><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:footnote>"
    notes = f"<w:footnotes {nsdecls('w')}>{note.format(4, 'Later source.')}{note.format(3, 'A source.')}</w:footnotes>"
    remark = "<w:comment w:id='0'><w:p><w:r><w:t>Check!</w:t></w:r></w:p></w:comment>"
    comments = f"<w:comments {nsdecls('w')}>{remark}</w:comments>"
    body = (
        "<w:p><w:r><w:t>We acted</w:t></w:r><w:r><w:footnoteReference w:id='3'/></w:r><w:r><w:t> at once.</w:t></w:r>"
        "<w:r><w:commentReference w:id='0'/></w:r></w:p>"
        "<w:p><w:r><w:t>And later.</w:t></w:r><w:r><w:footnoteReference w:id='4'/></w:r></w:p>"
    )
    document = read(body, footnotes=notes.encode(), comments=comments.encode())
    assert document.text == "We acted at once.\n\n1 A source.\n\nAnd later.\n\n2 Later source."
    assert [block.kind for block in document.blocks] == [BlockKind.PARAGRAPH, BlockKind.NOTE] * 2


def test_a_table_inside_a_cell_stays_with_its_row() -> None:
    def cell(text: str, inner: str = "") -> str:
        return f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p>{inner}<w:p/></w:tc>"

    figures = f"<w:tbl><w:tr>{cell('Cases')}{cell('12')}</w:tr></w:tbl>"
    asked = "Recommendation 4: forces should review every case that is open."
    row = f"<w:tr>{cell(asked)}{cell('We reviewed them all in May.', figures)}</w:tr>"
    document = read(f"<w:tbl>{row}</w:tbl>")
    (block,) = document.blocks
    assert [one.of(document.text) for one in block.cells] == [asked, "We reviewed them all in May.\nCases\n12"]


def test_a_field_is_read_as_its_stored_result() -> None:
    def run(inner: str) -> str:
        return f"<w:r>{inner}</w:r>"

    begin, middle, end = (f"<w:fldChar w:fldCharType='{kind}'/>" for kind in ("begin", "separate", "end"))
    field = run(begin) + run("<w:instrText>DATE</w:instrText>") + run(middle) + run("<w:t>5 May 2026</w:t>") + run(end)
    simple = "<w:fldSimple w:instr='AUTHOR'><w:r><w:t>Ellen Farrow</w:t></w:r></w:fldSimple>"
    assert (
        read(f"<w:p>{run('<w:t>On </w:t>')}{field}{run('<w:t>, </w:t>')}{simple}</w:p>").text
        == "On 5 May 2026, Ellen Farrow"
    )
