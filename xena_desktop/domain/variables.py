"""Variables: ``{{name}}`` in a request, filled before it is sent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final
from urllib.parse import quote

from xena_desktop.domain.body import texts_of, with_texts
from xena_desktop.domain.errors import VariableIsSecret, VariableNameInvalid, VariablesUnfilled
from xena_desktop.domain.exchange import ApiRequest
from xena_desktop.domain.masking import is_secret_name

NAME: Final = re.compile(r"[^\W\d][\w.-]*")
_VARIABLE: Final = re.compile(r"\{\{\s*([^\W\d][\w.-]*)\s*\}\}")


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

    Values are taken as they are, in the path percent-encoded. What a value holds is not looked through again. Raises
    VariablesUnfilled with the names that no level knows.
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

    return replace(
        request,
        path=_VARIABLE.sub(lambda match: quote(known[match[1]], safe=""), request.path),
        query=pairs(request.query),
        headers=pairs(request.headers),
        body=with_texts(request.body, filled),
    )
