"""Words as the search compares them, and the words that mean the same."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from importlib import resources
from typing import Final

_CAMEL: Final = re.compile(r"[A-ZÆØÅ]+(?![a-zæøå])|[A-ZÆØÅ]?[a-zæøåé]+|\d+")
_WORD: Final = re.compile(r"\w+")
_FOLDED: Final = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "é": "e", "ü": "u", "ö": "oe", "ä": "ae"})


def folded(text: str) -> str:
    """``text`` in one case and without Danish letters, which not every keyboard has."""
    return text.casefold().translate(_FOLDED)


def query_words(text: str) -> list[str]:
    """The words typed, in order."""
    return _WORD.findall(folded(text))


def index_words(text: str) -> set[str]:
    """The words of a text or a path: ``FiscalSetup`` is found whole and by each of its halves."""
    found: set[str] = set()
    for word in _WORD.findall(text):
        found.add(folded(word))
        found.update(folded(part) for part in _CAMEL.findall(word) if len(part) > 1)
    return found


def synonyms() -> Mapping[str, tuple[str, ...]]:
    """What people say, in Danish and English, and what the API calls it."""
    file = resources.files("xena_desktop.resources") / "catalogue" / "synonyms.json"
    listed: dict[str, list[str]] = json.loads(file.read_text(encoding="utf-8"))
    return {folded(word): tuple(folded(other) for other in others) for word, others in listed.items()}
