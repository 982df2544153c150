"""The door of this room: a path in, a Document out, or a refusal that says what to do.

The format is decided by the file's first bytes and by its suffix, which must agree.
"""

from collections.abc import Callable
from pathlib import Path

from inspectqa.documents import Document
from inspectqa.errors import RefusedFile
from inspectqa.ingest.read.docx import read_docx
from inspectqa.ingest.read.html import read_html
from inspectqa.ingest.read.ocr import OCR_SECONDS
from inspectqa.ingest.read.pdf import read_pdf
from inspectqa.ingest.read.pdf_open import MOST_PAGES
from inspectqa.ingest.read.text import read_text

Reader = Callable[[bytes, str], Document]

_READERS: dict[str, Reader] = {"docx": read_docx, "html": read_html, "text": read_text}
_FORMATS = {
    ".pdf": "pdf",
    ".docx": "docx",
    ".html": "html",
    ".htm": "html",
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".markdown": "text",
}
_NAMES = {"pdf": "a PDF", "docx": "a Word document (.docx)", "html": "an HTML page", "text": "plain text"}
_OLD_WORD = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf")
_OTHERS = {
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"\x1f\x8b": "a gzip archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"Rar!": "a RAR archive",
}
SUFFIXES = frozenset(_FORMATS)


def read_file(path: Path, *, max_bytes: int, ocr_seconds: float = OCR_SECONDS, max_pages: int = MOST_PAGES) -> Document:
    """Read one file of a known format, of at most ``max_bytes`` bytes and ``max_pages`` pages.

    Pages of a PDF that have no text are read by OCR where it is installed, for at most ``ocr_seconds``; 0 is never.

    Raises:
        RefusedFile: the file can't be read as a document; its ``code`` is one of those in docs/architecture.md.
        OSError: the path can't be opened.
    """
    size = path.stat().st_size
    if size > max_bytes:
        reason = (
            f"{path.name} has {size:,} bytes, more than the {max_bytes:,} that are read; split it or raise the limit."
        )
        raise RefusedFile("too_large", reason)
    data = path.read_bytes()
    if not data:
        raise RefusedFile("empty_file", f"{path.name} is empty (0 bytes); export it again.")
    kind = _format(data, path)
    return read_pdf(data, path.name, ocr_seconds, max_pages) if kind == "pdf" else _READERS[kind](data, path.name)


def _format(data: bytes, path: Path) -> str:
    """Return the name of the format on which suffix and first bytes agree."""
    suffix = path.suffix.lower()
    if suffix in (".doc", ".rtf", ".dot"):
        raise RefusedFile("legacy_doc", f"{path.name} is in the old {suffix} format; save it in Word as .docx.")
    stated = _FORMATS.get(suffix)
    if stated is None:
        known = ", ".join(sorted(_FORMATS))
        raise RefusedFile(
            "unsupported_type", f"{path.name} has the suffix {suffix or '(none)'}; save it as one of {known}."
        )
    found = _content(data, path.name)
    if found == "binary" and stated in ("pdf", "docx"):
        reason = f"{path.name} does not begin like {_NAMES[stated]}; open it in its program and save it again."
        raise RefusedFile("damaged_file", reason)
    if found != stated and not (found == "text" and stated == "html") and found != "binary":
        called = _NAMES.get(found, found)
        raise RefusedFile(
            "type_mismatch", f"{path.name} ends in {suffix} but holds {called}; give it the right suffix."
        )
    return stated


def _content(data: bytes, file: str) -> str:
    """Return the format that the first bytes show; ``binary`` for none that is known, or another kind's name."""
    start = data[:1024]
    if b"%PDF-" in start:
        return "pdf"
    if start.startswith(b"PK"):
        return "docx"
    if start.startswith(_OLD_WORD):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise RefusedFile("password_protected", f"{file} is protected by a password; save it without one.")
        raise RefusedFile("legacy_doc", f"{file} is in an old Word format; save it in Word as .docx.")
    other = next((name for signature, name in _OTHERS.items() if start.startswith(signature)), None)
    if other is not None:
        return other
    opening = start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if opening.startswith((b"<!doctype html", b"<html")):
        return "html"
    return "binary" if b"\x00" in start and not start.startswith((b"\xff\xfe", b"\xfe\xff")) else "text"
