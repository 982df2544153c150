"""Figures in a sentence, whatever way they are written: "44 per cent" is "44%", "15 June 2026" is "15/06/2026".

A figure is a number with what it counts in: a date, a percentage, a sum of money, a plain number, or a code
("23a", "CP7"). "29" and "Twenty-nine" are the same, "29" and "29%" are not.
"""

import re
from typing import NamedTuple

from inspectqa.documents import Span

_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = "|".join([*_MONTHS, *(name[:3] for name in _MONTHS), "sept"])
_ONES = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen""".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORDED = {word: number for number, word in enumerate(_ONES)} | {w: 10 * n for n, w in enumerate(_TENS, 2)}
_SHARES = {"half": "50%", "halves": "50%", "quarter": "25%", "quarters": "25%", "third": "1/3", "thirds": "1/3"}
_SCALE = {"m": 6, "million": 6, "k": 3, "thousand": 3, "bn": 9, "billion": 9, "hundred": 2}
_FIGURE = re.compile(
    rf"""\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{_MONTH})\b\.?(?:,?\s+(?P<year>(?:19|20)\d\d))?
    | \b(?P<month2>{_MONTH})\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year2>(?:19|20)\d\d)\b
    | \b(?P<month3>{_MONTH})\b\.?(?:\s+(?P<year3>(?:19|20)\d\d))?
    | \b(?P<d>\d{{1,2}})[/.](?P<m>\d{{1,2}})[/.](?P<y>\d{{4}}|\d\d)\b
    | \b(?P<y2>\d{{4}})-(?P<m2>\d\d)-(?P<d2>\d\d)\b
    | (?P<pound>[£$€]\s?)?\b(?P<number>\d+(?:,\d{{3}})*(?:\.\d+)?)
      (?:\s?(?P<percent>%|per\s?cent\b)|(?P<scale>(?:m|k|bn)\b|\s(?:million|thousand|billion|hundred)\b)|(?![\w%]))
    | \b(?P<code>(?=[a-z]*\d)\w+)\b
    | \b(?P<word>(?:{"|".join(_TENS)})[-\s](?:{"|".join(_ONES[1:10])})|{"|".join(_TENS + _ONES)})\b
      (?:\s(?P<percent2>per\s?cent\b)|\s(?P<scale2>million|thousand|billion|hundred)\b)?
    | \b(?P<share>{"|".join(_SHARES)})\b""",
    re.VERBOSE | re.IGNORECASE,
)
_MAY_BE_A_VERB = re.compile(r"may|mar|march", re.IGNORECASE)


class Figure(NamedTuple):
    """A figure, and where it stands. ``value`` is the same for all ways to write it; a date has its known parts."""

    kind: str
    value: tuple[str, ...]
    span: Span


def figures_in(text: str) -> tuple[Figure, ...]:
    """Return the figures of ``text`` in order."""
    return tuple(found for match in _FIGURE.finditer(text) if (found := _figure(match)))


def _figure(match: "re.Match[str]") -> Figure | None:
    span = Span(*match.span())
    part = {name: value for name, value in match.groupdict().items() if value is not None}
    month = part.get("month") or part.get("month2") or part.get("month3")
    if month:
        if "month3" in part and "year3" not in part and _MAY_BE_A_VERB.fullmatch(month) and not month.istitle():
            return None
        number = str(1 + [name[:3] for name in _MONTHS].index(month[:3].lower()))
        year = part.get("year") or part.get("year2") or part.get("year3") or ""
        return Figure("date", (year, number, (part.get("day") or part.get("day2") or "").lstrip("0")), span)
    for y, m, d in (("y", "m", "d"), ("y2", "m2", "d2")):
        if y in part:
            year = part[y] if len(part[y]) == 4 else f"20{part[y]}"
            return Figure("date", (year, part[m].lstrip("0"), part[d].lstrip("0")), span)
    if "code" in part:
        return Figure("code", (part["code"].lower(),), span)
    if "share" in part:
        return Figure("share", (_SHARES[part["share"].lower()],), span)
    return _number(part, span)


def _number(part: dict[str, str], span: Span) -> Figure:
    if "word" in part:
        digits = str(sum(_WORDED[word] for word in re.split(r"[-\s]", part["word"].lower())))
    else:
        digits = part["number"].replace(",", "")
    scale = (part.get("scale") or part.get("scale2") or "").strip().lower()
    digits = _scaled(digits, _SCALE.get(scale, 0))
    if "percent" in part or "percent2" in part:
        return Figure("percentage", (digits,), span)
    if part.get("pound"):
        return Figure("money", (part["pound"].strip(), digits), span)
    return Figure("number", (digits,), span)


def _scaled(digits: str, zeros: int) -> str:
    whole, _, decimals = digits.partition(".")
    moved = whole + decimals[:zeros].ljust(zeros, "0")
    rest = decimals[zeros:].rstrip("0")
    return (moved.lstrip("0") or "0") + (f".{rest}" if rest else "")


def same(told: Figure, written: Figure) -> bool:
    """Say whether ``written`` bears ``told`` out: the same figure, or a date of which ``told`` names less."""
    if told.kind == "number" and written.kind == "date":
        return len(told.value[0]) == 4 and told.value[0] == written.value[0]
    if told.kind != written.kind:
        return False
    if told.kind == "date":
        return all(not mine or mine == theirs for mine, theirs in zip(told.value, written.value, strict=True))
    return told.value == written.value
