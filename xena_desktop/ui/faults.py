"""Faults of the program: logged, and said once."""

from __future__ import annotations

import asyncio
import logging
import sys
import threading
import traceback
from types import TracebackType
from typing import Any, Self

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler

from xena_desktop.domain.redaction import Redactor

_log = logging.getLogger(__name__)
_qt_log = logging.getLogger("qt")
_CANNOT = ("This plugin does not support", "Wayland does not support")
"""Some screens cannot raise a window or the like; nothing is wrong and nothing can be done."""
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class Faults(QObject):
    """Catches what nobody else caught, wherever it happens. ``found`` carries the exception, once for each kind.

    A context manager around the program's life.
    """

    found = Signal(object)

    def __init__(self, redactor: Redactor) -> None:
        super().__init__()
        self._redactor = redactor
        self._said: set[str] = set()

    def __enter__(self) -> Self:
        self._before = sys.excepthook, threading.excepthook
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception
        qInstallMessageHandler(_log_qt_message)
        return self

    def __exit__(self, *_exception: object) -> None:
        sys.excepthook, threading.excepthook = self._before
        qInstallMessageHandler(None)

    def watch(self, loop: asyncio.AbstractEventLoop) -> None:
        """Take the faults of this loop's callbacks and tasks, too."""
        loop.set_exception_handler(self._on_loop_exception)

    def details(self, exception: BaseException) -> str:
        """The fault as a text to be sent to a developer: the traceback, secrets masked."""
        return self._redactor.masked("".join(traceback.format_exception(exception)))

    def _on_exception(
        self, kind: type[BaseException], exception: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, exception, trace)
        else:
            self._take(exception)

    def _on_thread_exception(self, arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None and not isinstance(arguments.exc_value, SystemExit):
            self._take(arguments.exc_value)

    def _on_loop_exception(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        exception = context.get("exception")
        if exception is None:
            _log.error("event loop: %s", context.get("message"))
        else:
            self._take(exception)

    def _take(self, exception: BaseException) -> None:
        _log.error("fault", exc_info=exception)
        last = traceback.extract_tb(exception.__traceback__)[-1:]
        where = f"{type(exception).__name__}:{last}"
        if where not in self._said:
            self._said.add(where)
            self.found.emit(exception)


def _log_qt_message(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    level = _LEVELS.get(kind, logging.WARNING)
    _qt_log.log(logging.DEBUG if message.startswith(_CANNOT) else level, "%s", message)
