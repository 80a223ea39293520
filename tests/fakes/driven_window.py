"""The real program in a process of its own, its window worked from a test like by a hand.

The child (``python -m tests.fakes.driven_window``) starts the program as a double-click does and, beside it, reads
commands from standard input, one JSON document a line, and plays them on the window's own thread with QTest.
"""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.fakes.clocked_program import CLOCK, use_shared_things

PROJECT = Path(__file__).parents[2]


class DrivenWindow:
    """Starts the program with ``arguments`` and works its window; ``prefix`` is a command that starts it."""

    def __init__(
        self, *arguments: str, environment: Mapping[str, str], log: Path, prefix: tuple[str, ...] = ()
    ) -> None:
        self._arguments, self._prefix = arguments, prefix
        self._environment = dict(environment)
        self._log = log

    def __enter__(self) -> Self:
        environment = {**os.environ, **self._environment, "PYTHONPATH": str(PROJECT)}
        with self._log.open("ab") as errors:
            self._process = subprocess.Popen(
                [*self._prefix, sys.executable, "-m", "tests.fakes.driven_window", *self._arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                env=environment,
                text=True,
            )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.poll() is None:
            self.kill()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()

    @property
    def arguments_seen(self) -> bytes:
        """The argument list that every user of the computer can see."""
        return Path(f"/proc/{self._process.pid}/cmdline").read_bytes()

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    def kill(self) -> None:
        """End the process as a power cut would."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait(timeout=10)

    def close(self) -> int:
        """Close the window as a person would; the process's exit code."""
        self.do("close")
        return self._process.wait(timeout=20)

    def do(self, action: str, name: str = "", **more: Any) -> Any:
        """Play one command on the control called ``name``; what it answers."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"do": action, "name": name, **more}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the program ended: {self._log.read_text(errors='replace')[-3000:]}")
        answer = json.loads(line)
        if "fault" in answer:
            raise LookupError(answer["fault"])
        return answer["value"]

    def until(self, seen: Callable[[], Any], *, seconds: float = 30) -> Any:
        """Ask again and again until ``seen`` answers with something true."""
        ends_at, fault = time.monotonic() + seconds, "nothing"
        while time.monotonic() < ends_at:
            try:
                if value := seen():
                    return value
            except LookupError as error:
                fault = str(error)
            time.sleep(0.05)
        raise TimeoutError(f"not seen within {seconds} s ({fault}); texts: {self.do('texts')}")

    def shown(self, name: str, *, seconds: float = 30) -> Any:
        """Wait until the control is on screen."""
        return self.until(lambda: self.do("shown", name), seconds=seconds)

    def text(self, name: str) -> str:
        """What the control says."""
        return str(self.do("text", name))

    def click(self, name: str) -> None:
        """Press the control as soon as it can be pressed."""
        self.until(lambda: self.do("click", name))


# --- in the child ----------------------------------------------------------------------------------------


def _play(command: Mapping[str, Any]) -> Any:  # noqa: C901 - one line a gesture reads better than a class each
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QAction, QKeySequence
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QAbstractItemView, QApplication, QComboBox, QTabBar

    application = QApplication.instance()
    assert isinstance(application, QApplication)
    visible = [widget for widget in application.allWidgets() if widget.isVisible()]
    action, name = command["do"], command["name"]
    if action == "texts":
        return sorted({text for widget in visible if (text := _text(widget))})
    if action == "names":
        return sorted({widget.objectName() for widget in visible if widget.objectName()})
    if action == "clipboard":
        return application.clipboard().text()
    if action == "press":
        window = next(w for w in visible if w.objectName() == "mainWindow")
        QTest.keySequence(application.focusWidget() or window, QKeySequence(command["keys"]))
        return True
    if action == "close":
        next(w for w in visible if w.objectName() == "mainWindow").close()
        return True
    widget = next((w for w in visible if w.objectName() == name), None)
    if action == "shown":
        return widget is not None
    if widget is None:
        raise LookupError(f"no control called {name} is on screen")
    if action == "text":
        return _text(widget)
    if action == "click":
        if not widget.isEnabled():
            return False
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
    elif action == "enabled":
        return widget.isEnabled()
    elif action == "type":
        widget.setFocus()
        if hasattr(widget, "selectAll"):
            widget.selectAll()
        QTest.keyClicks(widget, command["text"])
    elif action == "append":
        widget.setFocus()
        QTest.keyClick(widget, Qt.Key.Key_End)
        QTest.keyClicks(widget, command["text"])
    elif action == "act":
        found = widget.findChild(QAction, command["called"])
        if found is None:
            raise LookupError(f"{name} has no action called {command['action']}")
        found.trigger()
    elif action == "choose":
        assert isinstance(widget, QComboBox)
        widget.setCurrentIndex(widget.findText(command["text"], Qt.MatchFlag.MatchContains))
        widget.activated.emit(widget.currentIndex())
    elif action == "rows":
        assert isinstance(widget, QAbstractItemView)
        model = widget.model()
        column = command.get("column", 0)
        return [str(model.index(row, column).data() or "") for row in range(model.rowCount())]
    elif action == "row":
        assert isinstance(widget, QAbstractItemView)
        index = widget.model().index(command["row"], 0)
        widget.scrollTo(index)
        center = widget.visualRect(index).center()
        QTest.mouseClick(widget.viewport(), Qt.MouseButton.LeftButton, pos=center)
    elif action == "tab":
        assert isinstance(widget, QTabBar)
        center = widget.tabRect(command["index"]).center()
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=center)
    elif action == "picture":
        return widget.window().grab().save(command["path"])
    return True


def _text(widget: Any) -> str:
    for method in ("toPlainText", "text", "currentText", "title"):
        if callable(found := getattr(widget, method, None)):
            return str(found())
    return ""


def _obey() -> None:
    """Read commands, and have each played on the window's thread."""
    from PySide6.QtCore import QCoreApplication, QEvent, QObject

    class Hand(QObject):
        def customEvent(self, event: QEvent) -> None:
            assert isinstance(event, Command)
            try:
                answer = {"value": _play(event.members)}
            except Exception as error:  # told to the test, whatever it is
                answer = {"fault": f"{type(error).__name__}: {error}"}
            print(json.dumps(answer), flush=True)
            event.played.set()

    class Command(QEvent):
        def __init__(self, members: Mapping[str, Any]) -> None:
            super().__init__(QEvent.Type.User)
            self.members = members
            self.played = threading.Event()

    while (application := QCoreApplication.instance()) is None:
        time.sleep(0.02)
    hand = Hand()
    hand.moveToThread(application.thread())
    for line in sys.stdin:
        command = Command(json.loads(line))
        QCoreApplication.postEvent(hand, command)
        command.played.wait(timeout=60)


def main() -> int:
    """The program, with a hand beside it."""
    from xena_desktop.__main__ import main as program

    if CLOCK in os.environ:
        use_shared_things()
    threading.Thread(target=_obey, name="hand", daemon=True).start()
    return program()


if __name__ == "__main__":
    sys.exit(main())
