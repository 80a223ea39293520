"""The connections of this computer: the built-in ones and the person's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from xena_desktop.domain import built_in
from xena_desktop.domain.connection import Connection, parse_connection_file, render_connection_file
from xena_desktop.domain.errors import ConnectionExists, ConnectionInUse, FileUnreadable, UnknownConnection
from xena_desktop.storage.folder import read_text, write_whole

if TYPE_CHECKING:
    from xena_desktop.domain.redaction import Secret
    from xena_desktop.services.providers import Providers
    from xena_desktop.services.secrets import Secrets
    from xena_desktop.services.workers import Workers
    from xena_desktop.storage.files import ConnectionFiles


class Connections:
    """Reads, adds and changes connections. The client secret of one goes to the keychain alone.

    ``sandbox`` gives the Sandbox's connection as it stands now. The methods that are coroutines need what
    ``attach`` brings; listing and naming do not, so that the command line can list in no time.
    """

    def __init__(self, files: ConnectionFiles, *, sandbox: Callable[[], Connection]) -> None:
        self._files = files
        self._sandbox = sandbox
        self._own = files.all()
        self._given = files.given()
        self._in_use: Callable[[str], bool] = lambda _id: False

    def attach(
        self, *, workers: Workers, secrets: Secrets, providers: Providers, in_use: Callable[[str], bool]
    ) -> None:
        """Give the book what changing and testing connections needs."""
        self._workers, self._secrets, self._providers, self._in_use = workers, secrets, providers, in_use

    def all(self) -> tuple[Connection, ...]:
        """Xena, Xena test, the Sandbox and the administrator's first, then the person's own by name."""
        came = {c.id: c for c in (built_in.xena_production(), built_in.xena_test())} | self._given
        first = [self._own.get(c.id, c) for c in came.values()]
        first.insert(2, self._sandbox())
        ids = {connection.id for connection in first}
        own = sorted((c for c in self._own.values() if c.id not in ids), key=lambda c: c.name.casefold())
        return (*first, *own)

    def named(self, name: str) -> Connection:
        """The connection called ``name``, upper or lower case alike; raises UnknownConnection."""
        wanted = name.strip().casefold()
        for connection in self.all():
            if wanted in (connection.name.casefold(), connection.id):
                return connection
        raise UnknownConnection(name=name, known=self._known())

    def by_id(self, id: str) -> Connection:  # noqa: A002 - the field's name
        """The connection with this id; raises UnknownConnection."""
        for connection in self.all():
            if connection.id == id:
                return connection
        raise UnknownConnection(name=id, known=self._known())

    def own(self) -> Mapping[str, Connection]:
        """The person's own connections as they are known now, by id."""
        return dict(self._own)

    def on_disk(self) -> Mapping[str, Connection]:
        """The person's own connections as they lie on disk; blocks."""
        return self._files.all()

    def adopt(self, found: Mapping[str, Connection], *, instead_of: Mapping[str, Connection]) -> None:
        """Take over what other processes changed, unless something was changed here meanwhile."""
        if self._own == instead_of:
            self._own = dict(found)

    async def read_file(self, path: Path) -> Connection:
        """The connection in a connection file, not kept yet; raises ConnectionFileInvalid and FileUnreadable."""
        text = await self._workers.disk(read_text, path)
        if text is None:
            raise FileUnreadable(path=str(path), reason="not found")
        return parse_connection_file(text, id=_new_id())

    async def import_file(self, path: Path, *, client_secret: Secret | None = None) -> Connection:
        """Keep the connection of a file; raises as ``read_file`` and ``save`` do."""
        return await self.save(await self.read_file(path), client_secret=client_secret)

    async def export_file(self, connection: Connection, path: Path) -> None:
        """Write a connection file, without any secret; raises FileUnreadable."""
        await self._workers.disk(write_whole, path, render_connection_file(connection))

    async def save(self, connection: Connection, *, client_secret: Secret | None = None) -> Connection:
        """Keep a connection, and its client secret where one is given.

        Raises ConnectionExists when another one has its name, ConnectionFileInvalid when its members do not go
        together, KeychainError and FileUnreadable.
        """
        kept = connection if connection.id else replace(connection, id=_new_id())
        parse_connection_file(render_connection_file(kept), id=kept.id)  # what is kept can be read again
        if any(c.name.casefold() == kept.name.casefold() and c.id != kept.id for c in self.all()):
            raise ConnectionExists(name=kept.name)
        if client_secret:
            await self._secrets.keep_client_secret(kept, client_secret)
        await self._workers.disk(self._files.write, kept)
        self._own[kept.id] = kept
        return kept

    async def remove(self, connection: Connection) -> None:
        """Forget a connection and its client secret.

        A built-in one, or the administrator's, falls back to how it came. Raises ConnectionInUse for the Sandbox,
        for one of those that was never changed, and while accounts use it.
        """
        if connection.id not in self._own:
            raise ConnectionInUse(name=connection.name, reason="built_in")
        if self._in_use(connection.id):
            raise ConnectionInUse(name=connection.name, reason="accounts")
        await self._secrets.forget_client_secret(connection)
        await self._workers.disk(self._files.remove, connection.id)
        del self._own[connection.id]

    async def has_client_secret(self, connection: Connection) -> bool:
        """Whether the keychain holds the connection's client secret; raises KeychainError."""
        return await self._secrets.client_secret(connection) is not None

    async def test(self, connection: Connection) -> str:
        """Read the discovery document and the keys of an unsaved connection; the issuer's name.

        Raises SignInError and NetworkError.
        """
        provider = await self._providers.provider(connection, anew=True)
        await self._providers.keys(provider, connection, anew=True)
        return provider.issuer

    def _known(self) -> str:
        return ", ".join(connection.name for connection in self.all())


def _new_id() -> str:
    import secrets as randomness

    return f"own-{randomness.token_hex(6)}"
