"""What page ends and page edges do to a PDF's text: rows made whole, contents and footnotes set apart, repairs."""

import io
import re
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table

from inspectqa.documents import BlockKind, Document
from inspectqa.errors import RefusedFile
from inspectqa.ingest.read.pdf import read_pdf

_FILES = Path(__file__).resolve().parents[2] / "data" / "pdf"
_TABLES = ["chromium_bare", "chromium_lines", "chromium_ruled", "chromium_zebra"]
_TABLES += ["libreoffice_bare", "libreoffice_list", "libreoffice_ruled"]
_BODY = getSampleStyleSheet()["BodyText"]


def read(name: str) -> Document:
    return read_pdf((_FILES / f"{name}.pdf").read_bytes(), f"{name}.pdf")


def rows(document: Document) -> list[list[str]]:
    return [[cell.of(document.text) for cell in block.cells] for block in document.blocks if block.cells]


def built(story: list[Any], **margins: Any) -> Document:
    stream = io.BytesIO()
    SimpleDocTemplate(stream, pagesize=A4, **margins).build(story)
    return read_pdf(stream.getvalue(), "a.pdf")


@pytest.mark.parametrize("name", _TABLES)
def test_rows_that_run_over_a_page_end_are_whole_and_in_one_table(name: str) -> None:
    document = read(name)
    names, *answers = rows(document)
    assert names == ["Recommendation", "Response of the force"]
    assert len(answers) == 8
    for number, (ask, answer) in enumerate(answers, 1):
        assert ask.startswith(f"Recommendation {number}:")
        assert ask.endswith(f"topic {number}.")
        assert answer.startswith(f"Start of answer {number}.")
        assert answer.endswith(f"End of answer {number}.")
        assert len(re.findall("of answer", answer)) == 2
    assert {block.table for block in document.blocks if block.cells} == {0}
    assert [block.column_headers for block in document.blocks if block.cells] == [True] + [False] * 8


def test_rows_below_a_spanned_cell_stay_rows_over_a_page_end() -> None:
    document = read("chromium_span")
    names, *found = rows(document)
    assert names == ["Ref", "Recommendation", "Action", "Status"]
    assert [row[0] for row in found] == [ref for number in range(1, 9) for ref in (str(number), "", "")]
    assert [row[3] for row in found] == ["Complete", "In progress", "Not started"] * 8
    assert all(row[1].endswith(f"topic {row[0]}.") for row in found if row[0])


def test_cards_are_headings_with_text_and_their_sentences_go_on_over_page_ends() -> None:
    document = read("chromium_cards")
    headings = [block.span.of(document.text) for block in document.blocks if block.kind is BlockKind.HEADING]
    assert headings[1:] == [words for n in range(1, 9) for words in (f"Recommendation {n}", "Force response")]
    for number in range(1, 9):
        assert len(re.findall(rf"Start of answer {number}\.[^\n]* End of answer {number}\.", document.text)) == 1


def test_contents_are_not_in_the_text_and_footnotes_follow_their_page() -> None:
    document = read("libreoffice_notes")
    assert "Contents" not in document.text
    assert "...." not in document.text
    notes = [block.span.of(document.text) for block in document.blocks if block.kind is BlockKind.NOTE]
    assert len(notes) == 5
    assert all(re.fullmatch(r"[1-5] Minutes of the panel, item \d, .* spring\.", note) for note in notes)
    assert "agreed in March¹ and is under way" in document.text
    assert any(not word.end - word.start and word.page == 1 for word in document.words)


def test_contents_without_dots_are_known_by_their_title() -> None:
    entries = [["Introduction", "2"], ["What was found", "2"], ["Next steps", "3"]]
    table = Table(entries, colWidths=(400, 40))
    text = [Paragraph("Words of the body that follow on the next page. " * 20, _BODY)]
    document = built([Paragraph("Contents", _BODY), table, PageBreak(), *text, PageBreak(), *text])
    assert document.text.startswith("Words of the body")


def test_a_list_of_figures_below_no_title_stays() -> None:
    table = Table([["Cases opened", "212"], ["Cases closed", "187"], ["Cases open", "225"]], colWidths=(200, 60))
    assert rows(built([table])) == [["Cases opened", "212"], ["Cases closed", "187"], ["Cases open", "225"]]


def test_a_new_row_at_the_top_of_a_page_is_not_joined_to_the_one_above() -> None:
    first = Table(
        [["Lead", "Update"], ["Crime registrar", "All cases were reviewed"]],
        style=[("GRID", (0, 0), (-1, -1), 1, colors.black)],
    )
    other = Table(
        [["Lead", "Update"], ["Head of custody", "Cells were inspected"]],
        style=[("GRID", (0, 0), (-1, -1), 1, colors.black)],
    )
    document = built([first, PageBreak(), other])
    assert rows(document) == [
        ["Lead", "Update"],
        ["Crime registrar", "All cases were reviewed"],
        ["Head of custody", "Cells were inspected"],
    ]


def test_a_paragraph_after_a_table_does_not_fall_into_it() -> None:
    table = Table(
        [["Ref", "Update"], ["1", "Cells were inspected"]],
        colWidths=(60, 300),
        style=[("GRID", (0, 0), (-1, -1), 1, colors.black)],
    )
    document = built([table, PageBreak(), Paragraph("The panel met again.", _BODY), Spacer(1, 9)])
    assert rows(document)[-1] == ["1", "Cells were inspected"]
    assert document.text.endswith("\n\nThe panel met again.")


def test_a_word_cut_by_a_page_end_is_joined() -> None:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    for line in ("The profile was made by the pro-", "file team and is used every day."):
        canvas.drawString(60, 700, line)
        canvas.showPage()
    canvas.save()
    document = read_pdf(stream.getvalue(), "a.pdf")
    assert document.text == "The profile was made by the profile team and is used every day."
    assert document.page_at(document.text.index("team")) == 2


def test_a_damaged_file_is_read_after_a_repair_with_a_warning() -> None:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    canvas.drawString(60, 700, "Words of a file that was cut short.")
    canvas.save()
    document = read_pdf(stream.getvalue()[:-200], "a.pdf")
    assert "cut short" in document.text
    assert "damaged" in document.warnings[0]


def test_what_can_not_be_repaired_is_refused() -> None:
    with pytest.raises(RefusedFile, match="damaged_file"):
        read_pdf(b"%PDF-1.7\n" + b"\x00\x9f" * 500, "a.pdf")


def test_a_password_is_named_also_by_the_repair(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(tmp_path / "a.pdf", encryption=pikepdf.Encryption(user="secret", owner="other"))
    with pytest.raises(RefusedFile, match="password_protected"):
        read_pdf((tmp_path / "a.pdf").read_bytes(), "a.pdf")
