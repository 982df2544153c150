"""Exact words on request: the wording of a finding, or what somebody said under it."""

from inspectqa.answering.alignment import named, on_topic
from inspectqa.answering.compose.lists import described
from inspectqa.answering.compose.statements import under_finding
from inspectqa.answering.material import Draft, Material, answered
from inspectqa.answering.wording import listed
from inspectqa.answers import Status
from inspectqa.documents import Voice


def wording(material: Material) -> Draft | None:
    """Return the finding's own wording when no speaker is asked for, and what a force says when one is."""
    query = material.query
    wants_wording = not query.voices or query.voices == (Voice.INSPECTORATE,)
    if query.forces and not _asks_for_finding(query.question):
        return under_finding(material)
    if not wants_wording:
        return under_finding(material)
    found = named(material) if query.findings else on_topic(material)
    if not found and query.findings and _asks_for_finding(query.question):
        missing = listed([ref.label for ref in query.findings])
        return Draft(Status.NO_EVIDENCE, text=f"The wording of {missing} is not in the documents held.")
    said = under_finding(material) if query.forces else None
    return answered([*described(found[:3]), *(said.claims if said else ())])


def _asks_for_finding(question: str) -> bool:
    return any(word in question.lower() for word in ("wording", "ask for", "ask ", "require", "text of", "call for"))
