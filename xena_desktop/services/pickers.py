"""Ids with what people call them, from the lists that Xena has for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from xena_desktop import translation
from xena_desktop.domain.addresses import printable
from xena_desktop.domain.exchange import ApiRequest
from xena_desktop.domain.form import Choice
from xena_desktop.domain.identity import Account
from xena_desktop.services.explorer import Explorer

_MOST: Final = 50
_BETWEEN: Final = " · "


class Pickers:
    """Which list has the ids of which parameter is a table of facts; asking it is the same for all."""

    def __init__(self, *, explorer: Explorer) -> None:
        self._explorer = explorer

    async def choices(self, account: Account, key: str, *, text: str = "") -> tuple[Choice, ...]:
        """What can be chosen for a picker of that key, as far as ``text`` is in it. Raises as Explorer.send does."""
        from xena_desktop.catalogue.facts import Facts

        picker = Facts(language=translation.current_language()).pickers[key]
        is_searched = bool(text and picker.search_path)
        query = [("listOptions.pageSize", str(_MOST))]
        if is_searched:
            query.append(("queryString", text))
        path = picker.search_path if is_searched else picker.list_path
        rows = await self._explorer.listed(account, ApiRequest(path=path, query=tuple(query)))
        found = [Choice(_text(row.get(picker.value)), _label(row, picker.label)) for row in rows]
        return tuple(one for one in found if one.value and (is_searched or _has(one, text)))


def _has(choice: Choice, text: str) -> bool:
    return text.casefold() in f"{choice.value} {choice.label}".casefold()


def _label(row: Mapping[str, Any], members: tuple[str, ...]) -> str:
    return _BETWEEN.join(part for name in members if (part := _text(_member(row, name))))


def _member(row: Any, name: str) -> Any:
    for step in name.split("."):
        row = row.get(step) if isinstance(row, Mapping) else None
    return row


def _text(value: Any) -> str:
    return "" if value is None or isinstance(value, dict | list) else printable(str(value), limit=120)
