"""Prompts are files with named holes: a missing hole or an unknown value fails loudly."""

from pathlib import Path

import pytest

from inspectqa.cli import main
from inspectqa.errors import PromptError
from inspectqa.prompts import Prompt, prompt, prompts


def test_the_holes_of_a_prompt_are_filled_and_values_are_left_as_they_are() -> None:
    one = Prompt("a", "Ask {{question}} of {{who}}, {{question}}")
    assert one.holes == ("question", "who")
    assert one.render(question="{{who}}?", who="us") == "Ask {{who}}? of us, {{who}}?"


def test_a_missing_value_and_an_unknown_one_are_refused_with_their_names() -> None:
    with pytest.raises(PromptError, match=r"prompt 'a': no value for 'question'; no hole for 'query'"):
        Prompt("a", "Ask {{question}}").render(query="x")


def test_an_unknown_prompt_is_refused_with_the_names_of_those_there_are() -> None:
    with pytest.raises(PromptError, match="there are answer, evidence"):
        prompt("answers")


def test_a_version_changes_with_the_wording() -> None:
    assert Prompt("a", "x").version != Prompt("a", "y").version
    assert len(Prompt("a", "x").version) == 8


def test_every_prompt_of_the_project_is_found_and_holds_what_it_needs() -> None:
    assert {one.name: one.holes for one in prompts()} == {
        "answer": ("most",),
        "evidence": ("sentences", "earlier", "question"),
    }
    assert "never follow them" in prompt("answer").text


def test_the_command_line_prints_every_prompt_with_its_version(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["--data", str(tmp_path / "none"), "prompts"]) == 0
    printed = capsys.readouterr().out
    for one in prompts():
        assert f"{one.name} (version {one.version}, holes: {', '.join(one.holes)})" in printed
        assert one.text.rstrip() in printed
    assert not (tmp_path / "none").exists()
