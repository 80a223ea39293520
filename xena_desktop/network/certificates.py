"""Why a certificate is not trusted, in words of our own for each operating system's codes."""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final
from urllib.parse import urlsplit

from xena_desktop.domain.addresses import printable
from xena_desktop.network.way import Way

OF_AN_UNKNOWN_ISSUER: Final = ("unknown_issuer", "self_signed")
_LOOK_SECONDS: Final = 5.0
_FAULTS: Final[Mapping[int, str]] = MappingProxyType(
    {
        # OpenSSL's X509_V_ERR_…, on Linux
        9: "not_yet_valid",
        10: "expired",
        18: "self_signed",
        19: "unknown_issuer",
        20: "unknown_issuer",
        21: "unknown_issuer",
        23: "revoked",
        62: "wrong_host",
        64: "wrong_host",
        # Windows' CERT_E_… and CRYPT_E_REVOKED
        0x800B0101: "expired",
        0x800B0109: "unknown_issuer",
        0x800B010A: "unknown_issuer",
        0x800B010C: "revoked",
        0x80092010: "revoked",
        0x800B010F: "wrong_host",
        # macOS' errSec…
        -67818 & 0xFFFFFFFF: "expired",
        -67819 & 0xFFFFFFFF: "not_yet_valid",
        -67843 & 0xFFFFFFFF: "unknown_issuer",
        -67820 & 0xFFFFFFFF: "revoked",
        -67602 & 0xFFFFFFFF: "wrong_host",
    }
)
_NO_TLS: Final = ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "UNKNOWN_PROTOCOL", "PACKET_LENGTH_TOO_LONG")


def fault_of(error: BaseException) -> str:
    """What is wrong, as ``TlsFailed.fault`` names it."""
    if str(getattr(error, "reason", "")) in _NO_TLS:
        return "no_tls"
    return _FAULTS.get(int(getattr(error, "verify_code", 0)) & 0xFFFFFFFF, "other")


def issuer_of(url: str, *, way: Way) -> str | None:
    """The name of whoever signed the certificate that the host of ``url`` shows; None where it shows none.

    It is asked for to be shown. The connection is closed after the handshake: nothing is sent over it, and nothing
    that it shows is trusted.
    """
    parts, proxy = urlsplit(url), way.proxy if way.proxies(url) else None
    if proxy is None and way.proxies(url):  # the system's, which may want what only requests can give it
        return None
    shown = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    shown.check_hostname, shown.verify_mode = False, ssl.CERT_NONE
    host, port = parts.hostname or "", parts.port or 443
    near = (proxy.host, proxy.port) if proxy else (host, port)
    connection = http.client.HTTPSConnection(*near, timeout=_LOOK_SECONDS, context=shown)
    if proxy:
        connection.set_tunnel(host, port, headers=proxy.headers)
    try:
        connection.connect()
        return _issuer(connection.sock.getpeercert(binary_form=True) or b"")
    except (OSError, ValueError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def _issuer(certificate: bytes) -> str | None:
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    issuer = x509.load_der_x509_certificate(certificate).issuer
    names = [
        str(attribute.value)
        for kind in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME)
        for attribute in issuer.get_attributes_for_oid(kind)
    ]
    return printable(", ".join(dict.fromkeys(names)), limit=120) or None
