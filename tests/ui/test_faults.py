"""T61: whatever nobody caught, and whatever Qt says, reaches the log with its secrets masked."""

from __future__ import annotations

import asyncio
import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QtMsgType, qCritical, qWarning
from PySide6.QtWidgets import QApplication

from xena_desktop.domain.redaction import Redactor, Secret
from xena_desktop.logs import start_log, stop_log
from xena_desktop.ui import faults as module
from xena_desktop.ui.faults import Faults

PLANTED = "Zx81-planted-secret"
WORDS = f"it failed over {PLANTED} and Bearer abcdefgh123456"


class Planted(Exception):
    """Carries the secret in its words."""


@pytest.fixture
def redactor() -> Redactor:
    redactor = Redactor()
    redactor.learn(Secret(PLANTED))
    return redactor


@pytest.fixture
def log(tmp_path: Path, redactor: Redactor) -> Iterator[Path]:
    handler = start_log(tmp_path, redactor=redactor, level=logging.DEBUG)
    yield tmp_path / "xena-desktop.log"
    stop_log(handler)


@pytest.fixture
def faults(log: Path, redactor: Redactor, qapp: QApplication) -> Iterator[Faults]:
    with Faults(redactor) as faults:
        yield faults


def written(log: Path) -> str:
    text = log.read_text(encoding="utf-8")
    assert PLANTED not in text
    assert "abcdefgh123456" not in text
    return text


@pytest.mark.expect_log("fault")
async def test_everywhere(log: Path, faults: Faults) -> None:
    found: list[object] = []
    faults.found.connect(found.append)
    try:
        raise Planted(WORDS)
    except Planted as planted:
        sys.excepthook(Planted, planted, planted.__traceback__)

    def fail() -> None:
        raise Planted(WORDS)

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    faults.watch(asyncio.get_running_loop())
    asyncio.get_running_loop().call_soon(fail)
    asyncio.get_running_loop().call_exception_handler({"message": WORDS})
    await asyncio.sleep(0.05)
    assert len(found) >= 2
    text = written(log)
    assert text.count("Traceback") == 3
    assert "it failed over •••" in text
    details = faults.details(Planted(WORDS))
    assert PLANTED not in details
    assert "Planted: it failed over •••" in details


@pytest.mark.expect_log("qt: (WARNING|ERROR)")
@pytest.mark.usefixtures("faults")
async def test_words_of_qt(log: Path) -> None:
    qWarning(WORDS)
    qCritical(WORDS)
    assert written(log).count("it failed over •••") == 2
    assert set(module._LEVELS) <= set(QtMsgType)
