"""Which finding a text is about, by the place where it stands: registers, plans, letters, tables without headers."""

from pathlib import Path

import pytest

from said import said_by, said_in

COMMISSIONER = "# Response of the Police and Crime Commissioner for Northmoor\n\n"
FORCE = "# Northmoor Police: improvement plan\n\n"
WORDING = "By 31 March 2026, chief constables should make sure that officers record the reason for each stop."
DONE = "We have trained all 84 sergeants since April and the backlog has fallen from 212 to 31 cases."
REPORT = "HMICFRS published “Held up: an inspection of custody” on 3 May 2025.\n\n"
SECOND = "By 30 June 2026, chief constables should make sure that sergeants check each record."
VIEW = "I welcome this. I have asked the Chief Constable to report to my public board each quarter."


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


def test_what_follows_the_wordings_of_a_group_answers_all_of_it() -> None:
    text = (
        f"## Recommendations 4 and 5\n\nRecommendation 4. {WORDING}\n\nRecommendation 5. {SECOND}\n\n"
        f"Constabulary: {DONE}\n\nPCC: {VIEW}\n"
    )
    got = said_by(COMMISSIONER + REPORT + text)
    held = {
        one.finding.number
        for one in got.passages
        if one.finding and "trained all 84" in one.sentences[0].of(got.document.text)
    }
    assert held == {"4", "5"}


def test_a_heading_below_a_row_of_two_findings_is_about_neither_and_not_about_the_row_before(tmp_path: Path) -> None:
    rows = (
        f"<tr><td>Recommendation 1 {WORDING}</td><td>{DONE}</td></tr><tr><td colspan=2><h3>My assessment</h3><p>{VIEW}"
        f"</p></td></tr><tr><td><p>Recommendation 3 {WORDING}</p><p>Recommendation 4 {SECOND}</p></td><td>Both are"
        " covered by one agreement that we have drafted.</td></tr><tr><td colspan=2><h3>My assessment</h3><p>The"
        " agreement is sensible, and I shall write to the two districts that have not signed it.</p></td></tr>"
    )
    page = tmp_path / "page.html"
    head = "<h1>Response of the Police and Crime Commissioner for Northmoor</h1>"
    columns = "<tr><th>HMICFRS recommendation</th><th>Reply of the Chief Constable</th></tr>"
    page.write_text(f"<main>{head}<p>{REPORT}</p><table>{columns}{rows}</table></main>", encoding="utf-8")
    assert said_in(page).spoken("The agreement is sensible")[2] in ("", "R3/2025", "R4/2025")


def test_a_sentence_that_names_a_finding_is_no_reply_to_it() -> None:
    text = (
        "I asked for the Constabulary’s position on each recommendation and it is given below as supplied.\n\n"
        "Recommendation 1 is for the Home Office. Neither of us has commented on it here.\n\n"
        f"## Recommendation 2\n\n{WORDING}\n\n{DONE}\n"
    )
    got = said_by(COMMISSIONER + REPORT + text)
    assert got.spoken("Recommendation 1 is for")[0] != "force"
    assert got.spoken("We have trained")[0] == "force"


def test_a_text_that_takes_two_findings_together_is_not_about_the_second_alone() -> None:
    text = (
        "# Northmoor Police\n\nDear Commissioner\n\nHeld up: an inspection of custody (2025)\n\n"
        f"## Area for improvement 2\n\n{WORDING}\n\n## Area for improvement 3\n\n{SECOND}\n\n"
        f"I shall deal with these two as one. {DONE}\n\nYours sincerely\n\nAda Vale\n\nChief Constable\n"
    )
    assert said_by(text).spoken("I shall deal")[2] == ""


@pytest.mark.parametrize(
    ("title", "below"),
    [
        ("In safe hands? Healthcare in police custody", "National report, HMICFRS, 5 March 2026"),
        (
            "Hanging up: how forces answer the public",
            "Published 3 March 2026. My reply was published on 24 April 2026.",
        ),
    ],
)
def test_a_line_below_a_heading_tells_that_it_is_a_report(title: str, below: str) -> None:
    text = f"# What inspectors said\n\n## {title}\n\n{below}\n\n### Recommendation 1\n\nPCC: {VIEW}\n"
    got = said_by(COMMISSIONER + text)
    assert [one.title for one in got.profile.inspections] == [title]
    assert got.spoken("I welcome this")[2] == "R1/2026"


def test_the_subject_of_a_scanned_letter_ends_where_its_first_sentence_begins() -> None:
    text = (
        "Dear Commissioner\n\nNorthmoor Police: an inspection of how the force tackles serious crime You asked for my"
        " comments on this report, which HMICFRS published on 22 July 2026.\n\nYours sincerely\n"
    )
    (one,) = said_by(text).profile.inspections
    assert one.title == "Northmoor Police: an inspection of how the force tackles serious crime"


def test_an_unknown_heading_before_all_findings_ends_no_report() -> None:
    text = (
        "## Held up: an inspection of custody (2025)\n\nThe report came out in May.\n\n## Points and rejoinders\n\n"
        f"### Recommendation 1\n\n#### Force response\n\n{DONE}\n"
    )
    assert said_by(COMMISSIONER + text).spoken("We have trained")[2] == "R1/2025"


def test_a_pronoun_beside_the_other_speakers_label_is_the_publishers() -> None:
    text = (
        f"## Recommendation 1\n\n### In the Chief Constable’s words\n\n{DONE}\n\n### In mine\n\n"
        "Better, but the record should be shown to my custody visitors.\n"
    )
    assert said_by(COMMISSIONER + REPORT + text).spoken("Better, but")[0] == "commissioner"


def test_a_closing_statement_beside_findings_is_about_none_of_them() -> None:
    text = (
        f"## 1. Opening statement (Commissioner)\n\nI welcome the report.\n\n## AFI 1\n\n### Constabulary: what we have"
        f" done or will do\n\n{DONE}\n\n## 4. Closing statement (Commissioner)\n\n"
        "I shall return to all of it at my panel on 18 September 2026, which is held in public.\n"
    )
    got = said_by(COMMISSIONER + REPORT + text)
    assert got.spoken("We have trained") == ("force", "the Northmoor force", "AFI1/2025")
    assert got.spoken("I shall return")[2] == ""


def test_what_trails_the_last_answer_is_about_no_finding_where_it_sounds_so() -> None:
    text = (
        f"## Comments of the Chief Constable\n\n### Recommendation 5\n\n{WORDING}\n\n{DONE}\n\n"
        "Assistant Chief Constable Holt owns the whole plan and will report on it to the Commissioner in November.\n"
    )
    got = said_by(COMMISSIONER + REPORT + text)
    assert got.spoken("We have trained")[2] == "R5/2025"
    assert got.spoken("Assistant Chief Constable Holt")[2] == ""


def test_what_answers_a_row_of_two_wordings_is_about_both() -> None:
    rows = (
        "| HMICFRS recommended | Chief Constable |\n|---|---|\n"
        f"| Rec. 2 {WORDING}<br>Rec. 3 {SECOND} | Both are covered by one procedure. {DONE} |\n"
    )
    got = said_by(COMMISSIONER + REPORT + rows)
    held = {one.finding.number for one in got.passages if one.finding and one.voice.value == "force"}
    assert held in ({"2", "3"}, set())


def test_a_number_beside_its_rating_names_the_finding_of_a_row() -> None:
    table = (
        "## PEEL 2025–27: an inspection of Northmoor Police (2026) – areas for improvement\n\n"
        "| No. | What the inspectorate wrote | Where we are |\n|---|---|---|\n"
        f"| 1 Amber | The force should improve how it answers calls. | {DONE} |\n"
        "| 4 Red | The force should reduce its backlog of devices. | There were 389 devices on 30 June. |\n"
    )
    got = said_by(FORCE + table)
    assert got.spoken("We have trained")[2] == "AFI1/2026"
    assert got.spoken("There were 389")[2] == "AFI4/2026"


def test_a_row_whose_number_no_rule_reads_is_about_no_unnumbered_finding() -> None:
    table = (
        "## PEEL 2025–27: an inspection of Northmoor Police (2026) – areas for improvement\n\n"
        "| No. | What the inspectorate wrote | Where we are |\n|---|---|---|\n"
        f"| i (amber!) | The force should improve how it answers calls. | {DONE} |\n"
    )
    assert said_by(FORCE + table).spoken("We have trained")[2] == ""


def test_who_passes_the_chief_constables_comments_on_is_not_the_chief_constable() -> None:
    text = (
        "## The Chief Constable’s comments\n\nThe Chief Constable has asked that her comments be included in full.\n\n"
        f"{DONE}\n"
    )
    got = said_by(COMMISSIONER + REPORT + text)
    assert got.spoken("The Chief Constable has asked")[0] != "force"
    assert got.spoken("We have trained")[0] == "force"


def test_an_ordinal_behind_a_preposition_is_a_heading_of_a_finding() -> None:
    text = f"## On the second recommendation\n\n{WORDING}\n\n### Comments of the Chief Constable\n\n{DONE}\n"
    assert said_by(COMMISSIONER + REPORT + text).spoken("We have trained")[2] == "R2/2025"


def test_findings_named_by_their_places_are_a_group() -> None:
    text = (
        f"## The fourth and fifth recommendations\n\n“{WORDING}”\n\n“{SECOND}”\n\n### The Chief Constable\n\n{DONE}\n"
    )
    got = said_by(COMMISSIONER + REPORT + text)
    worded = {one.finding.number for one in got.passages if one.finding and one.voice.value == "inspectorate"}
    answered = {one.finding.number for one in got.passages if one.finding and one.voice.value == "force"}
    assert worded == answered == {"4", "5"}
