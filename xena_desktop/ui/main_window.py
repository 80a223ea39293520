"""The window itself: its frame, its size, and how it closes."""

from __future__ import annotations

import base64
from pathlib import Path

from PySide6.QtCore import QByteArray, QMimeData, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QMainWindow, QVBoxLayout, QWidget

from xena_desktop.domain.connection import SUFFIX
from xena_desktop.domain.interchange import FILE_SUFFIXES
from xena_desktop.translation import tr
from xena_desktop.ui.theme import Theme
from xena_desktop.ui.widgets.busy_indicator import BusyIndicator
from xena_desktop.ui.widgets.stripe import Stripe

_START_SIZE = (1440, 900)
_SMALLEST = (960, 600)


class MainWindow(QMainWindow):
    """A stripe of the connection's colour, and below it what is put in with ``show_content``.

    Closing it only says so (``close_wanted``): whoever runs the program ends its work first.
    """

    close_wanted = Signal()
    file_dropped = Signal(object)

    def __init__(self, *, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        self.setWindowTitle("Xena Desktop")
        self.setMinimumSize(*_SMALLEST)
        self.setAcceptDrops(True)
        self.stripe = Stripe()
        self._busy = BusyIndicator(text=tr("Opening"), theme=theme, size=32)
        self._busy.start()
        self._content: QWidget = QWidget()
        opening = QVBoxLayout(self._content)
        opening.addWidget(self._busy, 0, Qt.AlignmentFlag.AlignCenter)
        central = QWidget()
        self._column = QVBoxLayout(central)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.stripe)
        self._column.addWidget(self._content, 1)
        self.setCentralWidget(central)
        self._start_size()

    def _start_size(self) -> None:
        room = QGuiApplication.primaryScreen().availableGeometry()
        width, height = min(_START_SIZE[0], room.width()), min(_START_SIZE[1], room.height())
        self.resize(width, height)

    def show_content(self, content: QWidget) -> None:
        """Put this in the place of what is there."""
        self._busy.stop()
        self._column.replaceWidget(self._content, content)
        self._content.hide()
        self._content.deleteLater()
        self._content = content

    def show_connection(self, color: str, name: str) -> None:
        """Let the stripe say which connection is at hand."""
        self.stripe.show_connection(color=color, name=name)

    def geometry_text(self) -> str:
        """Size and place as a text."""
        return base64.b64encode(self.saveGeometry().data()).decode()

    def restore_geometry_text(self, text: str) -> None:
        """Take size and place of last time; anything unusable changes nothing."""
        try:
            data = base64.b64decode(text, validate=True)
        except ValueError:
            return
        if data:
            self.restoreGeometry(QByteArray(data))

    def come_to_front(self) -> None:
        """Be seen, from wherever it was."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()
        QApplication.alert(self)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Say that the person wants it closed."""
        event.ignore()
        self.close_wanted.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take connection files."""
        if _known_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Offer to import the file."""
        for path in _known_files(event.mimeData())[:1]:
            event.acceptProposedAction()
            self.file_dropped.emit(path)


def _known_files(data: QMimeData) -> list[Path]:
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return [path for path in paths if path.suffix.lower() in (SUFFIX, *FILE_SUFFIXES)]
