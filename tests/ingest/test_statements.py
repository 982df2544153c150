"""Sentences as data: kinds, days, and figures with what they count."""

import datetime

from inspectqa.ingest.statements import statement
from inspectqa.kinds import Kind


def test_a_figure_keeps_the_words_that_it_counts() -> None:
    assert statement("A sample found the flag in 71 per cent of cases, against 44 per cent in November.").figures == (
        "71 per cent of cases",
        "44 per cent",
    )
    assert statement("So far 640 of 1,150 front-line officers have been briefed.").figures == (
        "640 of 1,150 front-line officers",
    )
    assert statement("Supplier quotes £61,500 to add the flag.").figures == ("£61,500",)


def test_a_day_is_a_date_and_no_figure() -> None:
    told = statement("It will start again on 16 March 2026, led by a dedicated inspector.")
    assert (told.kind, told.dates, told.figures) == (Kind.PLAN, (datetime.date(2026, 3, 16),), ())
