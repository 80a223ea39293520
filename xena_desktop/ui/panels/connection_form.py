"""The fields of a connection."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from xena_desktop.domain.connection import DEFAULT_SCOPES, Connection, with_member
from xena_desktop.domain.errors import ConnectionFileInvalid
from xena_desktop.domain.redaction import Secret
from xena_desktop.translation import tr
from xena_desktop.ui.panels.layouts import form_layout, row_name
from xena_desktop.ui.theme import GRID, Theme
from xena_desktop.ui.widgets.buttons import IconButton
from xena_desktop.ui.widgets.color_combo import ColorCombo
from xena_desktop.ui.widgets.combo_box import ComboBox
from xena_desktop.ui.widgets.labels import label, set_property
from xena_desktop.ui.widgets.line_edit import line_edit


class ConnectionForm(QWidget):
    """A connection to type in. ``connection`` checks it as a connection file is checked."""

    changed = Signal()
    certificate_wanted = Signal()

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._start: Connection | None = None
        self._theme = theme
        self.name = line_edit("connectionName", tr("Name"))
        self.authority = line_edit("authorityEdit", tr("Authority"), mono=True)
        self.api = line_edit("apiBaseUrlEdit", tr("API address"), mono=True)
        self.client_id = line_edit("clientIdEdit", tr("Client ID"), mono=True)
        self.secret = line_edit("clientSecretEdit", tr("Client secret"), mono=True, hidden=True)
        self._show_secret = IconButton("eye", text=tr("Show the client secret"), theme=theme)
        self._show_secret.setObjectName("showSecretButton")
        self._show_secret.setCheckable(True)
        self._show_secret.toggled.connect(self._on_show_secret_toggled)
        self.flow = ComboBox(name=tr("Response type"))
        self.flow.setObjectName("responseTypeCombo")
        for text, data in _flows():
            self.flow.addItem(text, data)
        self.scopes = line_edit("scopesEdit", tr("Scopes"), mono=True)
        self.certificate = line_edit("certificateEdit", tr("Certificate file"), mono=True)
        self.certificate.setPlaceholderText(tr("only where your company's own authority signs"))
        self._choose_certificate = IconButton(
            "folder-open", text=tr("Choose the certificate file"), theme=theme
        )
        self._choose_certificate.setObjectName("chooseCertificateButton")
        self._choose_certificate.clicked.connect(self.certificate_wanted)
        self.color = ColorCombo()
        self.color.setObjectName("colorCombo")
        self.read_only = QCheckBox(tr("Read only: writing methods ask before they are sent"))
        self.read_only.setObjectName("readOnlyCheck")
        self._watch()
        self._arrange()

    def _watch(self) -> None:
        for line in self._lines().values():
            line.textEdited.connect(self.changed)
        self.secret.textEdited.connect(self.changed)
        for combo in (self.flow, self.color):
            combo.activated.connect(self.changed)
        self.read_only.clicked.connect(self.changed)

    def _lines(self) -> dict[str, QLineEdit]:
        return {
            "name": self.name,
            "authority": self.authority,
            "api_base_url": self.api,
            "client_id": self.client_id,
            "scopes": self.scopes,
            "extra_ca_file": self.certificate,
        }

    def _arrange(self) -> None:
        form = self._form = form_layout()
        secret = QHBoxLayout()
        secret.setSpacing(GRID // 2)
        secret.addWidget(self.secret, 1)
        secret.addWidget(self._show_secret)
        self._secret_note = label(role="caption", wrap=True)
        certificate = QHBoxLayout()
        certificate.setSpacing(GRID // 2)
        certificate.addWidget(self.certificate, 1)
        certificate.addWidget(self._choose_certificate)
        secret_column = QVBoxLayout()
        secret_column.setSpacing(2)
        secret_column.addLayout(secret)
        secret_column.addWidget(self._secret_note)
        for text, field in (
            (tr("Authority"), self.authority), (tr("API address"), self.api),
            (tr("Client ID"), self.client_id), (tr("Client secret"), secret_column),
            (tr("Response type"), self.flow), (tr("Scopes"), self.scopes), (tr("Certificate file"), certificate),
            (tr("Name"), self.name), (tr("Colour"), self.color), ("", self.read_only),
        ):  # fmt: skip
            form.addRow(row_name(text, field), field)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(form)

    def put_first(self, text: str, field: QWidget) -> None:
        """Put another row above the others."""
        self._form.insertRow(0, row_name(text, field), field)

    def show_connection(self, connection: Connection, *, has_secret: bool) -> None:
        """Fill the fields; the secret itself is never shown again."""
        self._start = connection
        self.name.setText(connection.name)
        self.authority.setText(connection.authority)
        self.api.setText(connection.api_base_url)
        self.client_id.setText(connection.client_id)
        self.secret.clear()
        self.secret.setPlaceholderText(tr("kept in the keychain; type to replace it") if has_secret else "")
        self.scopes.setText(" ".join(connection.scopes))
        self.certificate.setText(connection.extra_ca_file or "")
        self.flow.setCurrentIndex(max(0, self.flow.findData(_flow_of(connection))))
        self.color.choose(connection.color)
        self.read_only.setChecked(connection.read_only)
        self._secret_note.setText(tr("Goes to this computer's keychain and nowhere else."))
        self._mark("")

    def connection(self) -> Connection:
        """The connection as it stands in the fields.

        Raises ConnectionFileInvalid for the first wrong field, which is marked.
        """
        if self._start is None:
            raise ConnectionFileInvalid(member="name", expected="present")
        self._mark("")
        made = self._start
        values: dict[str, object] = {member: line.text().strip() for member, line in self._lines().items()}
        values["scopes"] = self.scopes.text().split() or list(DEFAULT_SCOPES)
        values["extra_ca_file"] = self.certificate.text().strip() or None
        values["color"] = self.color.currentData()
        try:
            for member, value in values.items():
                made = with_member(made, member, value)
        except ConnectionFileInvalid as error:
            self._mark(str(error.details["member"]))
            raise
        grant, response_type, response_mode = self.flow.currentData()
        return replace(
            made,
            grant=grant,
            response_type=response_type,
            response_mode=response_mode,
            read_only=self.read_only.isChecked(),
        )

    def client_secret(self) -> Secret | None:
        """The secret typed, or None to keep the one in the keychain."""
        text = self.secret.text().strip()
        return Secret(text) if text else None

    def _mark(self, member: str) -> None:
        for name, line in self._lines().items():
            set_property(line, name="invalid", value=name == member)
            if name == member:
                line.setFocus()

    def _on_show_secret_toggled(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.secret.setEchoMode(mode)
        self._show_secret.set_icon("eye-off" if shown else "eye")


def _flows() -> list[tuple[str, tuple[str, str, str]]]:
    """Ways to sign in: words, and grant, response type and response mode."""
    return [
        ("code id_token · form_post", ("hybrid", "code id_token", "form_post")),
        ("code id_token token · form_post", ("hybrid", "code id_token token", "form_post")),
        ("code · query", ("authorization_code", "code", "query")),
        ("code · form_post", ("authorization_code", "code", "form_post")),
        (tr("service account (client_credentials)"), ("client_credentials", "code id_token", "form_post")),
    ]


def _flow_of(connection: Connection) -> tuple[str, str, str]:
    if connection.grant == "client_credentials":
        return ("client_credentials", "code id_token", "form_post")
    return (connection.grant, connection.response_type, connection.response_mode)
