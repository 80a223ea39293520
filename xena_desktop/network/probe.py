"""Looking at the way to a server, one layer after the other: name, connection, certificate. All blocks."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from cryptography import x509

from xena_desktop.domain.addresses import origin, printable
from xena_desktop.domain.errors import CallCancelled, TlsFailed
from xena_desktop.network.cancellation import Cancellation
from xena_desktop.network.faults import as_network_error
from xena_desktop.network.transport import Limits, Transport, tls_context


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A server's certificate: who issued it, and until when it is valid (UTC)."""

    issuer: str
    valid_until: datetime


def proxy_of(url: str, cancellation: Cancellation) -> str:
    """The proxy through which ``url`` is reached on the person's way, without a password; empty for none."""
    proxies = cancellation.way.proxies(url)
    parts = urlsplit(proxies.get(urlsplit(url).scheme) or proxies.get("all") or "")
    return parts.netloc.rpartition("@")[2] or parts.path


def resolved(url: str) -> tuple[str, ...]:
    """The addresses that the host's name stands for; raises NameNotResolved."""
    _, host, port = origin(url)
    with _faults(url, Limits(), Cancellation()):
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


def connected(url: str, limits: Limits, cancellation: Cancellation) -> None:
    """Open a connection and close it; raises NetworkError."""
    with _connection(url, limits, cancellation):
        pass


def certificate(
    url: str, *, extra_ca_file: str | None, limits: Limits, cancellation: Cancellation
) -> Certificate:
    """The certificate of the server, verified; raises NetworkError."""
    _, host, _ = origin(url)
    context = tls_context(extra_ca_file)
    with (
        _connection(url, limits, cancellation) as plain,
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
def _connection(url: str, limits: Limits, cancellation: Cancellation) -> Iterator[socket.socket]:
    _, host, port = origin(url)
    with (
        _faults(url, limits, cancellation),
        socket.create_connection((host, port), timeout=limits.connect_seconds) as opened,
        opened.dup() as watched,
    ):
        cancellation.watch(watched)
        try:
            yield opened
        finally:
            cancellation.forget(watched)


@contextmanager
def _faults(url: str, limits: Limits, cancellation: Cancellation) -> Iterator[None]:
    """Let what the system says come out as a NetworkError."""
    try:
        yield
    except (OSError, ssl.SSLError) as error:
        transport = Transport(limits=limits, cancellation=cancellation)
        raise as_network_error(error, url=url, transport=transport) from error
    if cancellation.cancelled:
        raise CallCancelled(host=urlsplit(url).netloc)
