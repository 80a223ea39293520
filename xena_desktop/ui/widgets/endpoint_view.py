"""The tree of endpoints, with a star at each."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QTreeView, QWidget

from xena_desktop.ui.models.endpoint_tree import EndpointTreeModel
from xena_desktop.ui.models.endpoints import EndpointItem
from xena_desktop.ui.theme import Theme
from xena_desktop.ui.widgets.delegates import EndpointDelegate, star_place

_INDENT = 8


class EndpointView(QTreeView):
    """A click or Enter opens an endpoint, or a group; Space, or a click on the star, makes it a favourite.

    Up from the first row goes back to where one searches.
    """

    opened = Signal(object)
    star_toggled = Signal(object)
    left_upwards = Signal()

    def __init__(
        self, model: EndpointTreeModel, *, name: str, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._model = model
        self.setModel(model)
        self.setItemDelegate(EndpointDelegate(theme=theme, parent=self))
        self.setAccessibleName(name)
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setRootIsDecorated(True)
        self.setIndentation(_INDENT)
        self.setMouseTracking(True)
        self.setExpandsOnDoubleClick(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open what was clicked, or toggle its star."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() is not Qt.MouseButton.LeftButton or not index.isValid():
            return
        item = self._model.item(index)
        star = star_place(self.visualRect(index)).adjusted(-5, -8, 5, 8)
        if item is not None and star.contains(event.position().toPoint()):
            self.star_toggled.emit(item)
        elif item is not None or event.position().x() > _INDENT:
            self._open(index, item)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Space stars, Up leaves at the top; all else as in any tree."""
        index = self.currentIndex()
        item = self._model.item(index)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self._open(index, item)
        elif event.key() == Qt.Key.Key_Space and item is not None:
            self.star_toggled.emit(item)
        elif event.key() == Qt.Key.Key_Up and not self.indexAbove(index).isValid():
            self.left_upwards.emit()
        else:
            super().keyPressEvent(event)

    def _open(self, index: QModelIndex, item: EndpointItem | None) -> None:
        if item is None:
            self.setExpanded(index, not self.isExpanded(index))
        else:
            self.opened.emit(item)
