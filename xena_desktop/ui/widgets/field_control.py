"""One typed control for a value: a number, a date, a choice, a file, an id that can be picked from a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QDate, QLocale, QPoint, QStringListModel, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QCalendarWidget,
    QComboBox,
    QCompleter,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QMenu,
    QWidget,
    QWidgetAction,
)

from xena_desktop.domain.form import Choice, Field, Kind, date_of_day, day_number, iso_date
from xena_desktop.translation import tr
from xena_desktop.ui.theme import Theme
from xena_desktop.ui.widgets.buttons import IconButton
from xena_desktop.ui.widgets.combo_box import ComboBox
from xena_desktop.ui.widgets.labels import set_property

WIDTH: Final = 320


class FieldControl(QWidget):
    """Shows and takes one value of ``field`` as text, as it is sent. Nothing is refused while it is typed.

    ``changed`` tells of what the person does; ``help_wanted`` that they ask for a list of ids or for a file.
    """

    changed = Signal()
    help_wanted = Signal(str)

    def __init__(self, field: Field, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field, self._theme = field, theme
        self.edit: QLineEdit | ComboBox = _choices(field) if _is_chosen(field) else _line(field)
        self.edit.setObjectName(f"{_START[field.place]}-{field.name}")
        self.edit.setAccessibleName(field.name)
        self.edit.setAccessibleDescription(field.description)
        self._button = self._made_button()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.edit, 1)
        if self._button is not None:
            row.addWidget(self._button)
            self._button.clicked.connect(self._on_button_clicked)
        self.setFixedWidth(WIDTH)
        self.setFocusProxy(self.edit)
        if isinstance(self.edit, QLineEdit):
            self.edit.textEdited.connect(self._on_edited)
            self.edit.editingFinished.connect(self._on_finished)
        else:
            self.edit.currentIndexChanged.connect(self._on_edited)

    def _made_button(self) -> IconButton | None:
        icon_name, text = "", ""
        if self.field.picker:
            icon_name, text = "list-tree", tr("Choose {name} from a list", name=self.field.name)
        elif self.field.kind in (Kind.DATE, Kind.DAY) and not self.field.is_list:
            icon_name, text = "calendar", tr("Choose {name} in a calendar", name=self.field.name)
        elif self.field.kind is Kind.FILE:
            icon_name, text = "folder-open", tr("Choose a file for {name}", name=self.field.name)
        if not icon_name:
            return None
        button = IconButton(icon_name, text=text, theme=self._theme, outlined=True)
        button.setObjectName(f"choose-{self.field.name}")
        return button

    def text(self) -> str:
        """The value as it is sent; empty where nothing is."""
        if isinstance(self.edit, QComboBox):
            return str(self.edit.currentData() or "")
        typed = self.edit.text()
        if self.field.is_list:
            return typed
        if self.field.kind is Kind.DAY:
            return day_number(typed)
        return (iso_date(typed) or typed) if self.field.kind is Kind.DATE else typed

    def set_text(self, text: str) -> None:
        """Show a value; ``changed`` stays silent."""
        if isinstance(self.edit, QComboBox):
            self._choose(self.edit, text)
        elif text != self.text():
            is_day = self.field.kind is Kind.DAY and not self.field.is_list
            self.edit.setText(date_of_day(text) if is_day else text)
        self._show_fault()

    def _choose(self, combo: QComboBox, text: str) -> None:
        blocked = combo.blockSignals(True)  # noqa: FBT003 - Qt's own
        row = combo.findData(text)
        if row < 0:  # a value the document does not know is kept and shown as wrong
            combo.addItem(text, text)
            row = combo.count() - 1
        combo.setCurrentIndex(row)
        combo.blockSignals(blocked)

    def show_choices(self, choices: Sequence[Choice]) -> None:
        """Offer ids with what people call them, below the field."""
        if not isinstance(self.edit, QLineEdit):
            return
        model = QStandardItemModel(self)
        for choice in choices:
            item = QStandardItem(f"{choice.label}   {choice.value}")
            item.setData(choice.value, Qt.ItemDataRole.EditRole)
            item.setData(f"{choice.label}   {choice.value}", Qt.ItemDataRole.DisplayRole)
            item.setData(choice.value, Qt.ItemDataRole.UserRole)
            model.appendRow(item)
        completer = QCompleter(model, self)
        completer.setCompletionRole(Qt.ItemDataRole.UserRole)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setMaxVisibleItems(12)
        completer.setWidget(self.edit)
        popup = QListView()
        popup.setObjectName("idChoices")
        popup.setAccessibleName(self.field.name)
        popup.setMinimumWidth(WIDTH)
        completer.setPopup(popup)
        completer.activated.connect(lambda value: self._on_picked(str(value)))
        self._completer = completer
        completer.complete()

    def fault(self) -> bool:
        """Whether the value cannot be sent as it stands."""
        return self.field.fault(self.text()) is not None

    def set_theme(self, theme: Theme) -> None:
        """Colour the button anew."""
        self._theme = theme

    def _on_edited(self) -> None:
        self._show_fault()
        self.changed.emit()

    def _on_finished(self) -> None:
        """A date that was typed the Danish way is shown as it is understood."""
        if isinstance(self.edit, QLineEdit) and self.field.kind in (Kind.DATE, Kind.DAY):
            understood = iso_date(self.edit.text())
            if understood:
                self.edit.setText(understood)

    def _on_picked(self, value: str) -> None:
        if isinstance(self.edit, QLineEdit):
            self.edit.setText(value)
            self._on_edited()

    def _show_fault(self) -> None:
        text = self.text()
        set_property(self.edit, name="invalid", value=bool(text) and self.field.fault(text) is not None)

    def _on_button_clicked(self) -> None:
        if self.field.picker or self.field.kind is Kind.FILE:
            self.help_wanted.emit(self.text())
        else:
            self._open_calendar()

    def _open_calendar(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar = QCalendarWidget(menu)
        calendar.setObjectName("calendar")
        calendar.setLocale(QLocale())
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        shown = QDate.fromString(iso_date(self.edit.text()) if isinstance(self.edit, QLineEdit) else "",
                                 Qt.DateFormat.ISODate)  # fmt: skip
        if shown.isValid():
            calendar.setSelectedDate(shown)
        action = QWidgetAction(menu)
        action.setDefaultWidget(calendar)
        menu.addAction(action)
        calendar.clicked.connect(lambda day: self._on_picked(day.toString(Qt.DateFormat.ISODate)))
        calendar.clicked.connect(menu.close)
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))
        calendar.setFocus()


_START: Final = {
    "path": "placeholder",
    "query": "query",
    "header": "header",
    "cookie": "cookie",
    "form": "field",
}
"""How the names of controls begin, by the place of their value."""


def _is_chosen(field: Field) -> bool:
    return not field.is_list and (field.kind is Kind.BOOLEAN or bool(field.choices)) and not field.picker


def _choices(field: Field) -> ComboBox:
    """Yes, no and not sent; or the values there are and none of them."""
    combo = ComboBox()
    combo.addItem(tr("not sent") if not field.default else tr("not sent: {value}", value=field.default), "")
    if field.choices:
        for one in field.choices:
            combo.addItem(one, one)
    else:
        combo.addItem(tr("yes"), "true")
        combo.addItem(tr("no"), "false")
    return combo


def _line(field: Field) -> QLineEdit:
    line = QLineEdit()
    line.setPlaceholderText(_placeholder(field))
    if field.is_list and field.choices:
        completer = QCompleter(QStringListModel(list(field.choices), line), line)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        popup = QListView()
        popup.setObjectName("choiceProposals")
        completer.setPopup(popup)
        line.setCompleter(completer)
    return line


def _placeholder(field: Field) -> str:
    shown = field.default or field.example
    if field.is_list:
        return shown or ", ".join(field.choices[:3]) or tr("several: 1, 2, 3")
    by_kind = {Kind.DATE: "2026-01-31", Kind.DAY: "2026-01-31", Kind.DATE_TIME: "2026-01-31T12:00:00Z"}
    return shown or by_kind.get(field.kind, "")
