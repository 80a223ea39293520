"""How the keychain stands, said above everything, with what can be done about it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from xena_desktop.domain.errors import KeychainError, KeychainMissing, XenaError
from xena_desktop.error_texts import explain
from xena_desktop.services.keychain import KeychainState
from xena_desktop.translation import tr
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.widgets.notice_bar import NoticeBar


class KeychainNotice(NoticeBar):
    """Shown while the keychain is waited for or does not serve, and while tokens live in memory alone.

    ``serves_again``: whatever waited for the keychain may go on, be it in the keychain or in memory.
    """

    serves_again = Signal()

    def __init__(self, context: WindowContext, *, parent: QWidget | None = None) -> None:
        super().__init__(theme=context.theme, closable=False, parent=parent)
        self._context = context
        self.setObjectName("keychainNotice")
        self.action_triggered.connect(self._on_try_again)
        self.second_triggered.connect(self._on_keep_for_session)
        unsubscribe = context.services.keychain.subscribe(self.refresh)
        self.destroyed.connect(unsubscribe)
        self.refresh()

    def refresh(self) -> None:
        """Show how it stands at this moment."""
        keychain = self._context.services.keychain
        match keychain.state:
            case KeychainState.READY:
                self.clear()
            case KeychainState.WAITING:
                self.show_notice(
                    tr("Waiting for your keychain"),
                    kind="info",
                    advice=tr("It may be asking something behind other windows. Answer it there."),
                    second_action=tr("Keep for this session only"),
                )
            case KeychainState.SESSION_ONLY:
                self.show_notice(
                    tr("Tokens are kept for this session only."),
                    kind="warning",
                    advice=tr("You must sign in again next time, unless the keychain takes them before."),
                    action=tr("Use the keychain"),
                )
            case _:
                self._show_error(keychain.error or KeychainMissing())

    def _show_error(self, error: KeychainError) -> None:
        text = explain(error)
        self.show_notice(
            text.title,
            kind="warning",
            advice=text.advice,
            action=tr("Try again"),
            second_action=tr("Keep for this session only"),
        )

    def _on_try_again(self) -> None:
        self._context.tasks.start(self._try_again(), on_error=self._on_error)

    async def _try_again(self) -> None:
        self.set_actions_enabled(enabled=False)
        try:
            await self._context.services.session.try_keychain_again()
        finally:
            self.set_actions_enabled(enabled=True)
        self.serves_again.emit()

    def _on_error(self, error: XenaError) -> None:
        """The state says it already; what does not change is announced all the same."""
        self.refresh()

    def _on_keep_for_session(self) -> None:
        self._context.services.keychain.keep_for_session()
        self.serves_again.emit()
