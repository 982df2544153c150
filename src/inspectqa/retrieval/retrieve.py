"""Query -> scored evidence: the passages that may answer, best first."""

from dataclasses import dataclass

from inspectqa.documents import Passage
from inspectqa.index.catalogue import Catalogue
from inspectqa.index.catalogue import Filters as Restriction
from inspectqa.index.search import Index
from inspectqa.retrieval.context import in_context
from inspectqa.retrieval.holdings import Holdings
from inspectqa.retrieval.query import Query


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage with its fused score (0 to about 1)."""

    passage: Passage
    score: float


def retrieve(query: Query, index: Index, holdings: Holdings, limit: int) -> tuple[Evidence, ...]:
    """Return at most ``limit`` passages for ``query``, best first.

    Where the question or the caller restricts it, only passages within the restriction are searched: the forces
    that are named, the filters' forces, inspections, findings, voices and dates.
    """
    catalogue = index.catalogue
    allowed = _allowed(query, catalogue, holdings)
    best = in_context(lambda text: index.search(text, limit, allowed), query.question, query.earlier)[:limit]
    passages = catalogue.passages([passage_id for passage_id, _ in best])
    return tuple(Evidence(passages[id_], score) for id_, score in best if id_ in passages)


def _allowed(query: Query, catalogue: Catalogue, holdings: Holdings) -> list[str] | None:
    """Return the ids of the passages that may be used; None when nothing restricts them."""
    filters = query.filters
    named = {force.id for force in query.forces} & {force.id for force in holdings.forces}
    forces = named & set(filters.forces) if named and filters.forces else named or set(filters.forces)
    if (named and filters.forces) and not forces:
        return []
    documents = [
        document.id
        for document in holdings.documents
        if not forces or any(force.id in forces for force in document.profile.forces)
        if not filters.inspections or any(i.id in filters.inspections for i in document.profile.inspections)
    ]
    wanted: Restriction = {
        "voices": filters.voices or None,
        "findings": [ref.label if ref.kind else ref.number for ref in filters.findings] or None,
        "documents": documents if forces or filters.inspections else None,
        "published_from": filters.published_from,
        "published_to": filters.published_to,
    }
    return catalogue.passage_ids(**wanted) if any(value is not None for value in wanted.values()) else None
