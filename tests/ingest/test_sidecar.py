"""What a sidecar file says goes before what was recognised, and a change of it is a change of the document."""

import datetime
from pathlib import Path

from inspectqa.documents import Voice
from inspectqa.ingest.pipeline import Pipeline
from inspectqa.ingest.read import read_file
from inspectqa.ingest.recognise import recognise
from inspectqa.ingest.sections import sections
from inspectqa.ingest.sidecar import sidecar_mark, sidecar_of, with_sidecar
from inspectqa.settings import load
from kept import index_in

TEXT = """Answers

Recommendation 2

Our response

I have asked Ada Brock for a plan.
"""
SAID = """
title = "Answers about custody"
force = "Northmoor Constabulary"
publisher = "commissioner"
published = 2025-12-12

[inspection]
title = "Custody services in Northmoor"
published = 2025-10-24

[[people]]
name = "Ada Brock"
office = "Chief Constable"
"""


def _written(folder: Path, said: str, name: str = "a.txt.meta.toml") -> Path:
    path = folder / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    (folder / name).write_text(said, encoding="utf-8")
    return path


def test_a_sidecar_goes_before_what_was_recognised(tmp_path: Path) -> None:
    path = _written(tmp_path, SAID)
    document = read_file(path, max_bytes=10_000)
    profile = with_sidecar(recognise(document), document, path)
    assert profile.title == "Answers about custody"
    assert profile.force
    assert (profile.force.id, profile.force.name) == ("northmoor", "Northmoor Constabulary")
    assert profile.published == datetime.date(2025, 12, 12)
    assert [one.name for one in profile.people] == ["Ada Brock"]
    assert not profile.warnings
    answers = [one for one in sections(document, profile) if one.voice is Voice.COMMISSIONER]
    assert [one.finding.key for one in answers if one.finding] == [
        ("custody-services-northmoor-2025", "recommendation", "2")
    ]


def test_the_name_without_its_ending_is_a_sidecar_too(tmp_path: Path) -> None:
    path = _written(tmp_path, SAID, "a.meta.toml")
    assert sidecar_of(path) == tmp_path / "a.meta.toml"


def test_a_sidecar_that_can_t_be_used_is_a_warning(tmp_path: Path) -> None:
    for said in ("title = ", "colour = 'red'", "published = 'soon'", "publisher = 'nobody'"):
        path = _written(tmp_path, said)
        document = read_file(path, max_bytes=10_000)
        profile = with_sidecar(recognise(document), document, path)
        assert "a.txt.meta.toml is left out" in profile.warnings[-1]
        assert profile.title == recognise(document).title


def test_a_person_whom_the_document_does_not_name_is_left_out(tmp_path: Path) -> None:
    path = _written(tmp_path, '[[people]]\nname = "Olaf Trent"\noffice = "Chief Constable"\n')
    document = read_file(path, max_bytes=10_000)
    profile = with_sidecar(recognise(document), document, path)
    assert not profile.people
    assert "Olaf Trent is not named" in profile.warnings[-1]


def test_another_content_has_another_mark(tmp_path: Path) -> None:
    path = _written(tmp_path, SAID)
    first = sidecar_mark(path)
    _written(tmp_path, SAID + "\n")
    assert sidecar_mark(path) != first
    (tmp_path / "a.txt.meta.toml").unlink()
    assert not sidecar_mark(path)


def test_a_changed_sidecar_reads_its_document_again(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    path = _written(tmp_path / "documents", SAID)
    index = index_in(tmp_path / "data")
    pipeline = Pipeline(index.catalogue, index, load(data_dir=index.catalogue.folder))
    assert len(pipeline.ingest([path.parent]).created) == 1
    assert len(pipeline.ingest([path.parent]).skipped) == 1
    _written(path.parent, SAID.replace("custody", "firearms"))
    assert len(pipeline.ingest([path.parent]).updated) == 1
    assert [held.profile.title for held in index.catalogue.documents()] == ["Answers about firearms"]
    index.close()
    index.catalogue.close()
