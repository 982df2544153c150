import re

from inspectqa.forces import force_id, known_acronyms, known_forces


def test_every_force_has_an_identifier_of_its_own() -> None:
    ids = [force.id for force in known_forces()]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", identifier) for identifier in ids)


def test_every_force_has_names_and_no_blank_one() -> None:
    for force in known_forces():
        assert force.name == force.name.strip() != ""
        assert force.short_name == force.short_name.strip() != ""
        assert all(name.strip() for name in force.names)


def test_no_name_stands_for_two_forces() -> None:
    seen: dict[str, str] = {}
    for force in known_forces():
        for name in (force.name, force.short_name, *force.aliases):
            if name not in force.ambiguous_aliases:
                assert seen.setdefault(name.lower(), force.id) == force.id, name


def test_an_area_stands_for_its_force() -> None:
    areas = {area: force.id for force in known_forces() for area in force.areas}
    assert areas["Halton"] == "cheshire"
    assert areas["Stoke-on-Trent"] == "staffordshire"


def test_the_chief_officer_of_the_two_london_forces_is_a_commissioner() -> None:
    titled = {force.id for force in known_forces() if force.chief_title == "Commissioner"}
    assert titled == {"metropolitan", "city-of-london"}


def test_longer_names_come_first_so_that_they_are_found_first() -> None:
    for force in known_forces():
        lengths = [len(name) for name in force.names]
        assert lengths == sorted(lengths, reverse=True)


def test_an_identifier_is_made_of_plain_words() -> None:
    assert force_id("Devon & Cornwall") == "devon-and-cornwall"
    assert force_id("Avon and Somerset") == "avon-and-somerset"
    assert force_id("  Dyfed-Powys ") == "dyfed-powys"


def test_acc_is_assistant_chief_constable_not_acting() -> None:
    assert known_acronyms()["ACC"].expansion == "Assistant Chief Constable"


def test_acronyms_have_expansions() -> None:
    assert len(known_acronyms()) > 100
    assert all(row.expansion for row in known_acronyms().values())
