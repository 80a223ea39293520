"""My change and somebody else's, side by side."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from xena_desktop.domain.three_way import Difference, merged
from xena_desktop.services.conflicts import Conflict
from xena_desktop.translation import tr
from xena_desktop.ui.theme import GRID, Theme, mono_font
from xena_desktop.ui.widgets.buttons import PushButton
from xena_desktop.ui.widgets.labels import label

_FIELD, _WAS, _MINE, _THEIRS = range(4)
_LONGEST: Final = 200


class ConflictDialog(QDialog):
    """Every field that differs, ticked where mine is to win. ``merged`` is the body that comes of it."""

    def __init__(self, conflict: Conflict, *, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("conflict")
        self.setWindowTitle(tr("Somebody else changed it meanwhile"))
        self.resize(860, 480)
        self._conflict = conflict
        self._list = QTreeWidget()
        self._yes = PushButton(tr("Put my change on it"), theme=theme, kind="primary")
        self._yes.setObjectName("conflictYesButton")
        self._no = PushButton(tr("Cancel"), theme=theme)
        self._no.setObjectName("conflictNoButton")
        self._choices = {one.path: one.takes_mine for one in conflict.differences}
        self._arrange()
        for one in conflict.differences:
            self._list.addTopLevelItem(_item(one, theme=theme))
        self._list.itemChanged.connect(self._on_ticked)
        self._yes.clicked.connect(self.accept)
        self._no.clicked.connect(self.reject)

    def _arrange(self) -> None:
        self._list.setObjectName("conflictList")
        self._list.setAccessibleName(tr("Fields that differ"))
        self._list.setRootIsDecorated(False)
        self._list.setUniformRowHeights(True)
        self._list.setHeaderLabels(
            [tr("Field: mine wins where ticked"), tr("Before"), tr("Mine"), tr("Theirs now")]
        )
        self._list.setColumnHidden(_WAS, not self._conflict.has_base)
        self._list.header().setStretchLastSection(True)
        self._list.setColumnWidth(_FIELD, 260)
        for column in (_WAS, _MINE):
            self._list.header().setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            self._list.setColumnWidth(column, 180)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 2 * GRID)
        whole.setSpacing(GRID)
        whole.addWidget(label(tr("Somebody else changed it meanwhile"), role="heading"))
        whole.addWidget(label(self._advice(), role="secondary", wrap=True))
        whole.addWidget(self._list, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addStretch(1)
        buttons.addWidget(self._no)
        buttons.addWidget(self._yes)
        whole.addLayout(buttons)

    def _advice(self) -> str:
        if not self._conflict.differences:
            return tr("Nothing but the version differs: yours can be sent with the new version.")
        if self._conflict.has_base:
            return tr(
                "What only you changed is taken from you, what only they changed from them. Fields in amber were "
                "changed by both."
            )
        return tr(
            "What you began from is not known here, so every field that differs is shown, and yours wins unless you "
            "take its tick away."
        )

    def merged(self) -> str:
        """The body to send: theirs with my change on it, and their version; known also when the dialog is gone."""
        return merged(mine=self._conflict.mine, theirs=self._conflict.theirs, takes_mine=self._choices)

    def _on_ticked(self, item: QTreeWidgetItem) -> None:
        self._choices[item.text(_FIELD)] = item.checkState(_FIELD) is Qt.CheckState.Checked


def _item(one: Difference, *, theme: Theme) -> QTreeWidgetItem:
    item = QTreeWidgetItem([one.path, *(_short(raw) for raw in (one.was, one.mine, one.theirs))])
    item.setCheckState(_FIELD, Qt.CheckState.Checked if one.takes_mine else Qt.CheckState.Unchecked)
    for column in (_WAS, _MINE, _THEIRS):
        item.setFont(column, mono_font())
    if one.is_conflict:
        item.setForeground(_FIELD, QColor(theme.put))
        item.setToolTip(_FIELD, tr("Changed by both"))
    return item


def _short(raw: str) -> str:
    line = " ".join(raw.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
