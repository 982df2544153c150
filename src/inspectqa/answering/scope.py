"""Statuses that need no evidence: refusals, unclear questions, and what is not held."""

import re

from rapidfuzz.distance import OSA

from inspectqa.answering.asked import holds, stems_of
from inspectqa.answering.material import Claim, Draft, Material, Source, source_of
from inspectqa.answering.wording import force_of, listed
from inspectqa.answers import Status
from inspectqa.documents import Finding, HeldDocument, Voice
from inspectqa.index.terms import terms
from inspectqa.retrieval.holdings import Holdings, matches
from inspectqa.retrieval.query import FindingRef, Intent, Query

_REFUSED = {
    Intent.CHILD_AT_RISK: Status.SIGNPOST,
    Intent.PERSONAL_DATA: Status.PERSONAL_DATA,
    Intent.INSTRUCTION: Status.OUT_OF_SCOPE,
    Intent.OPINION: Status.OUT_OF_SCOPE,
}

_SOMEBODY = re.compile(r"\b(?:commissioner|pcc|pfcc|mayor|chief|panel|force|inspectorate|hmicfrs)\b", re.IGNORECASE)
# "They" without anybody having been named.
_NOBODY = re.compile(r"\b(?:did|do|does|have|has|are|were|will|what about) (?:they|he|she|their)\b", re.IGNORECASE)


def before_search(query: Query, holdings: Holdings) -> Draft | None:
    """Return the draft for a question that needs no search: refused, unclear, or about what is not held; or None."""
    return _refusal(query) or _unclear(query, holdings) or _not_held(query, holdings)


def _refusal(query: Query) -> Draft | None:
    """Return the civil sentence for a question that is not answered here, or None."""
    status = _REFUSED.get(query.intent)
    return Draft(status, text=status.sentence) if status else None


def _unclear(query: Query, holdings: Holdings) -> Draft | None:
    """Return one clarifying question when the question names nothing that can be looked up, or None."""
    if query.intent is not Intent.VAGUE and not _nobody_named(query):
        return None
    forces = [force.short_name for force in holdings.forces]
    numbers = covered(holdings.documents)
    held = f" Held: {listed(forces)}; {numbers}." if forces and numbers else ""
    return Draft(Status.NEEDS_CLARIFICATION, text=Status.NEEDS_CLARIFICATION.sentence + held, held=holdings.describe())


def _nobody_named(query: Query) -> bool:
    """Say whether the question says "they" and nothing before it, or in the conversation, can be meant."""
    pronoun = _NOBODY.search(query.standalone)
    if not pronoun or query.forces or query.earlier:
        return False
    before = query.standalone[: pronoun.start()]
    return not (query.names or query.voices or _SOMEBODY.search(before) or len(terms(before)) > 1)


def _not_held(query: Query, holdings: Holdings) -> Draft | None:
    """Return what is held when every force that is named has no document here, or None."""
    if not holdings.documents:
        return Draft(Status.NOT_HELD, text="No documents are held yet. Run: inspectqa ingest FOLDER", held=())
    held = {force.id for force in holdings.forces}
    missing = [force.name for force in query.forces if force.id not in held]
    if not missing or len(missing) < len(query.forces):
        return None
    return _absent_forces(missing, holdings)


def _absent_forces(names: list[str], holdings: Holdings) -> Draft:
    """Return the draft that says that no document of these forces is held, and what is."""
    held = listed([force.name for force in holdings.forces]) or "documents that name no force"
    text = f"No document from {listed(names)} is held. Held: {held}."
    return Draft(Status.NOT_HELD, text=text, held=holdings.describe())


def unknown_name(material: Material) -> Draft | None:
    """Return that a name in the question stands in no list and in no passage, or None.

    A name in a force's place is a force that is not held; any other is something that the documents do not mention.
    """
    query = material.query
    if not query.unknown_force and not query.names:
        return None
    held = {term for e in material.evidence for text in (e.passage.header, e.passage.body) for term in terms(text)}
    if query.unknown_force and not any(_known(term, held) for term in terms(query.unknown_force)):
        return _absent_forces([query.unknown_force], material.holdings)
    held |= {stem for e in material.evidence for stem in stems_of(e.passage.body)} if query.names else set()
    missing = [name for name in query.names if not all(_known(t, held) or holds(held, t) for t in terms(name))]
    if not missing:
        return None
    return Draft(Status.NO_EVIDENCE, text=f"The documents held do not mention {listed(missing)}.")


def _known(term: str, held: set[str]) -> bool:
    allowed = 0 if len(term) < 5 else 1 if len(term) < 8 else 2
    return term in held or any(OSA.distance(term, other, score_cutoff=allowed) <= allowed for other in held)


def unlisted(material: Material) -> Draft | None:
    """Return a statement of absence when the finding asked for is in none of the documents, or None.

    "Not listed in this document" is all that can be said: never that the force gave no answer.
    """
    refs = [ref for ref in material.query.findings if ref.kind]
    documents = [d for d in material.documents if d.profile.findings]
    if not refs or not documents or any(matches(f, ref) for d in documents for f in d.profile.findings for ref in refs):
        return None
    claims = tuple(_absence(material, document, refs) for document in documents[:4])
    return Draft(Status.NO_EVIDENCE, claims)


def _absence(material: Material, document: HeldDocument, refs: list[FindingRef]) -> Claim:
    """Return the statement that a document doesn't mention findings, resting on the passages of those that it does."""
    named = listed([ref.label for ref in refs])
    worded = [Source(document, f.span, Voice.INSPECTORATE, "", f) for f in document.profile.findings if f.span]
    passages = [p for p in material.texts.passages_of(document.id) if p.finding and p.sentences]
    sources = worded or [source_of(material, passage, passage.sentences[0]) for passage in passages]
    text = f"{force_of(document)}'s document does not mention {named}; it covers {covered((document,))}."
    return Claim(text, tuple(sources[:8]))


def covered(documents: tuple[HeldDocument, ...]) -> str:
    """Return what these documents cover: ``recommendations 1, 2, 4 and 6 and area for improvement 2``."""
    by_kind: dict[str, dict[str, None]] = {}
    for document in documents:
        for finding in main_findings(document):
            by_kind.setdefault(finding.kind.label, {})[finding.number] = None
    return listed([_counted(kind, sorted(numbers, key=_order)) for kind, numbers in by_kind.items()])


def main_findings(document: HeldDocument) -> tuple[Finding, ...]:
    """Return the findings of the inspection that the document is mainly about; all when that is not known."""
    findings = document.profile.findings
    main = document.profile.inspections[0].id if document.profile.inspections else ""
    own = tuple(f for f in findings if not f.inspection or f.inspection.id == main)
    return own or findings


def _order(number: str) -> tuple[int, str]:
    digits = "".join(c for c in number if c.isdigit())
    return int(digits or 0), number


def _counted(kind: str, numbers: list[str]) -> str:
    named = [number for number in numbers if number]
    plural = {"area for improvement": "areas for improvement", "cause of concern": "causes of concern"}.get(
        kind, kind + "s"
    )
    if not named:
        return f"one {kind}"
    return f"{plural if len(named) > 1 else kind} {listed(named)}"
