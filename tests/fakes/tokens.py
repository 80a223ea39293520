"""JSON web tokens and keys, right or wrong as a test wants them, made with `cryptography` and no JOSE library."""

import base64
import functools
import hashlib
import hmac
import json
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

KEY_ID = "key-1"


def rsa_key(name: str = KEY_ID, *, bits: int = 2048) -> rsa.RSAPrivateKey:
    """The RSA key called `name`, made once in a process."""
    return _made_key(name, bits)


@functools.cache
def _made_key(name: str, bits: int) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def public_jwk(name: str = KEY_ID, *, bits: int = 2048, **members: Any) -> dict[str, Any]:
    """The public half of `rsa_key(name)` as a JWK (RFC 7517); a member of None is left out."""
    numbers = rsa_key(name, bits=bits).public_key().public_numbers()
    jwk = {
        "kty": "RSA",
        "use": "sig",
        "alg": "RS256",
        "kid": name,
        "n": base64url(numbers.n.to_bytes((numbers.n.bit_length() + 7) // 8, "big")),
        "e": base64url(numbers.e.to_bytes(3, "big")),
        **members,
    }
    return {member: value for member, value in jwk.items() if value is not None}


def elliptic_jwk() -> dict[str, Any]:
    """A public key of the curve P-256."""
    numbers = ec.generate_private_key(ec.SECP256R1()).public_key().public_numbers()
    x, y = (base64url(number.to_bytes(32, "big")) for number in (numbers.x, numbers.y))
    return {"kty": "EC", "use": "sig", "kid": "curve", "crv": "P-256", "x": x, "y": y}


def public_pem(name: str = KEY_ID) -> bytes:
    """The public half of `rsa_key(name)` as PEM, which is what key confusion uses as an HMAC key."""
    return (
        rsa_key(name)
        .public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )


def signed_token(
    claims: dict[str, Any] | str,
    *,
    header: dict[str, Any] | None = None,
    key: str = KEY_ID,
    hmac_key: bytes = b"",
) -> str:
    """A compact JWS (RFC 7515 section 7.1); `claims` may be JSON text, the algorithm is what the header says."""
    header = {"alg": "RS256", "kid": key, "typ": "JWT"} if header is None else header
    payload = claims if isinstance(claims, str) else json.dumps(claims)
    signed = f"{base64url(json.dumps(header).encode())}.{base64url(payload.encode())}"
    return f"{signed}.{base64url(_signature(signed.encode(), str(header.get('alg')), key=key, hmac_key=hmac_key))}"


def half_hash(value: str) -> str:
    """c_hash, at_hash and s_hash with SHA-256 (OpenID Connect Core 3.3.2.11)."""
    return base64url(hashlib.sha256(value.encode()).digest()[:16])


def _signature(signed: bytes, algorithm: str, *, key: str, hmac_key: bytes) -> bytes:
    if algorithm.lower() == "none":
        return b""
    if algorithm == "HS256":
        return hmac.digest(hmac_key, signed, "sha256")
    kind = hashes.SHA512() if algorithm.endswith("512") else hashes.SHA256()
    if algorithm.startswith("PS"):
        return rsa_key(key).sign(signed, padding.PSS(padding.MGF1(kind), kind.digest_size), kind)
    return rsa_key(key).sign(signed, padding.PKCS1v15(), kind)
