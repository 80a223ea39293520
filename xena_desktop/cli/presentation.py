"""Domain values as lines for a person and as members of a JSON document."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from xena_desktop.domain.addresses import printable
from xena_desktop.domain.identity import Account, AccountState
from xena_desktop.translation import tr, trn

if TYPE_CHECKING:
    from xena_desktop.domain.connection import Connection


def account_document(account: Account, *, connection_name: str, now: datetime) -> dict[str, Any]:
    """An account for ``--json``; times are ISO 8601 in UTC."""
    return {
        "id": account.id,
        "name": account.name,
        "connection": connection_name,
        "subject": account.subject,
        "issuer": account.issuer,
        "email": account.email,
        "scopes_asked": sorted(account.scopes_asked),
        "scopes_granted": sorted(account.scopes_granted),
        "access_expires_at": utc_text(account.access_expires_at),
        "renewable": account.renewable,
        "state": str(state_now(account, now=now)),
        "is_service": account.is_service,
        "color": account.color or None,
        "note": account.note,
        "fiscal_id": account.fiscal_id,
    }


def connection_document(connection: Connection) -> dict[str, Any]:
    """A connection for ``--json``: its own id and the members of its file."""
    from xena_desktop.domain.connection import render_connection_file

    members: dict[str, Any] = json.loads(render_connection_file(connection))
    members.pop("format")
    return {"id": connection.id, **members}


def state_now(account: Account, *, now: datetime) -> AccountState:
    """The account's state; one whose access token ended and that nothing renews needs a sign-in."""
    ended = account.access_expires_at is not None and account.access_expires_at <= now
    if account.state is AccountState.READY and ended and not account.renewable:
        return AccountState.SIGN_IN_NEEDED
    return account.state


def state_text(state: AccountState) -> str:
    """A state in words."""
    match state:
        case AccountState.READY:
            return tr("ready")
        case AccountState.SIGN_IN_NEEDED:
            return tr("sign-in needed")
        case AccountState.CLIENT_REFUSED:
            return tr("client not accepted")
        case AccountState.OFFLINE:
            return tr("no answer from the server")
        case AccountState.SIGNING_OUT:
            return tr("signing out")
        case AccountState.SIGNED_OUT:
            return tr("signed out")


def claim_value(value: object) -> str:
    """A claim's value as text fit for a terminal; what is no text shows as JSON."""
    return printable(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def utc_text(moment: datetime | None) -> str | None:
    """A moment for scripts, such as ``2026-11-24T08:05:00Z``."""
    return (
        None
        if moment is None
        else moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    )


def local_text(moment: datetime | None) -> str:
    """A moment for a person, in the computer's own time zone."""
    return "–" if moment is None else f"{moment.astimezone():%Y-%m-%d %H:%M}"


def duration_text(seconds: int) -> str:
    """A time to wait, in words."""
    if seconds < 120:
        return trn("{count} second", "{count} seconds", count=seconds)
    return trn("{count} minute", "{count} minutes", count=round(seconds / 60))


def size_text(size: int) -> str:
    """A number of bytes in words."""
    if size < 1000:
        return f"{size} B"
    return f"{size / 1000:.1f} kB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"


def yes_no(value: bool) -> str:
    """Yes or no, in the person's language."""
    return tr("yes") if value else tr("no")


def table(rows: Iterable[Sequence[str]]) -> str:
    """Rows as aligned columns, two spaces between them; the first row is usually the heading."""
    kept = [tuple(row) for row in rows]
    widths = [max(map(len, column)) for column in zip(*kept, strict=True)]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in kept)
    return "\n".join(line.rstrip() for line in lines)
