"""A table to type names and values into."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from xena_desktop.translation import tr
from xena_desktop.ui.models.indexes import Index
from xena_desktop.ui.models.key_values import KeyValue, KeyValueColumn, KeyValueModel, pasted_pairs
from xena_desktop.ui.theme import Theme
from xena_desktop.ui.widgets.delegates import set_text_color
from xena_desktop.ui.widgets.row_table import RowDelegate, RowTable


class KeyValueTable(RowTable):
    """Rows of name and value, each of which can be switched off, moved or taken away."""

    def __init__(self, *, name: str, theme: Theme, parent: QWidget | None = None) -> None:
        self._model = KeyValueModel()
        typed = (KeyValueColumn.NAME, KeyValueColumn.VALUE)
        super().__init__(self._model, name=name, typed=typed, widths={}, parent=parent)
        self._delegate = _KeyValueDelegate(theme=theme, parent=self)
        self.setItemDelegate(self._delegate)

    def pairs(self) -> list[KeyValue]:
        """The rows in which something was typed, switched off ones too."""
        return self._model.pairs()

    def set_pairs(self, pairs: Sequence[KeyValue]) -> None:
        """Show these rows; ``changed`` stays silent."""
        self._model.set_pairs(pairs)

    def paste_rows(self, text: str) -> bool:
        """Add the rows that ``text`` holds; whether there were any."""
        found = pasted_pairs(text)
        self._model.add(found)
        return bool(found)


class _KeyValueDelegate(RowDelegate):
    """Says what to type into the empty row, and greys what is switched off."""

    def __init__(self, *, theme: Theme, parent: QWidget) -> None:
        names: dict[int, str] = {KeyValueColumn.NAME: tr("Name"), KeyValueColumn.VALUE: tr("Value")}
        super().__init__(theme=theme, names=names, parent=parent)

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        model = index.model()
        if not isinstance(model, KeyValueModel):
            return
        if model.is_last(index.row()):
            texts = {KeyValueColumn.NAME: tr("Add a name"), KeyValueColumn.VALUE: tr("and its value")}
            option.text = texts.get(KeyValueColumn(index.column()), "")
            option.features |= QStyleOptionViewItem.ViewItemFeature.HasDisplay
            set_text_color(option, color=self._theme.tertiary)
        elif not model.row(index.row()).enabled:
            set_text_color(option, color=self._theme.tertiary)
