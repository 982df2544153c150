import pytest

from inspectqa.origins import frame_source, origin


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("https://Intranet.Example.org", "https://intranet.example.org"),
        ("https://intranet.example.org:443/", "https://intranet.example.org"),
        ("http://localhost:8080", "http://localhost:8080"),
        ("http://127.0.0.1:80", "http://127.0.0.1"),
        ("https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443"),
    ],
)
def test_an_origin_is_written_as_browsers_write_it(written: str, meant: str) -> None:
    assert origin(written) == meant
    assert frame_source(written) == meant


@pytest.mark.parametrize(
    "text",
    [
        *("", "*", "null", "intranet.example.org", "ftp://example.org", "https://", "https://a b", "https://a;b"),
        *("https://example.org/page", "https://user@example.org", "https://example.org:0", "https://example.org:99999"),
        *("https://exämple.org", "https://a'b", 'https://a"b', "https://a,b", "https://*", "https://a.*.org"),
        *("https://-a.org", "https://a..org", "javascript:alert(1)", "https://a\nb"),
    ],
)
def test_what_is_no_origin_is_refused_with_an_example(text: str) -> None:
    for read in (origin, frame_source):
        with pytest.raises(ValueError, match=r"write it like https://intranet\.example\.org"):
            read(text)


def test_only_frames_may_come_from_all_hosts_below_one() -> None:
    assert frame_source("https://*.example.org") == "https://*.example.org"
    with pytest.raises(ValueError, match="each in full"):
        origin("https://*.example.org")
