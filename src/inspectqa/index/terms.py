"""Words as the keyword index sees them: lower case, accents folded, stop words out, English stems.

Questions, passages and sentences are compared in these terms everywhere, so that "flagging" meets "flagged".
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

import tantivy

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")

_POSSESSIVE = re.compile(r"['’]s?$")

STOP_WORDS = frozenset(
    """a about after all also am an and any are as at be because been before being between both but by can could did do
    does doing done for from further get give given had has have having he her here hers him his how i if in into is it
    its itself just let like made make me more most my no nor not now of off on once one only or other our out over own
    please s same say says said she should so some such tell than that the their them then there these they this those
    to too under until up us use used very was we were what when where which while who whom whose why will with would
    you your""".split()
)

_IRREGULAR = {
    "children": "child",
    "women": "woman",
    "men": "man",
    "policewomen": "policewoman",
    "policemen": "policeman",
}


@cache
def analyser() -> tantivy.TextAnalyzer:
    """Return what makes terms of a text, for the index and for every comparison beside it."""
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .filter(tantivy.Filter.stemmer("english"))
        .build()
    )


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return the stem of one word: ``"flagging"`` -> ``"flag"``."""
    stems = analyser().analyze(_IRREGULAR.get(word.lower(), word))
    return stems[0] if stems else ""


def words(text: str) -> Iterator[str]:
    """Yield the words of ``text`` in order, as written, possessive endings removed."""
    for word in _WORD.findall(text):
        yield _POSSESSIVE.sub("", word) if "'" in word or "’" in word else word


@lru_cache(maxsize=5_000)
def terms(text: str) -> tuple[str, ...]:
    """Return the stems of the words of ``text`` that carry meaning, in order, stop words left out."""
    return tuple(found for word in words(text) if word.lower() not in STOP_WORDS and (found := stem(word)))
