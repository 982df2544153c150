"""The words that open a finding: "Recommendation 6:", "AFI 2", "Area for improvement", "4. Use the template"."""

import re
from dataclasses import dataclass

from inspectqa.documents import FindingKind, Span
from inspectqa.ingest.pieces import plain
from inspectqa.ingest.recognise.demands import is_wording

_MARK = r"(?:[*_]{1,3}|</?\w[^<>]*>|\s)*"
_PARAGRAPH = rf"(?:(?P<para>Q?\d{{1,3}}(?:\.\d{{1,2}})*|[A-HQ](?=[.)] )|\([a-z]\))[.):]?{_MARK}(?=[A-Za-z*_<]))?"
_KINDS = (
    r"(?P<kind>(?:the |HMICFRS |national |inspection |accelerated |new )?"
    r"(?:recommendation|argymhelliad|rec\.?|area (?:for|of) improvement|afi|(?:accelerated )?cause of concern|coc"
    r"|(?-i:R)(?=\s?\d{1,2}(?:[*_]{1,3}|</\w+>)?\s?(?:[:.)\]–-]|\n|\Z"
    r"|(?-i:By \d|Within |With immediate |Chief const)))))"
)
_PART = (  # of a form: "Section B. Finding - Recommendation 1"
    r"(?:(?:section|part|sheet|annex) (?:[A-Z]|\d{1,2})\b[.:)]?\s*[–-]?\s+)?"
    r"(?:(?:finding|item|entry)(?: \d{1,2})?\s*[–:-]\s*)?"
)
_ABOUT = (
    r"(?:(?:finally|lastly|next|then|first|secondly|thirdly|similarly|likewise),? )?"
    r"(?:(?:on|as to|under|in relation to|in respect of|with regard to|regarding|as for|turning to|for|against"
    r"|concerning) )?"
)
_WORDS = {
    word: str(number)
    for number, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen".split(), start=1
    )
}
_NUMBER = (
    r"(?:(?:(?:no\.?|number|num\.?|ref(?:erence)?\.?):?|#|-|(?::(?=\s*\d{1,3}[a-z]?\s*$)))?\s*"
    r"(?P<number>\d{1,2}(?:\.\d{1,2})?[a-z]?(?![\d,./]\d|\d)|(?-i:[ivx]{1,4}|[IVX]{1,4})|(?-i:[A-Z])\d{0,2}|"
    rf"{'|'.join(_WORDS)})(?![A-Za-z0-9%]))"
)
_YEAR = r"(?:\((?P<year>20\d{2})[^)]{0,40}\)|(?:of|from|in) the (?P<of_year>20\d{2}) (?:report|inspection))"
_LEAD = re.compile(
    rf"{_MARK}{_PART}{_PARAGRAPH}{_MARK}(?P<about>{_ABOUT})[(\[]?{_KINDS}(?:\b\.?|(?<=R))(?:,?"
    rf" \(?continued\)?)?{_MARK}{_NUMBER}?{_MARK}(?:{_YEAR})?(?:\s?\([^()\n]{{3,120}}\)(?=[:.–-]"
    rf"|\s*$)|,\s(?!(?:and|or|we|I|the|our|my|they|it|this|there|which)\s)"
    rf"(?-i:[a-z][a-z-]*(?:\s[a-z-]+){{0,4}})(?=\.\s))?(?P<after>{_MARK}[:.)\]–—-]*{_MARK})",
    re.IGNORECASE,
)
ORDINALS = {
    word: str(number)
    for number, word in enumerate("first second third fourth fifth sixth seventh eighth ninth tenth".split(), start=1)
}
_ORDINAL = re.compile(
    rf"{_ABOUT}(?:the |my |its )?(?P<number>{'|'.join(ORDINALS)}) (?P<kind>recommendation|area for improvement|cause"
    rf" of concern)(?: (?=\w)|(?=, (?:on|about|which|concerning)\b))",
    re.IGNORECASE,
)
_ORDINAL_LABEL = re.compile(
    rf"{_MARK}(?:(?:on|as to|regarding) )?(?:the )?(?P<number>{'|'.join(ORDINALS)}) "
    rf"(?P<kind>recommendation|area for improvement|cause of concern)(?:{_MARK}(?::|\s[–-]\s){_MARK}|{_MARK}\Z)",
    re.IGNORECASE,
)
_TURNING = re.compile(
    rf"(?:(?:I|we) (?:now |next )?(?:turn|come|move|go) (?:now |next |on )?to|turning (?:now )?to|next(?:,|"
    rf" is)?|then) {_KINDS}\s+"
    r"(?P<number>\d{1,2}[a-z]?)(?=[.,:;])",
    re.IGNORECASE,
)
_POSITION = re.compile(
    rf"(?:I|we) (?:\w+ ){{0,3}}?(?:accept|agree with|support|welcome|reject|disagree with) {_KINDS}\s+"
    r"(?P<number>\d{1,2}[a-z]?)\b(?!\s*(?:and|to|,|–|-)\s*\d)",
    re.IGNORECASE,
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_EACH = rf"(?:\d{{1,2}}[a-z]?|(?-i:[A-Z]))(?![\w%]|[./]\d|\s+{_MONTH}\b|\s*(?:months|weeks|days|years)\b)"
_MORE = rf"(?:(?:\s*(?:,|and\b|&|\+|/)\s*(?:and\s+)?|\s+to\s+|[–-](?=\d)){_EACH})"
NUMBERS = rf"{_EACH}{_MORE}*"  # of findings: "3", "3, 4 and 6-8"
SEVERAL = re.compile(
    rf"{_MARK}{_PARAGRAPH}{_MARK}(?P<about>{_ABOUT})\(?"
    rf"(?P<kind>recommendations?|recs?\.?|afis?|areas? for improvement|causes? of concern)\s+(?:nos?\.? |numbers )?"
    rf"(?P<numbers>{_EACH}{_MORE}+)(?P<after>{_MARK}[:.)–—-]*{_MARK})",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(
    rf"{_MARK}(?:(?-i:R|REC|Rec|AFI|A|CoC|No)[. -]?\s?)?(?P<number>\d{{1,2}}[a-z]?)(?:[.):]\s*{_MARK}(?=\D)|{_MARK}\Z)"
)
_NUMBER_BEFORE_WORDING = re.compile(rf"{_MARK}(?P<number>\d{{1,2}}[a-z]?){_MARK}\s+(?=[A-Z])")
_SUBJECT = re.compile(
    r"(?:is|has|was|were|will|remains?|have|had|can|reads?|states?|asks?|asked|requires?|required|calls|called|says|said|concerns"
    r"|deals|recommends|covers|wants|expects)\b"
)
_CLAUSE = re.compile(
    r"(?:the|we|I|our|my|this|that|there|it|he|she|they|all|both|work|progress)\s(?=\w)"
)  # "On AFI 9 the ..."
_ASKS = re.compile(
    r"(?:reads?|states?|asks?|asked|requires?|required|calls|called|says|said|concerns|deals|recommends|covers|wants|expects"
    r"|(?:is|was) (?:about|that|for|to|on|addressed to|concerned with))\b"
)
_OPENS_TEXT = re.compile(r"[A-Z“\"‘]")
_ANY_PARAGRAPH = re.compile(rf"{_MARK}(?P<number>\d{{1,3}}(?:\.\d{{1,2}})+[.)]?|\d{{1,3}}[.)])\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Lead:
    """A finding's label at the start of a text: ``rest`` is what follows it, ``paragraph`` the number before it.

    ``subject`` says that the label is part of a sentence ("Recommendation 4 has been met."): then ``rest`` is
    the whole sentence, and ``introduces`` says that it tells what the finding asks for; ``asks`` that it is a question
    about the finding.
    """

    kind: FindingKind
    number: str
    year: int | None
    rest: Span
    paragraph: str = ""
    subject: bool = False
    introduces: bool = False
    asks: bool = False


def lead_of(text: str, span: Span, *, reference: bool = False) -> Lead | None:
    """Return the finding's label that opens ``text[span]``, or None; with ``reference`` also in a running text."""
    bare = unnumbered(text, span)
    taken = _POSITION.match(text, *bare)
    if taken:
        return Lead(kind_of(taken["kind"]), taken["number"], None, span, subject=True)
    told = _ORDINAL.match(text, *bare) or _TURNING.match(text, *bare)
    if told and (told.re is _TURNING or text[told.end()] == "," or _SUBJECT.match(text, told.end())):
        number = ORDINALS.get(told["number"].lower(), told["number"])
        return Lead(kind_of(told["kind"]), number, None, span, subject=True, introduces=True)
    if label := _ORDINAL_LABEL.match(text, *bare):
        number = ORDINALS[label["number"].lower()]
        return Lead(kind_of(label["kind"]), number, None, Span(label.end(), span.end))
    match = _LEAD.match(text, *span)
    if match is None or several_at(text, span):
        return None
    rest = Span(match.end(), span.end)
    year = match["year"] or match["of_year"]
    written = match["number"] or ""
    number = _WORDS.get(written.lower(), written.lower() if written[:1].isdigit() else written.upper())
    kind = kind_of(match["kind"])
    if kind is FindingKind.CAUSE_OF_CONCERN and re.fullmatch(r"R\d+", number):
        kind, number = FindingKind.RECOMMENDATION, number[1:]  # "CoC R1": the first recommendation about it
    following = rest.of(text)
    if reference and number:
        return Lead(kind, number, int(year) if year else None, rest)
    if match["about"]:
        return _as_subject(text, span, match, Lead(kind, number, int(year) if year else None, span))
    if following.strip() and not re.search(r"[^\s]", match["after"]) and not _OPENS_TEXT.match(following):
        return _as_subject(text, span, match, Lead(kind, number, int(year) if year else None, span))
    if not number and (kind is FindingKind.RECOMMENDATION or not _stands_apart(match, following)):
        return None
    return Lead(kind, number, int(year) if year else None, rest, match["para"] or "")


def _stands_apart(match: re.Match[str], following: str) -> bool:
    """Say whether an unnumbered label ends its line or is set off with a colon, stop, dash or mark."""
    shouted = match["kind"].isupper() and len(match["kind"]) > 4 and following[:1].isupper()
    return (
        not following.strip() or shouted or following[:1] in '“"' or bool(re.search(r"[:.*_>\n)–—-]", match["after"]))
    )


def _as_subject(text: str, span: Span, match: re.Match[str], lead: Lead) -> Lead | None:
    comma = bool(match["about"]) and (
        text[match.end() : match.end() + 1] in (",", ":") or bool(_CLAUSE.match(text, match.end(), span.end))
    )
    if not lead.number or not (comma or _SUBJECT.match(text, match.end())):
        return None
    paragraph = match["para"] or ""
    start = match.start("kind") if paragraph else span.start
    asks = bool(_ASKS.match(text, match.end()))
    return Lead(lead.kind, lead.number, lead.year, Span(start, span.end), paragraph, subject=True, introduces=asks)


def numbered(text: str, span: Span, kind: FindingKind) -> Lead | None:
    """Return the finding of a text in a recommendation column that opens with its bare number: "4. Use ..."."""
    match = _BARE_NUMBER.match(text, *span) or _NUMBER_BEFORE_WORDING.match(text, *span)
    if match and match.re is _NUMBER_BEFORE_WORDING and not is_wording(plain(text[match.end() : span.end])):
        return None
    return Lead(kind, match["number"], None, Span(match.end(), span.end)) if match else None


def names_several(text: str, span: Span) -> bool:
    """Say whether the text opens with several findings at once ("Recommendations 1 and 2")."""
    return several_at(text, span) is not None


def paragraph_number(text: str, span: Span) -> str:
    """Return the number that opens a numbered paragraph ("23.5 ..." -> "23.5"), or nothing."""
    match = _ANY_PARAGRAPH.match(text, *span)
    return match["number"] if match else ""


def several_at(text: str, span: Span) -> re.Match[str] | None:
    """Find the name of several findings at the start of a text; "recommendation 2, 84 officers" names one."""
    match = SEVERAL.match(text, *span)
    plural = match is not None and match["kind"].lower().rstrip(".").endswith(("s", "improvement"))
    joined = match is not None and re.search(r"and\b|[&+/–-]|\bto\b", match["numbers"], re.IGNORECASE)
    return match if plural or joined else None


def unnumbered(text: str, span: Span) -> Span:
    """Return ``span`` without the number of its paragraph."""
    match = _ANY_PARAGRAPH.match(text, *span)
    return Span(match.end(), span.end) if match and match.end() < span.end else span


def kind_in(label: str) -> FindingKind | None:
    """Return the kind of finding that a column header or heading names."""
    match = re.search(
        r"recommend(?:ation|s\b|ed\b)|\brecs?\b|area(?:s)? for improvement|\bAFIs?\b|cause(?:s)? of concern",
        label,
        re.IGNORECASE,
    )
    return kind_of(match[0]) if match else None


def kind_of(word: str) -> FindingKind:
    """Return the kind of finding that a word of a label stands for: "rec", "AFI", "CoC"."""
    word = word.lower()
    if "rec" in word or word in ("r", "argymhelliad"):
        return FindingKind.RECOMMENDATION
    if "concern" in word or word.endswith("coc"):
        return FindingKind.CAUSE_OF_CONCERN
    return FindingKind.AREA_FOR_IMPROVEMENT
