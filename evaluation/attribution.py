"""Print how many paragraphs get their voice and finding right, document by document.

uv run python evaluation/attribution.py tests/data/blind/attribution.json [--details] [--min-aligned 0.9]

Each JSON file stands beside the documents that it speaks of; a folder stands for all *.truth.json in it.
"""

import argparse
import sys
from pathlib import Path

from inspectqa.evaluation.attribution import Measured, Outcome, attribution_report, measure, read_truths, share


def main() -> int:
    """Return 0 when enough paragraphs are aligned and none is misattributed, else 1."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("truths", type=Path, nargs="+")
    parser.add_argument("--details", action="store_true", help="name each paragraph that is not aligned")
    parser.add_argument("--min-aligned", type=float, default=0.0, help="share that must be aligned, 0 to 1")
    options = parser.parse_args()
    given = [sorted(one.glob("*.truth.json")) if one.is_dir() else [one] for one in options.truths]
    rows: list[Measured] = []
    for path in (one for several in given for one in several):
        truths = read_truths(path)
        for name in dict.fromkeys(truth.file for truth in truths):
            rows += measure(path.parent / name, [truth for truth in truths if truth.file == name])
    print(attribution_report(rows, details=options.details))
    wrong = any(row.outcome is Outcome.MISATTRIBUTED for row in rows)
    return int(wrong or share(rows, Outcome.ALIGNED) < options.min_aligned)


if __name__ == "__main__":
    sys.exit(main())
