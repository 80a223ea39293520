"""Lists as they stand in the sidebar."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QItemSelectionModel, QModelIndex, Qt
from PySide6.QtWidgets import QListView

from xena_desktop.ui.widgets.delegates import RowDelegate


def list_view(name: str, accessible: str, *, model: QAbstractItemModel, delegate: RowDelegate) -> QListView:
    """A list of equally high rows."""
    view = QListView()
    view.setObjectName(name)
    view.setAccessibleName(accessible)
    view.setModel(model)
    view.setItemDelegate(delegate)
    view.setMouseTracking(True)
    view.setUniformItemSizes(True)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
    return view


def select(view: QListView, index: QModelIndex) -> None:
    """Choose a row, unless it is chosen already."""
    if index.isValid() and view.currentIndex() != index:
        view.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
