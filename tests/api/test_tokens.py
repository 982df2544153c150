import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspectqa.api.tokens import TokenRefused, Tokens, secret_bytes

SITE = "https://intranet.example.org"


def tokens(secret: bytes = b"s" * 32, now: float = 1000.0) -> Tokens:
    return Tokens(secret, 60, lambda: now)


def test_a_token_is_good_for_its_origin_until_it_expires() -> None:
    token = tokens().given(SITE)
    tokens(now=1059.9).check(token, SITE)


def test_a_token_is_no_longer_good_when_its_time_is_over() -> None:
    with pytest.raises(TokenRefused, match="expired"):
        tokens(now=1060).check(tokens().given(SITE), SITE)


@pytest.mark.parametrize("origin", ["https://other.example.org", "http://intranet.example.org", SITE + ":8443", ""])
def test_a_token_is_not_good_for_another_origin(origin: str) -> None:
    with pytest.raises(TokenRefused, match="another origin"):
        tokens().check(tokens().given(SITE), origin)


def test_a_token_of_another_secret_is_refused() -> None:
    with pytest.raises(TokenRefused, match="not made by this service"):
        tokens().check(tokens(b"t" * 32).given(SITE), SITE)


@pytest.mark.parametrize("token", ["", ".", "a", "a.b", "é.é", "=.=", "A" * 5000, "MTA2MCBo.", ".MTA2MCBo", "a.b.c"])
def test_what_is_no_token_is_refused(token: str) -> None:
    with pytest.raises(TokenRefused):
        tokens().check(token, SITE)


@given(at=st.integers(0, 200), by=st.integers(1, 127))
def test_a_token_with_one_character_changed_is_refused(at: int, by: int) -> None:
    genuine = tokens().given(SITE)
    at %= len(genuine)
    changed = genuine[:at] + chr((ord(genuine[at]) + by) % 128) + genuine[at + 1 :]
    with pytest.raises(TokenRefused):
        tokens().check(changed, SITE)


def test_a_token_says_nothing_but_the_time_and_the_origin() -> None:
    assert tokens().given(SITE) == tokens().given(SITE)


def test_without_a_secret_each_process_has_its_own() -> None:
    assert secret_bytes(None) != secret_bytes(None)
    assert secret_bytes("s" * 32) == b"s" * 32
