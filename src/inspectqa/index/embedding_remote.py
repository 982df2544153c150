"""Texts to vectors at an OpenAI-compatible endpoint, for who has one. The openai package is used only here and
in ``answering.modelled.model``.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from inspectqa.errors import EmbeddingError
from inspectqa.index.minilm_graph import Tensor

if TYPE_CHECKING:
    from openai import OpenAI
    from openai.types import Embedding

_BATCH = 64  # texts; common servers refuse more than 100 or so


class RemoteEmbedder:
    """A model behind ``{url}/embeddings``. Sends nothing until it is first asked for vectors or dimensions.

    Args:
        url: the endpoint's base, such as ``https://host/v1``.
        model: sent as it is, and recorded beside the vectors.
        key: sent as a bearer token; may be empty.
        timeout: seconds for one request; a failed one is tried once more.
    """

    def __init__(self, url: str, model: str, key: str, *, timeout: float = 30.0) -> None:
        self.name = f"{model} at {url}"
        self._url = url
        self._model = model
        self._key = key
        self._timeout = timeout

    @cached_property
    def dimensions(self) -> int:
        """The length of a vector, learnt from one request.

        Raises:
            EmbeddingError: as ``embed``.
        """
        return int(self.embed(["dimensions"]).shape[1])

    def embed(self, texts: Sequence[str]) -> Tensor:
        """Return one vector of length 1 per text, in their order: float32 (n, dimensions).

        Raises:
            EmbeddingError: the endpoint failed or answered with something else; names url, model and remedy.
        """
        if not texts:
            return np.empty((0, self.dimensions), np.float32)
        batches = [list(texts[start : start + _BATCH]) for start in range(0, len(texts), _BATCH)]
        vectors = [vector for batch in batches for vector in self._ask(batch)]
        self._check(vectors)
        rows = np.array(vectors, np.float32)
        self.__dict__["dimensions"] = rows.shape[1]
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)

    def _ask(self, batch: list[str]) -> list[list[float]]:
        from openai import OpenAIError  # noqa: PLC0415  heavy, loaded only by who uses an endpoint

        try:
            # An empty text is refused by some servers; a space is not.
            answer = self._client.embeddings.create(
                model=self._model, input=[text or " " for text in batch], encoding_format="float"
            )
            data: list[Embedding] = sorted(answer.data, key=lambda embedding: embedding.index)
            if [embedding.index for embedding in data] != list(range(len(batch))):
                raise self._failed(f"sent {len(data)} vectors for {len(batch)} texts")
            return [[float(value) for value in embedding.embedding] for embedding in data]
        except OpenAIError as error:
            raise self._failed(f"{type(error).__name__}: {error}") from error
        except (AttributeError, TypeError, ValueError) as error:  # a page of HTML, or JSON of another shape
            raise self._failed("sent something that is not a list of embeddings") from error

    def _check(self, vectors: list[list[float]]) -> None:
        lengths = {len(vector) for vector in vectors}
        known = self.__dict__.get("dimensions")
        if len(lengths) != 1 or lengths == {0} or (known and lengths != {known}):
            raise self._failed(f"sent vectors of length {sorted(lengths)}" + (f", before {known}" if known else ""))
        if not all(np.isfinite(vector).all() and np.any(vector) for vector in vectors):
            raise self._failed("sent a vector of zeros or of values that are not finite")

    def _failed(self, what: str) -> EmbeddingError:
        return EmbeddingError(
            f"embedding endpoint {self._url}, model {self._model!r}: {what}; check INSPECTQA_EMBEDDING_URL, "
            "INSPECTQA_EMBEDDING_MODEL and INSPECTQA_EMBEDDING_KEY, or unset the URL to embed on this machine"
        )

    @cached_property
    def _client(self) -> "OpenAI":
        from openai import OpenAI  # noqa: PLC0415  as above

        # The package refuses an empty key before it sends anything; local servers need none.
        return OpenAI(base_url=self._url, api_key=self._key or "none", timeout=self._timeout, max_retries=1)
