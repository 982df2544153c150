"""Bytes to text: the encodings that are read and how the others are refused."""

import codecs
import re

from inspectqa.errors import RefusedFile

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")


def decode(data: bytes, file: str) -> str:
    """Return the text of ``data``: UTF-8, UTF-16 with a byte order mark, or Windows-1252 that reads as text.

    Raises:
        RefusedFile: ``not_text`` when there are NUL characters, ``encoding_unknown`` when no encoding fits.
    """
    text = _decode_marked(data, file)
    if "\x00" in text:
        position = text.index("\x00")
        raise RefusedFile(
            "not_text",
            f"{file} holds a NUL character at position {position}, so it is not text; save it as UTF-8 text.",
        )
    return text


def _decode_marked(data: bytes, file: str) -> str:
    utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return data.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        if utf16 or b"\x00" in data:
            code = "encoding_unknown" if utf16 else "not_text"
            raise RefusedFile(
                code, f"{file} is not readable as text (byte {error.start}); save it as UTF-8 text."
            ) from error
        return _decode_windows(data, file, error.start)


def _decode_windows(data: bytes, file: str, position: int) -> str:
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        text = "\x00"
    if _CONTROL.search(text) or not re.search(r"[A-Za-z]{3}", text):
        found = f"byte 0x{data[position]:02x} at {position}"
        raise RefusedFile("encoding_unknown", f"{file} is in an unknown encoding ({found}); save it as UTF-8 text.")
    return text


def decode_page(data: bytes, file: str) -> str:
    """Return the text of an HTML page, in the encoding that it declares if it can be read so.

    Raises:
        RefusedFile: ``not_text`` or ``encoding_unknown``.
    """
    declared = re.search(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", data[:4096])
    if declared is None or data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return decode(data, file)
    name = declared.group(1).decode("ascii").lower()
    try:
        return data.decode("cp1252" if name in ("iso-8859-1", "latin-1", "latin1") else name)
    except (LookupError, UnicodeError):
        return decode(data, file)
