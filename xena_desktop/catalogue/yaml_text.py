"""YAML as far as JSON goes (YAML 1.2.2 §10.2): plain data, and no more of it than is written there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, ClassVar, Final

import yaml

MOST_NODES: Final = 2_000_000
"""Values after every alias is replaced by what it stands for; nine lines of aliases can make billions."""
DEEPEST: Final = 100

_BASE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class YamlInvalid(Exception):
    """``reason`` is ``not_json_or_yaml``, ``too_deep`` or ``too_many_aliases``; ``line`` counts from 1."""

    def __init__(self, reason: str, *, line: int | None = None) -> None:
        super().__init__(reason)
        self.reason, self.line = reason, line


class _Loader(_BASE):  # type: ignore[misc] # the C loader has no types
    """Numbers, true, false and null as JSON writes them; all else is text, dates and ``yes`` too."""

    yaml_implicit_resolvers: ClassVar[dict[str, list[tuple[str, re.Pattern[str]]]]] = {}


_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:~|null|)$"), ["~", "n", ""])
_NUMBER: Final = re.compile(r"^-?(?:0|[1-9]\d*)(?P<rest>\.\d+)?(?:[eE][-+]?\d+)?$", re.ASCII)
_Loader.add_implicit_resolver("!number", _NUMBER, list("-0123456789"))
_Loader.add_constructor("!number", lambda _loader, node: json.loads(node.value))


def load_yaml(text: str) -> Any:
    """The one document in ``text``; raises YamlInvalid."""
    try:
        _check_size(yaml.parse(text, Loader=_Loader))
        return _with_text_keys(yaml.load(text, Loader=_Loader))  # noqa: S506 - derived from the safe loader
    except RecursionError as error:
        raise YamlInvalid("too_deep") from error
    except (yaml.YAMLError, ValueError, TypeError) as error:
        mark = getattr(error, "problem_mark", None)
        raise YamlInvalid("not_json_or_yaml", line=mark.line + 1 if mark else None) from error


def _check_size(events: Iterator[Any]) -> None:
    """Count what the document grows to, without growing it."""
    sizes: dict[str, int] = {}
    open_nodes: list[tuple[str | None, int]] = []
    total = 0
    for event in events:
        if isinstance(event, yaml.AliasEvent):
            total += sizes.get(
                event.anchor or "", MOST_NODES + 1
            )  # an alias inside its own anchor has no end
        elif isinstance(event, yaml.ScalarEvent):
            total += 1
            if event.anchor:
                sizes[event.anchor] = 1
        elif isinstance(event, yaml.CollectionStartEvent):
            open_nodes.append((event.anchor, total))
            total += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            anchor, before = open_nodes.pop()
            if anchor:
                sizes[anchor] = total - before
        if total > MOST_NODES:
            raise YamlInvalid("too_many_aliases")
        if len(open_nodes) > DEEPEST:
            raise YamlInvalid("too_deep")


def _with_text_keys(value: Any) -> Any:
    """Responses are named ``200``, which YAML reads as a number."""
    if isinstance(value, dict):
        return {str(key): _with_text_keys(item) for key, item in value.items()}
    return [_with_text_keys(item) for item in value] if isinstance(value, list) else value
