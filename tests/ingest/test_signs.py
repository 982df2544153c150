"""Labels told by their form, groups of findings, and findings that a paragraph names in passing."""

from inspectqa.ingest.read.html import read_html
from said import said, said_by

_HEAD = "# Second chances: an inspection of resolutions\n\nHMICFRS report, 12 September 2024.\n\n"


def test_a_label_that_comes_again_is_read_although_no_rule_knows_its_words() -> None:
    got = said_by(
        _HEAD + "## Recommendation 1\n\n**Constabulary, v1.0**\n\nThe panel meets every quarter.\n\n"
        "**Commissioner, v1.0**\n\nNothing is to be added.\n\n"
        "## Recommendation 2\n\n**Constabulary, v1.1**\n\nAll 58 files were read.\n\n"
        "**Commissioner, v1.2**\n\nThis was put right.\n"
    )
    assert got.spoken("The panel meets")[0::2] == ("force", "R1/2024")
    assert got.spoken("Nothing is to be")[0::2] == ("commissioner", "R1/2024")
    assert got.spoken("This was put right")[0::2] == ("commissioner", "R2/2024")


def test_a_topic_that_names_a_body_once_is_no_label() -> None:
    got = said_by(_HEAD + "## Recommendation 1\n\nForce vehicles and fuel\n\nThe fleet costs £2 million a year.\n")
    assert got.spoken("The fleet costs")[0] == "unattributed"


def test_names_below_what_is_said_are_no_labels_of_what_follows() -> None:
    got = said_by(
        _HEAD + "## Recommendation 1\n\nAll files were read.\n\nChief Constable Ada Brock\n\nThis was a long talk.\n\n"
        "## Recommendation 2\n\nNo files were read.\n\nChief Constable Ada Brock\n\n## Next steps\n\nMore follows.\n"
    )
    assert got.spoken("This was a long talk")[0] == "unattributed"


def test_what_stands_below_several_findings_is_about_each() -> None:
    got = said_by(_HEAD + "## Recommendations 3 and 4\n\n### Force response\n\nOne team serves all twelve districts.\n")
    about = [one.finding.label for one in got.passages if "One team" in one.body and one.finding]
    assert about == ["recommendation 3", "recommendation 4"]


def test_below_several_findings_a_paragraph_that_names_one_is_about_that_one_and_the_others_about_none() -> None:
    got = said_by(
        _HEAD + "## Commissioner's comments on recommendations 3 and 4\n\n"
        "I disagree about recommendation 4.\n\nThe costs are welcome.\n"
    )
    assert got.spoken("I disagree")[0::2] == ("commissioner", "R4/2024")
    assert got.spoken("The costs are")[0::2] == ("commissioner", "")


def test_a_number_and_a_date_are_no_range_of_findings() -> None:
    got = said_by(_HEAD + "## Recommendation 6 - 24/10/2025\n\n### Force response\n\nEvery officer was trained.\n")
    about = {one.finding.label for one in got.passages if one.finding}
    assert about == {"recommendation 6"}


def test_a_quotation_that_a_label_opens_ends_with_its_marks() -> None:
    got = said_by(
        "Police and Crime Commissioner for Dorset\n\nDear Home Secretary\n\n"
        "Custody: an inspection of Dorset Police (HMICFRS, 1 May 2025)\n\n"
        "Recommendation 2\n\nThe Chief Constable:\n\n“We have moved two sergeants.”\n\n"
        "I am content with this.\n\nYours sincerely\n\nHarriet Colborne\nDorset Police and Crime Commissioner\n",
        "letter.txt",
    )
    assert got.spoken("“We have moved")[0] == "force"
    assert got.spoken("I am content")[0] == "commissioner"


def test_what_a_force_says_of_the_commissioner_in_its_table_stays_apart() -> None:
    got = said_by(
        _HEAD + "## Recommendations\n\n| What HMICFRS said | Where we are now |\n| --- | --- |\n"
        "| 1. Forces should ask every caller. | Force: A question was added in July. OPCC: I have asked for a date. |\n"
    )
    assert got.spoken("A question was added")[0::2] == ("force", "R1/2024")
    assert got.spoken("I have asked for")[0::2] == ("commissioner", "R1/2024")


def test_who_stands_below_a_quotation_on_a_page_speaks_in_it_and_not_after_it() -> None:
    page = (
        "<html><body><main><h1>Custody: an inspection of Gwent Police</h1><p>HMICFRS, published 3 May 2025.</p>"
        "<h2>Recommendation 1</h2><figure><blockquote><p>The markers are shown within two seconds.</p></blockquote>"
        "<figcaption>Chief Constable Rhodri Penhallow</figcaption></figure>"
        "<p>That is a start.</p></main></body></html>"
    )
    got = said(read_html(page.encode(), "page.html"))
    assert got.spoken("The markers are")[0::2] == ("force", "R1/2025")
    assert got.spoken("That is a start")[0] == "unattributed"
