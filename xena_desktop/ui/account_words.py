"""The state of an account in words, short for the list and in full for the line at the bottom."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from xena_desktop.domain.identity import Account, AccountState, Passing
from xena_desktop.translation import tr
from xena_desktop.ui import words

USABLE: Final = (AccountState.READY, AccountState.OFFLINE)
"""States in which nobody has to do anything but wait."""


def is_ready(account: Account, passing: Passing | None) -> bool:
    """Whether nothing stands in the way of a call just now."""
    return account.state is AccountState.READY and passing in (None, Passing.RENEWING)


def note(account: Account, passing: Passing | None, *, now: datetime) -> str:
    """A word or two: ``42 min``, ``offline``, ``keychain locked``."""
    if account.state in USABLE and passing is not None:
        return _passing_note(passing)
    states = {
        AccountState.OFFLINE: tr("offline"),
        AccountState.SIGN_IN_NEEDED: tr("expired"),
        AccountState.CLIENT_REFUSED: tr("refused"),
        AccountState.SIGNING_OUT: tr("signing out"),
    }
    if account.state in states:
        return states[account.state]
    if account.access_expires_at is None:
        return ""
    left = account.access_expires_at - now
    if left.total_seconds() <= 0 and account.renewable:
        return tr("ready")
    return words.time_left(left)


def _passing_note(passing: Passing) -> str:
    return {
        Passing.RENEWING: tr("renewing"),
        Passing.UNSAVED: tr("not saved"),
        Passing.KEYCHAIN_LOCKED: tr("keychain locked"),
        Passing.KEYCHAIN_MISSING: tr("no keychain"),
    }[passing]


def sentence(account: Account, passing: Passing | None) -> str:
    """Who it is and what is the matter, in one line."""
    who = account.email or account.name
    if account.state in USABLE and passing not in (None, Passing.RENEWING):
        return _passing_sentence(who, passing)
    match account.state:
        case AccountState.SIGN_IN_NEEDED:
            return tr("{who} must sign in again", who=who)
        case AccountState.CLIENT_REFUSED:
            return tr("The server does not accept the client of {who}", who=who)
        case AccountState.OFFLINE:
            return tr("No answer from the server of {who}; it is tried again", who=who)
        case AccountState.SIGNING_OUT:
            return tr("{who} is being signed out", who=who)
    return tr("Signed in as {who}", who=who)


def _passing_sentence(who: str, passing: Passing | None) -> str:
    match passing:
        case Passing.KEYCHAIN_LOCKED:
            return tr("The keychain that holds the tokens of {who} is locked", who=who)
        case Passing.KEYCHAIN_MISSING:
            return tr("The keychain that holds the tokens of {who} does not answer", who=who)
    return tr("Renewed tokens of {who} wait for the keychain", who=who)


def token(account: Account, passing: Passing | None, *, now: datetime) -> str:
    """How long the access token lives, and whether something renews it."""
    if passing is Passing.RENEWING:
        return tr("Access token is being renewed")
    if not is_ready(account, passing) or account.access_expires_at is None:
        return ""
    left = words.time_left(account.access_expires_at - now)
    if account.renewable:
        return tr("Access token {left}, renews by itself", left=left)
    return tr("Access token {left}, then sign in again (no offline_access)", left=left)


def detail(account: Account, passing: Passing | None, *, connection_name: str) -> str:
    """Who it is, what is the matter, over which connection, and the person's own note on a line below."""
    first = " · ".join(part for part in (sentence(account, passing), connection_name) if part)
    return "\n".join(part for part in (first, account.note) if part)
