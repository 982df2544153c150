"""Forces x findings x voices x templates x typing errors: whatever is asked, quotations are exact and in scope.

EXAMPLES=2000 asks as many questions as docs/evaluation.md reports.
"""

import os

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspectqa.answers import Status
from inspectqa.bootstrap import Application

FORCES = ("Northmoor", "Brackenshire", "Caldermere", "Cheshire", "Devon", "Wexholme")
FINDINGS = ("recommendation 1", "rec 2", "recommendation 3", "Recommendation 4", "recs 4 and 6", "AFI 2", "item 4")
TOPICS = (
    "Makesafe",
    "the definition",
    "flagging",
    "problem profiles",
    "hotels",
    "the Hydrant template",
    "drones",
    "£42,000",
)
WHO = ("the commissioner", "the force", "the chief constable", "the panel", "HMICFRS", "the deputy mayor")
TEMPLATES = (
    "What has {force} done on {topic}?",
    "What has {force} done on {finding}?",
    "What is the status of {finding} in {force}?",
    "What did {who} in {force} say about {topic}?",
    "What did {who} say about {finding} in {force}?",
    "When is {finding} due in {force}?",
    "Why did {force} reject {finding}?",
    "How many {topic} has {force} got?",
    "Does {force}'s response to {finding} mention {topic}?",
    "Quote exactly what {force} said about {finding}.",
    "Summarise {force}'s response on {topic}.",
    "Who said in {force} that {topic} was late?",
    "Compare what {force} said about {topic} in 2024 and 2026",
    "{force} {finding} {topic}",
    "Which actions did {force} agree under {finding}, and who owns them?",
)


@st.composite
def questions(draw: st.DrawFn) -> tuple[str, str]:
    """Return (force, question): a filled template, perhaps with a letter lost and in lower case."""
    force = draw(st.sampled_from(FORCES))
    text = draw(st.sampled_from(TEMPLATES)).format(
        force=force,
        finding=draw(st.sampled_from(FINDINGS)),
        topic=draw(st.sampled_from(TOPICS)),
        who=draw(st.sampled_from(WHO)),
    )
    if draw(st.booleans()):
        place = draw(st.integers(0, len(text) - 1))
        lost = text[:place] + text[place + 1 :]
        text = lost if force in lost else text  # which force is meant stays beyond doubt
    # A body in no list that is written in lower case is like any other word.
    return force, text.lower() if force != "Wexholme" and draw(st.booleans()) else text


@settings(
    max_examples=int(os.environ.get("EXAMPLES", "120")),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(asked=questions())
def test_every_quotation_is_exact_and_from_the_force_that_is_named(
    held_samples: Application, asked: tuple[str, str]
) -> None:
    force, question = asked
    answer = held_samples.assistant.ask(question)
    for citation in answer.citations:
        assert citation.span.of(held_samples.catalogue.text(citation.document_id)) == citation.quote
        assert citation.quote.strip()
        assert citation.force_id in {force.lower(), None}
    for statement in answer.statements:
        assert statement.citations
    assert (answer.status is Status.ANSWERED) <= bool(answer.statements)
    assert answer.text.strip()
