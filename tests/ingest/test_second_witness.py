"""What a text's own words say of its voice and its finding, beside what labels, columns and headings say."""

import pytest

from inspectqa.documents import Voice
from inspectqa.ingest.classifier import features, likelihood
from said import said_by

COMMISSIONER = "# Response of the Police and Crime Commissioner for Northmoor\n\n"
FORCE = "# Northmoor Police: improvement plan\n\n"
REPORT = 'HMICFRS published "Held up: an inspection of custody" on 3 May 2025.\n\n'

WORDING = "By 31 March 2026, chief constables should make sure that officers record the reason for each stop."
DONE = "We have trained all 84 sergeants since April and the backlog has fallen from 212 to 31 cases."
VIEW = "I welcome this. I have asked the Chief Constable to report to my public board each quarter."


@pytest.mark.parametrize(
    ("text", "voice"),
    [
        (WORDING, Voice.INSPECTORATE),
        (DONE, Voice.FORCE),
        (VIEW, Voice.COMMISSIONER),
        ("Members noted the report and asked for an update at the next meeting.", Voice.PANEL),
    ],
)
def test_a_text_sounds_like_who_says_such_things(text: str, voice: Voice) -> None:
    voices = likelihood(text).voices
    assert max(voices, key=lambda one: voices[one]) is voice
    assert sum(voices.values()) == pytest.approx(1)


def test_what_speaks_of_a_report_as_a_whole_is_told_from_what_answers_a_finding() -> None:
    assert likelihood("I write under section 55 of the Police Act 1996 with my comments on this report.").general > 0.9
    assert likelihood(DONE).general < 0.1


@pytest.mark.parametrize("text", ["", "—", "17", "Ⅻ"])
def test_a_text_of_no_words_has_a_likelihood_too(text: str) -> None:
    assert 0 < likelihood(text).general < 1


def test_figures_are_all_one_to_the_model() -> None:
    assert features("On 3 May 41 cases") == features("on 27 May 9 cases")


def test_nobodys_words_are_not_doubted() -> None:
    assert likelihood(DONE).of(Voice.UNATTRIBUTED) == 1


def test_what_a_mistaken_label_gives_to_somebody_is_nobodys() -> None:
    text = f"## Recommendation 1\n\n### Commissioner's comments\n\n{DONE}\n"
    assert said_by(COMMISSIONER + REPORT + text).spoken("We have trained")[0] == "unattributed"


def test_what_a_label_gives_to_somebody_who_may_say_it_is_theirs() -> None:
    text = f"## Recommendation 1\n\n### Commissioner's comments\n\n{VIEW}\n"
    assert said_by(COMMISSIONER + REPORT + text).spoken("I have asked")[0] == "commissioner"


def test_a_speaker_whose_texts_all_sound_like_another_says_none_of_them() -> None:
    each = (
        "The review began in April and is led by Superintendent Vale.",
        "The time to answer has fallen since the new rota.",
        "A dip sample of 40 files in June found the reason recorded in 33.",
        "The guidance was issued to custody staff and is in the training plan.",
    )
    rows = "".join(f"| {number} | {text} |\n" for number, text in enumerate(each, 1))
    got = said_by(COMMISSIONER + REPORT + "| Recommendation | Commissioner's comment |\n|---|---|\n" + rows)
    assert {got.spoken(text[:20])[0] for text in each} == {"unattributed"}


def test_closing_words_below_the_last_finding_are_about_none() -> None:
    text = (
        f"## Recommendation 4\n\n{WORDING}\n\n### Commissioner's comments\n\n{VIEW}\n\n"
        "I will publish this response on my website and send a copy to the Home Secretary and to HMICFRS.\n"
    )
    got = said_by(COMMISSIONER + REPORT + text)
    assert got.spoken("I have asked")[2] == "R4/2025"
    assert got.spoken("I will publish")[2] == ""


def test_what_introduces_a_response_is_its_publishers_without_i_or_we() -> None:
    made = "The report was published on 3 May and makes six recommendations, four of them to chief constables."
    got = said_by(COMMISSIONER + REPORT + f"## Introduction\n\n{made}\n")
    assert got.spoken("The report was")[0] == "commissioner"


def test_a_document_that_names_no_publisher_is_whose_it_sounds_like() -> None:
    text = (
        "# Comments on an inspection\n\nI write under section 55 of the Police Act 1996 with my comments.\n\n"
        "I welcome the report and I am grateful to the inspectors for their work in Northmoor.\n\n"
        "I have asked the Chief Constable for her comments, which are printed below each recommendation.\n\n"
        "I will publish this statement on my website and send a copy to the Home Secretary.\n\n"
    )
    got = said_by(text + REPORT)
    assert got.profile.publisher is Voice.COMMISSIONER
    assert any(rule.startswith("publisher: the words of") for rule in got.profile.rules)


def test_another_years_report_takes_its_finding_along() -> None:
    text = (
        f"## Recommendation 4\n\n{WORDING}\n\n### Commissioner's comments\n\n"
        "Your 2019 report made a recommendation about this, and I regret that it took so long to be met.\n"
    )
    assert said_by(COMMISSIONER + REPORT + text).spoken("Your 2019 report")[2] == ""
