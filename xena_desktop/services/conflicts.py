"""What to do when somebody else changed the same thing meanwhile."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from xena_desktop.domain.errors import UnexpectedAnswer
from xena_desktop.domain.exchange import ApiRequest, target_url
from xena_desktop.domain.three_way import Difference, differences, version_of

if TYPE_CHECKING:
    from xena_desktop.domain.exchange import ApiAnswer
    from xena_desktop.domain.identity import Account
    from xena_desktop.services.accounts import Accounts
    from xena_desktop.services.explorer import Explorer
    from xena_desktop.services.gate import Gate

_MOST: Final = 64
_LARGEST: Final = 256 << 10
"""Bytes of one answer that is remembered; nobody edits more by hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """My body, what stands at the server now, and where they differ. ``has_base``: what I began from is known."""

    mine: str
    theirs: str
    differences: tuple[Difference, ...]
    has_base: bool


class Conflicts:
    """Remembers, in memory, what single things looked like when they were read, and compares."""

    def __init__(self, *, accounts: Accounts, explorer: Explorer, gate: Gate) -> None:
        self._accounts = accounts
        self._explorer = explorer
        self._gate = gate
        self._seen: OrderedDict[tuple[str, str, str], str] = OrderedDict()

    def remember(self, account: Account, answer: ApiAnswer) -> None:
        """Keep an answer that holds one thing with its version; it may be what a change begins from."""
        if answer.method not in ("GET", "PUT", "PATCH") or answer.is_error or len(answer.body) > _LARGEST:
            return
        body = answer.body.decode("utf-8-sig", "replace")
        if version := version_of(body):
            key = (account.id, answer.url.partition("?")[0], version)
            self._seen[key] = body
            self._seen.move_to_end(key)
            while len(self._seen) > _MOST:
                self._seen.popitem(last=False)

    async def compare(self, account: Account, request: ApiRequest) -> Conflict:
        """Read what stands at the server now, and compare it with the body of ``request``.

        Raises as ``Explorer.send``, and UnexpectedAnswer when one of the two is no JSON object.
        """
        asked = ApiRequest(path=request.path, query=request.query)
        answer = await self._explorer.send(self._gate.permit(account, asked))
        sent = request.body if isinstance(request.body, bytes) else b""
        mine, theirs = (body.decode("utf-8-sig", "replace") for body in (sent, answer.body))
        url = target_url(self._accounts.connection_of(account), asked).partition("?")[0]
        base = self._seen.get((account.id, url, version_of(mine)))
        try:
            found = differences(base=base, mine=mine, theirs=theirs)
        except ValueError as error:
            raise UnexpectedAnswer(host=urlsplit(answer.url).netloc, status=answer.status) from error
        return Conflict(mine=mine, theirs=theirs, differences=found, has_base=base is not None)
