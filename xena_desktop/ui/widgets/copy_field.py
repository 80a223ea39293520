"""One line that is there to be copied: an address, a redirect URI, an id."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from xena_desktop.translation import tr
from xena_desktop.ui.theme import Theme
from xena_desktop.ui.widgets.buttons import PushButton
from xena_desktop.ui.widgets.labels import set_property

COPIED_SHOWN_MS: Final = 2000


class ElidedText(QWidget):
    """A line of text that loses its middle where there is no room for it."""

    focus_changed = Signal()

    def __init__(self, text: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Show another text."""
        self._text = text
        self.setAccessibleDescription(text)
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """The whole text."""
        return self._text

    def shown(self) -> str:
        """The text as it fits."""
        return self.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideMiddle, self.width())

    def sizeHint(self) -> QSize:
        """Room for the whole text, within reason."""
        width = min(480, self.fontMetrics().horizontalAdvance(self._text[:200]) + 2)
        return QSize(width, self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        """Room for a few letters."""
        return QSize(48, self.fontMetrics().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw what fits."""
        painter = QPainter(self)
        painter.setPen(self.palette().windowText().color())
        painter.drawText(
            self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.shown()
        )

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell the frame around it."""
        super().focusInEvent(event)
        self.focus_changed.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell the frame around it."""
        super().focusOutEvent(event)
        self.focus_changed.emit()


class CopyField(QFrame):
    """A line with a button that copies the whole of it, shortened or not. ``name`` says what it is."""

    copied = Signal(str)

    def __init__(self, text: str = "", *, name: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = ElidedText(text)
        self._line.setAccessibleName(name)
        self._line.focus_changed.connect(self._on_focus_changed)
        self._button = PushButton(tr("Copy"), theme=theme, kind="quiet", size="small", icon_name="copy")
        self._button.setAccessibleName(tr("Copy {name}", name=name))
        self._button.clicked.connect(self.copy)
        self._back = QTimer(self, singleShot=True, interval=COPIED_SHOWN_MS)
        self._back.timeout.connect(self._on_copied_shown)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 4, 0)
        row.setSpacing(8)
        row.addWidget(self._line, 1)
        row.addWidget(self._button)
        self.setFixedHeight(32)

    def set_text(self, text: str) -> None:
        """Show another text."""
        self._line.set_text(text)
        self._on_copied_shown()

    def text(self) -> str:
        """The whole text."""
        return self._line.text()

    def copy(self) -> None:
        """Put the whole text on the clipboard, and say so for two seconds."""
        QGuiApplication.clipboard().setText(self.text())
        self._button.setText(tr("Copied"))
        self._back.start()
        self.copied.emit(self.text())

    def set_theme(self, theme: Theme) -> None:
        """Colour the icon anew."""
        self._button.set_theme(theme)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy with the usual keys."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def _on_copied_shown(self) -> None:
        self._back.stop()
        self._button.setText(tr("Copy"))

    def _on_focus_changed(self) -> None:
        set_property(self, name="focused", value=self._line.hasFocus())
