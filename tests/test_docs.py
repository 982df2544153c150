"""The documentation says what the code does: every setting, route, command and figure in it."""

import argparse
import re
from pathlib import Path

import pytest
from fastapi.routing import APIRoute
from pydantic_core import PydanticUndefined

from inspectqa import cli
from inspectqa.api import downloads, embed, feedback, pages, routes, stream
from inspectqa.settings import Settings
from inspectqa.wire import ask

REPOSITORY = Path(__file__).resolve().parents[1]
SETTINGS = (REPOSITORY / "docs" / "settings.md").read_text(encoding="utf-8")
API = (REPOSITORY / "docs" / "api.md").read_text(encoding="utf-8")
PAGE = (REPOSITORY / "docs" / "page.md").read_text(encoding="utf-8")
MAKEFILE = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
PAGES = [*REPOSITORY.glob("*.md"), *REPOSITORY.glob("docs/**/*.md")]


def _commands() -> dict[str, argparse.ArgumentParser]:
    actions = cli.parser()._actions
    return next(dict(action.choices) for action in actions if isinstance(action, argparse._SubParsersAction))


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_documented_with_its_default_and_its_meaning(name: str) -> None:
    field = Settings.model_fields[name]
    assert field.default is not PydanticUndefined
    default = "not set" if field.default is None else f"`{field.default}`"
    assert f"| `INSPECTQA_{name.upper()}` | {default} | {field.description} |" in SETTINGS


def test_no_setting_is_documented_that_is_not_there() -> None:
    documented = {name.lower() for name in re.findall(r"^\| `INSPECTQA_(\w+)`", SETTINGS, re.MULTILINE)}
    assert documented == set(Settings.model_fields)


def test_every_route_is_documented_and_no_other() -> None:
    served = {
        (method, route.path)
        for part in (routes, stream, feedback, embed)
        for route in part.router.routes
        if isinstance(route, APIRoute) and route.include_in_schema
        for method in route.methods or ()
    }
    documented = set(re.findall(r"^\| `([A-Z]+) ([^`]+)`", API, re.MULTILINE))
    assert documented == served | {("GET", "/openapi.json")}


def test_every_address_of_the_pages_is_documented_and_no_other() -> None:
    served = {
        (method, route.path)
        for part in (pages, downloads)
        for route in part.router.routes
        if isinstance(route, APIRoute)
        for method in route.methods or ()
    }
    documented = set(re.findall(r"^\| `([A-Z]+) ([^`]+)`", PAGE, re.MULTILINE))
    assert documented == served


def test_every_command_and_its_options_are_documented() -> None:
    for name, command in _commands().items():
        line = next(line for line in API.splitlines() if line.startswith(f"| `inspectqa {name}"))
        for action in command._actions:
            for option in action.option_strings:
                assert option in line or option in {"-h", "--help", "--data"}, f"{name} {option}"


def test_no_command_is_documented_that_is_not_there() -> None:
    documented = set(re.findall(r"^\| `inspectqa (\w+)", API, re.MULTILINE))
    assert documented == set(_commands())


def test_the_limits_of_a_conversation_are_documented() -> None:
    assert f"up to {ask.MOST_TURNS} messages of up to {ask.LONGEST_TURN:,} characters" in API


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_to_files_lead_to_files(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_make_targets_that_pages_name_exist(page: Path) -> None:
    for target in re.findall(r"`make (\w+)`", page.read_text(encoding="utf-8")):
        assert re.search(rf"^{target}:", MAKEFILE, re.MULTILINE), target


def test_every_make_target_is_listed_by_help() -> None:
    phony = re.search(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE)
    assert phony is not None
    for target in phony[1].split():
        assert re.search(rf"^{target}:.* ## \S", MAKEFILE, re.MULTILINE), target
