"""A body written as a form: names and values."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from xena_desktop.domain.body_draft import BodyDraft, BodyKind, Rows
from xena_desktop.domain.form import Field
from xena_desktop.domain.offered_body import kinds_of
from xena_desktop.services.shelf import OpenForm
from xena_desktop.translation import tr, trn
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.models.key_values import KeyValue
from xena_desktop.ui.panels.body_page import BodyPage
from xena_desktop.ui.panels.field_help import AskedAs, FieldHelp
from xena_desktop.ui.theme import TABLE_ROW_HEIGHT
from xena_desktop.ui.widgets.field_grid import FieldGrid
from xena_desktop.ui.widgets.key_value_table import KeyValueTable


class FormBody(BodyPage):
    """A control for each field that the operation knows, and a table for all else."""

    def __init__(self, context: WindowContext, *, account: AskedAs, parent: QWidget | None = None) -> None:
        super().__init__(BodyKind.FORM, parent=parent)
        self.grid = FieldGrid(theme=context.theme)
        self._help = FieldHelp(context, self.grid, account=account)
        self.table = KeyValueTable(name=tr("Form fields"), theme=context.theme)
        self.table.setObjectName("formTable")
        self._fields: tuple[Field, ...] = ()
        inside = QWidget()
        inside.setProperty("role", "scrolled")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.grid)
        column.addWidget(self.table)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        self.lay_out(area)
        self.grid.changed.connect(self._on_changed)
        self.table.changed.connect(self._on_changed)
        self._show_validity()

    def rows(self) -> Rows:
        """Sent or not, name, value; those of the controls first."""
        filled = self.grid.values()
        known = tuple(
            (True, name, value) for one in self._fields for name, value in one.pairs(filled.get(one.key, ""))
        )
        return (*known, *((pair.enabled, pair.name, pair.value) for pair in self.table.pairs()))

    def show_draft(self, draft: BodyDraft) -> None:
        """Show the fields of a body."""
        self._show_rows(draft.fields)
        self._show_validity()

    def put_into(self, draft: BodyDraft) -> BodyDraft:
        """``draft`` with the fields that are filled in here."""
        return replace(draft, fields=self.rows())

    def show_form(self, opened: OpenForm | None) -> None:
        """Offer the controls of an operation; what was filled in stays, in a control or in the table."""
        rows = self.rows()
        super().show_form(opened)
        takes_form = self.form is not None and BodyKind.FORM in kinds_of(self.form)
        self._fields = self.form.fields if self.form and takes_form else ()
        self.grid.show_fields(self._fields)
        self.grid.setContentsMargins(14, 8 if self._fields else 0, 14, 4 if self._fields else 0)
        self._show_rows(rows)
        self._show_validity()

    def _show_rows(self, rows: Rows) -> None:
        fields = {one.name: one for one in self._fields}
        given: dict[str, list[str]] = {}
        rest: list[KeyValue] = []
        for enabled, name, value in rows:
            is_known = name in fields and (not value or enabled)
            if is_known and (fields[name].is_list or name not in given):
                given.setdefault(name, []).append(value)
            else:
                rest.append(KeyValue(name, value, enabled))
        self.grid.set_values({fields[name].key: fields[name].text_of(texts) for name, texts in given.items()})
        self.table.set_pairs(rest)
        self._fit()

    def _fit(self) -> None:
        """The table is as high as its rows: the whole page scrolls, not the table inside it."""
        self.table.setFixedHeight((len(self.table.pairs()) + 2) * TABLE_ROW_HEIGHT + 4)

    def _on_changed(self) -> None:
        self._fit()
        self._show_validity()
        self.changed.emit()

    def _show_validity(self) -> None:
        count = sum(1 for used, name, _ in self.rows() if used and name)
        self.say(trn("{count} field", "{count} fields", count=count) if count else self.nothing_text())
