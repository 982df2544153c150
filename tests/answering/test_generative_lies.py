"""A model that lies, over the samples: nothing that it made up is shown. Real HTTP on loopback."""

import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from inspectqa.answering.modelled.breaker import Breaker
from inspectqa.answering.modelled.generative import Generative
from inspectqa.answering.modelled.model import Limits, Model
from inspectqa.answers import Answer
from inspectqa.assistant import Assistant
from inspectqa.bootstrap import Application
from model_server import Asked, Reply, model_server

REPOSITORY = Path(__file__).resolve().parents[2]
CASES = REPOSITORY / "evaluation" / "cases" / "samples.jsonl"
QUESTIONS = [json.loads(line)["question"] for line in CASES.read_text("utf-8").splitlines()]
PER_ANSWER = 5
TRIALS = 20  # of each kind; not every sentence can be told wrong in every way

Sentences = list[tuple[str, str, str]]
Lie = Callable[[random.Random, Sentences], tuple[str, list[str]] | None]


def _changed(sentence: str, pattern: str, into: Callable[["re.Match[str]"], str]) -> str | None:
    found = re.sub(pattern, into, sentence, count=1)
    return found if found != sentence else None


def _of_one(change: Callable[[random.Random, str], str | None]) -> Lie:
    """Return a lie that changes one sentence and cites it."""

    def lie(chance: random.Random, sentences: Sentences) -> tuple[str, list[str]] | None:
        for token, _, text in chance.sample(sentences, len(sentences)):
            told = change(chance, text)
            if told:
                return told, [token]
        return None

    return lie


def _inner_word_left_out(chance: random.Random, text: str) -> str | None:
    words = text.split()
    inner = [n for n in range(1, len(words) - 1) if words[n] not in {"a", "an", "the"}]  # which change nothing
    if len(inner) < 4:
        return None
    del words[chance.choice(inner)]
    return " ".join(words)


def _swapped_inside(_: random.Random, text: str) -> str | None:
    numbers = re.findall(r"\d[\d,]*", text)
    if len(set(numbers)) < 2:
        return None
    first, second = numbers[0], next(n for n in numbers if n != numbers[0])
    return re.sub(rf"{first}|{second}", lambda m: second if m[0] == first else first, text)


def _swapped_between(chance: random.Random, sentences: Sentences) -> tuple[str, list[str]] | None:
    numbered = [row for row in sentences if re.search(r"\d", row[2])]
    if len(numbered) < 2:
        return None
    (one, _, text), (other, _, donor) = chance.sample(numbered, 2)
    figures = re.findall(r"£?\d[\d,]*%?", text), re.findall(r"£?\d[\d,]*%?", donor)
    told = text.replace(figures[0][0], figures[1][-1], 1)
    return (told, [one, other]) if told != text else None


def _joined(chance: random.Random, sentences: Sentences) -> tuple[str, list[str]] | None:
    if len(sentences) < 2:
        return None
    (one, _, text), (other, _, second) = chance.sample(sentences, 2)
    head, tail = text.split(), second.split()
    return " ".join(head[: len(head) // 2] + tail[len(tail) // 2 :]), [one, other]


def _wrong_token(chance: random.Random, sentences: Sentences) -> tuple[str, list[str]] | None:
    rows = [row for row in sentences if len(row[2].split()) > 4]
    if len(rows) < 2:
        return None
    (_, _, text), (other, _, _) = chance.sample(rows, 2)
    return text.rstrip(".") + " everywhere", [other]


def _with_token(tokens: list[str]) -> Lie:
    return lambda chance, sentences: (chance.choice(sentences)[2].rstrip(".") + " in full", tokens)


def _put_before(words: str) -> Lie:
    return _of_one(lambda _, text: f"{words} {text[:1].lower()}{text[1:]}")


def _put_behind(words: str) -> Lie:
    return _of_one(lambda _, text: f"{text.rstrip('.')}{words}")


_AUXILIARY = r"\b(has|had|have|is|are|was|were|will|would)\b"
_OPPOSITES = {
    "adopted": "rejected",
    "approved": "rejected",
    "accepted": "refused",
    "agree": "disagree",
    "started": "completed",
    "completed": "started",
    "received": "refused",
    "trained": "arrested",
    "late": "early",
    "content": "delighted",
    "drafted": "published",
}

LIES: dict[str, Lie] = {
    "wrong year": _of_one(lambda _, t: _changed(t, r"20\d\d", lambda m: str(int(m[0]) - 1))),
    "year made up": _put_behind(" in 2019."),
    "wrong figure": _of_one(lambda _, t: _changed(t, r"\b\d{2,3}\b", lambda m: str(int(m[0]) + 7))),
    "figures swapped inside": _of_one(_swapped_inside),
    "figures swapped between": _swapped_between,
    "percentage for number": _of_one(lambda _, t: _changed(t, r"\b(\d+) (?=[a-z])", lambda m: f"{m[1]}% of ")),
    "wrong month": _of_one(
        lambda _, t: _changed(t, r"January|March|April|June|July|November|December", lambda m: "August")
    ),
    "negation put in": _of_one(lambda _, t: _changed(t, _AUXILIARY, lambda m: f"{m[0]} not")),
    "negation taken out": _of_one(lambda _, t: _changed(t, r"\bnot (?:yet )?|\bNo |\bno ", lambda m: "")),
    "opposite": _of_one(lambda _, t: _changed(t, rf"\b({'|'.join(_OPPOSITES)})\b", lambda m: _OPPOSITES[m[0]])),
    "will is done": _of_one(lambda _, t: _changed(t, r"\b(?:will|would) (\w+)", lambda m: f"has {m[1]}ed")),
    "done is will": _of_one(lambda _, t: _changed(t, r"\b(?:has|have|had)\b", lambda m: "will have")),
    "fully": _of_one(lambda _, t: _changed(t, rf"{_AUXILIARY}(?! fully)", lambda m: f"{m[0]} fully")),
    "limit taken out": _of_one(
        lambda _, t: _changed(t, r" (?:only|yet|some|partly|first|expected|proposed|almost)\b", lambda m: "")
    ),
    "other force": _of_one(
        lambda _, t: _changed(
            t, r"\b(?:Northmoor|Caldermere|Brackenshire|We|The force)\b", lambda m: "Staffordshire Police"
        )
    ),
    "another held force": _of_one(
        lambda _, t: _changed(t, r"\bNorthmoor|\bCaldermere|\bWe\b", lambda m: "Brackenshire Police")
    ),
    "other person": _of_one(
        lambda _, t: _changed(t, r"\b(?:Cllr|Ms|Mrs|Mr|Chief Constable|Commissioner)\b \w*", lambda m: "Mr Jack Frost ")
    ),
    "deputy left out": _of_one(lambda _, t: _changed(t, r"\bDeputy |\bdeputy ", lambda m: "")),
    "inspectorate says": _put_before("HMICFRS confirmed that"),
    "chief constable says": _put_before("The Chief Constable of Kent said that"),
    "other finding": _put_before("On recommendation 17,"),
    "everywhere": _put_behind(" across the whole of England and Wales."),
    "judgement": _put_behind(", which is outstanding."),
    "cause made up": _put_behind(" because the chief constable resigned."),
    "word left out": _of_one(_inner_word_left_out),
    "halves joined": _joined,
    "wrong token": _wrong_token,
    "unknown token": _with_token(["S99"]),
    "no token": _with_token([]),
    "odd tokens": _with_token(["1", "s1", "S1; S2", "[S1]", "http://evil.example/S1"]),
    "image": _put_behind(" ![x](http://evil.example/x.png)"),
    "link": _put_behind(" [more](http://evil.example)"),
    "bare link": _put_behind(" See www.evil.example for all."),
    "html": _put_before("<img src=x onerror=alert(1)>"),
    "emphasis": _put_before("**Note** that"),
    "control characters": _put_behind(" \u202edetrevni\u200b"),
    "fluent": lambda chance, s: ("Everything has been delivered on time and within budget.", [chance.choice(s)[0]]),
}


@pytest.fixture(scope="module")
def liars(held_samples: Application) -> Iterator[Callable[[str, list[str]], tuple[Answer, list[tuple[str, str]]]]]:
    """Return a way to ask a question of a model that tells lies of the kinds named, with what it told."""
    chance = random.Random(8)  # noqa: S311  the same lies in every run
    kinds: list[str] = []
    told: list[tuple[str, str]] = []

    def lying(asked: Asked, reply: Reply) -> None:
        honest = asked.sentences[0]
        statements: list[tuple[str, list[str]]] = [(honest[2], [honest[0]])]
        for kind in kinds:
            lie = LIES[kind](chance, asked.sentences)
            if lie:
                told.append((kind, lie[0]))
                statements.append(lie)
        reply.statements(*statements)

    def ask(question: str, wanted: list[str]) -> tuple[Answer, list[tuple[str, str]]]:
        kinds[:], told[:] = wanted, []
        return asking.ask(question), list(told)

    with model_server(lying) as server:
        model = Model(server.url, "liar", "", Limits(), Breaker(1000, 1.0))
        asking = Assistant(held_samples.index, held_samples.catalogue, held_samples.settings, Generative(model, 6))
        yield ask


def test_no_lie_of_any_kind_is_shown_in_hundreds_of_trials(
    liars: Callable[[str, list[str]], tuple[Answer, list[tuple[str, str]]]], held_samples: Application
) -> None:
    trials: Counter[str] = Counter()
    plain = {question: {s.text for s in held_samples.assistant.ask(question).statements} for question in QUESTIONS}
    order = [kind for kind in LIES for _ in range(TRIALS)]
    random.Random(9).shuffle(order)  # noqa: S311  as above
    for place in range(0, len(order), PER_ANSWER):
        question = QUESTIONS[place // PER_ANSWER % len(QUESTIONS)]
        answer, told = liars(question, order[place : place + PER_ANSWER])
        trials.update(kind for kind, _ in told)
        quoted = plain[question]
        for statement in answer.statements:
            own_words = statement.text not in quoted and not re.search(r": “[^”]+”$", statement.text)
            assert not own_words, statement.text
        outside = " ".join(re.sub(r"“[^”]*”", "", statement.text) for statement in answer.statements)
        for kind, lie in told:
            assert lie.rstrip(".") not in outside, kind
        assert "evil" not in answer.text
        assert "<" not in answer.text
    assert sum(trials.values()) >= 250
    assert len(trials) >= len(LIES) - 4  # a few need a sentence that a draft may no longer quote
