"""T: threats to the listener and to the protocol that no table tells; the numbers are those of the threats.

`threats.py` says for every threat which test proves its defence, here or elsewhere.
"""

import asyncio
import gc
import socket
import tracemalloc
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

import xena_desktop
from tests.fakes.certificates import Authority
from tests.fakes.hostile_provider import HostileProvider
from tests.fakes.raw_http import connected, exchanged, form_post
from tests.fakes.tokens import half_hash
from xena_desktop.domain.errors import ClockWrong, IdTokenInvalid, PortsBusy, TokenRequestRefused
from xena_desktop.error_texts import explain

from .desk import CLIENT_SECRET, CONNECTION, Desk

FORGED = 1000
IDLE = 100
FLAT = 2 << 20
"""Bytes: far below what a thousand requests of some kilobytes would leave behind."""


# --- the listener ------------------------------------------------------------------------------------------


def forge(redirect_uri: str, number: int) -> int:
    """One of the posts that a neighbour would try: no state, a guessed one, an error, much in it."""
    forms = [
        [("code", "evil"), ("id_token", "a.b.c")],
        [("state", f"guess-{number}"), ("code", "evil" * 500)],
        [("error", "access_denied")],
        [("state", f"guess-{number}"), ("error", "server_error")],
    ]
    return exchanged(redirect_uri, form_post(redirect_uri, forms[number % len(forms)])).status


async def test_T4_a_thousand_forged_posts_and_a_hundred_idle_connections(desk: Desk) -> None:
    """The true answer is taken while the idle ones are still there, and nothing of the storm stays in memory."""
    statuses: set[int] = set()
    silent: list[socket.socket] = []
    grown: list[int] = []
    with ExitStack() as stack:

        def storm(redirect_uri: str) -> None:
            with ThreadPoolExecutor(8) as pool:
                statuses.update(pool.map(lambda n: forge(redirect_uri, n), range(FORGED // 10)))
                gc.collect()
                tracemalloc.start()
                stack.callback(tracemalloc.stop)
                before, _ = tracemalloc.get_traced_memory()
                statuses.update(pool.map(lambda n: forge(redirect_uri, n), range(FORGED)))
            silent.extend(stack.enter_context(connected(redirect_uri)) for _ in range(IDLE))
            gc.collect()
            grown.append(tracemalloc.get_traced_memory()[0] - before)

        desk.browser.before = storm
        outcome = await desk.sign_in()
        assert outcome.account is not None, outcome.error
        assert desk.browser.statuses == [303]
    assert statuses == {400}
    assert grown[0] < FLAT
    assert desk.asked == "discovery jwks token userinfo"


async def test_T12_two_programs_sign_in_at_once_each_on_a_port_of_its_own(desk: Desk) -> None:
    with socket.create_server(("127.0.0.1", 0)) as first, socket.create_server(("127.0.0.1", 0)) as second:
        uris = tuple(f"http://127.0.0.1:{each.getsockname()[1]}/callback" for each in (first, second))
    async with desk.open() as here, desk.open() as there:
        connection = replace(here.connections.named(CONNECTION), redirect_uris=uris)
        async with here.sign_in.begin(connection) as one, there.sign_in.begin(connection) as other:
            assert (one.redirect_uri, other.redirect_uri) == uris
            for pending in (one, other):
                await pending.open_browser()
                assert (await pending.completed()).subject == "alice"
        async with here.sign_in.begin(replace(connection, redirect_uris=uris[:1])):
            with pytest.raises(PortsBusy):
                async with there.sign_in.begin(replace(connection, redirect_uris=uris[:1])):
                    pass


def test_T17_there_is_no_browser_in_the_program() -> None:
    """People type their password into the system's browser alone (RFC 8252 section 8.12)."""
    folder = Path(xena_desktop.__file__).parent
    for path in folder.rglob("*.py"):
        assert "WebEngine" not in path.read_text(encoding="utf-8"), path


# --- the protocol ------------------------------------------------------------------------------------------


async def test_T20_the_code_of_another_sign_in_is_not_redeemed(desk: Desk) -> None:
    """The ID token is good and this sign-in's own; the code beside it was stolen elsewhere."""
    desk.server.hooks["authorization"] = lambda right: [
        (name, "code-stolen" if name == "code" else value) for name, value in right
    ]
    outcome = await desk.sign_in()
    assert isinstance(outcome.error, IdTokenInvalid)
    assert outcome.error.details["check"] == "c_hash"
    assert outcome.asked == "discovery jwks"


async def test_T21_a_refused_verifier_is_not_tried_without(desk: Desk) -> None:
    desk.server.answer("token", status=400, body=b'{"error": "invalid_grant"}')
    outcome = await desk.sign_in()
    assert isinstance(outcome.error, TokenRequestRefused)
    assert "PKCE" in explain(outcome.error).advice
    assert outcome.asked == "discovery jwks token"


async def test_T21_every_sign_in_has_secrets_of_its_own(desk: Desk) -> None:
    for _ in range(3):
        await desk.sign_in()
    asked = [dict(parse_qsl(urlsplit(url).query)) for url in desk.browser.opened]
    verifiers = [received.form["code_verifier"] for received in desk.server.asked("token")]
    for values in ([each["state"] for each in asked], [each["nonce"] for each in asked], verifiers):
        assert len(set(values)) == 3
        assert all(len(value) == 43 for value in values)
    assert {each["code_challenge"] for each in asked}.isdisjoint(verifiers)


@contextmanager
def second_server(authority: Authority) -> Iterator[HostileProvider]:
    with HostileProvider(tls=authority.server("127.0.0.1"), code="code-b", access_token="access-b") as server:
        yield server


async def test_T22_another_server_answers(desk: Desk) -> None:
    """Mix-up (RFC 9700 section 4.4): the browser was led to B, whose good answer comes to the sign-in at A."""
    with second_server(desk.authority) as other:
        desk.server.hooks["authorization"] = lambda _: other.authorize(desk.browser.opened[-1])
        for response_type in ("code id_token", "code id_token token"):
            outcome = await desk.sign_in(response_type=response_type)
            assert isinstance(outcome.error, IdTokenInvalid)
            assert outcome.error.details["check"] in ("iss", "signature", "kid")
        assert not desk.server.asked("token")
        assert not other.received


@pytest.mark.parametrize(("minutes", "side"), [(10, "fast"), (-10, "slow"), (61, "fast"), (-3000, "slow")])
async def test_T26_a_wrong_clock_is_named(desk: Desk, minutes: int, side: str) -> None:
    now = desk.now().timestamp
    desk.server.now = lambda: now() - minutes * 60
    outcome = await desk.sign_in()
    assert isinstance(outcome.error, ClockWrong)
    assert outcome.error.details == {"minutes": abs(minutes), "side": side}
    assert f"{abs(minutes)} minutes {side}" in explain(outcome.error).title
    assert outcome.asked == "discovery jwks"


@pytest.mark.parametrize("minutes", [4, -4])
async def test_T26_a_clock_that_is_nearly_right_will_do(desk: Desk, minutes: int) -> None:
    now = desk.now().timestamp
    desk.server.now = lambda: now() - minutes * 60
    assert (await desk.sign_in()).account is not None


@pytest.mark.parametrize("date", ["", "yesterday", "Wed, 99 Nov 2026 00:00:00 GMT"])
async def test_T26_without_a_date_the_clock_is_not_blamed(desk: Desk, date: str) -> None:
    now = desk.now().timestamp
    desk.server.now = lambda: now() - 900
    desk.server.date = date
    outcome = await desk.sign_in()
    assert isinstance(outcome.error, IdTokenInvalid)
    assert outcome.error.details["check"] == "exp"


async def test_T27_the_client_secret_goes_into_one_body_and_nowhere_else(desk: Desk) -> None:
    await desk.sign_in()
    assert [CLIENT_SECRET in str(received.headers) for received in desk.server.received] == [False] * 4
    assert [received.form.get("client_secret") for received in desk.server.asked("token")] == [CLIENT_SECRET]
    assert not [received.path for received in desk.server.received if "secret" in received.path]
    assert "secret" not in desk.browser.opened[0]


async def test_T29_a_browser_that_does_not_come(desk: Desk) -> None:
    """The system says yes to everything and shows nothing: the address can still be opened by hand, or given up."""
    async with desk.open() as services:
        connection = services.connections.named(CONNECTION)
        async with services.sign_in.begin(connection) as pending:
            waiting = asyncio.create_task(pending.completed())
            address = dict(parse_qsl(urlsplit(pending.url).query))
            assert not {"client_secret", "code_verifier"} & set(address)
            await asyncio.to_thread(desk.browser, pending.url)  # as with Copy link
            assert (await waiting).subject == "alice"


async def test_T32_a_device_endpoint_is_not_used(desk: Desk) -> None:
    """There is no sign-in by a code typed elsewhere, so nobody can be talked into typing one."""
    desk.server.change("discovery", device_authorization_endpoint=f"{desk.server.issuer}/connect/device")
    assert (await desk.sign_in()).account is not None
    assert desk.asked == "discovery jwks token userinfo"


def test_T20_the_hashes_of_the_tests_are_those_of_the_standard() -> None:
    """The example of OpenID Connect Core, appendix A.4: code and c_hash."""
    assert half_hash("Qcb0Orv1zh30vL1MPRsbm-diHiMwcLyZvn1arpZv-Jxf_11jnpEX3Tgfvk") == "LDktKdoQak3Pk0cnXxCltA"
