import socket
from pathlib import Path

import pytest

from xena_desktop.domain.errors import PortsBusy
from xena_desktop.sandbox import Sandbox
from xena_desktop.services.sandbox import USUAL_PORT, sandbox_connection
from xena_desktop.storage.folder import Home

from .conftest import Wire, World, signed_in


def test_the_usual_port_of_the_usual_home(world: World) -> None:
    assert sandbox_connection(Home(world.home, "")).authority == f"http://127.0.0.1:{USUAL_PORT}"


async def test_it_keeps_its_port(world: World) -> None:
    async with world.open() as services:
        before = services.sandbox.running
        first = await services.sandbox.start()
        assert (before, services.sandbox.running) == (False, True)
        assert await services.sandbox.start() == first
        await services.sandbox.stop()
        await services.sandbox.stop()
        after = services.sandbox.running
        assert after is False
    async with world.open() as services:
        assert await services.sandbox.start() == first == services.connections.named("Sandbox")


async def test_the_one_of_another_program_is_used(world: World) -> None:
    async with world.open() as first, world.open() as second:
        await first.sandbox.start()
        assert await second.sandbox.start() == await first.sandbox.start()
        assert not second.sandbox.running
        await signed_in(second)


async def test_the_sandbox_of_another_home_on_its_port(world: World, wire: Wire, tmp_path: Path) -> None:
    async with world.open() as services:
        first = await services.sandbox.start()
        await services.sandbox.stop()
        port = int(first.authority.rpartition(":")[2])
        with Sandbox(port, state_folder=tmp_path / "other"):
            moved = await services.sandbox.start()
            assert moved.authority != first.authority
    assert [seen.path for seen in wire.seen] == ["/sandbox/identity"]


async def test_a_chosen_port_that_is_taken(world: World) -> None:
    async with world.open() as services:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            with pytest.raises(PortsBusy) as caught:
                await services.sandbox.start(port=port)
            assert caught.value.details == {"ports": str(port)}
        assert not services.sandbox.running


@pytest.mark.parametrize("text", ["", "x", "0", "65536", "-1"])
async def test_a_damaged_note_of_the_port(world: World, text: str) -> None:
    (Home(world.home, "-t").folder("sandbox") / "port").write_text(text)
    async with world.open() as services:
        assert (await services.sandbox.start()).authority.startswith("http://127.0.0.1:")
