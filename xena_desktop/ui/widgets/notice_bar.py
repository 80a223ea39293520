"""What went wrong or well, said where it happened."""

from __future__ import annotations

from typing import Final, Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from xena_desktop.translation import tr
from xena_desktop.ui.theme import GRID, Theme
from xena_desktop.ui.widgets.buttons import IconButton, PushButton
from xena_desktop.ui.widgets.labels import label, set_property
from xena_desktop.ui.widgets.picture import Picture

NoticeKind = Literal["info", "good", "warning", "danger"]

_ICONS: Final = {
    "info": "info",
    "good": "circle-check",
    "warning": "triangle-alert",
    "danger": "circle-x",
}


class NoticeBar(QFrame):
    """One notice: a title, advice, and one thing to do about it, rarely two. Empty, it takes no room.

    One that is not ``closable`` stays as long as what it speaks of.
    """

    action_triggered = Signal()
    second_triggered = Signal()
    closed = Signal()

    def __init__(self, *, theme: Theme, closable: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("noticeBar")
        self._kind: NoticeKind = "info"
        self._icon = Picture(_ICONS[self._kind], theme=theme, role=self._kind)
        self._title = label(role="strong", wrap=True, selectable=True)
        self._advice = label(role="advice", wrap=True, selectable=True)
        self._action = PushButton("", theme=theme, kind="quiet", size="small")
        self._action.setObjectName("noticeAction")
        self._second = PushButton("", theme=theme, kind="quiet", size="small")
        self._second.setObjectName("noticeSecondAction")
        self._close = IconButton("x", text=tr("Close this notice"), theme=theme)
        self._close.setObjectName("noticeClose")
        self._action.clicked.connect(self.action_triggered)
        self._second.clicked.connect(self.second_triggered)
        self._close.clicked.connect(self._on_close_clicked)
        self._arrange()
        self._close.setVisible(closable)
        self.hide()

    def _arrange(self) -> None:
        texts = QVBoxLayout()
        texts.setContentsMargins(0, 4, 0, 4)
        texts.setSpacing(2)
        texts.addWidget(self._title)
        texts.addWidget(self._advice)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 8, 6)
        row.setSpacing(GRID)
        beside = QVBoxLayout()  # the icon stands in the middle of the title's line
        beside.setContentsMargins(0, 5, 0, 0)
        beside.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(beside)
        row.addLayout(texts, 1)
        row.addWidget(self._second, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._action, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)

    def show_notice(
        self, title: str, *, kind: NoticeKind, advice: str = "", action: str = "", second_action: str = ""
    ) -> None:
        """Show a notice instead of the one before; the actions are the buttons' texts, empty for no button."""
        self._kind = kind
        self._title.setText(title)
        self._advice.setText(advice)
        self._action.setText(action)
        self._title.setVisible(bool(title))
        self._advice.setVisible(bool(advice))
        self._action.setVisible(bool(action))
        self._second.setText(second_action)
        self._second.setVisible(bool(second_action))
        self.setAccessibleName(title)
        self.setAccessibleDescription(advice)
        for part in (self, self._title, self._advice, self._action, self._second):
            set_property(part, name="kind", value=kind)
        self._icon.show_icon(_ICONS[kind], role=kind)
        self.show()
        self._announce(f"{title} {advice}".strip())

    def set_actions_enabled(self, *, enabled: bool) -> None:
        """Let the buttons be pressed, or not while what they began is under way."""
        for button in (self._action, self._second):
            button.setEnabled(enabled)

    def clear(self) -> None:
        """Show nothing."""
        self.hide()
        self._title.clear()
        self._advice.clear()

    def title(self) -> str:
        """The title shown, or an empty text."""
        return self._title.text()

    def advice(self) -> str:
        """The advice shown, or an empty text."""
        return self._advice.text()

    def set_theme(self, theme: Theme) -> None:
        """Colour icon and cross anew."""
        self._close.set_theme(theme)
        self._icon.set_theme(theme)

    def _announce(self, text: str) -> None:
        """Have a screen reader say it, without moving the focus."""
        event = QAccessibleAnnouncementEvent(self, text)
        if self._kind in ("warning", "danger"):
            event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
        QAccessible.updateAccessibility(event)

    def _on_close_clicked(self) -> None:
        self.clear()
        self.closed.emit()
