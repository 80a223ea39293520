"""The first page: three ways in."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from xena_desktop.translation import tr, trn
from xena_desktop.ui.actions import Actions
from xena_desktop.ui.panels.layouts import bounded
from xena_desktop.ui.panels.settings_buttons import SettingsButtons
from xena_desktop.ui.theme import GRID, Theme
from xena_desktop.ui.widgets.empty_state import DoorCard
from xena_desktop.ui.widgets.labels import label
from xena_desktop.ui.widgets.notice_bar import NoticeBar

_WIDTH = 3 * 300 + 4 * GRID


class WelcomePanel(QWidget):
    """What stands in the window while there is no account."""

    sandbox_opened = Signal()
    xena_opened = Signal()
    file_opened = Signal()

    def __init__(self, actions: Actions, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("welcomePanel")
        self.notice = NoticeBar(theme=theme)
        self._buttons = SettingsButtons(actions, theme=theme)
        self._sandbox = DoorCard(
            "play",
            title=tr("Try the Sandbox"),
            text=tr(
                "A small Xena on this computer with practice data. No registration; nothing leaves the machine."
            ),
            button=tr("Start the Sandbox"),
            theme=theme,
            primary=True,
        )
        self._xena = DoorCard(
            "link",
            title="",
            text="",
            button="",
            theme=theme,
        )
        self.show_connections(())
        self._file = DoorCard(
            "download",
            title=tr("Open a connection"),
            text=tr(
                "Has a colleague sent you a .xenaconnection file? Open it here, or drag it into the window."
            ),
            button=tr("Choose file…"),
            theme=theme,
        )
        self._name_buttons()
        self._arrange()

    def _name_buttons(self) -> None:
        for door, name, signal in (
            (self._sandbox, "startSandboxButton", self.sandbox_opened),
            (self._xena, "connectXenaButton", self.xena_opened),
            (self._file, "openConnectionButton", self.file_opened),
        ):
            door.button.setObjectName(name)
            door.opened.connect(signal)

    def _arrange(self) -> None:
        doors = QHBoxLayout()
        doors.setSpacing(2 * GRID)
        doors.addStretch(1)
        for door in (self._sandbox, self._xena, self._file):
            doors.addWidget(door)
        doors.addStretch(1)
        title = label(tr("Welcome to Xena Desktop"), role="welcome")
        text = label(
            tr("Sign in to Xena accounts, see what they give access to, and try Xena's API without code."),
            role="secondary",
        )
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(title, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(GRID // 2)
        column.addWidget(text, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(28)
        column.addLayout(doors)
        column.addSpacing(2 * GRID)
        column.addWidget(self.notice)
        inner.setMaximumWidth(_WIDTH)
        corner = QHBoxLayout()
        corner.setContentsMargins(2 * GRID, GRID, 2 * GRID, 0)
        corner.addStretch(1)
        corner.addWidget(self._buttons)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(corner)
        whole.addWidget(bounded(inner, margin=2 * GRID, vertically=True))

    def show_connections(self, names: Sequence[str]) -> None:
        """The connections that are set up on this computer already; one signs in over them from here."""
        if names:
            self._xena.set_texts(
                title=tr("Sign in"),
                text=trn(
                    "The connection {names} is set up on this computer.",
                    "These connections are set up on this computer: {names}.",
                    count=len(names),
                    names=", ".join(names),
                ),
                button=tr("Choose a connection…"),
            )
        else:
            self._xena.set_texts(
                title=tr("Connect to Xena"),
                text=tr(
                    "Use your own client from Xena's developer console. We show exactly what to enter there."
                ),
                button=tr("Get started"),
            )

    def set_busy(self, *, busy: bool) -> None:
        """Whether something was started from here and is not there yet."""
        for door in (self._sandbox, self._xena, self._file):
            door.button.setEnabled(not busy)

    def focus_first(self) -> None:
        """Put the keyboard on the first door."""
        self._sandbox.button.setFocus()
