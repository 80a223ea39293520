import asyncio
import json
import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from tests.fakes.raw_server import RawServer, read_head
from xena_desktop.domain.errors import ConnectionBroken, RequestInvalid, XenaError
from xena_desktop.domain.exchange import ApiAnswer, ApiRequest
from xena_desktop.domain.history import HistorySearch
from xena_desktop.domain.identity import Account
from xena_desktop.services.all_pages import PagesRead
from xena_desktop.services.house import Services

from .conftest import World, signed_in

ROWS = [f'{{"Id": {9007199254740993 + row}, "Amount": {row}.10}}' for row in range(25)]
Answer = Callable[[int, int], bytes | None]


def page_of(rows: list[str], number: int, size: int, *, count: int | None = None) -> bytes:
    shown = ",".join(rows[number * size : (number + 1) * size])
    return f'{{"Count": {len(rows) if count is None else count}, "Entities": [{shown}]}}'.encode()


@contextmanager
def listing(answer: Answer) -> Iterator[tuple[RawServer, list[int]]]:
    """A server of one list; None hangs up. The numbers of the pages that were asked for."""
    asked: list[int] = []

    def converse(connection: socket.socket) -> None:
        head = read_head(connection).decode()
        found = {name.lower(): int(value) for name, value in re.findall(r"(Page|PageSize)=(\d+)", head)}
        asked.append(found["page"])
        body = answer(found["page"], found["pagesize"])
        if body is not None:
            status = "500 No" if body == b"error" else "200 OK"
            connection.sendall(f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)

    with RawServer(converse) as server:
        yield server, asked


async def reader(services: Services, server: RawServer) -> Account:
    account = await signed_in(services)
    base = f"http://127.0.0.1:{server.port}/Api"
    own = replace(services.connections.named("Sandbox"), id="own-1", name="Egen", api_base_url=base)
    return services.accounts.change(account.id, connection_id=(await services.connections.save(own)).id)


async def kept(services: Services) -> list[tuple[int, int, int]]:
    """Status, pages read and pages expected of every call in the history, the newest first."""
    await services.history.settled()
    entries = await services.history.page(HistorySearch())
    return [(entry.status, entry.pages.read, entry.pages.expected) for entry in entries]


LIST = ApiRequest(path="List", query=(("PageSize", "10"), ("Page", "9")))


async def test_all_pages_are_one_answer_digit_for_digit(world: World) -> None:
    told: list[PagesRead] = []
    async with world.open() as services:
        with listing(lambda number, size: page_of(ROWS, number, size)) as (server, asked):
            account = await reader(services, server)
            walked = await services.all_pages.walk(account, LIST, on_progress=told.append)
        assert await kept(services) == [(200, 3, 3)]
        whole = await services.history.read(1)
    assert (whole.request, whole.answer_body) == (LIST, walked.answer.body)
    assert asked == [0, 1, 2]
    assert walked.answer.body.decode().count("\n") == len(ROWS) + 2
    assert all(row in walked.answer.body.decode() for row in ROWS)
    assert json.loads(walked.answer.body)["Count"] == 25
    assert [(read.pages, read.entities, read.count, read.expected) for read in told] == [
        (1, 10, 25, 3),
        (2, 20, 25, 3),
        (3, 25, 25, 3),
    ]
    assert (walked.failed, walked.count_changed) == (None, False)


async def test_the_sandbox(world: World) -> None:
    async with world.open() as services:
        account = await signed_in(services)
        await services.explorer.profile(account)
        account = services.accounts.by_id(account.id)
        path = "Fiscal/{fiscalId}/Partner"
        whole = services.gate.permit(account, ApiRequest(path=path, query=(("ForceNoPaging", "true"),)))
        wanted = json.loads((await services.explorer.send(whole)).body)
        for query in ((("PageSize", "3"),), (("listOptions.pageSize", "4"),)):
            walked = await services.all_pages.walk(account, ApiRequest(path=path, query=query))
            assert json.loads(walked.answer.body) == wanted
            assert walked.read.pages > 1


@pytest.mark.parametrize(
    ("third", "failure"),
    [
        (b"error", ApiAnswer),
        (None, ConnectionBroken),
        (b"[]", RequestInvalid),
        (page_of(ROWS, 1, 10), RequestInvalid),
    ],
)
async def test_what_was_read_is_not_lost(
    world: World, third: bytes | None, failure: type[ApiAnswer] | type[XenaError]
) -> None:
    async with world.open() as services:
        with listing(lambda number, size: third if number == 2 else page_of(ROWS, number, size)) as (
            server,
            _,
        ):
            account = await reader(services, server)
            walked = await services.all_pages.walk(account, LIST)
        assert await kept(services) == [(200, 2, 3)]
    assert isinstance(walked.failed, failure)
    assert (walked.read.entities, len(json.loads(walked.answer.body)["Entities"])) == (20, 20)


async def test_what_is_no_list_is_refused(world: World) -> None:
    async with world.open() as services:
        with listing(lambda _number, _size: b"[1]") as (server, _):
            account = await reader(services, server)
            with pytest.raises(RequestInvalid):
                await services.all_pages.walk(account, LIST)
        with listing(lambda _number, _size: b"error") as (server, _):
            account = await reader(services, server)
            walked = await services.all_pages.walk(account, LIST)
            assert walked.answer.status == 500
            assert walked.failed is walked.answer
        with listing(lambda _number, _size: None) as (server, _):
            account = await reader(services, server)
            with pytest.raises(ConnectionBroken):
                await services.all_pages.walk(account, LIST)
        assert await kept(services) == [(0, 0, 0), (500, 0, 0), (200, 0, 0)]


async def test_an_empty_page_ends_it_and_a_change_is_told(world: World) -> None:
    async with world.open() as services:
        with listing(lambda number, size: page_of(ROWS, number, size, count=99 - number)) as (server, asked):
            account = await reader(services, server)
            walked = await services.all_pages.walk(account, LIST)
    assert asked == [0, 1, 2, 3]
    assert walked.count_changed
    assert (walked.read.entities, walked.read.count) == (25, 99)


async def test_it_stops_in_the_middle_of_a_page(world: World) -> None:
    held, let_go = threading.Event(), threading.Event()

    def answer(number: int, size: int) -> bytes:
        if number == 1:
            held.set()
            let_go.wait(10)
        return page_of(ROWS, number, size)

    async with world.open() as services:
        with listing(answer) as (server, asked):
            account = await reader(services, server)
            stop = asyncio.Event()
            walk = asyncio.ensure_future(services.all_pages.walk(account, LIST, stop=stop))
            await asyncio.to_thread(held.wait, 10)
            stop.set()
            walked = await walk
            let_go.set()
            assert (walked.read.entities, walked.failed) == (10, None)
            assert asked == [0, 1]
            with pytest.raises(asyncio.CancelledError):
                await services.all_pages.walk(account, LIST, stop=stop)
            assert await kept(services) == [(200, 1, 3)]


@pytest.mark.parametrize("goes_on", [True, False])
async def test_many_pages_are_asked_about_once(world: World, goes_on: bool) -> None:
    questions: list[PagesRead] = []

    async def may_go_on(read: PagesRead) -> bool:
        questions.append(read)
        return goes_on

    rows = [str(row) for row in range(101)]
    async with world.open() as services:
        with listing(lambda number, size: page_of(rows, number, size)) as (server, asked):
            account = await reader(services, server)
            one = replace(LIST, query=(("PageSize", "1"),))
            walked = await services.all_pages.walk(account, one, may_go_on=may_go_on)
    assert [question.expected for question in questions] == [101]
    assert walked.read.pages == len(asked) == (101 if goes_on else 1)
