"""Ask every case of a file, in this process: of what is held, or of a folder that is taken in for it alone."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from inspectqa import bootstrap
from inspectqa.bootstrap import Application
from inspectqa.evaluation.cases import Case
from inspectqa.evaluation.grading import Graded, grade
from inspectqa.settings import Settings

Told = Callable[[str, int, int], None]
"""Is told what is being asked, how many cases are done and how many there are."""


def asked(application: Application, cases: Sequence[Case], told: Told | None = None) -> list[Graded]:
    """Return the cases with their answers, graded."""
    application.ready()  # the first case should not pay for loading the model
    rows = []
    for number, case in enumerate(cases):
        if told:
            told(case.id, number, len(cases))
        answer = application.assistant.ask(case.question, case.turns)
        rows.append(grade(case, answer, application.catalogue.text))
    return rows


@contextmanager
def holding(corpus: Sequence[Path], settings: Settings) -> Iterator[Application]:
    """Lend an application that holds these files and folders and nothing else, in a data folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        application = bootstrap.build(settings.model_copy(update={"data_dir": Path(folder)}))
        try:
            application.pipeline.ingest(corpus)
            yield application
        finally:
            application.close()
