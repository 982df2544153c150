"""Which words and phrases stand for each other in questions and documents, from ``paraphrases.toml``."""

import re
import tomllib
from collections import defaultdict
from functools import cache
from importlib.resources import files
from typing import Any

from inspectqa.index.terms import stem


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("inspectqa.retrieval").joinpath("paraphrases.toml").read_text("utf-8"))


@cache
def _phrases() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE), word) for pattern, word in _data()["phrases"].items()
    )


@cache
def _groups() -> dict[str, frozenset[str]]:
    lines = _data()["groups"]
    alike: defaultdict[str, set[str]] = defaultdict(set)
    for line in lines:
        stems = {stem(word) for word in line.split()}
        for one in stems:
            alike[one] |= stems - {one}
    return {one: frozenset(others) for one, others in alike.items()}


def others_for(term: str) -> frozenset[str]:
    """Return the stems that may stand for ``term`` (a stem): ``"compulsori"`` -> ``{"mandatori", ...}``."""
    return _groups().get(term, frozenset())


def in_one_word(question: str) -> str:
    """Return ``question`` with each phrase that documents say in one word replaced by it ("think again")."""
    for pattern, word in _phrases():
        question = pattern.sub(word, question)
    return question
