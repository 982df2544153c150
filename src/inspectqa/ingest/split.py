"""Text that is too long for one passage, cut between its sentences, or inside one that is too long itself.

The packing is llama-index's SentenceSplitter with our own sentences and word count. It returns strings, so each is
found again in the text and checked: a span that would not be what was cut is never returned. Measured in
docs/adr/0006-llama-index.md.
"""

import itertools
from functools import lru_cache
from typing import TYPE_CHECKING

from inspectqa.documents import Span
from inspectqa.ingest.sentences import sentence_spans

if TYPE_CHECKING:
    from llama_index.core.node_parser import SentenceSplitter


def split(text: str, max_words: int) -> list[Span]:
    """Return spans of at most ``max_words`` words that hold all of ``text`` but the white space between them."""
    words = text.split()
    if not words:
        return []
    if len(words) <= max_words:
        start = text.index(words[0])
        return [Span(start, len(text.rstrip()))]
    spans, after = [], 0
    for chunk in _splitter(max_words).split_text(text):
        start = text.find(chunk, after)
        if start < 0 or text[after:start].strip():
            return _by_words(text, max_words)  # it changed the text: cut it ourselves
        after = start + len(chunk)
        spans.append(Span(start, after))
    return _by_words(text, max_words) if text[after:].strip() else spans


@lru_cache(maxsize=4)
def _splitter(max_words: int) -> "SentenceSplitter":
    from llama_index.core.node_parser import SentenceSplitter  # noqa: PLC0415  1.5 to 3 s: only for a long text

    return SentenceSplitter(
        chunk_size=max_words,
        chunk_overlap=0,
        tokenizer=str.split,  # its own would count with a vocabulary of another model
        chunking_tokenizer_fn=_sentences,
        include_metadata=False,
    )


def _sentences(paragraph: str) -> list[str]:
    """Cut a paragraph at the starts of its sentences, so that joined the parts are the paragraph again."""
    starts = [span.start for span in sentence_spans(paragraph, Span(0, len(paragraph)))]
    cuts = [0, *starts[1:], len(paragraph)]
    return [paragraph[start:end] for start, end in itertools.pairwise(cuts)]


def _by_words(text: str, max_words: int) -> list[Span]:
    spans, start, end, count = [], 0, 0, 0
    for word in text.split():
        at = text.index(word, end)
        if count == max_words:
            spans.append(Span(start, end))
            count = 0
        if count == 0:
            start = at
        end, count = at + len(word), count + 1
    return [*spans, Span(start, end)]
