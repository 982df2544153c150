"""Templates and static files: pages leave here escaped, with nothing unseen in them, and under their own strict policy.

Static files are read once and served from memory by name, under an address that holds their hash, plain or compressed.
"""

import gzip
import hashlib
import mimetypes
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse, Response

from inspectqa.documents import Voice
from inspectqa.invisible import visible
from inspectqa.settings import Settings
from inspectqa.wire.ask import StatementOut

_HERE = Path(__file__).parent
_FOR_EVER = "public, max-age=31536000, immutable"
_COMPRESSIBLE = {"text/css", "text/javascript", "image/svg+xml"}
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
)
VOICES = {
    Voice.INSPECTORATE: "The inspectorate",
    Voice.COMMISSIONER: "The commissioner",
    Voice.FORCE: "The force",
    Voice.PANEL: "A panel or another body",
    Voice.UNATTRIBUTED: "Not attributed to anybody",
}


@dataclass(frozen=True)
class Static:
    """A file as it is served: its bytes, the same compressed (or None), its type, and its address with its hash."""

    content: bytes
    compressed: bytes | None
    media_type: str
    url: str


def page(settings: Settings, name: str, status: int = 200, **values: Any) -> HTMLResponse:
    """Return the template ``name`` as a page, filled with ``values``."""
    text = _environment().get_template(name).render(settings=settings, theme=theme(settings).url, **values)
    return HTMLResponse(text, status, headers={"Content-Security-Policy": POLICY})


def sent(one: Static, accept_encoding: str) -> Response:
    """Return a static file as a response, compressed where the client takes that."""
    headers = {"Cache-Control": _FOR_EVER, "Vary": "Accept-Encoding"}
    if one.compressed is None or "gzip" not in accept_encoding.lower():
        return Response(one.content, headers=headers, media_type=one.media_type)
    return Response(one.compressed, headers=headers | {"Content-Encoding": "gzip"}, media_type=one.media_type)


@cache
def static_files() -> dict[str, Static]:
    """Return the files of ``static/`` by name."""
    return {path.name: _static(path.name, path.read_bytes()) for path in sorted((_HERE / "static").iterdir())}


def theme(settings: Settings) -> Static:
    """Return the style sheet that the settings make."""
    return _static("theme.css", f":root{{--iqa-accent:{settings.accent}}}\n".encode())


def _static(name: str, content: bytes) -> Static:
    media_type = mimetypes.guess_type(name)[0] or "text/plain"
    compressed = gzip.compress(content, 9, mtime=0) if media_type in _COMPRESSIBLE else None
    return Static(content, compressed, media_type, f"/static/{name}?v={hashlib.sha256(content).hexdigest()[:12]}")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["static"] = lambda name: static_files()[name].url
    environment.globals["voices"] = VOICES
    environment.filters["day"] = day
    environment.filters["finding"] = finding_name
    environment.filters["by_lead"] = by_lead
    return environment


def _shown(value: Any) -> Any:
    """Leave out of every value what a reader can't see; our own markup stays as it is."""
    if value is None:
        return ""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def day(value: date | None) -> str:
    """Return a date as it is written in a sentence: ``9 July 2026``; nothing for None."""
    return f"{value.day} {value:%B %Y}" if value else ""


def finding_name(finding: Any) -> str:
    """Return ``recommendation 6 (2025)`` for a finding on the wire; nothing for None."""
    if finding is None:
        return ""
    name = f"{finding.kind.label} {finding.number}".strip()
    return f"{name} ({finding.year})" if finding.year else name


def by_lead(statements: Iterable[StatementOut]) -> list[tuple[str, list[tuple[str, list[int]]]]]:
    """Return the statements as (who speaks, (their words, citations)…): a speaker who goes on is named once."""
    told: list[tuple[str, list[tuple[str, list[int]]]]] = []
    for statement in statements:
        lead, colon, words = statement.text.partition(": “")
        who, said = (f"{lead}:", f"“{words}") if colon else ("", statement.text)
        if who and told and told[-1][0] == who:
            told[-1][1].append((said, statement.citations))
        else:
            told.append((who, [(said, statement.citations)]))
    return told
