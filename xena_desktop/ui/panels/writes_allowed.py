"""The time for which writing is allowed, in the window's frame."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from xena_desktop.translation import tr
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.widgets.buttons import PushButton


class WritesAllowed(PushButton):
    """Counts down while any account may write without being asked; a click ends that. Hidden otherwise."""

    ended = Signal()

    def __init__(self, context: WindowContext, *, parent: QWidget | None = None) -> None:
        super().__init__(
            "", theme=context.theme, kind="danger", size="small", icon_name="unlock", parent=parent
        )
        self._context = context
        self.setObjectName("writesAllowedButton")
        self._second = QTimer(self, interval=1000)
        self._second.timeout.connect(self.refresh)
        self.clicked.connect(self._on_clicked)
        self.hide()

    def refresh(self) -> None:
        """Show what is left."""
        leaves = self._context.services.gate.leaves()
        self.setVisible(bool(leaves))
        if not leaves:
            self._second.stop()
            self.ended.emit()
            return
        left = max(0, round((leaves[0].until - self._context.now()).total_seconds()))
        company = ", ".join(dict.fromkeys(leave.company for leave in leaves))
        self.setText(tr("Writing allowed · {time}", time=f"{left // 60}:{left % 60:02}"))
        self.setAccessibleName(tr("Writing to {company} is allowed. End it.", company=company))
        self.setToolTip(tr("Writing to {company} is allowed for a while. Click to end it.", company=company))
        if not self._second.isActive():
            self._second.start()

    def _on_clicked(self) -> None:
        self._context.services.gate.end_writes()
