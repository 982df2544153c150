"""The widget's script, as it is served: five files of ``static/`` in one, squeezed, named by its hash.

No build step: what is in the package is what is served, less its comments and indentation.
"""

import gzip
import hashlib
import json
import re
from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path

_STATIC = Path(__file__).parent / "static"
_PARTS = ("stream.js", "answer.js", "token.js", "widget.css", "widget.js")
# Whole lines only: in a line, slashes may belong to a pattern or an address. No string of the parts spans lines.
_COMMENT = re.compile(r"^\s*(?://[^\n]*|/\*.*?\*/)\s*$\n?", re.MULTILINE | re.DOTALL)
_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_INDENT = re.compile(r"^\s+", re.MULTILINE)


@dataclass(frozen=True)
class Script:
    """The script's bytes, plain and compressed, and how a page names and checks them."""

    content: bytes
    compressed: bytes
    integrity: str
    path: str


@cache
def script() -> Script:
    """Return the widget's script as this version of the package has it."""
    content = "".join(_part(name) for name in _PARTS).encode()
    digest = hashlib.sha384(content).digest()
    integrity = f"sha384-{b64encode(digest).decode()}"
    return Script(content, gzip.compress(content, 9, mtime=0), integrity, f"/widget-{digest.hex()[:16]}.js")


def snippet(url: str) -> str:
    """Return the line of HTML that puts the widget of the service at ``url`` into a page."""
    one = script()
    address = escape(url.rstrip("/") + one.path)
    return f'<script src="{address}" integrity="{one.integrity}" crossorigin="anonymous" defer></script>'


def frame(url: str) -> str:
    """Return the line of HTML that shows the widget of the service at ``url`` in a frame."""
    address = escape(url.rstrip("/") + "/embed")
    return f'<iframe src="{address}" title="Ask about inspections" width="100%" height="600"></iframe>'


def _part(name: str) -> str:
    text = (_STATIC / name).read_text(encoding="utf-8")
    if not name.endswith(".css"):
        return _squeezed(text)
    # A style sheet travels as a string: the script constructs the sheet, which no page's CSP has to allow.
    return f"self.inspectqa.css={json.dumps(' '.join(_CSS_COMMENT.sub('', text).split()))};\n"


def _squeezed(source: str) -> str:
    return _INDENT.sub("", _COMMENT.sub("", source))
