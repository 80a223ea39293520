"""The way to other computers: through which proxy, and how long is waited on it."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass

from xena_desktop.domain.addresses import is_loopback
from xena_desktop.domain.redaction import Secret


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxy:
    """A proxy that the person named; a password goes to it by Basic authentication (RFC 7617)."""

    host: str
    port: int
    user: str = ""
    password: Secret | None = None

    @property
    def url(self) -> str:
        """Its address, without user name and password, which have no place in an address."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    @property
    def headers(self) -> dict[str, str]:
        """What tells the proxy who asks."""
        if not self.user:
            return {}
        password = self.password.reveal() if self.password else ""
        told = base64.b64encode(f"{self.user}:{password}".encode()).decode()
        return {"Proxy-Authorization": f"Basic {told}"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """``proxy`` where the person named one, otherwise the system's while ``follows_system``, otherwise none.

    ``connect_seconds`` and ``answer_seconds`` are the longest that the person wants to wait for a connection and
    between two bytes of an answer; a kind of request may be less patient.
    """

    proxy: Proxy | None = None
    follows_system: bool = True
    connect_seconds: float = 10
    answer_seconds: float = 100

    def proxies(self, url: str) -> Mapping[str, str]:
        """The proxy for ``url`` as requests wants it, by scheme; this computer is never reached through one.

        The system's are those of the environment, on Windows and macOS also those of its settings.
        """
        if is_loopback(url):
            return {}
        if self.proxy is not None:
            return {"https": self.proxy.url}
        if not self.follows_system:
            return {}
        from requests.utils import get_environ_proxies

        return get_environ_proxies(url)
