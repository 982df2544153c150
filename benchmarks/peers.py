"""The peers of ``speed``: the same weights and graph, used in each library's ordinary way."""

import importlib
from pathlib import Path
from typing import Any

import numpy as np

from inspectqa.index import minilm_graph
from inspectqa.index.embedding import LONGEST, weights_in
from inspectqa.index.minilm_graph import Tensor


class PlainModel:
    """The model in a session with default options; batches of ``batch`` texts padded to ``length`` or the longest."""

    def __init__(self, batch: int, length: int | None) -> None:
        import onnxruntime  # noqa: PLC0415  each peer runs in its own process and loads only what it uses
        from tokenizers import Tokenizer  # noqa: PLC0415  as above

        found = weights_in(None)
        tensors = minilm_graph.initializers(
            minilm_graph.read_safetensors(found["model.safetensors"].read_bytes()), exact=True
        )
        options = onnxruntime.SessionOptions()
        values = [onnxruntime.OrtValue.ortvalue_from_numpy(tensor) for tensor in tensors.values()]
        options.add_external_initializers(list(tensors), values)
        self.session = onnxruntime.InferenceSession(
            minilm_graph.graph(tensors), options, providers=["CPUExecutionProvider"]
        )
        self.tokenizer = Tokenizer.from_file(str(found["tokenizer.json"]))
        self.tokenizer.enable_truncation(LONGEST)
        self.tokenizer.enable_padding(length=length)
        self.batch = batch

    def embed(self, texts: list[str]) -> Tensor:
        return np.concatenate([self._run(texts[i : i + self.batch]) for i in range(0, len(texts), self.batch)])

    def _run(self, texts: list[str]) -> Tensor:
        encodings = self.tokenizer.encode_batch(texts)
        ids = np.array([encoding.ids for encoding in encodings], np.int32)
        mask = np.array([encoding.attention_mask for encoding in encodings], np.int32)
        inputs = {"ids": ids, "mask": mask, "share": mask[:, None, :].astype(np.float32)}
        vectors: Tensor = self.session.run(None, inputs)[0]
        return vectors


class LlamaIndex:
    """VectorStoreIndex over a persistent ChromaVectorStore; its retriever returns 10 nodes."""

    def __init__(self, folder: Path) -> None:
        import chromadb  # noqa: PLC0415  as above
        from chromadb.config import Settings  # noqa: PLC0415  as above
        from llama_index.core import StorageContext, VectorStoreIndex  # noqa: PLC0415  as above
        from llama_index.core.embeddings import BaseEmbedding  # noqa: PLC0415  as above

        chroma = importlib.import_module("llama_index.vector_stores.chroma")  # untyped, and only in group bench
        model = PlainModel(batch=10, length=None)

        class Embedding(BaseEmbedding):
            def _get_text_embedding(self, text: str) -> list[float]:
                return self._get_text_embeddings([text])[0]

            def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
                rows: list[list[float]] = model.embed(texts).tolist()
                return rows

            def _get_query_embedding(self, query: str) -> list[float]:
                return self._get_text_embedding(query)

            async def _aget_query_embedding(self, query: str) -> list[float]:
                return self._get_text_embedding(query)

        client = chromadb.PersistentClient(str(folder), Settings(anonymized_telemetry=False))
        space: Any = {"hnsw": {"space": "cosine"}}
        collection = client.get_or_create_collection("passages", configuration=space, embedding_function=None)
        storage = StorageContext.from_defaults(vector_store=chroma.ChromaVectorStore(chroma_collection=collection))
        self.index = VectorStoreIndex([], storage_context=storage, embed_model=Embedding())
        self.retriever = self.index.as_retriever(similarity_top_k=10)

    def ingest(self, texts: list[tuple[str, str]]) -> None:
        from llama_index.core.schema import TextNode  # noqa: PLC0415  as above

        self.index.insert_nodes([TextNode(id_=id_, text=text) for id_, text in texts])

    def ask(self, question: str) -> list[str]:
        return [found.node.node_id for found in self.retriever.retrieve(question)]


class Chroma:
    """A persistent collection that embeds documents and questions by itself."""

    def __init__(self, folder: Path) -> None:
        import chromadb  # noqa: PLC0415  as above
        from chromadb.config import Settings  # noqa: PLC0415  as above

        model = PlainModel(batch=32, length=LONGEST)

        class Embedding(chromadb.EmbeddingFunction[Any]):
            def __init__(self) -> None: ...

            def __call__(self, input: Any) -> Any:
                return list(model.embed(list(input)))

            @staticmethod
            def name() -> str:
                return "plain"

            def get_config(self) -> dict[str, Any]:
                return {}

            @staticmethod
            def build_from_config(config: dict[str, Any]) -> Any:
                return Embedding()

        client = chromadb.PersistentClient(str(folder), Settings(anonymized_telemetry=False))
        space: Any = {"hnsw": {"space": "cosine"}}
        self.collection = client.get_or_create_collection(
            "passages", configuration=space, embedding_function=Embedding()
        )

    def ingest(self, texts: list[tuple[str, str]]) -> None:
        for start in range(0, len(texts), 5_000):
            part = texts[start : start + 5_000]
            self.collection.add(ids=[id_ for id_, _ in part], documents=[text for _, text in part])

    def ask(self, question: str) -> list[str]:
        return list(self.collection.query(query_texts=[question], n_results=10)["ids"][0])
