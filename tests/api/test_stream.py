"""The stream: its events and their order, its ends, and that nobody works for a client who has gone."""

import json
import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import uvicorn
from starlette.testclient import TestClient

from inspectqa import bootstrap
from inspectqa.answers import Answer
from inspectqa.api.app import create_app
from inspectqa.api.stream import events
from inspectqa.assistant import Assistant, Step, Watch
from inspectqa.bootstrap import Application
from inspectqa.errors import Abandoned, IndexUnusable
from inspectqa.settings import load
from inspectqa.wire.ask import AnswerOut, StatementOut, answer_out
from model_server import Asked, Reply, forever, model_server

QUESTION = "What has Northmoor done on Makesafe?"
PATIENCE = 20.0

Event = tuple[str, Any]


def parsed(text: str) -> list[Event]:
    found = []
    for block in filter(str.strip, re.split(r"\n\n", text)):
        fields = dict(line.split(": ", 1) for line in block.split("\n") if not line.startswith(":"))
        found.append((fields["event"], json.loads(fields["data"])))
    return found


def streamed(client: TestClient, **body: Any) -> list[Event]:
    response = client.post("/v1/ask/stream", json={"question": QUESTION} | body)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"].startswith("text/event-stream")
    return parsed(response.text)


def of(kind: str, told: list[Event]) -> list[Any]:
    return [data for name, data in told if name == kind]


def test_a_stream_tells_what_is_done_then_the_answer_and_ends_with_the_whole(client: TestClient) -> None:
    told = streamed(client)
    names = [name for name, _ in told]
    assert set(names) == {"status", "citation", "delta", "done"}
    assert names[0] == "status"
    assert names[-1] == "done"
    assert names.count("done") == 1
    assert [one["step"] for one in of("status", told)] == ["understand", "search", "draft", "check"]


def test_the_whole_is_what_asking_without_a_stream_gives(client: TestClient) -> None:
    (done,) = of("done", streamed(client))
    whole = client.post("/v1/ask", json={"question": QUESTION}).json()
    assert {**done, "id": "", "elapsed_ms": 0} == {**whole, "id": "", "elapsed_ms": 0}


@pytest.mark.parametrize(
    "question",
    [QUESTION, "What has been done on recommendation 4?", "Compare Northmoor and Brackenshire on Makesafe", "Sing."],
)
def test_the_deltas_joined_are_the_answer_and_each_brings_its_statement(client: TestClient, question: str) -> None:
    told = streamed(client, question=question)
    (done,) = of("done", told)
    assert "".join(one["text"] for one in of("delta", told)) == done["answer"]
    if done["statements"]:
        assert [one["statement"] for one in of("delta", told)] == done["statements"]


def test_no_statement_comes_before_its_citations(client: TestClient) -> None:
    seen: set[int] = set()
    told = streamed(client)
    for name, data in told:
        if name == "citation":
            seen.add(data["number"])
        if name == "delta":
            assert set(data["statement"]["citations"]) <= seen
    assert of("citation", told) == of("done", told)[0]["citations"]


def test_an_answer_without_statements_is_one_delta(client: TestClient) -> None:
    told = streamed(client, question="What has Cheshire done on Makesafe?")
    (delta,) = of("delta", told)
    assert delta["text"] == of("done", told)[0]["answer"]


def test_marks_inside_a_quotation_do_not_break_the_deltas(held_samples: Application) -> None:
    whole = answer_out(held_samples.opened().assistant.ask(QUESTION))
    said = [StatementOut(text=f"A: “{words}”", citations=[n]) for n, words in enumerate(["a [1] b", "c", "[3]"], 1)]
    text = "A: “a [1] b” [1] “c” [2] “[3]” [3]"
    told = [one.data for one in events(whole.model_copy(update={"answer": text, "statements": said}))]
    texts = [one["text"] for one in told if isinstance(one, dict) and "statement" in one]
    assert "".join(texts) == text


@pytest.mark.parametrize(
    ("content", "status"), [(b'{"question": ""}', 422), (b'{"question": "a", "b": 1}', 422), (b"{", 400)]
)
def test_a_bad_question_is_an_ordinary_problem_and_no_stream(client: TestClient, content: bytes, status: int) -> None:
    response = client.post("/v1/ask/stream", content=content, headers={"Content-Type": "application/json"})
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"


def test_a_stream_carries_the_security_headers(client: TestClient) -> None:
    headers = client.post("/v1/ask/stream", json={"question": QUESTION}).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in headers["content-security-policy"]


class Failing(Assistant):
    """Fails after it began."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def check(self, question: str) -> None:
        return

    def ask(self, question: str, history: Any = (), filters: Any = None, watch: Watch = lambda _: None) -> Answer:
        watch(Step.UNDERSTAND)
        raise self.error


class Parts(Application):
    """The held samples with another assistant."""

    def __init__(self, held: Application, assistant: Assistant) -> None:
        super().__init__(held.settings)
        self.__dict__ |= {"catalogue": held.catalogue, "index": held.index, "assistant": assistant}


@pytest.mark.parametrize(
    ("error", "status"), [(RuntimeError("the secret inside"), 500), (IndexUnusable("the secret inside"), 503)]
)
def test_a_fault_under_way_ends_the_stream_with_an_error(
    held_samples: Application, error: Exception, status: int
) -> None:
    told = streamed(TestClient(create_app(Parts(held_samples, Failing(error)))))
    assert [name for name, _ in told] == ["status", "error"]
    assert told[-1][1]["status"] == status
    assert "secret" not in told[-1][1]["detail"]


class Slow(Failing):
    """Works on until it is told that nobody waits; remembers whether that came."""

    def __init__(self) -> None:
        self.working, self.stopped = threading.Event(), threading.Event()

    def ask(self, question: str, history: Any = (), filters: Any = None, watch: Watch = lambda _: None) -> Answer:
        watch(Step.MODEL)
        self.working.set()
        until = time.monotonic() + PATIENCE
        try:
            while time.monotonic() < until:
                time.sleep(0.01)
                watch(None)
        except Abandoned:
            self.stopped.set()
            raise
        raise TimeoutError


@contextmanager
def served(application: Application) -> Iterator[int]:
    """Serve on loopback; give the port."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(application), log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    yield listening.getsockname()[1]
    server.should_exit = True
    thread.join(PATIENCE)


@contextmanager
def asking(port: int) -> Iterator[socket.socket]:
    """Ask for a stream and give the connection once it has begun; close it at the end."""
    body = json.dumps({"question": QUESTION}).encode()
    head = f"POST /v1/ask/stream HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as connection:
        connection.sendall(head.encode() + b"\r\n\r\n" + body)
        came = b""
        while b"event: status" not in came:
            came += connection.recv(4096)
        yield connection


def test_a_client_that_goes_away_stops_the_work(held_samples: Application) -> None:
    assistant = Slow()
    with served(Parts(held_samples, assistant)) as port:
        with asking(port):
            assert assistant.working.wait(PATIENCE)
            assert not assistant.stopped.is_set()
        assert assistant.stopped.wait(PATIENCE)


def test_a_client_that_goes_away_stops_the_model_too(held_samples: Application) -> None:
    reached, left = threading.Event(), threading.Event()

    def drip(_: Asked, reply: Reply) -> None:
        reply.head()
        reached.set()
        try:
            forever(reply, lambda: reply.token(" "), 0.02)
        finally:
            left.set()

    with model_server(drip) as model:
        settings = load(data_dir=held_samples.settings.data_dir, model_url=model.url, model_name="slow")
        own = bootstrap.build(settings)
        own.__dict__ |= {"catalogue": held_samples.catalogue, "index": held_samples.index}
        with served(own) as port:
            with asking(port):
                assert reached.wait(PATIENCE)
                assert not left.is_set()
            assert left.wait(5)


def test_every_event_of_an_answer_can_be_read_as_the_contract_has_it(client: TestClient) -> None:
    (done,) = of("done", streamed(client))
    assert AnswerOut.model_validate(done).citations
