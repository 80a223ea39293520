"""Recording what happens in a sign-in or a renewal. Secrets are masked here, before anything is kept.

Of parameters and members only those that are known to be harmless are recorded with their values; everything else is
recorded by its name alone, and every value passes the redactor besides.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from xena_desktop.domain.addresses import printable
from xena_desktop.domain.errors import IdTokenInvalid, XenaError
from xena_desktop.domain.identity import Account
from xena_desktop.domain.redaction import MASK
from xena_desktop.domain.trace import Trace, TraceEntry, TraceKind, TraceStep
from xena_desktop.network.observed import Observe, ObservedExchange

Facts = Sequence[tuple[str, str]]

_SHOWN: Final = frozenset(
    {
        "client_id", "redirect_uri", "response_type", "response_mode", "scope", "prompt", "login_hint",
        "max_age", "code_challenge_method", "grant_type", "error", "error_description", "iss", "token_type",
        "expires_in",
    }
)  # fmt: skip
"""Parameters and members whose values are no secrets (RFC 6749 §4, §5; RFC 7636; RFC 9207)."""
_DISCOVERY: Final = frozenset(
    {
        "issuer", "authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint",
        "revocation_endpoint", "end_session_endpoint", "response_types_supported",
        "response_modes_supported", "code_challenge_methods_supported",
        "token_endpoint_auth_methods_supported", "authorization_response_iss_parameter_supported",
    }
)  # fmt: skip


class TraceRecorder:
    """Takes down one sign-in or renewal.

    ``mask`` hides known secrets in any text; ``now`` gives the UTC time; ``owner`` is the id of the account that it
    is of, empty as long as there is none.
    """

    def __init__(
        self, kind: TraceKind, *, connection: str, mask: Callable[[str], str], now: Callable[[], datetime]
    ) -> None:
        self._mask = mask
        self._now = now
        self._step = TraceStep.PREPARING
        self._trace = Trace(kind=kind, connection=connection, started_at=now())
        self.owner = ""

    def enter(self, step: TraceStep, facts: Facts = ()) -> None:
        """Begin a step: what fails from now on has failed there. One that nothing came of is begun anew."""
        self._step = step
        entries = self._trace.entries
        if entries and (entries[-1].step, entries[-1].facts, entries[-1].checks) == (step, (), ()):
            entries = entries[:-1]
        entry = TraceEntry(at=self._now(), step=step, facts=tuple(self._masked(facts)))
        self._trace = replace(self._trace, entries=(*entries, entry))

    def note(self, facts: Facts) -> None:
        """Add facts to the step at hand."""
        last = self._last()
        self._replace_last(replace(last, facts=(*last.facts, *self._masked(facts))))

    def parameters(self, step: TraceStep, parameters: Iterable[tuple[str, str]], *, arrow: str) -> None:
        """Begin a step with parameters of a request or an answer; of most of them only the names are kept."""
        self.enter(step, [(f"{arrow} {name}", _harmless(name, value)) for name, value in parameters])

    def check(self, name: str, passed: bool) -> None:
        """A part of the ID token at hand was checked."""
        last = self._last()
        self._replace_last(replace(last, checks=(*last.checks, (name, passed))))

    def http(self, step: TraceStep) -> Observe:
        """What records the exchanges of a step; also from a worker's thread."""

        def observe(exchange: ObservedExchange) -> None:
            self.enter(step, [*_request_facts(exchange), *_answer_facts(step, exchange)])

        return observe

    def belongs_to(self, account: Account) -> None:
        """Say whose it is."""
        self.owner = account.id
        self._trace = replace(self._trace, account=self._mask(account.name))

    def fail(self, error: XenaError) -> None:
        """It ended here, with this error."""
        last = self._last()
        if isinstance(error, IdTokenInvalid):
            self.check(str(error.details.get("check")), passed=False)
            last = self._last()
        details = [(name, str(value)) for name, value in error.details.items() if value is not None]
        facts = (*last.facts, *self._masked(details))
        self._replace_last(replace(last, facts=facts, error=error.code))
        self._trace = replace(self._trace, error=error.code)

    def trace(self) -> Trace:
        """What was taken down up to now."""
        return self._trace

    def _last(self) -> TraceEntry:
        if not self._trace.entries or self._trace.entries[-1].step is not self._step:
            self.enter(self._step)
        return self._trace.entries[-1]

    def _replace_last(self, entry: TraceEntry) -> None:
        self._trace = replace(self._trace, entries=(*self._trace.entries[:-1], entry))

    def _masked(self, facts: Facts) -> Iterable[tuple[str, str]]:
        return ((printable(name, limit=80), self._mask(printable(value))) for name, value in facts)


def _harmless(name: str, value: str) -> str:
    return value if name in _SHOWN else MASK


def _request_facts(exchange: ObservedExchange) -> Facts:
    parts = urlsplit(exchange.url)
    facts = [(exchange.method, urlunsplit(parts._replace(query="", fragment="")))]
    scheme = exchange.sent_headers.get("Authorization", "").partition(" ")[0]
    if scheme:
        facts.append(("→ Authorization", f"{scheme} {MASK}"))
    if exchange.sent_body:
        pairs = parse_qsl(exchange.sent_body.decode("utf-8", "replace"), keep_blank_values=True)
        facts += [(f"→ {name}", _harmless(name, value)) for name, value in pairs]
    return facts


def _answer_facts(step: TraceStep, exchange: ObservedExchange) -> Facts:
    took = ("ms", str(round(exchange.seconds * 1000)))
    if exchange.error is not None:
        return [("←", exchange.error.code), took]
    media_type = str(exchange.headers.get("Content-Type", "")).partition(";")[0]
    facts = [("←", f"{exchange.status} {media_type}".strip()), took]
    return [*facts, *_members(step, _object(exchange.body))]


def _object(body: bytes) -> Mapping[str, Any]:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _members(step: TraceStep, members: Mapping[str, Any]) -> Facts:
    """What an answer held: of a discovery document what is used, of the others what is harmless."""
    if step is TraceStep.DISCOVERY:
        return [(f"← {name}", _text(members[name])) for name in members if name in _DISCOVERY]
    if step is TraceStep.KEYS:
        keys = members.get("keys")
        key_ids = (
            [str(key.get("kid")) for key in keys if isinstance(key, dict)] if isinstance(keys, list) else []
        )
        return [("← kid", ", ".join(key_ids))]
    if step in (TraceStep.USERINFO, TraceStep.MEMBERSHIPS):
        return [("← members", ", ".join(members))] if members else []
    return [(f"← {name}", _harmless(name, _text(value))) for name, value in members.items()]


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
