"""Files that are to be sent with a request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from xena_desktop.domain.errors import InputError

if TYPE_CHECKING:
    from xena_desktop.domain.transfer import Attachment
    from xena_desktop.services.workers import Workers


class Attachments:
    """Looks at files before they are sent, so that what is wrong with one is said beside it."""

    def __init__(self, *, workers: Workers) -> None:
        self._workers = workers

    async def seen(self, paths: Iterable[str]) -> Mapping[str, Attachment | InputError]:
        """Of each file its size, or why it cannot be sent; nothing of what it holds is read."""
        wanted = tuple(dict.fromkeys(paths))
        return MappingProxyType(await self._workers.disk(_look_at_all, wanted))


def _look_at_all(paths: tuple[str, ...]) -> dict[str, Attachment | InputError]:
    from xena_desktop.storage.attachments import look_at

    found: dict[str, Attachment | InputError] = {}
    for path in paths:
        try:
            found[path] = look_at(path)
        except InputError as error:
            found[path] = error
    return found
