"""How the paragraphs of a document are found and judged."""

from inspectqa.documents import Voice
from inspectqa.evaluation.attribution import Outcome, Truth, measured
from inspectqa.ingest.read.text import read_text

TEXT = """# Response of the Police and Crime Commissioner for Northmoor

HMICFRS published “Held up: an inspection of custody” on 3 May 2025.

## Recommendation 1

By 31 March 2026, chief constables should make sure that officers record the reason for each stop.

## Recommendation 2

Chief constables should make sure that sergeants check each record.
"""


def test_a_paragraph_is_not_taken_for_the_middle_of_a_sentence_before_it() -> None:
    truth = Truth(
        file="a.md",
        starts="Chief constables should make sure that",
        voice=Voice.INSPECTORATE,
        finding="recommendation 2 of Held up: an inspection of custody",
    )
    (row,) = measured(read_text(TEXT.encode(), "a.md"), [truth])
    assert row.outcome is Outcome.ALIGNED


def test_words_that_stand_only_inside_a_sentence_are_found_there() -> None:
    truth = Truth(
        file="a.md", starts="officers record the reason", voice=Voice.INSPECTORATE, finding="recommendation 1"
    )
    (row,) = measured(read_text(TEXT.encode(), "a.md"), [truth])
    assert row.passage is not None
    assert row.passage.finding is not None
    assert row.passage.finding.number == "1"
