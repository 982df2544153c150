"""Short-lived tokens for pages of other origins.

    base64url("EXPIRY ORIGIN") . base64url(HMAC-SHA256 of it)

A token says that a page of this origin asked for it not long ago. It limits what a page can do with our address; it
says nothing about the person, and a program that is no browser can name any origin it likes.
"""

import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass

_PURPOSE = b"inspectqa widget token 1\0"  # a signature made for something else is none here
_LONGEST = 1024  # characters; an origin is at most 253 + 14


class TokenRefused(ValueError):
    """A token that is missing, forged, too old or another origin's; the message is for a person."""


@dataclass(frozen=True)
class Tokens:
    """Makes and checks tokens with one secret.

    Args:
        secret: signs the tokens; processes that serve the same pages must share it.
        seconds: how long a token is good for.
        clock: the time in seconds since 1970.
    """

    secret: bytes
    seconds: int
    clock: Callable[[], float]

    def given(self, origin: str) -> str:
        """Return a new token for pages of ``origin``."""
        said = f"{int(self.clock() + self.seconds)} {origin}".encode()
        return self._signed(said)

    def check(self, token: str, origin: str) -> None:
        """Accept a token that we made for ``origin`` and that is still good.

        Raises:
            TokenRefused: says what is wrong with it.
        """
        try:
            said = _decoded(token.partition(".")[0])
        except ValueError as error:
            raise TokenRefused("The token can't be read.") from error
        if not hmac.compare_digest(self._signed(said).encode(), token.encode()):
            raise TokenRefused("The token was not made by this service, or before it was started again.")
        expiry, _, whose = said.decode().partition(" ")
        if whose != origin:
            raise TokenRefused("The token was made for another origin.")
        if self.clock() >= int(expiry):
            raise TokenRefused("The token has expired.")

    def _signed(self, said: bytes) -> str:
        return f"{_encoded(said)}.{_encoded(hmac.digest(self.secret, _PURPOSE + said, 'sha256'))}"


def secret_bytes(text: str | None) -> bytes:
    """Return the secret of the settings, or a new one that lasts as long as this process."""
    return secrets.token_bytes(32) if text is None else text.encode()


def _encoded(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _decoded(text: str) -> bytes:
    if len(text) > _LONGEST or not text.isascii():
        raise ValueError("too long, or not ASCII")
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
