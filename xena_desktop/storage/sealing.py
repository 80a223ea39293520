"""Sealing the history: its keys, and turning bytes into what only they can open (AES-256-GCM)."""

from __future__ import annotations

import base64
import os
import zlib
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from xena_desktop.domain.redaction import Secret

_NONCE_BYTES: Final = 12
_KEY_BYTES: Final = 32


def new_key() -> Secret:
    """A fresh key as text, fit for a slot of the keychain."""
    return Secret(base64.b64encode(os.urandom(_KEY_BYTES)).decode("ascii"))


class SealBroken(Exception):
    """What should be opened was sealed with another key, or changed since."""


class Seal:
    """Seals and opens with keys drawn from one ``key`` (RFC 5869); ``word_key`` is for the index of words.

    Raises ValueError for a key that is none.
    """

    def __init__(self, key: Secret) -> None:
        whole = base64.b64decode(key.reveal(), validate=True)
        if len(whole) != _KEY_BYTES:
            raise ValueError("no key")
        self._cipher = AESGCM(_drawn(whole, b"xena-desktop history bodies"))
        self.word_key = _drawn(whole, b"xena-desktop history words")

    def seal(self, content: bytes, *, belongs_to: bytes) -> bytes:
        """``content`` compressed and sealed; it opens only with the same ``belongs_to``."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, zlib.compress(content, 1), belongs_to)

    def open(self, sealed: bytes, *, belongs_to: bytes) -> bytes:
        """The content again; raises SealBroken."""
        try:
            packed = self._cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], belongs_to)
            return zlib.decompress(packed)
        except (InvalidTag, ValueError, zlib.error) as error:
            raise SealBroken from error


def _drawn(key: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=_KEY_BYTES, salt=None, info=purpose).derive(key)
