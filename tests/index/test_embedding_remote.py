"""The remote embedder against a real server on loopback that speaks the protocol, and misbehaves when told to."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np
import pytest

from inspectqa.errors import EmbeddingError
from inspectqa.index.embedding_remote import RemoteEmbedder

Answer = Callable[[list[str]], tuple[int, str]]


def vector_of(text: str) -> list[float]:
    return [float(len(text)), 1.0, 2.0]


def rows(texts: list[str]) -> list[dict[str, Any]]:
    return [{"object": "embedding", "index": i, "embedding": vector_of(text)} for i, text in enumerate(texts)]


def body(data: object) -> str:
    return json.dumps({"object": "list", "model": "m", "data": data, "usage": {"prompt_tokens": 1, "total_tokens": 1}})


class Endpoint:
    """A server whose answer can be changed; ``asked`` holds the bodies that came in."""

    def __init__(self) -> None:
        self.answer: Answer = lambda texts: (200, body(rows(texts)[::-1]))
        self.asked: list[dict[str, Any]] = []
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                endpoint.asked.append({"path": self.path, "key": self.headers["Authorization"], **asked})
                status, text = endpoint.answer(asked["input"])
                self.send_response(status)
                self.send_header("Content-Type", "application/json" if text.startswith("{") else "text/html")
                self.end_headers()
                self.wfile.write(text.encode())

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/v1"


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    endpoint = Endpoint()
    thread = threading.Thread(target=endpoint.server.serve_forever, args=(0.01,))
    thread.start()
    yield endpoint
    endpoint.server.shutdown()
    endpoint.server.server_close()
    thread.join()


@pytest.fixture
def embedder(endpoint: Endpoint) -> Iterator[RemoteEmbedder]:
    embedder = RemoteEmbedder(endpoint.url, "some-model", "secret", timeout=2)
    yield embedder
    embedder._client.close()


def test_vectors_come_in_the_order_of_the_texts_with_length_one(endpoint: Endpoint, embedder: RemoteEmbedder) -> None:
    texts = ["x" * n for n in range(1, 151)]
    vectors = embedder.embed(texts)
    assert vectors.dtype == np.float32
    expected = np.array([vector_of(text) for text in texts])
    np.testing.assert_allclose(vectors, expected / np.linalg.norm(expected, axis=1, keepdims=True), atol=1e-6)
    assert [len(asked["input"]) for asked in endpoint.asked] == [64, 64, 22]
    assert {(asked["path"], asked["key"], asked["model"]) for asked in endpoint.asked} == {
        ("/v1/embeddings", "Bearer secret", "some-model")
    }


def test_dimensions_are_learnt_from_the_endpoint(embedder: RemoteEmbedder) -> None:
    assert embedder.dimensions == 3
    assert embedder.embed([]).shape == (0, 3)


@pytest.mark.parametrize(
    ("answer", "what"),
    [
        (lambda _: (500, '{"error": {"message": "out of order"}}'), "InternalServerError"),
        (lambda _: (401, '{"error": {"message": "no such key"}}'), "AuthenticationError"),
        (lambda texts: (200, body(rows(texts)[:-1])), "sent 1 vectors for 2 texts"),
        (lambda texts: (200, body([{**row, "index": 0} for row in rows(texts)])), "sent 2 vectors for 2 texts"),
        (lambda _: (200, "<html>Sign in</html>"), "not a list of embeddings"),
        (lambda _: (200, "{broken"), "not a list of embeddings"),
        (lambda _: (200, body([])), "No embedding data|sent 0 vectors|not a list"),
        (lambda _: (200, body([{"index": 0}, {"index": 1}])), "not a list of embeddings|length"),
        (lambda texts: (200, body([{**row, "embedding": [0, 0, 0]} for row in rows(texts)])), "zeros"),
        (
            lambda texts: (200, body([{**row, "embedding": [1.0] * (1 + row["index"])} for row in rows(texts)])),
            r"length \[1, 2\]",
        ),
    ],
)  # fmt: skip
def test_an_endpoint_that_misbehaves_is_named(
    endpoint: Endpoint, embedder: RemoteEmbedder, answer: Answer, what: str
) -> None:
    endpoint.answer = answer
    with pytest.raises(
        EmbeddingError, match=f"{endpoint.url}, model 'some-model': .*({what}).*INSPECTQA_EMBEDDING_URL"
    ):
        embedder.embed(["a", "bb"])


def test_an_endpoint_that_changes_its_dimensions_is_named(endpoint: Endpoint, embedder: RemoteEmbedder) -> None:
    embedder.embed(["a"])
    endpoint.answer = lambda texts: (200, body([{**row, "embedding": [1.0, 2.0]} for row in rows(texts)]))
    with pytest.raises(EmbeddingError, match=r"length \[2\], before 3"):
        embedder.embed(["a"])


def test_an_endpoint_that_is_not_there_is_named() -> None:
    embedder = RemoteEmbedder("http://127.0.0.1:9/v1", "some-model", "", timeout=1)
    with pytest.raises(EmbeddingError, match="APIConnectionError"):
        embedder.embed(["a"])
    embedder._client.close()
