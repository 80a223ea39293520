"""The body of a request: its kind, and a page to write each kind on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from xena_desktop.domain.body_draft import BodyDraft, BodyKind
from xena_desktop.domain.form import BodyForm
from xena_desktop.domain.offered_body import kinds_of, offered_body, types_of_kind
from xena_desktop.domain.variables import KnownVariable
from xena_desktop.services.shelf import OpenForm
from xena_desktop.translation import tr
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.panels.body_file import FilePage
from xena_desktop.ui.panels.body_form import FormBody
from xena_desktop.ui.panels.body_json import JsonBody
from xena_desktop.ui.panels.body_none import NoBody
from xena_desktop.ui.panels.body_page import BodyPage
from xena_desktop.ui.panels.body_parts import PartsBody
from xena_desktop.ui.panels.body_text import TextBody
from xena_desktop.ui.panels.field_help import AskedAs
from xena_desktop.ui.theme import GRID
from xena_desktop.ui.widgets.combo_box import ComboBox
from xena_desktop.ui.widgets.labels import label, set_property

_USUAL: Final[Mapping[BodyKind, tuple[str, ...]]] = MappingProxyType({
    BodyKind.JSON: ("application/json",),
    BodyKind.XML: ("application/xml", "text/xml"),
    BodyKind.TEXT: ("text/plain", "text/csv", "text/html"),
})  # fmt: skip


class RequestBody(QWidget):
    """Write a body. Choosing another kind loses nothing: what was written as the one before waits for it."""

    changed = Signal()

    def __init__(self, context: WindowContext, *, account: AskedAs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._account = context, account
        self._opened: OpenForm | None = None
        self._draft, self._types = BodyDraft(), dict[str, str]()
        self._pages: dict[BodyKind, BodyPage] = {}
        self._variables: Callable[[], Sequence[KnownVariable]] = tuple
        self._kind = ComboBox(name=tr("Kind of body"))
        self._kind.setObjectName("bodyKindCombo")
        self._type = ComboBox(name=tr("Content type"))
        self._type.setObjectName("contentTypeCombo")
        self._said = label(role="advice")
        self._said.setObjectName("bodyHeaderNote")
        self._stack = QStackedWidget()
        for kind, said in _kind_words().items():
            self._kind.addItem(said, kind)
        self._arrange()
        self._kind.currentIndexChanged.connect(self._on_kind_chosen)
        self._type.activated.connect(self._on_type_chosen)
        self.show_draft(BodyDraft())

    def _arrange(self) -> None:
        for combo in (self._kind, self._type):
            set_property(combo, name="compact", value=True)
        self._kind.setFixedWidth(150)
        head = QHBoxLayout()
        head.setContentsMargins(12, GRID - 2, 12, 4)
        head.setSpacing(GRID)
        head.addWidget(self._kind)
        head.addWidget(self._type)
        head.addWidget(self._said, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._stack, 1)

    def offer_variables(self, variables: Callable[[], Sequence[KnownVariable]]) -> None:
        """Offer these while the body is written."""
        self._variables = variables
        for page in self._pages.values():
            page.offer_variables(variables)

    @property
    def json(self) -> JsonBody:
        """Where JSON is written."""
        page = self.page(BodyKind.JSON)
        assert isinstance(page, JsonBody)  # noqa: S101 - as it was made
        return page

    def page(self, kind: BodyKind) -> BodyPage:
        """Where a kind is written; made when it is first needed, for most bodies are of one kind."""
        if kind not in self._pages:
            page = self._pages[kind] = self._made(kind)
            page.show_draft(self._draft)
            page.show_form(self._opened)
            page.offer_variables(self._variables)
            page.changed.connect(self.changed)
            self._stack.addWidget(page)
        return self._pages[kind]

    def _made(self, kind: BodyKind) -> BodyPage:
        match kind:
            case BodyKind.JSON:
                return JsonBody(self._context, account=self._account)
            case BodyKind.FORM:
                return FormBody(self._context, account=self._account)
            case BodyKind.MULTIPART:
                return PartsBody(self._context)
            case BodyKind.XML | BodyKind.TEXT:
                return TextBody(self._context, kind)
            case BodyKind.FILE:
                return FilePage(self._context)
        return NoBody()

    @property
    def _form(self) -> BodyForm | None:
        return self._opened.form.body if self._opened else None

    # --- what is written ---------------------------------------------------------------------------------

    @property
    def kind(self) -> BodyKind:
        """The kind that is sent."""
        return BodyKind(self._kind.currentData())

    def draft(self) -> BodyDraft:
        """All that is written, as whatever kind."""
        draft = replace(self._draft, kind=self.kind, content_types=tuple(self._types.items()))
        for page in self._pages.values():
            draft = page.put_into(draft)
        return replace(draft, content_types=tuple(sorted(draft.content_types)))

    def show_draft(self, draft: BodyDraft) -> None:
        """Show a body of whatever kind; ``changed`` stays silent."""
        self._draft, self._types = draft, dict(draft.content_types)
        for page in self._pages.values():
            page.show_draft(draft)
        self._show_kind(draft.kind)

    def write_json(self, text: str) -> None:
        """Write a JSON body, and leave what was written as other kinds."""
        self.json.show_draft(BodyDraft(json=text))
        self._show_kind(BodyKind.JSON)
        self.changed.emit()

    def show_form(self, opened: OpenForm | None) -> None:
        """Follow an operation: its kinds, its members, its checks. Where nothing is written it says how to begin."""
        self._opened = opened
        for page in self._pages.values():
            page.show_form(opened)
        if self._form is not None and self.draft() == BodyDraft(kind=self.kind):
            self.show_draft(offered_body(self._form, kinds_of(self._form)[0]))
        self._show_types()

    def show_header(self, said: str) -> None:
        """Say so where a header declares the body instead; an empty text where none does."""
        text = tr("The header Content-Type says {type}", type=said) if said else ""
        self._said.setText(text)
        self._type.setEnabled(not said)

    # --- kind and content type ---------------------------------------------------------------------------

    def _show_kind(self, kind: BodyKind) -> None:
        blocked = self._kind.blockSignals(True)  # noqa: FBT003 - Qt's own
        self._kind.setCurrentIndex(self._kind.findData(kind))
        self._kind.blockSignals(blocked)
        self._stack.setCurrentWidget(self.page(kind))
        self._show_types()

    def _on_kind_chosen(self) -> None:
        kind = self.kind
        if self._form is not None and kind in kinds_of(self._form) and _is_empty(self.draft(), kind):
            self.page(kind).show_draft(offered_body(self._form, kind))
        self._show_kind(kind)
        self.changed.emit()

    def _show_types(self) -> None:
        """Offer the content types of the kind, where there is a choice."""
        kind = self.kind
        chosen, known = self._types.get(kind, ""), types_of_kind(self._form, kind) or _USUAL.get(kind, ())
        if known and not chosen and kind in _USUAL and _USUAL[kind][0] not in known:
            chosen = self._types[kind] = known[0]  # what the operation takes, which is not the usual one
        types = list(dict.fromkeys([*known, *([chosen] if chosen and kind in _USUAL else [])]))
        self._type.clear()
        self._type.addItems(types if kind in _USUAL else [])
        self._type.setCurrentIndex(max(0, self._type.findText(chosen)))
        self._type.setVisible(kind in _USUAL and len(types) > 1)

    def _on_type_chosen(self) -> None:
        kind, chosen = self.kind, self._type.currentText()
        self._types.pop(kind, None)
        if chosen != _USUAL[kind][0]:
            self._types[kind] = chosen
        self.changed.emit()


def _is_empty(draft: BodyDraft, kind: BodyKind) -> bool:
    """Whether nothing was written as this kind."""
    rows: Mapping[BodyKind, Sequence[object]] = {
        BodyKind.FORM: draft.fields,
        BodyKind.MULTIPART: draft.parts,
    }
    return not rows.get(kind, replace(draft, kind=kind).written())


def _kind_words() -> dict[BodyKind, str]:
    return {
        BodyKind.NONE: tr("None"),
        BodyKind.JSON: "JSON",
        BodyKind.FORM: tr("Form"),
        BodyKind.MULTIPART: tr("Multipart"),
        BodyKind.XML: "XML",
        BodyKind.TEXT: tr("Text"),
        BodyKind.FILE: tr("File"),
    }
