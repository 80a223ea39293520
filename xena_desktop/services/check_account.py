"""The account itself: keychain, renewal, access token, API, fiscal setups and rights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xena_desktop.domain.check import CheckResult, CheckStep
from xena_desktop.domain.connection import API_SCOPE, Connection
from xena_desktop.domain.exchange import ApiAnswer, ApiRequest
from xena_desktop.domain.identity import Account
from xena_desktop.services.api_lists import FISCAL_SETUPS, MEMBERSHIPS, entities, text_of
from xena_desktop.services.check_parts import CheckParts
from xena_desktop.services.check_results import failed, passed, warned

if TYPE_CHECKING:
    from xena_desktop.network.cancellation import Cancellation


class AccountChecks:
    """Looks at what is kept of the account, and asks its API."""

    def __init__(self, parts: CheckParts, account: Account, connection: Connection) -> None:
        self._parts = parts
        self._account = account
        self._connection = connection

    async def keychain(self) -> CheckResult:
        """The keychain serves."""
        status = await self._parts.session.keychain_status()
        if status.state == "ready":
            return passed(CheckStep.KEYCHAIN, ("keychain", status.name))
        return failed(CheckStep.KEYCHAIN, f"keychain_{status.state}")

    async def refresh(self) -> CheckResult:
        """Something is there that renews the access token."""
        if self._connection.needs_client_secret:
            secret = await self._parts.secrets.client_secret(self._connection)
            if secret is None:
                return failed(CheckStep.REFRESH, "client_secret_missing")
        record = await self._parts.secrets.grant(self._account.id)
        if record is None:
            return failed(CheckStep.REFRESH, "no_grant")
        if not self._account.renewable:
            return warned(CheckStep.REFRESH, "no_offline_access")
        since = f"{record.obtained_at.astimezone():%Y-%m-%d %H:%M}"
        by = "client_credentials" if self._account.is_service else "refresh_token"
        return passed(CheckStep.REFRESH, ("grant", by), ("obtained", since))

    async def access_token(self) -> CheckResult:
        """There is an access token that may be sent now, renewed where that is due."""
        token = await self._parts.session.access_token(self._account)
        left = token.expires_at - self._parts.now()
        return passed(CheckStep.ACCESS_TOKEN, ("minutes left", str(int(left.total_seconds() // 60))))

    async def api(self) -> CheckResult:
        """The API answers, asked without any token."""
        status, seconds = await self._parts.workers.network(lambda c: _pinged(self._connection, c))
        facts = (
            ("address", self._connection.api_base_url),
            ("status", str(status)),
            ("ms", f"{seconds * 1000:.0f}"),
        )
        if status >= 500:
            return failed(CheckStep.API, "server_error", *facts)
        return passed(CheckStep.API, *facts)

    async def fiscal_setups(self) -> CheckResult:
        """The API takes the access token, and knows fiscal setups for it."""
        answer = await self._asked(FISCAL_SETUPS)
        if (denied := _refused(CheckStep.FISCAL_SETUPS, answer)) is not None:
            return denied
        count = len(entities(answer))
        facts = (("status", str(answer.status)), ("fiscal setups", str(count)))
        if not count:
            return warned(CheckStep.FISCAL_SETUPS, "no_fiscal_setups", *facts)
        return passed(CheckStep.FISCAL_SETUPS, *facts)

    async def _asked(self, request: ApiRequest) -> ApiAnswer:
        return await self._parts.explorer.send(self._parts.gate.permit(self._account, request))

    async def rights(self) -> CheckResult:
        """What the account may do."""
        answer = await self._asked(MEMBERSHIPS)
        if (denied := _refused(CheckStep.RIGHTS, answer)) is not None:
            return denied
        facts = [
            (text_of(row.get("FiscalSetupName")), text_of(row.get("SecurityGroups")))
            for row in entities(answer)
        ]
        granted = " ".join(sorted(self._account.scopes_granted)) or "–"
        missing = self._account.scopes_asked - self._account.scopes_granted
        result = passed(CheckStep.RIGHTS, ("scope", granted), *facts)
        if API_SCOPE not in self._account.scopes_granted:
            return warned(CheckStep.RIGHTS, "no_api_scope", *result.facts)
        if missing:
            refused = ("not granted", " ".join(sorted(missing)))
            return warned(CheckStep.RIGHTS, "scopes_refused", *result.facts, refused)
        return result


def _refused(step: CheckStep, answer: ApiAnswer) -> CheckResult | None:
    """The result where the API answered with an error."""
    if not answer.is_error:
        return None
    reasons = {401: "unauthorized", 403: "forbidden"}
    reason = reasons.get(answer.status, "server_error" if answer.status >= 500 else "refused")
    return failed(step, reason, ("status", str(answer.status)))


def _pinged(connection: Connection, cancellation: Cancellation) -> tuple[int, float]:
    """The API's health page, asked without any token: status and seconds."""
    import time

    from xena_desktop.network.transport import hardened_session
    from xena_desktop.services.providers import transport_of

    started = time.monotonic()
    with hardened_session(transport_of(connection, cancellation)) as session:
        response = session.get(f"{connection.api_base_url}/actuator/health")
    return response.status_code, time.monotonic() - started
