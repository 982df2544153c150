"""Who holds an office: the commissioner or the chief officer that a document names."""

import re

from inspectqa.answering.material import Claim, Draft, Material, Source, answered, date_of, plain
from inspectqa.answering.wording import force_of, quoted, said
from inspectqa.documents import HeldDocument, Person, Voice

_DEPUTY = re.compile(r"\b(?:deputy|assistant|dcc|acc)\b", re.IGNORECASE)


def holders(material: Material) -> Draft | None:
    """Return the office holders asked for, from the newest document of each force that names one."""
    both = (Voice.COMMISSIONER, Voice.FORCE)
    questions = (material.query.question, *reversed(material.query.earlier))  # "..., and who is it in January 2026?"
    asked_for = ([role for role in both if _asks_for(role, question.lower())] for question in questions)
    roles = next(filter(None, asked_for), both)
    forces = {d.profile.force.id: d.profile.force for d in material.documents if d.profile.force}
    claims = [
        claim
        for force in forces.values()
        for role in roles
        for claim in _newest(material, [d for d in material.documents if d.profile.force == force], role)
    ]
    return answered(claims)


def _asks_for(role: Voice, asked: str) -> bool:
    if role is Voice.COMMISSIONER:
        return bool(re.search(r"\b(?:commissioner|pcc|pfcc|mayor)\b", asked))
    return bool(re.search(r"\bchief\b|\bconstable\b", asked))


def _newest(material: Material, documents: list[HeldDocument], role: Voice) -> list[Claim]:
    """Return a claim for the newest document that names the office holder, and one per year that is asked for."""
    naming = [(d, person) for d in documents if (person := _holder(d, role, material.query.question))]
    years = material.query.years
    chosen = [row for row in naming if (dated := date_of(row[0])) and dated.year in years] or naming[:1]
    return [_claim(material, document, person) for document, person in chosen]


def _holder(document: HeldDocument, role: Voice, question: str) -> Person | None:
    wants_deputy = bool(_DEPUTY.search(question))
    people = [p for p in document.profile.people if p.role is role]
    fitting = [p for p in people if bool(_DEPUTY.search(p.office)) == wants_deputy or "mayor" in p.office.lower()]
    return next(iter(fitting), None)


def _claim(material: Material, document: HeldDocument, person: Person) -> Claim:
    source = Source(document, person.span, person.role, person.name)
    dated = date_of(document)
    when = f" dated {said(dated)}" if dated else ""
    office = person.office or ("commissioner" if person.role is Voice.COMMISSIONER else "chief officer")
    words = plain(material.quote(source))
    name = person.name if person.name in words else words
    return Claim(f"The {office} that {force_of(document)}'s document{when} names is {quoted(name)}.", (source,))
