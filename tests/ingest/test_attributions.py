"""Who says what about which finding, passage by passage, in every layout of tests/data/layouts and in samples/."""

import json
from pathlib import Path

import pytest

from inspectqa.documents import Voice
from said import said_in, short

TESTS = Path(__file__).resolve().parents[1]
EXPECTED = json.loads((TESTS / "data" / "attributions.json").read_text(encoding="utf-8"))
REAL = TESTS.parents[1] / "shared" / "corpus" / "real"


def _path(name: str) -> Path:
    layout = TESTS / "data" / "layouts" / name
    return layout if layout.exists() else TESTS.parent / "samples" / name


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_every_passage_has_its_voice_speaker_and_finding(name: str) -> None:
    got = said_in(_path(name))
    rows = [
        [one.voice.value, one.speaker, short(one.finding), " ".join(one.sentences[0].of(got.document.text).split()[:6])]
        for one in got.passages
    ]
    assert rows == EXPECTED[name]


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_sentence_is_quoted_once_for_a_finding_and_lies_in_its_passage(name: str) -> None:
    got = said_in(_path(name))
    quoted = [(one.finding.key if one.finding else None, span) for one in got.passages for span in one.sentences]
    assert len(quoted) == len(set(quoted))  # what is about several findings is a passage of each
    spans = [span for _, span in quoted]
    assert list(dict.fromkeys(spans)) == sorted(set(spans))
    for one in got.passages:
        assert all(one.span.holds(span) for span in one.sentences)
        assert all(span.of(got.document.text).strip() == span.of(got.document.text) != "" for span in one.sentences)


def test_all_layouts_are_listed() -> None:
    files = {path.name for path in (TESTS / "data" / "layouts").iterdir()}
    written = {name for name in files if name.endswith(".truth.json")}  # those of test_layouts.py
    assert files - written - {name.removesuffix(".truth.json") for name in written} <= set(EXPECTED)


@pytest.mark.skipif(not REAL.exists(), reason="the real responses are other people's and not in this repository")
def test_a_flattened_table_pairs_each_recommendation_with_the_force_s_answer() -> None:
    got = said_in(next(REAL.glob("000_*.txt")))
    assert got.profile.force is not None
    assert got.profile.force.id == "cheshire"
    assert got.spoken("We are awaiting the guidance")[0::2] == ("force", "R4/2025")
    assert got.spoken("Cheshire Constabulary launched")[1:] == ("Cheshire Constabulary", "R6/2025")
    assert got.spoken("By 31 July 2026, all police forces")[0] == "inspectorate"
    assert got.spoken("Only 37%")[0::2] == ("inspectorate", "")
    assert got.spoken("I will hold the Chief") == (
        "commissioner",
        "Dan Price, Cheshire Police and Crime Commissioner",
        "",
    )


@pytest.mark.skipif(not REAL.exists(), reason="the real responses are other people's and not in this repository")
def test_a_form_with_sections_by_speaker_keeps_them_apart() -> None:
    got = said_in(next(REAL.glob("004_*.txt")))
    assert got.spoken("Operation Makesafe deployment") == ("force", "Acting CC Becky Riggs", "R6/2025")
    assert got.spoken("Staffordshire's recent Child")[0::2] == ("commissioner", "R6/2025")
    assert got.spoken("all police forces should fully")[0::2] == ("inspectorate", "R2/2025")
    assert got.spoken("I remain committed")[0::2] == ("commissioner", "")
    assert got.spoken("The delivery and monitoring")[0::2] == ("force", "")
    assert got.spoken("Finalisation of Complex")[0::2] == ("force", "")
    assert got.spoken("The roll-out and evaluation")[0::2] == ("commissioner", "")
    assert got.profile.published is None  # the form's version is not its date


@pytest.mark.skipif(not REAL.exists(), reason="the real responses are other people's and not in this repository")
def test_two_forces_answers_share_the_identity_of_the_report() -> None:
    one, other = (said_in(path) for path in sorted(REAL.glob("*.txt")))
    assert {finding.key for finding in one.profile.findings} == {finding.key for finding in other.profile.findings}


def test_wordings_are_never_the_force_s_or_the_commissioner_s() -> None:
    for name in EXPECTED:
        got = said_in(_path(name))
        wordings = [finding.span for finding in got.profile.findings if finding.span]
        for passage in got.passages:
            if passage.voice in (Voice.FORCE, Voice.COMMISSIONER):
                assert not any(wording.holds(span) for wording in wordings for span in passage.sentences), name
