import asyncio
from dataclasses import replace

import pytest

from xena_desktop.app import quick_services
from xena_desktop.domain.errors import NotSignedIn, UnknownAccount
from xena_desktop.domain.identity import Account
from xena_desktop.domain.redaction import Secret
from xena_desktop.domain.settings import Draft, Drafts, Settings
from xena_desktop.sandbox import SANDBOX_CLIENT_SECRET
from xena_desktop.services.house import Services

from .conftest import World, signed_in


async def test_nobody(world: World) -> None:
    async with world.open() as services:
        assert services.accounts.all() == ()
        for name in (None, "søren"):
            with pytest.raises(NotSignedIn):
                services.accounts.named(name)
        with pytest.raises(UnknownAccount):
            services.accounts.by_id("account-1")


async def test_names(world: World) -> None:
    async with world.open() as services:
        soren = await signed_in(services)
        assert services.accounts.named(None) == soren
        for name in (soren.id, soren.name, soren.name.upper(), soren.email.upper(), soren.subject):
            assert services.accounts.named(name) == soren
        world.person.person = "mette"
        mette = await signed_in(services)
        assert sorted([soren.id, mette.id]) == sorted(account.id for account in services.accounts.all())
        wrong: list[str | None] = [None, "nobody", "Sør"]
        for unclear in wrong:
            with pytest.raises(UnknownAccount) as caught:
                services.accounts.named(unclear)
            assert soren.name in str(caught.value.details["known"])
        await services.settings.save(replace(services.settings.settings, last_account_id=mette.id))
        assert services.accounts.named(None) == mette
    quick = quick_services(world.home)
    assert quick.accounts.named(None) == mette
    assert quick.accounts.connection_of(soren).name == "Sandbox"


async def test_two_of_one_name(world: World) -> None:
    async with world.open() as services:
        soren = await signed_in(services)
        services.accounts.keep(replace(soren, id="account-2", subject="2"))
        with pytest.raises(UnknownAccount):
            services.accounts.named(soren.name)
        assert services.accounts.named("account-2").subject == "2"


async def test_listeners(world: World) -> None:
    async with world.open() as services:
        told: list[str] = []
        end = services.accounts.subscribe(lambda: told.append("a"))
        services.accounts.subscribe(lambda: told.append("b"))
        account = await signed_in(services)
        assert told == ["a", "b"]
        end()
        end()
        await services.accounts.choose_fiscal_setup(account, "70001")
        assert told == ["a", "b", "b"]
        await services.session.sign_out(account)
        assert told == ["a", "b", "b", "b", "b"]  # it is being signed out, and it is gone


async def test_a_change_by_another_program(world: World) -> None:
    async with world.open() as first, world.open() as second:
        account = await signed_in(first)
        told: list[int] = []
        second.accounts.subscribe(lambda: told.append(1))
        assert second.accounts.refreshed(account.id) == account
        assert second.accounts.refreshed(account.id) == account
        assert second.accounts.refreshed("account-none") is None
        assert told == [1]
        assert second.accounts.all() == (account,)


async def test_settings_and_drafts(world: World) -> None:
    settings = Settings(theme="dark", language="da")
    drafts = Drafts(drafts=(Draft(path="Søg"),), current=0)
    async with world.open() as services:
        assert (services.settings.settings, services.settings.drafts) == (Settings(), Drafts())
        await services.settings.save(settings)
        await services.settings.save_drafts(drafts)
        assert services.settings.settings == settings
    async with world.open() as services:
        assert (services.settings.settings, services.settings.drafts) == (settings, drafts)


async def three(world: World, services: Services) -> list[Account]:
    made = []
    for person in ("soren", "mette", "bo"):
        world.person.person = person
        made.append(await signed_in(services))
    return made


def names(services: Services) -> list[str]:
    return [account.name.split()[0] for account in services.accounts.all()]


async def test_ones_own_order(world: World) -> None:
    async with world.open() as services:
        soren, mette, bo = await three(world, services)
        assert names(services) == ["Bo", "Mette", "Søren"]
        await services.accounts.move(soren, row=0)
        assert names(services) == ["Søren", "Bo", "Mette"]
        for far in (99, 2):
            await services.accounts.move(bo, row=far)
            assert names(services) == ["Søren", "Mette", "Bo"]
        await services.accounts.move(mette, row=-3)
        assert names(services) == ["Mette", "Søren", "Bo"]
        assert services.accounts.row_of(bo) == 2
        await services.session.sign_out(soren)
        assert names(services) == ["Mette", "Bo"]
        world.person.person = "soren"
        await signed_in(services)
        assert names(services) == ["Mette", "Bo", "Søren"]
    async with world.open() as services:
        assert names(services) == ["Mette", "Bo", "Søren"]


async def test_ones_own_words_stay(world: World) -> None:
    async with world.open() as services:
        before = await signed_in(services)
        described = services.accounts.describe(
            before, name=" Testkonto A\n", color="#8a3fa0", note="  Spørg Mette.\n"
        )
        assert (described.name, described.color, described.note) == (
            "Testkonto A",
            "#8a3fa0",
            "Spørg Mette.",
        )
        again = await signed_in(services)
        assert (again.id, again.name, again.color, again.note) == (
            before.id,
            "Testkonto A",
            "#8a3fa0",
            "Spørg Mette.",
        )
        assert services.accounts.named("testkonto a") == again
        nameless = services.accounts.describe(again, name="  ", color="", note="")
        assert (nameless.name, nameless.color, nameless.note) == ("Testkonto A", "", "")


async def test_what_another_process_changed_is_taken_over(world: World) -> None:
    async with world.open() as first:
        told: list[list[str]] = []
        first.accounts.subscribe(lambda: told.append(names(first)))
        async with world.open() as second:
            assert not first.accounts.is_outdated()
            mine = await second.connections.save(
                replace(await second.sandbox.start(), id="", name="Egen"),
                client_secret=Secret(SANDBOX_CLIENT_SECRET),
            )
            soren = await signed_in(second, connection="Egen")
            assert first.accounts.is_outdated()
            await first.accounts.reread()
            assert (told, first.accounts.connection_of(soren).id) == ([["Søren"]], mine.id)
            assert not first.accounts.is_outdated()
            world.person.person = "mette"
            mette = await signed_in(second)
            await second.accounts.move(soren, row=0)
            await first.accounts.reread()
            assert told[-1] == ["Søren", "Mette"]
            second.accounts.describe(mette, name="Mette", color="", note="Ny")
            await second.session.sign_out(soren)
            first.accounts.describe(first.accounts.by_id(mette.id), name="Her", color="", note="")
            assert first.accounts.is_outdated()
            await first.accounts.reread()
            assert told[-1] == ["Her"]
            assert not first.accounts.is_outdated()


async def test_a_change_here_is_not_lost_to_one_from_disk(world: World) -> None:
    async with world.open() as first, world.open() as second:
        account = await signed_in(second)
        await first.accounts.reread()
        rereading = asyncio.create_task(first.accounts.reread())
        await asyncio.sleep(0)
        first.accounts.describe(account, name="Nyt navn", color="", note="")
        await rereading
        assert first.accounts.by_id(account.id).name == "Nyt navn"
