"""Values one below the other, each with its name, its control, and what it means or what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from xena_desktop.domain.form import Choice, Fault, Field
from xena_desktop.translation import tr
from xena_desktop.ui.theme import GRID, Theme
from xena_desktop.ui.widgets.field_control import FieldControl
from xena_desktop.ui.widgets.labels import label, set_role
from xena_desktop.ui.widgets.tab_order import follow

_NAME_WIDTH: Final = 190
_ROW: Final = 32


class FieldGrid(QWidget):
    """The controls of several fields. ``changed`` tells of what the person does, with the field's key.

    ``own`` are controls that stand in place of the usual one for the field of that key; the grid keeps them hidden
    when they are not shown, and does not ask them for a value.
    """

    changed = Signal(str)
    help_wanted = Signal(object, str)

    def __init__(
        self, *, theme: Theme, own: Mapping[str, QWidget] | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._own = theme, dict(own or {})
        self._controls: dict[str, FieldControl] = {}
        self._notes: dict[str, QLabel] = {}
        self._fields: tuple[Field, ...] = ()
        self._before = QWidget(self)  # where the fields begin for the Tab key, however late they are made
        self._before.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._before.hide()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(2 * GRID)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnMinimumWidth(0, _NAME_WIDTH)
        self._grid.setColumnStretch(2, 1)

    @property
    def fields(self) -> tuple[Field, ...]:
        """What is shown."""
        return self._fields

    def show_fields(self, fields: Sequence[Field]) -> None:
        """Show these instead; values stay where the same field stays."""
        if tuple(fields) == self._fields:
            return
        before = self.values()
        self._empty()
        self._fields = tuple(fields)
        follow(self._before, [self._add(one, row=row) for row, one in enumerate(self._fields)])
        self.set_values(before)

    def _empty(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is None:
                continue
            widget.hide()
            if widget not in self._own.values():
                widget.deleteLater()
        self._controls.clear()
        self._notes.clear()

    def _add(self, field: Field, *, row: int) -> QWidget:
        title = label(field.name + (" *" if field.is_required else ""), role="secondary")
        title.setFixedHeight(_ROW)
        title.setToolTip(field.description or field.name)
        note = label(field.description, role="caption")
        note.setMinimumWidth(1)
        note.setToolTip(field.description)
        control: QWidget
        if field.key in self._own:
            control = self._own[field.key]
            control.show()
        else:
            control = self._made(field)
            self._notes[field.key] = note
        title.setBuddy(control)
        self._grid.addWidget(title, row, 0)
        self._grid.addWidget(control, row, 1, Qt.AlignmentFlag.AlignLeft)
        self._grid.addWidget(note, row, 2)
        return control

    def _made(self, field: Field) -> FieldControl:
        control = FieldControl(field, theme=self._theme)
        control.changed.connect(lambda: self._on_changed(field))
        control.help_wanted.connect(lambda text: self.help_wanted.emit(field, text))
        self._controls[field.key] = control
        return control

    def values(self) -> dict[str, str]:
        """What is filled in, by the fields' keys, as it is sent."""
        return {key: text for key, control in self._controls.items() if (text := control.text())}

    def set_values(self, values: Mapping[str, str]) -> None:
        """Show these values; ``changed`` stays silent. Fields not named are emptied."""
        for key, control in self._controls.items():
            control.set_text(values.get(key, ""))
            self._show_note(control.field)

    def show_choices(self, key: str, choices: Sequence[Choice]) -> None:
        """Offer ids for a field, or say that there are none."""
        if key not in self._controls:
            return
        if choices:
            self._controls[key].show_choices(choices)
        else:
            self._say(key, tr("nothing found"))

    def show_problem(self, key: str, text: str) -> None:
        """Say beside a field why it could not be helped."""
        if key in self._notes:
            self._say(key, text)

    def _say(self, key: str, text: str) -> None:
        self._notes[key].setText(text)
        set_role(self._notes[key], role="danger")

    def _on_changed(self, field: Field) -> None:
        self._show_note(field)
        self.changed.emit(field.key)

    def _show_note(self, field: Field) -> None:
        text = self._controls[field.key].text()
        fault = field.fault(text) if text else None
        self._notes[field.key].setText(fault_text(fault, field) if fault else field.description)
        set_role(self._notes[field.key], role="danger" if fault else "caption")

    def set_theme(self, theme: Theme) -> None:
        """Make further controls in these colours."""
        self._theme = theme


def fault_text(fault: Fault, field: Field) -> str:
    """What is wrong with a value, in words."""
    if fault is Fault.OUT_OF_RANGE:
        return tr("a whole number from {least} to {most}", least=field.least, most=field.most)
    words = {
        Fault.MISSING: tr("something must stand here"),
        Fault.NOT_INTEGER: tr("a whole number belongs here"),
        Fault.NOT_NUMBER: tr("a number belongs here, with a point: 12.50"),
        Fault.NOT_BOOLEAN: tr("true or false belongs here"),
        Fault.NOT_DATE: tr("a date belongs here: 2026-01-31"),
        Fault.NOT_DATE_TIME: tr("a date and a time belong here: 2026-01-31T12:00:00Z"),
        Fault.NOT_A_CHOICE: tr("one of these: {values}", values=", ".join(field.choices)),
    }
    return words[fault]
