"""The settings of the program: language, theme, and how the network is crossed."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from xena_desktop.domain.errors import SettingInvalid, XenaError
from xena_desktop.domain.settings import NETWORK_SETTINGS
from xena_desktop.translation import tr
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.panels.layouts import bounded, form_layout, row_name
from xena_desktop.ui.panels.network_form import NAMES_WIDTH, NetworkForm
from xena_desktop.ui.panels.notices import show_error
from xena_desktop.ui.theme import GRID
from xena_desktop.ui.widgets.buttons import PushButton
from xena_desktop.ui.widgets.card import Card
from xena_desktop.ui.widgets.combo_box import ComboBox
from xena_desktop.ui.widgets.labels import label
from xena_desktop.ui.widgets.notice_bar import NoticeBar

_WIDEST = 760


class SettingsPanel(QWidget):
    """Language and theme change as they are chosen; the network when it is saved."""

    theme_chosen = Signal(str)
    language_chosen = Signal(str)
    closed = Signal()

    def __init__(self, context: WindowContext, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setObjectName("settingsPanel")
        self.notice = NoticeBar(theme=context.theme)
        self._language = _choice(
            "languageCombo",
            tr("Language"),
            {"system": tr("Like the system"), "en": "English", "da": "Dansk"},
        )
        self._theme = _choice(
            "themeCombo",
            tr("Theme"),
            {"system": tr("Like the system"), "light": tr("Light"), "dark": tr("Dark")},
        )
        self._network = NetworkForm()
        self._decided = label(tr("Your administrator decided what is dimmed."), role="secondary", wrap=True)
        self._decided.setObjectName("decidedByAdministrator")
        self._back = PushButton(tr("Back"), theme=context.theme, kind="quiet")
        self._back.setObjectName("settingsBackButton")
        self._save = PushButton(tr("Save"), theme=context.theme, kind="primary")
        self._save.setObjectName("saveSettingsButton")
        self._arrange()
        self._lock(context.services.settings.locked)
        self._language.activated.connect(lambda _: self.language_chosen.emit(self._language.currentData()))
        self._theme.activated.connect(lambda _: self.theme_chosen.emit(self._theme.currentData()))
        self._back.clicked.connect(self.closed)
        self._save.clicked.connect(lambda: self._start(self._save_network()))

    def _arrange(self) -> None:
        inner = QWidget()
        inner.setProperty("role", "scrolled")
        inner.setMaximumWidth(_WIDEST)
        column = QVBoxLayout(inner)
        column.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 3 * GRID)
        column.setSpacing(2 * GRID)
        head = QHBoxLayout()
        head.addWidget(label(tr("Settings"), role="title"), 1)
        head.addWidget(self._back)
        column.addLayout(head)
        column.addWidget(self.notice)
        column.addWidget(self._decided)
        window = form_layout()
        for text, field in ((tr("Language"), self._language), (tr("Theme"), self._theme)):
            window.addRow(row_name(text, field, narrowest=NAMES_WIDTH), field)
        column.addWidget(_card(tr("Window"), window))
        network = _card(tr("Network"), self._network)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._save)
        network.body.addLayout(buttons)
        column.addWidget(network)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(bounded(inner))

    def _lock(self, locked: frozenset[str]) -> None:
        """What the administrator has decided can be seen, and not changed."""
        self._language.setEnabled("language" not in locked)
        self._theme.setEnabled("theme" not in locked)
        network = not locked & NETWORK_SETTINGS
        self._network.setEnabled(network)
        self._save.setEnabled(network)
        self._decided.setVisible(bool(locked))

    def show_settings(self) -> None:
        """Show the settings as they are."""
        settings = self._context.services.settings.settings
        self.notice.clear()
        self.show_theme(settings.theme)
        self._language.setCurrentIndex(max(0, self._language.findData(settings.language)))
        self._network.show_settings(settings)
        self._start(self._look_for_password())
        self._language.setFocus()

    def show_theme(self, choice: str) -> None:
        """Show the theme that is chosen, here or elsewhere."""
        self._theme.setCurrentIndex(max(0, self._theme.findData(choice)))

    async def _look_for_password(self) -> None:
        """A keychain is asked for nothing where no user is named: it may show a question."""
        named = self._context.services.settings.settings.proxy_user
        kept = bool(named) and await self._context.services.networks.has_password()
        self._network.show_password(kept=kept)

    async def _save_network(self) -> None:
        services = self._context.services
        self._network.mark("")
        try:
            await services.networks.choose(
                self._network.chosen(services.settings.settings), password=self._network.password()
            )
        except SettingInvalid as error:
            self._network.mark(str(error.details["member"]))
            raise
        self._network.show_settings(services.settings.settings)
        await self._look_for_password()
        self.notice.show_notice(tr("Saved."), kind="good")

    def _start(self, coroutine: Coroutine[Any, Any, object]) -> None:
        self._context.tasks.start(coroutine, on_error=self._on_error)

    def _on_error(self, error: XenaError) -> None:
        show_error(self.notice, error)


def _choice(name: str, accessible: str, texts: dict[str, str]) -> ComboBox:
    combo = ComboBox(name=accessible)
    combo.setObjectName(name)
    for choice, text in texts.items():
        combo.addItem(text, choice)
    return combo


def _card(title: str, content: Any) -> Card:
    card = Card(padding=2 * GRID)
    card.setAccessibleName(title)
    card.body.addWidget(label(title, role="heading"))
    if isinstance(content, QWidget):
        card.body.addWidget(content)
    else:
        card.body.addLayout(content)
    return card
