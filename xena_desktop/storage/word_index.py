"""Finding words in sealed texts: every word becomes a keyed hash, which tells nothing to whoever lacks the key.

The hashes are equal for equal words. Somebody with the file but without the key could count how many entries share a
word, and no more.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from typing import Final

LONGEST: Final = 16
"""Letters by which words are told apart; a longer one is found by its first sixteen."""

_WORD: Final = re.compile(r"[^\W_]+")
_PARTS: Final = re.compile(r"[A-ZÆØÅ]?[a-zæøå]+|[A-ZÆØÅ]+(?![a-zæøå])|\d+")
_SLICE: Final = 1 << 16
_MOST_WORDS: Final = 40_000
_HASH_BYTES: Final = 5


def marks(text: str, *, key: bytes) -> set[str]:
    """What the index holds for ``text``: hashes of its words and of their beginnings."""
    found: set[str] = set()
    for start in range(
        0, len(text), _SLICE
    ):  # by slices, so that a long text never holds the interpreter for long
        if len(found) < _MOST_WORDS:
            found.update(_words(text[start : start + _SLICE + LONGEST]))
    beginnings = {beginning for word in found for beginning in _beginnings(word)}
    return {_hash(beginning, key=key) for beginning in beginnings}


def exact_marks(labels: Iterable[str], *, key: bytes) -> set[str]:
    """Hashes of labels that are found only whole, such as ``status:404``."""
    return {_hash(f"={label}", key=key) for label in labels}


def wanted_marks(text: str, *, key: bytes) -> set[str]:
    """What an entry must hold to be found by ``text``: each of its words at least as a beginning."""
    return {_hash(word.casefold()[:LONGEST], key=key) for word in _WORD.findall(text)}


def _words(text: str) -> set[str]:
    """The words, and the parts of those that are grown together: ``FiscalSetupId`` is found by ``setup``."""
    whole = set(_WORD.findall(text))
    parts = {part for word in whole if not word.islower() for part in _PARTS.findall(word)}
    return {word.casefold()[:LONGEST] for word in whole | parts}


def _beginnings(word: str) -> Iterable[str]:
    """``word`` and what it begins with, from two letters on; numbers from three digits on, for there are so many."""
    shortest = 3 if word.isdigit() else 2
    yield word
    for length in range(shortest, len(word)):
        yield word[:length]


def _hash(word: str, *, key: bytes) -> str:
    return hashlib.blake2b(word.encode("utf-8", "replace"), key=key, digest_size=_HASH_BYTES).hexdigest()
