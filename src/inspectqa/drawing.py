"""The process that draws one page of a PDF: ``python -m inspectqa.drawing PATH PAGE MEMORY CPU`` -> PNG on stdout.

PDFium is not thread-safe and files may be hostile, so that each page is drawn in a process of its own, within limits.
"""

import io
import resource
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

_WIDTH = 1240  # dots: a page of A4 at 150 to the inch
_MOST_HIGH = 4000
_COLOURS = 128  # of a printed page; makes the picture a third as large


def main() -> None:
    """Draw what the arguments ask for; exit code 3 when the file has no such page."""
    path, page, memory, seconds = sys.argv[1:]
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds) + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.stdout.buffer.write(_png(Path(path).read_bytes(), int(page)))


def _png(data: bytes, page: int) -> bytes:
    document = _opened(data)
    if not 1 <= page <= len(document):
        sys.exit(3)
    sheet = document[page - 1]
    width, height = sheet.get_size()
    scale = min(_WIDTH / width, _MOST_HIGH / height)
    stream = io.BytesIO()
    picture = sheet.render(scale=scale).to_pil().convert("RGB")
    picture.quantize(_COLOURS).save(stream, "PNG", optimize=True)
    return stream.getvalue()


def _opened(data: bytes) -> Any:
    """Return the document; a damaged one is saved anew and tried again, as when it was read."""
    import pypdfium2  # noqa: PLC0415  a native library, kept to this process

    with suppress(pypdfium2.PdfiumError):
        return pypdfium2.PdfDocument(data)
    import pikepdf  # noqa: PLC0415  a native library, needed for damaged files only

    saved = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as repaired:
        repaired.save(saved)
    return pypdfium2.PdfDocument(saved.getvalue())


if __name__ == "__main__":
    main()
