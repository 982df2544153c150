"""What a sentence tells, as data: its kind, the days it names, and its figures with what they count."""

import re
from functools import lru_cache

from inspectqa.ingest.recognise.dates import dates_in
from inspectqa.kinds import Statement, kind_of

_NUMBER = r"(?:£\s?)?\d+(?:,\d{3})*(?:\.\d+)?(?:\s?%| per ?cent| million)?"
# Up to a verb, a stop or a preposition: "71 per cent of cases", "640 of 1,150 front-line officers", "212 premises".
_ENDS = "|".join(
    """in on at by for to from with against is are was were has have had will and or of as which that who since per up
    down than""".split()
)
_FIGURE = re.compile(
    rf"(?<![\w/.-]){_NUMBER}(?:(?: out)? of(?: (?:the|its|our|their))?(?: {_NUMBER})?)?"
    rf"(?: (?!(?:{_ENDS})\b)[a-z][\w'’-]*){{0,3}}",
    re.IGNORECASE,
)
_MONTH = re.compile(
    r"^(?:January|February|March|April|May|June|July|August|September|October|November|December)\b", re.IGNORECASE
)


@lru_cache(maxsize=5_000)
def statement(sentence: str) -> Statement:
    """Return what ``sentence`` (plain text) tells."""
    return Statement(kind_of(sentence), tuple(one.date for one in dates_in(sentence)), tuple(_figures(sentence)))


def _figures(sentence: str) -> list[str]:
    """Return the figures of a sentence as written, with the words that they count; days and years are none."""
    found = (match.group().strip() for match in _FIGURE.finditer(sentence))
    return [words for words in found if not _is_date(words)]


def _is_date(words: str) -> bool:
    number, _, rest = words.partition(" ")
    return bool(_MONTH.match(rest)) or (number.isdigit() and 1900 <= int(number) <= 2100 and not rest)
