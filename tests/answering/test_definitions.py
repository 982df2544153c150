import pytest

from inspectqa.answering.compose.definitions import asked_acronym, expansion_in


@pytest.mark.parametrize(
    ("sentence", "acronym", "expansion"),
    [
        ("The Force Intelligence Bureau (FIB) did it.", "FIB", "Force Intelligence Bureau"),
        ("Group-based offending (GBO) profile completed.", "GBO", "Group-based offending"),
        (
            "of the Independent Inquiry into Child Sexual Abuse (IICSA)",
            "IICSA",
            "Independent Inquiry into Child Sexual Abuse",
        ),
        ("a review of the 3A approach (Adopt/Assist/Advise)", "3A", "Adopt/Assist/Advise"),
        ("HM Inspectorate of Probation (HMIP)", "HMIP", ""),
        ("The bureau (FIB) did it.", "FIB", ""),
        ("The target (2026) was met by FIB.", "FIB", ""),
    ],
)
def test_an_expansion_is_taken_only_where_the_initials_spell_the_acronym(
    sentence: str, acronym: str, expansion: str
) -> None:
    assert expansion_in(sentence, acronym) == expansion


@pytest.mark.parametrize(
    ("question", "acronym"),
    [
        ("What does FIB mean?", "FIB"),
        ("what is a pfcc", "pfcc"),
        ("What is GB-CSE?", "GB-CSE"),
        ("what does that mean", ""),
    ],
)
def test_the_acronym_asked_about_is_found(question: str, acronym: str) -> None:
    assert asked_acronym(question) == acronym
