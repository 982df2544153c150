from pathlib import Path

import pytest

from inspectqa import bootstrap, cli
from inspectqa.doctor import examine
from inspectqa.settings import load


def test_missing_weights_are_found_and_the_other_parts_are_still_tried(tmp_path: Path) -> None:
    application = bootstrap.build(load(data_dir=tmp_path / "data", embedding_dir=tmp_path))
    checks = {check.name: check for check in examine(application)}
    assert checks["catalogue"].sound
    assert not checks["embedding"].sound
    assert "model.safetensors" in checks["embedding"].found
    application.close()


def test_a_set_up_that_is_wrong_ends_with_exit_code_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("INSPECTQA_EMBEDDING_DIR", str(tmp_path))
    assert cli.main(["doctor", "--data", str(tmp_path / "data")]) == 2
    assert "WRONG" in capsys.readouterr().out


def test_each_fault_of_what_is_held_is_named_with_its_remedy(tmp_path: Path) -> None:
    (tmp_path / "letter.md").write_text("# Response\n\nWe trained all officers in the new guidance.\n")
    application = bootstrap.build(load(data_dir=tmp_path / "data"))
    application.pipeline.ingest([tmp_path / "letter.md"])
    assert all(check.sound for check in examine(application))
    (held,) = application.catalogue.documents()
    application.catalogue.original(held.id).unlink()
    application.index.keywords.clear()
    wrong = [check.found for check in examine(application) if not check.sound]
    assert [fault.partition(": ")[2] for fault in wrong] == [
        f"run `inspectqa ingest {tmp_path / 'letter.md'}`",
        "run `inspectqa rebuild`",
    ]
    application.close()


def test_a_fresh_set_up_is_sound(tmp_path: Path) -> None:
    application = bootstrap.build(load(data_dir=tmp_path))
    assert all(check.sound for check in examine(application))
    application.close()
