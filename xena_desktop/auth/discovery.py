"""The discovery document and the key set of an identity server (OpenID Connect Discovery 1.0, RFC 7517)."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import requests
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, JWKRegistry, Key, KeySet, OKPKey, RSAKey

from xena_desktop.auth.documents import JSON_WANTED, date_of, object_in
from xena_desktop.domain.addresses import is_loopback, printable, require_secure
from xena_desktop.domain.connection import Connection
from xena_desktop.domain.errors import (
    DiscoveryInvalid,
    InsecureAddress,
    IssuerMismatch,
    PkceUnsupported,
    ResponseTypeUnsupported,
)

SigningKeys = KeySet
"""A provider's public keys, as the services hand them on without knowing what they are."""

WELL_KNOWN: Final = "/.well-known/openid-configuration"
_MOST_KEYS: Final = 50
_LEAST_RSA_BITS: Final = 2048


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """An identity server as its discovery document describes it (Discovery §3); one snapshot for one sign-in.

    ``date`` is what the server's own clock said with the document, in UTC.
    """

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str | None
    revocation_endpoint: str | None
    end_session_endpoint: str | None
    response_types: tuple[str, ...]
    response_modes: tuple[str, ...]
    auth_methods: tuple[str, ...]
    signs_challenge_s256: bool
    states_issuer: bool
    date: datetime | None


def discover(session: requests.Session, connection: Connection) -> Provider:
    """Read the discovery document of ``connection.authority``.

    Raises DiscoveryInvalid, IssuerMismatch (Discovery §4.3: the issuer must be the authority, to the letter)
    and NetworkError.
    """
    url = require_secure(connection.authority) + WELL_KNOWN

    def fault(reason: str) -> Exception:
        return DiscoveryInvalid(url=url, reason=reason)

    response = session.get(url, headers=JSON_WANTED)
    document = object_in(response, fault=fault)
    issuer = document.get("issuer")
    if issuer != connection.authority:
        raise IssuerMismatch(expected=connection.authority, found=printable(str(issuer)))
    return Provider(
        issuer=connection.authority,
        authorization_endpoint=_endpoint(document, "authorization_endpoint", url=url),
        token_endpoint=_endpoint(document, "token_endpoint", url=url),
        jwks_uri=_endpoint(document, "jwks_uri", url=url),
        userinfo_endpoint=_optional_endpoint(document, "userinfo_endpoint", url=url),
        revocation_endpoint=_optional_endpoint(document, "revocation_endpoint", url=url),
        end_session_endpoint=_optional_endpoint(document, "end_session_endpoint", url=url),
        response_types=_texts(document, "response_types_supported"),
        response_modes=_texts(document, "response_modes_supported"),
        auth_methods=_texts(document, "token_endpoint_auth_methods_supported"),
        signs_challenge_s256="S256" in _texts(document, "code_challenge_methods_supported"),
        states_issuer=document.get("authorization_response_iss_parameter_supported") is True,
        date=date_of(response),
    )


def uses_pkce(provider: Provider, connection: Connection) -> bool:
    """Whether to send a code challenge: ``auto`` follows the discovery document (IdentityServer 3 refuses it).

    Raises PkceUnsupported when the connection requires what the server does not list. Never decided anew
    after a refusal: that would be a downgrade (RFC 9700 §4.8).
    """
    if connection.pkce == "require" and not provider.signs_challenge_s256:
        raise PkceUnsupported
    return connection.pkce != "off" and provider.signs_challenge_s256


def check_response_type(provider: Provider, connection: Connection) -> None:
    """Raise ResponseTypeUnsupported when the server lists its types or modes and ours is not among them."""
    offered = provider.response_types
    if offered and not any(set(connection.response_type.split()) == set(o.split()) for o in offered):
        raise ResponseTypeUnsupported(wanted=connection.response_type, offered=printable(", ".join(offered)))
    if provider.response_modes and connection.response_mode not in provider.response_modes:
        shown = printable(", ".join(provider.response_modes))
        raise ResponseTypeUnsupported(wanted=connection.response_mode, offered=shown)


def fetch_keys(session: requests.Session, provider: Provider) -> KeySet:
    """The server's public signing keys (RFC 7517 §5).

    Keys of unknown kinds, for encryption, symmetric, or RSA under 2,048 bits are passed over; private key
    material, repeated key IDs, or no usable key at all raise DiscoveryInvalid.
    """
    url = provider.jwks_uri

    def fault(reason: str) -> Exception:
        return DiscoveryInvalid(url=url, reason=reason)

    response = session.get(url, headers=JSON_WANTED)
    members = object_in(response, fault=fault).get("keys")
    if not isinstance(members, list) or len(members) > _MOST_KEYS:
        raise fault("no list of keys")
    keys = [key for member in members if (key := _usable_key(member, url=url)) is not None]
    key_ids = [key.kid for key in keys if key.kid is not None]
    if not keys or len(set(key_ids)) != len(key_ids):
        raise fault("no usable key" if not keys else "a key ID twice")
    return KeySet(keys)


def _usable_key(member: Any, *, url: str) -> Key | None:
    if not isinstance(member, Mapping) or member.get("kty") not in ("RSA", "EC"):
        return None
    if "d" in member:
        raise DiscoveryInvalid(url=url, reason="a private key in public")
    if member.get("use", "sig") != "sig" or _is_short(member):
        return None
    try:
        key = JWKRegistry.import_key(dict(member))
    except (JoseError, ValueError, TypeError, KeyError):
        return None
    return key if isinstance(key, RSAKey | ECKey | OKPKey) else None


def _is_short(member: Mapping[str, Any]) -> bool:
    """Whether this is an RSA key under 2,048 bits, or none; joserfc would take it and only warn."""
    if member["kty"] != "RSA":
        return False
    try:
        modulus = base64.urlsafe_b64decode(str(member.get("n")) + "==")
    except ValueError:
        return True
    return int.from_bytes(modulus, "big").bit_length() < _LEAST_RSA_BITS


def _endpoint(document: Mapping[str, Any], name: str, *, url: str) -> str:
    value = _optional_endpoint(document, name, url=url)
    if value is None:
        raise DiscoveryInvalid(url=url, reason=f"{name} is missing")
    return value


def _optional_endpoint(document: Mapping[str, Any], name: str, *, url: str) -> str | None:
    value = document.get(name)
    if value is None:
        return None
    try:
        if not isinstance(value, str) or "#" in require_secure(value):
            raise DiscoveryInvalid(url=url, reason=f"{name} is no address")
        if value.startswith("http:") and not is_loopback(url):  # only a server here may stay here
            raise InsecureAddress(url=printable(value))
    except InsecureAddress as error:
        raise DiscoveryInvalid(url=url, reason=f"{name} is not https") from error
    return value


def _texts(document: Mapping[str, Any], name: str) -> tuple[str, ...]:
    values = document.get(name)
    return tuple(v for v in values if isinstance(v, str)) if isinstance(values, list) else ()
