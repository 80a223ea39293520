"""From the bytes of a document to plain values, JSON or YAML, within limits."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from xena_desktop.domain.errors import DescriptionInvalid, DescriptionTooLarge

MOST_BYTES: Final = 16 << 20
"""Fourteen times Xena's own document; reading one of this size stops the window for a blink at most."""


def parsed(data: bytes, *, place: str) -> Mapping[str, Any]:
    """The document's top object. Raises DescriptionTooLarge and DescriptionInvalid, naming ``place``."""
    if len(data) > MOST_BYTES:
        raise DescriptionTooLarge(place=place, limit=MOST_BYTES >> 20)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DescriptionInvalid(place=place, reason="not_text") from error
    value = _json(text, place=place) if text.lstrip()[:1] in ("{", "[") else _yaml(text, place=place)
    if not isinstance(value, dict) or not isinstance(value.get("paths"), dict):
        raise DescriptionInvalid(place=place, reason="no_paths")
    return value


def _json(text: str, *, place: str) -> Any:
    try:
        return json.loads(text)
    except RecursionError as error:
        raise DescriptionInvalid(place=place, reason="too_deep") from error
    except ValueError:
        return _yaml(text, place=place)  # YAML's flow style begins with a bracket, too


def _yaml(text: str, *, place: str) -> Any:
    from xena_desktop.catalogue.yaml_text import YamlInvalid, load_yaml

    try:
        return load_yaml(text)
    except YamlInvalid as error:
        raise DescriptionInvalid(place=place, reason=error.reason, line=error.line) from error
