"""What a session asks the identity server for: another access token, or to take a refresh token back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from xena_desktop.domain.connection import Connection
from xena_desktop.domain.errors import DiscoveryInvalid, IdentityMismatch, IdTokenInvalid, NetworkError
from xena_desktop.domain.redaction import Secret
from xena_desktop.domain.tokens import GrantRecord, TokenResponse
from xena_desktop.domain.trace import TraceStep
from xena_desktop.network.cancellation import Cancellation
from xena_desktop.services.identity_checks import verified_id_token
from xena_desktop.services.providers import Providers, transport_of

if TYPE_CHECKING:
    from xena_desktop.auth.discovery import Provider
    from xena_desktop.auth.trace import TraceRecorder

_TIMES: Final = ("exp", "iat", "nbf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Whom a request goes to, as which client, and where it is written down what happens."""

    provider: Provider
    connection: Connection
    client_secret: Secret | None
    trace: TraceRecorder | None = None


def ask_for_tokens(server: Server, refresh_token: Secret | None, cancellation: Cancellation) -> TokenResponse:
    """Spend ``refresh_token``; without one, sign the service account in anew. Blocks; raises as TokenEndpoint."""
    from xena_desktop.auth.token_endpoint import TokenEndpoint

    endpoint = TokenEndpoint(
        provider=server.provider,
        connection=server.connection,
        client_secret=server.client_secret,
        transport=transport_of(
            server.connection,
            cancellation,
            observe=server.trace.http(TraceStep.TOKEN_REQUEST) if server.trace else None,
        ),
    )
    return endpoint.refresh(refresh_token) if refresh_token else endpoint.client_credentials()


def ask_to_revoke(server: Server, refresh_token: Secret, cancellation: Cancellation) -> bool:
    """Whether the server took ``refresh_token`` back. Blocks; raises NetworkError and ClientRefused."""
    from xena_desktop.auth.revocation import revoke
    from xena_desktop.network.transport import hardened_session

    with hardened_session(transport_of(server.connection, cancellation)) as session:
        return revoke(
            session,
            server.provider,
            server.connection,
            refresh_token=refresh_token,
            client_secret=server.client_secret,
        )


async def check_same_person(
    response: TokenResponse,
    *,
    server: Server,
    record: GrantRecord,
    claims: Mapping[str, Any],
    providers: Providers,
    now: datetime,
) -> None:
    """A renewed ID token speaks of the sign-in that ``claims`` came from (OIDC Core §12.2).

    Raises IdTokenInvalid and IdentityMismatch. A key set that cannot be read now and a clock that is wrong are
    no reason to lose the refresh token that came with it: the token's other claims are not used.
    """
    if response.id_token is None:
        return
    from xena_desktop.auth.id_token import Expectation

    expected = Expectation(
        place="renewed",
        issuer=record.issuer,
        client_id=record.client_id,
        nonce=None,
        now=now,
        started_at=now,
        access_token=response.access_token,
        report=server.trace.check if server.trace else _tell_nobody,
    )
    try:
        renewed = await verified_id_token(
            providers,
            server.provider,
            server.connection,
            id_token=response.id_token,
            expected=expected,
            trace=server.trace,
        )
    except (NetworkError, DiscoveryInvalid):
        return
    except IdTokenInvalid as error:
        if error.details.get("check") in _TIMES:
            return
        raise
    if renewed["sub"] != record.subject:
        raise IdentityMismatch(claim="sub")
    for claim in ("auth_time", "nonce"):
        if renewed.get(claim) and claims.get(claim) and renewed[claim] != claims[claim]:
            raise IdentityMismatch(claim=claim)


def _tell_nobody(_check: str, _passed: bool) -> None:
    """Where no trace is kept."""
