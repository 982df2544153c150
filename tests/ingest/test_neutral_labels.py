"""What stands below labels that name nobody: whose it is, by all of it together."""

from collections.abc import Callable
from pathlib import Path

import pytest

from said import Said, said_by, said_in

COMMISSIONER = "# Response of the Police and Crime Commissioner for Northmoor\n\n"
REPORT = 'HMICFRS published "Held up: an inspection of custody" on 3 May 2025.\n\n'
FORCES = (
    "We have trained all 84 custody sergeants since April and the backlog has fallen from 212 to 31 cases.",
    "Our new rota began on 2 June and every suite now has an inspector on duty.",
    "Officers now record the reason in Niche and a sergeant checks 20 records a month.",
)
COMMISSIONERS = (
    "I am pleased with this and have asked the Chief Constable to report to my board in March.",
    "I share the inspectors' concern and I will fund two more posts from my reserve.",
    "I am not satisfied and will hold the Chief Constable to account for it at my next public meeting.",
)
PARTNERS = (
    "The Council has opened a second appropriate adult scheme with its own budget.",
    "Councillors agreed in March that the care homes will be told of every child.",
    "The Council's lawyers are drafting the agreement with the health board.",
)


def _voices(got: Said, texts: tuple[str, ...]) -> set[str]:
    return {who[0] for sentence, who in got.sentences.items() if any(text in sentence for text in texts)}


def _table(header: str, texts: tuple[str, ...]) -> str:
    rows = "".join(f"| Recommendation {number} | {text} |\n" for number, text in enumerate(texts, 1))
    return f"| Recommendation | {header} |\n|---|---|\n{rows}"


def _headed(label: str, texts: tuple[str, ...]) -> str:
    return "".join(f"## Recommendation {number}\n\n### {label}\n\n{text}\n\n" for number, text in enumerate(texts, 1))


def _opened(label: str, texts: tuple[str, ...]) -> str:
    return "".join(f"## Recommendation {number}\n\n{label}: {text}\n\n" for number, text in enumerate(texts, 1))


@pytest.mark.parametrize("layout", [_table, _headed, _opened])
@pytest.mark.parametrize(("texts", "voice"), [(FORCES, "force"), (COMMISSIONERS, "commissioner")])
def test_three_texts_below_a_label_that_names_nobody_are_whose_they_all_sound_like(
    layout: Callable[[str, tuple[str, ...]], str], texts: tuple[str, ...], voice: str
) -> None:
    got = said_by(COMMISSIONER + REPORT + layout("Where this stands", texts))
    assert _voices(got, texts) == {voice}


def test_the_rows_of_forms_are_labelled_by_their_first_cells(tmp_path: Path) -> None:
    forms = "".join(
        f"<h2>Recommendation {number}</h2><table><tr><td>Owner</td><td>Superintendent Vale</td></tr>"
        f"<tr><td>Where this stands</td><td>{text}</td></tr></table>"
        for number, text in enumerate(FORCES, 1)
    )
    page = tmp_path / "form.html"
    head = "<h1>Response of the Police and Crime Commissioner for Northmoor</h1>"
    page.write_text(f"<html><body><main>{head}<p>{REPORT}</p>{forms}</main></body></html>", encoding="utf-8")
    assert _voices(said_in(page), FORCES) == {"force"}


def test_two_texts_are_too_few() -> None:
    got = said_by(COMMISSIONER + REPORT + _table("Where this stands", FORCES[:2]))
    assert _voices(got, FORCES[:2]) == {"unattributed"}


def test_a_label_that_both_answer_below_is_nobodys() -> None:
    texts = (*FORCES, COMMISSIONERS[0])
    got = said_by(COMMISSIONER + REPORT + _table("Where this stands", texts))
    assert _voices(got, texts) == {"unattributed"}


@pytest.mark.parametrize(
    "header", ["Borough Council", "What the Borough Council says", "Northmoor Safeguarding Partnership"]
)
def test_a_label_with_a_name_is_nobodys_whatever_stands_below(header: str) -> None:
    got = said_by(COMMISSIONER + REPORT + _table(header, FORCES))
    assert _voices(got, FORCES) == {"unattributed"}


def test_partners_who_sound_like_neither_are_nobody() -> None:
    got = said_by(COMMISSIONER + REPORT + _table("Where this stands", PARTNERS))
    assert _voices(got, PARTNERS) == {"unattributed"}


def test_texts_right_below_the_headings_of_findings_are_one_group() -> None:
    text = "".join(f"## Recommendation {number}\n\n{text}\n\n" for number, text in enumerate(FORCES, 1))
    got = said_by(COMMISSIONER + REPORT + text)
    assert _voices(got, FORCES) == {"force"}
