"""From a library's exception to the NetworkError that says what happened."""

from __future__ import annotations

import socket
import ssl
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import NameResolutionError, NewConnectionError, ReadTimeoutError

from xena_desktop.domain.addresses import printable
from xena_desktop.domain.errors import (
    CallCancelled,
    ConnectionBroken,
    HostUnreachable,
    NameNotResolved,
    NetworkError,
    NetworkTimeout,
    TlsFailed,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


class _Limits(Protocol):
    @property
    def connect_seconds(self) -> float: ...

    @property
    def read_seconds(self) -> float: ...


def as_network_error(
    error: BaseException, *, url: str, transport_cancelled: bool, limits: _Limits
) -> NetworkError:
    """The NetworkError for ``error``, found by looking through its causes.

    requests wraps a TLS fault in a ConnectionError, so TLS is looked for before everything else.
    """
    host = urlsplit(url).netloc
    causes = list(_causes(error))
    if transport_cancelled:
        return CallCancelled(host=host)
    for kind, make in _KINDS:
        if found := next((cause for cause in causes if isinstance(cause, kind)), None):
            return make(host, found, limits)
    return ConnectionBroken(host=host)


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


def _tls(host: str, found: BaseException, _limits: _Limits) -> NetworkError:
    reason = getattr(found, "verify_message", "") or getattr(found, "reason", "") or str(found)
    return TlsFailed(host=host, reason=printable(str(reason)))


def _connect_timeout(host: str, _found: BaseException, limits: _Limits) -> NetworkError:
    return NetworkTimeout(host=host, seconds=round(limits.connect_seconds))


def _read_timeout(host: str, _found: BaseException, limits: _Limits) -> NetworkError:
    return NetworkTimeout(host=host, seconds=round(limits.read_seconds))


_KINDS = (
    ((ssl.SSLError, requests.exceptions.SSLError), _tls),
    ((NameResolutionError, socket.gaierror), lambda host, _f, _l: NameNotResolved(host=host)),
    ((requests.ConnectTimeout,), _connect_timeout),
    ((requests.Timeout, ReadTimeoutError, TimeoutError), _read_timeout),
    ((NewConnectionError, ConnectionRefusedError), lambda host, _f, _l: HostUnreachable(host=host)),
)
