"""The tabs of the window, and tabs inside a card."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QTabBar, QWidget

from xena_desktop.ui.theme import Theme, text_font

# The margins of SubTabs::tab in 40-tabs.qss; Qt measures the chosen tab in another font than the rest.
_INDENT = 14
_GAP = 20


class SubTabs(QTabBar):
    """Words in a row, the chosen one bold and underlined; a line runs below all of them."""

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._names: list[str] = []
        self._bold: QFontMetrics | None = None
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def add(self, name: str) -> int:
        """Put another tab at the end; returns its number."""
        self._names.append(name)
        return self.addTab(name.replace("&", "&&"))

    def set_count(self, index: int, *, count: str) -> None:
        """Show how many things a tab holds, behind its name; an empty text shows nothing."""
        text = f"{self._names[index]}  {count}" if count else self._names[index]
        self.setTabText(index, text.replace("&", "&&"))

    def set_theme(self, theme: Theme) -> None:
        """Show these colours from now on."""
        self._theme = theme
        self.update()

    def tabSizeHint(self, index: int) -> QSize:
        """Room for the words in bold, so that choosing a tab moves nothing."""
        size = super().tabSizeHint(index)
        bold = self._bold = self._bold or QFontMetrics(text_font(weight=QFont.Weight.DemiBold))
        indent = 0 if any(self.isTabVisible(before) for before in range(index)) else _INDENT
        size.setWidth(bold.horizontalAdvance(self.tabText(index).replace("&&", "&")) + 2 + _GAP + indent)
        return size

    def minimumTabSizeHint(self, index: int) -> QSize:
        """A tab is never narrower than its words."""
        return self.tabSizeHint(index)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line, and the tabs over it."""
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, self._theme.line)
        painter.end()
        super().paintEvent(event)


class WorkTabs(QTabBar):
    """Tabs that can be closed and dragged to another place; the first stays where it is.

    They take no more room than they need; Qt's own minimum leaves a gap behind a single one.
    """

    def __init__(self, *, first: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setTabsClosable(True)
        self.setUsesScrollButtons(True)
        self.addTab(first)
        self._first = 0
        for side in (QTabBar.ButtonPosition.LeftSide, QTabBar.ButtonPosition.RightSide):
            self.setTabButton(0, side, None)
        self.tabMoved.connect(self._on_tab_moved)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Let every tab be dragged but the first."""
        self.setMovable(self.tabAt(event.position().toPoint()) > 0)
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Put the first tab back when another was dragged before it."""
        super().mouseReleaseEvent(event)
        self.setMovable(False)
        if self._first != 0:
            self.moveTab(self._first, 0)

    def minimumSizeHint(self) -> QSize:
        """As wide as the tabs."""
        return super().minimumSizeHint().boundedTo(self.sizeHint())

    def _on_tab_moved(self, source: int, target: int) -> None:
        if source == self._first:
            self._first = target
        elif source < self._first <= target:
            self._first -= 1
        elif target <= self._first < source:
            self._first += 1
