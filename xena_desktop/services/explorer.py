"""Calls to the API as an account, and what the API says of the account itself."""

from __future__ import annotations

import logging
import secrets as randomness
from collections.abc import Mapping
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from xena_desktop.domain.addresses import require_secure
from xena_desktop.domain.connection import API_SCOPE, Connection
from xena_desktop.domain.errors import (
    AttachmentChanged,
    NetworkError,
    RefusedError,
    ScopeNotGranted,
    UnexpectedAnswer,
    XenaError,
)
from xena_desktop.domain.exchange import ApiAnswer, ApiRequest, target_url, with_boundary
from xena_desktop.domain.history import ONE_ANSWER, PagesJoined
from xena_desktop.domain.identity import Account, FiscalSetup, Profile
from xena_desktop.domain.tokens import AccessToken
from xena_desktop.domain.transfer import Transfer
from xena_desktop.services.accounts import Accounts
from xena_desktop.services.api_calls import fetch_elsewhere, send
from xena_desktop.services.api_lists import FISCAL_SETUPS, MEMBERSHIPS, entities, text_of
from xena_desktop.services.cookies import Cookies
from xena_desktop.services.gate import Gate, Permit
from xena_desktop.services.history import History
from xena_desktop.services.identity_checks import fetch_claims
from xena_desktop.services.profile_parts import download, fiscal_setup
from xena_desktop.services.providers import Providers
from xena_desktop.services.session import Session
from xena_desktop.services.workers import Workers

if TYPE_CHECKING:
    from xena_desktop.auth.discovery import Provider
    from xena_desktop.services.answers import Arrival

_log = logging.getLogger(__name__)

_UNAUTHORIZED: Final = 401


class Explorer:
    """Sends requests with an account's access token, to its connection's API and nowhere else."""

    def __init__(
        self,
        *,
        gate: Gate,
        workers: Workers,
        providers: Providers,
        accounts: Accounts,
        session: Session,
        history: History,
        cookies: Cookies,
    ) -> None:
        self._gate = gate
        self._workers = workers
        self._providers = providers
        self._accounts = accounts
        self._session = session
        self._history = history
        self._cookies = cookies

    async def send(
        self, permit: Permit, *, transfer: Transfer | None = None, arrival: Arrival | None = None
    ) -> ApiAnswer:
        """The API's answer, of whatever status; ``{fiscalId}`` is the account's own. ``permit`` is used up.

        The history keeps the call. With an ``arrival`` (``services.answers``) a large body comes into a file, and can
        be looked at meanwhile.

        A 401 renews the access token and sends once more (RFC 6750 §3.1): the API has not acted on it. Where
        renewing has not helped just before, the 401 is the answer.
        Cancelling the task closes the connection. Raises RefusedError and InputError before anything is sent,
        AttachmentChanged, SessionError, NetworkError, KeychainError and SignInError (a renewal that failed a check).
        """
        account = self._accounts.by_id(permit.account_id)
        transfer = transfer or Transfer()
        keep = partial(self.keep, account, permit.request, transfer=transfer)
        try:
            answer = await self._answered(permit, transfer=transfer, arrival=arrival)
        except (NetworkError, AttachmentChanged) as error:
            keep(error)
            raise
        keep(answer)
        return answer

    async def page(self, permit: Permit, *, transfer: Transfer | None = None) -> ApiAnswer:
        """Like ``send``, for one page of many that the caller has the history ``keep`` as one call."""
        return await self._answered(permit, transfer=transfer)

    def keep(
        self,
        account: Account,
        request: ApiRequest,
        outcome: ApiAnswer | XenaError,
        *,
        transfer: Transfer,
        pages: PagesJoined = ONE_ANSWER,
    ) -> None:
        """Have the history keep a call that was made, with its answer or what came instead."""
        connection = self._accounts.connection_of(account)
        self._history.record(account, connection, request, outcome, transfer=transfer, pages=pages)

    async def _answered(
        self, permit: Permit, *, transfer: Transfer | None = None, arrival: Arrival | None = None
    ) -> ApiAnswer:
        """The answer of a call that the program may make for itself, too."""
        account = self._accounts.by_id(permit.account_id)
        request, transfer = await self.filled(account, permit.request), transfer or Transfer()
        self._gate.redeem(permit, filled=request)
        connection = self._accounts.connection_of(account)
        target_url(connection, request)
        if not _may_call(account):
            raise ScopeNotGranted(name=account.name, scope=API_SCOPE)
        ready = await self._providers.ready(connection)
        token = await self._session.access_token(account)
        answer = await self._sent(account, ready, request, token, transfer, arrival)
        if answer.status != _UNAUTHORIZED or "insufficient_scope" in answer.header("WWW-Authenticate"):
            return answer
        renewed = await self._session.another_access_token(account, refused=token)
        return (
            answer
            if renewed is None
            else await self._sent(account, ready, request, renewed, transfer, arrival)
        )

    async def filled(self, account: Account, request: ApiRequest) -> ApiRequest:
        """The request with the account's fiscal setup in place of ``{fiscalId}``, where it can be told."""
        return request.filled(await self._values(account, request))

    async def fetch_elsewhere(self, account: Account, url: str, *, transfer: Transfer) -> ApiAnswer:
        """What another server holds at ``url``, to which an answer pointed; nothing of the account goes there.

        Raises InsecureAddress and NetworkError.
        """
        connection = self._accounts.connection_of(account)
        return await self._workers.network(
            lambda c: fetch_elsewhere(connection, require_secure(url), c, transfer)
        )

    async def profile(self, account: Account) -> Profile:
        """What the servers say of the account now: claims, fiscal setups with the account's role, its picture."""
        connection = await self._providers.ready(self._accounts.connection_of(account))
        claims = dict(account.claims)
        if not account.is_service:
            provider = await self._providers.provider(connection)
            claims.update(await self._claims(account, connection, provider))
        setups = await self._fiscal_setups(account) if _may_call(account) else ()
        picture = await self._picture(claims.get("picture"))
        self._keep_what_is_new(account, claims, setups)
        return Profile(claims=MappingProxyType(claims), fiscal_setups=setups, picture=picture)

    async def listed(self, account: Account, request: ApiRequest) -> list[dict[str, Any]]:
        """The objects that a list answers with; none where it answers with an error."""
        return entities(await self._asked(account, request))

    async def _sent(
        self,
        account: Account,
        connection: Connection,
        request: ApiRequest,
        token: AccessToken,
        transfer: Transfer,
        arrival: Arrival | None,
    ) -> ApiAnswer:
        parted = with_boundary(request, f"xena-{randomness.token_hex(16)}")
        jar = self._cookies.jar(account, connection)
        call = self._workers.network(
            lambda c: send(connection, parted, token.value, c, transfer, arrival, cookies=jar)
        )
        answer = await self._session.while_signed_in(account, call)
        _log.info("%s on %s: %d in %.3f s", answer.method, connection.name, answer.status, answer.seconds)
        return answer

    async def _values(self, account: Account, request: ApiRequest) -> Mapping[str, str]:
        """The chosen fiscal setup. Where none is chosen yet, reading takes the first, writing only an only one."""
        names = [name for name in request.placeholders if name.casefold() == "fiscalid"]
        if not names:
            return {}
        fiscal_id = self._accounts.by_id(account.id).fiscal_id
        if fiscal_id is None:
            setups = await self._fiscal_setups(account)
            if len(setups) == 1 or (setups and not request.writes):
                fiscal_id = setups[0].id
        return dict.fromkeys(names, fiscal_id) if fiscal_id else {}

    async def _claims(
        self, account: Account, connection: Connection, provider: Provider
    ) -> Mapping[str, Any]:
        token = await self._session.access_token(account)
        try:
            return await self._workers.network(
                lambda c: fetch_claims(provider, connection, token.value, account.subject, c)
            )
        except UnexpectedAnswer:
            return {}

    async def _fiscal_setups(self, account: Account) -> tuple[FiscalSetup, ...]:
        memberships = entities(await self._asked(account, MEMBERSHIPS))
        roles = {str(m.get("FiscalSetupId")): text_of(m.get("SecurityGroups")) for m in memberships}
        names = {str(m.get("FiscalSetupId")): text_of(m.get("FiscalSetupName")) for m in memberships}
        setups = entities(await self._asked(account, FISCAL_SETUPS))
        found = [fiscal_setup(setup, names=names, roles=roles) for setup in setups]
        self._gate.know_companies(found)
        return tuple(sorted(found, key=lambda setup: setup.name.casefold()))

    async def _asked(self, account: Account, request: ApiRequest) -> ApiAnswer:
        return await self._answered(self._gate.permit(account, request))

    async def _picture(self, url: Any) -> bytes | None:
        """The picture, asked for without any token; a profile stands without it."""
        if not isinstance(url, str) or not url:
            return None
        try:
            address = require_secure(url)
            return await self._workers.network(lambda c: download(address, c))
        except (NetworkError, RefusedError):
            return None

    def _keep_what_is_new(
        self, account: Account, claims: dict[str, Any], setups: tuple[FiscalSetup, ...]
    ) -> None:
        current = self._accounts.by_id(account.id)
        ids = [setup.id for setup in setups]
        chosen = current.fiscal_id if current.fiscal_id in ids else next(iter(ids), None)
        if claims != dict(current.claims) or chosen != current.fiscal_id:
            self._accounts.change(account.id, claims=MappingProxyType(claims), fiscal_id=chosen)


def _may_call(account: Account) -> bool:
    """Whether the API is not bound to refuse the account's access token."""
    return API_SCOPE not in account.scopes_asked - account.scopes_granted
