"""A home folder with its services, over a keychain in memory and a clock that is moved."""

import asyncio
import io
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.fakes.memory_keyring import MemoryKeyring
from tests.fakes.processes import wait_until
from tests.fakes.sandbox_person import SandboxPerson
from xena_desktop.app import open_services
from xena_desktop.domain.identity import Account
from xena_desktop.domain.tokens import AccessToken
from xena_desktop.keychain.store import KeychainStore
from xena_desktop.services.house import Services

StartResponse = Callable[..., Any]
Serve = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]


@dataclass
class World:
    """What the services of one home folder meet outside: folder, keychain, clock, person."""

    home: Path
    keyring: MemoryKeyring = field(default_factory=MemoryKeyring)
    person: SandboxPerson = field(default_factory=SandboxPerson)
    browser: Callable[[str], bool] | None = None
    offset: timedelta = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.offset

    def advance(self, **span: float) -> None:
        self.offset += timedelta(**span)

    def open(self) -> AbstractAsyncContextManager[Services]:
        """The services of a program of its own."""
        return open_services(
            home=self.home,
            open_browser=self.browser or self.person,
            keychain=lambda tag: KeychainStore(tag=tag, choose=lambda: (self.keyring, "Memory")),
            now=self.now,
        )

    def text_of_home(self) -> str:
        """The content of every file of the home folder."""
        paths = [path for path in self.home.rglob("*") if path.is_file()]
        return "\n".join(path.read_bytes().decode("utf-8", "replace") for path in paths)


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path / "Sørens mappe")


async def signed_in(services: Services, *, connection: str = "Sandbox") -> Account:
    """The account of the world's person, signed in over a connection of that name."""
    async with services.sign_in.begin(services.connections.named(connection), seconds=20) as pending:
        assert await pending.open_browser()
        return await pending.completed()


async def renewed(services: Services, account: Account) -> AccessToken:
    """An access token in the place of the one at hand, as after a 401."""
    refused = await services.session.access_token(account)
    token = await services.session.another_access_token(account, refused=refused)
    assert token is not None
    return token


@dataclass(frozen=True)
class Seen:
    """One request that a Sandbox got, and its answer."""

    method: str
    path: str
    form: str
    authorization: str
    status: int
    body: str


class Wire:
    """Everything that goes in and out of the Sandboxes of this process, seen beneath Flask.

    `answers` maps a path to a status that is answered without asking the Sandbox.
    """

    def __init__(self) -> None:
        self.seen: list[Seen] = []
        self.arrived = threading.Event()
        self._held = ""
        self._released = threading.Event()
        self.answers: dict[str, str] = {}

    def requests(self, path: str) -> list[Seen]:
        """The requests whose path is, or begins like, `path`."""
        return [each for each in self.seen if each.path.startswith(path)]

    def hold(self, path: str) -> None:
        """Let answers of `path` wait until `release`, after the Sandbox did what was asked; then `arrived` is set."""
        self._held = path

    def release(self) -> None:
        """Let the answers go."""
        self._held = ""
        self._released.set()

    def serve(self, serve: Serve, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        path = str(environ["PATH_INFO"])
        form = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(form)
        statuses: list[str] = []

        def start(status: str, *rest: Any) -> Any:
            statuses.append(status)
            return start_response(status, *rest)

        if status := self.answers.get(path):
            body = b"{}"
            start(status, [("Content-Type", "application/json"), ("Content-Length", "2")])
        else:
            body = b"".join(serve(environ, start))
        self.seen.append(
            Seen(
                method=environ["REQUEST_METHOD"],
                path=path,
                form=form.decode(),
                authorization=environ.get("HTTP_AUTHORIZATION", ""),
                status=int(statuses[0][:3]),
                body=body.decode("utf-8", "replace"),
            )
        )
        if path == self._held:
            self.arrived.set()
            self._released.wait(10)
        return [body]


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> Iterator[Wire]:
    wire, wsgi_app = Wire(), Flask.wsgi_app

    def watched(app: Flask, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        return wire.serve(lambda *arguments: wsgi_app(app, *arguments), environ, start_response)

    monkeypatch.setattr(Flask, "wsgi_app", watched)
    yield wire
    wire.release()


async def soon(condition: Callable[[], bool], *, seconds: float = 5.0) -> None:
    """Wait until `condition` holds."""
    await asyncio.to_thread(wait_until, condition, what="what the test waits for", seconds=seconds)
