"""The patterns of ``cues.toml``, compiled once, and what they say of a question."""

import re
import tomllib
from functools import cache
from importlib.resources import files

from inspectqa.retrieval.query import Intent


@cache
def _intents() -> tuple[tuple[Intent, re.Pattern[str]], ...]:
    data = tomllib.loads(files("inspectqa.retrieval").joinpath("cues.toml").read_text("utf-8"))
    return tuple((Intent(row["name"]), re.compile("|".join(row["patterns"]))) for row in data["intent"])


def intent_of(question: str) -> Intent:
    """Return the first intent whose patterns match the question (lower case, typing errors mended)."""
    return next(intent for intent, pattern in _intents() if pattern.search(question))
