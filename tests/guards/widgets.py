"""A top-level widget or a running timer that outlives its test fails it; only where Qt is loaded at all."""

import gc
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtCore import QObject, QTimer


@dataclass(frozen=True)
class Living:
    """What Qt holds at one moment; addresses of the C++ objects, so that nothing is kept alive by looking."""

    widgets: frozenset[int] = frozenset()
    timers: frozenset[int] = frozenset()


def living() -> Living:
    """The top-level widgets and the running timers of this moment."""
    if not _has_application():
        return Living()
    from PySide6.QtWidgets import QApplication
    from shiboken6 import getCppPointer

    return Living(
        widgets=frozenset(getCppPointer(widget)[0] for widget in QApplication.topLevelWidgets()),
        timers=frozenset(getCppPointer(timer)[0] for timer in _running_timers()),
    )


def leaked(before: Living) -> list[str]:
    """What is there now and was not before. The widgets are taken down, so that only their own test fails."""
    if not _has_application():
        return []
    from PySide6.QtCore import QCoreApplication, QEvent

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    if not _new_ones(before):
        return []
    gc.collect()  # what only a circle of references holds is no leak; looking for those costs time at each test
    found = _new_ones(before)
    names = [f"{type(thing).__name__} {thing.objectName()}".rstrip() for thing in found]
    for thing in found:
        _take_down(thing)
    return names


def _new_ones(before: Living) -> list["QObject"]:
    from PySide6.QtWidgets import QApplication
    from shiboken6 import getCppPointer

    timers = [timer for timer in _running_timers() if getCppPointer(timer)[0] not in before.timers]
    widgets = [
        widget
        for widget in QApplication.topLevelWidgets()
        if widget.parent() is None and getCppPointer(widget)[0] not in before.widgets
    ]
    return [*timers, *widgets]


def _take_down(thing: "QObject") -> None:
    from PySide6.QtCore import QTimer
    from shiboken6 import delete, isValid

    if isinstance(thing, QTimer):
        thing.stop()
    elif isValid(thing):
        delete(thing)


def _has_application() -> bool:
    if "PySide6.QtWidgets" not in sys.modules:
        return False
    from PySide6.QtWidgets import QApplication

    return isinstance(QApplication.instance(), QApplication)


def _running_timers() -> list["QTimer"]:
    from PySide6.QtCore import QTimer
    from shiboken6 import isValid

    timers = [thing for thing in gc.get_objects() if isinstance(thing, QTimer)]
    return [timer for timer in timers if isValid(timer) and timer.isActive()]
