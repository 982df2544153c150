"""What kind of statement a sentence of a response makes: done is not due, launched is not completed.

Read from the words alone, by the first rule of ``kinds.toml`` that fits; who speaks, for which force and about which
finding is the passage's to say. The same file says which questions want which kind.
"""

import datetime
import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple


class Kind(StrEnum):
    """What a statement tells."""

    QUESTION = "question"
    BARE = "bare"
    RESTATED = "restated"
    REQUEST = "request"
    CORRECTION = "correction"
    PLAN = "plan"
    UNDER_WAY = "under_way"
    POSITION = "position"
    DONE = "done"
    STATE = "state"


SAYS_LITTLE = frozenset({Kind.BARE, Kind.RESTATED, Kind.QUESTION})
"""Kinds that tell nothing of what somebody did, thinks or wants to do."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What one sentence of a passage tells: its kind, the days it names, and its figures with what they count.

    Who tells it, for which force and about which finding is its passage's to say.
    """

    kind: Kind
    dates: tuple[datetime.date, ...] = ()
    figures: tuple[str, ...] = ()


# "What did she promise?" wants a plan, "what did she do?" a deed.
_DID = re.compile(r"\b(?:ha(?:s|ve|d)|did|was|were)\b", re.IGNORECASE)


class _Rule(NamedTuple):
    kind: Kind
    written: re.Pattern[str]
    asked: re.Pattern[str] | None


@cache
def _rules() -> tuple[_Rule, ...]:
    rows = tomllib.loads(files("inspectqa").joinpath("kinds.toml").read_text("utf-8"))["kind"]
    return tuple(
        _Rule(
            Kind(row["name"]), _pattern("|".join(row["patterns"])), _pattern(row["asked"]) if "asked" in row else None
        )
        for row in rows
    )


def _pattern(written: str) -> re.Pattern[str]:
    return re.compile(written, re.IGNORECASE)


@lru_cache(maxsize=20_000)
def kind_of(sentence: str) -> Kind:
    """Return the kind of statement that ``sentence`` (plain text) makes; ``STATE`` where no rule fits."""
    return next((rule.kind for rule in _rules() if rule.written.search(sentence)), Kind.STATE)


@lru_cache(maxsize=1_000)
def kinds_wanted(question: str) -> frozenset[Kind]:
    """Return the kinds of statement that would answer ``question``; none where any would."""
    found = frozenset(rule.kind for rule in _rules() if rule.asked and rule.asked.search(question))
    return found if found - {Kind.DONE} or not _DID.search(question) else found | {Kind.DONE}
