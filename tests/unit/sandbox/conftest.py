from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from xena_desktop.sandbox import Sandbox


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def advance(self, *, seconds: int) -> None:
        self.moment += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def start(tmp_path: Path, clock: Clock) -> Callable[[], Sandbox]:
    return lambda: Sandbox(state_folder=tmp_path / "sandbox", now=clock)


@pytest.fixture
def sandbox(start: Callable[[], Sandbox]) -> Iterator[Sandbox]:
    with start() as running:
        yield running
