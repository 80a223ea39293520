"""An identity server that answers whatever a test makes it answer, and remembers everything it was asked.

It shares no code with the program: the standard library's HTTP server and `cryptography`. Left alone it is a
well-behaved OpenID provider; `hooks` change any part of any answer:

    document hooks     discovery, jwks, token, userinfo, api       dict -> whatever is sent as JSON
    token hooks        front_header, front_claims, front_token     the ID token that comes through the browser
                       back_header, back_claims, back_token        the ID token of the token endpoint
    browser hook       authorization                               list of parameters -> list of parameters
    reply hooks        discovery_reply, jwks_reply, token_reply,   Reply -> Reply
                       userinfo_reply, api_reply, revocation_reply
"""

import json
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, parse_qsl, urlsplit

from tests.fakes.raw_server import reset
from tests.fakes.tokens import KEY_ID, half_hash, public_jwk, public_pem, signed_token

Hook = Callable[[Any], Any]
Parameters = list[tuple[str, str]]

PATHS = {
    "/.well-known/openid-configuration": "discovery",
    "/jwks": "jwks",
    "/connect/token": "token",
    "/connect/userinfo": "userinfo",
    "/connect/revocation": "revocation",
}
API = "/Api/"
"""Whatever lies below is the endpoint `api`."""


@dataclass(frozen=True, kw_only=True)
class Reply:
    """One HTTP answer.

    `cut` sends that many bytes of the body and hangs up; `reset` breaks the connection without a word, `silent` says
    nothing at all, `endless` repeats the body until the other side has had enough.
    """

    status: int = 200
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "application/json"),)
    body: bytes = b""
    cut: int | None = None
    reset: bool = False
    silent: bool = False
    endless: bool = False


@dataclass(frozen=True, kw_only=True)
class Received:
    """One request as it arrived."""

    method: str
    path: str
    headers: Message
    body: bytes

    @property
    def endpoint(self) -> str:
        """The endpoint's name, or the path where there is none."""
        return "api" if self.path.startswith(API) else PATHS.get(self.path.partition("?")[0], self.path)

    @property
    def form(self) -> dict[str, str]:
        """The body as a form; a name that comes twice fails the test."""
        fields = parse_qs(self.body.decode(), keep_blank_values=True, strict_parsing=True)
        return {name: value for name, (value,) in fields.items()}


@dataclass
class HostileProvider:
    """The server, from `with` until its end; `behave` makes a used one as good as new.

    `now` is the clock of its tokens and of its Date headers, in seconds since 1970; `signing_key` names the key of
    its ID tokens (`tests.fakes.tokens.rsa_key`), whichever keys it publishes; `date` takes the Date headers' place.
    `host` is the name that it is known by elsewhere, behind a proxy.
    """

    client_id: str = "client"
    subject: str = "alice"
    tls: ssl.SSLContext | None = None
    now: Callable[[], float] = time.time
    hooks: dict[str, Hook] = field(default_factory=dict)
    received: list[Received] = field(default_factory=list)
    code: str = "code-1"
    access_token: str = "access-1"
    refresh_token: str = "refresh-1"
    wanted_port: int = 0
    nonce: str = ""
    state: str = ""
    signing_key: str = KEY_ID
    auth_time: int = 0
    date: str | None = None
    host: str = ""

    def __enter__(self) -> Self:
        self._released = threading.Event()
        self._server = _Server(self, self.tls)
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.01,), name="hostile-provider"
        )
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._released.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def behave(self) -> None:
        """Forget everything that was changed or asked, and let go of whoever was kept waiting."""
        self._released.set()
        self._released = threading.Event()
        fresh = HostileProvider()
        self.hooks, self.received = {}, []
        self.subject, self.now, self.signing_key, self.date = (
            fresh.subject,
            fresh.now,
            fresh.signing_key,
            None,
        )
        self.code, self.access_token, self.refresh_token = fresh.code, fresh.access_token, fresh.refresh_token

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def issuer(self) -> str:
        scheme = "https" if self.tls else "http"
        return f"{scheme}://{self.host or f'127.0.0.1:{self.port}'}"

    def change(self, hook: str, **members: Any) -> None:
        """Let the document or the claims called `hook` have these members; None takes one away."""

        def changed(document: dict[str, Any]) -> dict[str, Any]:
            document = {**document, **members}
            return {name: value for name, value in document.items() if value is not None}

        self.hooks[hook] = changed

    def answer(self, endpoint: str, **reply: Any) -> None:
        """Let `endpoint` answer with these fields of a Reply."""
        self.hooks[f"{endpoint}_reply"] = lambda right: replace(right, **reply)

    def asked(self, endpoint: str) -> list[Received]:
        """The requests to `endpoint`, in order."""
        return [received for received in self.received if received.endpoint == endpoint]

    # --- what comes back through the browser -------------------------------------------------------------

    def authorize(self, url: str) -> Parameters:
        """What the browser would post to the redirect URI after a visit to `url`."""
        asked = dict(parse_qsl(urlsplit(url).query))
        self.nonce, self.state, self.auth_time = asked["nonce"], asked["state"], int(self.now())
        wanted = asked["response_type"].split()
        parameters = [
            ("code", self.code),
            ("state", self.state),
            ("session_state", "x"),
            ("scope", asked["scope"]),
        ]
        if "token" in wanted:
            parameters += [
                ("access_token", self.access_token),
                ("token_type", "Bearer"),
                ("expires_in", "3600"),
            ]
        if "id_token" in wanted:
            hashed = {"at_hash": half_hash(self.access_token)} if "token" in wanted else {}
            parameters.append(("id_token", self.id_token("front", c_hash=half_hash(self.code), **hashed)))
        return list(self._hooked("authorization", parameters))

    def id_token(self, place: str, **more: Any) -> str:
        """A signed ID token as IdentityServer makes it."""
        now = int(self.now())
        claims = {
            "iss": self.issuer,
            "aud": self.client_id,
            "sub": self.subject,
            "iat": now,
            "nbf": now,
            "exp": now + 300,
            "nonce": self.nonce,
            "s_hash": half_hash(self.state),
            "auth_time": self.auth_time or now,
            "idp": "local",
            "amr": ["pwd"],
            **more,
        }
        header = self._hooked(f"{place}_header", {"alg": "RS256", "kid": KEY_ID, "typ": "JWT"})
        claims = self._hooked(f"{place}_claims", claims)
        token = signed_token(claims, header=header, key=self.signing_key, hmac_key=public_pem())
        return str(self._hooked(f"{place}_token", token))

    # --- what the endpoints say --------------------------------------------------------------------------

    def reply(self, received: Received) -> Reply:
        """The answer to one request, which is remembered first."""
        self.received.append(received)
        endpoint = received.endpoint
        if endpoint == received.path:
            return Reply(status=404)
        document = self._hooked(endpoint, getattr(self, f"_{endpoint}")())
        body = document if isinstance(document, bytes) else json.dumps(document).encode()
        reply: Reply = self._hooked(f"{endpoint}_reply", Reply(body=body))
        return reply

    def wait_until_released(self) -> None:
        """Wait for the end, or until the server is to behave again."""
        self._released.wait(30)

    def _discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/connect/authorize",
            "token_endpoint": f"{self.issuer}/connect/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "userinfo_endpoint": f"{self.issuer}/connect/userinfo",
            "revocation_endpoint": f"{self.issuer}/connect/revocation",
            "end_session_endpoint": f"{self.issuer}/connect/endsession",
            "response_types_supported": ["code", "id_token code", "code id_token token"],
            "response_modes_supported": ["form_post", "query", "fragment"],
            "code_challenge_methods_supported": ["plain", "S256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        }

    def _jwks(self) -> dict[str, Any]:
        return {"keys": [public_jwk()]}

    def _token(self) -> dict[str, Any]:
        return {
            "access_token": self.access_token,
            "token_type": "Bearer",
            "expires_in": 3600,
            "refresh_token": self.refresh_token,
            "scope": "openid profile testapi offline_access",
            "id_token": self.id_token("back", at_hash=half_hash(self.access_token)),
        }

    def _userinfo(self) -> dict[str, Any]:
        return {"sub": self.subject, "name": "Alice Andersen"}

    def _api(self) -> dict[str, Any]:
        return {"Count": 0, "Entities": []}

    def _revocation(self) -> dict[str, Any]:
        return {}

    def _hooked(self, hook: str, right: Any) -> Any:
        return self.hooks[hook](right) if hook in self.hooks else right


class _Server(ThreadingHTTPServer):
    daemon_threads = False  # closing waits for them
    request_queue_size = 64

    def __init__(self, provider: HostileProvider, tls: ssl.SSLContext | None) -> None:
        super().__init__(("127.0.0.1", provider.wanted_port), _Handler)
        self.provider = provider
        if tls is not None:
            self.socket = tls.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients hang up in these tests; that is no news."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = 10

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        received = Received(method=self.command, path=self.path, headers=self.headers, body=body)
        reply = self.server.provider.reply(received)
        if reply.reset:
            reset(self.connection)
            return
        if reply.silent:
            self.server.provider.wait_until_released()
            return
        self.send_response(reply.status)
        length = () if reply.endless else (("Content-Length", str(len(reply.body))),)
        for name, value in (*reply.headers, *length):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(reply.body[: reply.cut])
        while reply.endless:
            self.wfile.write(reply.body)

    def date_time_string(self, timestamp: float | None = None) -> str:
        """The server's own clock for its Date header."""
        provider = self.server.provider
        right = super().date_time_string(provider.now() if timestamp is None else timestamp)
        return right if provider.date is None else provider.date

    def log_message(self, *_: object) -> None:
        """Nothing: what was asked stands in `received`."""
