"""The body of a request: as text, and as a form that keeps in step with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTextEdit, QVBoxLayout, QWidget

from xena_desktop.domain.errors import NotSignedIn, XenaError
from xena_desktop.domain.form import BodyFault, BodyForm, Field
from xena_desktop.error_texts import explain
from xena_desktop.services.shelf import OpenForm
from xena_desktop.translation import tr
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.models.json_places import spot_at
from xena_desktop.ui.theme import GRID
from xena_desktop.ui.widgets.body_fields import BodyFields
from xena_desktop.ui.widgets.buttons import PushButton
from xena_desktop.ui.widgets.combo_box import ComboBox
from xena_desktop.ui.widgets.json_completer import JsonCompleter
from xena_desktop.ui.widgets.json_editor import CHECK_AFTER_MS, JsonEditor
from xena_desktop.ui.widgets.labels import label, set_role

JSON: Final = "application/json"
_URL_ENCODED: Final = "application/x-www-form-urlencoded"
_TEXT, _FORM = range(2)


class RequestBody(QWidget):
    """Write a body. Checked as one types: that it is JSON, and that it is what the operation asks for."""

    changed = Signal()

    def __init__(self, context: WindowContext, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        theme = context.theme
        self._form: BodyForm | None = None
        self._check: Callable[[str], tuple[BodyFault, ...]] = _nothing_wrong
        self.editor = JsonEditor(name=tr("Body"), theme=theme)
        self.editor.setObjectName("bodyEdit")
        self._completer = JsonCompleter(self.editor)
        self.fields = BodyFields(theme=theme)
        self.fields.setObjectName("bodyFields")
        self._validity = label(role="caption")
        self._validity.setObjectName("bodyValidity")
        self._type = ComboBox(name=tr("Content type"))
        self._type.setObjectName("contentTypeCombo")
        self._type.setProperty("compact", True)  # noqa: FBT003 - a property's value
        self._as_form = PushButton(tr("Form"), theme=theme, size="small")
        self._as_form.setObjectName("bodyFormButton")
        self._as_form.setCheckable(True)
        self._sample = PushButton(tr("Sample"), theme=theme, size="small")
        self._sample.setObjectName("bodySampleButton")
        self._sample.setToolTip(tr("Write a body with everything that can stand in it; can be undone"))
        self._format = PushButton(tr("Format"), theme=theme, size="small")
        self._format.setObjectName("formatButton")
        self._format.setToolTip(tr("Lay the JSON out anew (Ctrl+Shift+I)"))
        self._pages = QStackedWidget()
        self._pause = QTimer(self, singleShot=True, interval=CHECK_AFTER_MS)
        self._arrange()
        self._connect()
        self.show_form(None)

    def _arrange(self) -> None:
        self._pages.addWidget(self.editor)
        self._pages.addWidget(self.fields)
        foot = QHBoxLayout()
        foot.setContentsMargins(14, 2, 12, 6)
        foot.setSpacing(GRID)
        foot.addWidget(self._validity, 1)
        for part in (self._type, self._sample, self._as_form, self._format):
            foot.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 4, 1, 0)
        column.setSpacing(0)
        column.addWidget(self._pages, 1)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.editor.textChanged.connect(self._on_text_changed)
        self.editor.validity_changed.connect(self._show_validity)
        self._format.clicked.connect(self.editor.format_text)
        self._pause.timeout.connect(self._show_validity)
        self._type.currentIndexChanged.connect(self._on_type_chosen)
        self._as_form.toggled.connect(self._on_form_toggled)
        self._sample.clicked.connect(self._on_sample_clicked)
        self.fields.text_changed.connect(self._write)
        self.fields.help_wanted.connect(self._on_help_wanted)

    # --- what is written ---------------------------------------------------------------------------------

    def text(self) -> str:
        """The body as text."""
        return self.editor.toPlainText()

    def set_text(self, text: str) -> None:
        """Show a body, and forget what could be undone."""
        self.editor.setPlainText(text)
        self.editor.check()
        self._follow()

    def content_type(self) -> str:
        """What the body is declared as."""
        return str(self._type.currentData() or JSON)

    def is_json(self) -> bool:
        """Whether the body is to be JSON."""
        return "json" in self.content_type()

    def show_form(self, opened: OpenForm | None) -> None:
        """Follow an operation: its content types, its members, its checks. None knows nothing of the body."""
        self._form = opened.form.body if opened else None
        self._check = opened.check if opened else _nothing_wrong
        self._completer.set_schema(self._form.schema if self._form else {})
        types = self._form.content_types if self._form else (JSON,)
        blocked = self._type.blockSignals(True)  # noqa: FBT003 - Qt's own
        self._type.clear()
        for one in types:
            self._type.addItem(one, one)
        self._type.blockSignals(blocked)
        self._type.setVisible(len(types) > 1)
        self._sample.setVisible(bool(self._form and self._form.sample))
        self._on_type_chosen()

    def _on_type_chosen(self) -> None:
        form = self._form
        fields: tuple[Field, ...] = ()
        if form is not None and self.is_json():
            fields = form.members
        elif form is not None and self.content_type() == _URL_ENCODED:
            fields = form.fields
        self.fields.show_fields(fields, is_json=self.is_json())
        self._as_form.setVisible(bool(fields))
        if not fields:
            self._as_form.setChecked(False)
        self._follow()
        self._show_validity()
        self.changed.emit()

    def _on_form_toggled(self, on: bool) -> None:
        self._pages.setCurrentIndex(_FORM if on else _TEXT)
        self._follow()
        (self.fields if on else self.editor).setFocus()

    def _on_sample_clicked(self) -> None:
        if self._form is not None:
            self._write(self._form.sample)
            self._follow()

    def _write(self, text: str) -> None:
        """Put a text in place of the one before, as one step that can be undone."""
        cursor = self.editor.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        self.editor.check()
        self._show_validity()

    def _follow(self) -> None:
        """Show in the form what the text says."""
        if self._as_form.isChecked():
            self.fields.show_text(self.text())

    def _on_text_changed(self) -> None:
        self._pause.start()
        self.changed.emit()

    # --- what is wrong with it ---------------------------------------------------------------------------

    def _show_validity(self) -> None:
        text, problem = self.text(), self.editor.problem() if self.is_json() else ""
        faults = self._check(text) if self.is_json() and text.strip() and not problem else ()
        self._mark(faults, text=text)
        set_role(self._validity, role="danger" if problem else "advice" if faults else "caption")
        self._validity.setText(problem or self._told(faults, text=text))
        self._validity.setToolTip("\n".join(_in_words(one) for one in faults))
        self._format.setEnabled(self.is_json() and not problem and bool(text.strip()))

    def _told(self, faults: tuple[BodyFault, ...], *, text: str) -> str:
        if faults:
            spot = spot_at(text, faults[0].path)
            line = text.count("\n", 0, spot.start) + 1 if spot else 1
            more = f" (+{len(faults) - 1})" if len(faults) > 1 else ""
            return tr("Line {line}: {what}", line=line, what=_in_words(faults[0])) + more
        if not text.strip():
            needed = self._form is not None and self._form.is_required
            return tr("A body is needed.") if needed else tr("No body is sent.")
        if not self.is_json():
            return ""
        return tr("Valid JSON, as the operation asks for") if self._knows() else tr("Valid JSON")

    def _knows(self) -> bool:
        return self._form is not None and bool(self._form.schema)

    def _mark(self, faults: tuple[BodyFault, ...], *, text: str) -> None:
        """Underline what the operation does not ask for."""
        selections = []
        for fault in faults:
            spot = spot_at(text, fault.path)
            if spot is None:
                continue
            selection = QTextEdit.ExtraSelection()
            cursor = self.editor.textCursor()
            cursor.setPosition(spot.start)
            cursor.setPosition(min(spot.end, text.find("\n", spot.start) % (len(text) + 1)), _KEEP)
            wavy = QTextCharFormat()
            wavy.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            wavy.setUnderlineColor(QColor(self._context.theme.warning))
            selection.cursor, selection.format = cursor, wavy
            selections.append(selection)
        self.editor.setExtraSelections(selections)

    # --- ids ---------------------------------------------------------------------------------------------

    def _on_help_wanted(self, field: Field, text: str) -> None:
        self._context.tasks.start(
            self._offer(field, text), on_error=lambda error: self._on_not_helped(field, error)
        )

    async def _offer(self, field: Field, text: str) -> None:
        account = self._context.chosen.account
        if account is None:
            raise NotSignedIn
        wanted = "" if text.isdigit() else text
        found = await self._context.services.pickers.choices(account, field.picker, text=wanted)
        self.fields.grid.show_choices(field.key, found)

    def _on_not_helped(self, field: Field, error: XenaError) -> None:
        self.fields.grid.show_problem(field.key, explain(error).title)


_KEEP: Final = QTextCursor.MoveMode.KeepAnchor


def _nothing_wrong(_text: str) -> tuple[BodyFault, ...]:
    return ()


def _in_words(fault: BodyFault) -> str:
    """A fault of the schema's as a person would say it."""
    name = ".".join(str(step) for step in fault.path) or tr("The body")
    match fault.rule:
        case "unknown":
            return tr("“{name}” is not known to the operation", name=name)
        case "required":
            return tr("“{wanted}” is missing", wanted=fault.wanted)
        case "enum" | "const":
            return tr("“{name}” must be one of {wanted}", name=name, wanted=fault.wanted)
        case "type":
            return tr("“{name}” must be {wanted}", name=name, wanted=_type_words(fault.wanted))
        case "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum":
            return tr("“{name}” is out of range: {wanted}", name=name, wanted=fault.wanted)
        case "minLength" | "maxLength" | "minItems" | "maxItems":
            return tr("“{name}” is too short or too long: {wanted}", name=name, wanted=fault.wanted)
        case "format" | "pattern":
            return tr("“{name}” is not written as {wanted}", name=name, wanted=fault.wanted)
    return tr("“{name}” is not what the operation asks for", name=name)


def _type_words(wanted: str) -> str:
    words = {
        "string": tr("a text"),
        "integer": tr("a whole number"),
        "number": tr("a number"),
        "boolean": tr("true or false"),
        "object": tr("an object"),
        "array": tr("a list"),
    }
    return " / ".join(words.get(one, one) for one in wanted.split(", "))
