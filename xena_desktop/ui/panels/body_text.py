"""A body written as text: XML, or whatever it may be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtWidgets import QWidget

from xena_desktop.domain.body_draft import BodyDraft, BodyKind
from xena_desktop.domain.variables import KnownVariable
from xena_desktop.translation import tr
from xena_desktop.ui.context import WindowContext
from xena_desktop.ui.models import markup_syntax, xml_syntax
from xena_desktop.ui.panels.body_page import BodyPage
from xena_desktop.ui.widgets.body_completer import BodyCompleter
from xena_desktop.ui.widgets.code_editor import CodeEditor, CodeLanguage

_LANGUAGES: Final = {
    BodyKind.XML: CodeLanguage(problem=xml_syntax.problem, spans=markup_syntax.spans),
    BodyKind.TEXT: CodeLanguage(),
}


class TextBody(BodyPage):
    """One kind of text. XML is checked as one types: that it is well formed."""

    def __init__(self, context: WindowContext, kind: BodyKind, *, parent: QWidget | None = None) -> None:
        super().__init__(kind, parent=parent)
        self._kind = kind
        self._showing = False
        self.editor = CodeEditor(_LANGUAGES[kind], name=tr("Body"), theme=context.theme)
        self.editor.setObjectName(f"{kind}BodyEdit")
        self._completer = BodyCompleter(self.editor)
        self.editor.textChanged.connect(self._on_text_changed)
        self.editor.validity_changed.connect(self._show_validity)
        self.lay_out(self.editor)
        self._show_validity()

    def offer_variables(self, variables: Callable[[], Sequence[KnownVariable]]) -> None:
        """Offer these while the text is written."""
        self._completer.set_variables(variables)

    def show_draft(self, draft: BodyDraft) -> None:
        """Show a body, and forget what could be undone."""
        self._showing = True
        self.editor.setPlainText(draft.xml if self._kind is BodyKind.XML else draft.text)
        self._showing = False
        self.editor.check()
        self._show_validity()

    def put_into(self, draft: BodyDraft) -> BodyDraft:
        """``draft`` with the text that is written here."""
        return draft.with_text_of(self._kind, self.editor.toPlainText())

    def _on_text_changed(self) -> None:
        if not self._showing:
            self._show_validity()
            self.changed.emit()

    def _show_validity(self) -> None:
        text, problem = self.editor.toPlainText(), self.editor.problem()
        good = tr("Well-formed XML") if self._kind is BodyKind.XML else tr("Sent as it stands")
        self.say(
            problem or (good if text.strip() else self.nothing_text()),
            role="danger" if problem else "caption",
        )
