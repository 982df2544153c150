"""Bodies that are inspected, their names, and the acronyms of the field: data with a thin reader.

``forces.csv`` and ``acronyms.csv`` stand beside this file. Forces that are in no list are learnt from the
documents themselves (see ``ingest.recognise``) and are of the same type.
"""

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Force:
    """A police force or another inspected body, with the office that answers for it.

    ``aliases`` and ``areas`` are names a person may use for it ("Staffs", "Stoke-on-Trent"); those that mean
    something else as often are in ``ambiguous_aliases`` and are never matched alone.
    """

    id: str
    name: str
    short_name: str
    aliases: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    ambiguous_aliases: tuple[str, ...] = ()
    oversight_type: str = ""
    commissioner_title: str = ""
    chief_title: str = "Chief Constable"
    learnt: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """All names that stand for this force, longest first, ambiguous ones left out."""
        every = {self.name, self.short_name, *self.aliases, *self.areas} - set(self.ambiguous_aliases)
        return tuple(sorted(every, key=lambda name: (-len(name), name)))


@dataclass(frozen=True, slots=True)
class Acronym:
    """An acronym of the field with its usual expansion, from our own list."""

    acronym: str
    expansion: str
    ambiguous: bool


def force_id(name: str) -> str:
    """Return the identifier for a force's short name: ``"Devon & Cornwall"`` -> ``"devon-and-cornwall"``."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower().replace("&", " and ")).strip("-")


def _split(cell: str, separator: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(separator) if part.strip())


def _rows(name: str) -> list[dict[str, str]]:
    text = files("inspectqa").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def known_forces() -> tuple[Force, ...]:
    """Return the bodies of ``forces.csv``, in file order."""
    return tuple(
        Force(
            id=row["id"],
            name=row["official_name"],
            short_name=row["short_name"],
            aliases=_split(row["aliases"], "|"),
            areas=tuple(re.sub(r"\s*\(.*?\)", "", area) for area in _split(row["area"], ",")),
            ambiguous_aliases=_split(row["ambiguous_aliases"], "|"),
            oversight_type=row["oversight_type"],
            commissioner_title=row["oversight_body"],
            chief_title=row["chief_title"],
        )
        for row in _rows("forces.csv")
    )


@cache
def known_acronyms() -> dict[str, Acronym]:
    """Return the acronyms of ``acronyms.csv`` by upper-case acronym."""
    return {
        row["acronym"].upper(): Acronym(row["acronym"], row["expansion"], row["kind"] == "ambiguous")
        for row in _rows("acronyms.csv")
    }
