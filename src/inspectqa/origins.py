"""Web origins, written as browsers write them: ``https://intranet.example.org`` or ``http://localhost:8080``."""

import re

_LABEL = "[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?"
_HOST = rf"(?P<host>{_LABEL}(?:\.{_LABEL})*|\[[0-9a-f:.]+\])"
_ORIGIN = re.compile(rf"(?P<scheme>https?)://(?P<any>\*\.)?{_HOST}(?::(?P<port>[0-9]{{1,5}}))?/?")
_USUAL_PORTS = {"http": 80, "https": 443}
_HIGHEST_PORT = 65_535


def origin(text: str) -> str:
    """Return ``text`` as browsers write an origin: lower case, no usual port, no slash at the end.

    Raises:
        ValueError: it is not an origin; says what one looks like.
    """
    read = _read(text)
    if read["any"]:
        message = f"{text!r} names more than one origin; write each in full, without *"
        raise ValueError(message)
    return _written(read)


def frame_source(text: str) -> str:
    """Return an origin for ``frame-ancestors``, which may stand for all hosts below one: ``https://*.example.org``.

    Raises:
        ValueError: it is neither; says what one looks like.
    """
    return _written(_read(text))


def _read(text: str) -> re.Match[str]:
    read = _ORIGIN.fullmatch(text.strip().lower())
    if read is None or int(read["port"] or 1) not in range(1, _HIGHEST_PORT + 1):
        message = f"{text!r} is not an origin; write it like https://intranet.example.org or http://localhost:8080"
        raise ValueError(message)
    return read


def _written(read: re.Match[str]) -> str:
    port = int(read["port"] or _USUAL_PORTS[read["scheme"]])
    written = f"{read['scheme']}://{read['any'] or ''}{read['host']}"
    return written if port == _USUAL_PORTS[read["scheme"]] else f"{written}:{port}"
