"""What is recorded of sign-ins, and that no secret is ever among it."""

from __future__ import annotations

import asyncio

import pytest

from xena_desktop.domain.errors import ClientRefused, ConsentDenied, SignInTimedOut
from xena_desktop.domain.redaction import MASK
from xena_desktop.domain.trace import Trace, TraceKind, TraceStep
from xena_desktop.sandbox import SANDBOX_SERVICE_CLIENT_ID, SANDBOX_SERVICE_CLIENT_SECRET
from xena_desktop.services.traces import KEPT

from .conftest import Wire, World, signed_in
from .test_sign_in import own_connection

STEPS = [
    TraceStep.DISCOVERY,
    TraceStep.LISTENING,
    TraceStep.AUTHORIZATION_REQUEST,
    TraceStep.CALLBACK,
    TraceStep.KEYS,
    TraceStep.FRONT_ID_TOKEN,
    TraceStep.TOKEN_REQUEST,
    TraceStep.BACK_ID_TOKEN,
    TraceStep.USERINFO,
    TraceStep.SAVING,
]


def facts(trace: Trace, step: TraceStep) -> dict[str, str]:
    return dict(next(entry for entry in trace.entries if entry.step is step).facts)


async def test_a_sign_in_is_recorded_message_by_message(world: World, wire: Wire) -> None:
    async with world.open() as services:
        account = await signed_in(services)
        (trace,) = await services.traces.of_account(account)
        assert (trace.kind, trace.account, trace.error) == (TraceKind.SIGN_IN, "Søren Holm", "")
        assert [entry.step for entry in trace.entries] == STEPS
        assert facts(trace, TraceStep.DISCOVERY)["← issuer"] == account.issuer
        request = facts(trace, TraceStep.AUTHORIZATION_REQUEST)
        assert request["→ response_type"] == "code id_token"
        assert request["→ state"] == request["→ nonce"] == request["→ code_challenge"] == MASK
        assert facts(trace, TraceStep.CALLBACK)["← code"] == MASK
        token = facts(trace, TraceStep.TOKEN_REQUEST)
        assert token["POST"].endswith("/connect/token")
        assert token["→ grant_type"] == "authorization_code"
        assert token["→ client_secret"] == token["→ code_verifier"] == token["← refresh_token"] == MASK
        assert (token["←"], token["← expires_in"]) == ("200 application/json", "3600")
        checks = [entry.checks for entry in trace.entries if entry.step is TraceStep.FRONT_ID_TOKEN]
        assert {"signature", "iss", "aud", "nonce", "exp", "c_hash"} <= {name for name, _ in checks[0]}
        assert all(passed for _, passed in checks[0])
        assert "email" in facts(trace, TraceStep.USERINFO)["← members"]
    written = world.text_of_home()
    secrets = [
        value
        for seen in wire.seen
        for pair in seen.form.split("&")
        if (value := pair.partition("=")[2])
        and pair.split("=")[0] in ("code", "code_verifier", "client_secret")
    ]
    assert len(secrets) >= 3
    assert [secret[:6] for secret in secrets if secret in written] == []
    assert "eyJ" not in written


async def test_the_last_ten_stay_and_go_with_the_account(world: World) -> None:
    async with world.open() as services:
        account = await signed_in(services)
        for _ in range(KEPT + 1):
            await signed_in(services)
        traces = await services.traces.of_account(account)
        assert len(traces) == KEPT
        assert traces[0].started_at > traces[-1].started_at
        await services.session.sign_out(account)
        assert await services.traces.of_account(account) == ()
    assert not list((world.home / "traces").glob("account-*"))


async def test_renewals_never_push_out_the_last_sign_in(world: World) -> None:
    async with world.open() as services:
        account = await signed_in(services)
        for _ in range(KEPT + 2):
            world.advance(hours=2)
            await services.session.access_token(account)
        traces = await services.traces.of_account(account)
    assert [trace.kind for trace in traces] == [TraceKind.RENEWAL] * (KEPT - 1) + [TraceKind.SIGN_IN]


async def test_a_sign_in_that_brought_nobody_belongs_to_its_connection(world: World) -> None:
    async with world.open() as services:
        sandbox = services.connections.named("Sandbox")
        world.person.answer = "deny"
        with pytest.raises(ConsentDenied):
            await signed_in(services)
        (denied,) = await services.traces.of_connection(sandbox)
        assert denied.failed is not None
        assert (denied.failed.step, denied.error) == (TraceStep.CALLBACK, "consent_denied")
        assert facts(denied, TraceStep.CALLBACK)["← error"] == "access_denied"
        world.person.answer = "leave"

        async def wait_in_vain() -> None:
            async with services.sign_in.begin(sandbox, seconds=0.5) as pending:
                assert pending.trace().entries[-1].step is TraceStep.AUTHORIZATION_REQUEST
                await pending.completed()

        with pytest.raises(SignInTimedOut):
            await wait_in_vain()
        silent = (await services.traces.of_connection(sandbox))[0]
        assert silent.failed is not None
        assert (silent.failed.step, silent.error) == (TraceStep.CALLBACK, "sign_in_timed_out")


async def test_the_step_that_failed_is_marked(world: World, wire: Wire) -> None:
    async with world.open() as services:
        own = await own_connection(services, secret="not-the-secret-at-all")
        with pytest.raises(ClientRefused):
            await signed_in(services, connection="Sørens egen")
        (trace,) = await services.traces.of_connection(own)
        assert trace.failed is not None
        assert trace.failed.step is TraceStep.TOKEN_REQUEST
        assert dict(trace.failed.facts)["← error"] == "invalid_client"
        assert "not-the-secret-at-all" not in world.text_of_home()
        wire.answers["/connect/token"] = "503 Service Unavailable"
        with pytest.raises(Exception, match="unexpected_answer"):
            await signed_in(services, connection="Sørens egen")
        trace = (await services.traces.of_connection(own))[0]
        assert trace.failed is not None
        assert dict(trace.failed.facts)["←"].startswith("503")


async def test_a_service_account_is_recorded(world: World) -> None:
    async with world.open() as services:
        connection = await own_connection(
            services,
            secret=SANDBOX_SERVICE_CLIENT_SECRET,
            client_id=SANDBOX_SERVICE_CLIENT_ID,
            grant="client_credentials",
            scopes=("testapi",),
        )
        account = await services.sign_in.service_account(connection)
        (trace,) = await services.traces.of_account(account)
        assert trace.kind is TraceKind.SERVICE_ACCOUNT
        steps = [TraceStep.DISCOVERY, TraceStep.TOKEN_REQUEST, TraceStep.MEMBERSHIPS, TraceStep.SAVING]
        assert [entry.step for entry in trace.entries] == steps


async def test_a_cancelled_task_leaves_its_trace(world: World) -> None:
    world.person.answer = "leave"
    async with world.open() as services:
        waiting = asyncio.create_task(signed_in(services))
        while not world.person.finished:
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.05)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        (trace,) = await services.traces.of_connection(services.connections.named("Sandbox"))
        assert trace.entries[-1].step is TraceStep.CALLBACK


async def test_a_damaged_file_of_traces_is_set_aside(world: World) -> None:
    async with world.open() as services:
        account = await signed_in(services)
        path = world.home / "traces" / f"{account.id}.json"
        path.write_text('[{"kind": "unheard-of"}]', encoding="utf-8")
        assert await services.traces.of_account(account) == ()
        assert path.with_name(path.name + ".unreadable").exists()


async def test_a_renewal_is_recorded(world: World, wire: Wire) -> None:
    async with world.open() as services:
        account = await signed_in(services)
        world.advance(hours=2)
        await services.session.access_token(account)
        renewal, _ = await services.traces.of_account(account)
        assert (renewal.kind, renewal.error) == (TraceKind.RENEWAL, "")
        assert [entry.step for entry in renewal.entries] == [
            TraceStep.DISCOVERY,
            TraceStep.TOKEN_REQUEST,
            TraceStep.KEYS,
            TraceStep.BACK_ID_TOKEN,
            TraceStep.SAVING,
        ]
        token = facts(renewal, TraceStep.TOKEN_REQUEST)
        assert (token["→ grant_type"], token["→ refresh_token"]) == ("refresh_token", MASK)
        wire.answers["/connect/token"] = "503 Service Unavailable"
        world.advance(hours=2)
        with pytest.raises(Exception, match="unexpected_answer"):
            await services.session.access_token(account)
        failed = (await services.traces.of_account(account))[0]
        assert failed.failed is not None
        assert failed.failed.step is TraceStep.TOKEN_REQUEST
        tried = [entry for entry in failed.entries if entry.step is TraceStep.TOKEN_REQUEST]
        assert len(tried) == 2
    assert "eyJ" not in "".join(path.read_text() for path in (world.home / "traces").iterdir())
