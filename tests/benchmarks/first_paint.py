"""Starts a window in this process and ends the process as soon as the window is usable.

``python -m tests.benchmarks.first_paint empty`` shows an empty main window, ``… program`` the real program, through
its own entry point. Usable is the moment the event loop is free again after the first paint of the window, or in the
program of the page that a person acts on. The process then writes one line and ends at once: ending is no part of it.
"""

import os
import sys

from PySide6 import QtWidgets
from PySide6.QtCore import QEvent, QObject, QTimer

USABLE = {"empty": {"emptyWindow"}, "program": {"welcomePanel", "profilePanel"}}


class Watch(QObject):
    """Waits for the first paint of a widget with one of these objectNames."""

    def __init__(self, names: set[str]) -> None:
        super().__init__()
        self._names = names

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.Paint
            and watched.objectName() in self._names
            and isinstance(watched, QtWidgets.QWidget)
            and watched.isEnabled()
        ):
            self._names = set()
            QTimer.singleShot(0, _end)
        return False


def _end() -> None:
    os.write(1, b"usable\n")
    os._exit(0)


def _watched_application(names: set[str]) -> type[QtWidgets.QApplication]:
    class Watched(QtWidgets.QApplication):
        def __init__(self, *arguments: object) -> None:
            super().__init__(*arguments)
            self.watch = Watch(names)
            self.installEventFilter(self.watch)

    return Watched


def _empty() -> None:
    application = QtWidgets.QApplication([])
    window = QtWidgets.QMainWindow()
    window.setObjectName("emptyWindow")
    window.resize(1280, 800)
    window.show()
    application.exec()


def _program() -> None:
    from xena_desktop.__main__ import main

    sys.argv = ["xena-desktop"]
    main()


if __name__ == "__main__":
    kind = sys.argv[1]
    QtWidgets.QApplication = _watched_application(USABLE[kind])  # type: ignore[misc] # both make it by this name
    {"empty": _empty, "program": _program}[kind]()
    sys.exit("the window closed before it was usable")
