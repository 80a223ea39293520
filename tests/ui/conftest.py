"""The window's tests: one application for all, and for each coroutine a qasync loop of its own."""

from __future__ import annotations

import asyncio
import gc
import os
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication


def application() -> QApplication:
    """The one application of this process, on no screen."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance() or QApplication(["tests"])
    assert isinstance(app, QApplication)
    app.setQuitOnLastWindowClosed(False)
    return app


def _qasync_loop() -> asyncio.AbstractEventLoop:
    from qasync import QEventLoop  # type: ignore[import-untyped]  # it ships no types

    class Loop(QEventLoop):  # type: ignore[misc] # as it ships no types
        """Without qasync's last look at Qt's events after the loop has ended, where a timer's task finds none."""

        def run_until_complete(self, future: Any) -> Any:
            task = asyncio.ensure_future(future, loop=self)
            task.add_done_callback(self._on_done)
            try:
                self.run_forever()
            finally:
                task.remove_done_callback(self._on_done)
            return task.result()

        def _on_done(self, _task: object) -> None:
            self.stop()

    loop: asyncio.AbstractEventLoop = Loop(application())
    return loop


def pytest_asyncio_loop_factories(
    config: pytest.Config, item: pytest.Item
) -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    return {"qasync": _qasync_loop}


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    return application()


@pytest.fixture(autouse=True)
def garbage_collected_here() -> None:
    """As in the program (``xena_desktop.ui.collector``): no other thread collects a widget.

    What is left goes before the next test, whatever that is: until then pytest itself holds some of it.
    """
    gc.disable()
