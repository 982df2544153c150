"""How a speaker is named: a person with the office, the force, the inspectorate, a panel."""

import re

from inspectqa.documents import Person, Profile, Voice


def speaker(voice: Voice, label: str, profile: Profile) -> str:
    """Return the name of who speaks: a person with the office, the force, the inspectorate, or the panel."""
    if voice is Voice.INSPECTORATE:
        return profile.inspections[0].inspectorate if profile.inspections else "HMICFRS"
    if voice is Voice.PANEL:
        return _panel(profile)
    if voice is Voice.UNATTRIBUTED:
        return ""
    other = named_body(label, profile)
    if other:
        return other
    person = _person(voice, label, profile)
    if person:
        return full_name(person)
    force = profile.force
    if voice is Voice.FORCE:
        if force is None:
            return "the force"
        return force.name if force.name != force.short_name else f"the {force.short_name} force"
    if force is None:
        return "the commissioner"
    return re.split(r"\s*[;(]", force.commissioner_title)[0] or f"{force.short_name} commissioner"


_BODY = re.compile(
    r"\b(?P<body>(?:(?!Response|Comments?|Reply|From|What|How|The|Update|Answer|Position|Views?|By"
    r"|Of)[A-Z][\w'’-]+ (?:and |& )?)"
    r"{1,3}(?:Police(?: Service)?|Constabulary))\b(?!,? (?:and|&|Fire))"
    r"|\b(?P<office>(?:Police(?:, Fire)? and Crime )?(?:Commissioner|P(?:F|FR)?CC)|Chief Constable) (?:of|for)"
    r" (?:the )?"
    r"(?P<place>[A-Z][\w'’-]+(?: (?:(?:and|&) )?[A-Z][\w'’-]+){0,2})"
)


_NO_BODY = re.compile(
    r"\b(?:Inspect\w*|HMIC\w*|Recommendations?|Force|Chief Officers?|Joint|Our|My|This|Local|National"
    r"|Crime(?! Comm)|Area|And)\b"
)


def named_body(label: str, profile: Profile) -> str:
    """Return the body or office that a label names, where it is another than the document's: two forces may answer."""
    match = _BODY.search(label)
    if match is None:
        return ""
    if _NO_BODY.search(match[0]):
        return ""
    known = profile.force.names if profile.force else ()
    place = match["place"] or re.sub(r"\s+(?:Police(?: Service)?|Constabulary)$", "", match["body"])
    own = any(place.lower() in name.lower() or name.lower() in place.lower() for name in known)
    return "" if own else match[0]


def _person(voice: Voice, label: str, profile: Profile) -> Person | None:
    """Return the person of this role whom the label names by name or office; the only one when it names an office."""
    people = [person for person in profile.people if person.role is voice]
    words = label.lower()
    named = [person for person in people if person.name.lower() in words]
    if named or voice is Voice.COMMISSIONER:
        deputy = [person for person in people if person.office.lower().startswith("deputy") is ("deputy" in words)]
        candidates = named or (deputy if label else deputy or people)
    else:
        office = re.search(r"(?:(?:acting|temporary|deputy|assistant|interim) )?chief constable|\b[da]?cc\b", words)
        rank = [_is_deputy(person) is ("deputy" in words or "assistant" in words) for person in people]
        candidates = [person for person, same in zip(people, rank, strict=True) if office and same]
    return candidates[0] if len({person.name for person in candidates}) == 1 else None


def _is_deputy(person: Person) -> bool:
    return bool(re.match(r"deputy|assistant|[da]cc", person.office, re.IGNORECASE))


def full_name(person: Person) -> str:
    """Return a person's name with the office, unless the name as written holds it."""
    if re.search(r"\b(?:[AD]?CC|Chief Constable|PCC|PFCC)\b", person.name):
        return person.name
    return f"{person.name}, {person.office}"


def _panel(profile: Profile) -> str:
    return (
        profile.title if re.search(r"panel|committee|board", profile.title, re.IGNORECASE) else "the meeting's minutes"
    )
