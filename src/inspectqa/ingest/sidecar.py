"""What a person says of a file beside it, in ``report.pdf.meta.toml`` or ``report.meta.toml``: it overrides the rules.

title = "Response to ..."           publisher = "commissioner"     # force, panel, inspectorate, unattributed
force = "Northmoor Constabulary"    published = 2025-12-12         updated = 2026-01-08

[inspection]                        [[people]]                     # named in the document
title = "..."                       name = "Ellen Farrow"
published = 2025-10-24              office = "Police and Crime Commissioner"
"""

import datetime
import hashlib
import tomllib
from dataclasses import replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from inspectqa.documents import Document, Finding, Inspection, Person, Profile, Span, Voice
from inspectqa.forces import Force, force_id
from inspectqa.ingest.discover import SIDECAR
from inspectqa.ingest.recognise.forces import bare_name, known_force
from inspectqa.ingest.recognise.inspections import inspection_id
from inspectqa.ingest.recognise.people import role_of

_LARGEST = 64_000  # bytes


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Report(_Shape):
    title: str
    published: datetime.date | None = None
    year: int | None = None
    kind: str = ""


class _Holder(_Shape):
    name: str
    office: str


class Sidecar(_Shape):
    """What a sidecar file says; what it does not say is None or empty and stays as it was recognised."""

    title: str | None = None
    force: str | None = None
    publisher: Voice | None = None
    published: datetime.date | None = None
    updated: datetime.date | None = None
    inspection: _Report | None = None
    people: tuple[_Holder, ...] = ()


def sidecar_of(path: Path) -> Path | None:
    """Return the sidecar file of a document, if it has one; the name with the ending goes first."""
    places = (path.with_name(path.name + SIDECAR), path.with_name(path.stem + SIDECAR))
    return next((one for one in places if _is_there(one)), None)


def _is_there(path: Path) -> bool:
    try:
        return path.is_file() and not path.is_symlink()
    except OSError:  # a name of 255 bytes has no room for the ending
        return False


def sidecar_mark(path: Path) -> str:
    """Return what tells one content of a file's sidecar from another, "" without one: part of the recipe of reading."""
    beside = sidecar_of(path)
    try:
        return f", sidecar {hashlib.sha256(_content(beside)).hexdigest()[:16]}" if beside else ""
    except OSError:
        return ", sidecar unreadable"


def _content(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_LARGEST + 1)


def with_sidecar(profile: Profile, document: Document, path: Path) -> Profile:
    """Return ``profile`` with what the sidecar of ``path`` says; a sidecar that can't be used is a warning."""
    beside = sidecar_of(path)
    if beside is None:
        return profile
    try:
        said = Sidecar.model_validate(tomllib.loads(_content(beside)[:_LARGEST].decode("utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return _warned(profile, f"{beside.name} is left out: it can't be read ({error})")
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        return _warned(profile, f"{beside.name} is left out: {where}: {first['msg']}")
    return overridden(profile, document, said)


def _warned(profile: Profile, warning: str) -> Profile:
    return replace(profile, warnings=(*profile.warnings, warning))


def overridden(profile: Profile, document: Document, said: Sidecar) -> Profile:
    """Return ``profile`` with what ``said`` states in place of what was recognised."""
    changed = replace(
        profile,
        title=said.title or profile.title,
        title_span=None if said.title else profile.title_span,
        force=_force(said.force, profile) if said.force else profile.force,
        publisher=said.publisher or profile.publisher,
        published=said.published or profile.published,
        published_span=None if said.published else profile.published_span,
        updated=said.updated or profile.updated,
        warnings=tuple(one for one in profile.warnings if not (said.force and one == "no force was recognised")),
        rules=(*profile.rules, *(f"sidecar: {name}" for name in sorted(said.model_fields_set))),
    )
    if said.inspection:
        changed = _about(changed, said.inspection)
    return _with_people(changed, document, said.people)


def _force(name: str, profile: Profile) -> Force:
    known = known_force(name)
    if known:
        return known
    short = bare_name(name)
    title = profile.force.commissioner_title if profile.force and profile.force.short_name == short else ""
    return Force(force_id(short), name, short, commissioner_title=title, learnt=True)


def _about(profile: Profile, said: _Report) -> Profile:
    """Put the stated report in place of the main one, in the findings too."""
    year = said.year or (said.published.year if said.published else None)
    report = Inspection(inspection_id(said.title, year), said.title, said.published, year, kind=said.kind)
    main = profile.inspections[0].id if profile.inspections else None
    others = tuple(one for one in profile.inspections if one.id not in (main, report.id))

    def moved(finding: Finding) -> Finding:
        belongs = finding.inspection is None or finding.inspection.id == main
        return replace(finding, inspection=report) if belongs else finding

    facts = tuple(replace(one, finding=moved(one.finding)) if one.finding else one for one in profile.facts)
    return replace(profile, inspections=(report, *others), findings=tuple(map(moved, profile.findings)), facts=facts)


def _with_people(profile: Profile, document: Document, said: tuple[_Holder, ...]) -> Profile:
    """Add the stated people in place of what was recognised of them; only one whom the text names can be cited."""
    people, warnings = list(profile.people), list(profile.warnings)
    for one in said:
        start = document.text.find(one.name)
        if start < 0:
            warnings.append(f"the sidecar's {one.name} is not named in the document")
            continue
        people = [other for other in people if other.name != one.name]
        people.append(Person(role_of(one.office), one.office, one.name, Span(start, start + len(one.name))))
    return replace(profile, people=tuple(sorted(people, key=lambda person: person.span)), warnings=tuple(warnings))
