"""Hostile Word files: archives and XML that are not what they seem."""

import io
import struct
import zipfile

from hostile_kinds import ANY, DOCUMENT, Hostile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PARAGRAPH = "<w:p><w:r><w:t>We trained all officers in the new guidance.</w:t></w:r></w:p>"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def docx(body: str = PARAGRAPH, before: str = "", others: dict[str, bytes] | None = None) -> bytes:
    """Return a Word file with this body, words ``before`` its root, and other parts."""
    document = f'<?xml version="1.0"?>{before}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (others or {}).items():
            archive.writestr(name, data)
        archive.writestr("word/document.xml", document)
    return buffer.getvalue()


def _laughs() -> str:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE w [<!ENTITY e0 "lol">{entities}]>'


def _understated() -> bytes:
    """Return an archive whose directory says that its document unpacks to 500 bytes; it has 30 million."""
    data = bytearray(docx("<w:p><w:r><w:t>" + "a" * 30_000_000 + "</w:t></w:r></w:p>"))
    struct.pack_into("<I", data, data.rindex(b"PK\x01\x02") + 24, 500)
    return bytes(data)


def _flagged() -> bytes:
    """Return an archive whose document says that it is encrypted."""
    data = bytearray(docx())
    for place in (data.index(b"PK\x03\x04") + 6, data.rindex(b"PK\x01\x02") + 8):
        data[place] |= 1
    return bytes(data)


def archives() -> list[Hostile]:
    """Return the hostile Word files."""
    whole = docx()
    nested = "<w:tbl><w:tr><w:tc>" * 3_000 + PARAGRAPH + "</w:tc></w:tr></w:tbl>" * 3_000
    outside = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    style = f'<w:styles xmlns:w="{W}"><w:style w:styleId="a"><w:basedOn w:val="a"/></w:style></w:styles>'.encode()
    return [
        Hostile("bomb.docx", docx(f"<w:p>{' ' * 90_000_000}</w:p>"), {"archive_bomb"}),
        Hostile("understated.docx", _understated(), {"archive_bomb", "damaged_file"}),
        Hostile("laughs.docx", docx("<w:p><w:r><w:t>&e9;</w:t></w:r></w:p>", _laughs()), {"forbidden_xml"}),
        Hostile("entity.docx", docx("<w:p><w:r><w:t>&x;</w:t></w:r></w:p>", outside), {"forbidden_xml"}),
        Hostile("sheet.docx", docx().replace(b"word/document.xml", b"xlsx/workbook.xml"), {"type_mismatch"}),
        Hostile("cut.docx", whole[: len(whole) // 2], {"damaged_file"}),
        Hostile("flipped.docx", whole[:60] + bytes(255 - byte for byte in whole[60:90]) + whole[90:], {"damaged_file"}),
        Hostile("locked.docx", _flagged(), {"password_protected"}),
        Hostile("sealed.docx", _OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), {"password_protected"}),
        Hostile("old.doc", _OLE + b"\0" * 600, {"legacy_doc"}),
        Hostile("old.docx", _OLE + b"\0" * 600, {"legacy_doc"}),
        Hostile("page.docx", b"<html><p>We trained all officers.</p></html>", {"type_mismatch"}),
        Hostile(
            "climbs.docx", docx(others={"../../../../../tmp/inspectqa-evil": b"evil", "/etc/evil": b"x"}), DOCUMENT
        ),
        Hostile("nested.docx", docx(nested), ANY),
        Hostile("parts.docx", docx(others={f"word/part{n}.xml": b"" for n in range(20_000)}), DOCUMENT),
        Hostile("round.docx", docx(PARAGRAPH + "<w:p/>", others={"word/styles.xml": style}), DOCUMENT),
        Hostile("no-body.docx", docx("").replace(b"word/document.xml", b"word/document.xmx"), {"type_mismatch"}),
    ]
