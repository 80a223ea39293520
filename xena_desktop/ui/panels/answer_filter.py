"""The field to filter an answer by JMESPath."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCompleter, QLineEdit, QMenu, QWidget

from xena_desktop.translation import tr
from xena_desktop.ui.icons import icon
from xena_desktop.ui.theme import Theme
from xena_desktop.ui.widgets.labels import set_property
from xena_desktop.ui.widgets.menu_heading import add_heading

_PAUSE_MS = 300
REMEMBERED = 30


class FilterField(QLineEdit):
    """An expression, applied when the person pauses; its menu explains by examples, and holds those used before.

    ``expression_changed`` carries it, empty for no filter; ``problem_changed`` what is wrong with it, or nothing.
    """

    expression_changed = Signal(str)
    problem_changed = Signal(str)

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._used: list[str] = []
        self._given = self._going = ""
        self.setObjectName("responseFilter")
        self.setProperty("compact", True)  # noqa: FBT003 - a property's value
        self.setProperty("wrong", False)  # noqa: FBT003 - the same
        self.setPlaceholderText(tr("Filter (JMESPath)"))
        self.setAccessibleName(tr("Filter the answer by a JMESPath expression"))
        self.setMinimumWidth(130)
        self.setMaximumWidth(280)
        self._help = QAction(tr("Examples, and what was used before"), self)
        self._help.triggered.connect(self._show_menu)
        self.addAction(self._help, QLineEdit.ActionPosition.TrailingPosition)
        self._model = QStringListModel(self)
        completer = QCompleter(self._model, self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCompleter(completer)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._give)
        self.textChanged.connect(self._on_text_changed)
        self.returnPressed.connect(self._give)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Colour the icon anew."""
        self._theme = theme
        self._help.setIcon(icon("circle-question-mark", color=theme.secondary, disabled=theme.disabled))

    def set_used(self, expressions: Sequence[str]) -> None:
        """Offer these expressions, the last used first."""
        self._used = list(expressions)
        self._model.setStringList(self._used)

    def used(self, expression: str) -> tuple[str, ...]:
        """Remember an expression that found something; all that are remembered.

        What was found on the way, while it was still written, takes no place of its own.
        """
        if self._going and (expression.startswith(self._going) or self._going.startswith(expression)):
            self._used = [other for other in self._used if other != self._going]
        self._going = expression
        self.set_used([expression, *(other for other in self._used if other != expression)][:REMEMBERED])
        return tuple(self._used)

    def show_problem(self, text: str) -> None:
        """Say what is wrong with the expression, or with an empty text that nothing is."""
        self.setToolTip(text)
        self.setAccessibleDescription(text)
        set_property(self, name="wrong", value=bool(text))
        self.problem_changed.emit(text)

    def clear_silently(self) -> None:
        """Empty the field; there is nothing to filter any more."""
        self._pause.stop()
        self._given = self._going = ""
        self.blockSignals(True)  # noqa: FBT003 - Qt's own
        self.clear()
        self.blockSignals(False)  # noqa: FBT003 - Qt's own
        self.show_problem("")

    def _on_text_changed(self, text: str) -> None:
        self._pause.start()
        if not text.strip():
            self._give()

    def _give(self) -> None:
        self._pause.stop()
        expression = self.text().strip()
        if expression != self._given:
            self._given = expression
            self.expression_changed.emit(expression)

    def _show_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setObjectName("responseFilterMenu")
        examples = {
            "Entities[].Name": tr("One member of every row"),
            "Entities[].{Id: Id, Name: Name}": tr("Some members of every row"),
            "Entities[?Amount > `1000`]": tr("Only rows in which something holds"),
            "Entities[?contains(Name, 'ApS')]": tr("Only rows with a text that holds something"),
            "sort_by(Entities, &Name)": tr("Rows in order"),
            "length(Entities)": tr("How many rows there are"),
        }
        add_heading(menu, tr("Examples"))
        for expression, meaning in examples.items():
            shown = expression.replace("&", "&&")
            menu.addAction(f"{shown}\t{meaning}", partial(self.setText, expression))
        if self._used:
            add_heading(menu, tr("Used before"))
            for expression in self._used[:10]:
                menu.addAction(expression.replace("&", "&&"), partial(self.setText, expression))
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))
