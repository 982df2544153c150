"""Office holders that a document names: in a form, in prose beside their office, in a signature block."""

import re
from itertools import pairwise

from inspectqa.documents import BlockKind, Document, Fact, Person, Span, Voice
from inspectqa.forces import known_forces
from inspectqa.ingest.pieces import Piece, flat, plain

_AREA = r"(?: for (?:the )?[A-Z][\w'’-]+(?:(?: and | & |[ -])[A-Z][\w'’-]+){0,3})?"
_PREFIX = r"(?:(?:Deputy|Acting|Temporary|Interim|T/|A/|Assistant)[ ]?)*"
_COMMISSIONER = (
    rf"(?:(?:[A-Z][\w'’-]+ ){{0,3}}?{_PREFIX}(?:Police(?:,? (?:and |& )?Fire)?(?:,? and| &) "
    rf"(?:Rescue and )?Crime[ \n]Commissioner|P(?:F|FR)?CC){_AREA}"
    rf"|{_PREFIX}Mayor(?: for (?:Policing|Safer|Police)(?:,? (?:and |& )?[A-Z]\w+){{0,4}}"
    rf"| of [A-Z]\w+(?: [A-Z]\w+){{0,2}})?)"
)
_CHIEF = rf"(?:{_PREFIX}Chief Constable(?: of [A-Z]\w+(?: [A-Z]\w+)?)?|(?:[AT]/)?(?:Acting |Temporary )?[DA]?CC)"
_OFFICE = rf"(?P<office>{_COMMISSIONER}|{_CHIEF})"
_NAME = (
    r"(?P<name>(?:(?:[A-Z]\. ?){1,3}[A-Z][a-z][a-zA-Z'’-]+(?: [A-Z][a-zA-Z'’-]+)?|(?:(?:Dr|Sir|Dame|Mr|Mrs"
    r"|Ms|Cllr|Councillor|Lord|Baroness)\.? )?[A-Z][a-zA-Z'’-]+"
    r"(?: (?:[A-Z]\.|de|van|von|Mc|[A-Z][a-zA-Z'’-]+)){1,3})(?:,? (?:QPM|KPM|OBE|CBE|MBE|BEM|DL|CStJ))*)"
)
_BECAME = (
    "is|was|is now|became|becomes|has been|will be|who is|has become|took over as|took up post as|took office as"
    "|was appointed(?: as)?|has been appointed(?: as)?|joined as|started as|acts as|serves as|has served as"
)
_BESIDE = (
    re.compile(rf"\b{_OFFICE}(?P<link>[ \n]| ?[-–—:(] ?|, ){_NAME}"),
    re.compile(rf"\b{_NAME}(?P<link> ?\(|, (?:the |our )?|[ ]?[-–—] ?){_OFFICE}"),
    re.compile(rf"\b{_NAME}(?P<link>,? (?:{_BECAME}) (?:the |our |a )?(?:new )?){_OFFICE}"),
)
_CHIEF_COMMISSIONER = re.compile(rf"(?<!Crime )\b(?P<office>Commissioner)(?:, | ){_NAME}")
_ONLY_OFFICE = re.compile(rf"\W*(?:the )?{_OFFICE}\W*", re.IGNORECASE)
_ONLY_NAME = re.compile(rf"\W*{_NAME}\W*")
_LABEL = re.compile(rf"^(?:name of )?(?:the )?(?:{_COMMISSIONER}|{_CHIEF})(?:'s)?(?: name)?$", re.IGNORECASE)
_CHIEF_OFFICE = re.compile(r"chief constable|\b(?:[at]/)?[da]?cc\b|chief officer|commissioner of", re.IGNORECASE)
_NOT_NAMES = re.compile(
    r"\b(?:Police|Crime|Commissioner|Chief|Constable|Constabulary|Home|Secretary|Response|Office|The|Force|Fire|And"
    r"|Mayor|Deputy|Panel|Inspection|Recommendation|Report|His|Her|Majesty|Board|Council|County|Comments?|Yours|Dear"
    r"|Operation|Area|Website|Children|Service|Services|National|Minutes|Present|Apologies|Policing|Street|House"
    r"|Acting|Temporary|Published|January|February|March|April|June|July|August|September|October|November"
    r"|December|HMICFRS|Inspectorate|PCC|PFCC|CC|DCC|ACC|Grade|Authority|Combined|Title|Date|Copy|Joint)\b"
)


def role_of(office: str) -> Voice:
    """Return whose voice an office has."""
    return Voice.FORCE if _CHIEF_OFFICE.search(office) else Voice.COMMISSIONER


def people(
    document: Document, pieces: tuple[Piece, ...], facts: tuple[Fact, ...], *, chief_title: str = ""
) -> tuple[Person, ...]:
    """Return each office holder once (the first, fullest mention), in the order of the document.

    ``chief_title`` "Commissioner" makes the holder of that office the chief officer.
    """
    found = [*_from_form(document.text, facts), *_from_lists(document, pieces), *_from_signatures(document, pieces)]
    found += _from_prose(document, pieces)
    if chief_title == "Commissioner":
        found += _chief_commissioners(document, pieces)
    kept: list[Person] = []
    for person in found:
        if not any(_same(person, other) for other in kept):
            kept.append(person)
    return tuple(sorted(kept, key=lambda person: person.span))


def _chief_commissioners(document: Document, pieces: tuple[Piece, ...]) -> list[Person]:
    found = []
    for piece in pieces:
        for match in _CHIEF_COMMISSIONER.finditer(document.text, *piece.span):
            if not _NOT_NAMES.search(match["name"]):
                found.append(Person(Voice.FORCE, match["office"], plain(match["name"]), Span(*match.span())))
    return found


def _same(one: Person, other: Person) -> bool:
    names = {plain(one.name).lower(), plain(other.name).lower()}
    inside = min(names, key=len) in max(names, key=len)
    return one.span.touches(other.span) or (inside and one.role is other.role)


def _from_form(text: str, facts: tuple[Fact, ...]) -> list[Person]:
    return [
        Person(role_of(fact.label), fact.label, plain(fact.value.of(text)), fact.evidence)
        for fact in facts
        if _LABEL.match(fact.label) and _is_value_name(plain(fact.value.of(text)))
    ]


def _is_value_name(value: str) -> bool:
    words = [word for word in value.split() if word not in ("de", "van", "von", "der", "of")]
    capitals = sum(1 for word in words if word[0].isupper())
    return 1 < len(words) <= 7 and capitals == len(words) and not re.search(r"[.;:]\s", value)


_LISTED = re.compile(rf"\W*{_NAME}(?:[ ]{{2,}}|\t+| +[-–] +){_OFFICE}\b")


def _from_lists(document: Document, pieces: tuple[Piece, ...]) -> list[Person]:
    """Find those in a list of who takes part: a name, a gap, an office."""
    found = []
    for piece in pieces:
        match = _LISTED.match(document.text, *piece.span) if piece.kind is not BlockKind.ROW else None
        if match and not _NOT_NAMES.search(match["name"]):
            found.append(Person(role_of(match["office"]), match["office"], match["name"], Span(*match.span())))
    return found


def _from_signatures(document: Document, pieces: tuple[Piece, ...]) -> list[Person]:
    """Find a line that is only a name with a line below that is only an office."""
    lines = [
        (Span(start, start + len(line)), line)
        for piece in pieces
        if piece.kind is not BlockKind.ROW
        for start, line in _lines(document.text, piece.span)
    ]
    found = []
    for (span, line), (below, office_line) in pairwise(lines):
        name, office = _ONLY_NAME.fullmatch(line), _ONLY_OFFICE.fullmatch(office_line)
        if name and office and not _NOT_NAMES.search(name["name"]):
            whole = Span(span.start, below.end)
            found.append(Person(role_of(office["office"]), plain(office["office"]), plain(name["name"]), whole))
    return found


def _lines(text: str, span: Span) -> list[tuple[int, str]]:
    lines, start = [], span.start
    for part in span.of(text).splitlines(keepends=True):
        if part.strip():
            lines.append((start, part.rstrip()))
        start += len(part)
    return lines


def _from_prose(document: Document, pieces: tuple[Piece, ...]) -> list[Person]:
    found = []
    for piece in pieces:
        words, at = flat(document.text, piece.span, marks=False)
        for pattern in _BESIDE:
            for match in pattern.finditer(words):
                if not match["name"].isupper() and not _NOT_NAMES.search(match["name"]) and _is_held(match):
                    start = min(match.start("name"), match.start("office"))
                    end = max(match.end("name"), match.end("office"))
                    span = Span(at[start], at[end - 1] + 1)
                    found.append(Person(role_of(match["office"]), match["office"], match["name"], span))
    return found


def _is_held(match: re.Match[str]) -> bool:
    """Leave out an office that only follows a place's name, such as "Chief Constable Northmoor Police"."""
    return match["name"] not in {name for force in known_forces() for name in force.names}
