"""An editor for JSON."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from xena_desktop.translation import tr
from xena_desktop.ui.models.json_syntax import formatted, problem, spans
from xena_desktop.ui.theme import Theme
from xena_desktop.ui.widgets.code_editor import CodeEditor, CodeLanguage

_JSON: Final = CodeLanguage(problem=problem, spans=spans, opening=("{", "["))


class JsonEditor(CodeEditor):
    """JSON, checked while it is written. ``format_action`` lays it out anew and can be undone."""

    def __init__(self, *, name: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(_JSON, name=name, theme=theme, parent=parent)
        self.format_action = QAction(tr("Format JSON"), self)
        self.format_action.setShortcut(QKeySequence("Ctrl+Shift+I"))
        self.format_action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.format_action.triggered.connect(self.format_text)
        self.addAction(self.format_action)

    def format_text(self) -> None:
        """Lay the text out anew, as one step that can be undone; broken JSON stays as it is."""
        self.write(formatted(self.toPlainText()))
