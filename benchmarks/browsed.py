"""What the benchmarks of the page and of the widget share: serving, asking, waiting for the first words, pictures."""

import io
import json
import socket
import statistics
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from PIL import Image
from starlette.types import ASGIApp

from inspectqa import bootstrap
from inspectqa.api.app import create_app
from inspectqa.settings import load

REPOSITORY = Path(__file__).resolve().parents[1]
QUESTIONS = [
    "What has Northmoor done on Makesafe?",
    "When is recommendation 6 due for Brackenshire?",
    "What did the commissioner for Northmoor say on recommendation 4?",
    "What has Caldermere done on recommendation 2?",
    "How many horses does Northmoor have?",
]
ROUNDS = 6
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
_IMAGES = REPOSITORY / "docs" / "images"
_COLOURS = 64


def watch(place: str) -> str:
    """Return the script that notes when the first words are in ``place``, counted from the key, in milliseconds."""
    return f"""() => {{
  window.first = null;
  const place = {place};
  const pressed = ({{key}}) => {{ if (key === 'Enter') window.pressed = performance.now(); }};
  document.addEventListener('keydown', pressed, true);
  new MutationObserver(() => {{
    if (window.first !== null || !place.querySelector('.iqa-statement')) return;
    window.first = performance.now() - window.pressed;
  }}).observe(place, {{subtree: true, childList: true}});
}}"""


@contextmanager
def served(app: ASGIApp, host: str) -> Iterator[str]:
    """Serve ``app`` on a free port; give the address."""
    listening = socket.create_server((host, 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    yield f"http://{host}:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


@contextmanager
def samples(widget_origins: str | None = None) -> Iterator[str]:
    """Serve the samples, from a data folder of their own; give the address."""
    with tempfile.TemporaryDirectory() as folder:
        application = bootstrap.build(load(data_dir=Path(folder) / "data", widget_origins=widget_origins))
        application.pipeline.ingest([REPOSITORY / "samples"])
        application.ready()
        with served(create_app(application), "127.0.0.1") as base:
            yield base
        application.close()


def alone(base: str, question: str) -> float:
    """Return how long the API takes for a question, in milliseconds."""
    body = json.dumps({"question": question}).encode()
    request = urllib.request.Request(  # noqa: S310  our own address
        f"{base}/v1/ask", body, {"Content-Type": "application/json"}
    )
    began = time.perf_counter()
    with urllib.request.urlopen(request) as response:  # noqa: S310  as above
        response.read()
    return 1000 * (time.perf_counter() - began)


def report(where: str, pairs: Sequence[tuple[float, float]]) -> None:
    """Print the API's own times, those of the first words, and what lies between."""
    api, shown = (statistics.median(column) for column in zip(*pairs, strict=True))
    later = sorted(there - own for own, there in pairs)
    print(f"API {api:.0f} ms, first words {where} {shown:.0f} ms (medians of {len(pairs)})")
    print(f"later by {statistics.median(later):.0f} ms, at most {later[-1]:.0f} ms")


def keep(picture: bytes, name: str) -> None:
    """Write a screenshot with few colours to docs/images."""
    Image.open(io.BytesIO(picture)).convert("RGB").quantize(_COLOURS).save(_IMAGES / f"{name}.png", optimize=True)
