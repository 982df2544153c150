"""What a sentence tells: done is not due, launched is not completed, asked is not said."""

import pytest

from inspectqa.kinds import Kind, kind_of, kinds_wanted


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("The constabulary launched Operation Makesafe in May 2025.", Kind.DONE),
        ("Adopted 30/11/2025.", Kind.DONE),
        ("No taxi firm had yet been trained.", Kind.DONE),
        ("The coordinator will start on 1 April 2025.", Kind.PLAN),
        ("Draft expected 13/02/2026.", Kind.PLAN),
        ("We expect to meet the two hours from 30 September 2025.", Kind.PLAN),
        ("The Chief Constable has undertaken to produce the profile by 20 March 2026.", Kind.PLAN),
        ("So far 640 of 1,150 front-line officers have been briefed.", Kind.UNDER_WAY),
        ("Active rollout of Operation Makesafe, with renewed training.", Kind.UNDER_WAY),
        ("I have asked the Chief Constable to reconsider by 30 April 2026.", Kind.REQUEST),
        ("By 31 July 2026, chief constables should appoint a coordinator.", Kind.REQUEST),
        ("Ms Tindall asked what the target was.", Kind.QUESTION),
        ("I disagree with the force on this point.", Kind.POSITION),
        ("Partly accepted.", Kind.BARE),
        ("The report asks every force to have a problem profile.", Kind.RESTATED),
        ("An earlier version of this page said 49 per cent.", Kind.CORRECTION),
        ("Northmoor uses a record management system called Orbis.", Kind.STATE),
    ],
)
def test_a_sentence_makes_one_kind_of_statement(sentence: str, kind: Kind) -> None:
    assert kind_of(sentence) is kind


def test_a_question_wants_the_kinds_that_would_answer_it() -> None:
    assert Kind.PLAN in kinds_wanted("What did Northmoor promise on flagging?")
    assert Kind.PLAN not in kinds_wanted("What has Northmoor done on flagging?")
    assert Kind.DONE in kinds_wanted("What has Northmoor done on flagging?")
    assert Kind.REQUEST in kinds_wanted("What did the commissioner ask for?")
