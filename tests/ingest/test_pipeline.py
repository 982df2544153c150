"""The way in: what is done with each file, and that doing it again changes nothing."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspectqa.errors import DataFolderError, IndexUnusable
from inspectqa.index import versions
from inspectqa.index.search import Index
from inspectqa.ingest import pipeline as pipeline_module
from inspectqa.ingest.pipeline import Pipeline
from inspectqa.ingest.report import Outcome
from inspectqa.settings import load
from kept import BagOfWords, found, index_in

LETTER = "# Response of Northmoor Constabulary\n\nWe trained all officers in the new guidance by May 2026.\n"
FAULTY = """
from inspectqa.ingest import reading

recognise = reading.recognise


def faulty(document):
    if "Panel" in document.text:
        raise IndexError("list index out of range")
    return recognise(document)


reading.recognise = faulty
"""
MINUTES = "# Panel minutes\n\nThe panel asked for figures about unannounced visits to hotels.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    documents = tmp_path / "documents"
    (documents / "2026").mkdir(parents=True)
    (documents / "letter.md").write_text(LETTER)
    (documents / "2026" / "minutes.md").write_text(MINUTES)
    return documents


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    index = index_in(tmp_path / "data")
    yield index
    index.close()
    index.catalogue.close()


@pytest.fixture
def pipeline(index: Index) -> Pipeline:
    return Pipeline(index.catalogue, index, load(data_dir=index.catalogue.folder))


def names(outcomes: tuple[Outcome, ...]) -> list[str]:
    return [Path(outcome.file).name for outcome in outcomes]


def test_a_folder_is_walked_and_its_documents_are_found(pipeline: Pipeline, index: Index, folder: Path) -> None:
    report = pipeline.ingest([folder])
    assert names(report.created) == ["minutes.md", "letter.md"]
    assert report.summary == "2 created, 0 updated, 0 skipped, 0 deleted, 0 refused"
    assert "unannounced visits" in found(index, "visits to hotels", 1)[0]
    assert index.check() is None


def test_the_same_folder_again_is_skipped_and_imports_no_model(pipeline: Pipeline, index: Index, folder: Path) -> None:
    pipeline.ingest([folder])
    before = index.catalogue.generation
    report = pipeline.ingest([folder])
    assert report.summary == "0 created, 0 updated, 2 skipped, 0 deleted, 0 refused"
    assert {outcome.reason for outcome in report.skipped} == {"unchanged"}
    assert index.catalogue.generation == before


def test_a_changed_file_is_updated_alone_and_keeps_its_id(pipeline: Pipeline, index: Index, folder: Path) -> None:
    created = pipeline.ingest([folder]).created
    (folder / "letter.md").write_text(LETTER.replace("trained", "briefed"))
    report = pipeline.ingest([folder])
    assert report.summary == "0 created, 1 updated, 1 skipped, 0 deleted, 0 refused"
    assert report.updated[0].document_id in {outcome.document_id for outcome in created}
    bodies = found(index, "officers in the new guidance")
    assert any("briefed" in body for body in bodies)
    assert not any("trained" in body for body in bodies)


def test_newer_rules_read_unchanged_files_again(
    pipeline: Pipeline, index: Index, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipeline.ingest([folder])
    before = index.catalogue.passage_ids()
    monkeypatch.setattr(pipeline_module, "RULES_VERSION", 1_000)
    assert pipeline.ingest([folder]).summary == "0 created, 2 updated, 0 skipped, 0 deleted, 0 refused"
    assert index.catalogue.passage_ids() == before
    assert index.check() is None


def test_a_removed_file_stays_until_it_is_pruned(pipeline: Pipeline, index: Index, folder: Path) -> None:
    pipeline.ingest([folder])
    (folder / "letter.md").unlink()
    assert pipeline.ingest([folder]).deleted == ()
    assert names(pipeline.ingest([folder / "2026"], prune=True).deleted) == []
    assert names(pipeline.ingest([folder], prune=True).deleted) == ["letter.md"]
    assert not any("trained" in body for body in found(index, "officers trained"))
    assert index.check() is None


def test_content_that_is_held_from_another_path_is_skipped(pipeline: Pipeline, folder: Path) -> None:
    pipeline.ingest([folder])
    (folder / "copy.md").write_text(LETTER)
    report = pipeline.ingest([folder / "copy.md"])
    assert report.skipped[0].reason == f"same content as {folder / 'letter.md'}"


def test_two_new_files_with_the_same_content_make_one_document(pipeline: Pipeline, folder: Path) -> None:
    (folder / "copy.md").write_text(LETTER)
    report = pipeline.ingest([folder])
    assert names(report.created) == ["minutes.md", "copy.md"]
    assert names(report.skipped) == ["letter.md"]


def test_a_file_that_takes_over_the_content_of_a_changed_one_is_ingested(
    pipeline: Pipeline, index: Index, folder: Path
) -> None:
    pipeline.ingest([folder])
    (folder / "archived.md").write_text(LETTER)
    (folder / "letter.md").write_text(LETTER.replace("trained", "briefed"))
    report = pipeline.ingest([folder])
    assert (names(report.created), names(report.updated)) == (["archived.md"], ["letter.md"])
    assert len(index.catalogue.documents()) == 3


def test_a_moved_file_keeps_its_document(pipeline: Pipeline, index: Index, folder: Path) -> None:
    created = {outcome.document_id for outcome in pipeline.ingest([folder]).created}
    (folder / "letter.md").rename(folder / "response.md")
    report = pipeline.ingest([folder], prune=True)
    assert report.updated[0].reason == f"moved from {folder / 'letter.md'}"
    assert report.deleted == ()
    assert {held.id for held in index.catalogue.documents()} == created
    assert {held.file for held in index.catalogue.documents()} == {"response.md", "minutes.md"}
    assert index.check() is None


def test_a_new_file_at_the_path_of_a_moved_one_gets_another_id(pipeline: Pipeline, index: Index, folder: Path) -> None:
    pipeline.ingest([folder])
    (folder / "letter.md").rename(folder / "response.md")
    pipeline.ingest([folder])
    (folder / "letter.md").write_text("# Another letter\n\nThe commissioner welcomes the report on custody.\n")
    pipeline.ingest([folder])
    assert len({held.id for held in index.catalogue.documents()}) == 3


def test_a_file_that_became_a_copy_of_another_loses_its_own_document(
    pipeline: Pipeline, index: Index, folder: Path
) -> None:
    pipeline.ingest([folder])
    (folder / "letter.md").write_text(MINUTES)
    report = pipeline.ingest([folder])
    assert names(report.deleted) == ["letter.md"]
    assert [held.file for held in index.catalogue.documents()] == ["minutes.md"]
    assert index.check() is None


def test_refused_files_are_named_with_code_and_reason_and_the_others_go_on(pipeline: Pipeline, folder: Path) -> None:
    (folder / "empty.txt").write_text("")
    (folder / "sheet.xlsx").write_bytes(b"PK")
    report = pipeline.ingest([folder])
    assert len(report.created) == 2
    assert {Path(one.file).name: one.code for one in report.refused} == {
        "empty.txt": "empty_file",
        "sheet.xlsx": "unsupported_type",
    }


def test_a_refusal_is_reported_again_until_the_file_changes(pipeline: Pipeline, index: Index, folder: Path) -> None:
    (folder / "empty.txt").write_text("")
    first = pipeline.ingest([folder]).refused
    assert pipeline.ingest([folder]).refused == first
    assert [refusal.code for refusal in index.catalogue.refusals()] == ["empty_file"]
    (folder / "empty.txt").write_text("The chief constable accepts the recommendation in full.")
    assert names(pipeline.ingest([folder]).created) == ["empty.txt"]
    assert index.catalogue.refusals() == ()


def test_a_new_version_that_is_refused_leaves_the_old_one_live(pipeline: Pipeline, index: Index, folder: Path) -> None:
    pipeline.ingest([folder])
    (folder / "letter.md").write_text("")
    assert names(pipeline.ingest([folder]).refused) == ["letter.md"]
    assert any("trained" in body for body in found(index, "officers trained"))


def test_a_fault_in_one_file_does_not_stop_the_others(
    pipeline: Pipeline, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The process that reads files is a fresh one: it finds this module first and imports it when it starts.
    (folder.parent / "sitecustomize.py").write_text(FAULTY)
    monkeypatch.setenv("PYTHONPATH", str(folder.parent))
    report = pipeline.ingest([folder])
    assert names(report.created) == ["letter.md"]
    assert [(one.code, "list index" in one.reason) for one in report.refused] == [("parser_error", True)]


def test_paths_that_hold_nothing_are_refused_with_the_reason(pipeline: Pipeline, tmp_path: Path) -> None:
    (tmp_path / "empty" / ".hidden").mkdir(parents=True)
    report = pipeline.ingest([tmp_path / "nowhere", tmp_path / "empty"])
    assert [one.code for one in report.refused] == ["not_found", "no_files"]


def test_hidden_files_sidecars_and_the_data_folder_are_no_documents(pipeline: Pipeline, tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    (folder / ".git").mkdir(parents=True)
    for name in (".DS_Store", "~$letter.docx", "letter.md.meta.toml", ".git/config"):
        (folder / name).write_text("not a document")
    (folder / "letter.md").write_text(LETTER)
    report = pipeline.ingest([tmp_path])
    assert (names(report.created), report.refused) == (["letter.md"], ())


def test_a_path_given_twice_is_ingested_once(pipeline: Pipeline, folder: Path) -> None:
    report = pipeline.ingest([folder, folder / "letter.md", folder / "2026" / ".." / "letter.md"])
    assert report.summary == "2 created, 0 updated, 0 skipped, 0 deleted, 0 refused"


def test_the_progress_names_each_file(pipeline: Pipeline, folder: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    pipeline.ingest([folder], progress=lambda *step: seen.append(step))
    assert seen == [("minutes.md", 0, 2), ("letter.md", 1, 2), ("", 2, 2)]


def test_a_second_ingest_at_the_same_time_is_refused(pipeline: Pipeline, index: Index, folder: Path) -> None:
    with versions.writing(index.catalogue), pytest.raises(DataFolderError, match=str(os.getpid())):
        pipeline.ingest([folder])


def test_another_embedding_model_is_refused_before_anything_is_written(
    pipeline: Pipeline, index: Index, folder: Path
) -> None:
    pipeline.ingest([folder / "letter.md"])
    other = index_in(index.catalogue.folder, BagOfWords("another"))
    with pytest.raises(IndexUnusable, match="rebuild"):
        Pipeline(other.catalogue, other, load(data_dir=index.catalogue.folder)).ingest([folder])
    assert len(index.catalogue.documents()) == 1
