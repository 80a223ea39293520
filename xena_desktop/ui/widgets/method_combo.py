"""Where the method of a request is chosen, or typed."""

from __future__ import annotations

from PySide6.QtCore import QRegularExpression, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from xena_desktop.domain.exchange import METHOD_PATTERN, METHODS
from xena_desktop.translation import tr
from xena_desktop.ui.widgets.combo_box import ComboBox
from xena_desktop.ui.widgets.labels import set_property

_WIDTH = 108


class MethodCombo(ComboBox):
    """The usual methods, each in its colour, and any other that HTTP can carry, in capitals."""

    changed = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(name=tr("Method"), parent=parent)
        self.setObjectName("methodCombo")
        self.setProperty("kind", "method")
        self.setToolTip(
            tr("Choose a method, or type one of your own. One that is not known counts as writing.")
        )
        self.addItems(list(METHODS))
        self.setFixedWidth(_WIDTH)
        self._line = QLineEdit()
        self._line.setAccessibleName(tr("Method"))
        self.setEditable(True)
        self.setLineEdit(self._line)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setCompleter(None)  # type: ignore[arg-type] # none: it would finish a method that nobody meant
        self._line.setValidator(QRegularExpressionValidator(QRegularExpression(METHOD_PATTERN), self))
        self._line.textEdited.connect(self._on_typed)
        self.currentTextChanged.connect(self._on_changed)
        self._on_changed()

    def method(self) -> str:
        """What is chosen or typed."""
        return self.currentText()

    def set_method(self, method: str) -> None:
        """Show this method."""
        self.setCurrentText(method)

    def _on_typed(self, text: str) -> None:
        if text != text.upper():
            place = self._line.cursorPosition()
            self._line.setText(text.upper())
            self._line.setCursorPosition(place)

    def _on_changed(self) -> None:
        for part in (self, self._line):
            set_property(part, name="method", value=self.currentText())
        self.changed.emit()
