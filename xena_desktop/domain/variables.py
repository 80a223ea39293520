"""Variables: ``{{name}}`` in a request, filled before it is sent."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final
from urllib.parse import quote

from xena_desktop.domain.body import texts_of, with_texts
from xena_desktop.domain.errors import VariableIsSecret, VariableNameInvalid, VariablesUnfilled
from xena_desktop.domain.exchange import ApiRequest
from xena_desktop.domain.masking import is_secret_name
from xena_desktop.domain.redaction import MASK

NAME: Final = re.compile(r"[^\W\d][\w.-]*")
_VARIABLE: Final = re.compile(rf"\{{\{{\s*({NAME.pattern})\s*\}}\}}")
_IN_JSON: Final = re.compile(rf'(?P<string>"(?:[^"\\]|\\.)*")|{_VARIABLE.pattern}', re.DOTALL)


@dataclass(frozen=True, slots=True)
class KnownVariable:
    """A variable that has a value: its own level's, or an earlier level's where there are several."""

    name: str
    value: str
    level: Level

    @property
    def shown(self) -> str:
        """The value, fit to be looked at: one that may be a secret is masked."""
        return MASK if is_secret_name(self.name) else self.value


class Level(StrEnum):
    """Whose variable it is."""

    REQUEST = "request"
    ACCOUNT = "account"
    CONNECTION = "connection"


def known_variables(levels: Mapping[Level, Mapping[str, str]]) -> list[KnownVariable]:
    """Every variable once, by name; an earlier level wins over a later one."""
    found: dict[str, KnownVariable] = {}
    for level, variables in levels.items():
        for name, value in variables.items():
            found.setdefault(name, KnownVariable(name, value, level))
    return [found[name] for name in sorted(found, key=str.casefold)]


def is_variable(text: str) -> bool:
    """Whether ``text`` is one variable and nothing else."""
    return _VARIABLE.fullmatch(text) is not None


def without_bare_variables(text: str, stand_in: Callable[[str], str]) -> str:
    """A JSON text with something in place of each variable that stands where a value would, outside of texts."""
    if "{{" not in text:
        return text
    return _IN_JSON.sub(lambda found: found[0] if found["string"] else stand_in(found[0]), text)


def checked_variables(variables: Mapping[str, str]) -> Mapping[str, str]:
    """The variables, fit to be kept in a file.

    Raises VariableNameInvalid, and VariableIsSecret for a name that promises a secret: files are no place for one.
    """
    for name, value in variables.items():
        if not NAME.fullmatch(name):
            raise VariableNameInvalid(name=name)
        if value and is_secret_name(name):
            raise VariableIsSecret(name=name)
    return variables


def used_in(request: ApiRequest) -> tuple[str, ...]:
    """The names of the variables that stand in ``request``, each once, in order; what files hold is not looked at."""
    pairs = (*request.query, *request.headers)
    texts = (request.path, *(part for pair in pairs for part in pair), *texts_of(request.body))
    return tuple(dict.fromkeys(name for text in texts for name in _VARIABLE.findall(text)))


def with_variables(request: ApiRequest, *levels: Mapping[str, str]) -> ApiRequest:
    """The request with every variable filled; an earlier level wins over a later one.

    Values are taken as they are; in the path they are percent-encoded, in the texts of a JSON body escaped. What a
    value holds is not looked through again. Raises VariablesUnfilled with the names that no level knows.
    """
    known: dict[str, str] = {}
    for level in reversed(levels):
        known |= level
    missing = [name for name in used_in(request) if name not in known]
    if missing:
        raise VariablesUnfilled(names=", ".join(missing))

    def filled(text: str) -> str:
        return _VARIABLE.sub(lambda match: known[match[1]], text)

    def pairs(rows: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
        return tuple((filled(name), filled(value)) for name, value in rows)

    def filled_json(text: str) -> str:
        if "{{" not in text:  # as good as every body, and a long one is looked through at each key
            return text
        return _IN_JSON.sub(
            lambda found: (
                _VARIABLE.sub(lambda match: _escaped(known[match[1]]), found[0])
                if found["string"]
                else filled(found[0])
            ),
            text,
        )

    return replace(
        request,
        path=_VARIABLE.sub(lambda match: quote(known[match[1]], safe=""), request.path),
        query=pairs(request.query),
        headers=pairs(request.headers),
        body=with_texts(request.body, filled_json if _is_json(request) else filled),
    )


def _is_json(request: ApiRequest) -> bool:
    declared = (value for name, value in request.headers if name.lower() == "content-type")
    return isinstance(request.body, bytes) and "json" in next(declared, "json").lower()


def _escaped(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)[1:-1]
