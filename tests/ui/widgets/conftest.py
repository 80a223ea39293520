"""One application for all tests of a process, on no screen."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget

from xena_desktop.ui import theme as themes
from xena_desktop.ui.theme import Theme


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance() or QApplication(["tests"])
    assert isinstance(app, QApplication)
    return app


@pytest.fixture(params=["light", "dark"])
def theme(request: pytest.FixtureRequest, qapp: QApplication) -> Theme:
    chosen = themes.of_scheme(request.param)
    themes.apply(qapp, chosen)
    return chosen


@pytest.fixture
def light(qapp: QApplication) -> Theme:
    chosen = themes.light()
    themes.apply(qapp, chosen)
    return chosen


@pytest.fixture(autouse=True)
def nothing_left(qapp: QApplication) -> Iterator[None]:
    """Widgets of one test are gone before the next begins."""
    yield
    for widget in qapp.topLevelWidgets():
        widget.close()
        widget.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


class Shown:
    """Puts a widget on the screen that is not there, and settles its layout."""

    def __init__(self, app: QApplication) -> None:
        self._app = app

    def __call__(self, widget: QWidget, *, width: int = 0, height: int = 0) -> None:
        if width:
            widget.resize(width, height or widget.sizeHint().height())
        widget.show()
        widget.activateWindow()
        self._app.processEvents()


@pytest.fixture
def shown(qapp: QApplication) -> Shown:
    return Shown(qapp)
