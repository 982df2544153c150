"""Whose document it is: a force from our list, or one that is learnt from the document itself."""

import re
from collections import Counter
from dataclasses import dataclass

from inspectqa.documents import BlockKind, Document, Fact, Person
from inspectqa.forces import Force, force_id, known_forces
from inspectqa.ingest.pieces import TAG, Piece, plain

_WORD = r"[A-Z]\w+(?:['’](?!s\b)\w+)?(?:-\w+)*"
_PLACE = (
    rf"(?P<place>City of London|{_WORD}"
    rf"(?:(?: and | & |[ ])(?!Police|Constabulary|Mayor|Chief|Fire|Deputy){_WORD}){{0,3}})"
)
_PCC = r"(?:Police(?:,?\s(?:and |& )?Fire)?(?:,?\sand|\s?&)\s(?:Rescue and )?Crime\s+Commissioner|PF?CC)"
_OFFICES = (
    re.compile(rf"(?P<title>{_PCC} for (?:the )?{_PLACE})"),
    re.compile(rf"(?P<title>{_PLACE}\s{_PCC})\b"),
    re.compile(rf"(?P<title>Mayor of (?:the )?{_PLACE})"),
    re.compile(rf"(?P<title>{_PLACE} Police(?:, Fire)? and Crime Panel)"),
    re.compile(rf"(?P<title>Police(?:, Fire)? and Crime Panel for {_PLACE})"),
)
_NOT_AN_OFFICE = r"(?!,? (?:and|&|Fire and) (?:Fire |Rescue )?(?:and )?Crime|, Fire)"
_BODY = re.compile(rf"\b{_PLACE} (?P<noun>Police Service|Police|Constabulary)\b{_NOT_AN_OFFICE}")
_LABEL = re.compile(
    r"^(?:(?:police )?force(?: name| area)?|constabulary|name of force|police force area|area)$", re.IGNORECASE
)
_NOT_A_PLACE = re.compile(
    r"\b(?:What|How|Why|When|Where|Which|Who|From|The|This|His|Her|Majesty|Majesty['’]s|Dear|Our|All|Chief|Deputy|Acting|Home|Response|Inspection|Inspectorate|National"
    r"|Local|British Police|Every|Each|College|New|Other|Some|If|When|Neighbourhood|Community|Roads|Title|Office|Former"
    r"|Both|Many|Counter|Military|Report|Comments?|Recommendation|Force|Fire|Crime|Commissioner|Association|Transport|Date|Wording|Owner|Lead|Status|Agency|Action|Reference|Title|Progress|Position|Update|Number)\b"
)


@dataclass(frozen=True, slots=True)
class FoundForce:
    """A force and the rule that found it; (None, "") when the document is nobody's."""

    force: Force | None
    rule: str


def find_force(
    document: Document, pieces: tuple[Piece, ...], facts: tuple[Fact, ...], people: tuple[Person, ...]
) -> FoundForce:
    """Return the force whose document this is: by form, by its head and title, by who signs, then by counts."""
    text = document.text
    for fact in facts:
        value = plain(fact.value.of(text))
        if fact.finding is None and _LABEL.match(fact.label) and 0 < len(value.split()) <= 8:
            return FoundForce(_resolve(bare_name(value), text), f"force: form label '{fact.label}'")
    heads = [TAG.sub("", piece.span.of(text)) for piece in pieces[:10] if piece.kind is not BlockKind.ROW]
    heads += [document.properties.get("title", ""), document.properties.get("author", "")]
    heads += document.properties.get("running", "").splitlines()
    heads += [plain(piece.span.of(text)) for piece in pieces if piece.kind is BlockKind.HEADING]
    first = next((body for body in map(_by_oversight, heads[:4]) if body), None)
    if first:
        return FoundForce(first, "force: oversight body in head")
    for rule, lines in (("head or heading", heads), ("signature", [person.office for person in people])):
        places = [place for line in lines for place in _offices(line)]
        if places:
            return FoundForce(_resolve(places[0], text), f"force: office in {rule}")
    places = [place for line in heads if len(line.split()) <= 30 and not line.endswith(".") for place in _bodies(line)]
    if places:
        return FoundForce(_resolve(places[0], text), "force: name in head or heading")
    return _by_count(plain(re.sub(r"[\t\n]+", " ; ", text)), text)


def _capitals(line: str) -> bool:
    return line.upper() == line


def _in_case(line: str) -> str:
    """Return a line of capitals as it would be written otherwise: the patterns go by capital letters."""
    line = re.sub(r"\b(?:For|And|Of|The)\b", lambda word: word[0].lower(), line.title()) if _capitals(line) else line
    return re.sub(r"\bP(?:f|fr)?cc\b", lambda word: word[0].upper(), line)


def _offices(line: str) -> list[str]:
    line = _in_case(line)
    return [
        match["place"]
        for pattern in _OFFICES
        for match in pattern.finditer(line)
        if not _NOT_A_PLACE.search(match["place"])
    ]


_PARTICULAR = re.compile(r"Mayor of [A-Z]|Mayor['’]s Office|MOPAC|Police Authority|Policing Board|[A-Z]\w+ Committee")


def _by_oversight(line: str) -> Force | None:
    """Return the force of our list whose oversight body a line names ("Mayor of London")."""
    for force in known_forces():
        names = [part.strip() for part in re.split(r"[;,()]", force.commissioner_title)]
        if any(
            _PARTICULAR.search(name) and re.search(rf"\b{re.escape(name)}\b", line, re.IGNORECASE)
            for name in names
            if name
        ):
            return force
    return None


def _bodies(line: str) -> list[str]:
    return [match["place"] for match in _BODY.finditer(_in_case(line)) if not _NOT_A_PLACE.search(match["place"])]


def bare_name(value: str) -> str:
    """Return a body's name without "Police" or "Constabulary"."""
    return re.sub(r"\s+(?:Police(?: Service)?|Constabulary)$", "", value)


def _by_count(words: str, text: str) -> FoundForce:
    """Take the force that is named most, when it is named at least twice and twice as often as any other."""
    ranked = Counter(_bodies(words) + _offices(words)).most_common(2)
    first, second = (ranked[0] if ranked else ("", 0)), (ranked[1] if len(ranked) > 1 else ("", 0))
    if first[1] >= 2 and first[1] >= 2 * second[1]:
        return FoundForce(_resolve(first[0], text), "force: named most")
    answers = re.search(r"\b(?:responses?|comments?|section 55|improvement plan)\b", words[:600], re.IGNORECASE)
    if first[1] == 1 and not second[1] and answers:
        return FoundForce(_resolve(first[0], text), "force: the only one named")
    return FoundForce(None, "")


def body_named(words: str, text: str) -> Force | None:
    """Return the force whose body or office words such as a speaker's name hold ("Moorland Constabulary")."""
    places = [*_bodies(words), *_offices(words), *(match["place"] for match in _SHORT_OFFICE.finditer(words))]
    unique = {place for place in places if not _NOT_A_PLACE.search(place)}
    return _resolve(unique.pop(), text) if len(unique) == 1 else None


_SHORT_OFFICE = re.compile(rf"\b(?:Chief Constable|Commissioner|Mayor) (?:of|for) (?!Police){_PLACE}")


def _key(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", name.lower().replace("&", " and ")).strip()


def known_force(name: str) -> Force | None:
    """Return the force of our list that ``name`` stands for; ambiguous aliases and area names do not count."""
    wanted = _key(name)
    for force in known_forces():
        names = {force.name, force.short_name, *force.aliases} - set(force.ambiguous_aliases) - set(force.areas)
        if wanted in {_key(one) for one in names} | {_key(bare_name(one)) for one in names}:
            return force
    return None


def _resolve(place: str, text: str) -> Force:
    place = re.sub(r"['’]s$", "", place)
    return known_force(place) or _learnt(place, TAG.sub("", text))


def _learnt(place: str, words: str) -> Force:
    """Describe a force that is in no list by the fullest name and the commissioner's title that the text gives."""
    body = rf"\b{re.escape(place)}\s(?:Police Service|Police|Constabulary)\b{_NOT_AN_OFFICE}"
    names = Counter(match[0] for match in re.finditer(body, words))
    if not names:
        capitals = rf"\b{re.escape(place.upper())}\s(?:POLICE SERVICE|POLICE|CONSTABULARY)\b(?!,? (?:AND|&|FIRE))"
        names = Counter(_in_case(match[0]) for match in re.finditer(capitals, words))
    titles = [
        match["title"]
        for pattern in _OFFICES[:3]
        for match in pattern.finditer(words)
        if re.sub(r"['’]s$", "", match["place"]) == place
    ]
    name = names.most_common(1)[0][0] if names else place
    return Force(force_id(place), name, place, commissioner_title=titles[0] if titles else "", learnt=True)
