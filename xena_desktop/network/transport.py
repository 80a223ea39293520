"""HTTP with the defaults that requests does not have.

No redirects (a 307 would carry secrets to another host, RFC 9700 §4.12), no ``.netrc`` and no environment
certificates, no retries, timeouts always, the operating system's certificates, answers of bounded size, plain
http on loopback alone, and every fault as one of our NetworkErrors.
"""

from __future__ import annotations

import io
import socket
import ssl
import time
from dataclasses import dataclass, field, replace
from http.cookiejar import CookieJar
from typing import Any
from urllib.parse import urlsplit

import requests
import truststore
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError
from urllib3.util.retry import Retry

from xena_desktop.domain.addresses import printable, require_secure
from xena_desktop.domain.errors import CallCancelled, FileUnreadable, NetworkError
from xena_desktop.domain.transfer import Phase, Transfer
from xena_desktop.network.cancellation import Cancellation
from xena_desktop.network.faults import as_network_error, check_proxy
from xena_desktop.network.observed import Observe, ObservedExchange
from xena_desktop.network.receiving import Limits, Memory, Receiver, bounded
from xena_desktop.network.stopwatch import Stopwatch
from xena_desktop.network.watched import watched
from xena_desktop.network.way import Way


@dataclass(frozen=True, slots=True, kw_only=True)
class Transport:
    """What a hardened session needs to know: limits, an extra CA file, how to stop it, and who is told.

    ``transfer`` is told how far an exchange is, ``observe`` what went out and came back; ``receiver`` takes bodies,
    ``stopwatch`` measures. ``cookies`` is sent from and filled; without it every cookie is passed over.
    """

    limits: Limits = field(default_factory=Limits)
    extra_ca_file: str | None = None
    cancellation: Cancellation = field(default_factory=Cancellation)
    transfer: Transfer = field(default_factory=Transfer)
    receiver: Receiver | None = None
    stopwatch: Stopwatch = field(default_factory=Stopwatch)
    observe: Observe | None = None
    cookies: CookieJar | None = None

    @property
    def way(self) -> Way:
        """The way that the person chose."""
        return self.cancellation.way

    @property
    def patience(self) -> Limits:
        """The limits, no longer than the person wants to wait."""
        return replace(
            self.limits,
            connect_seconds=min(self.limits.connect_seconds, self.way.connect_seconds),
            read_seconds=min(self.limits.read_seconds, self.way.answer_seconds),
        )


class Hardened(requests.Session):
    """A session with the defaults of this module; also the base of sessions that other libraries extend."""

    transport = Transport()

    def harden(self, transport: Transport) -> None:
        """Take the place of the session's own adapters and settings."""
        self.transport = transport
        self.trust_env = False
        if transport.cookies is not None:
            self.cookies = transport.cookies  # type: ignore[assignment] # any jar serves
        self.mount("https://", HardenedAdapter(transport))
        self.mount("http://", HardenedAdapter(transport))

    def send(self, request: requests.PreparedRequest, **settings: Any) -> requests.Response:
        """Send once, without following redirects, and read a body of bounded size.

        Raises NetworkError and InsecureAddress.
        """
        url = require_secure(request.url or "")
        limits = self.transport.patience
        settings.update(allow_redirects=False, stream=True, verify=True)
        settings["timeout"] = (limits.connect_seconds, limits.read_seconds)
        settings["proxies"] = self.transport.way.proxies(url)
        check_proxy(url, settings["proxies"])
        started = time.monotonic()
        try:
            response = self._sent_once(request, url=url, settings=settings)
        except NetworkError as error:
            self.close()  # nothing of a failed exchange stays open
            self._observe(request, started, error=error)
            raise
        self._observe(
            request,
            started,
            status=response.status_code,
            headers=response.headers,
            body=response.content,
        )
        return response

    def _observe(self, request: requests.PreparedRequest, started: float, **seen: Any) -> None:
        """Tell whoever watches what went out and what came back."""
        if self.transport.observe is None:
            return
        self.transport.observe(
            ObservedExchange(
                method=request.method or "",
                url=request.url or "",
                sent_headers=request.headers,
                sent_body=_seen(request.body),
                seconds=time.monotonic() - started,
                **seen,
            )
        )

    def _sent_once(
        self, request: requests.PreparedRequest, *, url: str, settings: dict[str, Any]
    ) -> requests.Response:
        watch = self.transport.stopwatch
        try:
            response = super().send(request, **settings)
            watch.answered = time.perf_counter()
            with response:
                self._receive(response)
            watch.ended = time.perf_counter()
        except (requests.RequestException, HTTPError, OSError) as error:
            raise as_network_error(error, url=url, transport=self.transport) from error
        if self._cancelled:  # a head or a body without a length looks whole where it was cut
            raise CallCancelled(host=urlsplit(url).netloc)
        return response

    def _receive(self, response: requests.Response) -> None:
        """Read the body, into the response or into the receiver; the response's own is then empty."""
        receiver = self.transport.receiver or Memory()
        receiver.begin(response)
        try:
            pieces = bounded(
                response,
                limits=self.transport.limits,
                transfer=self.transport.transfer,
                cancellation=self.transport.cancellation,
            )
            for piece in pieces:
                receiver.write(piece)
        finally:
            receiver.end()
        response.raw = io.BytesIO(bytes(receiver.body) if isinstance(receiver, Memory) else b"")
        _ = response.content

    @property
    def _cancelled(self) -> bool:
        return self.transport.cancellation.cancelled


def _seen(body: Any) -> bytes:
    """A body that is observed; one that is read while it goes out is not read again for that."""
    return body.encode() if isinstance(body, str) else body if isinstance(body, bytes) else b""


class HardenedAdapter(HTTPAdapter):
    """An adapter with the system's certificates whose connections can be cancelled."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._watched: list[socket.socket] = []
        super().__init__(max_retries=Retry(0, read=False, redirect=0))

    def init_poolmanager(self, *arguments: Any, **settings: Any) -> None:
        """Verify with the operating system's certificates, and the connection's extra CA if there is one."""
        settings["ssl_context"] = tls_context(self._transport.extra_ca_file)
        super().init_poolmanager(*arguments, **settings)

    def proxy_manager_for(self, proxy: str, **settings: Any) -> Any:
        """The same certificates behind a proxy; requests would forget them there."""
        settings["ssl_context"] = tls_context(self._transport.extra_ca_file)
        return super().proxy_manager_for(proxy, **settings)

    def proxy_headers(self, proxy: str) -> dict[str, str]:
        """How the person's own proxy knows who asks; the environment's may hold name and password themselves."""
        own = self._transport.way.proxy
        return own.headers if own is not None else super().proxy_headers(proxy)

    def get_connection_with_tls_context(self, *arguments: Any, **settings: Any) -> Any:
        """A pool whose new connections are watched by the request's Cancellation."""
        pool: Any = super().get_connection_with_tls_context(*arguments, **settings)
        pool.ConnectionCls = watched(type(pool).ConnectionCls, self._watch, self._transport.stopwatch)
        return pool

    def close(self) -> None:
        """Close every connection, and what watched it."""
        super().close()
        while self._watched:
            handle = self._watched.pop()
            self._transport.cancellation.forget(handle)
            handle.close()

    def _watch(self, connected: socket.socket) -> None:
        """A second handle on ``connected``: TLS takes the first one away, and has no part in a shutdown."""
        self._transport.transfer.phase = Phase.SENDING
        self._watched.append(connected.dup())
        self._transport.cancellation.watch(self._watched[-1])

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        """Nothing to set: the context verifies, and no argument may switch that off."""


def hardened_session(transport: Transport) -> Hardened:
    """A plain requests session with the defaults of this module."""
    session = Hardened()
    session.harden(transport)
    return session


def tls_context(extra_ca_file: str | None) -> ssl.SSLContext:
    """Verification by the operating system's certificates, and by those of ``extra_ca_file``."""
    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if extra_ca_file:
        try:
            context.load_verify_locations(cafile=extra_ca_file)
        except OSError as error:
            raise FileUnreadable(
                path=extra_ca_file, reason=printable(error.strerror or str(error))
            ) from error
    return context
