"""Whatever a model server does, the extractive answer comes with a notice, and in time: real HTTP on loopback."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from inspectqa.answering.modelled.breaker import Breaker
from inspectqa.answering.modelled.generative import Generative
from inspectqa.answering.modelled.model import Limits, Model
from inspectqa.answers import Answer, Status
from inspectqa.assistant import Assistant
from inspectqa.bootstrap import Application
from model_server import Asked, Behaviour, ModelServer, Reply, forever, model_server

QUESTION = "What has Northmoor done on Makesafe?"
LIMITS = Limits(connect=1.0, first_token=0.5, gap=0.4, total=1.0, retries=0)
PATIENT = Limits(connect=5.0, first_token=20.0, gap=20.0, total=30.0, retries=0)
NOTICE = "; this is the extractive answer."


def assistant(held: Application, url: str, limits: Limits = PATIENT, breaker: Breaker | None = None) -> Assistant:
    model = Model(url, "test-model", "secret", limits, breaker or Breaker(1000, 1.0))
    return Assistant(held.index, held.catalogue, held.settings, Generative(model, 6))


@contextmanager
def asked_with(held: Application, behave: Behaviour, limits: Limits = PATIENT) -> Iterator[tuple[Answer, ModelServer]]:
    with model_server(behave) as server:
        yield assistant(held, server.url, limits).ask(QUESTION), server


def sound(asked: Asked, reply: Reply) -> None:
    token, _, text = asked.sentences[0]
    reply.statements((text, [token]))


def cut_in_the_json(asked: Asked, reply: Reply) -> None:
    reply.head()
    reply.token('{"statements": [{"text": "Operation Make')


def cut_after_the_json(asked: Asked, reply: Reply) -> None:
    token, _, text = asked.sentences[0]
    reply.head()
    reply.token(json.dumps({"statements": [{"text": text, "tokens": [token]}]}))


def cut_in_a_line(asked: Asked, reply: Reply) -> None:
    reply.head()
    reply.token('{"statements": ')
    reply.raw(b'data: {"choices": [{"del')


def promised_more(asked: Asked, reply: Reply) -> None:
    reply.head(headers={"Content-Length": "5000"})
    reply.token('{"statements": ')


def empty(asked: Asked, reply: Reply) -> None:
    reply.head()


def done_at_once(asked: Asked, reply: Reply) -> None:
    reply.head()
    reply.event(b"[DONE]")


def no_choices(asked: Asked, reply: Reply) -> None:
    reply.head()
    reply.event({"choices": []})
    reply.event({"id": "1"})
    reply.event(b"[DONE]")


def empty_content(asked: Asked, reply: Reply) -> None:
    reply.whole(" ")


def page(asked: Asked, reply: Reply) -> None:
    reply.head(media_type="text/html; charset=utf-8")
    reply.raw(b"<html><body>Sign in</body></html>")


def page_as_stream(asked: Asked, reply: Reply) -> None:
    reply.head()
    reply.raw(b"<html><body>Sign in</body></html>\n\n")


def status(code: int, body: object = None) -> Behaviour:
    def behave(asked: Asked, reply: Reply) -> None:
        reply.head(code, "application/json")
        reply.raw(json.dumps(body or {"error": {"message": "no"}}).encode())

    return behave


def elsewhere(asked: Asked, reply: Reply) -> None:
    reply.head(307, headers={"Location": f"http://{asked.headers['host']}/v1/elsewhere"})


def filtered(asked: Asked, reply: Reply) -> None:
    reply.whole('{"statements": []}', finish="content_filter")


def cut_short(asked: Asked, reply: Reply) -> None:
    reply.whole('{"statements": [', finish="length")


def called_a_tool(asked: Asked, reply: Reply) -> None:
    reply.whole("", finish="tool_calls")


def bad_line(asked: Asked, reply: Reply) -> None:
    reply.head()
    reply.event(b"{not json")


def error_in_the_stream(asked: Asked, reply: Reply) -> None:
    reply.head()
    reply.event({"error": {"message": "overloaded"}})


def huge(asked: Asked, reply: Reply) -> None:
    reply.head()
    forever(reply, lambda: reply.token("x" * 10_000), 0)


def huge_line(asked: Asked, reply: Reply) -> None:
    reply.head()
    forever(reply, lambda: reply.raw(b"x" * 100_000), 0)


def deep(asked: Asked, reply: Reply) -> None:
    reply.whole('{"statements": ' + "[" * 30_000)


def wrong(content: object) -> Behaviour:
    def behave(asked: Asked, reply: Reply) -> None:
        reply.head()
        reply.token(content, "stop")

    return behave


def wrong_choice(choices: object) -> Behaviour:
    def behave(asked: Asked, reply: Reply) -> None:
        reply.head()
        reply.event({"choices": choices})

    return behave


def says(text: str) -> Behaviour:
    return lambda asked, reply: reply.whole(text)


FAULTS: dict[str, tuple[Behaviour, str]] = {
    "cut in the JSON": (cut_in_the_json, "broke off"),
    "cut after the JSON": (cut_after_the_json, "broke off"),
    "cut in a line": (cut_in_a_line, "can't be read"),
    "promised more": (promised_more, "broke off"),
    "empty": (empty, "gave no answer"),
    "done at once": (done_at_once, "gave no answer"),
    "no choices": (no_choices, "gave no answer"),
    "empty content": (empty_content, "gave no answer"),
    "page": (page, "can't be read"),
    "page as stream": (page_as_stream, "gave no answer"),
    "429": (status(429), "too many requests (status 429)"),
    "500": (status(500), "reported an error (status 500)"),
    "401": (status(401), "refused the key (status 401)"),
    "404": (status(404), "refused the name of the model or the path (status 404)"),
    "400": (status(400), "refused the request (status 400)"),
    "400 of a filter": (status(400, {"error": {"code": "content_filter"}}), "blocked"),
    "redirect": (elsewhere, "points elsewhere (status 307)"),
    "content filter": (filtered, "blocked"),
    "cut short": (cut_short, "cut short at its length limit"),
    "tool": (called_a_tool, "gave no answer"),
    "bad line": (bad_line, "can't be read"),
    "error in the stream": (error_in_the_stream, "reported an error"),
    "huge": (huge, "far too long"),
    "huge line": (huge_line, "far too long"),
    "deep": (deep, "in the form"),
    "number for text": (wrong(12), "can't be read"),
    "list for text": (wrong([{"text": "x"}]), "can't be read"),
    "choices are a word": (wrong_choice("choices"), "can't be read"),
    "choices are a number": (wrong_choice(3), "can't be read"),
    "choice is null": (wrong_choice([None]), "can't be read"),
    "prose": (says("Northmoor has done very well."), "in the form"),
    "statements are text": (says('{"statements": "Northmoor has done well."}'), "in the form"),
    "no statements": (says('{"statements": []}'), "found no statement"),
    "statements of wrong types": (says('{"statements": [1, null, {"text": 3}, {"tokens": "S1"}]}'), "did not pass"),
    "a list": (says('[{"text": "x", "tokens": ["S1"]}]'), "in the form"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_every_fault_ends_in_the_extractive_answer_with_a_notice(held_samples: Application, name: str) -> None:
    behave, what = FAULTS[name]
    plain = held_samples.assistant.ask(QUESTION)
    with asked_with(held_samples, behave) as (answer, server):
        assert answer.status is Status.ANSWERED
        assert (answer.answerer, answer.model) == ("extractive", None)
        assert (answer.text, answer.statements) == (plain.text, plain.statements)
        [notice] = answer.notices
        assert what in notice
        assert notice.endswith(NOTICE)
        assert len(server.asked) <= 2  # a 400 is asked again without our wishes


def drip_of_tokens(asked: Asked, reply: Reply) -> None:
    reply.head()
    forever(reply, lambda: reply.token("x"), 0.05)


def drip_of_comments(asked: Asked, reply: Reply) -> None:
    reply.head()
    forever(reply, lambda: reply.raw(b": wait\n\n"), 0.05)


def drip_of_a_header(asked: Asked, reply: Reply) -> None:
    reply.raw(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    forever(reply, lambda: reply.raw(b"x"), 0.05)


def silent(asked: Asked, reply: Reply) -> None:
    time.sleep(2)


def silent_after_a_token(asked: Asked, reply: Reply) -> None:
    reply.head()
    reply.token('{"statements": [')
    time.sleep(2)


@pytest.mark.parametrize("behave", [drip_of_tokens, drip_of_comments, drip_of_a_header, silent, silent_after_a_token])
def test_a_slow_model_is_waited_for_no_longer_than_the_limits(held_samples: Application, behave: Behaviour) -> None:
    assistant(held_samples, "http://127.0.0.1:9/v1", LIMITS).ask(QUESTION)  # imports are not what is measured
    began = time.monotonic()
    with asked_with(held_samples, behave, LIMITS) as (answer, _):
        assert time.monotonic() - began < LIMITS.total + 1.0
        assert answer.notices == (f"The model did not answer in time{NOTICE}",)
        assert answer.statements


def test_no_thread_is_left_behind_by_slow_models(held_samples: Application) -> None:
    before = threading.active_count()
    for behave in (drip_of_a_header, drip_of_comments):
        with asked_with(held_samples, behave, LIMITS):
            pass
    until = time.monotonic() + 10
    while threading.active_count() > before and time.monotonic() < until:
        time.sleep(0.05)
    assert threading.active_count() <= before


def test_a_refused_connection_is_tried_once_more_and_named(held_samples: Application) -> None:
    answer = assistant(held_samples, "http://127.0.0.1:9/v1", replace(PATIENT, retries=1)).ask(QUESTION)
    assert answer.notices == (f"The model could not be reached{NOTICE}",)


@pytest.mark.parametrize("first", [status(429), status(503), empty, cut_in_the_json])
def test_a_failure_that_may_pass_is_tried_again(held_samples: Application, first: Behaviour) -> None:
    behaviours: list[Callable[[Asked, Reply], None]] = [first, sound]
    limits = replace(PATIENT, retries=1)
    with asked_with(held_samples, lambda a, r: behaviours.pop(0)(a, r), limits) as (answer, server):
        assert (answer.answerer, answer.model, len(server.asked)) == ("generative", "test-model", 2)


def test_wishes_that_a_server_refuses_are_not_made_again(held_samples: Application) -> None:
    def plain_only(asked: Asked, reply: Reply) -> None:
        if "response_format" in asked.body or "temperature" in asked.body:
            return status(400)(asked, reply)
        return sound(asked, reply)

    with model_server(plain_only) as server:
        asking = assistant(held_samples, server.url, replace(PATIENT, retries=1))
        assert [asking.ask(QUESTION).answerer for _ in range(2)] == ["generative"] * 2
        assert len(server.asked) == 3


def test_a_server_that_does_not_stream_is_understood(held_samples: Application) -> None:
    def whole_body(asked: Asked, reply: Reply) -> None:
        token, _, text = asked.sentences[0]
        content = json.dumps({"statements": [{"text": text, "tokens": [token]}]})
        reply.head(media_type="application/json")
        message = {"role": "assistant", "content": content}
        reply.raw(json.dumps({"choices": [{"message": message, "finish_reason": "stop"}]}).encode())

    with asked_with(held_samples, whole_body) as (answer, _):
        assert answer.answerer == "generative"


def test_after_several_failures_the_model_is_left_alone_and_then_asked_again(held_samples: Application) -> None:
    with model_server(status(500)) as server:
        asking = assistant(held_samples, server.url, breaker=Breaker(2, 0.3))
        notices = [asking.ask(QUESTION).notices[0] for _ in range(3)]
        assert len(server.asked) == 2
        assert "has failed several times and is left alone for a while" in notices[2]
        time.sleep(0.35)
        server.behave = sound
        assert asking.ask(QUESTION).answerer == "generative"
        assert asking.ask(QUESTION).answerer == "generative"


def test_a_breaker_opens_again_after_one_more_failure_and_closes_after_a_success() -> None:
    breaker = Breaker(2, 0.05)
    breaker.failed()
    assert not breaker.open
    breaker.failed()
    assert breaker.open
    time.sleep(0.06)
    assert not breaker.open
    breaker.failed()
    assert breaker.open
    breaker.succeeded()
    assert not breaker.open
