"""Ingest a folder into a fresh data folder, ask every case of a file, and print the figures.

uv run python evaluation/run.py evaluation/cases/samples.jsonl --corpus samples [--min-pass 0.9]
"""

import argparse
import sys
import tempfile
from pathlib import Path

from inspectqa import bootstrap
from inspectqa.evaluation.cases import read_cases
from inspectqa.evaluation.grading import grade
from inspectqa.evaluation.report import pass_rate, report
from inspectqa.settings import load


def main() -> int:
    """Return 0 when at least the wished share of the cases passed, else 1."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("cases", type=Path)
    parser.add_argument("--corpus", type=Path, required=True, help="folder of the documents that the cases are about")
    parser.add_argument("--min-pass", type=float, default=0.0, help="share of the cases that must pass, 0 to 1")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        application = bootstrap.build(load(data_dir=Path(folder)))
        application.pipeline.ingest([options.corpus])
        rows = [
            grade(case, application.assistant.ask(case.question, case.turns), application.catalogue.text)
            for case in read_cases(options.cases)
        ]
        application.close()
    print(report(rows))
    return 0 if pass_rate(rows) >= options.min_pass else 1


if __name__ == "__main__":
    sys.exit(main())
