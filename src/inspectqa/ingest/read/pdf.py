"""PDF files (first version: the text as the engine gives it; layout follows)."""

from inspectqa.documents import BlockKind, Document
from inspectqa.errors import RefusedFile
from inspectqa.ingest.read.builder import Piece, Source, build


def read_pdf(data: bytes, file: str) -> Document:
    """Read a ``.pdf`` file.

    Raises:
        RefusedFile: ``damaged_file``, ``password_protected`` or ``no_text``.
    """
    import pypdfium2  # noqa: PLC0415  heavy, and needed for this format only

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise RefusedFile("damaged_file", f"{file} can't be opened as a PDF; save it again.") from error
    pages = [
        [Piece(BlockKind.PARAGRAPH, line) for line in page.get_textpage().get_text_range().splitlines() if line.strip()]
        for page in document
    ]
    return build(Source(data, file, "application/pdf", "digital"), pages, {}, [])
