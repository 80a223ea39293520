"""A top-level widget or a running timer that outlives its test fails it; only where Qt is loaded at all."""

import gc
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtCore import QTimer


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
    from PySide6.QtWidgets import QApplication
    from shiboken6 import delete, getCppPointer, isValid

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    found = []
    for timer in _running_timers():
        if getCppPointer(timer)[0] not in before.timers:
            found.append(f"timer {timer.objectName() or timer} of {timer.parent()}")
            timer.stop()
    for widget in QApplication.topLevelWidgets():
        if isValid(widget) and widget.parent() is None and getCppPointer(widget)[0] not in before.widgets:
            found.append(f"widget {widget.objectName() or widget}")
            delete(widget)
    return found


def _has_application() -> bool:
    if "PySide6.QtWidgets" not in sys.modules:
        return False
    from PySide6.QtWidgets import QApplication

    return isinstance(QApplication.instance(), QApplication)


def _running_timers() -> list["QTimer"]:
    from PySide6.QtCore import QTimer
    from shiboken6 import isValid

    timers = [thing for thing in gc.get_objects() if type(thing) is QTimer or isinstance(thing, QTimer)]
    return [timer for timer in timers if isValid(timer) and timer.isActive()]
