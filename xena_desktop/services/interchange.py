"""Requests from other programs, and as code for them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from xena_desktop.domain.exchange import ApiRequest
from xena_desktop.domain.interchange import Imported, Language, fitted, outgoing

if TYPE_CHECKING:
    from xena_desktop.domain.connection import Connection
    from xena_desktop.domain.identity import Account
    from xena_desktop.services.accounts import Accounts
    from xena_desktop.services.explorer import Explorer
    from xena_desktop.services.workers import Workers


class Interchange:
    """Reads curl commands and files of other programs, and writes requests as snippets. Nothing is sent here."""

    def __init__(self, *, accounts: Accounts, explorer: Explorer, workers: Workers) -> None:
        self._accounts = accounts
        self._explorer = explorer
        self._workers = workers

    async def snippet(self, account: Account, request: ApiRequest, *, language: Language) -> str:
        """What the program would send for ``request``, as code; the access token is a variable in it.

        Raises as ``target_url`` does, and SnippetImpossible.
        """
        from xena_desktop.interchange.snippets import snippet

        filled = await self._explorer.filled(account, request)
        return snippet(outgoing(self._accounts.connection_of(account), filled), language=language)

    def is_curl(self, text: str) -> bool:
        """Whether ``text`` looks like a curl command."""
        from xena_desktop.interchange.curl_command import is_curl

        return is_curl(text)

    def read_curl(self, command: str, *, connection: Connection | None) -> Imported:
        """The request of a curl command, on ``connection`` where it fits there; raises ImportUnreadable."""
        from xena_desktop.interchange.curl_command import read_curl

        found = read_curl(command)
        return fitted(found, connection) if connection else found

    async def read_file(self, path: Path, *, connection: Connection | None) -> tuple[Imported, ...]:
        """The requests of a HAR file, a Postman collection or an API document.

        Raises ImportUnreadable and FileUnreadable.
        """
        from xena_desktop.services.described_requests import read_import

        found = await self._workers.disk(read_import, path)
        return tuple(fitted(one, connection) for one in found) if connection else found
