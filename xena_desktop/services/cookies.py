"""Cookies of the API: off until somebody wants them for an account, and then in memory alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from xena_desktop.domain.addresses import origin
from xena_desktop.domain.cookies import KeptCookie

if TYPE_CHECKING:
    from http.cookiejar import CookieJar

    from xena_desktop.domain.connection import Connection
    from xena_desktop.domain.identity import Account


class Cookies:
    """A jar for each account and each origin of an API; nothing in it goes anywhere else or to the disk."""

    def __init__(self) -> None:
        self._jars: dict[str, dict[tuple[str, str, int], CookieJar]] = {}

    def are_kept(self, account: Account) -> bool:
        """Whether the account's cookies are kept and sent."""
        return account.id in self._jars

    def keep(self, account: Account, *, kept: bool) -> None:
        """Keep the account's cookies from now on, or no longer, and forget those there are."""
        if kept:
            self._jars.setdefault(account.id, {})
        else:
            self._jars.pop(account.id, None)

    def jar(self, account: Account, connection: Connection) -> CookieJar | None:
        """Where the cookies of this account's calls go; None where none are kept."""
        jars = self._jars.get(account.id)
        if jars is None:
            return None
        from http.cookiejar import CookieJar

        return jars.setdefault(origin(connection.api_base_url), CookieJar())

    def all(self, account: Account) -> list[KeptCookie]:
        """The account's cookies, by host, path and name, without those that have ended."""
        found: list[KeptCookie] = []
        for jar in self._jars.get(account.id, {}).values():
            jar.clear_expired_cookies()
            found += [
                KeptCookie(
                    name=one.name,
                    value=one.value or "",
                    host=one.domain,
                    path=one.path,
                    expires_at=datetime.fromtimestamp(one.expires, UTC) if one.expires else None,
                )
                for one in jar
            ]
        return sorted(found, key=lambda one: (one.host, one.path, one.name))

    def clear(self, account: Account) -> None:
        """Forget the account's cookies, and go on keeping what comes."""
        if account.id in self._jars:
            self._jars[account.id] = {}

    def keep_only(self, accounts: Iterable[Account]) -> None:
        """Forget those of accounts that are gone."""
        ids = {account.id for account in accounts}
        self._jars = {id_: jars for id_, jars in self._jars.items() if id_ in ids}
