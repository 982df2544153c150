"""The parts of a Word file: taken out of the archive within limits, parsed without entities or network."""

import io
import posixpath
import zipfile
import zlib

from lxml import etree

from inspectqa.errors import RefusedFile

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MOST_BYTES = 300_000_000
_MOST_BYTES_OF_A_PART = 80_000_000
_HIGHEST_RATIO = 200
_RATIO_COUNTS_FROM = 5_000_000


def open_archive(data: bytes, file: str) -> zipfile.ZipFile:
    """Open the archive of a Word file.

    Raises:
        RefusedFile: ``damaged_file``, ``archive_bomb``, or ``type_mismatch`` for another kind of archive.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        names, size = archive.namelist(), sum(part.file_size for part in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise RefusedFile("damaged_file", f"{file} is a damaged archive; open it in Word and save it again.") from error
    if size > _MOST_BYTES or (size > _RATIO_COUNTS_FROM and size > _HIGHEST_RATIO * len(data)):
        reason = f"{file} would unpack to {size:,} bytes from {len(data):,}; save its text as a new file."
        raise RefusedFile("archive_bomb", reason)
    if "word/document.xml" not in names:
        raise RefusedFile("type_mismatch", f"{file} is an archive without a Word document in it; save it as .docx.")
    return archive


def part(archive: zipfile.ZipFile, name: str, file: str) -> etree._Element | None:
    """Return the root of a part, None if the archive has none of that name.

    Raises:
        RefusedFile: ``damaged_file``, ``archive_bomb`` or ``forbidden_xml`` (a document type or entities).
    """
    if name not in archive.namelist():
        return None
    if archive.getinfo(name).file_size > _MOST_BYTES_OF_A_PART:
        raise RefusedFile(
            "archive_bomb", f"{file} holds a part of over {_MOST_BYTES_OF_A_PART:,} bytes; split the file."
        )
    try:
        raw = archive.read(name)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
        raise RefusedFile("damaged_file", f"{file} is a damaged archive; open it in Word and save it again.") from error
    except RuntimeError as error:
        raise RefusedFile("password_protected", f"{file} is encrypted; save it without a password.") from error
    return _parse(raw.replace(_STRICT, _TRANSITIONAL), file)


def _parse(raw: bytes, file: str) -> etree._Element:
    if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:
        raise RefusedFile("forbidden_xml", f"{file} declares XML entities, which Word does not; save it again in Word.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as error:
        raise RefusedFile("damaged_file", f"{file} holds broken XML; open it in Word and save it again.") from error
    information = root.getroottree().docinfo
    if getattr(information, "doctype", ""):
        raise RefusedFile(
            "forbidden_xml", f"{file} declares a document type, which Word does not; save it again in Word."
        )
    return root


def margins(archive: zipfile.ZipFile, body: etree._Element, file: str) -> dict[str, etree._Element]:
    """Return the ``header`` and the ``footer`` of the first section's first page, those that it has."""
    section = next(body.iter(f"{W}sectPr"), None)
    links = part(archive, "word/_rels/document.xml.rels", file)
    if section is None or links is None:
        return {}
    targets = {link.get("Id"): str(link.get("Target", "")) for link in links if link.get("TargetMode") != "External"}
    found: dict[str, etree._Element] = {}
    kinds = ("first", "default") if section.find(f"{W}titlePg") is not None else ("default",)
    for place in ("header", "footer"):
        references = {ref.get(f"{W}type"): ref.get(f"{_R}id") for ref in section.iter(f"{W}{place}Reference")}
        target = next((targets[references[kind]] for kind in kinds if references.get(kind) in targets), None)
        root = part(archive, posixpath.normpath(posixpath.join("word", target)).lstrip("/"), file) if target else None
        if root is not None:
            found[place] = root
    return found
