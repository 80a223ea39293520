from dataclasses import replace

import pytest

from xena_desktop.domain.errors import (
    DeletionUnconfirmed,
    NeverOffered,
    ReadOnlyConnection,
    RequestInvalid,
    TokenEndpointAddress,
)
from xena_desktop.domain.exchange import ApiRequest
from xena_desktop.domain.identity import Account
from xena_desktop.domain.judgement import Need
from xena_desktop.services.house import Services

from .conftest import Wire, World, signed_in
from .test_explorer import read_only

POST = ApiRequest(method="POST", path="Fiscal/{fiscalId}/Partner", body=b"{}")
DELETE = ApiRequest(method="DELETE", path="Fiscal/{fiscalId}/OrderLine/5")
REMOVE_USER = ApiRequest(method="DELETE", path="User/5")


async def reader(services: Services) -> Account:
    """An account on a read-only connection, with a fiscal setup chosen."""
    account = await signed_in(services)
    await read_only(services, account)
    await services.explorer.profile(account)
    return services.accounts.by_id(account.id)


async def test_a_permit_opens_once_and_for_its_own_request(world: World, wire: Wire) -> None:
    async with world.open() as services:
        account = await signed_in(services)
        permit = services.gate.permit(account, ApiRequest(path="User/FiscalSetup"))
        assert (await services.explorer.send(permit)).status == 200
        sent = len(wire.seen)
        for forged in (permit, replace(permit, company_id="1"), replace(permit)):
            with pytest.raises(RuntimeError):
                await services.explorer.send(forged)
        given = services.gate.permit(account, ApiRequest(path="User/FiscalSetup"))
        with pytest.raises(RuntimeError):
            services.gate.redeem(given, filled=ApiRequest(method="POST", path="User/FiscalSetup"))
        assert len(wire.seen) == sent


async def test_a_question_names_account_company_and_request(world: World) -> None:
    async with world.open() as services:
        account = await reader(services)
        question = services.gate.question(account, POST)
        assert question is not None
        assert (question.account, question.connection, question.need) == (
            account.name,
            "Kun læsning",
            Need.CONSENT,
        )
        assert question.company_id == account.fiscal_id
        assert question.company
        assert not question.company.isdigit()
        assert question.may_last
        with pytest.raises(ReadOnlyConnection):
            services.gate.permit(account, POST)
        permit = services.gate.permit_answered(account, question)
        assert (await services.explorer.send(permit)).status == 400


async def test_a_deletion_is_confirmed_by_typing(world: World) -> None:
    async with world.open() as services:
        account = await reader(services)
        services.gate.allow_writes(account, account.fiscal_id or "")
        question = services.gate.question(account, DELETE)
        assert question is not None
        assert (question.need, question.word, question.may_last) == (Need.TYPED, "5", False)
        for typed in ("", "6", "55"):
            with pytest.raises(DeletionUnconfirmed):
                services.gate.permit_answered(account, question, typed=typed)
        with pytest.raises(DeletionUnconfirmed):
            services.gate.permit(account, DELETE)
        assert services.gate.permit_answered(account, question, typed=" 5 ").request == DELETE
        whole = services.gate.question(account, replace(DELETE, path="Fiscal/{fiscalId}/FiscalSetup/Logo"))
        assert whole is not None
        assert whole.word == whole.company


async def test_an_answer_is_for_the_account_that_was_asked_about(world: World) -> None:
    async with world.open() as services:
        account = await reader(services)
        question = services.gate.question(account, POST)
        assert question is not None
        with pytest.raises(DeletionUnconfirmed):
            services.gate.permit_answered(replace(account, id="other"), question)


async def test_fifteen_minutes_of_one_company(world: World) -> None:
    async with world.open() as services:
        account = await reader(services)
        company = account.fiscal_id or ""
        told: list[bool] = []
        unsubscribe = services.gate.subscribe(lambda: told.append(True))
        services.gate.allow_writes(account, company)
        assert services.gate.question(account, POST) is None
        other = replace(POST, path="Fiscal/1/Partner")
        nobodys = replace(POST, path="User/VCard")
        for asked in (other, nobodys):
            question = services.gate.question(account, asked)
            assert question is not None
            assert question.may_last is (asked is other)
        world.advance(minutes=14, seconds=50)
        assert services.gate.leave(account)
        world.advance(seconds=15)
        assert services.gate.leave(account) is None
        assert services.gate.question(account, POST) is not None
        services.gate.allow_writes(account, company)
        assert [leave.company_id for leave in services.gate.leaves()] == [company]
        assert not services.gate.leaves()[0].company.isdigit()
        services.gate.end_writes()
        services.gate.end_writes()
        assert services.gate.leaves() == ()
        assert services.gate.question(account, POST) is not None
        assert len(told) == 3
        unsubscribe()
        services.gate.allow_writes(account, company)
        assert len(told) == 3


async def test_leave_for_one_company_does_not_reach_another(world: World, wire: Wire) -> None:
    async with world.open() as services:
        account = await reader(services)
        setups = (await services.explorer.profile(account)).fiscal_setups
        services.gate.allow_writes(account, setups[0].id)
        permit = services.gate.permit(account, POST)
        await services.accounts.choose_fiscal_setup(account, setups[1].id)
        sent = len(wire.seen)
        with pytest.raises(ReadOnlyConnection):
            await services.explorer.send(permit)
        assert len(wire.seen) == sent


async def test_leave_on_one_connection_does_not_reach_another(world: World, wire: Wire) -> None:
    async with world.open() as services:
        account = await signed_in(services)
        await services.explorer.profile(account)
        account = services.accounts.by_id(account.id)
        permit = services.gate.permit(account, POST)
        await read_only(services, account)
        sent = len(wire.seen)
        with pytest.raises(ReadOnlyConnection):
            await services.explorer.send(permit)
        assert len(wire.seen) == sent


async def test_what_is_never_offered_passes_nowhere(world: World, wire: Wire) -> None:
    async with world.open() as services:
        account = await signed_in(services)
        gate, sent = services.gate, len(wire.seen)
        for attempt in (
            lambda: gate.question(account, REMOVE_USER),
            lambda: gate.permit(account, REMOVE_USER),
            lambda: gate.permit_in_terminal(account, REMOVE_USER, allow_write=True),
        ):
            with pytest.raises(NeverOffered) as caught:
                attempt()
            assert caught.value.details == {"method": "DELETE", "reason": "user"}
        assert len(wire.seen) == sent


async def test_in_the_terminal_an_option_is_the_persons_word(world: World) -> None:
    async with world.open() as services:
        writer = await signed_in(services)
        token = ApiRequest(path="/connect/token")
        assert services.gate.permit_in_terminal(writer, DELETE, allow_write=False).request == DELETE
        with pytest.raises(TokenEndpointAddress):
            services.gate.permit_in_terminal(writer, token, allow_write=False)
        with pytest.raises(TokenEndpointAddress):
            services.gate.permit(writer, token)
        assert services.gate.permit_in_terminal(writer, token, allow_write=True).request == token
        await read_only(services, writer)
        account = services.accounts.by_id(writer.id)
        for request in (POST, DELETE):
            with pytest.raises(ReadOnlyConnection):
                services.gate.permit_in_terminal(account, request, allow_write=False)
            permit = services.gate.permit_in_terminal(account, request, allow_write=True)
            assert permit.request == request


@pytest.mark.parametrize(
    "wrong", [ApiRequest(method="TRACE", path="x"), ApiRequest(path="x", headers=(("Host", "x"),))]
)
async def test_what_http_does_not_know_is_refused(world: World, wrong: ApiRequest) -> None:
    async with world.open() as services:
        account = await signed_in(services)
        with pytest.raises(RequestInvalid):
            services.gate.permit(account, wrong)
