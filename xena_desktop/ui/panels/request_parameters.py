"""What a request's path and query are filled with."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QScrollArea, QVBoxLayout, QWidget

from xena_desktop.domain.exchange import ApiRequest
from xena_desktop.domain.form import Field, OperationForm, Place
from xena_desktop.domain.identity import Account
from xena_desktop.translation import tr
from xena_desktop.ui.awaiting import answer
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.models.key_values import KeyValue
from xena_desktop.ui.panels.field_help import FieldHelp
from xena_desktop.ui.theme import TABLE_ROW_HEIGHT
from xena_desktop.ui.widgets.combo_box import ComboBox
from xena_desktop.ui.widgets.field_control import WIDTH
from xena_desktop.ui.widgets.field_grid import FieldGrid
from xena_desktop.ui.widgets.key_value_table import KeyValueTable

FISCAL_ID: Final = "fiscalId"

Pairs = tuple[tuple[bool, str, str], ...]


class RequestParameters(QWidget):
    """A control for each placeholder of the path and each known parameter of the query, and a table for all else.

    The fiscal setup is the account's own, and chosen for all requests at once.
    """

    changed = Signal()
    fiscal_setup_chosen = Signal(str)

    def __init__(self, context: WindowContext, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._account: Account | None = None
        self._names: tuple[str, ...] = ()
        self._values: dict[str, str] = {}
        self._form: OperationForm | None = None
        self.fiscal = ComboBox(name=tr("Fiscal setup"), parent=self)
        self.fiscal.setObjectName("fiscalCombo")
        self.fiscal.setFixedWidth(WIDTH)
        self.fiscal.hide()
        self.fiscal.activated.connect(self._on_fiscal_chosen)
        self.grid = FieldGrid(theme=context.theme, own={f"{Place.PATH}.{FISCAL_ID}": self.fiscal})
        self.grid.changed.connect(self._on_field_changed)
        self._help = FieldHelp(context, self.grid, account=lambda: self._account)
        self.grid.help_wanted.connect(self._on_help_wanted)
        self.query = KeyValueTable(name=tr("Query"), theme=context.theme)
        self.query.setObjectName("queryTable")
        self.query.changed.connect(self._on_query_changed)
        self._arrange()
        for changed in (context.chosen.changed, context.chosen.profile_changed):
            changed.connect(self.refresh_fiscal_setups)
        self.refresh_fiscal_setups()

    def _arrange(self) -> None:
        inside = QWidget()
        inside.setProperty("role", "scrolled")
        self._inside = QVBoxLayout(inside)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._inside.setSpacing(0)
        self._inside.addWidget(self.grid)
        self._inside.addWidget(self.query)
        self._inside.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 1, 1)
        column.addWidget(area)
        self._fit_query()

    # --- what is shown -----------------------------------------------------------------------------------

    def show_path(self, path: str) -> None:
        """Offer a control for each placeholder that stands in ``path``."""
        names = tuple(dict.fromkeys(ApiRequest(path=path).placeholders))
        if names != self._names:
            self._names = names
            self._show_fields()

    def show_form(self, form: OperationForm | None) -> None:
        """Offer the controls of an operation; what was filled in stays, in a control or in the table."""
        pairs = self.pairs()
        self._form = form
        self._show_fields()
        self.set_pairs(pairs)

    def _show_fields(self) -> None:
        known = {one.name: one for one in self._form.placed(Place.PATH)} if self._form else {}
        in_path = [known.get(n) or Field(name=n, place=Place.PATH, is_required=True) for n in self._names]
        self.grid.show_fields([*in_path, *self._query_fields()])
        values = {f"{Place.PATH}.{name}": text for name, text in self._values.items()}
        self.grid.set_values({**self.grid.values(), **values})
        self.grid.setContentsMargins(14, 12 if self.grid.fields else 0, 14, 4 if self.grid.fields else 0)

    def _query_fields(self) -> tuple[Field, ...]:
        return self._form.placed(Place.QUERY) if self._form else ()

    def _fit_query(self) -> None:
        """The table is as high as its rows: the whole page scrolls, not the table inside it."""
        rows = len(self.query.pairs()) + 2
        self.query.setFixedHeight(rows * TABLE_ROW_HEIGHT + 4)

    # --- what is filled in -------------------------------------------------------------------------------

    def values(self) -> dict[str, str]:
        """What was filled in for the placeholders; the fiscal setup is the account's and not among them."""
        return {name: self._values[name] for name in self._names if self._values.get(name)}

    def set_values(self, values: Sequence[tuple[str, str]]) -> None:
        """Fill the placeholders."""
        self._values = dict(values)
        in_path = {f"{Place.PATH}.{name}": text for name, text in values}
        others = {
            key: text for key, text in self.grid.values().items() if not key.startswith(f"{Place.PATH}.")
        }
        self.grid.set_values({**others, **in_path})

    def pairs(self) -> Pairs:
        """The query: sent or not, name, value; that of the controls first."""
        filled = self.grid.values()
        known = tuple(
            (True, name, value)
            for one in self._query_fields()
            for name, value in one.pairs(filled.get(one.key, ""))
        )
        return (*known, *((pair.enabled, pair.name, pair.value) for pair in self.query.pairs()))

    def set_pairs(self, pairs: Sequence[tuple[bool, str, str]]) -> None:
        """Fill the query."""
        fields = {one.name: one for one in self._query_fields()}
        given: dict[str, list[str]] = {}
        rest: list[KeyValue] = []
        for enabled, name, value in pairs:
            if enabled and name in fields and value and (fields[name].is_list or name not in given):
                given.setdefault(name, []).append(value)
            elif value or name not in fields:
                rest.append(KeyValue(name, value, enabled))
        values = {fields[name].key: fields[name].text_of(texts) for name, texts in given.items()}
        in_path = {f"{Place.PATH}.{name}": text for name, text in self._values.items()}
        self.grid.set_values({**in_path, **values})
        self.query.set_pairs(rest)
        self._fit_query()

    def _on_field_changed(self, key: str) -> None:
        place, _, name = key.partition(".")
        if place == Place.PATH:
            self._values[name] = self.grid.values().get(key, "")
        self.changed.emit()

    def _on_query_changed(self) -> None:
        self._fit_query()
        self.changed.emit()

    # --- ids and files -----------------------------------------------------------------------------------

    def _on_help_wanted(self, field: Field, _text: str) -> None:
        if not field.picker:
            self._context.tasks.start(
                self._choose_file(field), on_error=partial(self._help.show_problem, field)
            )

    async def _choose_file(self, field: Field) -> None:
        dialog = QFileDialog(self.window(), tr("Choose a file for {name}", name=field.name))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        if await answer(dialog):
            self.grid.set_values({**self.grid.values(), field.key: dialog.selectedFiles()[0]})
            self._on_field_changed(field.key)

    # --- the fiscal setup --------------------------------------------------------------------------------

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
