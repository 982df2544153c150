"""Every knob in one typed object: read at the edge (``load``), passed down, never a global.

Each setting is read from the environment as ``INSPECTQA_`` and its name in capitals, for example
``INSPECTQA_DATA_DIR``. ``docs/settings.md`` is tested against this class.
"""

import re
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from inspectqa.errors import SettingsError
from inspectqa.origins import frame_source, origin

_LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3


def _words(value: object) -> object:
    return tuple(value.replace(",", " ").split()) if isinstance(value, str) else value


def _legible(colour: str) -> str:
    """Return a colour on which white text has the contrast of WCAG AA, 4.5 to 1.

    Raises:
        ValueError: it is no colour, or too light.
    """
    if not re.fullmatch("#[0-9a-fA-F]{6}", colour):
        raise ValueError("write a colour as #rrggbb")
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    contrast = 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)
    if contrast < _LEAST_CONTRAST:
        raise ValueError(f"white text on it has a contrast of {contrast:.1f}; take a darker colour (at least 4.5)")
    return colour.lower()


Colour = Annotated[str, AfterValidator(_legible)]
Origin = Annotated[str, AfterValidator(origin)]
FrameSource = Annotated[str, AfterValidator(frame_source)]
_Separated = (NoDecode, BeforeValidator(_words))  # written with spaces or commas between, not as JSON


class Settings(BaseSettings):
    """The settings of one process."""

    model_config = SettingsConfigDict(env_prefix="INSPECTQA_", extra="ignore", frozen=True)

    data_dir: Path = Field(
        Path(".inspectqa"), description="Folder of the catalogue, the original files and the indexes."
    )
    host: str = Field("127.0.0.1", description="Address that `serve` binds to.")
    port: int = Field(8000, ge=0, le=65535, description="Port that `serve` binds to; 0 takes a free one.")
    max_question_length: int = Field(1000, ge=1, le=100_000, description="Longest question, in characters.")
    max_body_bytes: int = Field(262_144, ge=1024, description="Largest request body, in bytes.")
    max_file_bytes: int = Field(52_428_800, ge=1, description="Largest file that is ingested, in bytes.")
    max_pages: int = Field(3000, ge=1, le=3000, description="Most pages of one file.")
    max_characters: int = Field(5_000_000, ge=1000, description="Longest text of one file, in characters.")
    max_passages: int = Field(10_000, ge=1, description="Most passages of one file.")
    read_processes: int = Field(2, ge=1, le=64, description="Files that are read side by side during ingest.")
    read_memory_bytes: int = Field(
        1_500_000_000, ge=200_000_000, description="Memory that reading one file may take, in bytes of address space."
    )
    read_cpu_seconds: int = Field(60, ge=1, description="Processor time that reading one file may take, in seconds.")
    read_seconds: int = Field(120, ge=1, description="Time that reading one file may take, in seconds.")
    read_written_bytes: int = Field(
        268_435_456, ge=0, description="Largest temporary file that reading one file may write, in bytes."
    )
    ocr: Literal["auto", "off"] = Field(
        "auto", description="Whether pages without text are read by tesseract where it is installed: auto or off."
    )
    passage_words: int = Field(220, ge=40, le=2000, description="Longest passage, in words; longer ones are split.")
    answer_statements: int = Field(6, ge=1, le=50, description="Most statements in an ordinary answer.")
    embedding_dir: Path | None = Field(
        None, description="Folder with model.safetensors and tokenizer.json; by default the installed weights."
    )
    embedding_url: str | None = Field(
        None, description="Base URL of an OpenAI-compatible embedding endpoint; by default the local model."
    )
    embedding_model: str = Field(
        "all-MiniLM-L6-v2", description="Name of the embedding model; sent to the endpoint when one is set."
    )
    embedding_key: SecretStr | None = Field(None, description="Key for the embedding endpoint.")
    model_url: str | None = Field(
        None,
        pattern="^https?://",
        description="Base URL of an OpenAI-compatible chat endpoint; by default answers are made without a model.",
    )
    model_name: str | None = Field(None, min_length=1, description="Name of the chat model; needed with the URL.")
    model_key: SecretStr | None = Field(None, description="Key for the chat endpoint.")
    model_connect_seconds: float = Field(3.0, gt=0, le=600, description="Longest wait for a connection to the model.")
    model_first_token_seconds: float = Field(10.0, gt=0, le=600, description="Longest wait for its first token.")
    model_gap_seconds: float = Field(10.0, gt=0, le=600, description="Longest wait between two of its tokens.")
    model_total_seconds: float = Field(
        30.0, gt=0, le=600, description="Longest wait for its whole answer, all tries together."
    )
    model_retries: int = Field(1, ge=0, le=5, description="Further tries when the model fails at once.")
    model_breaker_failures: int = Field(
        3, ge=1, le=1000, description="Failures in a row after which the model is left alone for a while."
    )
    model_breaker_seconds: float = Field(60.0, ge=0, le=86_400, description="How long it is then left alone.")
    widget_origins: Annotated[tuple[Origin, ...], *_Separated] = Field(
        (), description="Origins whose pages may embed the widget and show `/embed` in a frame, with spaces between."
    )
    embed_frames: Annotated[tuple[FrameSource, ...], *_Separated] = Field(
        (), description="Further origins that may show `/embed` in a frame only; `https://*.example.org` is possible."
    )
    widget_secret: SecretStr | None = Field(
        None, min_length=32, description="Secret that signs the widget's tokens; by default a new one at each start."
    )
    widget_token_seconds: int = Field(
        900, ge=1, le=86_400, description="How long a token of the widget is good for, in seconds."
    )
    organisation: str = Field("inspectqa", min_length=1, max_length=60, description="Name at the top of the pages.")
    accent: Colour = Field(
        "#1d4f91",
        description="Colour of the top of the pages and of buttons, as `#rrggbb`; white must be legible on it.",
    )
    marking: str | None = Field(
        None, min_length=1, max_length=60, description="Line at the top and bottom of every page, such as OFFICIAL."
    )
    contact: str | None = Field(
        None, min_length=3, max_length=120, description="Address for problems, named in the accessibility statement."
    )
    threads: int = Field(2, ge=1, le=64, description="Threads that embed in parallel during ingest.")


def load(**overrides: Any) -> Settings:
    """Return the settings from the environment, with ``overrides`` (those that are not None) on top.

    Raises:
        SettingsError: a value is out of range or of the wrong type; names the setting, the value and the rule.
    """
    try:
        return Settings(**{name: value for name, value in overrides.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(part for part in first["loc"] if isinstance(part, str))
        given = "refused" if _is_secret(str(first["loc"][0])) else repr(first["input"])
        message = f"setting {name} (INSPECTQA_{name.upper()}) is {given}: {first['msg']}"
        raise SettingsError(message) from error


def _is_secret(name: str) -> bool:
    """Tell whether the value of a setting must not be printed."""
    field = Settings.model_fields.get(name)
    return field is not None and SecretStr.__name__ in str(field.annotation)
