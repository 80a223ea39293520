import json
from dataclasses import replace
from pathlib import Path

import pytest
from keyring.errors import KeyringLocked

from xena_desktop.app import quick_services
from xena_desktop.domain import built_in
from xena_desktop.domain.errors import (
    ConnectionExists,
    ConnectionFileInvalid,
    ConnectionInUse,
    FileUnreadable,
    HostUnreachable,
    KeychainLocked,
    UnknownConnection,
)
from xena_desktop.domain.redaction import Secret

from .conftest import Wire, World, renewed, signed_in

FILE = {
    "format": "xena-connection/1",
    "name": "Sørens forbindelse",
    "authority": "https://login.test",
    "api_base_url": "https://api.test/Api",
    "client_id": "søren.test",
    "comment": "fra Søren",
}
SECRET = Secret("søren-client-secret")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "Sørens fil.xenaconnection"
    path.write_text(json.dumps(FILE), encoding="utf-8")
    return path


async def test_built_in_ones_come_first(world: World, file: Path) -> None:
    async with world.open() as services:
        await services.connections.import_file(file)
        names = [connection.name for connection in services.connections.all()]
        assert names == ["Xena", "Xena test", "Sandbox", "Sørens forbindelse"]
        assert [c.name for c in quick_services(world.home).connections.all()] == names
        assert services.connections.named(" XENA test ").id == built_in.TEST_ID
        assert services.connections.named("xena-production").name == "Xena"
        for find in (services.connections.named, services.connections.by_id):
            with pytest.raises(UnknownConnection) as caught:
                find("nobody")
            assert caught.value.details == {"name": "nobody", "known": ", ".join(names)}


async def test_import_and_export(world: World, file: Path, tmp_path: Path) -> None:
    async with world.open() as services:
        read = await services.connections.read_file(file)
        assert read.name == "Sørens forbindelse"
        assert len(services.connections.all()) == 3
        kept = await services.connections.import_file(file, client_secret=SECRET)
        assert await services.connections.has_client_secret(kept)
        assert services.connections.by_id(kept.id) == kept
        await services.connections.export_file(kept, tmp_path / "ud.xenaconnection")
        exported = (tmp_path / "ud.xenaconnection").read_text(encoding="utf-8")
        assert json.loads(exported)["comment"] == "fra Søren"
        assert SECRET.reveal() not in exported + world.text_of_home()
        with pytest.raises(ConnectionExists):
            await services.connections.import_file(file)
        with pytest.raises(FileUnreadable):
            await services.connections.export_file(kept, tmp_path / "missing" / "x")
    async with world.open() as services:
        assert services.connections.named("sørens FORBINDELSE") == kept
        assert await services.connections.has_client_secret(kept)


async def test_files_that_are_refused(world: World, tmp_path: Path) -> None:
    no_text, insecure = tmp_path / "a", tmp_path / "b"
    no_text.write_bytes(b"\xff\xfe")
    insecure.write_text(json.dumps(FILE | {"authority": "http://login.test"}))
    async with world.open() as services:
        with pytest.raises(FileUnreadable) as missing:
            await services.connections.import_file(tmp_path / "none.xenaconnection")
        assert missing.value.details["reason"] == "not found"
        with pytest.raises(FileUnreadable):
            await services.connections.import_file(no_text)
        with pytest.raises(ConnectionFileInvalid) as invalid:
            await services.connections.import_file(insecure)
        assert invalid.value.details["member"] == "authority"
        assert len(services.connections.all()) == 3
    assert world.keyring.entries == {}


async def test_change_a_built_in_one_and_back(world: World) -> None:
    async with world.open() as services:
        changed = replace(services.connections.named("Xena"), client_id="søren.xena.biz")
        await services.connections.save(changed, client_secret=SECRET)
        assert services.connections.named("Xena").client_id == "søren.xena.biz"
        await services.connections.save(replace(changed, read_only=False))
        assert await services.connections.has_client_secret(changed)
    async with world.open() as services:
        changed = services.connections.named("Xena")
        assert changed.read_only is False
        await services.connections.remove(changed)
        assert services.connections.named("Xena") == built_in.xena_production()
        assert not await services.connections.has_client_secret(changed)
    assert world.keyring.entries == {}
    assert not list(world.home.glob("connections/*"))


async def test_what_could_not_be_read_again_is_not_kept(world: World) -> None:
    async with world.open() as services:
        for wrong in ({"client_id": ""}, {"client_id": "x", "scopes": ("testapi",)}):
            with pytest.raises(ConnectionFileInvalid):
                await services.connections.save(replace(built_in.xena_test(), **wrong), client_secret=SECRET)
        assert services.connections.named("Xena test") == built_in.xena_test()
    assert world.keyring.entries == {}


async def test_names_are_taken_once(world: World, file: Path) -> None:
    async with world.open() as services:
        kept = await services.connections.import_file(file)
        with pytest.raises(ConnectionExists):
            await services.connections.save(replace(kept, id="", name="SANDBOX"))
        renamed = await services.connections.save(replace(kept, name="Nyt navn"))
        assert renamed.id == kept.id
        assert services.connections.named("nyt navn") == renamed
        with pytest.raises(UnknownConnection):
            services.connections.named("Sørens forbindelse")


async def test_those_in_use_stay(world: World) -> None:
    async with world.open() as services:
        for name in ("Xena", "Xena test", "Sandbox"):
            with pytest.raises(ConnectionInUse) as caught:
                await services.connections.remove(services.connections.named(name))
            assert caught.value.details == {"name": name, "reason": "built_in"}
        account = await signed_in(services)
        own = await services.connections.save(
            replace(services.connections.named("Sandbox"), id="", name="Egen")
        )
        services.accounts.change(account.id, connection_id=own.id)
        with pytest.raises(ConnectionInUse) as caught:
            await services.connections.remove(own)
        assert caught.value.details == {"name": "Egen", "reason": "accounts"}
        services.accounts.forget(account.id)
        await services.connections.remove(own)


async def test_a_locked_keychain_keeps_the_connection(world: World, file: Path) -> None:
    async with world.open() as services:
        kept = await services.connections.import_file(file, client_secret=SECRET)
        world.keyring.broken = KeyringLocked("locked")
        with pytest.raises(KeychainLocked):
            await services.connections.remove(kept)
        with pytest.raises(KeychainLocked):
            await services.connections.save(replace(kept, name="x"), client_secret=SECRET)
        assert services.connections.named("Sørens forbindelse") == kept
        world.keyring.broken = None
        await services.connections.remove(kept)


async def test_test(world: World, wire: Wire) -> None:
    async with world.open() as services:
        connection = replace(await services.sandbox.start(), id="", name="Egen")
        for _ in range(2):
            assert await services.connections.test(connection) == connection.authority
        assert len(wire.requests("/.well-known/openid-configuration/jwks")) == 2
        await services.sandbox.stop()
        with pytest.raises(HostUnreachable):
            await services.connections.test(connection)


async def test_discovery_is_remembered_for_an_hour(world: World, wire: Wire) -> None:
    async with world.open() as services:
        account = await signed_in(services)
        sent = len(wire.requests("/.well-known"))
        await renewed(services, account)
        assert len(wire.requests("/.well-known")) == sent
        world.advance(minutes=61)
        await renewed(services, account)
        assert len(wire.requests("/.well-known")) == sent + 2
