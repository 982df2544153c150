"""Which finding a text is about, by the place where it stands: registers, plans, letters, tables without headers."""

from said import said_by

COMMISSIONER = "# Response of the Police and Crime Commissioner for Northmoor\n\n"
FORCE = "# Northmoor Police: improvement plan\n\n"
WORDING = "By 31 March 2026, chief constables should make sure that officers record the reason for each stop."
DONE = "We have trained all 84 sergeants since April and the backlog has fallen from 212 to 31 cases."


def test_a_line_with_a_date_below_a_heading_makes_it_a_reports_title() -> None:
    text = (
        "## Held up: an inspection of custody\n\nPublished 3 May 2025\n\n### Recommendation 1\n\nA.\n\n"
        "## Northmoor Police: crime data integrity inspection\n\nPublished 14 April 2026\n\n"
        f"### Recommendation 1\n\n#### Force response\n\n{DONE}\n"
    )
    assert said_by(FORCE + text).spoken("We have trained")[2] == "R1/2026"


def test_the_questions_of_peel_as_headings_end_no_report() -> None:
    text = (
        "## PEEL 2025–27: an inspection of Northmoor Police (2026)\n\nThis plan tells what we have done.\n\n"
        "## Responding to the public\n\n### Area for improvement 1\n\nThe force should answer 101 calls in time.\n\n"
        f"#### Force response\n\n{DONE}\n"
    )
    assert said_by(FORCE + text).spoken("We have trained")[2] == "AFI1/2026"


def test_numbers_alone_in_a_cell_name_their_findings_together() -> None:
    report = "## PEEL 2025–27: an inspection of Northmoor Police (2026)\n\n"
    rows = f"| AFI | Force response |\n|---|---|\n| 1 | Done in May 2026. |\n| 2 and 4 | {DONE} |\n"
    got = said_by(FORCE + report + rows)
    held = {
        one.finding.number
        for one in got.passages
        if one.finding and "trained all 84" in one.sentences[0].of(got.document.text)
    }
    assert held == {"2", "4"}


def test_a_numbered_paragraph_takes_the_word_back_from_a_label() -> None:
    text = (
        "HMICFRS published “Held up: an inspection of custody” on 3 May 2025.\n\n## Recommendation 1\n\n"
        f"### Submission by Northmoor Police\n\n{DONE}\n\n"
        "3.3 At that rate the last officer will be trained in February, which is too late for me.\n"
    )
    assert said_by(COMMISSIONER + text).spoken("We have trained")[0] == "force"
    assert said_by(COMMISSIONER + text).spoken("At that rate")[0] != "force"


def test_the_report_of_a_panels_group_is_the_panels() -> None:
    text = (
        "# Following up an inspection\n\nReport of the task and finish group (Councillors Adjei and Tolland)\n\n"
        "We held two sessions in January and asked Northmoor Police for a written statement.\n"
    )
    assert said_by(text).spoken("We held two sessions")[0] == "panel"


def test_a_table_right_below_a_wording_answers_it() -> None:
    text = (
        "HMICFRS published “Held up: an inspection of custody” on 3 May 2025.\n\n"
        f"Recommendation 1: recording\n\n{WORDING}\n\n| Force response | {DONE} |\n|---|---|\n| Owner | Supt Vale |\n"
    )
    assert said_by(COMMISSIONER + text).spoken("We have trained")[2] == "R1/2025"
