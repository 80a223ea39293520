"""The variables of a request, its account and its connection, and what they make of the request."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from xena_desktop.domain.addresses import printable
from xena_desktop.domain.body import texts_of
from xena_desktop.domain.errors import XenaError
from xena_desktop.domain.exchange import ApiRequest
from xena_desktop.domain.identity import Account
from xena_desktop.domain.variables import KnownVariable, Level, checked_variables, known_variables, used_in
from xena_desktop.error_texts import explain
from xena_desktop.translation import tr
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.models.key_values import KeyValue
from xena_desktop.ui.theme import GRID
from xena_desktop.ui.widgets.combo_box import ComboBox
from xena_desktop.ui.widgets.key_value_table import KeyValueTable
from xena_desktop.ui.widgets.labels import label, set_role

_REQUEST, _ACCOUNT, _CONNECTION = range(3)
_LONGEST = 400


class RequestVariables(QWidget):
    """A table for one of the three levels at a time, and below it the request as it would be sent."""

    changed = Signal()

    def __init__(self, context: WindowContext, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._variables = context, context.services.variables
        self._own: dict[str, str] = {}
        self._account: Account | None = None
        self._filling = False
        self.level = ComboBox(name=tr("Variables of"))
        self.level.setObjectName("variableLevelCombo")
        self.level.addItems([tr("This request"), tr("Its account"), tr("Its connection")])
        self.level.currentIndexChanged.connect(self._fill)
        self.table = KeyValueTable(name=tr("Variables"), theme=context.theme)
        self.table.setObjectName("variableTable")
        self.table.changed.connect(self._on_edited)
        self._preview = label(role="caption", wrap=True, selectable=True)
        self._preview.setObjectName("variablePreview")
        head = QHBoxLayout()
        head.setContentsMargins(14, GRID, 14, GRID // 2)
        head.addWidget(self.level)
        head.addStretch(1)
        foot = QHBoxLayout()
        foot.setContentsMargins(14, 4, 14, 6)
        foot.addWidget(self._preview)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 1)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        column.addLayout(foot)

    def own(self) -> dict[str, str]:
        """The request's own variables."""
        return dict(self._own)

    def known(self) -> list[KnownVariable]:
        """Every variable that a request of this tab may use."""
        levels: dict[Level, Mapping[str, str]] = {Level.REQUEST: self._own}
        if self._account is not None:
            levels[Level.ACCOUNT] = self._variables.of_account(self._account)
            levels[Level.CONNECTION] = self._variables.of_connection(self._account)
        return known_variables(levels)

    def set_own(self, variables: dict[str, str]) -> None:
        """Give the request these variables."""
        self._own = dict(variables)
        self._fill()

    def filled(self, request: ApiRequest) -> ApiRequest:
        """The request with its variables filled; raises VariablesUnfilled and VariableIsSecret."""
        return self._variables.fill(self._account, request, checked_variables(self._own))

    def follow(self, account: Account | None, request: ApiRequest) -> int:
        """Speak of this request and account; how many variables the request uses."""
        if account != self._account:
            self._account = account
            self._fill()
        used = used_in(request)
        try:
            filled = self.filled(request)
            text = tr("Will be sent: {request}", request=printable(_preview(request, filled))[:_LONGEST])
            if not used:
                text = tr("Write {{name}} where a value shall stand: in path, query, headers or body.")
            set_role(self._preview, role="caption")
        except XenaError as error:
            text = explain(error).title
            set_role(self._preview, role="danger")
        self._preview.setText(text)
        return len(used)

    def _fill(self) -> None:
        level, account = self.level.currentIndex(), self._account
        known = self._own
        if level != _REQUEST and account is not None:
            of = self._variables.of_account if level == _ACCOUNT else self._variables.of_connection
            known = dict(of(account))
        self._filling = True
        self.table.set_pairs([KeyValue(name, value, enabled=True) for name, value in known.items()])
        self._filling = False

    def _on_edited(self) -> None:
        if self._filling:
            return
        found = {
            pair.name.strip(): pair.value for pair in self.table.pairs() if pair.enabled and pair.name.strip()
        }
        if self.level.currentIndex() == _REQUEST:
            self._own = found
        elif self._account is not None:
            keep = (
                self._variables.keep_account
                if self.level.currentIndex() == _ACCOUNT
                else self._variables.keep_connection
            )
            self._context.tasks.start(keep(self._account, found), on_error=self._show_error)
        self.changed.emit()

    def _show_error(self, error: XenaError) -> None:
        text = explain(error)
        set_role(self._preview, role="danger")
        self._preview.setText(f"{text.title} {text.advice}")


def _preview(written: ApiRequest, filled: ApiRequest) -> str:
    """The first line of the request, and of its headers and body what variables made another thing of."""
    parts = [f"{filled.method} {filled.path}", *(f"{name}={value}" for name, value in filled.query)]
    parts += [
        f"{name}: {value}"
        for (name, value), before in zip(filled.headers, written.headers, strict=True)
        if (name, value) != before
    ]
    if filled.body != written.body:
        parts += [" ".join(text[:_LONGEST].split()) for text in texts_of(filled.body)]
    return "  ".join(parts)
