"""C: what the browser brings back. Until its state is right it is nobody's; then each wrong word ends the sign-in."""

from collections.abc import Iterator

from tests.fakes.hostile_provider import Parameters
from xena_desktop.domain.errors import (
    AuthorizationRefused,
    AuthorizationResponseInvalid,
    AuthorizationUnavailable,
    ConsentDenied,
    InteractionRequired,
    XenaError,
)

from .desk import Desk
from .rows import (
    CODE,
    CODE_ID_TOKEN_TOKEN,
    WHOLE,
    WHOLE_OF_CODE,
    Change,
    Row,
    adds,
    both,
    brings,
    hooked,
    passes,
    refused,
    says,
    table,
)

OF_CODE = {"grant": "authorization_code", "response_type": CODE}
WITH_TOKEN = {"response_type": CODE_ID_TOKEN_TOKEN}
STATES_ISSUER = says("discovery", authorization_response_iss_parameter_supported=True)


def invalid(reason: str) -> AuthorizationResponseInvalid:
    return AuthorizationResponseInvalid(reason=reason)


def answers(*parameters: tuple[str, str]) -> Change:
    """Nothing but these, and the right state."""
    return hooked(
        "authorization", lambda right: [*parameters, *(each for each in right if each[0] == "state")]
    )


def nothing_but(*parameters: tuple[str, str]) -> Change:
    """These, and not even a state."""
    return hooked("authorization", lambda _: list(parameters))


def state(change: object) -> Change:
    """The state is what `change` makes of the right one."""

    def changed(right: Parameters) -> Parameters:
        return [(n, change(v) if n == "state" and callable(change) else v) for n, v in right]

    return hooked("authorization", changed)


def ignored() -> Iterator[Row]:
    """C1, C2, C5, C18, C19: not the answer that is awaited; the sign-in goes on and takes the true one."""
    yield passes("C1-state-missing", brings(without=("state",)))
    changes = {
        "wrong": lambda _: "another",
        "prefix": lambda right: right[:-1],
        "suffix": lambda right: right[1:],
        "longer": lambda right: f"{right}x",
        "other-case": lambda right: right.swapcase(),
        "empty": lambda _: "",
        "white-space": lambda right: f"{right} ",
        "not-ascii": lambda right: f"{right}ø",
    }
    for name, change in changes.items():
        yield passes(f"C2-state-{name}", state(change))
    for name in ("access_denied", "server_error", "unheard_of"):
        yield passes(f"C5-{name}-without-state", nothing_but(("error", name)))
        yield passes(f"C5-{name}-with-wrong-state", nothing_but(("error", name), ("state", "another")))
    yield passes(
        "C3-state-twice", hooked("authorization", lambda r: [*r, *(p for p in r if p[0] == "state")])
    )
    yield passes("C3-two-states", adds(("state", "another")))
    yield passes("C19-nothing", nothing_but())


@table(ignored())
async def test_what_is_not_the_answer_is_not_taken_for_it(desk: Desk, row: Row) -> None:
    await row.holds(desk)
    assert desk.browser.statuses == [400, 303]


def repeated() -> Iterator[Row]:
    """C3 and C15: RFC 6749 section 3.1 lets nothing come twice, the same or not."""
    for name in ("code", "id_token", "error", "iss", "token_type", "expires_in", "access_token"):
        for same in (True, False):
            pair = ((name, "a"), (name, "a" if same else "b"))
            number = "C15" if name == "iss" else "C3"
            kind = "the-same" if same else "different"
            yield refused(
                f"{number}-{name}-twice-{kind}", brings(*pair), invalid(f"{name} twice"), "discovery"
            )


def errors() -> Iterator[Row]:
    """C4 and C6: an error with the right state ends the sign-in, in the words of what happened."""
    known: dict[str, XenaError] = {
        "access_denied": ConsentDenied(),
        "login_required": InteractionRequired(error="login_required"),
        "interaction_required": InteractionRequired(error="interaction_required"),
        "consent_required": InteractionRequired(error="consent_required"),
        "account_selection_required": InteractionRequired(error="account_selection_required"),
        "server_error": AuthorizationUnavailable(error="server_error"),
        "temporarily_unavailable": AuthorizationUnavailable(error="temporarily_unavailable"),
    }
    others = ("invalid_scope", "invalid_request", "unauthorized_client", "unsupported_response_type")
    for name in (*others, "request_not_supported", "unheard_of"):
        known[name] = AuthorizationRefused(error=name)
    for name, error in known.items():
        yield refused(f"C4-{name}", answers(("error", name)), error, "discovery")
    long, odd = "x" * 10_000, "<b>\u202eø</b>"
    yield refused(
        "C4-10-kB", answers(("error", long)), AuthorizationRefused(error="x" * 59 + "…"), "discovery"
    )
    yield refused(
        "C4-not-ascii", answers(("error", odd)), AuthorizationRefused(error="<b>�ø</b>"), "discovery"
    )
    yield refused("C4-empty", answers(("error", "")), AuthorizationRefused(error=""), "discovery")
    described = answers(("error", "invalid_scope"), ("error_description", "<img src=x>\u202e"))
    shown = AuthorizationRefused(error="invalid_scope", description="<img src=x>�")
    yield refused("C4-described", described, shown, "discovery")
    yield refused(
        "C6-error-and-code", adds(("error", "access_denied")), invalid("error and code"), "discovery"
    )


def missing() -> Iterator[Row]:
    """C7 to C12 and C16: what must be there, and what may be there for nothing."""
    yield refused("C7-code-missing", brings(without=("code",)), invalid("code"), "discovery")
    yield refused("C8-id-token-missing", brings(without=("id_token",)), invalid("id_token"), "discovery")
    yield refused("C8-id-token-empty", brings(("id_token", "")), invalid("id_token"), "discovery")
    codes = {
        "empty": "",
        "over-2-kB": "c" * 2049,
        "space": "a b",
        "tab": "a\tb",
        "line-feed": "a\nb",
        "non-ascii": "ø",
    }
    for name, code in codes.items():
        yield refused(f"C9-code-{name}", brings(("code", code)), invalid("code"), "discovery")
    yield passes("C10-access-token-not-asked-for", adds(("access_token", "evil"), ("token_type", "Bearer")))
    absent = brings(without=("access_token", "token_type", "expires_in"))
    yield passes("C10-access-token-missing", absent, **WITH_TOKEN)
    for name, kind in {"mac": "mac", "empty": "", "DPoP": "DPoP"}.items():
        change = brings(("token_type", kind))
        yield refused(f"C11-token-type-{name}", change, invalid("token_type"), "discovery", **WITH_TOKEN)
    no_type = brings(without=("token_type",))
    yield refused("C11-token-type-missing", no_type, invalid("token_type"), "discovery", **WITH_TOKEN)
    yield passes("C11-token-type-in-other-case", brings(("token_type", "bEARER")), **WITH_TOKEN)
    for name, value in {"word": "soon", "negative": "-5", "huge": "9" * 40, "empty": ""}.items():
        yield passes(f"C12-expires-in-{name}", brings(("expires_in", value)), **WITH_TOKEN)
    yield refused("C16-jarm", answers(("response", "a.b.c")), invalid("response_mode"), "discovery")
    more = adds(("session_state", "y"), ("scope", "admin"), ("unknown", "a"), ("unknown", "b"), ("", "x"))
    yield passes("C17-unknown-parameters", more)


def issuers() -> Iterator[Row]:
    """C13 and C14: RFC 9207, where the server says that it does so, and wherever it does so."""
    for name, value in {"wrong": "https://evil.example", "empty": ""}.items():
        yield refused(f"C13-{name}", adds(("iss", value)), invalid("iss"), "discovery")
        yield refused(f"C13-{name}-of-code", adds(("iss", value)), invalid("iss"), "discovery", **OF_CODE)
    yield refused(
        "C13-in-an-error",
        answers(("error", "x"), ("iss", "https://evil.example")),
        invalid("iss"),
        "discovery",
    )
    yield refused("C14-missing", STATES_ISSUER, invalid("iss"), "discovery", **OF_CODE)
    yield passes("C14-missing-and-not-stated", says("discovery"), WHOLE_OF_CODE, **OF_CODE)
    yield passes("C14-missing-where-the-id-token-names-it", STATES_ISSUER, WHOLE)


@table([*repeated(), *errors(), *missing(), *issuers()])
async def test_each_parameter(desk: Desk, row: Row) -> None:
    await row.holds(desk)
    assert desk.browser.statuses == [303]


async def test_C13_the_right_issuer(desk: Desk) -> None:
    def changed(right: Parameters) -> Parameters:
        return [*right, ("iss", desk.server.issuer)]

    of_code = passes("C13", both(STATES_ISSUER, hooked("authorization", changed)), WHOLE_OF_CODE, **OF_CODE)
    await of_code.holds(desk)


async def test_C10_the_access_token_of_the_browser_is_never_used(desk: Desk) -> None:
    """T23: what came through the browser is checked by its hash and thrown away."""
    desk.server.hooks["authorization"] = lambda right: right
    desk.server.change("token", access_token="access-2", id_token=None)
    desk.server.hooks["token"] = lambda document: {**document, "access_token": "access-2"}
    desk.server.change("back_claims", at_hash=None)
    outcome = await desk.sign_in(response_type=CODE_ID_TOKEN_TOKEN)
    assert outcome.account is not None
    assert desk.server.asked("userinfo")[0].headers["Authorization"] == "Bearer access-2"
    assert not any("access-1" in secret for secret in desk.keyring.entries.values())


async def test_C18_an_answer_in_the_address_is_not_taken(desk: Desk) -> None:
    def in_the_address(redirect_uri: str) -> None:
        desk.browser.carry(desk.server.authorize(desk.browser.opened[-1]), redirect_uri, mode="query")

    desk.browser.before = in_the_address
    await passes("C18", says("discovery")).holds(desk)
    assert desk.browser.statuses == [405, 303]
