"""What a sign-in sends to the server, in words."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from xena_desktop.domain.addresses import printable
from xena_desktop.domain.redaction import MASK
from xena_desktop.translation import tr
from xena_desktop.ui.panels.layouts import emptied
from xena_desktop.ui.theme import GRID
from xena_desktop.ui.widgets.card import Card
from xena_desktop.ui.widgets.labels import label

_MASKED = frozenset({"state", "nonce", "code_challenge", "id_token_hint", "request"})


class SentParameters(Card):
    """The parameters of the authorization request (RFC 6749 §4.1.1) one below the other, each explained."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(padding=12, parent=parent)
        self.setObjectName("sentParameters")
        self.setAccessibleName(tr("What is sent"))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(2 * GRID)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(1, 1)
        self.body.addLayout(self._grid)
        self.hide()

    def show_url(self, url: str) -> None:
        """Explain the parameters of this authorization request."""
        for part in emptied(self._grid):
            part.deleteLater()
        for row, (name, value, meaning) in enumerate(explained(url)):
            top = Qt.AlignmentFlag.AlignTop
            self._grid.addWidget(label(name, role="mono"), 2 * row, 0, top)
            self._grid.addWidget(label(value, role="mono", wrap=True, selectable=True), 2 * row, 1, top)
            self._grid.addWidget(label(meaning, role="caption", wrap=True), 2 * row + 1, 1, top)
            self._grid.setRowMinimumHeight(2 * row + 1, 24)


def explained(url: str) -> list[tuple[str, str, str]]:
    """Name, value and meaning of each parameter, and whether PKCE is used; one-time values are masked."""
    parts = urlsplit(url)
    sent = parse_qsl(parts.query, keep_blank_values=True)
    meanings = _meanings()
    rows = [(tr("address"), f"{parts.scheme}://{parts.netloc}{parts.path}", tr("the authorization endpoint"))]
    for name, value in sent:
        shown = MASK if name in _MASKED else printable(value)
        rows.append((name, shown, meanings.get(name, "")))
    if "code_challenge" not in dict(sent):
        rows.append(("PKCE", tr("no"), tr("the server does not offer it")))
    return rows


def _meanings() -> dict[str, str]:
    return {
        "client_id": tr("the client; must be registered at Xena, to the letter"),
        "redirect_uri": tr("where the answer comes back; must be registered, to the letter"),
        "response_type": tr("what is asked for: a code, and perhaps an ID token with it"),
        "response_mode": tr("how the answer comes back"),
        "scope": tr("what access is asked for"),
        "state": tr("ties the answer to this sign-in"),
        "nonce": tr("ties the ID token to this sign-in"),
        "code_challenge": tr("PKCE: yes; only this program can use the code"),
        "code_challenge_method": tr("how the code challenge was made"),
        "prompt": tr("what the server asks you, whether or not you are signed in"),
        "login_hint": tr("the account suggested to you"),
        "max_age": tr("how old a sign-in may be"),
        "ui_locales": tr("the language of the pages"),
    }
