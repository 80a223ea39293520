"""Looking at the way to a server, one layer after the other: name, connection, certificate. All blocks."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from cryptography import x509

from xena_desktop.domain.addresses import origin, printable
from xena_desktop.domain.errors import CallCancelled, TlsFailed
from xena_desktop.network.faults import as_network_error
from xena_desktop.network.transport import Transport, tls_context


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A server's certificate: who issued it, and until when it is valid (UTC)."""

    issuer: str
    valid_until: datetime


def proxy_of(url: str, transport: Transport) -> str:
    """The proxy through which ``url`` is reached, without a password; an empty text for none."""
    proxies = transport.way.proxies(url)
    parts = urlsplit(proxies.get(urlsplit(url).scheme) or proxies.get("all") or "")
    return parts.netloc.rpartition("@")[2] or parts.path


def resolved(url: str, transport: Transport) -> tuple[str, ...]:
    """The addresses that the host's name stands for; raises NameNotResolved."""
    _, host, port = origin(url)
    with _faults(url, transport):
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


def connected(url: str, transport: Transport) -> float:
    """Open a connection and close it; the seconds that opening took. Raises NetworkError."""
    started = time.monotonic()
    with _connection(url, transport):
        return time.monotonic() - started


def certificate(url: str, transport: Transport) -> Certificate:
    """The certificate of the server, verified; raises NetworkError."""
    _, host, _ = origin(url)
    context = tls_context(transport.extra_ca_file)
    with (
        _connection(url, transport) as plain,
        context.wrap_socket(plain, server_hostname=host) as secure,
    ):
        presented = secure.getpeercert(binary_form=True)
    if presented is None:
        raise TlsFailed(host=host, reason="no certificate")
    found = x509.load_der_x509_certificate(presented)
    return Certificate(issuer=_issuer(found), valid_until=found.not_valid_after_utc)


def _issuer(found: x509.Certificate) -> str:
    """The issuer's organisation and common name, as far as they are given."""
    wanted = (x509.NameOID.ORGANIZATION_NAME, x509.NameOID.COMMON_NAME)
    names = [str(part.value) for oid in wanted for part in found.issuer.get_attributes_for_oid(oid)]
    return printable(" · ".join(dict.fromkeys(names)))


@contextmanager
def _connection(url: str, transport: Transport) -> Iterator[socket.socket]:
    _, host, port = origin(url)
    with (
        _faults(url, transport),
        socket.create_connection((host, port), timeout=transport.patience.connect_seconds) as opened,
        opened.dup() as watched,
    ):
        transport.cancellation.watch(watched)
        try:
            yield opened
        finally:
            transport.cancellation.forget(watched)


@contextmanager
def _faults(url: str, transport: Transport) -> Iterator[None]:
    """Let what the system says come out as a NetworkError."""
    try:
        yield
    except OSError as error:
        raise as_network_error(error, url=url, transport=transport) from error
    if transport.cancellation.cancelled:
        raise CallCancelled(host=urlsplit(url).netloc)
