"""The program with a window, from start to end."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from xena_desktop.domain.settings import Settings
from xena_desktop.translation import use_language
from xena_desktop.ui.appearance import Appearance
from xena_desktop.ui.collector import Collector
from xena_desktop.ui.faults import Faults
from xena_desktop.ui.icons import program_icon
from xena_desktop.ui.main_window import MainWindow
from xena_desktop.ui.qt_application import QtApplication
from xena_desktop.ui.single_copy import SingleCopy

if TYPE_CHECKING:
    from xena_desktop.domain.redaction import Redactor
    from xena_desktop.services.house import Services
    from xena_desktop.ui.open_window import OpenWindow

OpenServices = Callable[[], "AbstractAsyncContextManager[Services]"]

CLOSING_SECONDS: Final = 5.0


def run(
    open_services: OpenServices,
    *,
    quick_settings: Callable[[], Settings],
    home: Path,
    redactor: Redactor,
    file: Path | None = None,
    start_sandbox: bool = False,
) -> int:
    """Show the window until it is closed; the exit code.

    The window is on screen before ``open_services`` is called, so that it may import what is slow;
    ``quick_settings`` reads the person's choices before that, so that the first paint is right. ``home`` is the
    folder whose window this is: a second start for it only brings the first to the front. ``file`` is a
    connection file to offer for import; ``start_sandbox`` begins there when there is no account yet.
    """
    app = QtApplication(sys.argv[:1])
    _name(app)
    copy = SingleCopy(home)
    if not copy.is_first(file=file):
        return 0
    with Faults(redactor) as faults:
        program = Program(app, faults=faults, settings=quick_settings(), file=file)
        copy.called.connect(program.take_call)
        app.file_opened.connect(program.take_file)
        try:
            return program.run(open_services, start_sandbox=start_sandbox)
        finally:
            copy.close()


class Program:
    """The window, built anew when the language changes, over services that are opened once."""

    def __init__(
        self, app: QApplication, *, faults: Faults, settings: Settings, file: Path | None = None
    ) -> None:
        self._app, self._faults = app, faults
        self._files = [file] if file else []
        self._language = Language(app)
        self._language.use(settings.language)
        self._appearance = Appearance(app, choice=settings.theme)
        self._window = self._shown_window(settings)
        self._open: OpenWindow | None = None

    def run(self, open_services: OpenServices, *, start_sandbox: bool) -> int:
        """Run Qt and asyncio together until the window is closed."""
        self._app.setQuitOnLastWindowClosed(False)
        collector = Collector(self._app)
        self._app.processEvents()  # the window is painted before anything slow is imported
        from qasync import QEventLoop  # type: ignore[import-untyped]  # it ships no types

        with asyncio.Runner(loop_factory=lambda: QEventLoop(self._app)) as runner:
            runner.run(self._live(open_services, start_sandbox=start_sandbox))
        collector.close()
        return 0

    def take_call(self, file: str) -> None:
        """Somebody started the program again, with the path of a file or without (an empty text)."""
        self._window.come_to_front()
        if file:
            self.take_file(file)

    def take_file(self, file: str) -> None:
        """Offer to import what is in a file, as soon as there is a window for it."""
        self._files.append(Path(file))
        if self._open is not None:
            self._import_files(self._open)

    async def _live(self, open_services: OpenServices, *, start_sandbox: bool) -> None:
        self._faults.watch(asyncio.get_running_loop())
        async with open_services() as services:
            while await self._one_window(services, start_sandbox=start_sandbox):
                start_sandbox = False
                self._language.use(services.settings.settings.language)
                self._window = self._shown_window(services.settings.settings)
            watchdog = self._end_in_time()
        watchdog.cancel()

    async def _one_window(self, services: Services, *, start_sandbox: bool) -> bool:
        """Fill the window and wait until it is closed; whether it is wanted again, in another language."""
        from xena_desktop.ui.open_window import OpenWindow

        opened = OpenWindow(
            self._window,
            services=services,
            appearance=self._appearance,
            faults=self._faults,
            now=_now,
            open_address=lambda url: QDesktopServices.openUrl(QUrl(url)),
        )
        self._open = opened
        opened.show()
        if start_sandbox and not self._files:
            opened.start_sandbox()
        self._import_files(opened)
        try:
            with _Terminated(opened.closed):
                await opened.closed.wait()
        finally:
            self._open = None
            await opened.close()
            self._window.hide()
            self._window.deleteLater()
        return opened.wants_again

    def _shown_window(self, settings: Settings) -> MainWindow:
        window = MainWindow(theme=self._appearance.theme)
        window.restore_geometry_text(settings.window.partition(".")[0])
        window.show()
        return window

    def _end_in_time(self) -> threading.Timer:
        """Closing is never held up for long: a keychain that asks a question must not keep the program alive."""
        watchdog = threading.Timer(CLOSING_SECONDS, os._exit, args=(0,))
        watchdog.daemon = True
        watchdog.start()
        return watchdog

    def _import_files(self, opened: OpenWindow) -> None:
        while self._files:
            opened.import_file(self._files.pop(0))


class Language:
    """The language of the program's texts, of Qt's own, and of numbers and dates."""

    def __init__(self, app: QApplication) -> None:
        self._app = app
        self._translator = QTranslator(app)

    def use(self, choice: str) -> None:
        """Speak this language (``system``, ``en``, ``da``) in windows made from now on."""
        language = use_language(choice)
        self._app.removeTranslator(self._translator)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if language != "en" and self._translator.load(f"qtbase_{language}", folder):
            self._app.installTranslator(self._translator)
        country = QLocale.Country.Denmark if language == "da" else QLocale.Country.UnitedKingdom
        spoken = QLocale.Language.Danish if language == "da" else QLocale.Language.English
        QLocale.setDefault(QLocale(spoken, country))


class _Terminated:
    """Closes the window in good order when the system asks the program to end (SIGTERM)."""

    def __init__(self, closed: asyncio.Event) -> None:
        self._closed, self._loop = closed, asyncio.get_running_loop()

    def __enter__(self) -> None:
        self._before = signal.signal(signal.SIGTERM, self._on_signal)

    def __exit__(self, *_exception: object) -> None:
        signal.signal(signal.SIGTERM, self._before)

    def _on_signal(self, _number: int, _frame: object) -> None:
        self._loop.call_soon_threadsafe(self._closed.set)


def _name(app: QApplication) -> None:
    app.setApplicationName("Xena Desktop")
    app.setApplicationDisplayName("Xena Desktop")
    app.setDesktopFileName("xena-desktop")
    app.setWindowIcon(program_icon())


def _now() -> datetime:
    return datetime.now(UTC)
