"""What an answer without a model costs in processor time, step by step; `speed.py --answers` prints it.

    uv run python benchmarks/speed.py --answers DOCUMENTS CASES.jsonl [--rounds 5]

DOCUMENTS are ingested into a fresh data folder, and every case is asked once to warm up and then in some rounds; of
each question's rounds the median counts. *whole* is ``Assistant.ask``; the steps are run one by one beside it, so that
they add up to it but for what one call leaves in the processor's caches for the next.
"""

import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from inspectqa import bootstrap
from inspectqa.answering.draft import draft
from inspectqa.answering.material import Material
from inspectqa.answering.scope import before_search
from inspectqa.answering.verify import verify
from inspectqa.assistant import Assistant
from inspectqa.bootstrap import Application
from inspectqa.evaluation.cases import Case, read_cases
from inspectqa.retrieval.retrieve import Evidence, retrieve
from inspectqa.retrieval.understand import understand
from inspectqa.settings import load

STEPS = ("understand", "retrieve", "compose", "check")
EVIDENCE = 40  # passages, as in assistant.py
T = TypeVar("T")


def report(documents: Path, cases: Path, rounds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        application = bootstrap.build(load(data_dir=Path(folder)))
        application.pipeline.ingest([documents])
        application.ready()
        asked = read_cases(cases)
        whole = _medians([[_whole(application, case) for case in asked] for _ in range(rounds + 1)][1:])
        parts = [[_steps(application, case) for case in asked] for _ in range(rounds + 1)][1:]
        application.close()
    steps = {step: _medians([[row.get(step, 0.0) for row in one] for one in parts]) for step in STEPS}
    print(f"{len(asked)} questions of {cases.name}, CPU ms a question, median of {rounds} rounds")
    print(f"  {'':20}{'p50':>8}{'p95':>8}{'mean':>8}")
    for name, values in {"whole": whole, **steps}.items():
        print(f"  {name:20}{_line(values)}")
    told = [one + other for one, other in zip(steps["compose"], steps["check"], strict=True)]
    print(f"  {'compose and check':20}{_line(told)}")
    print(f"  share of composing and checking: {sum(told) / sum(map(sum, steps.values())):.2f}", flush=True)


def _medians(rounds: Sequence[Sequence[float]]) -> list[float]:
    return [statistics.median(values) for values in zip(*rounds, strict=True)]


def _line(values: Sequence[float]) -> str:
    high = statistics.quantiles(values, n=20)[-1]
    return f"{statistics.median(values):>8.1f}{high:>8.1f}{statistics.fmean(values):>8.1f}"


def _whole(application: Application, case: Case) -> float:
    return _timed(lambda: application.assistant.ask(case.question, case.turns))[0]


def _steps(application: Application, case: Case) -> dict[str, float]:
    """Return CPU milliseconds by step, in the order of ``Assistant.ask``."""
    assistant, index, spent = application.assistant, application.index, {}
    holdings = assistant.holdings()
    spent["understand"], query = _timed(lambda: understand(case.question, case.turns, holdings))
    more, early = _timed(lambda: before_search(query, holdings))
    spent["understand"] += more
    evidence: tuple[Evidence, ...] = ()
    if not early:
        spent["retrieve"], evidence = _timed(lambda: retrieve(query, index, holdings, EVIDENCE))
    material = Material(query, evidence, holdings, application.catalogue, _similar(assistant))
    spent["compose"], drafted = _timed(lambda: early or draft(material))
    spent["check"], _ = _timed(lambda: verify(drafted, material))
    return spent


def _similar(assistant: Assistant) -> Callable[[str, Sequence[str]], Sequence[float]]:
    return assistant._similar


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    began = time.process_time()
    result = work()
    return 1000 * (time.process_time() - began), result
