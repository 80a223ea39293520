"""The members of a body as a form, in step with its text."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from xena_desktop.domain.form import Field, Kind
from xena_desktop.domain.variables import is_variable
from xena_desktop.ui.models.json_places import spots, value_at, with_value
from xena_desktop.ui.theme import Theme
from xena_desktop.ui.widgets.field_grid import FieldGrid

_AS_IT_IS: Final = re.compile(r"true|false|-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_AS_WRITTEN: Final = frozenset({Kind.INTEGER, Kind.NUMBER, Kind.DAY, Kind.BOOLEAN})


class BodyFields(QWidget):
    """A control for each member. ``text_changed`` carries the whole text with one member changed.

    All else in a JSON text stays as it was written: its order, its spaces, the digits of its numbers.
    """

    text_changed = Signal(str)

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self.grid = FieldGrid(theme=theme)
        self.grid.setContentsMargins(14, 10, 14, 10)
        self.grid.changed.connect(self._on_changed)
        inside = QWidget()
        inside.setProperty("role", "scrolled")
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self.grid)
        rows.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(area)

    def show_fields(self, fields: Sequence[Field]) -> None:
        """Offer these members of a JSON text."""
        self.grid.show_fields(fields)

    def show_text(self, text: str) -> bool:
        """Show what stands in the text; False where it cannot be read, and then nothing is to be changed here."""
        self._text = text
        values = self._of_json(text)
        self.grid.setEnabled(values is not None)
        if values is not None:
            self.grid.set_values(values)
        return values is not None

    def _of_json(self, text: str) -> dict[str, str] | None:
        whole = spots(text or "{}")
        if whole is None:
            return None
        found = ((one.key, value_at(text, one.name.split("."), whole=whole)) for one in self.grid.fields)
        return {key: _plain(raw) for key, raw in found if raw is not None}

    def _on_changed(self, key: str) -> None:
        field = next(one for one in self.grid.fields if one.key == key)
        typed = self.grid.values().get(key, "")
        self._text = self._with(field, typed)
        self.text_changed.emit(self._text)

    def _with(self, field: Field, typed: str) -> str:
        return with_value(self._text, field.name.split("."), _written(field, typed) if typed else None)


def _written(field: Field, typed: str) -> str:
    """What was typed as JSON: numbers as numbers where JSON knows them for some (not ``3.``), all else as text.

    A variable stands for a number as it is.
    """
    plain = typed.lstrip("+")
    if field.kind in _AS_WRITTEN and is_variable(typed):
        return typed
    as_it_is = field.kind in _AS_WRITTEN and field.fault(typed) is None and _AS_IT_IS.fullmatch(plain)
    return plain if as_it_is else json.dumps(typed, ensure_ascii=False)


def _plain(raw: str) -> str:
    if raw.startswith('"'):
        return str(json.loads(raw))
    return "" if raw == "null" or (raw[:1] in "{[" and not is_variable(raw)) else raw
