"""An answer as a Word document: the question, the statements with their numbers, every quotation with its source."""

import io
import re

from docx import Document
from docx.document import Document as Doc
from docx.shared import Pt

from inspectqa.api.recent import Answered
from inspectqa.api.rendering import day, finding_name
from inspectqa.invisible import visible
from inspectqa.settings import Settings
from inspectqa.wire.ask import CitationOut

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CAUTION = (
    "The words in quotation marks are quotations from published documents. Check each against its source before use."
)
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def word(answered: Answered, settings: Settings, base: str) -> bytes:
    """Return an answer as a .docx file; ``base`` is the address in front of the links to sources."""
    document = Document()
    document.styles["Normal"].font.size = Pt(11)
    document.core_properties.author = settings.organisation
    document.core_properties.title = _clean(answered.question)[:200]
    _margins(document, settings.marking)
    document.add_heading(_clean(answered.question), 1)
    for statement in answered.answer.statements:
        marks = " ".join(f"[{number}]" for number in statement.citations)
        document.add_paragraph(f"{_clean(statement.text)} {marks}".strip())
    if not answered.answer.statements:
        document.add_paragraph(_clean(answered.answer.answer))
    for notice in answered.answer.notices:
        document.add_paragraph().add_run(_clean(notice)).italic = True
    if answered.answer.citations:
        document.add_heading("Sources", 2)
    for citation in answered.answer.citations:
        _source(document, citation, base)
    document.add_paragraph(CAUTION)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _source(document: Doc, one: CitationOut, base: str) -> None:
    paragraph = document.add_paragraph(f"[{one.number}] “{' '.join(_clean(one.quote).split())}”")
    told = [one.speaker, one.force, finding_name(one.finding), one.title, f"page {one.page}", day(one.published)]
    paragraph.add_run("\n" + ", ".join(dict.fromkeys(_clean(part) for part in told if part)) + ".")
    paragraph.add_run(f"\n{base}{one.url}").font.size = Pt(9)


def _margins(document: Doc, marking: str | None) -> None:
    """Put the marking, where there is one, at the top and the bottom of every page."""
    if marking:
        section = document.sections[0]
        section.header.paragraphs[0].text = marking
        section.footer.paragraphs[0].text = marking


def _clean(text: str) -> str:
    """Return a text that Word's XML can hold, with nothing in it that can't be seen."""
    return _NO_XML.sub("", visible(text))
