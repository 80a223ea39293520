"""The Sandbox's signing key: RS256 over compact JSON Web Tokens (RFC 7515, RFC 7518 section 3.3)."""

import base64
import hashlib
import json
from collections.abc import Mapping

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256

from xena_desktop.sandbox.errors import TokenRefused


class SigningKey:
    """An RSA key of 2048 bits, made anew at each start of the Sandbox, so that keys really change."""

    def __init__(self) -> None:
        self._private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        numbers = self._private.public_key().public_numbers()
        self._modulus = _encoded(numbers.n.to_bytes(256, "big"))
        self._exponent = _encoded(numbers.e.to_bytes(3, "big"))
        self.key_id = hashlib.sha256(self._modulus.encode()).hexdigest()[:32].upper()

    def public_jwk(self) -> dict[str, str]:
        """The public half as a JSON Web Key (RFC 7517)."""
        return {
            "kty": "RSA",
            "use": "sig",
            "kid": self.key_id,
            "e": self._exponent,
            "n": self._modulus,
            "alg": "RS256",
        }

    def sign(self, claims: Mapping[str, object], *, media_type: str = "JWT") -> str:
        """The claims as a signed token; `media_type` becomes the header's `typ`."""
        header = {"alg": "RS256", "kid": self.key_id, "typ": media_type}
        signed = f"{_encoded_json(header)}.{_encoded_json(claims)}"
        signature = self._private.sign(signed.encode(), padding.PKCS1v15(), SHA256())
        return f"{signed}.{_encoded(signature)}"

    def verified_claims(self, token: str, *, media_type: str = "JWT") -> dict[str, object]:
        """The claims of a token that this key signed; raises TokenRefused for anything else."""
        try:
            header, claims, signature = (_decoded(part) for part in token.split("."))
            signed = token.rpartition(".")[0].encode()
            self._private.public_key().verify(signature, signed, padding.PKCS1v15(), SHA256())
            if json.loads(header).get("typ") != media_type:
                raise TokenRefused("the token is of another kind")
            return dict(json.loads(claims))
        except (ValueError, InvalidSignature) as error:
            raise TokenRefused("the token's signature is not valid") from error


def half_hash(value: str) -> str:
    """The left half of the value's SHA-256, as in `c_hash` and `at_hash` (OpenID Connect Core 3.3.2.11)."""
    return _encoded(hashlib.sha256(value.encode()).digest()[:16])


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _encoded_json(value: Mapping[str, object]) -> str:
    return _encoded(json.dumps(value, separators=(",", ":")).encode())


def _decoded(text: str) -> bytes:
    return base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
