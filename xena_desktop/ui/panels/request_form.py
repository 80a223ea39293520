"""The upper card of a request: method, path, parameters, headers, body."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from xena_desktop.domain.exchange import ApiRequest
from xena_desktop.domain.form import OperationForm, Place
from xena_desktop.domain.identity import Account
from xena_desktop.domain.settings import Draft
from xena_desktop.services.shelf import OpenForm
from xena_desktop.translation import tr
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.models.key_values import KeyValue
from xena_desktop.ui.panels.path_edit import PathEdit
from xena_desktop.ui.panels.request_body import RequestBody
from xena_desktop.ui.panels.request_menu import RequestMenu
from xena_desktop.ui.panels.request_notes import RequestNotes
from xena_desktop.ui.panels.request_parameters import RequestParameters
from xena_desktop.ui.panels.request_variables import RequestVariables
from xena_desktop.ui.panels.tab_account import TabAccount
from xena_desktop.ui.theme import GRID
from xena_desktop.ui.widgets.buttons import IconButton, PushButton
from xena_desktop.ui.widgets.card import Card
from xena_desktop.ui.widgets.key_value_table import KeyValueTable
from xena_desktop.ui.widgets.method_combo import MethodCombo
from xena_desktop.ui.widgets.notice_bar import NoticeBar
from xena_desktop.ui.widgets.tabs import SubTabs
from xena_desktop.ui.widgets.variable_completer import VariableCompleter

PARAMETERS, HEADERS, BODY, VARIABLES, NOTES = range(5)


class RequestForm(Card):
    """A request being written. ``draft`` is all of it, ``request`` what would be sent."""

    changed = Signal()
    send_clicked = Signal()
    cancel_clicked = Signal()

    def __init__(self, context: WindowContext, *, parent: QWidget | None = None) -> None:
        super().__init__(joined=True, parent=parent)
        theme = context.theme
        self.method = MethodCombo()
        self.path = PathEdit(theme=theme, is_command=context.services.interchange.is_curl)
        self.path.setObjectName("urlEdit")
        self.account = TabAccount(context)
        self.send = PushButton(tr("Send"), theme=theme, kind="primary")
        self.send.setObjectName("sendButton")
        self.send.setToolTip(tr("Send (Ctrl+Enter)"))
        self.cancel = PushButton(tr("Cancel"), theme=theme)
        self.cancel.setObjectName("cancelButton")
        self.cancel.hide()
        self.more = IconButton("ellipsis", text=tr("More for this request"), theme=theme, outlined=True)
        self.more.setObjectName("moreButton")
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = RequestMenu(self.more)
        self.more.setMenu(self.menu)
        self.notice = NoticeBar(theme=theme)
        self._tabs = SubTabs(theme=theme)
        self._tabs.setObjectName("requestTabs")
        self._tabs.setAccessibleName(tr("Parts of the request"))
        for name in (tr("Parameters"), tr("Headers"), tr("Body"), tr("Variables"), tr("Notes")):
            self._tabs.add(name)
        self._arrange_head()
        self._pages = QStackedWidget(self)
        self.parameters = RequestParameters(context, parent=self._pages)
        self._headers = KeyValueTable(name=tr("Headers"), theme=theme, parent=self._pages)
        self._headers.setObjectName("headerTable")
        self.request_body = RequestBody(context, account=self.account.account, parent=self._pages)
        self.variables = RequestVariables(context, parent=self._pages)
        self.notes = RequestNotes(parent=self._pages)
        self.request_body.offer_variables(self.variables.known)
        lines = (self.path, self.parameters, self._headers, self.request_body)
        VariableCompleter(*lines, variables=self.variables.known, parent=self)
        self._saved_as = self._saved_digest = ""
        self._arrange()
        self._connect()
        self._on_changed()

    def _arrange_head(self) -> None:
        """What stands above the pages, and so comes before them for the Tab key."""
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 12, 12, GRID)
        bar.setSpacing(GRID)
        bar.addWidget(self.method)
        bar.addWidget(self.path, 1)
        bar.addWidget(self.account)
        bar.addWidget(self.send)
        bar.addWidget(self.cancel)
        bar.addWidget(self.more)
        notices = QVBoxLayout()
        notices.setContentsMargins(12, 0, 12, 0)
        notices.addWidget(self.notice)
        self.body.setSpacing(0)
        self.body.addLayout(bar)
        self.body.addLayout(notices)
        self.body.addWidget(self._tabs)

    def _arrange(self) -> None:
        for page in (self.parameters, self._headers, self.request_body, self.variables, self.notes):
            self._pages.addWidget(page)
        self.body.addWidget(self._pages, 1)

    def _connect(self) -> None:
        self.method.changed.connect(self._on_changed)
        self.path.textChanged.connect(self._on_changed)
        self.account.changed.connect(self._on_changed)
        self.path.returnPressed.connect(self.send_clicked)
        self.parameters.changed.connect(self._on_changed)
        self._headers.changed.connect(self._on_changed)
        self.variables.changed.connect(self._on_changed)
        self.notes.changed.connect(self._on_changed)
        self.request_body.changed.connect(self._on_changed)
        self._tabs.currentChanged.connect(self._pages.setCurrentIndex)
        self.send.clicked.connect(self.send_clicked)
        self.cancel.clicked.connect(self.cancel_clicked)

    def show_draft(self, draft: Draft) -> None:
        """Fill the form."""
        self._saved_as, self._saved_digest = draft.saved_as, draft.saved_digest
        self.notes.set_text(draft.notes)
        self.account.set_account_id(draft.account_id)
        self.variables.set_own(dict(draft.variables))
        self.method.set_method(draft.method)
        self.path.setText(draft.path)
        self.parameters.show_path(draft.path)
        self.parameters.set_values(draft.values)
        self.parameters.set_pairs(draft.query)
        self._headers.set_pairs([KeyValue(name, value, enabled) for enabled, name, value in draft.headers])
        self.request_body.show_draft(draft.body)
        self._on_changed()

    def draft(self) -> Draft:
        """The form as it is kept for tomorrow."""
        headers = tuple((pair.enabled, pair.name, pair.value) for pair in self._headers.pairs())
        return Draft(
            method=self.method.method(),
            path=self.path.text(),
            values=tuple(self.parameters.values().items()),
            query=self.parameters.pairs(),
            headers=headers,
            body=self.request_body.draft(),
            account_id=self.account.account_id(),
            variables=tuple(self.variables.own().items()),
            notes=self.notes.text(),
            saved_as=self._saved_as,
            saved_digest=self._saved_digest,
        )

    def set_body(self, text: str) -> None:
        """Write another JSON body, and leave the rest as it is."""
        self.request_body.write_json(text)

    def request(self) -> ApiRequest:
        """The request to send: what is switched on, variables and placeholders filled, the body declared.

        Raises VariablesUnfilled and VariableIsSecret.
        """
        return self.variables.filled(self._written()).filled(self.parameters.values())

    def saved_as(self) -> str:
        """The name of the saved request that it is; empty for none."""
        return self._saved_as

    def set_saved_as(self, name: str, *, digest: str = "") -> None:
        """It is saved under this name from now on; an empty digest leaves the one it has."""
        self._saved_as, self._saved_digest = name, digest or self._saved_digest
        self.changed.emit()

    def _written(self) -> ApiRequest:
        draft = self.draft()
        return draft.body.put_into(
            ApiRequest(
                method=draft.method,
                path=draft.path.strip(),
                query=tuple((name, value) for enabled, name, value in draft.query if enabled and name),
                headers=tuple((name, value) for enabled, name, value in draft.headers if enabled and name),
            )
        )

    def sent_as(self) -> Account | None:
        """The account that it is sent as: its own, or the one at hand."""
        return self.account.account()

    def show_form(self, opened: OpenForm | None) -> None:
        """Offer the typed controls of an operation; what was written stays."""
        self.parameters.show_form(opened.form if opened else None)
        if opened is not None:
            self._offer_headers(opened.form)
        self.request_body.show_form(opened)

    def _offer_headers(self, form: OperationForm) -> None:
        """Headers that the operation knows, switched off until somebody wants them; its cookies as one, never on."""
        pairs = self._headers.pairs()
        known = {pair.name.lower() for pair in pairs}
        offered = [KeyValue(one.name, one.example, one.is_required) for one in form.placed(Place.HEADER)]
        if cookies := "; ".join(f"{one.name}={one.example}" for one in form.placed(Place.COOKIE)):
            offered.append(KeyValue("Cookie", cookies, enabled=False))
        self._headers.set_pairs([*pairs, *(one for one in offered if one.name.lower() not in known)])

    def show_part(self, part: int) -> None:
        """Bring parameters, headers or body to the front."""
        self._tabs.setCurrentIndex(part)

    def set_sending(self, *, sending: bool) -> None:
        """Offer Cancel instead of Send while a request is under way."""
        had_focus = self.send.hasFocus() or self.cancel.hasFocus()
        self.send.setVisible(not sending)
        self.cancel.setVisible(sending)
        if had_focus:
            (self.cancel if sending else self.send).setFocus()

    def _on_changed(self) -> None:
        self.parameters.show_path(self.path.text())
        self.parameters.follow(self.account.account())
        written = self._written()
        used = self.variables.follow(self.account.account(), written)
        self._tabs.set_count(VARIABLES, count=str(used) if used else "")
        query = sum(1 for enabled, name, _ in self.parameters.pairs() if enabled and name)
        headers = sum(1 for pair in self._headers.pairs() if pair.enabled and pair.name)
        open_places = len(ApiRequest(path=self.path.text()).placeholders)
        self._tabs.set_count(PARAMETERS, count=str(query + open_places) if query + open_places else "")
        self._tabs.set_count(NOTES, count="●" if self.notes.text().strip() else "")
        self._tabs.set_count(HEADERS, count=str(headers) if headers else "")
        self._tabs.set_count(BODY, count="●" if written.body is not None else "")
        self.request_body.show_header(self._declared() if written.body is not None else "")
        self.changed.emit()

    def _declared(self) -> str:
        """The Content-Type that stands among the headers."""
        said = (
            pair.value
            for pair in self._headers.pairs()
            if pair.enabled and pair.name.lower() == "content-type"
        )
        return next(said, "")
