"""Who is signed in in which browser, and which authorization requests wait for a person. In memory only."""

import hmac
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from xena_desktop.sandbox.people import Person
from xena_desktop.sandbox.tokens import SignIn

_PENDING_SECONDS = 3600
_MOST_KEPT = 500


@dataclass
class BrowserSession:
    """One browser. `cookie` names it; `form_token` goes into each form, against forged posts."""

    cookie: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    form_token: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    sign_in: SignIn | None = None

    def knows(self, form_token: str) -> bool:
        """Whether a posted form came from one of our own pages in this browser."""
        return hmac.compare_digest(self.form_token.encode(), form_token.encode())


@dataclass
class PendingAuthorization:
    """An authorization request whose person has not answered yet.

    `signed_in_again` and `consented` say what the person did for this very request.
    """

    values: dict[str, list[str]]
    started_at: int
    request_id: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    signed_in_again: bool = False
    consented: bool = False


class BrowserSessions:
    """The browsers and the requests that wait in them."""

    def __init__(self, *, now: Callable[[], datetime]) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._sessions: dict[str, BrowserSession] = {}
        self._pending: dict[str, PendingAuthorization] = {}

    def session(self, cookie: str | None) -> BrowserSession:
        """The session of that cookie, or a new one."""
        with self._lock:
            known = self._sessions.get(cookie or "")
            if known is None:
                known = BrowserSession()
                # whoever comes without a cookie gets a session; only the latest are worth keeping
                for oldest in list(self._sessions)[: -_MOST_KEPT + 1]:
                    del self._sessions[oldest]
                self._sessions[known.cookie] = known
            return known

    def sign_in(self, session: BrowserSession, *, person: Person) -> None:
        """The person has shown who they are. The cookie changes, so that a planted one is worth nothing."""
        with self._lock:
            self._sessions.pop(session.cookie, None)
            session.cookie = secrets.token_urlsafe(32)
            session.sign_in = SignIn(person, secrets.token_hex(16).upper(), self._seconds())
            self._sessions[session.cookie] = session

    def sign_out(self, session: BrowserSession) -> None:
        """Forget who was signed in in this browser."""
        with self._lock:
            self._sessions.pop(session.cookie, None)
            session.sign_in = None

    def begin(self, values: dict[str, list[str]]) -> PendingAuthorization:
        """Keep an authorization request until its person has answered, at most an hour."""
        pending = PendingAuthorization(values, self._seconds())
        with self._lock:
            earliest = self._seconds() - _PENDING_SECONDS
            kept = [item for item in self._pending.values() if item.started_at > earliest]
            self._pending = {item.request_id: item for item in kept[-_MOST_KEPT:]}
            self._pending[pending.request_id] = pending
        return pending

    def pending(self, request_id: str) -> PendingAuthorization | None:
        """The request that waits under that id, or None."""
        with self._lock:
            return self._pending.get(request_id)

    def finish(self, pending: PendingAuthorization) -> bool:
        """The request is answered; False when it was answered before."""
        with self._lock:
            return self._pending.pop(pending.request_id, None) is not None

    def _seconds(self) -> int:
        return int(self._now().timestamp())
