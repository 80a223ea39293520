"""Which variables may be written where the cursor stands."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from xena_desktop.domain.variables import KnownVariable, Level
from xena_desktop.translation import tr
from xena_desktop.ui.models.json_completion import Proposal

_BEGUN: Final = re.compile(r"\{\{[ \t]*([\w.-]*)$")
_REST: Final = re.compile(r"[\w.-]*[ \t]*\}\}|[\w.-]*")
_NAME: Final = re.compile(r"[\w.-]*")
_LONGEST: Final = 40


def variable_proposals(
    text: str, position: int, *, known: Iterable[KnownVariable], is_asked: bool = False, is_json: bool = False
) -> list[Proposal]:
    """The variables that fit what was begun with ``{{``; all of them where nothing was and somebody asks.

    What follows the cursor is replaced as far as it belongs to the same variable. In JSON, outside of a text, braces
    that follow are those of objects.
    """
    begun = _BEGUN.search(text, 0, position)
    if begun is None and not is_asked:
        return []
    start, typed = (begun.start(), begun[1].casefold()) if begun else (position, "")
    rest = _NAME if is_json and not _is_in_text(text, start) else _REST
    following = rest.match(text, position) if begun else None
    end = following.end() if following else position
    return [
        Proposal(start, end, f"{{{{{one.name}}}}}", one.name, _about(one))
        for one in known
        if typed in one.name.casefold()
    ]


def _is_in_text(text: str, position: int) -> bool:
    line = text[text.rfind("\n", 0, position) + 1 : position]
    return (line.count('"') - line.count('\\"')) % 2 == 1


def _about(variable: KnownVariable) -> str:
    value = " ".join(variable.shown.split())
    shown = value if len(value) <= _LONGEST else value[:_LONGEST] + "…"
    return f"{shown}   {_level(variable.level)}"


def _level(level: Level) -> str:
    match level:
        case Level.REQUEST:
            return tr("this request")
        case Level.ACCOUNT:
            return tr("the account")
    return tr("the connection")
