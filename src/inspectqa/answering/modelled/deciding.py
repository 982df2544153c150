"""The words that decide what a sentence says (``support.toml``), and what they say of a text."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from inspectqa.index.terms import stem, words

_MARKUP = re.compile(r"[<>\[\]{}|`*#_~\\^@“”\"]|https?:|www\.|\bdata:|javascript:|\w\.(?:com|org|net|uk|io)\b")
_LINK = re.compile(r"</?[a-z]|https?:|www\.|\]\s?\(|!\[|\bdata:|javascript:", re.IGNORECASE)
_NAUGHT = re.compile(r"n['’]t\b", re.IGNORECASE)


class Deciding(NamedTuple):
    """The lists of ``support.toml``; ``decisive`` are stems."""

    negations: frozenset[str]
    protected: frozenset[str]
    decisive: frozenset[str]
    states: dict[str, frozenset[str]]
    instructions: "re.Pattern[str]"


@cache
def deciding() -> Deciding:
    """Return the words that decide what a sentence says."""
    data = tomllib.loads(files("inspectqa.answering.modelled").joinpath("support.toml").read_text("utf-8"))
    return Deciding(
        frozenset(data["negations"].split()),
        frozenset(data["protected"].split()) | frozenset(data["negations"].split()),
        frozenset(map(stem, data["decisive"].split())),
        {name: frozenset(row.split()) for name, row in data["states"].items()},
        re.compile("|".join(data["instructions"]["patterns"]), re.IGNORECASE),
    )


def marked_up(text: str) -> bool:
    """Say whether a sentence of a model holds markup, quotation marks, a link, or what could become one."""
    return bool(_MARKUP.search(text))


def speaks_to_reader(text: str) -> bool:
    """Say whether a sentence of a document gives its reader an instruction, or holds a link or an image."""
    return bool(_LINK.search(text) or deciding().instructions.search(text))


def negated(text: str) -> bool:
    """Say whether a text denies anything."""
    return bool(_NAUGHT.search(text)) or any(word in deciding().negations for word in lower_words(text))


def lower_words(text: str) -> list[str]:
    """Return the words of a text in order, in lower case."""
    return [word.lower() for word in words(text)]
