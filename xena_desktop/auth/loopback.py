"""The loopback listener that receives the authorization response (RFC 8252 §7.3, §8.3)."""

from __future__ import annotations

import contextlib
import enum
import selectors
import socket
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Final, Self
from urllib.parse import urlsplit

from xena_desktop.auth.callback import Callback, converse
from xena_desktop.domain.addresses import LOOPBACK_HOSTS
from xena_desktop.domain.errors import InsecureAddress, PortsBusy

MOST_CONNECTIONS: Final = 32
_MOST_WAITING: Final = 128  # in the system's queue; whoever finds it full tries again a second later
CONNECTION_SECONDS: Final = 10.0
GRACE_SECONDS: Final = 2.0
_ANY_PORT_TRIES: Final = 8
_LEAVING_SECONDS: Final = 2.0
_ALONE: Final[int] = getattr(socket, "SO_EXCLUSIVEADDRUSE", socket.SO_REUSEADDR)
"""Windows, which alone has the first, must be told that nobody may share the port. Elsewhere no two can listen, even
with the second, which takes a port again that is still in TIME_WAIT after a quick first sign-in."""

Parameters = Mapping[str, Sequence[str]]


class Verdict(enum.Enum):
    """What the state in a response says about it."""

    LIVE = "live"
    DEAD = "dead"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """The answer a listener waits for.

    ``judge`` tells whose a state is; ``deliver`` is called once, from the listener's thread, with every
    parameter of the first response whose state is live; ``origins`` may stand in an Origin header.
    """

    response_mode: str
    judge: Callable[[str], Verdict]
    deliver: Callable[[Parameters], None]
    origins: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Progress:
    """What happened so far, shared by the connections' threads."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    consumed: bool = False
    shown: threading.Event = field(default_factory=threading.Event)
    unexpected: int = 0


class LoopbackListener:
    """Listens on the first of ``redirect_uris`` that is free, from construction until ``close()``.

    It is bound before the authorization request is built, so that nobody can take the port in between; the
    request then names ``redirect_uri``. A conversation may take ``connection_seconds``, the browser's way to the
    last page ``grace_seconds``. Raises PortsBusy when no redirect URI can be listened on, and InsecureAddress for
    one that is not on this computer.
    """

    def __init__(
        self,
        redirect_uris: Sequence[str],
        *,
        connection_seconds: float = CONNECTION_SECONDS,
        grace_seconds: float = GRACE_SECONDS,
    ) -> None:
        self._connection_seconds, self._grace_seconds = connection_seconds, grace_seconds
        self.redirect_uri, self._sockets = _bind_first(redirect_uris)
        self._awaited: Awaited | None = None
        self._progress = _Progress()
        self._connections: dict[socket.socket, None] = {}  # in the order in which they came
        self._left = threading.Condition()
        self._wake, self._woken = socket.socketpair()
        self._closing_at: float | None = None
        self._thread = threading.Thread(target=self._serve, name="loopback-listener", daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def unexpected_requests(self) -> int:
        """How many requests were not the awaited one; many of them deserve a word to the person."""
        return self._progress.unexpected

    def expect(self, awaited: Awaited) -> None:
        """Begin to accept the response; until now there is none to match."""
        self._awaited = awaited

    def close(self) -> None:
        """Stop listening, and return when that is done: at once, or when the browser has its last page.

        Whoever closes waits, for a process that ends before that page was fetched leaves the person with an
        error page; where the browser never asks for it, the wait is ``grace_seconds`` long.
        """
        waits = self._progress.consumed and not self._progress.shown.is_set()
        self._closing_at = time.monotonic() + (self._grace_seconds if waits else 0)
        with contextlib.suppress(OSError):
            self._wake.send(b"\0")
        self._thread.join(timeout=self._grace_seconds + 2)

    # --- the listener's own thread ---------------------------------------------------------------------

    def _serve(self) -> None:
        with selectors.DefaultSelector() as selector, contextlib.ExitStack() as stack:
            for listening in (*self._sockets, self._woken, self._wake):
                stack.enter_context(listening)
            for readable in (*self._sockets, self._woken):
                selector.register(readable, selectors.EVENT_READ)
            while not self._is_over():
                for key, _ in selector.select(timeout=self._patience()):
                    self._accept(key.fileobj)
            with self._left:
                for connection in self._connections:  # whoever still says nothing is not waited for
                    _cut_off(connection)

    def _patience(self) -> float | None:
        return None if self._closing_at is None else 0.05

    def _is_over(self) -> bool:
        if self._closing_at is None:
            return False
        return self._progress.shown.is_set() or time.monotonic() >= self._closing_at

    def _accept(self, readable: object) -> None:
        if readable is self._woken or not isinstance(readable, socket.socket):
            self._woken.recv(64)
            return
        try:
            connection, _ = readable.accept()
        except OSError:  # whoever knocked is gone again
            return
        self._make_room()
        with self._left:
            self._connections[connection] = None
        threading.Thread(
            target=self._answer, args=(connection,), name="loopback-connection", daemon=True
        ).start()

    def _make_room(self) -> None:
        """Cut off whoever came first, where all places are taken: a crowd that is silent must keep nobody waiting."""
        with self._left:
            if len(self._connections) >= MOST_CONNECTIONS:
                _cut_off(next(iter(self._connections)))
                self._left.wait_for(lambda: len(self._connections) < MOST_CONNECTIONS, _LEAVING_SECONDS)

    def _answer(self, connection: socket.socket) -> None:
        try:
            with connection, contextlib.suppress(OSError):
                converse(connection, self._callback(), seconds=self._connection_seconds)
        finally:
            with self._left:
                del self._connections[connection]
                self._left.notify()

    def _callback(self) -> Callback:
        awaited = self._awaited
        return Callback(
            redirect_uri=self.redirect_uri,
            response_mode=awaited.response_mode if awaited else "",
            origins=awaited.origins if awaited else frozenset(),
            receive=self._receive,
            consumed=lambda: self._progress.consumed,
            shown=self._progress.shown.set,
            unexpected=self._count_unexpected,
        )

    def _receive(self, parameters: Parameters) -> int:
        """The status for a response: 303 for the first live one, 410 for a late or stale one, 400 otherwise."""
        awaited, states = self._awaited, parameters.get("state", ())
        if awaited is None or len(states) != 1:
            return 400
        verdict = awaited.judge(states[0])
        with self._progress.lock:
            if verdict is Verdict.UNKNOWN:
                return 400
            if verdict is Verdict.DEAD or self._progress.consumed or self._closing_at is not None:
                return 410
            self._progress.consumed = True
        awaited.deliver(parameters)
        return 303

    def _count_unexpected(self) -> None:
        with self._progress.lock:
            self._progress.unexpected += 1


def _cut_off(connection: socket.socket) -> None:
    """Wake the thread that waits for the next word of ``connection``."""
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


def _bind_first(redirect_uris: Sequence[str]) -> tuple[str, list[socket.socket]]:
    for uri in redirect_uris:
        for _ in range(_ANY_PORT_TRIES if urlsplit(uri).port == 0 else 1):
            with contextlib.suppress(OSError):
                return _bind(uri)
    ports = ", ".join(str(urlsplit(uri).port) for uri in redirect_uris)
    raise PortsBusy(ports=ports)


def _bind(uri: str) -> tuple[str, list[socket.socket]]:
    """Listen on what ``uri`` names; ``localhost`` means both address families, for browsers try either."""
    parts = urlsplit(uri)
    host, port = parts.hostname or "", parts.port or 0
    if host not in LOOPBACK_HOSTS:
        raise InsecureAddress(url=uri)
    addresses = ("127.0.0.1", "::1") if host == "localhost" else (host,)
    sockets: list[socket.socket] = []
    try:
        for address in addresses:
            if address == "::1" and host == "localhost" and not _has_ipv6():
                continue
            sockets.append(_listening(address, port))
            port = sockets[0].getsockname()[1]
    except OSError:
        for listening in sockets:
            listening.close()
        raise
    shown_host = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown_host}:{port}{parts.path}", sockets


def _listening(address: str, port: int) -> socket.socket:
    """A socket that nobody else can share or take over (RFC 8252 §8.3)."""
    listening = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
    try:
        if ":" in address:
            listening.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        listening.setsockopt(socket.SOL_SOCKET, _ALONE, 1)
        listening.bind((address, port))
        listening.listen(_MOST_WAITING)
    except OSError:
        listening.close()
        raise
    return listening


def _has_ipv6() -> bool:
    """Whether this computer has an IPv6 loopback address at all."""
    try:
        _listening("::1", 0).close()
    except OSError:
        return False
    return True
