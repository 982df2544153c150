"""The same figure is the same in whatever way it is written, and no other one is."""

import pytest

from inspectqa.answering.modelled.figures import figures_in, same


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("44 per cent", "44%"),
        ("forty-four per cent", "44%"),
        ("15 June 2026", "15/06/2026"),
        ("15th of June 2026", "June 15, 2026"),
        ("2026-06-15", "15 June 2026"),
        ("June 2026", "15 June 2026"),
        ("15 June", "15 June 2026"),
        ("2026", "15 June 2026"),
        ("Twenty-nine", "29"),
        ("1,098", "1098"),
        ("£1.5m", "£1,500,000"),
        ("two thousand", "2,000"),
        ("half", "Half"),
        ("Action 23a", "action 23A"),
    ],
)
def test_two_ways_to_write_a_figure_are_the_same(one: str, other: str) -> None:
    [told], [written] = figures_in(one), figures_in(other)
    assert same(told, written)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("44", "44%"),
        ("44%", "41%"),
        ("£44", "44"),
        ("15 June 2026", "June 2026"),
        ("15 June 2026", "15 June"),
        ("15 June 2025", "15 June 2026"),
        ("16 March 2026", "15 June 2026"),
        ("2025", "15 June 2026"),
        ("29", "28"),
        ("£1.5m", "£1.5"),
        ("Action 23a", "Action 23b"),
        ("23", "23a"),
    ],
)
def test_another_figure_is_another(one: str, other: str) -> None:
    [told], [written] = figures_in(one), figures_in(other)
    assert not same(told, written)


def test_the_verb_may_is_no_month() -> None:
    assert not figures_in("The panel may ask; a march is planned.")
    assert [figure.kind for figure in figures_in("In May and in March")] == ["date", "date"]


def test_figures_come_in_order_with_their_place() -> None:
    text = "Twenty-nine of the 38 hotels on 15/06/2026."
    assert [figure.span.of(text) for figure in figures_in(text)] == ["Twenty-nine", "38", "15/06/2026"]
