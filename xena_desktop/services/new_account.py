"""Keeping what a sign-in brought, once every check has passed."""

from __future__ import annotations

import secrets as randomness
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from xena_desktop.domain.connection import Connection
from xena_desktop.domain.errors import OtherPersonSignedIn
from xena_desktop.domain.identity import Account, AccountState, display_name
from xena_desktop.domain.tokens import AccessToken, GrantRecord, TokenResponse
from xena_desktop.services.identity_checks import Claims
from xena_desktop.services.sign_in_parts import SignInParts


class OtherPerson(StrEnum):
    """What becomes of a sign-in in which somebody else came back than the account's own person."""

    KEEP = "keep"
    ADD = "add"
    REPLACE = "replace"


AskOtherPerson = Callable[[Account, str], Awaitable[OtherPerson]]
"""Asks what to do: given the account that was to sign in again, and the name of the person who came."""


async def keep_the_old(_account: Account, _name: str) -> OtherPerson:
    """Where nobody can be asked: nothing is replaced, and nobody added."""
    return OtherPerson.KEEP


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInResult:
    """What a sign-in brought: who it is, by checked claims, and their tokens. Nothing of it is kept yet."""

    connection: Connection
    issuer: str
    claims: Claims
    tokens: TokenResponse
    asked: frozenset[str]

    @property
    def subject(self) -> str:
        """Who it is to the server."""
        return str(self.claims["sub"])

    @property
    def name(self) -> str:
        """Who it is to people."""
        return display_name(self.claims, otherwise=self.connection.name)

    def is_of(self, account: Account) -> bool:
        """Whether this is the account's own person, over the account's connection."""
        here = (self.connection.id, self.issuer, self.subject)
        return (account.connection_id, account.issuer, account.subject) == here


async def kept_in_place(
    parts: SignInParts, result: SignInResult, *, replaces: Account | None, ask: AskOtherPerson
) -> Account:
    """The account of ``result``; where another person came than ``replaces``, ``ask`` decides first.

    A replaced account is signed out once the new one is safe. Raises OtherPersonSignedIn when the old one is to
    stay as it is, and KeychainError; then nothing was kept.
    """
    if replaces is None or result.is_of(replaces):
        return await kept(parts, result)
    answer = await ask(replaces, result.name)
    if answer is OtherPerson.KEEP:
        raise OtherPersonSignedIn(name=replaces.name, found=result.name)
    account = await kept(parts, result)
    if answer is OtherPerson.REPLACE:
        account = parts.accounts.change(account.id, color=replaces.color, note=replaces.note)
        await parts.accounts.move(account, row=parts.accounts.row_of(replaces))
        await parts.sign_out(replaces)
    return account


async def kept(parts: SignInParts, result: SignInResult) -> Account:
    """The account, its tokens in the keychain first: grant, access token, and only then the account itself.

    No process renews the account meanwhile, or its former grant would take the place of the new one.
    """
    former = next((account for account in parts.accounts.all() if result.is_of(account)), None)
    start = former or Account(
        id=f"account-{randomness.token_hex(6)}",
        connection_id=result.connection.id,
        name=result.name,
        subject=result.subject,
        issuer=result.issuer,
    )
    async with parts.locks.held(start):
        current = parts.accounts.refreshed(start.id) if former else None
        return await _kept(parts, result, start=current or start)


async def _kept(parts: SignInParts, result: SignInResult, *, start: Account) -> Account:
    now, connection = parts.now(), result.connection
    is_service = connection.grant == "client_credentials"
    granted = result.tokens.scopes if result.tokens.scopes is not None else result.asked
    record = GrantRecord(
        refresh_token=result.tokens.refresh_token,
        generation=start.generation + 1,
        issuer=result.issuer,
        client_id=connection.client_id,
        subject=result.subject,
        scopes=granted,
        obtained_at=now,
    )
    access_token = AccessToken.received(result.tokens, now=now)
    await parts.secrets.keep_grant(start.id, record)
    await parts.secrets.keep_access_token(start.id, access_token, generation=record.generation)
    parts.secrets.remember_id_token(start.id, result.tokens.id_token)
    return parts.accounts.keep(
        replace(
            start,
            claims=result.claims,
            state=AccountState.READY,
            in_flight=None,
            unsaved_by=None,
            last_error="",
            signed_out_at=None,
            session_only=parts.secrets.is_session_only,
            scopes_asked=result.asked,
            scopes_granted=granted,
            renewable=is_service or result.tokens.refresh_token is not None,
            generation=record.generation,
            obtained_at=now,
            access_expires_at=access_token.expires_at,
            is_service=is_service,
        )
    )
