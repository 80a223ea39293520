"""A person who presses anything at any time, in the real window over the real Sandbox and a private keychain.

``python -m tests.ui.monkey [--seed N] [--seconds S]`` prints each fault with what was done before it, and every round
of the loop that took long, and ends with 1 where there was a fault. The same seed begins in the same way, but the
window's own timers run beside it, so no two runs are the same. Nothing leaves the program: files are saved into a
temporary folder, and the browser is the tests' own.
"""

from __future__ import annotations

import argparse
import asyncio
import collections
import contextlib
import logging
import os
import random
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import requests
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QColorDialog,
    QComboBox,
    QDialog,
    QFileDialog,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTabBar,
    QTableView,
    QWidget,
)

from tests.fakes.keychain_daemon import KeychainDaemon
from tests.fakes.sandbox_person import SandboxPerson
from tests.ui.stage import Stage, staged

TEXTS: Final = (
    "", "a", "ærø", "12", "2026-01-31", "[", "<a>", "7f 80", "x" * 3000, "\u202e\x00", "{{name}}", '{"a": [1,2',
    "/Api/Fiscal/{fiscalId}/Partner", "/Api/User/FiscalSetup", "Entities[?Id > `3`]", "Entities[].Name",
    "curl https://x.example/y -d a=1",
)  # fmt: skip
KEYS: Final = (
    Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_End, Qt.Key.Key_Home, Qt.Key.Key_Right, Qt.Key.Key_Delete,
    Qt.Key.Key_F2, Qt.Key.Key_Escape,
)  # fmt: skip
PAUSES: Final = (0, 0, 0.01, 0.03, 0.1)
LONG: Final = 0.3
"""Seconds; shorter rounds are what ``tests.benchmarks`` measures, on a machine that does nothing else."""
_Widget = TypeVar("_Widget", bound=QWidget)


class Monkey:
    """Does one thing after the other, and remembers the last ones."""

    def __init__(self, stage: Stage, *, chance: random.Random, folder: Path) -> None:
        self._stage, self._chance, self._folder = stage, chance, folder
        self.done: collections.deque[str] = collections.deque(maxlen=6)
        self._saved = 0
        self._ways: tuple[tuple[int, Callable[[QWidget], None]], ...] = (
            (35, self._click), (15, self._choose_tab), (12, self._type), (4, self._write), (6, self._choose),
            (16, self._use_view), (10, self._use_key), (2, self._resize),
        )  # fmt: skip

    def act(self) -> None:
        """Do the next thing, in whatever is in front."""
        popup = QApplication.activePopupWidget()
        if popup is not None:
            self._use_popup(popup)
            return
        dialogs = [
            one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()
        ]
        system = next((one for one in dialogs if isinstance(one, (QFileDialog, QColorDialog))), None)
        if system is not None:
            self._answer(system)
        elif dialogs and self._chance.random() < 0.15:
            self._tell("reject", dialogs[-1])
            dialogs[-1].reject()
        else:
            weights, ways = zip(*self._ways, strict=True)
            self._chance.choices(ways, weights)[0](dialogs[-1] if dialogs else self._stage.open.window)

    def _tell(self, what: str, widget: QWidget | None = None, more: object = "") -> None:
        name = f" {type(widget).__name__} {widget.objectName()}" if widget is not None else ""
        self.done.append(f"{what}{name} {more}".strip())

    def _one(self, kind: type[_Widget], top: QWidget) -> _Widget | None:
        found = [one for one in top.findChildren(kind) if one.isVisible() and one.isEnabled()]
        return self._chance.choice(found) if found else None

    # --- menus and dialogs -------------------------------------------------------------------------------

    def _use_popup(self, popup: QWidget) -> None:
        actions = [one for one in popup.actions() if one.isEnabled() and one.isVisible() and one.text()]
        if not isinstance(popup, QMenu) or not actions or self._chance.random() < 0.2:
            self._tell("leave", popup)
            popup.hide()
            return
        action = self._chance.choice(actions)
        below = action.menu()
        self._tell("menu", None, action.text())
        if isinstance(below, QMenu):
            below.popup(QPoint(10, 10))
        else:
            popup.hide()
            action.trigger()

    def _answer(self, dialog: QDialog) -> None:
        """Save under a new name; a file that is there is asked about in a loop of its own."""
        self._tell("answer", dialog)
        field = dialog.findChild(QLineEdit, "fileNameEdit")
        saves = isinstance(dialog, QFileDialog) and dialog.acceptMode() is QFileDialog.AcceptMode.AcceptSave
        if saves and field is not None and self._chance.random() < 0.5:
            self._saved += 1
            field.setText(str(self._folder / f"saved {self._saved}"))
            dialog.accept()
        else:
            dialog.reject()

    # --- controls ----------------------------------------------------------------------------------------

    def _click(self, top: QWidget) -> None:
        button = self._one(QAbstractButton, top)
        if button is not None:
            self._tell("click", button, button.text())
            QTimer.singleShot(0, button, button.click)

    def _choose_tab(self, top: QWidget) -> None:
        tabs = self._one(QTabBar, top)
        if tabs is not None and tabs.count():
            number = self._chance.choice([n for n in range(tabs.count()) if tabs.isTabVisible(n)] or [0])
            self._tell("tab", tabs, number)
            tabs.setCurrentIndex(number)
            tabs.tabBarClicked.emit(number)

    def _type(self, top: QWidget) -> None:
        line = self._one(QLineEdit, top)
        if line is not None and not line.isReadOnly():
            text = self._chance.choice(TEXTS)
            self._tell("type", line, repr(text[:20]))
            line.setFocus()
            line.setText(text)
            line.textEdited.emit(line.text())
            if self._chance.random() < 0.4:
                self._press(line, Qt.Key.Key_Return)

    def _write(self, top: QWidget) -> None:
        editor = self._one(QPlainTextEdit, top)
        if editor is not None and not editor.isReadOnly():
            self._tell("write", editor)
            editor.setPlainText(self._chance.choice(TEXTS))

    def _choose(self, top: QWidget) -> None:
        combo = self._one(QComboBox, top)
        if combo is not None and combo.count():
            number = self._chance.randrange(combo.count())
            self._tell("choose", combo, number)
            combo.setCurrentIndex(number)
            combo.activated.emit(number)

    def _use_view(self, top: QWidget) -> None:
        view = self._one(QAbstractItemView, top)
        if view is None:
            return
        area = view.viewport().rect()
        place = QPoint(
            self._chance.randrange(max(1, area.width())), self._chance.randrange(max(1, area.height()))
        )
        what = self._chance.random()
        self._tell("view", view, f"{place.x()},{place.y()} {what:.1f}")
        if what < 0.3:
            view.customContextMenuRequested.emit(place)
        elif what < 0.65:
            for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
                self._mouse(view.viewport(), kind, place)
        elif what < 0.75:
            self._mouse(view.viewport(), QEvent.Type.MouseButtonDblClick, place)
        elif what < 0.85 and isinstance(view, QTableView) and view.horizontalHeader().count():
            head = view.horizontalHeader()
            head.sectionClicked.emit(self._chance.randrange(head.count()))
        else:
            self._press(view, self._chance.choice(KEYS))

    def _use_key(self, top: QWidget) -> None:
        """A shortcut, or an action of the window."""
        shortcuts = [one for one in top.findChildren(QShortcut) if one.isEnabled()]
        actions = [
            one for one in top.findChildren(QAction) if one.isEnabled() and not one.shortcut().isEmpty()
        ]
        wanted = self._chance.choice([*shortcuts, *actions]) if shortcuts or actions else None
        if isinstance(wanted, QShortcut):
            owner = wanted.parent()
            if isinstance(owner, QWidget) and owner.isVisible():
                self._tell("key", None, wanted.key().toString())
                wanted.activated.emit()
        elif isinstance(wanted, QAction) and wanted.menuRole() is not QAction.MenuRole.QuitRole:
            self._tell("action", None, wanted.text())
            wanted.trigger()

    def _resize(self, _top: QWidget) -> None:
        size = self._chance.choice(((900, 600), (1100, 700), (1440, 900), (1800, 1000)))
        self._tell("resize", None, size)
        self._stage.open.window.resize(*size)

    def _press(self, widget: QWidget, key: Qt.Key) -> None:
        """Without letting the loop run inside the running task, as QTest's keys do."""
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(widget, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier))

    def _mouse(self, widget: QWidget, kind: QEvent.Type, place: QPoint) -> None:
        left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        at = QPointF(place)
        QApplication.sendEvent(widget, QMouseEvent(kind, at, widget.mapToGlobal(at), left, left, none))


class Visitor(SandboxPerson):
    """A browser that comes back when the program listens no more, too."""

    def __call__(self, url: str) -> bool:
        with contextlib.suppress(requests.RequestException):
            super().__call__(url)
        return True


class Listener(logging.Handler):
    """Prints what is logged as wrong, and what was done before."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.done: collections.deque[str] = collections.deque()
        self.count = 0

    def emit(self, record: logging.LogRecord) -> None:
        if record.name == "asyncio" and "took" in record.getMessage():
            return
        self.count += 1
        print(f"{record.levelname} {record.name}: {record.getMessage()}")
        if record.exc_info and record.exc_info[1] is not None:
            traceback.print_exception(record.exc_info[1], file=sys.stdout)
        print(f"  after {list(self.done)}", flush=True)


async def play(app: QApplication, listener: Listener, *, seed: int, seconds: float) -> None:
    with tempfile.TemporaryDirectory() as home, tempfile.TemporaryDirectory() as folder:
        async with staged(app, home=Path(home), person=Visitor()) as stage:
            await stage.sign_in_at_sandbox()
            chance = random.Random(seed)  # noqa: S311 - chance is all it is for
            monkey, ends_at, steps = (
                Monkey(stage, chance=chance, folder=Path(folder)),
                time.monotonic() + seconds,
                0,
            )
            listener.done = monkey.done
            while time.monotonic() < ends_at and stage.open.window.isVisible():
                began, pause = time.perf_counter(), chance.choice(PAUSES)
                monkey.act()
                await asyncio.sleep(pause)
                if (taken := time.perf_counter() - began - pause) > LONG:
                    print(f"{taken * 1000:.0f} ms after {list(monkey.done)[-2:]}", flush=True)
                steps += 1
    print(f"{steps} things done, {listener.count} faults")


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=60)
    options = parser.parse_args()
    from qasync import QEventLoop  # type: ignore[import-untyped] # it ships no types

    listener = Listener()
    logging.getLogger().addHandler(listener)
    with KeychainDaemon() as keychain:
        os.environ |= keychain.environment
        app = QApplication(["monkey"])
        app.setQuitOnLastWindowClosed(False)
        app.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
        with asyncio.Runner(loop_factory=lambda: QEventLoop(app)) as runner:
            runner.run(play(app, listener, seed=options.seed, seconds=options.seconds))
    return 1 if listener.count else 0


if __name__ == "__main__":
    sys.exit(main())
