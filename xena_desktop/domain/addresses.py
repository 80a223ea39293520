"""What an address must be before anything is sent to it."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

from xena_desktop.domain.errors import InsecureAddress

LOOPBACK_HOSTS = frozenset({"127.0.0.1", "::1", "localhost"})
_DEFAULT_PORTS = {"http": 80, "https": 443}


def is_loopback(url: str) -> bool:
    """Whether the host of ``url`` is this computer, by its literal name (RFC 8252 §7.3)."""
    return _split(url).hostname in LOOPBACK_HOSTS


def require_secure(url: str) -> str:
    """Return ``url`` when it is https, or plain http on a loopback host.

    The one place where plain http is allowed (RFC 9700 §2.6, RFC 8252 §8.3).

    Raises InsecureAddress for every other scheme or host, and for addresses with a user name, a
    backslash, white space or control characters, which parsers read differently.
    """
    parts = _split(url)
    secure = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK_HOSTS)
    if not secure or not parts.hostname or "@" in parts.netloc:
        raise InsecureAddress(url=printable(url))
    return url


def origin(url: str) -> tuple[str, str, int]:
    """Scheme, host and port of ``url`` (RFC 6454 §4); InsecureAddress when it has none."""
    parts = _split(url)
    port = parts.port or _DEFAULT_PORTS.get(parts.scheme)
    if not parts.hostname or port is None:
        raise InsecureAddress(url=printable(url))
    return parts.scheme, parts.hostname, port


def printable(text: str, *, limit: int = 300) -> str:
    """``text`` from elsewhere, fit to be shown: no control or direction characters, at most ``limit``."""
    kept = "".join(character if character.isprintable() else "�" for character in text)
    return kept if len(kept) <= limit else kept[: limit - 1] + "…"


def _split(url: str) -> SplitResult:
    """Split ``url`` or raise InsecureAddress where parsers would disagree about its host."""
    if "\\" in url or any(not 0x20 < ord(character) < 0x7F for character in url):
        raise InsecureAddress(url=printable(url))
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - reading it is what checks it
    except ValueError as error:
        raise InsecureAddress(url=printable(url)) from error
    return parts
