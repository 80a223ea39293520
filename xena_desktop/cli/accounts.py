"""``accounts`` and ``whoami``: who is signed in."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from xena_desktop.cli.exit_codes import ExitCode
from xena_desktop.cli.presentation import (
    account_document,
    claim_value,
    local_text,
    state_now,
    state_text,
    table,
    yes_no,
)
from xena_desktop.domain.errors import UnknownConnection
from xena_desktop.translation import tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from xena_desktop.cli.invocation import Invocation
    from xena_desktop.domain.connection import Connection
    from xena_desktop.domain.identity import Account, Profile
    from xena_desktop.services.house import Services


def list_all(invocation: Invocation) -> ExitCode:
    """Every account in the person's order: name, connection, subject, scopes, expiry, state, note."""
    quick = invocation.quick_services()
    now = invocation.now()
    accounts = [
        (account, _connection_name(account, quick.accounts.connection_of)) for account in quick.accounts.all()
    ]
    document = {
        "accounts": [account_document(account, connection_name=name, now=now) for account, name in accounts]
    }
    heading = (
        tr("Name"),
        tr("Connection"),
        tr("Subject"),
        tr("Scopes"),
        tr("Access token until"),
        tr("State"),
        tr("Note"),
    )
    rows = [
        (
            account.name,
            name,
            account.subject,
            " ".join(sorted(account.scopes_granted)),
            local_text(account.access_expires_at),
            state_text(state_now(account, now=now)),
            " ".join(account.note.split()),
        )
        for account, name in accounts
    ]
    if not rows:
        invocation.output.progress(tr("No account yet. Sign in: xena-desktop sign-in CONNECTION"))
    invocation.output.result(table([heading, *rows]) if rows else "", document=document)
    return ExitCode.DONE


def whoami(invocation: Invocation) -> ExitCode:
    """Userinfo claims, granted scopes, expiry and fiscal setups, read freshly."""
    account, name, profile = invocation.with_services(partial(_read, invocation.options.account))
    document = {
        **account_document(account, connection_name=name, now=invocation.now()),
        "claims": dict(profile.claims),
        "fiscal_setups": [
            {"id": setup.id, "name": setup.name, "role": setup.role} for setup in profile.fiscal_setups
        ],
    }
    invocation.output.result(_whoami_text(account, name, profile), document=document)
    return ExitCode.DONE


async def _read(wanted: str | None, services: Services) -> tuple[Account, str, Profile]:
    account = services.accounts.named(wanted)
    profile = await services.explorer.profile(account)
    account = services.accounts.by_id(account.id)
    return account, _connection_name(account, services.accounts.connection_of), profile


def _whoami_text(account: Account, connection_name: str, profile: Profile) -> str:
    rows = [
        (tr("Name"), account.name),
        (tr("Connection"), connection_name),
        (tr("Issuer"), account.issuer),
        (tr("Scopes granted"), " ".join(sorted(account.scopes_granted)) or "–"),
        (tr("Scopes refused"), " ".join(sorted(account.scopes_asked - account.scopes_granted)) or "–"),
        (tr("Access token until"), local_text(account.access_expires_at)),
        (tr("Renews by itself"), yes_no(account.renewable)),
    ]
    parts = [table(rows)]
    if profile.claims:
        claims: list[tuple[str, Any]] = sorted(profile.claims.items())
        parts.append(table([(tr("Claim"), tr("Value")), *((n, claim_value(v)) for n, v in claims)]))
    if profile.fiscal_setups:
        heading = (tr("Fiscal setup"), tr("Number"), tr("Role"))
        parts.append(table([heading, *((s.name, s.id, s.role or "–") for s in profile.fiscal_setups)]))
    return "\n\n".join(parts)


def _connection_name(account: Account, connection_of: Callable[[Account], Connection]) -> str:
    """The name of the account's connection; its id where the connection's file is gone."""
    try:
        return connection_of(account).name
    except UnknownConnection:
        return account.connection_id
