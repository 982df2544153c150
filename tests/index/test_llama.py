"""Our search as a llama-index retriever."""

from pathlib import Path

from llama_index.core.schema import TextNode

from builders import recommendation
from inspectqa.index.llama import as_retriever
from kept import draft, index_in, store


def test_a_llama_index_retriever_gives_nodes_that_can_be_cited(tmp_path: Path) -> None:
    index = index_in(tmp_path)
    store(index, draft("letter", "We trained officers.", "Hotels were visited.", finding=recommendation("4")))
    (best,) = as_retriever(index, limit=1).retrieve("hotel visits")
    node = best.node
    assert isinstance(node, TextNode)
    assert node.get_content() == "Hotels were visited."
    assert index.catalogue.text("letter")[node.start_char_idx : node.end_char_idx] == node.get_content()
    assert (node.metadata["force"], node.metadata["voice"]) == ("Northmoor Constabulary", "force")
    assert node.metadata["finding"] == "recommendation 4"
    index.close()
    index.catalogue.close()
