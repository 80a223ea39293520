"""The real window over real services and a keychain of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.fakes.keychain_daemon import KeychainDaemon
from tests.ui.stage import Stage, staged
from xena_desktop.ui.panels.response import ResponsePanel


@pytest.fixture(scope="session")
def keychain_daemon() -> Iterator[KeychainDaemon]:
    with KeychainDaemon() as daemon:
        yield daemon


@pytest.fixture
def keychain(keychain_daemon: KeychainDaemon, monkeypatch: pytest.MonkeyPatch) -> KeychainDaemon:
    """The daemon serves all tests; the way to it is laid for one test at a time."""
    for name, value in keychain_daemon.environment.items():
        monkeypatch.setenv(name, value)
    return keychain_daemon


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


@pytest.fixture
async def described(signed_in: Stage) -> Stage:
    """The window once it has read the Sandbox's own document."""
    endpoints = signed_in.open.desk.sidebar.endpoints
    await signed_in.until(lambda: any(one.operation_id for one in endpoints.operations()))
    return signed_in


@pytest.fixture
async def panel(signed_in: Stage) -> ResponsePanel:
    """Where the answer of a new request will be."""
    work = signed_in.open.desk.work
    work.new_request()
    request = work.current_request()
    assert request is not None
    return request.response
