"""Words that a document hands over: quotations, transcripts, two forces, memos; none is given to somebody else."""

from said import said_by


def test_what_a_letter_hands_over_ends_with_the_quotation() -> None:
    got = said_by(
        """Office of the Police and Crime Commissioner for Ellersea

Dear Home Secretary

"Roads policing: an inspection" was published by HMICFRS on 5 August 2025.

The Chief Constable has provided the following comments:

"Our review of roads is under way.

Recommendation 4. Our investigators expect to be assessed in March 2026."

I share the concern of the inspectors.

Yours sincerely

Basil Orme
Police and Crime Commissioner for Ellersea
""",
        "a.txt",
    )
    assert got.spoken('"Our review')[0::2] == ("force", "")
    assert got.spoken("Our investigators")[0::2] == ("force", "R4/2025")
    assert got.spoken("I share")[0::2] == ("commissioner", "")


def test_without_marks_only_the_first_paragraph_that_is_handed_over_is_theirs() -> None:
    got = said_by(
        """Office of the Police and Crime Commissioner for Ellersea

Dear Home Secretary

The Chief Constable's response is as follows:

We have trained every officer.

The stations have been told.

I have asked the Chief Constable for a report.

Yours sincerely

Basil Orme
Police and Crime Commissioner for Ellersea
""",
        "a.txt",
    )
    assert got.spoken("We have trained")[0] == "force"
    assert got.spoken("The stations")[0] == "unattributed"
    assert got.spoken("I have asked")[0] == "commissioner"


def test_a_speaker_s_line_ends_the_turn_of_the_one_before() -> None:
    got = said_by(
        """PUBLIC ACCOUNTABILITY BOARD

Taking part
  Amara Okafor      Police and Crime Commissioner for Saltmarsh
  Ruth Draycott     Chief Constable, Saltmarsh Police

00:00:14  AMARA OKAFOR
The report is "Behind the door: an inspection of custody", published by HMICFRS on 18 November 2025.

00:01:40  AMARA OKAFOR
Can we start with recommendation 2?

00:01:52  RUTH DRAYCOTT
There were seven in the year.

00:03:20  KIT FARRANT
Our visitors told you so last spring.

00:03:49  RUTH DRAYCOTT
Their reports went to the wrong mailbox.
""",
        "a.txt",
    )
    assert got.spoken("There were seven")[0::2] == ("force", "R2/2025")
    assert got.spoken("Our visitors")[0] == "unattributed"
    assert got.spoken("Their reports")[0::2] == ("force", "R2/2025")


def test_each_of_two_forces_has_its_own_answer() -> None:
    got = said_by(
        """# Joint section 55 response: Fellgate and Moorland

*Regional crime units: an inspection* was published by HMICFRS on 22 July 2025.

## Recommendation 3

Chief constables should agree how funding is shared.

**Fellgate Police:** We have agreed a formula.

**Moorland Constabulary:** We accept the formula for one year only.
"""
    )
    forces = {one.speaker: one.force and one.force.id for one in got.passages if one.voice.value == "force"}
    assert forces == {"Fellgate Police": "fellgate", "Moorland Constabulary": "moorland"}


def test_a_memo_is_its_writer_s_and_a_note_below_the_signature_is_not() -> None:
    got = said_by(
        """MEMORANDUM

TO: Keziah Lomas, Police and Crime Commissioner for Pellworth

FROM: Stellan Marsh, Chief Constable, Pellworth Police

RE: HMICFRS, "Missing the signs: an inspection of honour-based abuse", 28 November 2024

You asked for my comments on the report.

Recommendation 1. Every call handler has had half a day of training.

I should add that the files were read.

I have told my officers so.

Stellan Marsh

Note added later:

I will find the money for the others.
""",
        "a.txt",
    )
    assert got.spoken("Every call handler")[0::2] == ("force", "R1/2024")
    assert got.spoken("I will find")[0] == "unattributed"


def test_the_council_s_answer_is_nobody_s_of_ours() -> None:
    got = said_by(
        """# Joint inspection of Ottermouth: neglect

HMICFRS, published 4 June 2025. Ottermouth Police

| Rec | Agency | Response |
|---|---|---|
| 1 | Ottermouth Police | We have put two sergeants in the team. |
| 1 | Ottermouth Council | The council has moved the daily meeting to the morning. |
"""
    )
    assert got.spoken("We have put")[0] == "force"
    assert got.spoken("The council has moved")[0] == "unattributed"
