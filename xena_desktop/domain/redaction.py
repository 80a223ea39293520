"""Keeping secrets out of sight: a wrapper that shows nothing, and a masker for text."""

from __future__ import annotations

import json
import re
from typing import NoReturn
from urllib.parse import quote, quote_plus

MASK = "•••"

_TOKENS = (
    re.compile(r"(?i)(bearer\s+)[A-Za-z0-9._~+/-]{16,}=*"),
    re.compile(r"()\beyJ[A-Za-z0-9_-]{6,}(?:\.[A-Za-z0-9_-]*){1,4}"),
)
_PATTERNS = (
    re.compile(r"(?i)(bearer\s+)[^\s\"',;]+"),
    re.compile(r"(?i)(basic\s+)[A-Za-z0-9+/=]{8,}"),
    re.compile(r"()\beyJ[A-Za-z0-9_-]{6,}(?:\.[A-Za-z0-9_-]*){0,4}"),
    re.compile(
        r"(?i)([\"']?\b(?:access_token|refresh_token|id_token|client_secret|code_verifier|code|password|assertion)"
        r"[\"']?\s*[=:]\s*[\"']?)[^\s\"'&,}]+"
    ),
)


class Secret:
    """A secret text. It shows as ``•••`` wherever it is printed, and gives itself only on ``reveal()``."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The secret itself, at the one place that needs it."""
        return self._value

    def __repr__(self) -> str:
        return MASK

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._value == self._value

    def __hash__(self) -> int:
        return hash(self._value)

    def __bool__(self) -> bool:
        return bool(self._value)

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Secret does not leave the process")


class Redactor:
    """Masks the secrets it was told of, and whatever looks like one, in any text."""

    def __init__(self) -> None:
        self._known: set[str] = set()

    def learn(self, *secrets: Secret | None) -> None:
        """Mask these from now on, as they are and as they stand in URLs, forms and JSON.

        Texts under eight characters are not learned: they would mask words.
        """
        for value in (secret.reveal() for secret in secrets if secret is not None):
            if len(value) >= 8:
                self._known |= {value, quote(value, safe=""), quote_plus(value), json.dumps(value)[1:-1]}

    def masked(self, text: str) -> str:
        """``text`` with every secret replaced by ``•••``."""
        text = self._without_learned(text)
        for pattern in _PATTERNS:
            text = pattern.sub(rf"\g<1>{MASK}", text)
        return text

    def without_known(self, text: str) -> str:
        """``text`` without the secrets learned and without tokens, whatever else may be called so."""
        text = self._without_learned(text)
        for pattern in _TOKENS:
            text = pattern.sub(rf"\g<1>{MASK}", text)
        return text

    def _without_learned(self, text: str) -> str:
        for secret in sorted(self._known, key=len, reverse=True):
            text = text.replace(secret, MASK)
        return text
