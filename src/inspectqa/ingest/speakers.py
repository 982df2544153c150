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
