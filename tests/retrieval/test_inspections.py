import pytest

from builders import understood
from inspectqa.documents import Inspection
from inspectqa.retrieval.inspections import inspections_named

CUSTODY = Inspection("custody-2024", "Custody inspection", year=2024)
OLD = Inspection("cse-2023", "An inspection of the police response to group-based child sexual exploitation", year=2023)
NEW = Inspection("cse-progress-2025", "Group-based child sexual exploitation: progress report", year=2025)
HELD = (CUSTODY, OLD, NEW)


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        ("What does the custody inspection ask for?", ["custody-2024"]),
        ("When was the CSE progress report published?", ["cse-progress-2025"]),
        ("What did they answer to the 2023 report?", ["cse-2023"]),
        ("recommendation 4 of the 2025 progress report", ["cse-progress-2025"]),
        ("What is the progress on recommendation 4?", []),
        ("What has been done about custody?", []),
        ("When was the report published?", []),
    ],
)
def test_an_inspection_is_named_by_its_year_or_the_words_of_its_title(question: str, ids: list[str]) -> None:
    assert [inspection.id for inspection in inspections_named(question, HELD)] == ids


def test_the_words_that_name_an_inspection_are_no_topic() -> None:
    query = understood("What has Northmoor done on training after the weapons inspection?")
    assert (query.inspections, query.topic) == (("weapons-2025",), "training")
