"""Rows of the tables: what the server does, how the sign-in must end, and what the server may be asked for it.

A row's id begins with the number of its case: the letters are those of the chapters, one module for each.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import pytest

from tests.fakes.hostile_provider import HostileProvider, Parameters
from xena_desktop.domain.errors import XenaError

from .desk import CLIENT_SECRET, Desk, Kept, Outcome

Change = Callable[[HostileProvider], None]
CODE_ID_TOKEN, CODE_ID_TOKEN_TOKEN, CODE = "code id_token", "code id_token token", "code"
WHOLE = "discovery jwks token userinfo"
WHOLE_OF_CODE = "discovery token jwks userinfo"


@dataclass(frozen=True)
class Row:
    """One case. `error` None: the sign-in succeeds; `connection` are members of the connection that differ."""

    id: str
    change: Change
    error: XenaError | None
    asked: str
    connection: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    async def holds(self, desk: Desk) -> Outcome:
        """Sign in once, and prove everything that the row says; the outcome, for more."""
        kept = Kept.of(desk)
        self.change(desk.server)
        outcome = await desk.sign_in(**self.connection)
        if self.error is None:
            assert outcome.account is not None, outcome.error
            assert outcome.account.generation == 2
        else:
            assert outcome.error is not None, "the sign-in succeeded"
            assert type(outcome.error) is type(self.error), outcome.error
            assert self.error.details.items() <= outcome.error.details.items()
            assert Kept.of(desk) == kept, "something was kept"
        assert outcome.asked == self.asked
        for secret in (CLIENT_SECRET, desk.server.state, desk.server.nonce, "eyJ"):
            assert not secret or secret not in desk.traces, "a secret in what is told of the sign-in"
        return outcome


def refused(id: str, change: Change, error: XenaError, asked: str, **connection: Any) -> Row:  # noqa: A002 - pytest's word
    """The sign-in must end in `error`, whose details are among those that it carries."""
    return Row(id, change, error, asked, connection)


def passes(id: str, change: Change, asked: str = WHOLE, **connection: Any) -> Row:  # noqa: A002 - pytest's word
    """The sign-in must succeed all the same."""
    return Row(id, change, None, asked, connection)


def table(rows: Iterable[Row]) -> pytest.MarkDecorator:
    """The rows as the parameter `row` of a test, each under its own id."""
    found = list(rows)
    names = [row.id for row in found]
    assert len(set(names)) == len(names), "an id twice"
    return pytest.mark.parametrize("row", found, ids=names)


# --- what a server may do ----------------------------------------------------------------------------------


def behaves(_server: HostileProvider) -> None:
    """Nothing wrong."""


def says(hook: str, **members: Any) -> Change:
    """Its document or claims have these members; None takes one away, a function is given the server."""

    def change(server: HostileProvider) -> None:
        server.change(hook, **{n: v(server) if callable(v) else v for n, v in members.items()})

    return change


def both(*changes: Change) -> Change:
    """All of these at once."""

    def change(server: HostileProvider) -> None:
        for each in changes:
            each(server)

    return change


def hooked(hook: str, function: Callable[[Any], Any]) -> Change:
    """`function` makes what is sent from what would have been right."""

    def change(server: HostileProvider) -> None:
        server.hooks[hook] = function

    return change


def replies(endpoint: str, **reply: Any) -> Change:
    """An endpoint's whole answer has these fields (`hostile_provider.Reply`)."""
    return lambda server: server.answer(endpoint, **reply)


def brings(*more: tuple[str, str], without: tuple[str, ...] = ()) -> Change:
    """The browser brings these parameters, too, in place of any of their names, and none of those `without`."""
    names = {name for name, _ in more} | set(without)

    def changed(right: Parameters) -> Parameters:
        return [(name, value) for name, value in right if name not in names] + list(more)

    return hooked("authorization", changed)


def adds(*more: tuple[str, str]) -> Change:
    """The browser brings these parameters besides those that are right."""
    return hooked("authorization", lambda right: [*right, *more])
