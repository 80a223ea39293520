"""The upper card of the profile: who it is, what was granted, how long it lasts."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from xena_desktop.domain.identity import Account, AccountState
from xena_desktop.translation import tr
from xena_desktop.ui import words
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.theme import GRID
from xena_desktop.ui.widgets.avatar import LARGE, Avatar
from xena_desktop.ui.widgets.buttons import IconButton, PushButton
from xena_desktop.ui.widgets.card import Card
from xena_desktop.ui.widgets.flow_layout import FlowLayout
from xena_desktop.ui.widgets.labels import TextRole, label
from xena_desktop.ui.widgets.pill import Pill

_LABELS_WIDTH = 150
_LABELS_NARROW = 100
_BUTTONS_WIDTH = 190
_BUTTONS_NARROW = 136
_NARROW = 780
_NARROWEST = 620


class ProfileHead(Card):
    """Picture, name, email, culture, scopes, the token's clock, and what can be done with the account."""

    scopes_wanted = Signal(object)

    def __init__(self, context: WindowContext, *, parent: QWidget | None = None) -> None:
        super().__init__(padding=3 * GRID, joined=True, parent=parent)
        self._context = context
        self._account: Account | None = None
        theme = context.theme
        self.picture = Avatar(size=LARGE)
        self.picture.setObjectName("profilePicture")
        self._name = _named("profileName", role="title")
        self.describe = IconButton("pencil", text=tr("Name, colour and note"), theme=theme)
        self.describe.setObjectName("describeAccountButton")
        self._note = label(role="secondary", wrap=True, selectable=True)
        self._note.setObjectName("profileNote")
        self._email = _named("profileEmail", role="secondary")
        self._culture = _named("profileCulture", role="secondary")
        self._verified = Pill(theme=theme)
        self._verified.setObjectName("profileEmailVerified")
        self._service = Pill(tr("Service account"), theme=theme, kind="info")
        self._service.setObjectName("serviceAccountPill")
        self._service.setToolTip(
            tr("It signs in with the client secret, without a browser and without a person.")
        )
        self._scopes = QWidget()
        self._scopes.setObjectName("scopeList")
        self._pills = FlowLayout(self._scopes)
        self._expiry = _named("tokenExpiry")
        self._renewal = _named("tokenRenewal")
        self._keychain = _named("keychainStatus")
        self.sign_in_again = PushButton(tr("Sign in again"), theme=theme)
        self.sign_in_again.setObjectName("signInAgainButton")
        self.check = PushButton(tr("Check this account"), theme=theme)
        self.check.setObjectName("checkAccountButton")
        self.trace = PushButton(tr("Show what happened"), theme=theme)
        self.trace.setObjectName("showTraceButton")
        self.sign_out = PushButton(tr("Sign out"), theme=theme, kind="danger")
        self.sign_out.setObjectName("signOutButton")
        self._arrange()
        self._second = QTimer(self, interval=1000)
        self._second.timeout.connect(self.refresh_clock)
        self._second.start()

    def _arrange(self) -> None:
        who = QHBoxLayout()
        who.setSpacing(GRID)
        for part in (self._email, self._service, self._verified, self._culture):
            who.addWidget(part)
        who.addStretch(1)
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(6)
        self._grid = grid
        grid.setColumnStretch(1, 1)
        for row, (text, value) in enumerate(
            (
                (tr("Gives access to"), self._scopes),
                (tr("Access token"), self._expiry),
                (tr("Renewed by"), self._renewal),
                (tr("Keychain"), self._keychain),
            )
        ):
            name = label(text, role="tertiary")
            name.setBuddy(value)
            grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, row, 1)
        middle = QVBoxLayout()
        middle.setSpacing(0)
        called = QHBoxLayout()
        called.setSpacing(GRID // 2)
        called.addWidget(self._name)
        called.addWidget(self.describe)
        called.addStretch(1)
        middle.addLayout(called)
        middle.addLayout(who)
        middle.addWidget(self._note)
        middle.addSpacing(2 * GRID)
        middle.addLayout(grid)
        middle.addStretch(1)
        buttons = QVBoxLayout()
        buttons.setSpacing(GRID)
        for button in self._buttons():
            buttons.addWidget(button)
        buttons.addStretch(1)
        row_of_all = QHBoxLayout()
        row_of_all.setSpacing(3 * GRID)
        row_of_all.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop)
        row_of_all.addLayout(middle, 1)
        row_of_all.addLayout(buttons)
        self.body.addLayout(row_of_all)

    def _buttons(self) -> tuple[PushButton, ...]:
        return (self.sign_in_again, self.check, self.trace, self.sign_out)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take less room for names and buttons where there is little."""
        super().resizeEvent(event)
        narrow = event.size().width() < _NARROW
        self._grid.setColumnMinimumWidth(0, _LABELS_NARROW if narrow else _LABELS_WIDTH)
        for button in self._buttons():
            button.setFixedWidth(_BUTTONS_NARROW if narrow else _BUTTONS_WIDTH)

    def minimumSizeHint(self) -> QSize:
        """What it needs when it is narrow."""
        return QSize(_NARROWEST, super().minimumSizeHint().height())

    def show_account(self, account: Account) -> None:
        """Show what is known of the account."""
        self._account = account
        self._name.setText(account.name)
        self._note.setText(account.note)
        self._note.setVisible(bool(account.note))
        self.picture.set_name(account.name)
        self._email.setText(account.email or tr("no email"))
        self._email.setVisible(not account.is_service)
        self._service.setVisible(account.is_service)
        self._verified.setVisible(bool(account.email))
        if account.email_verified:
            self._verified.show_fact("✓ " + tr("verified"), kind="good")
        else:
            self._verified.show_fact(tr("not verified"), kind="warning")
        culture = words.culture(account.culture) if account.culture else ""
        self._culture.setText(f"· {culture}" if culture else "")
        self._show_scopes(account)
        self._renewal.setText(_renewal(account))
        self.refresh_clock()

    def _show_scopes(self, account: Account) -> None:
        self._pills.clear()
        granted = sorted(account.scopes_granted, key=_scope_order)
        refused = sorted(account.scopes_asked - account.scopes_granted, key=_scope_order)
        for scope in granted:
            everything = scope == "testapi"
            text = tr("testapi · everything in Xena") if everything else scope
            pill = Pill(text, theme=self._context.theme, kind="warning" if everything else "neutral")
            pill.setToolTip(tr("Granted"))
            self._pills.addWidget(pill)
        for scope in refused:
            pill = Pill(scope, theme=self._context.theme, kind="outline", icon_name="x")
            pill.setToolTip(tr("Asked for, not granted"))
            self._pills.addWidget(pill)
        self._scopes.setAccessibleName(tr("Granted: {scopes}", scopes=", ".join(granted) or "–"))
        self._scopes.setAccessibleDescription(
            tr("Asked for, not granted: {scopes}", scopes=", ".join(refused)) if refused else ""
        )
        if missing := self._missing_scopes(account):
            self._pills.addWidget(self._ask_button(missing))
        self._scopes.updateGeometry()

    def _missing_scopes(self, account: Account) -> list[str]:
        """What was refused, and what the connection has come to ask for since."""
        connection = self._context.chosen.connection
        if account.is_service or connection is None:
            return []
        return sorted(
            (account.scopes_asked | frozenset(connection.scopes)) - account.scopes_granted, key=_scope_order
        )

    def _ask_button(self, missing: list[str]) -> QToolButton:
        """Offers each missing scope, and all of them."""
        button = QToolButton()
        button.setObjectName("askForScopesButton")
        button.setText(tr("Ask for…"))
        button.setToolTip(tr("Ask Xena for scopes that this account does not have"))
        button.setProperty("part", "accountDetail")
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        menu = QMenu(button)
        button.setMenu(menu)
        choices = [(scope, frozenset({scope})) for scope in missing]
        if len(missing) > 1:
            choices.append((tr("All of them"), frozenset(missing)))
        for text, scopes in choices:
            menu.addAction(text).triggered.connect(
                lambda _=False, scopes=scopes: self.scopes_wanted.emit(scopes)
            )
        return button

    def show_keychain(self, name: str, *, state: str) -> None:
        """Say which keychain holds the tokens, and how it stands (the value of a KeychainState)."""
        if self._account is not None and self._account.session_only:
            self._keychain.setText(tr("kept for this session only; sign in again after a restart"))
            return
        states = {
            "ready": tr("{name}, unlocked", name=name),
            "waiting": tr("waiting for its answer"),
            "locked": tr("locked"),
            "denied": tr("it refuses"),
            "changed": tr("another one than before"),
            "missing": tr("no keychain found"),
            "unanswered": tr("no answer"),
        }
        self._keychain.setText(states.get(state, name))

    def refresh_clock(self) -> None:
        """Show how long the access token lives from this moment on."""
        if self._account is not None:
            self._expiry.setText(_expiry(self._account, context=self._context))


def _expiry(account: Account, *, context: WindowContext) -> str:
    if account.state is AccountState.OFFLINE:
        return tr("the server gave no answer; it is tried again")
    if account.state is not AccountState.READY:
        return tr("ended; sign in again")
    if account.access_expires_at is None:
        return tr("none yet; fetched with the next call")
    left = account.access_expires_at - context.now()
    moment = words.clock(account.access_expires_at)
    if left.total_seconds() <= 0:
        renewed = tr("renewed with the next call") if account.renewable else tr("sign in again")
        return tr("expired {time} · {renewed}", time=moment, renewed=renewed)
    text = tr("expires {time} · {left}", time=moment, left=words.time_left_in_full(left))
    return tr("{text} · renews by itself", text=text) if account.renewable else text


def _renewal(account: Account) -> str:
    if account.is_service:
        return tr("the client secret in the keychain")
    if account.renewable:
        return tr("the refresh token in the keychain")
    return tr("nothing: without offline_access you sign in again when it ends")


def _scope_order(scope: str) -> tuple[int, str]:
    usual = ("openid", "profile", "email", "testapi", "offline_access")
    return (usual.index(scope) if scope in usual else len(usual), scope)


def _named(name: str, *, role: TextRole = "text") -> QLabel:
    made = label(role=role, wrap=role == "text", selectable=True)
    made.setObjectName(name)
    return made
