"""As whom to sign in, and how strictly the server asks."""

from __future__ import annotations

from PySide6.QtWidgets import QFormLayout, QLineEdit, QWidget

from xena_desktop.translation import tr
from xena_desktop.ui.sign_in_wish import SignInWish
from xena_desktop.ui.theme import GRID
from xena_desktop.ui.widgets.combo_box import ComboBox
from xena_desktop.ui.widgets.labels import label

_MINUTE, _HOUR, _DAY = 60, 3600, 86400


class SignInOptions(QWidget):
    """``prompt``, ``login_hint`` and ``max_age`` of the authorization request, in words (OIDC Core §3.1.2.1)."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._prompt = ComboBox(name=tr("Who signs in"))
        self._prompt.setObjectName("promptCombo")
        for text, prompt in (
            (tr("Whoever is signed in in the browser"), None),
            (tr("Ask for the password again"), "login"),
            (tr("Let me choose an account"), "select_account"),
            (tr("Ask for the consent again"), "consent"),
        ):
            self._prompt.addItem(text, prompt)
        self._hint = QLineEdit()
        self._hint.setObjectName("loginHintEdit")
        self._hint.setAccessibleName(tr("User name"))
        self._hint.setPlaceholderText(tr("filled in on the sign-in page; may stay empty"))
        self._age = ComboBox(name=tr("Password entered"))
        self._age.setObjectName("maxAgeCombo")
        for text, seconds in (
            (tr("at any time"), None),
            (tr("within 5 minutes"), 5 * _MINUTE),
            (tr("within 1 hour"), _HOUR),
            (tr("within 1 day"), _DAY),
        ):
            self._age.addItem(text, seconds)
        form = QFormLayout(self)
        form.setContentsMargins(0, GRID, 0, 0)
        form.setSpacing(GRID)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for text, field in (
            (tr("Who signs in"), self._prompt),
            (tr("User name"), self._hint),
            (tr("Password entered"), self._age),
        ):
            name = label(text, role="label")
            name.setFixedHeight(32)
            name.setBuddy(field)
            form.addRow(name, field)

    def show_start(self, *, somebody_is_here: bool) -> None:
        """Begin anew; where an account is there already, another one is probably meant."""
        self._prompt.setCurrentIndex(1 if somebody_is_here else 0)
        self._hint.clear()
        self._age.setCurrentIndex(0)

    def wish(self) -> SignInWish:
        """What was chosen."""
        return SignInWish(
            prompt=self._prompt.currentData(),
            login_hint=self._hint.text().strip() or None,
            max_age=self._age.currentData(),
        )
