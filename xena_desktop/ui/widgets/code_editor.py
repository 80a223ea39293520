"""An editor for a request's body, in whatever language it is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from xena_desktop.ui.models.json_syntax import INDENT, Piece, Span
from xena_desktop.ui.theme import Theme, mono_font

CHECK_AFTER_MS: Final = 250
"""The text is checked when the person pauses."""
LONGEST_COLOURED: Final = 20_000
"""A longer line stays in one colour, so that typing into it stays fast."""


def piece_formats(theme: Theme) -> dict[Piece, QTextCharFormat]:
    """The colours of a text's pieces."""
    colors = {
        Piece.KEY: theme.key,
        Piece.STRING: theme.string,
        Piece.NUMBER: theme.number,
        Piece.LITERAL: theme.number,
        Piece.COMMENT: theme.secondary,
    }
    formats = {piece: QTextCharFormat() for piece in colors}
    for piece, color in colors.items():
        formats[piece].setForeground(QColor(color))
    return formats


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeLanguage:
    """What an editor knows of its language: what is wrong with a text, the pieces of a line, what begins a block."""

    problem: Callable[[str], str] = lambda _text: ""
    spans: Callable[[str], Iterable[Span]] = lambda _line: ()
    opening: tuple[str, ...] = ()


class CodeEditor(QPlainTextEdit):
    """Plain text with the colours of its language and line numbers, checked while it is written.

    ``validity_changed`` carries what is wrong, with line and column, or an empty text. Tab writes two spaces;
    Shift+Tab leaves the editor.
    """

    validity_changed = Signal(str)

    def __init__(
        self, language: CodeLanguage, *, name: str, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._language, self._theme, self._problem = language, theme, ""
        self.setAccessibleName(name)
        self.setFont(mono_font())
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._highlighter = _Highlighter(self.document(), language=language, theme=theme)
        self._numbers = _LineNumbers(self)
        self._pause = QTimer(self, singleShot=True, interval=CHECK_AFTER_MS)
        self._pause.timeout.connect(self.check)
        self.textChanged.connect(self._pause.start)
        self.blockCountChanged.connect(self._on_block_count_changed)
        self.updateRequest.connect(self._on_update_requested)
        self._on_block_count_changed()

    def problem(self) -> str:
        """What was wrong at the last check, or an empty text."""
        return self._problem

    def check(self) -> str:
        """Check now, without waiting for a pause; returns what is wrong, or an empty text."""
        self._pause.stop()
        found = self._language.problem(self.toPlainText())
        if found != self._problem:
            self._problem = found
            self.setAccessibleDescription(found)
            self.validity_changed.emit(found)
        return found

    def write(self, text: str) -> None:
        """Put a text in place of the one before, as one step that can be undone."""
        if text != self.toPlainText():
            cursor = self.textCursor()
            cursor.select(QTextCursor.SelectionType.Document)
            cursor.insertText(text)
        self.check()

    def set_theme(self, theme: Theme) -> None:
        """Show these colours from now on."""
        self._theme = theme
        self._highlighter.set_theme(theme)
        self._numbers.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tab writes spaces, Enter keeps the line's indentation, Shift+Tab goes back."""
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if event.key() == Qt.Key.Key_Tab and plain:
            self.textCursor().insertText(INDENT)
        elif event.key() == Qt.Key.Key_Backtab:
            self._leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self._break_line()
        else:
            super().keyPressEvent(event)

    def _leave(self) -> None:
        """Go to the control before this one, which Qt allows only while Tab is no text."""
        self.setTabChangesFocus(True)
        self.focusPreviousChild()
        self.setTabChangesFocus(False)

    def _break_line(self) -> None:
        cursor = self.textCursor()
        before = cursor.block().text()[: cursor.positionInBlock()]
        indent = before[: len(before) - len(before.lstrip())]
        deeper = INDENT if before.rstrip().endswith(self._language.opening) else ""
        cursor.insertText("\n" + indent + deeper)
        self.ensureCursorVisible()

    def numbers_width(self) -> int:
        """The pixels that the line numbers take."""
        digits = max(2, len(str(self.blockCount())))
        return self.fontMetrics().horizontalAdvance("0") * digits + 24

    def draw_numbers(self, painter: QPainter, rect: QRect) -> None:
        """Draw the numbers of the lines in ``rect``."""
        painter.fillRect(rect, QColor(self._theme.surface))
        painter.setFont(self.font())
        width = self._numbers.width() - 12
        block = self.firstVisibleBlock()
        place = self.blockBoundingGeometry(block).translated(self.contentOffset())
        current = self.textCursor().blockNumber()
        while block.isValid() and place.top() <= rect.bottom():
            here = block.blockNumber() == current and self.hasFocus()
            painter.setPen(QColor(self._theme.text if here else self._theme.tertiary))
            box = QRect(0, round(place.top()), width, round(place.height()))
            painter.drawText(box, Qt.AlignmentFlag.AlignRight, str(block.blockNumber() + 1))
            block = block.next()
            place = self.blockBoundingGeometry(block).translated(self.contentOffset())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the line numbers at the left."""
        super().resizeEvent(event)
        inside = self.contentsRect()
        self._numbers.setGeometry(inside.left(), inside.top(), self.numbers_width(), inside.height())

    def _on_block_count_changed(self) -> None:
        self.setViewportMargins(self.numbers_width(), 0, 0, 0)

    def _on_update_requested(self, rect: QRect, moved: int) -> None:
        if moved:
            self._numbers.scroll(0, moved)
        else:
            self._numbers.update(0, rect.y(), self._numbers.width(), rect.height())


class _LineNumbers(QWidget):
    """The margin of the editor."""

    def __init__(self, editor: CodeEditor) -> None:
        super().__init__(editor)
        self._editor = editor

    def sizeHint(self) -> QSize:
        return QSize(self._editor.numbers_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._editor.draw_numbers(QPainter(self), event.rect())


class _Highlighter(QSyntaxHighlighter):
    """Colours the editor's lines."""

    def __init__(self, document: QTextDocument, *, language: CodeLanguage, theme: Theme) -> None:
        super().__init__(document)
        self._spans = language.spans
        self._formats = piece_formats(theme)

    def set_theme(self, theme: Theme) -> None:
        self._formats = piece_formats(theme)
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        if len(text) <= LONGEST_COLOURED:
            for span in self._spans(text):
                self.setFormat(span.start, span.length, self._formats[span.piece])
