"""The fields of how the network is crossed."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QFormLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from xena_desktop.domain.redaction import Secret
from xena_desktop.domain.settings import SECONDS_TO_ANSWER, SECONDS_TO_CONNECT, Settings
from xena_desktop.translation import tr
from xena_desktop.ui.panels.layouts import form_layout, row_name
from xena_desktop.ui.widgets.combo_box import ComboBox, SpinBox
from xena_desktop.ui.widgets.labels import label, set_property
from xena_desktop.ui.widgets.line_edit import line_edit

NAMES_WIDTH = 152
_PORTS = range(1, 65_536)


class NetworkForm(QWidget):
    """Proxy and patience. The fields of a proxy of one's own are there only where that is chosen."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._proxy = ComboBox(name=tr("Proxy"))
        self._proxy.setObjectName("proxyCombo")
        for text, choice in (
            (tr("Like the system"), "system"), (tr("None"), "none"), (tr("A proxy named here"), "manual"),
        ):  # fmt: skip
            self._proxy.addItem(text, choice)
        self._host = line_edit("proxyHostEdit", tr("Host of the proxy"), mono=True)
        self._host.setPlaceholderText("proxy.example.com")
        self._port = _number("proxyPortSpin", tr("Port of the proxy"), _PORTS)
        self._user = line_edit("proxyUserEdit", tr("User name for the proxy"))
        self._password = line_edit("proxyPasswordEdit", tr("Password for the proxy"), hidden=True)
        self._connect = _number("connectSecondsSpin", tr("Seconds to connect"), SECONDS_TO_CONNECT)
        self._answer = _number("answerSecondsSpin", tr("Seconds to answer"), SECONDS_TO_ANSWER)
        for spin in (self._connect, self._answer):
            spin.setSuffix(" s")
        self._note = label(role="caption", wrap=True)
        self._note.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._form = self._arranged()
        self._proxy.currentIndexChanged.connect(self._on_proxy_chosen)
        self._on_proxy_chosen()

    def _arranged(self) -> QFormLayout:
        form = form_layout()
        for text, field in (
            (tr("Proxy"), self._proxy), ("", self._note),
            (tr("Host"), self._host), (tr("Port"), self._port),
            (tr("User name"), self._user), (tr("Password"), self._password),
            (tr("Connecting may take"), self._connect), (tr("An answer may take"), self._answer),
        ):  # fmt: skip
            form.addRow(row_name(text, field, narrowest=NAMES_WIDTH), field)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(form)
        return form

    def show_settings(self, settings: Settings) -> None:
        """Fill the fields; the password itself is never shown again."""
        self._proxy.setCurrentIndex(max(0, self._proxy.findData(settings.proxy)))
        self._host.setText(settings.proxy_host)
        self._port.setValue(settings.proxy_port)
        self._user.setText(settings.proxy_user)
        self._password.clear()
        self._connect.setValue(settings.connect_seconds)
        self._answer.setValue(settings.answer_seconds)
        self.mark("")

    def show_password(self, *, kept: bool) -> None:
        """Say whether a password is in the keychain."""
        self._password.setPlaceholderText(tr("kept in the keychain; type to replace it") if kept else "")

    def chosen(self, settings: Settings) -> Settings:
        """``settings`` with what stands in the fields."""
        return replace(
            settings,
            proxy=self._proxy.currentData(),
            proxy_host=self._host.text(),
            proxy_port=self._port.value(),
            proxy_user=self._user.text(),
            connect_seconds=self._connect.value(),
            answer_seconds=self._answer.value(),
        )

    def password(self) -> Secret | None:
        """The password typed, or None to keep the one in the keychain."""
        return Secret(self._password.text()) if self._password.text() else None

    def mark(self, member: str) -> None:
        """Show which setting is wrong."""
        for name, line in (("proxy_host", self._host), ("proxy_user", self._user)):
            set_property(line, name="invalid", value=name == member)
            if name == member:
                line.setFocus()

    def _on_proxy_chosen(self) -> None:
        choice = self._proxy.currentData()
        fields: tuple[QLineEdit | SpinBox, ...] = (self._host, self._port, self._user, self._password)
        for field in fields:
            self._form.setRowVisible(field, choice == "manual")
        texts = {
            "system": tr(
                "The proxy of the system's settings or of the environment (HTTPS_PROXY). Configuration scripts (PAC) "
                "are not followed."
            ),
            "none": tr("Servers are reached directly, whatever the system says."),
            "manual": tr(
                "An HTTP proxy; user name and password are told to it alone, and the password is kept in this "
                "computer's keychain. This computer itself is never reached through it."
            ),
        }
        self._note.setText(texts[choice])


def _number(name: str, accessible: str, values: range) -> SpinBox:
    spin = SpinBox(name=accessible)
    spin.setObjectName(name)
    spin.setRange(values.start, values.stop - 1)
    spin.setMaximumWidth(120)
    return spin
