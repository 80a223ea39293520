"""What a report about an account says. Whatever leaves here as text has passed the redactor."""

from __future__ import annotations

import platform
from collections.abc import Callable
from datetime import datetime
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Final

from xena_desktop.domain.connection import Connection, render_connection_file
from xena_desktop.domain.errors import KeychainError
from xena_desktop.domain.report import Report
from xena_desktop.services.accounts import Accounts
from xena_desktop.services.secrets import Secrets
from xena_desktop.services.traces import Traces
from xena_desktop.services.workers import Workers

if TYPE_CHECKING:
    from xena_desktop.domain.check import AccountCheck
    from xena_desktop.domain.identity import Account
    from xena_desktop.domain.redaction import Redactor

_LIBRARIES: Final = (
    "PySide6-Essentials", "requests", "requests-oauthlib", "joserfc", "keyring", "truststore", "cryptography",
)  # fmt: skip


class Reports:
    """Gathers what a developer needs to see, and writes it down without a secret."""

    def __init__(
        self,
        *,
        workers: Workers,
        secrets: Secrets,
        accounts: Accounts,
        traces: Traces,
        redactor: Redactor,
        now: Callable[[], datetime],
    ) -> None:
        self._workers = workers
        self._secrets = secrets
        self._accounts = accounts
        self._traces = traces
        self._redactor = redactor
        self._now = now

    async def report(self, account: Account, *, check: AccountCheck | None = None) -> Report:
        """What is known of the account; raises UnknownConnection."""
        connection = self._accounts.connection_of(account)
        keychain = await self._learn_secrets(account, connection)
        traces = (
            *await self._traces.of_account(account),
            *await self._traces.of_connection(connection),
        )
        return Report(
            made_at=self._now(),
            versions=await self._workers.disk(_versions),
            keychain=keychain,
            connection=render_connection_file(connection),
            account=_account_facts(account),
            traces=traces,
            check=check,
        )

    def masked(self, text: str) -> str:
        """``text`` with every secret hidden that is known or looks like one."""
        return self._redactor.masked(text)

    async def save(self, text: str, path: Path) -> None:
        """Write a report's text, masked; raises FileUnreadable."""
        from xena_desktop.storage.folder import write_whole

        await self._workers.disk(write_whole, path, self.masked(text))

    async def _learn_secrets(self, account: Account, connection: Connection) -> str:
        """Let the redactor know every secret of the account, also ones not used yet; the keychain's name."""
        try:
            await self._secrets.client_secret(connection)
            await self._secrets.grant(account.id)
            await self._secrets.access_token(account.id, generation=account.generation)
        except KeychainError as error:
            return error.code
        return (await self._secrets.status()).name


def _versions() -> tuple[tuple[str, str], ...]:
    found = [("xena-desktop", _version("xena-desktop")), ("Python", platform.python_version())]
    found.append(("system", f"{platform.system()} {platform.release()} {platform.machine()}"))
    return (*found, *((name, _version(name)) for name in _LIBRARIES))


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "–"


def _account_facts(account: Account) -> tuple[tuple[str, str], ...]:
    return (
        ("name", account.name),
        ("subject", account.subject),
        ("issuer", account.issuer),
        ("state", account.state),
        ("generation", str(account.generation)),
        ("renewable", str(account.renewable)),
        ("service account", str(account.is_service)),
        ("scopes asked", " ".join(sorted(account.scopes_asked))),
        ("scopes granted", " ".join(sorted(account.scopes_granted))),
        ("obtained at", str(account.obtained_at)),
        ("access token ends", str(account.access_expires_at)),
        ("fiscal setup", account.fiscal_id or "–"),
    )
