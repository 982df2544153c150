"""Before or after: the order of two dates that the documents state."""

import re
from typing import NamedTuple

from inspectqa.answering.compose.facts import report_dates
from inspectqa.answering.material import Claim, Draft, Material, Source, answered, plain, source_of
from inspectqa.answering.sentences import own_voice, rank
from inspectqa.answering.wording import quoted, speaker
from inspectqa.index.terms import terms
from inspectqa.retrieval.refs import dates_named, months_named

_ASKED = re.compile(
    r"(?P<event>.+?)\b(?:before or after|earlier or later than|before|after)\b(?P<other>.+)", re.IGNORECASE
)
_REPORT = re.compile(r"\b(?:report|inspection)\b", re.IGNORECASE)


class Dated(NamedTuple):
    """A source with the day, or only the month (``day`` 0), that it states."""

    year: int
    month: int
    day: int
    source: Source


def before_or_after(material: Material) -> Draft | None:
    """Return which of two dated events came first, quoting both; None where a date is missing or they can't be told."""
    asked = _ASKED.match(material.query.question)
    if not asked or not re.search(r"\bbefore or after\b|\bearlier or later\b", material.query.question.lower()):
        return None
    event = _dated_event(material, asked["event"])
    other = _report(material) if _REPORT.search(asked["other"]) else _dated_event(material, asked["other"])
    if not event or not other or event.source == other.source or event[:2] == other[:2]:
        return None
    word = "Before" if event[:2] < other[:2] else "After"
    first, second = (f"{speaker(s)} {quoted(plain(material.quote(s)))}" for s in (event.source, other.source))
    return answered([Claim(f"{word}: {first}; {second}", (event.source, other.source))])


def _dated_event(material: Material, words: str) -> Dated | None:
    asked = set(terms(words)) & set(material.query.terms)
    for sentence in own_voice(rank(material), material.query):
        stated = _stated(sentence.text)
        if stated and asked & sentence.terms:
            return Dated(*stated, source_of(material, sentence.passage, sentence.span))
    return None


def _report(material: Material) -> Dated | None:
    found = next(iter(report_dates(material)), None)
    return Dated(found[1].year, found[1].month, found[1].day, found[0]) if found else None


def _stated(text: str) -> tuple[int, int, int] | None:
    days, months = dates_named(text), months_named(text)
    if days:
        return days[0].year, days[0].month, days[0].day
    return (*months[0], 0) if months else None
