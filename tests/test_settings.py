from pathlib import Path

import pytest

from inspectqa.errors import SettingsError
from inspectqa.settings import Settings, load


def test_without_an_environment_the_defaults_hold() -> None:
    settings = load()
    assert settings.host == "127.0.0.1"
    assert settings.max_question_length == 1000


def test_the_environment_goes_before_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INSPECTQA_PORT", "9001")
    assert load().port == 9001


def test_the_command_line_goes_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INSPECTQA_DATA_DIR", "/elsewhere")
    assert load(data_dir=Path("here")).data_dir == Path("here")


def test_what_the_command_line_does_not_say_is_left_to_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INSPECTQA_PORT", "9001")
    assert load(port=None).port == 9001


def test_a_value_out_of_range_names_the_setting_the_value_and_the_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INSPECTQA_PORT", "70000")
    with pytest.raises(SettingsError, match=r"INSPECTQA_PORT.*'70000'.*less than or equal to 65535"):
        load()


def test_a_key_is_not_shown_when_settings_are_printed() -> None:
    assert "secret-word" not in repr(Settings.model_validate({"embedding_key": "secret-word"}))


def test_settings_do_not_change() -> None:
    with pytest.raises(ValueError, match="frozen"):
        load().port = 1  # type: ignore[misc]  # that it is wrong is the point


def test_a_colour_on_which_white_is_not_legible_is_refused_with_the_contrast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INSPECTQA_ACCENT", "#ffdd00")
    with pytest.raises(SettingsError, match=r"INSPECTQA_ACCENT.*contrast of 1\.3"):
        load()


@pytest.mark.parametrize("colour", ["red", "#12345", "#1234567", "#12345g", "url(//elsewhere)", "#000000;}"])
def test_what_is_no_colour_is_refused(colour: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INSPECTQA_ACCENT", colour)
    with pytest.raises(SettingsError, match="#rrggbb"):
        load()


def test_origins_are_written_with_spaces_or_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INSPECTQA_WIDGET_ORIGINS", "https://A.example.org/, http://localhost:8080")
    assert load().widget_origins == ("https://a.example.org", "http://localhost:8080")


@pytest.mark.parametrize("value", ["*", "null", "https://*.example.org", "https://a.example.org/page", "example.org"])
def test_what_is_no_single_origin_is_refused_by_the_name_of_its_setting(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("INSPECTQA_WIDGET_ORIGINS", f"https://b.example.org {value}")
    with pytest.raises(SettingsError, match=r"\(INSPECTQA_WIDGET_ORIGINS\) is '.*write"):
        load()


def test_a_secret_that_is_refused_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INSPECTQA_WIDGET_SECRET", "too-short-a-secret")
    with pytest.raises(SettingsError, match="INSPECTQA_WIDGET_SECRET") as refused:
        load()
    assert "too-short" not in str(refused.value)
