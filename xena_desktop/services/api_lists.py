"""The lists that say who an account is at Xena, and how they are read."""

from __future__ import annotations

import json
from typing import Any, Final

from xena_desktop.domain.addresses import printable
from xena_desktop.domain.exchange import ApiAnswer, ApiRequest

MEMBERSHIPS: Final = ApiRequest(path="User/XenaUserMembership", query=(("ForceNoPaging", "true"),))
FISCAL_SETUPS: Final = ApiRequest(path="User/FiscalSetup", query=(("ForceNoPaging", "true"),))


def entities(answer: ApiAnswer) -> list[dict[str, Any]]:
    """The objects of a ``{Count, Entities}`` envelope or of a bare array; none for anything else."""
    if answer.is_error:
        return []
    try:
        value = json.loads(answer.body)
    except ValueError:
        return []
    rows = value.get("Entities") if isinstance(value, dict) else value
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def text_of(value: Any) -> str:
    """A member as text fit to be shown; an empty text when it is missing or not a text."""
    return printable(value) if isinstance(value, str) else ""
