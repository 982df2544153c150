import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from inspectqa.documents import Voice
from inspectqa.ingest.recognise.dates import dates_in, first_date, year_in
from inspectqa.ingest.recognise.inspections import inspection_id
from said import said_by

TITLES = (
    "Inspection of the effectiveness of police and law enforcement bodies' response to group-based child sexual "
    "exploitation (GB-CSE) – a progress report",
    "Group-based child sexual exploitation: progress report (HMICFRS, 24 October 2025)",
    "group-based child sexual exploitation, a progress report",
)


def test_titles_of_one_report_have_one_identity() -> None:
    assert {inspection_id(title, 2025) for title in TITLES} == {"group-based-child-sexual-exploitation-progress-2025"}


def test_the_year_keeps_two_reports_with_one_title_apart() -> None:
    assert inspection_id(TITLES[0], 2025) != inspection_id(TITLES[0], 2023)


def test_uk_dates_are_read() -> None:
    day = datetime.date(2025, 10, 24)
    for text in ("24 October 2025", "24th October 2025", "24/10/2025", "24.10.2025", "2025-10-24", "24 Oct 2025"):
        assert first_date(text) == day, text
    assert first_date("31 February 2025") is None
    assert year_in("Custody inspection, June 2024") == 2024
    assert year_in("PEEL 2023-25") is None


def test_a_blank_field_states_nothing() -> None:
    got = said_by("<b>Force</b>\tAshmarsh\n<b>Chief Constable</b>\tHelena Strand\n<b>Grade</b>\t\n", "a.txt")
    grade = next(fact for fact in got.profile.facts if fact.label == "Grade")
    assert grade.value.start == grade.value.end


def test_a_rating_s_key_is_a_fact_per_entry() -> None:
    got = said_by("RAG key: GREEN complete; RED off course; WHITE not for this force.\n")
    values = {fact.label: fact.value.of(got.document.text) for fact in got.profile.facts}
    assert values["RAG key WHITE"] == "not for this force"


def test_a_row_s_cells_are_facts_of_its_finding() -> None:
    got = said_by(
        "# Lowmere Constabulary\n\n| Recommendation | Owner | RAG | Progress |\n|---|---|---|---|\n"
        "| 4. Record the ethnicity of victims | Ch Insp Wick | RED | Nothing has been done. |\n"
    )
    owner = next(fact for fact in got.profile.facts if fact.label == "Owner")
    assert owner.value.of(got.document.text) == "Ch Insp Wick"
    assert owner.finding is not None
    assert owner.finding.number == "4"
    assert "Ch Insp Wick" in next(one.body for one in got.passages if one.voice is Voice.FORCE)


def test_a_force_that_is_in_no_list_is_learnt() -> None:
    got = said_by(
        "# Office of the Police and Crime Commissioner for Zedshire\n\nZedshire Constabulary has three dogs.\n"
    )
    assert got.profile.force is not None
    assert (got.profile.force.id, got.profile.force.name, got.profile.force.learnt) == (
        "zedshire",
        "Zedshire Constabulary",
        True,
    )


def test_a_known_force_is_found_by_its_commissioner() -> None:
    got = said_by("# Devon & Cornwall Police and Crime Commissioner's response\n\nText.\n")
    assert got.profile.force is not None
    assert got.profile.force.id == "devon-and-cornwall"


def test_a_force_that_is_only_mentioned_is_not_the_document_s() -> None:
    got = said_by("# Learning from others\n\nKent Police has a scheme. Essex Police has another.\n")
    assert got.profile.force is None


def test_the_commissioner_is_the_chief_officer_at_the_met() -> None:
    got = said_by(
        "# Mayor of London: response to an inspection of vetting\n\n## Recommendation 1\n\n"
        "### Commissioner's response\n\nThe backlog has fallen.\n\n### Mayor's response\n\nI want it gone.\n"
    )
    assert got.spoken("The backlog")[0] == "force"
    assert got.spoken("I want")[0] == "commissioner"


def test_people_have_offices_and_roles() -> None:
    got = said_by(
        "The Chief Constable, Marcus Tilbrook, met Ellen Farrow (Police and Crime Commissioner). "
        "Deputy Chief Constable Yusuf Adeyemi was there.\n"
    )
    people = {person.name: (person.role.value, person.office) for person in got.profile.people}
    assert people == {
        "Marcus Tilbrook": ("force", "Chief Constable"),
        "Ellen Farrow": ("commissioner", "Police and Crime Commissioner"),
        "Yusuf Adeyemi": ("force", "Deputy Chief Constable"),
    }


def test_a_finding_of_another_year_is_of_another_inspection() -> None:
    got = said_by(
        "# Response to inspection: rural crime, a progress report\n\nThe report was published on 3 March 2025.\n\n"
        "## Recommendation 4\n\nA.\n\n## Recommendation 4 (2023)\n\nB.\n"
    )
    assert [finding.inspection and finding.inspection.year for finding in got.profile.findings] == [2025, 2023]


def test_a_form_s_version_is_not_a_date() -> None:
    assert said_by("# Response record\n\nVersion Dec 2024\n").profile.published is None


def test_the_report_s_date_is_not_the_document_s() -> None:
    got = said_by("Title of inspection: An inspection of rural crime\n\nPublished on: 3 March 2025\n", "a.txt")
    assert got.profile.published is None
    assert got.profile.inspections[0].published == datetime.date(2025, 3, 3)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_has_dates_inside_it(text: str) -> None:
    assert all(0 <= one.span.start < one.span.end <= len(text) for one in dates_in(text))


def test_a_title_in_capitals_with_a_colon_is_no_label() -> None:
    facts = said_by("STALKING INSPECTION: ONE YEAR ON\n\nForce: Hexley Police\n", "a.txt").profile.facts
    assert [fact.label for fact in facts] == ["Force"]
