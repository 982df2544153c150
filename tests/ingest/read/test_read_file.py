"""The door: which reader, and which refusal."""

from pathlib import Path

import pytest

from inspectqa.documents import BlockKind
from inspectqa.errors import RefusedFile
from inspectqa.ingest.read import read_file

_SAMPLES = Path(__file__).resolve().parents[3] / "samples"
_EDGE = Path(__file__).resolve().parents[4] / "shared" / "corpus" / "edge"
_PLENTY = 10_000_000


def refused(path: Path, max_bytes: int = _PLENTY) -> RefusedFile:
    with pytest.raises(RefusedFile) as refusal:
        read_file(path, max_bytes=max_bytes)
    assert path.name in refusal.value.reason
    assert refusal.value.reason.endswith((".", ".docx", ".txt"))
    return refusal.value


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.txt", b"", "empty_file"),
        ("a.txt", b"%PDF-1.7 \n", "type_mismatch"),
        ("a.pdf", b"plain words", "type_mismatch"),
        ("a.pdf", b"\x00\x01\x02\x03", "damaged_file"),
        ("a.pdf", b"%PDF-1.7\nbroken", "damaged_file"),
        ("a.docx", b"PK\x03\x04broken", "damaged_file"),
        ("a.docx", b"%PDF-1.7\n", "type_mismatch"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 words", "legacy_doc"),
        (
            "a.docx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "password_protected",
        ),
        ("a.doc", b"anything", "legacy_doc"),
        ("a.html", b"\x89PNG\r\n", "type_mismatch"),
        ("a.md", b"<!DOCTYPE html><p>x", "type_mismatch"),
        ("a.txt", b"abc\x00def", "not_text"),
        ("a.xlsx", b"PK\x03\x04", "unsupported_type"),
        ("plain", b"words", "unsupported_type"),
    ],
)
def test_each_refusal_has_its_code(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    (tmp_path / name).write_bytes(data)
    assert refused(tmp_path / name).code == code


def test_a_file_over_the_limit_is_refused_with_both_sizes(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"x" * 1001)
    refusal = refused(tmp_path / "a.txt", 1000)
    assert refusal.code == "too_large"
    assert "1,001" in refusal.reason
    assert "1,000" in refusal.reason


@pytest.mark.parametrize("path", sorted(_SAMPLES.glob("*.*")), ids=lambda path: str(path.name))
def test_each_sample_has_blocks_in_order_inside_its_pages(path: Path) -> None:
    document = read_file(path, max_bytes=_PLENTY)
    assert document.pages[0].start == 0
    assert document.pages[-1].end == len(document.text)
    reached = 0
    for block in document.blocks:
        assert block.span.of(document.text).strip()
        assert block.span.start >= reached
        assert any(page.start <= block.span.start and block.span.end <= page.end for page in document.pages)
        assert all(block.span.holds(cell) for cell in block.cells)
        assert bool(block.cells) == (block.kind is BlockKind.ROW)
        assert (block.table is not None) == (block.kind is BlockKind.ROW)
        reached = block.span.end


@pytest.mark.skipif(not _EDGE.exists(), reason="the edge cases lie beside the repository and are not here")
def test_the_edge_cases_are_refused_or_read_without_their_hidden_words() -> None:
    assert refused(_EDGE / "empty.txt").code == "empty_file"
    with pytest.raises(RefusedFile) as scan:
        read_file(_EDGE / "image_only.pdf", max_bytes=_PLENTY, ocr_seconds=0)
    assert scan.value.code == "no_text"
    assert "OCR" in scan.value.reason
    assert "ignore" not in read_file(_EDGE / "injection_page.html", max_bytes=_PLENTY).text.lower()
