"""Spans of a marked-up line without its marks: Markdown signs and the inline tags of the tagged text form."""

import re

from inspectqa.documents import Span

_OPENING = re.compile(r"(?:\s+|<[a-zA-Z][^<>]*>|</[a-zA-Z][^<>]*>|\*\*(?=\S)|__(?=\S)|[*_](?=[^\s*_]))")
_CLOSING = re.compile(r"(?:\s+|<[a-zA-Z/][^<>]*>|(?<=\S)\*\*|(?<=\S)__|(?<=[^\s*_])[*_])$")
_LONGEST_TAG = 400
BULLET = re.compile(r"\s*[-*•◦▪‣·●■□]\s+(?:\[[ xX]\]\s+)?")
HEADING = re.compile(r" {0,3}(#{1,6})\s+")
NUMBER = re.compile(r"\s*\(?(\d{1,3}|[a-z])[.)]\s+")
RULE = re.compile(r" {0,3}(?:[-*_]\s*){3,}")
UNDERLINE = re.compile(r" {0,3}(=+|-{3,})\s*")
BLOCK_TAG = re.compile(r"</?(?:p|b|strong|td|th|tr|li|ul|ol|h[1-6]|div|span|br)\b[^<>]*>", re.IGNORECASE)
_PIPE = re.compile(r"(?<!\\)\|")
PIPE_ROW = re.compile(r"\s*\|.*\|\s*")
PIPE_RULE = re.compile(r"\s*\|?(?:\s*:?-{2,}:?\s*\|)+(?:\s*:?-{2,}:?\s*)?")


def trimmed(text: str, span: Span) -> Span:
    """Return ``span`` without the white space, emphasis signs and tags at its ends (empty if nothing is left)."""
    start, end = span
    while start < end and (opening := _OPENING.match(text, start, end)):
        start = opening.end()
    while end > start and (closing := _closing(text, start, end)):
        end = closing
    return Span(start, end) if start < end else Span(span.end, span.end)


def _closing(text: str, start: int, end: int) -> int | None:
    """Return where the mark that ends at ``end`` begins, or None; looks back no further than a tag may be long."""
    if text[end - 1].isspace():
        return end - 1
    if text[end - 1] == ">":
        opened = text.rfind("<", max(start, end - _LONGEST_TAG), end)
        return opened if opened >= 0 and _CLOSING.fullmatch(text[opened:end]) else None
    for sign in ("**", "__", "*", "_"):
        if text.endswith(sign, start, end) and end - len(sign) > start and not text[end - len(sign) - 1].isspace():
            return end - len(sign)
    return None


def tab_cells(text: str, span: Span) -> tuple[Span, ...]:
    """Return the cells of a line whose columns are set apart by tabs, tags left off."""
    return _split(text, span, [match.span() for match in re.compile("\t").finditer(text, *span)])


def pipe_cells(text: str, span: Span) -> tuple[Span, ...]:
    """Return the cells of a line of a Markdown table."""
    bars = [match.span() for match in _PIPE.finditer(text, *span)]
    return _split(text, Span(bars[0][1], bars[-1][0]), bars[1:-1]) if len(bars) > 1 else ()


def _split(text: str, span: Span, separators: list[tuple[int, int]]) -> tuple[Span, ...]:
    starts = [span.start, *(end for _, end in separators)]
    ends = [*(start for start, _ in separators), span.end]
    return tuple(trimmed(text, Span(start, end)) for start, end in zip(starts, ends, strict=True))
