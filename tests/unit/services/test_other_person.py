"""Somebody else comes back than the person whose account was to be signed in again."""

from __future__ import annotations

import pytest

from xena_desktop.domain.errors import OtherPersonSignedIn
from xena_desktop.domain.identity import Account
from xena_desktop.services.house import Services
from xena_desktop.services.new_account import AskOtherPerson, OtherPerson, keep_the_old

from .conftest import Wire, World, signed_in


def answering(answer: OtherPerson, asked: list[tuple[str, str]]) -> AskOtherPerson:
    async def ask(account: Account, name: str) -> OtherPerson:
        asked.append((account.name, name))
        return answer

    return ask


async def again(services: Services, account: Account, ask: AskOtherPerson = keep_the_old) -> Account:
    async with services.sign_in.begin(
        services.connections.named("Sandbox"), replaces=account, other_person=ask, seconds=20
    ) as pending:
        await pending.open_browser()
        return await pending.completed()


async def test_the_old_account_is_kept_and_the_new_tokens_given_back(world: World, wire: Wire) -> None:
    asked: list[tuple[str, str]] = []
    async with world.open() as services:
        before = await signed_in(services)
        kept = world.home / "accounts" / f"{before.id}.json"
        written = kept.read_text()
        world.person.person = "mette"
        with pytest.raises(OtherPersonSignedIn) as caught:
            await again(services, before, answering(OtherPerson.KEEP, asked))
        assert asked == [("Søren Holm", "Mette Lund")]
        assert caught.value.details == {"name": "Søren Holm", "found": "Mette Lund"}
        assert services.accounts.all() == (before,)
        assert kept.read_text() == written
        assert len(wire.requests("/connect/revocation")) == 1
        world.advance(hours=2)
        await services.session.access_token(before)


async def test_the_person_is_added_as_another_account(world: World) -> None:
    asked: list[tuple[str, str]] = []
    async with world.open() as services:
        before = await signed_in(services)
        world.person.person = "mette"
        added = await again(services, before, answering(OtherPerson.ADD, asked))
        assert added.id != before.id
        assert {account.id for account in services.accounts.all()} == {before.id, added.id}
        world.advance(hours=2)
        await services.session.access_token(before)
        await services.session.access_token(added)


async def test_the_person_takes_the_place_of_the_account(world: World, wire: Wire) -> None:
    async with world.open() as services:
        before = await signed_in(services)
        before = services.accounts.describe(before, name="Test A", color="#8a3fa0", note="Til test")
        world.person.person = "mette"
        new = await again(services, before, answering(OtherPerson.REPLACE, []))
        assert services.accounts.all() == (new,)
        assert (new.name, new.color, new.note) == ("Mette Lund", "#8a3fa0", "Til test")
        assert len(wire.requests("/connect/revocation")) == 1
        assert not any(before.id in service for service in world.keyring.services)


async def test_the_same_person_is_not_asked_about(world: World) -> None:
    asked: list[tuple[str, str]] = []
    async with world.open() as services:
        before = await signed_in(services)
        after = await again(services, before, answering(OtherPerson.KEEP, asked))
        assert (after.id, asked) == (before.id, [])


async def test_where_nobody_can_be_asked_nothing_changes(world: World) -> None:
    async with world.open() as services:
        before = await signed_in(services)
        world.person.person = "mette"
        with pytest.raises(OtherPersonSignedIn):
            await again(services, before)
        assert services.accounts.all() == (before,)
