"""Whose a text is and what it is about, where only the words around it tell."""

import pytest

from said import said_by

HEAD = "# Response of the Police and Crime Commissioner for Northmoor\n\n"
REPORT = 'HMICFRS published "Held up: an inspection of custody" on 3 May 2025.\n\n'
WORDED = "By 1 June 2026, chief constables should {}.\n\n"


def table(answer: str) -> str:
    row = f"| Recommendation 1 By 1 June 2026, chief constables should record waits. | {answer} |"
    return f"| HMICFRS recommendation | Response |\n|---|---|\n{row}\n"


@pytest.mark.parametrize(
    ("told", "voice"),
    [
        ("The Chief Constable has supplied the responses in the table.", "force"),
        ("The right-hand column holds the comments of Northmoor Police.", "force"),
        ("The responses of the Chief Constable and my comments are in the table.", "unattributed"),
        ("The table was agreed.", "unattributed"),
    ],
)
def test_a_sentence_may_tell_whose_the_answers_in_a_table_are(told: str, voice: str) -> None:
    got = said_by(f"{HEAD}{REPORT}{told}\n\n{table('Waits have been written down since April 2026.')}")
    assert got.spoken("Waits have been")[0] == voice


def test_the_wordings_below_a_group_of_findings_are_of_one_each() -> None:
    text = HEAD + REPORT + "## Recommendations 2 and 4\n\n" + WORDED.format("train staff") + WORDED.format("buy cells")
    got = said_by(text + "## What we did\n\nNothing.\n")
    assert got.spoken("By 1 June 2026, chief constables should train")[2] == "R2/2025"
    assert got.spoken("By 1 June 2026, chief constables should buy")[2] == "R4/2025"


def test_a_heading_may_name_a_finding_by_its_place() -> None:
    got = said_by(
        f"{HEAD}{REPORT}## Second recommendation: cells\n\n### Chief Constable\n\nWe have bought four cells.\n"
    )
    assert got.spoken("We have bought")[0::2] == ("force", "R2/2025")


def test_a_text_below_one_finding_that_opens_with_another_is_about_neither() -> None:
    text = (
        "## Recommendation 3\n\n### Chief Constable\n\nWe have begun.\n\nThere is no reply on recommendation 4 yet.\n"
    )
    got = said_by(HEAD + REPORT + text)
    assert got.spoken("We have begun")[2] == "R3/2025"
    assert got.spoken("There is no reply")[2] == ""


def test_a_finding_is_of_the_report_that_is_named_beside_it() -> None:
    text = (
        "# Register of the Police and Crime Commissioner for Northmoor\n\n"
        "## Held up: an inspection of custody\n\nPublished by HMICFRS on 3 May 2025.\n\n"
        "### Recommendation 1\n\nDone.\n\n"
        "## Left out: an inspection of vetting\n\nPublished by HMICFRS on 4 June 2024.\n\n"
        "### Recommendation 2\n\nDone.\n\n"
        "## Closed\n\nRecommendation 1 of Left out, on leavers, has been closed by the inspectorate this spring.\n"
    )
    assert said_by(text).spoken("Recommendation 1 of Left out")[2] in ("R1/2024", "")


@pytest.mark.parametrize(
    "sentence",
    [
        "My comments on Held up: A thematic inspection of custody, which was published on 3 May 2025, are below.",
        "These are the findings of Custody inspection 2025: Northmoor Police, which HMICFRS published in 2025.",
        "Report on an unannounced inspection visit to police custody suites in Northmoor. Thank you for it.",
        "HMICFRS, Held up: an inspection of custody, 3 May 2025.",
    ],
)
def test_a_report_is_recognised_in_running_text(sentence: str) -> None:
    (report,) = said_by(f"{HEAD}{sentence}\n\n## Recommendation 1\n\nWe have begun.\n").profile.inspections
    assert "ustody" in report.title
    assert "which" not in report.title


def test_what_is_set_apart_by_spaces_is_a_label() -> None:
    text = (
        "NORTHMOOR CONSTABULARY\nDELIVERY PLAN\n\nHeld up: an inspection of custody (HMICFRS, 3 May 2025)\n"
        "------------------------------------------\nNP/101   AFI 1   GREEN\n\n"
        "Finding        The force should make sure that waits are written down.\n\n"
        "Position       Waits are written down in nine cases of ten.\n\n"
        "OPCC           Noted. The Commissioner has read forty records.\n"
    )
    got = said_by(text, "plan.txt")
    assert [got.spoken(words)[0] for words in ("The force should", "Waits are written", "Noted.")] == [
        "inspectorate",
        "force",
        "commissioner",
    ]
    assert got.spoken("Waits are written")[2].startswith("AFI1")


def test_notes_of_a_meeting_are_told_by_those_who_speak_by_their_initials() -> None:
    said = "".join(
        f"1.{n}  {who} {what}.\n\n"
        for n, (who, what) in enumerate(
            [
                ("MO", "opened the meeting"),
                ("DL", "said that waits were down"),
                ("NC", "asked why"),
                ("IP", "explained it"),
            ]
        )
    )
    assert said_by(f"# Holding to Account Board\n\n19 May 2026\n\n{said}").profile.publisher == "panel"
