import pytest

from builders import understood
from inspectqa.answering.asked import asked_terms, fits, holds, needs_kind, stems_of, weights


def test_words_meet_by_stem_acronym_and_compound() -> None:
    assert holds(stems_of("CSE cases are flagged on-going"), "flag")
    assert {"child", "sexual", "exploit"} <= stems_of("CSE cases")
    assert "ongo" in stems_of("the on-going work")
    assert holds(stems_of("child sexual exploitation"), "cse")


def test_typing_errors_are_mended_by_the_evidence() -> None:
    query = understood("northmoor make safe ofice defintion")
    assert asked_terms(query, {"makesaf", "offic", "definit"}) == ("makesaf", "offic", "definit")


def test_rare_terms_and_names_weigh_more_and_absent_ones_as_the_others_do() -> None:
    weight = weights(["rare", "common", "absent"], [{"common"}, {"common"}, {"common", "rare"}])
    assert weight["rare"] > weight["absent"] > weight["common"]
    assert weights(["rare"], [{"rare"}], ["rare"])["rare"] > weights(["rare"], [{"rare"}])["rare"]


@pytest.mark.parametrize(
    ("question", "sentence", "fitting"),
    [
        ("When did it start?", "It started on 15 June 2026.", True),
        ("When did it start?", "It started late.", False),
        ("How many hotels?", "Twelve hotels were trained.", True),
        ("How many hotels?", "Hotels were trained on 15 June 2026.", False),
        ("How much was set aside?", "I set aside £42,000.", True),
        ("How much was set aside?", "I set aside 42 posters.", False),
        ("What percentage was flagged?", "44 per cent were.", True),
        ("What percentage was flagged?", "It is due by 31 July 2026.", False),
        ("What was done?", "Anything.", True),
    ],
)
def test_a_sentence_fits_when_it_holds_the_kind_of_fact_asked_for(question: str, sentence: str, fitting: bool) -> None:
    assert fits(question, sentence) is fitting


def test_a_reason_is_welcome_and_a_date_is_needed() -> None:
    assert needs_kind("When did it start?")
    assert not needs_kind("Why did it start?")
