"""What is given to nobody, because somebody else may have said it or it may be about another finding."""

import pytest

from said import said_by

COMMISSIONER = "# Response of the Police and Crime Commissioner for Northmoor\n\n"
FORCE = "# Northmoor Police: improvement plan\n\n"
REPORT = 'HMICFRS published "Held up: an inspection of custody" on 3 May 2025.\n\n'


def letter(text: str) -> str:
    head = "Office of the Police and Crime Commissioner for Northmoor\n\nDear Home Secretary\n\n"
    return f"{head}{REPORT}{text}\n\nYours sincerely\n\nAda Brock\nPolice and Crime Commissioner for Northmoor\n"


def test_a_text_without_a_label_is_its_publishers_only_where_it_says_i_or_we() -> None:
    text = "## Introduction\n\nThe report made four recommendations to forces.\n\nI have read the report with care.\n"
    got = said_by(COMMISSIONER + REPORT + text)
    assert got.spoken("The report made four")[0] == "unattributed"
    assert got.spoken("I have read")[0] == "commissioner"


def test_a_letter_is_its_signatorys_where_it_speaks_of_the_report() -> None:
    got = said_by(letter("The report made four recommendations to forces."), "a.txt")
    assert got.spoken("The report made four")[0] == "commissioner"


def test_a_heading_that_names_two_parts_gives_no_voice() -> None:
    text = "## Part B – Findings and Part C – Commissioner's scrutiny\n\n### Recommendation 1\n\nWaits fell by half.\n"
    assert said_by(FORCE + REPORT + text).spoken("Waits fell")[0] != "commissioner"


def test_what_introduces_somebodys_words_is_not_theirs() -> None:
    text = "## The Commissioner's comments\n\nThe Commissioner has asked me to pass on the following:\n\n"
    got = said_by(FORCE + REPORT + text + "“I shall hold a meeting each month.”\n")
    assert got.spoken("The Commissioner has asked")[0] == "unattributed"


@pytest.mark.parametrize(
    "text", ["The force was graded good in four areas.", "HMICFRS graded the force as good in four areas."]
)
def test_a_summary_of_grades_is_not_the_inspectorates(text: str) -> None:
    rows = f"| Report | Held up: an inspection of custody |\n|---|---|\n| Summary of the report | {text} |\n"
    assert said_by(COMMISSIONER + rows).spoken(text[:20])[0] != "inspectorate"


def test_what_accepts_a_finding_is_not_the_inspectorates() -> None:
    text = (
        "## Recommendation 1\n\n### The inspectorate recommends\n\nAccepted in full, and the list has been changed.\n"
    )
    assert said_by(COMMISSIONER + REPORT + text).spoken("Accepted in full")[0] != "inspectorate"


def test_a_report_of_another_name_takes_its_finding_along() -> None:
    text = (
        "Recommendation 2 has been met, and I thank the officers concerned.\n\n"
        "Your 2023 report “Reasonable grounds: stop and search in eight forces” had a recommendation 2. I regret it."
    )
    got = said_by(letter(text), "a.txt")
    assert got.spoken("Recommendation 2 has been met")[2] == "R2/2025"
    assert got.spoken("Your 2023 report")[2] == ""


def test_what_stands_between_numbered_paragraphs_is_not_the_writers() -> None:
    numbered = "".join(f"{number}. I have a view on point {number} of this.\n\n" for number in range(2, 7))
    text = f"1. I publish this response.\n\n## Recommendation 1\n\nI accept this, and my officers do.\n\n{numbered}"
    got = said_by(COMMISSIONER + REPORT + text)
    assert got.spoken("I accept this, and my")[0] == "unattributed"


def test_a_table_ends_what_a_heading_says_the_report_says() -> None:
    table = "| Date | Update |\n|---|---|\n| 3 May | We have begun. |\n\n"
    text = f"## Recommendation 1\n\n### What the report says\n\nForces should record waits.\n\n{table}"
    got = said_by(FORCE + REPORT + text + "The list of waits is long and will be longer in May.\n")
    assert got.spoken("Forces should record")[0] == "inspectorate"
    assert got.spoken("The list of waits")[0] != "inspectorate"


def test_labels_below_the_second_of_two_findings_may_be_about_both() -> None:
    worded = "## Recommendation {}\n\nBy 1 June 2026, chief constables should {}.\n\n"
    text = worded.format(2, "train staff") + worded.format(3, "buy cells") + "### Chief Constable\n\nWe have begun.\n"
    assert said_by(COMMISSIONER + REPORT + text).spoken("We have begun")[2] == ""


def test_minutes_do_not_say_i() -> None:
    text = (
        "# Northmoor Crime Panel\n\nMinutes of the meeting held on 3 June 2026\n\nPresent: Councillor Ash\n\n"
        "The Panel noted the report.\n\nI have decided that it is worth the money.\n"
    )
    got = said_by(text)
    assert got.spoken("The Panel noted")[0] == "panel"
    assert got.spoken("I have decided")[0] == "unattributed"


def test_a_number_behind_a_wording_is_its_findings() -> None:
    text = (
        "## Recommendations 3 and 4\n\nBy 1 June 2026, chief constables should buy cells. (4)\n\n"
        "By 1 June 2026, chief constables should train staff. (3)\n\n### Chief Constable\n\nWe have begun both.\n"
    )
    got = said_by(COMMISSIONER + REPORT + text)
    assert got.spoken("By 1 June 2026, chief constables should buy")[2] == "R4/2025"
    assert got.spoken("By 1 June 2026, chief constables should train")[2] == "R3/2025"


def test_what_is_said_of_findings_for_others_is_not_a_speakers_whose_label_stands_above() -> None:
    text = (
        "## Recommendation 1\n\n### Chief Constable\n\nWe have begun.\n\n"
        "Recommendations 2 and 3 of the report are addressed to the Home Office.\n"
    )
    assert said_by(COMMISSIONER + REPORT + text).spoken("Recommendations 2 and 3")[0] != "force"
