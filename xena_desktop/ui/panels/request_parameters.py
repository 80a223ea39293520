"""What a request's path and query are filled with."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from xena_desktop.domain.exchange import ApiRequest
from xena_desktop.domain.identity import Account
from xena_desktop.translation import tr
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.models.key_values import KeyValue
from xena_desktop.ui.panels.layouts import emptied
from xena_desktop.ui.theme import GRID
from xena_desktop.ui.widgets.combo_box import ComboBox
from xena_desktop.ui.widgets.key_value_table import KeyValueTable
from xena_desktop.ui.widgets.labels import label

FISCAL_ID = "fiscalId"
_LABEL_WIDTH = 150
_FIELD_WIDTH = 320


class RequestParameters(QWidget):
    """A field for each placeholder of the path, the fiscal setup first, and a table for the query."""

    changed = Signal()
    fiscal_setup_chosen = Signal(str)

    def __init__(self, context: WindowContext, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._account: Account | None = None
        self._names: tuple[str, ...] = ()
        self._values: dict[str, str] = {}
        self._fields: dict[str, QWidget] = {}
        self.fiscal = ComboBox(name=tr("Fiscal setup"))
        self.fiscal.setObjectName("fiscalCombo")
        self.fiscal.setFixedWidth(_FIELD_WIDTH)
        self.fiscal.activated.connect(self._on_fiscal_chosen)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(14, 0, 14, 0)
        self._grid.setHorizontalSpacing(2 * GRID)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnMinimumWidth(0, _LABEL_WIDTH)
        self._grid.setColumnStretch(2, 1)
        self.query = KeyValueTable(name=tr("Query"), theme=context.theme)
        self.query.setObjectName("queryTable")
        self.query.changed.connect(self.changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 1)
        column.setSpacing(0)
        column.addLayout(self._grid)
        column.addWidget(self.query, 1)
        for changed in (context.chosen.changed, context.chosen.profile_changed):
            changed.connect(self.refresh_fiscal_setups)
        self.refresh_fiscal_setups()

    def show_path(self, path: str) -> None:
        """Offer a field for each placeholder that stands in ``path``."""
        names = tuple(dict.fromkeys(ApiRequest(path=path).placeholders))
        if names == self._names:
            return
        self._names = names
        self._clear_grid()
        for row, name in enumerate(names):
            title = label(f"{name} *", role="secondary")
            title.setFixedHeight(32)
            field = self._field(name)
            title.setBuddy(field)
            self._grid.addWidget(title, row, 0)
            self._grid.addWidget(field, row, 1, Qt.AlignmentFlag.AlignLeft)
        self._grid.setContentsMargins(14, 12 if names else 0, 14, 4 if names else 0)

    def _clear_grid(self) -> None:
        for part in emptied(self._grid):
            if part is not self.fiscal:
                part.deleteLater()

    def _field(self, name: str) -> QWidget:
        if name == FISCAL_ID:
            self.fiscal.show()
            return self.fiscal
        field = QLineEdit(self._values.get(name, ""))
        field.setObjectName(f"placeholder-{name}")
        field.setAccessibleName(name)
        field.setFixedWidth(_FIELD_WIDTH)
        field.textEdited.connect(lambda text: self._on_value_edited(name, text))
        return field

    def _on_value_edited(self, name: str, text: str) -> None:
        self._values[name] = text
        self.changed.emit()

    def values(self) -> dict[str, str]:
        """What was typed for the placeholders; the fiscal setup is the account's and not among them."""
        return {name: self._values[name] for name in self._names if self._values.get(name)}

    def pairs(self) -> tuple[tuple[bool, str, str], ...]:
        """The rows of the query: sent or not, name, value."""
        return tuple((pair.enabled, pair.name, pair.value) for pair in self.query.pairs())

    def set_pairs(self, pairs: Sequence[tuple[bool, str, str]]) -> None:
        """Fill the query."""
        self.query.set_pairs([KeyValue(name, value, enabled) for enabled, name, value in pairs])

    def follow(self, account: Account | None) -> None:
        """Speak of ``account``, whose fiscal setup it is that is filled in."""
        if account != self._account:
            self._account = account
            self.refresh_fiscal_setups()

    def refresh_fiscal_setups(self) -> None:
        """Offer the fiscal setups of the account at hand; of another one, show the one it has chosen."""
        chosen = self._context.chosen
        is_at_hand = self._account is None or (chosen.account and chosen.account.id == self._account.id)
        account = chosen.account if is_at_hand else self._account
        setups = chosen.profile.fiscal_setups if chosen.profile and is_at_hand else ()
        self.fiscal.clear()
        for setup in setups:
            self.fiscal.addItem(f"{setup.name}  {setup.id}", setup.id)
        wanted = account.fiscal_id if account else None
        if wanted and not setups:
            self.fiscal.addItem(wanted, wanted)
        self.fiscal.setEnabled(bool(setups))
        self.fiscal.setPlaceholderText(
            tr("Choose a fiscal setup") if setups else tr("No fiscal setups are known yet")
        )
        self.fiscal.setCurrentIndex(self.fiscal.findData(wanted) if wanted else -1)

    def _on_fiscal_chosen(self) -> None:
        self.fiscal_setup_chosen.emit(self.fiscal.currentData())
