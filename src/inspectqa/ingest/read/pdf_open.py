"""The door to the engine: a PDF's bytes to what is printed on its pages. Damaged files are saved anew and tried again.

pypdfium2 is imported here and in ``pdf_page``, late, because it loads a native library; it is not thread-safe, so
one process reads one file at a time. pikepdf is imported for damaged files only.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from inspectqa.errors import RefusedFile
from inspectqa.ingest.read.pdf_page import RawPage, raw_page

_PASSWORD_NEEDED = 4
MOST_PAGES = 3000
_UNSTATED = {"(anonymous)", "(unspecified)", "untitled", "anonymous", "unspecified"}

Recogniser = Callable[[Any], RawPage | None]


@dataclass(frozen=True, slots=True)
class Opened:
    """The pages of a PDF and what it states about itself."""

    pages: list[RawPage]
    properties: dict[str, str]
    warnings: tuple[str, ...] = ()


def opened(data: bytes, file: str, recogniser: Recogniser | None, max_pages: int = MOST_PAGES) -> Opened:
    """Return the pages; ``recogniser`` reads those without text from pictures. They are counted before any is read.

    Raises:
        RefusedFile: ``damaged_file``, ``password_protected`` or ``too_complex``.
    """
    from pypdfium2 import PdfiumError  # noqa: PLC0415  a native library, needed for this format only

    try:
        return _read(data, file, recogniser, max_pages)
    except PdfiumError as error:
        if error.err_code == _PASSWORD_NEEDED:
            reason = f"{file} is protected by a password; save it without one."
            raise RefusedFile("password_protected", reason) from error
        first = error
    try:
        found = _read(_saved_anew(data, file), file, recogniser, max_pages)
    except PdfiumError as error:
        reason = f"{file} can't be opened as a PDF ({first}), nor after a repair; save it again."
        raise RefusedFile("damaged_file", reason) from error
    note = f"the file is damaged ({first}); it was read after a repair, and pages or words may be missing"
    return Opened(found.pages, found.properties, (note, *found.warnings))


def _read(data: bytes, file: str, recogniser: Recogniser | None, max_pages: int) -> Opened:
    import pypdfium2  # noqa: PLC0415  see above

    document = pypdfium2.PdfDocument(data)
    try:
        if len(document) > max_pages:
            reason = (
                f"{file} has {len(document):,} pages, more than {max_pages:,}; split it or raise INSPECTQA_MAX_PAGES."
            )
            raise RefusedFile("too_complex", reason)
        if len(document) == 0:
            raise pypdfium2.PdfiumError("no page was found in it")
        return Opened([_page(page, recogniser) for page in document], _properties(document))
    finally:
        document.close()


def _page(page: Any, recogniser: Recogniser | None) -> RawPage:
    """Return what is printed on a page, read by OCR if it has no text of its own."""
    printed = raw_page(page)
    if recogniser is None or printed.glyphs or not printed.areas:
        return printed
    return recogniser(page) or printed


def _saved_anew(data: bytes, file: str) -> bytes:
    """Return the file as pikepdf, which looks for objects where the tables are wrong, saves it.

    Raises:
        RefusedFile: ``damaged_file`` or ``password_protected``.
    """
    import pikepdf  # noqa: PLC0415  a native library, needed for damaged files only

    saved = io.BytesIO()
    try:
        with pikepdf.open(io.BytesIO(data)) as repaired:
            if not repaired.pages:
                raise RefusedFile("damaged_file", f"{file} holds no page that can be found; save it again.")
            repaired.save(saved)
    except pikepdf.PasswordError as error:
        raise RefusedFile("password_protected", f"{file} is protected by a password; save it without one.") from error
    except (pikepdf.PdfError, ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
        reason = f"{file} can't be opened as a PDF and can't be repaired; save it again."
        raise RefusedFile("damaged_file", reason) from error
    return saved.getvalue()


def _properties(document: Any) -> dict[str, str]:
    stated = document.get_metadata_dict(skip_empty=True)
    names = {"Title": "title", "Author": "author", "CreationDate": "created", "ModDate": "modified"}
    return {ours: _date(stated[theirs]) for theirs, ours in names.items() if _is_stated(stated.get(theirs))}


def _is_stated(value: str | None) -> bool:
    return bool(value) and str(value).strip().lower() not in _UNSTATED


def _date(value: str) -> str:
    """Return ``D:20260105…`` as ``2026-01-05``, any other value as it is."""
    digits = value[2:10]
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}" if value.startswith("D:") and digits.isdecimal() else value
