"""The real window over real services and a keychain of its own."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.fakes.keychain_daemon import KeychainDaemon
from tests.ui.stage import Stage, staged


@pytest.fixture(scope="session")
def keychain() -> Iterator[KeychainDaemon]:
    before = dict(os.environ)
    with KeychainDaemon() as daemon:
        os.environ.update(daemon.environment)
        yield daemon
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
async def stage(qapp: QApplication, keychain: KeychainDaemon, home: Path) -> AsyncIterator[Stage]:
    """The window of somebody who starts the program for the first time."""
    async with staged(qapp, home=home) as made:
        yield made


@pytest.fixture
async def signed_in(stage: Stage) -> Stage:
    """The window of Søren at the Sandbox."""
    await stage.sign_in_at_sandbox()
    return stage
