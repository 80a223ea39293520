"""Verifying ID tokens (OpenID Connect Core §3.1.3.7, §3.3.2.12, §3.3.3.6; RFC 8725)."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from xena_desktop.auth.documents import NotAnObject, strict_object
from xena_desktop.domain.errors import IdentityMismatch, IdTokenInvalid
from xena_desktop.domain.redaction import Secret

LEEWAY: Final = timedelta(seconds=300)
_LONGEST: Final = 16 * 1024
_HASHES: Final = {"256": hashlib.sha256, "384": hashlib.sha384, "512": hashlib.sha512}
ALGORITHMS: Final = ("RS256",)
"""What IdentityServer signs with. No ``none`` and no HS*, whatever the token's header says (RFC 8725 §3.1)."""

CHECKS_OF_TIME: Final = ("exp", "iat", "nbf", "auth_time")
"""The checks that a clock can be to blame for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What an ID token must say; ``place`` (front, back, renewed) names it in errors.

    ``nonce`` is None only for renewals; ``code``, ``access_token`` and ``state`` are hashed and compared with
    c_hash, at_hash and s_hash; ``started_at`` and ``now`` are UTC; ``max_age`` is in seconds.
    """

    place: str
    issuer: str
    client_id: str
    nonce: Secret | None
    now: datetime
    started_at: datetime
    code: Secret | None = None
    access_token: Secret | None = None
    state: Secret | None = None
    max_age: int | None = None
    c_hash_required: bool = False
    at_hash_required: bool = False
    report: Callable[[str, bool], None] = lambda _check, _passed: None
    """Told of every check that passes, as it passes."""


def verify_id_token(id_token: Secret, *, keys: KeySet, expected: Expectation) -> Mapping[str, Any]:
    """The claims of ``id_token``, every check passed.

    Raises IdTokenInvalid, whose ``check`` is the claim or part that failed; ``kid`` means that the token is
    signed with a key that ``keys`` does not hold.
    """
    text = id_token.reveal()
    header, claims = _parts(text, place=expected.place)
    expected.report("format", True)  # noqa: FBT003 - it passed
    _verify_signature(text, header, keys=keys, place=expected.place)
    expected.report("signature", True)  # noqa: FBT003 - it passed
    for check, passed in (*_identity_checks(claims, expected), *_time_checks(claims, expected)):
        if not passed:
            raise IdTokenInvalid(place=expected.place, check=check)
        expected.report(check, passed)
    _check_hashes(claims, algorithm=str(header["alg"]), expected=expected)
    return claims


def check_same_sign_in(front: Mapping[str, Any], back: Mapping[str, Any]) -> None:
    """Raise IdentityMismatch unless two verified ID tokens speak of one sign-in (OIDC Core §3.3.3.6).

    Issuer and audience need no comparing: both were verified to be ours. An ``auth_time`` of 0 is no time: servers
    are seen that send it for want of one.
    """
    for claim in ("sub", "auth_time"):
        here, there = front.get(claim), back.get(claim)
        if here != there and (claim != "auth_time" or (here and there)):
            raise IdentityMismatch(claim=claim)


def left_half_hash(value: Secret, *, algorithm: str) -> str:
    """The base64url left half of the hash of ``value``, by the token's algorithm (OIDC Core §3.3.2.11)."""
    digest = _HASHES[algorithm[-3:]](value.reveal().encode("ascii", "replace")).digest()
    return base64.urlsafe_b64encode(digest[: len(digest) // 2]).rstrip(b"=").decode()


def _parts(text: str, *, place: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and claims, parsed strictly: joserfc would keep the last of a repeated name."""
    parts = text.split(".")
    if len(parts) != 3 or len(text) > _LONGEST:
        raise IdTokenInvalid(place=place, check="format")
    try:
        header, claims, _signature = (_decoded(part) for part in parts)
        return strict_object(header), strict_object(claims)
    except (NotAnObject, ValueError) as error:
        raise IdTokenInvalid(place=place, check="format") from error


def _decoded(part: str) -> bytes:
    """Base64url without padding (RFC 7515 §2), refusing other alphabets and other spellings of the same bytes."""
    decoded = base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)
    if base64.urlsafe_b64encode(decoded).rstrip(b"=").decode() != part:
        raise NotAnObject("not base64url")
    return decoded


def _verify_signature(text: str, header: dict[str, Any], *, keys: KeySet, place: str) -> None:
    if header.get("alg") not in ALGORITHMS:
        raise IdTokenInvalid(place=place, check="alg")
    if str(header.get("typ", "JWT")).upper() != "JWT" or "crit" in header:
        raise IdTokenInvalid(place=place, check="typ")
    key_id = header.get("kid")
    if key_id is None and len(keys.keys) > 1:
        raise IdTokenInvalid(place=place, check="kid")
    if key_id is not None and all(key.kid != key_id for key in keys.keys):
        raise IdTokenInvalid(place=place, check="kid")
    try:
        jws.deserialize_compact(text, keys, algorithms=list(ALGORITHMS))
    except (JoseError, ValueError) as error:
        raise IdTokenInvalid(place=place, check="signature") from error


def _identity_checks(claims: Mapping[str, Any], expected: Expectation) -> list[tuple[str, bool]]:
    subject = claims.get("sub")
    checks = [
        ("iss", claims.get("iss") == expected.issuer),
        ("aud", _audiences(claims) == [expected.client_id]),
        ("azp", claims.get("azp", expected.client_id) == expected.client_id),
        ("sub", isinstance(subject, str) and 0 < len(subject) <= 255),
    ]
    if expected.nonce is not None:
        checks.append(("nonce", _same(claims.get("nonce"), expected.nonce.reveal())))
    return checks


def _audiences(claims: Mapping[str, Any]) -> Any:
    """The audiences as a list: a single one may stand alone (RFC 7519 §4.1.3)."""
    audience = claims.get("aud")
    return [audience] if isinstance(audience, str) else audience


def _time_checks(claims: Mapping[str, Any], expected: Expectation) -> list[tuple[str, bool]]:
    now, leeway = expected.now.timestamp(), LEEWAY.total_seconds()
    expires, issued, not_before = (_moment(claims.get(name)) for name in ("exp", "iat", "nbf"))
    checks = [
        ("exp", expires is not None and now - leeway < expires),
        ("iat", issued is not None and expected.started_at.timestamp() - leeway <= issued <= now + leeway),
        ("nbf", "nbf" not in claims or (not_before is not None and not_before <= now + leeway)),
    ]
    if expected.max_age is not None:
        signed_in = _moment(claims.get("auth_time"))
        recent = (
            signed_in is not None and signed_in >= expected.started_at.timestamp() - expected.max_age - leeway
        )
        checks.append(("auth_time", recent))
    return checks


def _moment(value: Any) -> float | None:
    """Seconds since 1970 as a JSON number (RFC 7519 §2), or None; not a text, not a boolean, not absurd."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if 0 <= value < 1e11 else None


def _check_hashes(claims: Mapping[str, Any], *, algorithm: str, expected: Expectation) -> None:
    hashes = (
        ("c_hash", expected.code, expected.c_hash_required),
        ("at_hash", expected.access_token, expected.at_hash_required),
        ("s_hash", expected.state, False),
    )
    for name, value, required in hashes:
        if value is None or (name not in claims and not required):
            continue
        if not _same(claims.get(name), left_half_hash(value, algorithm=algorithm)):
            raise IdTokenInvalid(place=expected.place, check=name)
        expected.report(name, True)  # noqa: FBT003 - it passed


def _same(found: Any, wanted: str) -> bool:
    return isinstance(found, str) and hmac.compare_digest(found.encode("utf-8", "replace"), wanted.encode())
