from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from inspectqa.documents import Span
from inspectqa.errors import RefusedFile
from inspectqa.ingest.passages import passages
from inspectqa.ingest.sections import sections
from inspectqa.ingest.sentences import sentence_spans
from said import Said, said_by

WORDS = st.sampled_from(
    [
        "Recommendation 6", "Recommendation 4:", "Rec 3 -", "AFI 2.", "Force response:", "Commissioner's comments",
        "## Recommendation 1", "# Response", "By 31 July 2026, all forces should act.", "We have done it.", "I agree.",
        "\n", "\n\n", "- ", "1. ", "23.5 ", "| a | b |", "|---|---|", "\t", "<b>Force</b>", "<p>", "**", "*",
        "Dear Sir",
        "Yours sincerely", "Ellen Farrow", "Chief Constable", "Police and Crime Commissioner for X",
        "Det. Supt. B. Hill",
        "£61.50", "24/10/2025", "  ", "(", "\"", "…", "é", "RAG key: RED late; GREEN done",
    ]
)  # fmt: skip


def _sentences(text: str) -> list[str]:
    return [span.of(text) for span in sentence_spans(text, Span(0, len(text)))]


def test_abbreviations_initials_decimals_and_dates_do_not_end_a_sentence() -> None:
    for text in (
        "Det. Supt. Amara Lunt leads e.g. The Hub.",
        "Cllr. B. Hartnoll asked about item No. 4.",
        "It rose by 4.5 per cent on 30.06.2026 at Fernleigh.",
        "It is owned by Ch. Insp. Tomasz Wick.",
    ):
        assert _sentences(text) == [text]


def test_sentences_end_at_stops_and_quotes() -> None:
    assert _sentences('He said "No." Then he left! Why? 12 hotels signed up.') == [
        'He said "No."',
        "Then he left!",
        "Why?",
        "12 hotels signed up.",
    ]


def test_marks_and_bullets_lie_outside_a_sentence() -> None:
    got = said_by("# A\n\n- **The force has three dogs.**\n- It wants a fourth\n")
    assert list(got.sentences) == ["The force has three dogs.", "It wants a fourth"]


def test_a_label_lies_outside_a_sentence() -> None:
    got = said_by("**Recommendation 6:** I expect more. 23 dogs are not enough.\n")
    assert list(got.sentences) == ["I expect more.", "23 dogs are not enough."]


def test_a_long_section_is_split_between_sentences() -> None:
    text = "# Force response\n\n" + "The force has trained twelve officers in one day. " * 60
    got = said_by(text)
    assert len(got.passages) > 1
    assert all(len(one.body.split()) <= 220 for one in got.passages)
    assert sum(len(one.sentences) for one in got.passages) == 60


def test_a_header_names_force_inspection_finding_and_voice() -> None:
    got = said_by(
        "<b>Force</b>\tAshmarsh Constabulary\n<b>Inspection title</b>\tAn inspection of youth violence\n"
        "<b>Date report published</b>\t5 March 2025\n"
        "<b>Recommendation 1</b>\tBy 31 December 2025, forces should publish a profile.\n"
        "<b>Force response</b>\tWe published our profile on 2 May 2025.\n",
        "a.txt",
    )
    header = next(one.header for one in got.passages if one.voice.value == "force")
    for part in ("Ashmarsh Constabulary", "youth violence, 5 March 2025", "recommendation 1", "due 31 December 2025"):
        assert part in header


def test_passages_have_their_own_ids_in_order() -> None:
    got = said_by("# A\n\nOne.\n\n## Recommendation 1\n\nTwo.\n")
    assert [one.ordinal for one in got.passages] == [0, 1]
    assert got.passages[1].id == f"doc-{got.document.sha256[:8]}-1"


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=40).map(" ".join), st.sampled_from(["a.txt", "a.md"]), st.sampled_from([20, 220]))
def test_any_text_gives_ordered_sentences_inside_their_passages(text: str, file: str, most: int) -> None:
    try:
        got = said_by(text, file)
    except RefusedFile:
        return
    parts = passages(got.document, got.profile, sections(got.document, got.profile), document_id="doc", max_words=most)
    _check(Said(got.document, got.profile, parts))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=400))
def test_any_characters_give_ordered_sentences_inside_their_passages(text: str) -> None:
    try:
        got = said_by(text)
    except RefusedFile:
        return
    _check(got)


def _check(got: Said) -> None:
    spans = list(dict.fromkeys(span for one in got.passages for span in one.sentences))  # once for each finding
    assert spans == sorted(spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    for one in got.passages:
        assert one.sentences
        assert all(one.span.holds(span) and span.of(got.document.text).strip() for span in one.sentences)
