import asyncio
import threading
import time
from collections.abc import AsyncIterator

import pytest

from xena_desktop.domain.errors import KeychainTimeout
from xena_desktop.network.cancellation import Cancellation
from xena_desktop.services.workers import Workers

from .conftest import soon


@pytest.fixture
async def workers() -> AsyncIterator[Workers]:
    workers = Workers(keychain_seconds=0.2)
    yield workers
    await workers.close()


class Fault(Exception):
    """What a function of the tests raises."""


def fail(*_: object) -> None:
    raise Fault


async def test_results_and_errors(workers: Workers) -> None:
    assert await workers.network(lambda cancellation: cancellation.cancelled) is False
    assert await workers.disk(sorted, [2, 1], reverse=True) == [2, 1]
    assert await workers.keychain(sorted, [2, 1]) == [1, 2]
    for run in (workers.network, workers.disk, workers.keychain):
        with pytest.raises(Fault):
            await run(fail)


async def test_nothing_runs_on_the_loop(workers: Workers) -> None:
    here = threading.current_thread()
    threads = [
        await workers.network(lambda _c: threading.current_thread()),
        await workers.disk(threading.current_thread),
        await workers.keychain(threading.current_thread),
    ]
    assert here not in threads
    assert all(thread.daemon for thread in threads)


async def test_keychain_calls_come_one_after_the_other(workers: Workers) -> None:
    running: list[int] = []
    most: list[int] = []

    def call(number: int) -> int:
        running.append(number)
        most.append(len(running))
        time.sleep(0.002)
        running.remove(number)
        return number

    assert await asyncio.gather(*(workers.keychain(call, n) for n in range(20))) == list(range(20))
    assert set(most) == {1}


async def test_network_calls_run_side_by_side(workers: Workers) -> None:
    barrier = threading.Barrier(5, timeout=5)
    await asyncio.gather(*(workers.network(lambda _c: barrier.wait()) for _ in range(5)))


async def test_a_keychain_that_does_not_answer(workers: Workers) -> None:
    gate = threading.Event()
    done: list[str] = []

    def hang() -> None:
        gate.wait(10)
        done.append("late")

    with pytest.raises(KeychainTimeout) as caught:
        await workers.keychain(hang)
    assert caught.value.details == {"seconds": 0}
    assert await workers.keychain(lambda: "the next call has a thread of its own") is not None
    gate.set()
    await soon(lambda: done == ["late"])


async def test_cancelling_a_network_call(workers: Workers) -> None:
    seen: list[Cancellation] = []
    gate = threading.Event()

    def wait(cancellation: Cancellation) -> None:
        seen.append(cancellation)
        gate.wait(10)

    task = asyncio.create_task(workers.network(wait))
    await soon(lambda: bool(seen))
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert seen[0].cancelled
    gate.set()


async def test_what_is_on_disk_is_finished(workers: Workers) -> None:
    gate, done = threading.Event(), threading.Event()

    def write() -> None:
        gate.wait(10)
        done.set()

    task = asyncio.create_task(workers.disk(write))
    await asyncio.sleep(0.02)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not done.is_set()
    gate.set()
    await soon(done.is_set)


async def test_close_waits_for_what_is_under_way() -> None:
    workers, done = Workers(), threading.Event()

    def work() -> None:
        time.sleep(0.1)
        done.set()

    task = asyncio.ensure_future(workers.disk(work))
    await workers.keychain(lambda: None)
    await workers.close()
    assert done.is_set()
    await task
    assert not [thread for thread in threading.enumerate() if thread.name in ("disk", "keychain")]


async def test_close_does_not_wait_for_ever() -> None:
    workers, gate = Workers(), threading.Event()
    task = asyncio.ensure_future(workers.keychain(gate.wait, 10))
    await asyncio.sleep(0)
    began = time.monotonic()
    await workers.close(seconds=0.1)
    assert time.monotonic() - began < 2
    gate.set()
    assert await task


def test_a_result_after_the_end_of_the_loop_is_dropped() -> None:
    gate = threading.Event()

    async def begin() -> None:
        task = asyncio.ensure_future(Workers().disk(gate.wait, 10))
        await asyncio.sleep(0.01)
        task.cancel()

    asyncio.run(begin())
    gate.set()
