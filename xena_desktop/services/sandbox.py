"""The Sandbox of this home folder: found running, or started, whenever its connection is used."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Final

from xena_desktop.domain import built_in
from xena_desktop.domain.connection import Connection
from xena_desktop.domain.errors import NetworkError, PortsBusy
from xena_desktop.domain.redaction import Secret
from xena_desktop.storage.folder import Home, read_text, write_whole

if TYPE_CHECKING:
    from xena_desktop.network.cancellation import Cancellation
    from xena_desktop.sandbox import Sandbox
    from xena_desktop.services.secrets import Secrets
    from xena_desktop.services.workers import Workers

USUAL_PORT: Final = 51780


def sandbox_connection(home: Home) -> Connection:
    """The Sandbox's connection, at the port it had last."""
    return built_in.sandbox(authority=f"http://127.0.0.1:{_last_port(home)}")


class SandboxHost:
    """Starts the Sandbox on loopback and stops it with the program.

    Another window or command of the same home folder may have started it already; then that one is used.
    """

    def __init__(
        self, home: Home, *, workers: Workers, secrets: Secrets, now: Callable[[], datetime]
    ) -> None:
        self._home = home
        self._workers = workers
        self._secrets = secrets
        self._now = now
        self._sandbox: Sandbox | None = None

    @property
    def running(self) -> bool:
        """Whether this process runs it."""
        return self._sandbox is not None

    async def start(self, *, port: int | None = None) -> Connection:
        """Have the Sandbox running; its connection. Raises PortsBusy."""
        if self._sandbox is None and not await self._found_running():
            self._sandbox = await self._workers.disk(self._started, port)
        return sandbox_connection(self._home)

    async def ready(self, connection: Connection) -> Connection:
        """``connection``; the Sandbox's own with the Sandbox running and its client secret in the keychain."""
        if connection.id != built_in.SANDBOX_ID:
            return connection
        from xena_desktop.sandbox import SANDBOX_CLIENT_SECRET

        started = await self.start()
        if await self._secrets.client_secret(started) is None:
            await self._secrets.keep_client_secret(started, Secret(SANDBOX_CLIENT_SECRET))
        return started

    async def stop(self) -> None:
        """Stop it where this process runs it."""
        if self._sandbox is not None:
            sandbox, self._sandbox = self._sandbox, None
            await self._workers.disk(sandbox.stop)

    def _started(self, port: int | None) -> Sandbox:
        from xena_desktop.sandbox import Sandbox

        folder = self._home.folder("sandbox")
        wanted = _last_port(self._home) if port is None else port
        try:
            sandbox = Sandbox(port=wanted, state_folder=folder, now=self._now)
            sandbox.start()
        except OSError as error:
            if not self._home.tag or port:
                raise PortsBusy(ports=str(wanted)) from error
            sandbox = Sandbox(port=0, state_folder=folder, now=self._now)
            sandbox.start()
        write_whole(folder / "port", f"{sandbox.port}\n")
        return sandbox

    async def _found_running(self) -> bool:
        """Whether a Sandbox answers at the last port and belongs to this home folder."""
        from xena_desktop.network.receiving import Limits
        from xena_desktop.network.transport import Transport, hardened_session
        from xena_desktop.sandbox import known_state_id

        state_id = known_state_id(self._home.folder("sandbox"))
        url = f"{sandbox_connection(self._home).authority}/sandbox/identity"

        def ask(cancellation: Cancellation) -> bool:
            transport = Transport(limits=Limits(connect_seconds=2, read_seconds=2), cancellation=cancellation)
            with hardened_session(transport) as session:
                return f'"{state_id}"' in session.get(url).text

        try:
            return state_id is not None and await self._workers.network(ask)
        except NetworkError:
            return False


def _last_port(home: Home) -> int:
    """The port used last; the usual one for the usual home, any free one for another home's first time."""
    text = (read_text(home.path / "sandbox" / "port") or "").strip()
    if text.isdigit() and 0 < int(text) < 65536:
        return int(text)
    return USUAL_PORT if not home.tag else 0
