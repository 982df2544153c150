import datetime

import pytest

from inspectqa.documents import Voice
from inspectqa.retrieval.refs import dates_named, findings_named, mended, voices_asked, without_findings, years_named


@pytest.mark.parametrize(
    ("question", "labels"),
    [
        ("recommendation 6", ["recommendation 6"]),
        ("Recommendations 1, 2 and 4", ["recommendation 1", "recommendation 2", "recommendation 4"]),
        ("recs 1-3", ["recommendation 1", "recommendation 2", "recommendation 3"]),
        ("AFI 2 and rec. 4", ["area for improvement 2", "recommendation 4"]),
        ("cause of concern 1", ["cause of concern 1"]),
        ("R4", ["recommendation 4"]),
        ("item 4", ["item 4"]),
        ("recommendation 31 July", ["recommendation 31"]),
        ("the recommendations of 2025", []),
    ],
)
def test_findings_are_read_as_people_write_them(question: str, labels: list[str]) -> None:
    assert [ref.label for ref in findings_named(question)] == labels


def test_a_year_behind_a_finding_belongs_to_it() -> None:
    assert findings_named("Recommendation 2 (2023)")[0].year == 2023


def test_typing_errors_in_the_fields_long_words_are_mended() -> None:
    assert mended("the dedline for reccommendation 1") == "the deadline for recommendation 1"
    assert mended("improvements in the constabulary") == "improvements in the constabulary"


def test_the_names_of_findings_are_no_topic() -> None:
    assert without_findings("status of recommendation 4 on flags").split() == ["status", "of", "on", "flags"]


def test_dates_are_read_in_british_order_and_impossible_ones_left_out() -> None:
    assert dates_named("by 31st July 2026 or 1/2/2027, never 31/02/2026") == (
        datetime.date(2026, 7, 31),
        datetime.date(2027, 2, 1),
    )
    assert years_named("from 2023 to 2025, 2023 again") == (2023, 2025)


@pytest.mark.parametrize(
    ("question", "voices"),
    [
        ("What did the commissioner say?", [Voice.COMMISSIONER]),
        ("What does the PFCC think, and what did the chief constable say?", [Voice.COMMISSIONER, Voice.FORCE]),
        ("according to the panel", [Voice.PANEL]),
        ("Who will hold the chief constable to account?", []),
        ("What is flagged on police systems?", []),
        ("no, I meant the commissioner", [Voice.COMMISSIONER]),
    ],
)
def test_a_voice_counts_only_when_its_words_are_asked_for(question: str, voices: list[Voice]) -> None:
    assert list(voices_asked(question)) == voices
