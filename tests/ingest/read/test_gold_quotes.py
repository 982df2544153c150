"""The evidence of the gold questions stands in the text as read, inside one or a few neighbouring blocks."""

import json
import re
from functools import cache
from pathlib import Path

import pytest

from inspectqa.documents import Document
from inspectqa.ingest.read import read_file

_REPOSITORY = Path(__file__).resolve().parents[3]
_SHARED = _REPOSITORY.parent / "shared"
_MOST_BLOCKS = 3


def _quotes(corpus: str) -> list[tuple[str, str]]:
    path = _SHARED / "gold" / f"{corpus}.jsonl"
    if not path.exists():
        return []
    cases = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return sorted({(piece["doc"], piece["quote"]) for case in cases for piece in case.get("evidence", [])})


@cache
def _document(path: Path) -> Document:
    return read_file(path, max_bytes=10_000_000)


def _bare(text: str) -> str:
    """Return words only: no white space beyond one blank, no tags, no emphasis signs."""
    return " ".join(re.sub(r"<[^<>]*>|\*+", " ", text).split())


def _check(path: Path, quote: str) -> None:
    document = _document(path)
    assert _bare(quote) in _bare(document.text)
    spans = [block.span for block in document.blocks]
    assert any(
        _bare(quote) in _bare(document.text[spans[first].start : spans[last].end])
        for first in range(len(spans))
        for last in range(first, min(first + _MOST_BLOCKS, len(spans)))
    )


@pytest.mark.parametrize(("file", "quote"), _quotes("fiction"))
def test_each_fiction_quote_stands_in_neighbouring_blocks(file: str, quote: str) -> None:
    _check(_REPOSITORY / "samples" / file, quote)


@pytest.mark.parametrize(("file", "quote"), _quotes("real"))
def test_each_real_quote_stands_in_neighbouring_blocks(file: str, quote: str) -> None:
    _check(_SHARED / "corpus" / "real" / file, quote)


@pytest.mark.skipif(not _SHARED.exists(), reason="the gold questions lie beside the repository and are not here")
def test_the_gold_questions_are_found() -> None:
    assert len(_quotes("fiction")) > 20
    assert len(_quotes("real")) > 40
