from __future__ import annotations

import asyncio
from functools import partial
from typing import Any

import shiboken6
from PySide6.QtCore import QObject

from xena_desktop.domain.errors import KeychainLocked, XenaError
from xena_desktop.ui.tasks import Tasks


def _shown(errors: list[XenaError]) -> Any:
    return errors.append


async def test_an_error_is_reported_once() -> None:
    errors: list[XenaError] = []

    async def fail() -> None:
        raise KeychainLocked

    tasks = Tasks()
    task = tasks.start(fail(), on_error=errors.append)
    assert task is not None
    await task
    assert [type(error) for error in errors] == [KeychainLocked]


async def test_a_fault_goes_to_the_loop() -> None:
    found: list[object] = []
    asyncio.get_running_loop().set_exception_handler(
        lambda _loop, context: found.append(context["exception"])
    )

    async def fail() -> None:
        raise ZeroDivisionError

    task = Tasks().start(fail(), on_error=_shown([]))
    assert task is not None
    await task
    assert [type(fault) for fault in found] == [ZeroDivisionError]


async def test_a_fault_while_an_error_is_shown_is_not_lost() -> None:
    found: list[object] = []
    asyncio.get_running_loop().set_exception_handler(
        lambda _loop, context: found.append(context["exception"])
    )

    def broken(_error: XenaError) -> None:
        raise ZeroDivisionError

    async def fail() -> None:
        raise KeychainLocked

    task = Tasks().start(fail(), on_error=broken)
    assert task is not None
    await task
    assert [type(fault) for fault in found] == [ZeroDivisionError]


class _Place(QObject):
    """What an error is shown in."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[XenaError] = []

    def show_error(self, error: XenaError) -> None:
        self.shown.append(error)


async def test_an_error_whose_place_is_gone_goes_to_the_window() -> None:
    place, orphans = _Place(), list[XenaError]()

    async def fail() -> None:
        raise KeychainLocked

    tasks = Tasks(on_orphan=orphans.append)
    for is_gone in (False, True):
        if is_gone:
            shiboken6.delete(place)
        for told in (place.show_error, partial(place.show_error)):
            task = tasks.start(fail(), on_error=told)
            assert task is not None
            await task
    assert [len(place.shown), len(orphans)] == [2, 2]


async def test_touching_what_is_gone_is_a_fault_only_where_somebody_waits() -> None:
    found: list[object] = []
    asyncio.get_running_loop().set_exception_handler(
        lambda _loop, context: found.append(context["exception"])
    )
    place, gone, tasks = _Place(), _Place(), Tasks()
    shiboken6.delete(gone)

    async def touch() -> None:
        gone.objectName()

    for owner in (place, gone):
        task = tasks.start(touch(), on_error=owner.show_error)
        assert task is not None
        await task
    assert [type(fault) for fault in found] == [RuntimeError]


async def test_closing_cancels_what_runs_and_starts_nothing_more() -> None:
    ended: list[str] = []

    async def wait() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("cancelled")

    tasks = Tasks()
    tasks.start(wait(), on_error=_shown([]))
    await asyncio.sleep(0)
    await tasks.close()
    assert ended == ["cancelled"]
    assert tasks.start(wait(), on_error=_shown([])) is None


async def test_a_task_cancelled_before_its_first_step_leaves_no_warning() -> None:
    task = Tasks().start(asyncio.sleep(1), on_error=_shown([]))
    assert task is not None
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert task.cancelled()
