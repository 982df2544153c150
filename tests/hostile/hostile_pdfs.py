"""Hostile PDF files, written object by object."""

import zlib

from hostile_kinds import ANY, DOCUMENT, Hostile

_FONT = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
_WORDS = b"BT /F 12 Tf 72 700 Td (We trained all officers in the new guidance by May 2026.) Tj ET"
_PAGE = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F 5 0 R>>>>/Contents 4 0 R>>"


def stream(data: bytes, entries: str = "") -> bytes:
    """Return a stream object's body."""
    return f"<<{entries}/Length {len(data)}>>stream\n".encode() + data + b"\nendstream"


def pdf(objects: dict[int, str | bytes], trailer: str = "") -> bytes:
    """Return a PDF of these objects; 1 is the catalogue."""
    out, places = bytearray(b"%PDF-1.7\n"), {}
    for number, body in objects.items():
        places[number] = len(out)
        out += f"{number} 0 obj\n".encode() + (body if isinstance(body, bytes) else body.encode()) + b"\nendobj\n"
    start, size = len(out), max(objects) + 1
    out += f"xref\n0 {size}\n0000000000 65535 f \n".encode()
    for number in range(1, size):
        out += f"{places.get(number, 0):010} 00000 {'n' if number in places else 'f'} \n".encode()
    return bytes(out) + f"trailer<</Size {size}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF".encode()


def one_page(content: bytes = _WORDS, page: str = _PAGE, others: dict[int, str | bytes] | None = None) -> bytes:
    """Return a PDF of one page."""
    objects: dict[int, str | bytes] = {
        1: "<</Type/Catalog/Pages 2 0 R>>",
        2: "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: page,
        4: content if content.startswith(b"<<") else stream(content),
        5: _FONT,
    }
    return pdf(objects | (others or {}))


def _many_pages(count: int) -> bytes:
    kids = range(6, 6 + count)
    tree = f"<</Type/Pages/Kids[{' '.join(f'{number} 0 R' for number in kids)}]/Count {count}>>"
    others: dict[int, str | bytes] = dict.fromkeys(kids, _PAGE)
    return one_page(others=others | {2: tree})


def _exponential() -> bytes:
    """Return 12 forms of which each draws the next ten times: 10^12 times the words."""
    page = _PAGE.replace("/Resources<<", "/Resources<</XObject<</X 6 0 R>>")
    forms: dict[int, str | bytes] = {}
    for number in range(6, 18):
        resources = f"/Resources<</XObject<</X {number + 1} 0 R>>/Font<</F 5 0 R>>>>"
        content = _WORDS if number == 17 else b"/X Do " * 10
        forms[number] = stream(content, f"/Type/XObject/Subtype/Form/BBox[0 0 612 792]{resources}")
    return one_page(b"/X Do " * 10, page, forms)


def _itself() -> bytes:
    page = _PAGE.replace("/Resources<<", "/Resources<</XObject<</X 6 0 R>>")
    form = stream(b"/X Do", "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>")
    return one_page(b"/X Do", page, {6: form})


def _bomb(data: bytes, times: int) -> bytes:
    packed = zlib.compress(data, 9)
    for _ in range(times):
        packed = zlib.compress(packed, 9)
    return stream(packed, f"/Filter[{'/FlateDecode' * (times + 1)}]")


def pdfs() -> list[Hostile]:
    """Return the hostile PDF files."""
    whole = one_page()
    locked = "/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -4/O(" + "o" * 32 + ")/U(" + "u" * 32 + ")>>/ID[(a)(a)]"
    return [
        Hostile("pages.pdf", _many_pages(10_000), {"too_complex"}),
        Hostile("exponential.pdf", _exponential(), ANY),
        Hostile("itself.pdf", _itself(), ANY),
        Hostile("kids.pdf", one_page(others={2: "<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2>>"}), ANY),
        Hostile("arrays.pdf", one_page(others={6: "[" * 100_000 + "]" * 100_000}), ANY),
        Hostile("operands.pdf", one_page(b"[" * 200_000 + _WORDS), ANY),
        Hostile("states.pdf", one_page(b"q " * 300_000 + _WORDS), ANY),
        Hostile("bomb.pdf", one_page(_bomb(_WORDS + b" " * 300_000_000, 1)), ANY),
        Hostile("glyphs.pdf", one_page(_WORDS + b" BT /F 1 Tf (" + b"m" * 400_000 + b") Tj ET"), ANY),
        Hostile("lines.pdf", one_page(_WORDS + b" 0 0 m 600 700 l S" * 50_000), ANY),
        Hostile("huge-page.pdf", one_page(page=_PAGE.replace("612 792", "1e30 1e30")), ANY),
        Hostile("no-page.pdf", pdf({1: "<</Type/Catalog/Pages 2 0 R>>", 2: "<</Type/Pages/Kids[]/Count 0>>"}), ANY),
        Hostile("locked.pdf", pdf(_objects(), locked), {"password_protected"}),
        Hostile("prev.pdf", whole.replace(b"/Root", b"/Prev 9/Root"), ANY),
        Hostile("head.pdf", b"%PDF-1.7\n", {"damaged_file"}),
        Hostile("cut.pdf", whole[: len(whole) // 2], ANY),
        Hostile("text.pdf", b"We trained all officers.", {"type_mismatch"}),
        Hostile("picture.pdf", b"\x89PNG\r\n\x1a\n" + b"\0" * 60, {"type_mismatch"}),
        Hostile("blank.pdf", one_page(b"0 0 m"), {"no_text"}),
        Hostile(
            "script.pdf",
            one_page(others={1: "<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>>>"}),
            DOCUMENT,
        ),
        Hostile("launch.pdf", one_page(others={1: "<</Pages 2 0 R/OpenAction<</S/Launch/F(/bin/sh)>>>>"}), DOCUMENT),
    ]


def _objects() -> dict[int, str | bytes]:
    return {
        1: "<</Type/Catalog/Pages 2 0 R>>",
        2: "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: _PAGE,
        4: stream(_WORDS),
        5: _FONT,
    }
