"""Word files, made here with python-docx."""

import io
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from inspectqa.documents import BlockKind, Document
from inspectqa.errors import RefusedFile
from inspectqa.ingest.read.docx import read_docx


def made(write: Callable[[WordDocument], None]) -> bytes:
    word = docx.Document()
    write(word)
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()


def a_paragraph(word: WordDocument) -> None:
    word.add_paragraph("Words.")


def read(write: Callable[[WordDocument], None]) -> Document:
    return read_docx(made(write), "letter.docx")


def with_xml(xml: str) -> Callable[[WordDocument], None]:
    return lambda word: word.element.body.insert(0, parse_xml(f"<w:p {nsdecls('w')}>{xml}</w:p>"))


def shown(document: Document) -> list[tuple[BlockKind, int, str]]:
    return [(block.kind, block.level, block.span.of(document.text)) for block in document.blocks]


def changed(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return the archive with one of its parts changed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, change(old.read(part)) if part == name else old.read(part))
    return stream.getvalue()


def test_headings_items_and_paragraphs_keep_their_kind() -> None:
    def write(word: WordDocument) -> None:
        word.add_heading("Response", 0)
        word.add_heading("Recommendation 4", 2)
        word.add_paragraph("We have done it.")
        word.add_paragraph("First", style="List Bullet")

    assert shown(read(write)) == [
        (BlockKind.HEADING, 1, "Response"),
        (BlockKind.HEADING, 2, "Recommendation 4"),
        (BlockKind.PARAGRAPH, 0, "We have done it."),
        (BlockKind.LIST_ITEM, 0, "First"),
    ]


def test_a_table_gives_rows_and_a_merged_row_is_text() -> None:
    def write(word: WordDocument) -> None:
        table = word.add_table(rows=3, cols=2)
        for cell, words in zip(table.rows[0].cells, ("Recommendation", "Response"), strict=True):
            cell.paragraphs[0].add_run(words).bold = True
        table.rows[1].cells[0].text = "Recommendation 4"
        table.rows[1].cells[1].text = "We wait."
        table.rows[1].cells[1].add_paragraph("And act.")
        table.rows[2].cells[0].merge(table.rows[2].cells[1]).text = "I welcome all of it."

    document = read(write)
    assert [[cell.of(document.text) for cell in block.cells] for block in document.blocks] == [
        ["Recommendation", "Response"],
        ["Recommendation 4", "We wait.\nAnd act."],
        [],
    ]
    assert [block.column_headers for block in document.blocks] == [True, False, False]
    assert document.blocks[2].kind is BlockKind.PARAGRAPH


def test_insertions_stay_and_deletions_go() -> None:
    deleted = "<w:del><w:r><w:delText>never</w:delText></w:r></w:del>"
    inserted = "<w:ins><w:r><w:t>twice</w:t></w:r></w:ins>"
    assert read(with_xml(f"<w:r><w:t>Done </w:t></w:r>{deleted}{inserted}")).text == "Done twice"


def test_content_controls_are_read_and_their_prompts_are_not() -> None:
    filled = "<w:sdt><w:sdtContent><w:r><w:t>Northmoor</w:t></w:r></w:sdtContent></w:sdt>"
    prompt = filled.replace("Northmoor", "Click here").replace(
        "<w:sdt>", "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr>"
    )
    assert read(with_xml(f"<w:r><w:t>Force: </w:t></w:r>{filled}{prompt}")).text == "Force: Northmoor"


def test_hidden_text_goes_with_a_warning() -> None:
    xml = "<w:r><w:t>Seen</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t> unseen</w:t></w:r>"
    document = read(with_xml(xml))
    assert document.text == "Seen"
    assert document.warnings == ("1 runs of hidden text were left out",)


def test_links_tabs_and_breaks_are_kept() -> None:
    xml = (
        "<w:hyperlink><w:r><w:t>A link</w:t></w:r></w:hyperlink><w:r><w:tab/><w:t>next</w:t><w:br/>"
        "<w:t>line</w:t><w:noBreakHyphen/><w:t>end</w:t></w:r>"
    )
    assert read(with_xml(xml)).text == "A link\tnext\nline-end"


def test_the_letterhead_leads_and_the_page_number_goes() -> None:
    def write(word: WordDocument) -> None:
        word.sections[0].header.paragraphs[0].text = "Office of the Commissioner for Northmoor"
        word.sections[0].footer.paragraphs[0].text = "Page 1 of 2"
        word.add_paragraph("Dear Home Secretary")

    assert read(write).text == "Office of the Commissioner for Northmoor\n\nDear Home Secretary"


def test_page_breaks_make_virtual_pages() -> None:
    def write(word: WordDocument) -> None:
        word.add_paragraph("One.")
        word.add_page_break()  # type: ignore[no-untyped-call]
        word.add_paragraph("Two.")

    document = read(write)
    assert [document.text[page.start : page.end].strip() for page in document.pages] == ["One.", "Two."]


def test_properties_are_those_that_the_file_states() -> None:
    def write(word: WordDocument) -> None:
        word.core_properties.title = "Response"
        word.core_properties.author = "Ellen Farrow"
        word.add_paragraph("Words.")

    properties = read(write).properties
    assert (properties["title"], properties["author"]) == ("Response", "Ellen Farrow")
    assert properties["created"]


def test_entities_are_forbidden() -> None:
    data = made(a_paragraph)
    entity = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "b">]>'
    bad = changed(data, "word/document.xml", lambda part: entity + part.split(b"?>", 1)[1])
    with pytest.raises(RefusedFile, match="forbidden_xml"):
        read_docx(bad, "a.docx")


def test_an_archive_that_unpacks_to_far_more_is_refused() -> None:
    data = made(a_paragraph)
    bomb = changed(data, "docProps/app.xml", lambda _: b" " * 60_000_000)
    with pytest.raises(RefusedFile, match="archive_bomb"):
        read_docx(bomb, "a.docx")


@pytest.mark.parametrize("cut", [30, 2000, 20_000])
def test_a_cut_file_is_damaged(cut: int) -> None:
    with pytest.raises(RefusedFile, match="damaged_file"):
        read_docx(made(a_paragraph)[:cut], "a.docx")


def test_broken_xml_is_damaged() -> None:
    data = made(a_paragraph)
    with pytest.raises(RefusedFile, match="damaged_file"):
        read_docx(changed(data, "word/document.xml", lambda part: part[:-40]), "a.docx")


def test_a_document_without_words_is_refused() -> None:
    with pytest.raises(RefusedFile, match="no_text"):
        read(lambda word: None)
