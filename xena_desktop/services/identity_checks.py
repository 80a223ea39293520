"""Who somebody is, as ID tokens and userinfo say, every check passed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from xena_desktop.domain.connection import Connection
from xena_desktop.domain.errors import ClockWrong, IdTokenInvalid
from xena_desktop.domain.redaction import Secret
from xena_desktop.domain.trace import TraceStep
from xena_desktop.network.cancellation import Cancellation
from xena_desktop.services.providers import Providers, transport_of

if TYPE_CHECKING:
    from xena_desktop.auth.discovery import Provider, SigningKeys
    from xena_desktop.auth.id_token import Expectation
    from xena_desktop.auth.trace import TraceRecorder

Claims = Mapping[str, Any]

_CLOCKS_AGREE: Final = timedelta(minutes=2)


async def verified_id_token(
    providers: Providers,
    provider: Provider,
    connection: Connection,
    *,
    id_token: Secret,
    expected: Expectation,
    trace: TraceRecorder | None = None,
) -> Claims:
    """The claims of an ID token; a key that is not known yet is asked for once (OIDC Core §10.1.1).

    Raises IdTokenInvalid, ClockWrong where the clock of this computer is to blame, and as ``Providers.keys`` does.
    """
    from xena_desktop.auth.id_token import CHECKS_OF_TIME, verify_id_token

    def verify(keys: SigningKeys) -> Claims:
        if trace is not None:
            trace.enter(TraceStep.FRONT_ID_TOKEN if expected.place == "front" else TraceStep.BACK_ID_TOKEN)
        try:
            return verify_id_token(id_token, keys=keys, expected=expected)
        except IdTokenInvalid as error:
            ahead = providers.clock_ahead(connection)
            if error.details["check"] in CHECKS_OF_TIME and abs(ahead) > _CLOCKS_AGREE:
                side = "fast" if ahead > timedelta() else "slow"
                raise ClockWrong(minutes=round(abs(ahead) / timedelta(minutes=1)), side=side) from error
            raise

    try:
        return verify(await providers.keys(provider, connection, trace=trace))
    except IdTokenInvalid as error:
        if error.details["check"] not in ("kid", "signature"):
            raise
    return verify(await providers.keys(provider, connection, anew=True, trace=trace))


def fetch_claims(
    provider: Provider,
    connection: Connection,
    access_token: Secret,
    subject: str,
    cancellation: Cancellation,
    *,
    trace: TraceRecorder | None = None,
) -> Claims:
    """The userinfo claims about ``subject``; blocks, and raises IdentityMismatch and NetworkError."""
    from xena_desktop.auth.userinfo import fetch_userinfo
    from xena_desktop.network.transport import hardened_session

    observe = trace.http(TraceStep.USERINFO) if trace else None
    with hardened_session(transport_of(connection, cancellation, observe=observe)) as session:
        return fetch_userinfo(session, provider, access_token=access_token, subject=subject)
