"""What of a model's statement may be shown in its own words: what says the document's sentence and nothing else.

Leaving words out in the middle can turn a sentence round ("supports the charity that trains officers"), and so can
other words or another order. So a statement is shown in the model's words only when these are the document's, from the
sentence's beginning to its end or to a comma behind which nothing stands that qualifies it. Three things may differ:
"we" may become "it", figures may be written in another way (they are shown as written), and articles.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from inspectqa.answering.modelled.deciding import deciding
from inspectqa.answering.modelled.figures import figures_in
from inspectqa.answering.modelled.tokens import Token
from inspectqa.documents import Voice

_FEWEST = 5  # units; less is a fragment
_PART = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|[,;:()]|(?<=\s)[–—-](?=\s)")
_SEPARATORS = frozenset(",;:()–—-")
_ARTICLES = frozenset({"a", "an", "the"})
_AGREEING = {"have": "has", "are": "is", "were": "was", "do": "does", "cannot": "can not"}
_CONTRACTED = {"won't": "will not", "can't": "can not", "shan't": "shall not"}
_WE: dict[str, tuple[str, ...]] = {
    "we": ("it", "they", "force", "constabulary"),
    "us": ("it", "them"),
    "our": ("its", "their"),
}
_I: dict[str, tuple[str, ...]] = {
    "i": ("commissioner", "they"),
    "me": ("commissioner", "them"),
    "my": ("commissioner's", "their"),
}


class _Unit(NamedTuple):
    """A word, figure or mark of punctuation as it is compared, and as it is written."""

    key: tuple[str, ...]
    written: str

    @property
    def separates(self) -> bool:
        return self.written in _SEPARATORS


def rendered(statement: str, token: Token) -> str | None:
    """Return the statement as it may be shown, figures as the document writes them, or None.

    None also where the statement is the sentence itself: that is shown as a quotation.
    """
    told, written = _units(_closed(statement)), _units(_closed(token.text))
    length = len(told)
    if not _FEWEST <= length <= len(written) or _closed(statement) == _closed(token.text):
        return None
    if length < len(written) and not (written[length].separates and _plain_tail(written[length:])):
        return None
    if not _same_words(written[:length], told, _pronouns(token)):
        return None
    text = _as_written(_closed(statement), _closed(token.text))
    return text[:1].upper() + text[1:] + "."


def _closed(text: str) -> str:
    return text.strip().rstrip(".;")


def _units(text: str) -> list[_Unit]:
    """Return the units of a sentence in order, articles left out."""
    figures = {figure.span.start: figure for figure in figures_in(text)}
    units: list[_Unit] = []
    at = 0
    while at < len(text):
        if at in figures:
            figure = figures[at]
            units.append(_Unit(("figure", figure.kind, *figure.value), figure.span.of(text)))
            at = figure.span.end
            continue
        match = _PART.match(text, at)
        if match:
            units += _words(match[0])
        at = _next(text, at, match, figures)
    return [unit for unit in units if unit.key[0] not in _ARTICLES]


def _next(text: str, at: int, match: "re.Match[str] | None", figures: Iterable[int]) -> int:
    end = match.end() if match else at + 1
    return min([end, *(start for start in figures if at < start < end)])


def _words(written: str) -> list[_Unit]:
    word = written.lower().replace("’", "'")
    spelt = _CONTRACTED.get(word) or (f"{word[:-3]} not" if word.endswith("n't") else word)
    keys = " ".join(_AGREEING.get(part, part) for part in spelt.split()).split()
    return [_Unit((key,), written) for key in keys]


def _pronouns(token: Token) -> dict[str, tuple[str, ...]]:
    """Return what a speaker's first person may become: only the force is "it", only the commissioner a person."""
    if token.source.voice is Voice.FORCE:
        return _WE
    return _I if token.source.voice is Voice.COMMISSIONER and "commissioner" in token.labels.lower() else {}


def _same_words(written: Sequence[_Unit], told: Sequence[_Unit], pronouns: dict[str, tuple[str, ...]]) -> bool:
    """Say whether two sentences have the same units, first persons aside: "we believe" may be "it believes"."""
    person = False
    for theirs, ours in zip(written, told, strict=True):
        changed = ours.key[0] in pronouns.get(theirs.key[0], ())
        agrees = person and ours.key == (theirs.key[0] + "s",)
        if ours.key != theirs.key and not changed and not agrees:
            return False
        person = changed
    return True


def _plain_tail(units: Sequence[_Unit]) -> bool:
    """Say whether what is left out holds nothing that qualifies the rest."""
    return not any(key in deciding().protected for unit in units for key in unit.key)


def _as_written(statement: str, sentence: str) -> str:
    """Return the statement with its figures as the sentence writes them; they are the same ones in the same order."""
    text = statement
    pairs = list(zip(figures_in(statement), figures_in(sentence), strict=False))
    for told, written in reversed(pairs):
        text = text[: told.span.start] + written.span.of(sentence) + text[told.span.end :]
    return text
