from dataclasses import replace

import pytest

from builders import CALDERMERE, NORTHMOOR, held, understood
from inspectqa.answering.material import Claim, Draft, Material, Source
from inspectqa.answering.verify import verify
from inspectqa.answers import Status
from inspectqa.documents import Finding, FindingKind, Passage, Span, Voice
from inspectqa.retrieval.holdings import Holdings

TEXT = "Northmoor Constabulary trained 29 of 38 hotels by 9 July 2026. The strategy was not approved."
TRAINED = Span(0, 62)
APPROVED = Span(63, len(TEXT))


class Shelf:
    """The texts of two documents that say the same."""

    def text(self, document_id: str) -> str:
        return TEXT

    def passages_of(self, document_id: str) -> tuple[Passage, ...]:
        return ()


NORTH, CALDER = held(NORTHMOOR, "1", file="north.txt"), held(CALDERMERE, file="calder.txt")
HELD = Holdings((NORTH, CALDER))


def material(question: str = "What has Northmoor done on hotels?") -> Material:
    return Material(understood(question, holdings=HELD), (), HELD, Shelf())


def source(span: Span = TRAINED, document: object = NORTH, voice: Voice = Voice.FORCE) -> Source:
    assert document in (NORTH, CALDER)
    return Source(NORTH if document is NORTH else CALDER, span, voice, "Northmoor Constabulary")


def test_a_claim_that_quotes_its_source_stands_with_an_exact_citation() -> None:
    claim = Claim(
        "Northmoor Constabulary: “Northmoor Constabulary trained 29 of 38 hotels by 9 July 2026.”", (source(),)
    )
    answer = verify(Draft(Status.ANSWERED, (claim,)), material())
    assert answer.status is Status.ANSWERED
    assert answer.statements[0].citations == (1,)
    citation = answer.citations[0]
    assert citation.quote == TEXT[citation.span.start : citation.span.end]
    assert (citation.force_id, citation.voice) == ("northmoor", Voice.FORCE)


@pytest.mark.parametrize(
    "text",
    [
        "Northmoor Constabulary: “Northmoor Constabulary trained 28 of 38 hotels by 9 July 2026.”",
        "Northmoor Constabulary: “Northmoor Constabulary trained 29 of 38 hotels by 9 July 2025.”",
        "Caldermere Constabulary: “Caldermere Constabulary trained 29 of 38 hotels by 9 July 2026.”",
        "Northmoor Constabulary: “The strategy was approved.”",
        "Northmoor trained 73 hotels: “29 of 38 hotels”",
    ],
)
def test_a_claim_that_its_source_does_not_bear_out_is_dropped_and_counted(text: str) -> None:
    answer = verify(Draft(Status.ANSWERED, (Claim(text, (source(),)),)), material())
    assert (answer.status, answer.statements, answer.citations) == (Status.NO_EVIDENCE, (), ())
    assert answer.notices == ("1 statement(s) failed the check and were left out.",)


def test_a_claim_without_a_source_is_dropped() -> None:
    assert verify(Draft(Status.ANSWERED, (Claim("Nobody knows.", ()),)), material()).status is Status.NO_EVIDENCE


def test_a_source_from_a_force_that_the_question_excludes_is_dropped() -> None:
    claim = Claim("Northmoor Constabulary: “trained 29 of 38 hotels”", (source(document=CALDER),))
    assert verify(Draft(Status.ANSWERED, (claim,)), material()).citations == ()


def test_the_inspectorates_words_belong_to_no_force() -> None:
    claim = Claim("HMICFRS: “The strategy was not approved.”", (source(APPROVED, CALDER, Voice.INSPECTORATE),))
    answer = verify(Draft(Status.ANSWERED, (claim,)), material())
    assert [citation.force_id for citation in answer.citations] == [None]


def test_a_source_is_cited_once_and_a_speaker_who_goes_on_is_named_once() -> None:
    lead = "Northmoor Constabulary: "
    claims = (
        Claim(lead + "“Northmoor Constabulary trained 29 of 38 hotels by 9 July 2026.”", (source(),)),
        Claim(lead + "“The strategy was not approved.”", (source(APPROVED), source())),
    )
    answer = verify(Draft(Status.ANSWERED, claims), material())
    assert [citation.number for citation in answer.citations] == [1, 2]
    assert answer.statements[1].citations == (2, 1)
    assert answer.text.count("Northmoor Constabulary: ") == 1
    assert answer.statements[1].text.startswith(lead)


def test_one_text_that_answers_two_findings_is_cited_for_each() -> None:
    findings = tuple(Finding(FindingKind.RECOMMENDATION, number) for number in ("3", "4"))
    document = replace(NORTH, profile=replace(NORTH.profile, findings=findings))
    claims = tuple(
        Claim(
            f"Northmoor Constabulary, on {one.label}: “{TRAINED.of(TEXT)}”",
            (replace(source(), document=document, finding=one),),
        )
        for one in findings
    )
    answer = verify(Draft(Status.ANSWERED, claims), material())
    assert [one.citations for one in answer.statements] == [(1,), (2,)]
    assert [one.finding.number for one in answer.citations if one.finding] == ["3", "4"]
