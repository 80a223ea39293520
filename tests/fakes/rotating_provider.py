"""The hostile identity server with refresh tokens that work once, and orders for what happens to single answers."""

import json
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import requests

from tests.fakes.hostile_provider import HostileProvider, Received, Reply
from xena_desktop.domain.connection import Connection

Change = Callable[[Reply], Reply]


@dataclass(frozen=True, kw_only=True)
class Order:
    """What becomes of one answer to a refresh token: done first, or (``instead``) not done at all."""

    change: Change
    instead: bool = False


@dataclass
class RotatingProvider(HostileProvider):
    """Gives refresh-2 for refresh-1 and so on; a spent one is invalid_grant, and counted in `reuses`.

    `orders` are taken by the next requests with a refresh token. With `ends_family` a reuse ends the newest
    one, too; without `rotates` the same refresh token goes on working.
    """

    rotates: bool = True
    ends_family: bool = False
    orders: deque[Order] = field(default_factory=deque)
    reuses: int = 0
    renewals: int = 0
    revoked: set[str] = field(default_factory=set)
    auth_time: int = 1_700_000_000

    def connection(self) -> Connection:
        """A person's own connection to this server, with a public client."""
        return Connection(
            id="own-1",
            name="Egen",
            authority=self.issuer,
            api_base_url=f"{self.issuer}/Api",
            client_id=self.client_id,
            token_endpoint_auth_method="none",
            redirect_uris=("http://127.0.0.1:0/callback",),
        )

    def id_token(self, place: str, **more: Any) -> str:
        """As of one sign-in at one moment, however long ago."""
        return super().id_token(place, **{"auth_time": self.auth_time, **more})

    def order(self, *changes: Change, instead: bool = False) -> None:
        """Let the next answers be changed so."""
        self.orders.extend(Order(change=change, instead=instead) for change in changes)

    def hold_renewals(self) -> None:
        """Let the next answer to a refresh token wait, when it is done; then ``held`` is set."""
        self.held, self._go_on = threading.Event(), threading.Event()

        def wait(reply: Reply) -> Reply:
            self.held.set()
            self._go_on.wait(10)
            return reply

        self.order(wait)

    def release_renewals(self) -> None:
        """Let it go."""
        self._go_on.set()

    def listen_again(self, port: int) -> None:
        """Be there again, where it was."""
        self.wanted_port = port
        self.__enter__()

    def refreshed(self) -> list[str]:
        """The refresh tokens that were presented, in order."""
        return [
            each.form["refresh_token"]
            for each in self.asked("token")
            if each.form["grant_type"] == "refresh_token"
        ]

    def reply(self, received: Received) -> Reply:
        if received.path == "/connect/revocation":
            self.revoked.add(received.form["token"])
        if received.path != "/connect/token" or received.form["grant_type"] != "refresh_token":
            return super().reply(received)
        order = self.orders.popleft() if self.orders else Order(change=lambda reply: reply)
        if order.instead:
            self.received.append(received)
            return order.change(Reply(body=b"{}"))
        return order.change(self._renewed(received))

    def browse(self, url: str) -> bool:
        """Be the system browser of somebody who agrees to everything."""
        redirect_uri = dict(parse_qsl(urlsplit(url).query))["redirect_uri"]
        with requests.Session() as web:
            web.trust_env = False
            page = web.post(redirect_uri, data=self.authorize(url), timeout=10)
        if page.status_code != 200:
            raise RuntimeError(f"the listener answered {page.status_code}")
        return True

    def _renewed(self, received: Received) -> Reply:
        if received.form["refresh_token"] != self.refresh_token or self.refresh_token in self.revoked:
            self.reuses += 1
            if self.ends_family:
                self.revoked.add(self.refresh_token)
            self.received.append(received)
            return refusal("invalid_grant")
        self.renewals += 1
        number = self.renewals + 1
        self.access_token = f"access-{number}"
        if self.rotates:
            self.refresh_token = f"refresh-{number}"
        return super().reply(received)


def refusal(error: str, *, status: int = 400) -> Reply:
    """An answer of the token endpoint that names an error."""
    return Reply(status=status, body=json.dumps({"error": error}).encode())


def refuse(error: str) -> Change:
    """Refuse with this error."""
    return lambda _: refusal(error)


def answer(status: int, *, body: bytes = b"<html>", kind: str = "text/html", **headers: str) -> Change:
    """Answer with something else."""
    said = (("Content-Type", kind), *((name.replace("_", "-"), value) for name, value in headers.items()))
    return lambda _: Reply(status=status, headers=said, body=body)


def members(**changed: object) -> Change:
    """Change members of the token answer; None takes one away."""

    def change(reply: Reply) -> Reply:
        document = {**json.loads(reply.body), **changed}
        kept = {name: value for name, value in document.items() if value is not None}
        return replace(reply, body=json.dumps(kept).encode())

    return change


def lose(reply: Reply) -> Reply:
    """Hang up before the answer is whole."""
    return replace(reply, cut=len(reply.body) // 2)
