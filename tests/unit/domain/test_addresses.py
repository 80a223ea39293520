import pytest
from hypothesis import given
from hypothesis import strategies as st

from xena_desktop.domain.addresses import is_loopback, origin, printable, require_secure
from xena_desktop.domain.errors import InsecureAddress


@pytest.mark.parametrize(
    "url",
    [
        "https://my.xena.biz",
        "https://my.xena.biz:8443/Api?x=1#y",
        "HTTPS://MY.XENA.BIZ/",
        "https://xn--xna-hoa.biz/",
        "http://127.0.0.1",
        "http://127.0.0.1:0/callback",
        "http://[::1]:51789/callback",
        "http://localhost:51789",
        "http://LOCALHOST/",
    ],
)
def test_secure(url: str) -> None:
    assert require_secure(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "my.xena.biz",
        "//my.xena.biz/",
        "/Api",
        "http://my.xena.biz/",
        "ws://my.xena.biz/",
        "javascript:alert(1)",
        "data:text/html,x",
        "https:///Api",
        "https://:443/",
        "https://@/",
        "https://a:99999/",
        "https://a:-1/",
        "https://[::1/",
        "https://user@my.xena.biz/",
        "https://user:secret@my.xena.biz/",
        "https://my.xena.biz@evil.test/",
        "https://my.xena.biz\\@evil.test/",
        "https:\\\\my.xena.biz",
        "https://my.xenа.biz/",  # a Cyrillic letter
        "https://my.xena.biz。evil.test/",
        "https://my.xena.biz/ø",
        "https://my.xena.biz/a b",
        " https://my.xena.biz/",
        "https://my.xena.biz/\n",
        "https://my.xe\tna.biz/",
        "https://my.xena.biz/\x00",
        "http://127.0.0.1.evil.test/",
        "http://127.1/",
        "http://2130706433/",
        "http://127.0.0.2/",
        "http://localhost.evil.test/",
        "http://localhost./",
        "http://0.0.0.0/",
        "http://[::ffff:127.0.0.1]/",
        "http://user@localhost/",
        "http://localhost\\@evil.test/",
    ],
)
def test_not_secure(url: str) -> None:
    with pytest.raises(InsecureAddress) as caught:
        require_secure(url)
    assert caught.value.details["url"] == printable(url)


def test_loopback() -> None:
    assert is_loopback("http://127.0.0.1:1/")
    assert is_loopback("https://[::1]/")
    assert not is_loopback("https://my.xena.biz/")
    with pytest.raises(InsecureAddress):
        is_loopback("http://localhost\\.evil.test")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://My.Xena.biz/Api", ("https", "my.xena.biz", 443)),
        ("https://my.xena.biz:443", ("https", "my.xena.biz", 443)),
        ("https://my.xena.biz:8443", ("https", "my.xena.biz", 8443)),
        ("http://[::1]/x", ("http", "::1", 80)),
        ("http://127.0.0.1:51780/x", ("http", "127.0.0.1", 51780)),
    ],
)
def test_origin(url: str, expected: tuple[str, str, int]) -> None:
    assert origin(url) == expected


@pytest.mark.parametrize("url", ["", "/Api", "ftp://a/", "https://", "https://a:b/"])
def test_no_origin(url: str) -> None:
    with pytest.raises(InsecureAddress):
        origin(url)


@given(st.text())
def test_whatever_is_called_secure_has_a_host_and_a_scheme(url: str) -> None:
    try:
        require_secure(url)
    except InsecureAddress:
        return
    assert origin(url)[0] in ("http", "https")
    assert is_loopback(url) or origin(url)[0] == "https"


@given(st.text(), st.integers(1, 400))
def test_printable(text: str, limit: int) -> None:
    shown = printable(text, limit=limit)
    assert len(shown) <= limit
    assert shown.isprintable()


def test_printable_cuts_and_replaces() -> None:
    assert printable("a" * 300) == "a" * 300
    assert printable("a" * 301) == "a" * 299 + "…"
    assert printable("Søren\u202e\x1b[31m\n") == "Søren��[31m�"
