from dataclasses import replace

import pytest

from xena_desktop.app import quick_services
from xena_desktop.domain.errors import NotSignedIn, UnknownAccount
from xena_desktop.domain.settings import Draft, Drafts, Settings

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
