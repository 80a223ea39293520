"""Every action of the window, once: its words, its shortcut, and where it can be found."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from xena_desktop.translation import tr

ACCOUNT_KEYS: Final = 9


class Actions(QObject):
    """The window's actions. They carry no behaviour: the window connects them.

    ``locked`` names settings (``theme``, ``language``) that the administrator has decided.
    """

    theme_chosen = Signal(str)
    language_chosen = Signal(str)
    account_wanted = Signal(int)

    def __init__(
        self, window: QWidget, *, theme: str, language: str, locked: frozenset[str] = frozenset()
    ) -> None:
        super().__init__(window)
        self._window = window
        self.sign_in = self._action(tr("Sign in…"), name="signInAction", keys="Ctrl+N")
        self.sign_in_other = self._action(
            tr("Sign in as somebody else"), name="signInOtherAction", keys="Ctrl+Shift+N"
        )
        self.sign_in_private = self._action(tr("Sign in in a private window"), name="signInPrivateAction")
        self.sign_in_again = self._action(tr("Sign in again"), name="signInAgainAction")
        self.describe_account = self._action(tr("Name, colour and note…"), name="describeAccountAction")
        self.check_account = self._action(tr("Check this account"), name="checkAccountAction")
        self.show_trace = self._action(tr("Show what happened"), name="showTraceAction")
        self.sign_out = self._action(tr("Sign out…"), name="signOutAction")
        self.new_connection = self._action(tr("New connection…"), name="newConnectionAction")
        self.edit_connection = self._action(tr("Edit connection…"), name="editConnectionAction")
        self.open_connection = self._action(
            tr("Open connection file…"), name="openConnectionAction", keys="Ctrl+O"
        )
        self.import_requests = self._action(
            tr("Import requests…"), name="importRequestsAction", keys="Ctrl+I"
        )
        self.new_tab = self._action(tr("New request"), name="newTabAction", keys="Ctrl+T")
        self.close_tab = self._action(tr("Close tab"), name="closeTabAction", keys="Ctrl+W")
        self.save = self._action(tr("Save request"), name="saveAction", keys="Ctrl+S")
        self.save_as = self._action(tr("Save request as…"), name="saveAsAction", keys="Ctrl+Shift+S")
        self.reopen_tab = self._action(tr("Reopen closed tab"), name="reopenTabAction", keys="Ctrl+Shift+T")
        self.next_tab = self._action(tr("Next tab"), name="nextTabAction", keys="Ctrl+Tab")
        self.previous_tab = self._action(tr("Previous tab"), name="previousTabAction", keys="Ctrl+Shift+Tab")
        self.focus_path = self._action(tr("Go to the path"), name="focusPathAction", keys="Ctrl+L")
        self.find_endpoint = self._action(tr("Search endpoints"), name="findEndpointAction", keys="Ctrl+E")
        self.find_history = self._action(tr("Search the history"), name="findHistoryAction", keys="Ctrl+H")
        self.palette = self._action(tr("Search or run…"), name="paletteAction", keys="Ctrl+K")
        self.find_endpoint.setShortcuts([QKeySequence("Ctrl+E"), QKeySequence("/")])
        self.send = self._action(tr("Send"), name="sendAction", keys="Ctrl+Return")
        self.theme = self._action(tr("Switch between light and dark"), name="themeAction", keys="Ctrl+D")
        self.settings = self._action(tr("Settings…"), name="settingsAction", keys="Ctrl+,")
        self.about = self._action(tr("About Xena Desktop"), name="aboutAction")
        self.quit = self._action(tr("Quit"), name="quitAction", keys="Ctrl+Q")
        self._themes = self._choices(
            {"system": tr("Like the system"), "light": tr("Light"), "dark": tr("Dark")}, chosen=theme
        )
        self._languages = self._choices(
            {"system": tr("Like the system"), "en": "English", "da": "Dansk"}, chosen=language
        )
        self._themes.setEnabled("theme" not in locked)
        self.theme.setEnabled("theme" not in locked)
        self._languages.setEnabled("language" not in locked)
        self._themes.triggered.connect(lambda action: self.theme_chosen.emit(action.data()))
        self._languages.triggered.connect(lambda action: self.language_chosen.emit(action.data()))
        for number in range(1, ACCOUNT_KEYS + 1):
            action = self._action(tr("Account {number}", number=number), name="", keys=f"Ctrl+{number}")
            action.triggered.connect(lambda _=False, row=number - 1: self.account_wanted.emit(row))

    def _action(self, text: str, *, name: str, keys: str = "") -> QAction:
        action = QAction(text, self._window)
        action.setObjectName(name)
        if keys:
            sequence = QKeySequence(keys)
            action.setShortcut(sequence)
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            shown = sequence.toString(QKeySequence.SequenceFormat.NativeText)
            action.setToolTip(f"{text.rstrip('…')} ({shown})")
        self._window.addAction(action)
        return action

    def _choices(self, texts: dict[str, str], *, chosen: str) -> QActionGroup:
        group = QActionGroup(self)
        for key, text in texts.items():
            action = QAction(text, group, checkable=True, checked=key == chosen)
            action.setData(key)
        return group

    def all(self) -> tuple[QAction, ...]:
        """Every action that has a name, in the order of the menu; the palette's own apart."""
        return tuple(
            action for action in self._window.actions() if action.objectName() and action is not self.palette
        )

    def show_theme(self, choice: str) -> None:
        """Tick the theme that is chosen."""
        for action in self._themes.actions():
            action.setChecked(action.data() == choice)

    def settings_menu(self, parent: QWidget) -> QMenu:
        """Everything that can be done, in one menu: theme, language, connections, tabs."""
        menu = QMenu(parent)
        theme, language = menu.addMenu(tr("Theme")), menu.addMenu(tr("Language"))
        theme.addActions(self._themes.actions())
        language.addActions(self._languages.actions())
        menu.addSeparator()
        menu.addActions([self.new_connection, self.edit_connection, self.open_connection])
        menu.addSeparator()
        menu.addActions([self.import_requests, self.new_tab, self.close_tab, self.reopen_tab])
        menu.addActions([self.save, self.save_as, self.next_tab, self.previous_tab])
        menu.addActions([self.palette, self.focus_path, self.find_endpoint, self.find_history, self.send])
        menu.addSeparator()
        menu.addActions([self.settings, self.about, self.quit])
        return menu
