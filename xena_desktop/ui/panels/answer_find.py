"""The field to find something in an answer."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QWidget

from xena_desktop.domain.searching import Wanted
from xena_desktop.translation import tr
from xena_desktop.ui import words
from xena_desktop.ui.theme import Theme
from xena_desktop.ui.widgets.buttons import IconButton
from xena_desktop.ui.widgets.labels import label

_PAUSE_MS = 200


class FindBar(QWidget):
    """What is to be found, how often it is there, and to the next and the one before.

    ``wanted_changed`` comes when the person pauses; ``stepped`` carries 1 or -1. Enter and F3 go on, Shift goes back.
    """

    wanted_changed = Signal()
    stepped = Signal(int)

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = QLineEdit()
        self._field.setObjectName("responseFind")
        self._field.setProperty("compact", True)  # noqa: FBT003 - a property's value
        self._field.setPlaceholderText(tr("Find"))
        self._field.setAccessibleName(tr("Find in the answer"))
        self._field.setFixedWidth(150)
        self._field.setClearButtonEnabled(True)
        self._pattern = QToolButton()
        self._pattern.setObjectName("responseFindPattern")
        self._pattern.setText(".*")
        self._pattern.setCheckable(True)
        self._pattern.setAccessibleName(tr("Regular expression"))
        self._pattern.setToolTip(tr("Regular expression"))
        self._pattern.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._count = label(role="secondary")
        self._count.setObjectName("responseFindCount")
        self._before = IconButton("chevron-up", text=tr("The one before (Shift+F3)"), theme=theme)
        self._before.setObjectName("responseFindBefore")
        self._next = IconButton("chevron-down", text=tr("The next (F3)"), theme=theme)
        self._next.setObjectName("responseFindNext")
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for part in (self._count, self._before, self._next, self._field, self._pattern):
            row.addWidget(part)
        self._pause.timeout.connect(self.wanted_changed)
        self._field.textChanged.connect(self._on_text_changed)
        self._pattern.toggled.connect(lambda _on: self.wanted_changed.emit())
        self._before.clicked.connect(lambda: self.stepped.emit(-1))
        self._next.clicked.connect(lambda: self.stepped.emit(1))
        self._field.installEventFilter(self)
        self._show_steps()

    def wanted(self) -> Wanted | None:
        """What is to be found; None while nothing is written."""
        text = self._field.text()
        return Wanted(text=text, is_pattern=self._pattern.isChecked()) if text else None

    def show_count(self, current: int, count: int, *, is_cut: bool = False) -> None:
        """Say which of how many places is shown; ``current`` counts from 1, 0 is none."""
        more = "+" if is_cut else ""
        if not count:
            text = tr("Nothing found")
        elif current:
            text = tr("{number} of {count}", number=words.number(current), count=words.number(count) + more)
        else:
            text = words.number(count) + more
        self._say(text)

    def show_problem(self, text: str) -> None:
        """Say why nothing can be found."""
        self._say(tr("No regular expression"))
        self._count.setToolTip(text)

    def show_nothing(self) -> None:
        """Say nothing: nothing is looked for, or there is nothing to look in."""
        self._say("")

    def show_searching(self) -> None:
        """Say that it runs."""
        self._say("…")

    def focus(self) -> None:
        """Put the keyboard into the field."""
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.selectAll()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Enter goes on, with Shift back; Escape ends finding."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._pause.isActive():
                self._pause.stop()
                self.wanted_changed.emit()
            else:
                self.stepped.emit(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
            return True
        if event.key() == Qt.Key.Key_Escape and self._field.text():
            self._field.clear()
            return True
        return False

    def _say(self, text: str) -> None:
        self._count.setText(text)
        self._count.setToolTip("")
        self._field.setAccessibleDescription(text)
        self._show_steps()

    def _on_text_changed(self, text: str) -> None:
        if text:
            self._pause.start()
        else:
            self._pause.stop()
            self._count.clear()
            self.wanted_changed.emit()
        self._show_steps()

    def _show_steps(self) -> None:
        writes = bool(self._field.text())
        for part in (self._count, self._before, self._next):
            part.setVisible(writes)
