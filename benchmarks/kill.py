"""Kill an ingest many times and count what was lost, torn or stale.

    python benchmarks/kill.py [--kills 100] [--seed 1]

Half of the kills hit a step of the protocol (before or after a public method of the store), half a random moment.
The figures in docs/durability.md come from here. Exit code 1 when anything was wrong.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from killing import arena, trials


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    began, bad = time.monotonic(), 0
    with tempfile.TemporaryDirectory() as folder, arena(Path(folder) / "arena") as place:
        for number, (where, wrong) in enumerate(trials(place, options.kills, options.seed), 1):
            print(f"{number:4}  {where:40}  {'; '.join(wrong) or 'nothing lost, nothing stale'}", flush=True)
            bad += bool(wrong)
    print(f"{options.kills} kills, wrong after {bad} of them, in {time.monotonic() - began:.0f} s")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
