"""One person's desk: the services of a home folder in which somebody is signed in already, and a browser."""

import shutil
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from tests.fakes.certificates import Authority
from tests.fakes.hostile_provider import HostileProvider, Parameters
from tests.fakes.memory_keyring import MemoryKeyring
from tests.fakes.raw_http import RawAnswer, exchanged, form_post, page_request
from xena_desktop.app import open_services
from xena_desktop.domain.connection import Connection
from xena_desktop.domain.errors import XenaError
from xena_desktop.domain.identity import Account
from xena_desktop.domain.redaction import Secret
from xena_desktop.keychain.store import KeychainStore
from xena_desktop.services.house import Services

CLIENT_SECRET = "the client's secret"
CONNECTION = "Hostile"
TRACES = "traces"


@dataclass(frozen=True)
class Outcome:
    """How a sign-in ended: an account, or an error; `asked` are the endpoints that were asked, in order."""

    account: Account | None
    error: XenaError | None
    asked: str


class Browser:
    """The system browser: visits the address it is given and carries back what the server says."""

    def __init__(self, server: HostileProvider) -> None:
        self.server = server
        self.opened: list[str] = []
        self.statuses: list[int] = []
        self.true_answer: Parameters = []
        self.before: Callable[[str], object] = lambda _redirect_uri: None

    def __call__(self, url: str) -> bool:
        """Post what the hostile server answers and, where the program takes no notice, its true answer."""
        self.opened.append(url)
        redirect_uri, mode = (
            dict(parse_qsl(urlsplit(url).query))[n] for n in ("redirect_uri", "response_mode")
        )
        self.before(redirect_uri)
        answer = self.server.authorize(url)
        if self.carry(answer, redirect_uri, mode=mode).status != 303:
            hostile = self.server.hooks.pop("authorization")
            self.carry(self.server.authorize(url), redirect_uri, mode=mode)
            self.server.hooks["authorization"] = hostile
        exchanged(redirect_uri, page_request(redirect_uri, "/done"))
        return True

    def carry(self, answer: Parameters, redirect_uri: str, *, mode: str = "form_post") -> RawAnswer:
        """Bring `answer` to the program as the response mode says."""
        if mode == "query":
            request = page_request(redirect_uri, f"{urlsplit(redirect_uri).path}?{urlencode(answer)}")
        else:
            request = form_post(redirect_uri, answer)
        received = exchanged(redirect_uri, request)
        self.statuses.append(received.status)
        return received


@dataclass
class Desk:
    """A home folder, a keychain in memory, a clock, a browser and the server that they are about.

    `options` are those of a sign-in (`SignIn.begin`).
    """

    home: Path
    server: HostileProvider
    authority: Authority
    keyring: MemoryKeyring = field(default_factory=MemoryKeyring)
    offset: timedelta = timedelta()
    options: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.browser = Browser(self.server)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.offset

    def open(self) -> AbstractAsyncContextManager[Services]:
        """The services of a program of its own."""
        return open_services(
            home=self.home,
            open_browser=self.browser,
            keychain=lambda tag: KeychainStore(tag=tag, choose=lambda: (self.keyring, "Memory")),
            now=self.now,
        )

    @property
    def asked(self) -> str:
        """The server's endpoints as they were asked, in order."""
        return " ".join(received.endpoint for received in self.server.received)

    @property
    def traces(self) -> str:
        """All that the program tells of its sign-ins."""
        return "".join(path.read_text(encoding="utf-8") for path in self.home.glob(f"{TRACES}/*"))

    async def sign_in(self, **changes: Any) -> Outcome:
        """Sign in over the connection, some of its members changed."""
        async with self.open() as services:
            return await self.signed_in(services, **changes)

    async def signed_in(self, services: Services, **changes: Any) -> Outcome:
        """Sign in with services that are open."""
        connection = replace(services.connections.named(CONNECTION), **changes)
        first = len(self.server.received)
        account, caught = None, None
        try:
            async with services.sign_in.begin(connection, seconds=30, **self.options) as pending:
                await pending.open_browser()
                account = await pending.completed()
        except XenaError as error:
            caught = error
        asked = " ".join(received.endpoint for received in self.server.received[first:])
        return Outcome(account, caught, asked)

    async def furnish(self) -> None:
        """Keep the connection, and sign in over it while the server behaves."""
        async with self.open() as services:
            made = Connection(
                id="",
                name=CONNECTION,
                authority=self.server.issuer,
                api_base_url=f"{self.server.issuer}/Api",
                client_id=self.server.client_id,
                redirect_uris=("http://127.0.0.1:0/callback",),
                extra_ca_file=str(self.authority.file),
            )
            await services.connections.save(made, client_secret=Secret(CLIENT_SECRET))
            outcome = await self.signed_in(services)
            assert outcome.account is not None, outcome.error


@dataclass(frozen=True)
class Kept:
    """Everything that is on disk and in the keychain at one moment, traces apart: those tell of failures, too."""

    files: dict[str, bytes]
    entries: dict[tuple[str, str], str]

    @classmethod
    def of(cls, desk: Desk) -> "Kept":
        paths = [path for path in desk.home.rglob("*") if path.is_file() and path.parent.name != TRACES]
        files = {str(path.relative_to(desk.home)): path.read_bytes() for path in paths}
        return cls(files, dict(desk.keyring.entries))

    def restore(self, desk: Desk) -> None:
        """Put everything back as it was then."""
        shutil.rmtree(desk.home)
        for name, content in self.files.items():
            path = desk.home / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        desk.keyring = MemoryKeyring()
        desk.keyring.entries.update(self.entries)
