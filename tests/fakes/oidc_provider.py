"""An identity server that shares no code with the program: npm's `oidc-provider`, behaving as IdentityServer.

`OidcProvider` starts the Node process in `identity_server/` and talks to its control port. In the same process
runs a very small Xena-shaped API that accepts the server's access tokens.
"""

import json
import select
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

from tests.fakes.node import install_packages, node_executable
from tests.fakes.processes import end_process
from tests.fakes.registered_clients import RegisteredClient, default_clients

Pkce = Literal["is3", "is4"]
Endpoint = Literal[
    "discovery", "jwks", "authorization", "token", "userinfo", "revocation", "end_session", "api"
]

_PROJECT = Path(__file__).parent / "identity_server"
_LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class IssuedSecrets:
    """Every secret the server gave out since it started or was reset, and the client secrets."""

    client_secrets: tuple[str, ...] = field(repr=False)
    authorization_codes: tuple[str, ...] = field(repr=False)
    access_tokens: tuple[str, ...] = field(repr=False)
    refresh_tokens: tuple[str, ...] = field(repr=False)
    id_tokens: tuple[str, ...] = field(repr=False)

    def all(self) -> tuple[str, ...]:
        """All of them in one row, to search files and logs for."""
        return tuple(value for values in vars(self).values() for value in values)


@dataclass(frozen=True)
class LoggedRequest:
    """A request that reached the identity server or the API.

    `authorization` is the scheme of its Authorization header in lower case, or None. `parameters` are those of
    query or form; a value is kept only where it can be no secret, otherwise it is None. `status` is the
    answer's, None while it is being made.
    """

    server: Literal["identity", "api"]
    method: str
    path: str
    authorization: str | None
    parameters: Mapping[str, str | None]
    status: int | None


class OidcProvider:
    """The running server, as a context manager.

    `pkce` "is4" checks the code challenge and lists its methods in discovery; "is3" ignores the challenge,
    refuses the verifier and lists nothing. `one_time_refresh` gives a new refresh token at each renewal. With
    `reuse_ends_family` the reuse of a spent refresh token ends its successors too, otherwise they go on
    working. `port` fixes the identity server's port. People: soren and mette, password "test".
    """

    def __init__(
        self,
        *,
        clients: tuple[RegisteredClient, ...] | None = None,
        pkce: Pkce = "is4",
        one_time_refresh: bool = True,
        reuse_ends_family: bool = False,
        port: int = 0,
    ) -> None:
        self.clients = {client.client_id: client for client in clients or default_clients()}
        self._options = {
            "clients": [client.metadata() for client in self.clients.values()],
            "settings": {
                "pkce": pkce,
                "one_time_refresh": one_time_refresh,
                "reuse_ends_family": reuse_ends_family,
            },
            "port": port,
        }
        self._process: subprocess.Popen[bytes] | None = None
        self._ports: dict[str, int] = {}

    def __enter__(self) -> Self:
        install_packages(_PROJECT)
        with tempfile.TemporaryFile() as complaints:
            self._process = subprocess.Popen(
                [node_executable(), _PROJECT / "server.mjs"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=complaints,
            )
            try:
                self._ports = self._start(self._process)
            except (OSError, ValueError) as error:
                end_process(self._process)
                complaints.seek(0)
                raise RuntimeError(
                    f"The identity server did not start: {complaints.read().decode()}"
                ) from error
        return self

    def _start(self, process: subprocess.Popen[bytes]) -> dict[str, int]:
        if process.stdin is None or process.stdout is None:
            raise OSError("no pipes")
        process.stdin.write(json.dumps(self._options).encode() + b"\n")
        process.stdin.flush()
        if not select.select([process.stdout], [], [], 60)[0]:
            raise TimeoutError("no ready line within 60 seconds")
        ports: dict[str, int] = json.loads(process.stdout.readline())
        return ports

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """End the server, as if its machine had gone; leaving the context does the same."""
        if self._process is not None:
            end_process(self._process)
            self._process = None

    @property
    def issuer(self) -> str:
        """The authority, without trailing slash."""
        return f"http://{_LOOPBACK}:{self._ports['identity']}"

    @property
    def api_base_url(self) -> str:
        """Where the API's paths begin, ending in `/Api`."""
        return f"http://{_LOOPBACK}:{self._ports['api']}/Api"

    def advance_clock(self, seconds: float) -> None:
        """Let `seconds` pass for server and API alike; negative puts their clock back."""
        self._call("POST", "/clock", {"seconds": seconds})

    def rotate_keys(self, *, keep_previous: bool = True) -> None:
        """Sign with a new key; without `keep_previous` the old one is no longer listed in the JWKS."""
        self._call("POST", "/keys", {"keep_previous": keep_previous})

    def change(
        self,
        *,
        pkce: Pkce | None = None,
        one_time_refresh: bool | None = None,
        reuse_ends_family: bool | None = None,
    ) -> None:
        """Turn switches of the constructor while the server runs, until `reset`."""
        changes = {
            "pkce": pkce,
            "one_time_refresh": one_time_refresh,
            "reuse_ends_family": reuse_ends_family,
        }
        self._call("POST", "/settings", {name: value for name, value in changes.items() if value is not None})

    def drop_next_response(self, endpoint: Endpoint = "token") -> None:
        """Do what the next request to `endpoint` asks, then close the connection without an answer."""
        self._call("POST", "/interventions", {"kind": "drop", "endpoint": endpoint})

    def delay_next(self, endpoint: Endpoint, *, seconds: float) -> None:
        """Let the next request to `endpoint` wait before it is worked on."""
        self._call("POST", "/interventions", {"kind": "delay", "endpoint": endpoint, "delay": seconds})

    def answer_next(
        self,
        endpoint: Endpoint,
        *,
        status: int = 200,
        content_type: str | None = "application/json",
        body: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Give this answer to the next request to `endpoint`, without looking at it; orders queue up."""
        order = {
            "kind": "answer",
            "endpoint": endpoint,
            "status": status,
            "content_type": content_type,
            "body": body,
            "headers": dict(headers or {}),
        }
        self._call("POST", "/interventions", order)

    def secrets(self) -> IssuedSecrets:
        """Every secret issued so far."""
        issued = self._call("GET", "/secrets")
        return IssuedSecrets(**{kind: tuple(values) for kind, values in issued.items()})

    def refresh_token_reuses(self) -> int:
        """How often a spent refresh token was presented."""
        return int(self._call("GET", "/refresh-token-reuses")["count"])

    def requests(self, path: str | None = None) -> list[LoggedRequest]:
        """The requests so far in their order, or only those whose path ends in `path`."""
        logged = [LoggedRequest(**entry) for entry in self._call("GET", "/requests")]
        return [entry for entry in logged if path is None or entry.path.endswith(path)]

    def reset(self) -> None:
        """As after the start: sessions, grants, tokens, log, orders, switches, added data and clock are undone.

        Keys and ports stay.
        """
        self._call("POST", "/reset")

    def _call(self, method: str, path: str, order: Mapping[str, object] | None = None) -> Any:
        connection = HTTPConnection(_LOOPBACK, self._ports["control"], timeout=30)
        try:
            connection.request(method, path, json.dumps(order or {}))
            response = connection.getresponse()
            content = response.read()
        finally:
            connection.close()
        if response.status != 200:
            raise RuntimeError(f"The control port answered {response.status} to {method} {path}")
        return json.loads(content)
