"""SIGKILL at steps of the protocol and at random moments, while documents are added, changed, moved and deleted.

``python benchmarks/kill.py --kills 100`` is the long version; docs/durability.md has its figures.
"""

import tempfile
from pathlib import Path

from killing import arena, trials

# What a SIGKILL leaves does not depend on the disk; in memory the test takes a third of the time.
MEMORY = Path("/dev/shm")  # noqa: S108  only where the folder of this test is made


def test_an_ingest_that_is_killed_anywhere_loses_nothing_and_leaves_nothing_stale() -> None:
    place = MEMORY if MEMORY.is_dir() else None
    with (
        tempfile.TemporaryDirectory(dir=place) as folder_of_its_own,
        arena(Path(folder_of_its_own) / "arena") as folder,
    ):
        wrong = {where: found for where, found in trials(folder, 14, seed=11) if found}
    assert wrong == {}
