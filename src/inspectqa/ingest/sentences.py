"""Exact spans of sentences: no markup at the ends, no split at an abbreviation, an initial, a decimal or a date."""

import re

from inspectqa.documents import Span
from inspectqa.ingest.pieces import plain, trimmed

_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof rev hon rt st cllr cllrs supt insp sgt det ch con const dept no nos p pp para paras art s ss "
    "vol e.g i.e eg ie etc cf vs viz approx incl inc ltd co fig ref rec recs ext tel op dcc acc cc gen col maj capt lt "
    "jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thur thurs fri sat sun min max al".split()
)
_STOP = re.compile(r"(?P<stop>[.!?…]+)(?P<after>[\"'”’)\]*_]*(?:</?\w[^<>]*>)*)(?P<gap>\s+)(?=[\"'“‘(\[*_<]*[A-Z0-9£])")
_WORD_BEFORE = re.compile(r"[\w.&/-]*\Z")


def sentence_spans(text: str, span: Span) -> list[Span]:
    """Return the sentences of ``text[span]`` in order; the span is one paragraph, list item or cell."""
    spans, start = [], span.start
    for match in _STOP.finditer(text, *span):
        if match["stop"] == "." and _goes_on(text, span.start, match):
            continue
        spans.append(trimmed(text, Span(start, match.end("after"))))
        start = match.end()
    spans.append(trimmed(text, Span(start, span.end)))
    return [one for one in spans if re.search(r"\w", plain(one.of(text)))]


def _goes_on(text: str, start: int, match: re.Match[str]) -> bool:
    """Say whether the full stop belongs to an abbreviation, an initial or a number, and the sentence goes on."""
    before = _WORD_BEFORE.search(text, max(start, match.start() - 30), match.start())
    word = before[0] if before else ""
    following = text[match.end() : match.end() + 1]
    if re.fullmatch(r"[A-Z]", word) or re.fullmatch(r"(?:[A-Za-z]\.)+[A-Za-z]", word):
        return word.lower() not in {"i"} and not (
            word.isupper() and "." in word and following.isupper() and len(word) > 3
        )
    lowered = word.lower()
    if lowered in (
        "no",
        "nos",
        "p",
        "pp",
        "para",
        "paras",
        "s",
        "rec",
        "recs",
        "art",
        "fig",
        "ext",
        "tel",
        "ref",
        "op",
    ):
        return following.isdigit() or lowered in ("op",)
    return lowered in _ABBREVIATIONS and (lowered not in {"etc", "co", "min", "max", "con", "mar", "sun", "sat"})
