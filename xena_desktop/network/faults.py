"""From a library's exception to the NetworkError that says what happened."""

from __future__ import annotations

import re
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import requests
from requests.utils import select_proxy
from urllib3.exceptions import NameResolutionError, NewConnectionError, ProxyError, ReadTimeoutError

from xena_desktop.domain.addresses import printable
from xena_desktop.domain.errors import (
    CallCancelled,
    ConnectionBroken,
    HostUnreachable,
    NameNotResolved,
    NetworkError,
    NetworkTimeout,
    ProxyRefused,
    ProxySignInRequired,
    ProxyUnreachable,
    ProxyUnsupported,
    TlsFailed,
)
from xena_desktop.network.certificates import OF_AN_UNKNOWN_ISSUER, fault_of, issuer_of

if TYPE_CHECKING:
    from xena_desktop.network.transport import Transport

_TUNNEL_REFUSED: Final = re.compile(r"Tunnel connection failed: (\d{3})")
_PROXY_AUTHENTICATION_REQUIRED: Final = 407


@dataclass(frozen=True, slots=True)
class _Attempt:
    """What was tried, and how."""

    url: str
    transport: Transport

    @property
    def host(self) -> str:
        return urlsplit(self.url).netloc

    @property
    def proxy(self) -> str:
        return _name_of(select_proxy(self.url, dict(self.transport.way.proxies(self.url))) or "")


def check_proxy(url: str, proxies: Mapping[str, str]) -> None:
    """Raise ProxyUnsupported where ``url`` would go through a proxy that speaks no HTTP.

    Whether requests can use such a one depends on what else is installed: that would be chance.
    """
    chosen = select_proxy(url, dict(proxies)) or ""
    scheme, separator, _ = chosen.partition("://")
    if separator and scheme.lower() not in ("http", "https"):
        raise ProxyUnsupported(proxy=_name_of(chosen))


def _name_of(proxy: str) -> str:
    """Host and port of a proxy, without user name and password; empty where there is none."""
    return printable(proxy.rpartition("//")[2].rpartition("@")[2].rstrip("/"))


def as_network_error(error: BaseException, *, url: str, transport: Transport) -> NetworkError:
    """The NetworkError for ``error``, found by looking through its causes.

    requests wraps a TLS fault in a ConnectionError, so TLS is looked for before everything else.
    """
    attempt, causes = _Attempt(url, transport), list(_causes(error))
    if transport.cancellation.cancelled:
        return CallCancelled(host=attempt.host)
    for kind, make in _KINDS:
        if found := next((cause for cause in causes if isinstance(cause, kind)), None):
            return make(attempt, found)
    return ConnectionBroken(host=attempt.host)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """``error`` and what it wraps: causes, contexts, ``reason`` and exception arguments."""
    waiting, seen = [error], set[int]()
    while waiting:
        current = waiting.pop(0)
        if id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        inner = (current.__cause__, current.__context__, getattr(current, "reason", None), *current.args)
        waiting.extend(cause for cause in inner if isinstance(cause, BaseException))


def _tls(attempt: _Attempt, found: BaseException) -> NetworkError:
    reason = getattr(found, "verify_message", "") or getattr(found, "reason", "") or str(found)
    fault = fault_of(found)
    issuer = issuer_of(attempt.url, way=attempt.transport.way) if fault in OF_AN_UNKNOWN_ISSUER else None
    return TlsFailed(host=attempt.host, fault=fault, reason=printable(str(reason)), issuer=issuer)


def _proxy(attempt: _Attempt, found: BaseException) -> NetworkError:
    """A proxy that takes no connection, or that answers CONNECT with something else than yes (RFC 9110 §9.3.6)."""
    refused = _TUNNEL_REFUSED.search(str(found))
    if refused is None:
        return ProxyUnreachable(proxy=attempt.proxy, host=attempt.host)
    status = int(refused[1])
    if status == _PROXY_AUTHENTICATION_REQUIRED:
        return ProxySignInRequired(proxy=attempt.proxy)
    return ProxyRefused(proxy=attempt.proxy, host=attempt.host, status=status)


def _connect_timeout(attempt: _Attempt, _found: BaseException) -> NetworkError:
    return NetworkTimeout(host=attempt.host, seconds=round(attempt.transport.patience.connect_seconds))


def _read_timeout(attempt: _Attempt, _found: BaseException) -> NetworkError:
    return NetworkTimeout(host=attempt.host, seconds=round(attempt.transport.patience.read_seconds))


_KINDS: Final[tuple[tuple[tuple[type[BaseException], ...], Callable[..., NetworkError]], ...]] = (
    ((ssl.SSLError,), _tls),  # the system's own words
    ((requests.exceptions.SSLError,), _tls),
    ((ProxyError,), _proxy),
    ((NameResolutionError, socket.gaierror), lambda a, _: NameNotResolved(host=a.host)),
    ((requests.ConnectTimeout,), _connect_timeout),
    ((requests.Timeout, ReadTimeoutError, TimeoutError), _read_timeout),
    ((NewConnectionError, ConnectionRefusedError), lambda a, _: HostUnreachable(host=a.host)),
)
