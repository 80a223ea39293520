"""A body written as JSON: as text, and as a form that keeps in step with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QStackedWidget, QTextEdit, QWidget

from xena_desktop.domain.body_draft import BodyDraft, BodyKind
from xena_desktop.domain.form import BodyFault
from xena_desktop.domain.variables import KnownVariable
from xena_desktop.services.shelf import OpenForm
from xena_desktop.translation import tr
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.models.json_places import spot_at
from xena_desktop.ui.panels.body_faults import fault_words
from xena_desktop.ui.panels.body_page import BodyPage
from xena_desktop.ui.panels.field_help import AskedAs, FieldHelp
from xena_desktop.ui.widgets.body_completer import BodyCompleter
from xena_desktop.ui.widgets.body_fields import BodyFields
from xena_desktop.ui.widgets.buttons import PushButton
from xena_desktop.ui.widgets.code_editor import CHECK_AFTER_MS
from xena_desktop.ui.widgets.json_editor import JsonEditor

_TEXT, _FORM = range(2)


class JsonBody(BodyPage):
    """Checked as one types: that it is JSON, and that it is what the operation asks for."""

    def __init__(self, context: WindowContext, *, account: AskedAs, parent: QWidget | None = None) -> None:
        super().__init__(BodyKind.JSON, parent=parent)
        self._context = context
        theme = context.theme
        self._check: Callable[[str], tuple[BodyFault, ...]] = _nothing_wrong
        self._showing = False
        self.editor = JsonEditor(name=tr("Body"), theme=theme)
        self.editor.setObjectName("bodyEdit")
        self._completer = BodyCompleter(self.editor)
        self.fields = BodyFields(theme=theme)
        self.fields.setObjectName("bodyFields")
        self._help = FieldHelp(context, self.fields.grid, account=account)
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
        self._pages.addWidget(self.editor)
        self._pages.addWidget(self.fields)
        self._pause = QTimer(self, singleShot=True, interval=CHECK_AFTER_MS)
        self.lay_out(self._pages, self._sample, self._as_form, self._format)
        self._connect()
        self.show_form(None)

    def _connect(self) -> None:
        self.editor.textChanged.connect(self._on_text_changed)
        self.editor.validity_changed.connect(self._show_validity)
        self._format.clicked.connect(self.editor.format_text)
        self._pause.timeout.connect(self._show_validity)
        self._as_form.toggled.connect(self._on_form_toggled)
        self._sample.clicked.connect(self._on_sample_clicked)
        self.fields.text_changed.connect(self._write)

    def offer_variables(self, variables: Callable[[], Sequence[KnownVariable]]) -> None:
        """Offer these while the JSON is written."""
        self._completer.set_variables(variables)

    # --- what is written ---------------------------------------------------------------------------------

    def show_draft(self, draft: BodyDraft) -> None:
        """Show a body, and forget what could be undone."""
        self._showing = True
        self.editor.setPlainText(draft.json)
        self._showing = False
        self.editor.check()
        self._follow()
        self._show_validity()

    def put_into(self, draft: BodyDraft) -> BodyDraft:
        """``draft`` with the JSON that is written here."""
        return replace(draft, json=self.editor.toPlainText())

    def show_form(self, opened: OpenForm | None) -> None:
        """Follow an operation: its members, its sample, its checks."""
        super().show_form(opened)
        self._check = opened.check if opened else _nothing_wrong
        self._completer.set_schema(self.form.schema if self.form else {})
        self._sample.setVisible(bool(self.form and self.form.sample))
        members = self.form.members if self.form else ()
        self.fields.show_fields(members)
        self._as_form.setVisible(bool(members))
        if not members:
            self._as_form.setChecked(False)
        self._follow()
        self._show_validity()

    def _on_form_toggled(self, on: bool) -> None:
        self._pages.setCurrentIndex(_FORM if on else _TEXT)
        self._follow()
        (self.fields if on else self.editor).setFocus()

    def _on_sample_clicked(self) -> None:
        if self.form is not None:
            self._write(self.form.sample)
            self._follow()

    def _write(self, text: str) -> None:
        self.editor.write(text)
        self._show_validity()

    def _follow(self) -> None:
        """Show in the form what the text says."""
        if self._as_form.isChecked():
            self.fields.show_text(self.editor.toPlainText())

    def _on_text_changed(self) -> None:
        self._pause.start()
        if not self._showing:
            self.changed.emit()

    # --- what is wrong with it ---------------------------------------------------------------------------

    def _show_validity(self) -> None:
        text, problem = self.editor.toPlainText(), self.editor.problem()
        faults = self._check(text) if text.strip() and not problem else ()
        self._mark(faults, text=text)
        told = problem or self._told(faults, text=text)
        self.say(told, role="danger" if problem else "advice" if faults else "caption")
        self.validity.setToolTip("\n".join(map(fault_words, faults)))
        self._format.setEnabled(not problem and bool(text.strip()))

    def _told(self, faults: tuple[BodyFault, ...], *, text: str) -> str:
        if faults:
            spot = spot_at(text, faults[0].path)
            line = text.count("\n", 0, spot.start) + 1 if spot else 1
            more = f" (+{len(faults) - 1})" if len(faults) > 1 else ""
            return tr("Line {line}: {what}", line=line, what=fault_words(faults[0])) + more
        if not text.strip():
            return self.nothing_text()
        knows = self.form is not None and bool(self.form.schema)
        return tr("Valid JSON, as the operation asks for") if knows else tr("Valid JSON")

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


_KEEP: Final = QTextCursor.MoveMode.KeepAnchor


def _nothing_wrong(_text: str) -> tuple[BodyFault, ...]:
    return ()
