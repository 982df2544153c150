"""A door for llama-index code: our search as a retriever, with the spans that a citation needs.

    retriever = as_retriever(index, limit=8)
    nodes = retriever.retrieve("What has been done on Makesafe?")

Nothing of ours imports this module; see docs/adr/0006-llama-index.md.
"""

from typing import TYPE_CHECKING

from inspectqa.documents import HeldDocument, Passage
from inspectqa.index.search import Index

if TYPE_CHECKING:
    from llama_index.core.base.base_retriever import BaseRetriever
    from llama_index.core.schema import TextNode


def as_retriever(index: Index, limit: int = 10) -> "BaseRetriever":
    """Return a llama-index retriever over ``index``; each node's score is its cosine similarity.

    A node's text is the passage's text in the document, its ``start_char_idx`` and ``end_char_idx`` are the span,
    and its metadata name the document, the page, the force, the voice and the finding.
    """
    from llama_index.core.base.base_retriever import BaseRetriever  # noqa: PLC0415  seconds: only who uses it pays
    from llama_index.core.schema import NodeWithScore, QueryBundle  # noqa: PLC0415  as above

    class InspectionRetriever(BaseRetriever):
        """Passages of the index, nearest first."""

        def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
            scores = {hit.passage_id: hit.vector for hit in index.search(query_bundle.query_str, limit)[:limit]}
            found = index.catalogue.passages(scores).values()
            return [NodeWithScore(node=_node(index, passage), score=scores[passage.id]) for passage in found]

    return InspectionRetriever()


def _node(index: Index, passage: Passage) -> "TextNode":
    from llama_index.core.schema import TextNode  # noqa: PLC0415  as above

    held = index.catalogue.document(passage.document_id)
    text = index.catalogue.text(passage.document_id)
    return TextNode(
        id_=passage.id,
        text=passage.span.of(text),
        start_char_idx=passage.span.start,
        end_char_idx=passage.span.end,
        metadata=_metadata(held, passage),
    )


def _metadata(held: HeldDocument, passage: Passage) -> dict[str, str | int | None]:
    finding = passage.finding
    return {
        "document_id": held.id,
        "file": held.file,
        "title": held.profile.title,
        "page": passage.page,
        "published": held.profile.published.isoformat() if held.profile.published else None,
        "force_id": passage.force.id if passage.force else None,
        "force": passage.force.name if passage.force else None,
        "voice": passage.voice.value,
        "speaker": passage.speaker,
        "finding": finding.label if finding else None,
        "inspection": finding.inspection.title if finding and finding.inspection else None,
    }
