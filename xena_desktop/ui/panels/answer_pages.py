"""The small views of an answer: headers, picture, time."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QMenu, QScrollArea, QVBoxLayout, QWidget

from xena_desktop.domain.exchange import ApiAnswer, Timing
from xena_desktop.domain.searching import Places, Wanted
from xena_desktop.translation import tr
from xena_desktop.ui import words
from xena_desktop.ui.models.columns import Column
from xena_desktop.ui.panels.fact_table import FactTable
from xena_desktop.ui.theme import Theme
from xena_desktop.ui.widgets.timing_picture import Phase, TimingPicture


class AnswerHeaders(QScrollArea):
    """The headers of an answer, as they were received."""

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._headers: tuple[tuple[str, str], ...] = ()
        self.setObjectName("responseHeaders")
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        columns: list[Column[tuple[str, str]]] = [
            Column(title=tr("Name"), text=lambda pair: pair[0], is_mono=True),
            Column(title=tr("Value"), text=lambda pair: pair[1], is_mono=True, tool_tip=lambda pair: pair[1]),
        ]
        self._table = FactTable(columns, name=tr("Headers of the answer"), theme=theme, stretch=1)
        self._table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._table.customContextMenuRequested.connect(self._on_menu_requested)
        inner = QWidget()
        inner.setProperty("role", "scrolled")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._table)
        column.addStretch(1)
        self.setWidget(inner)

    def show_answer(self, answer: ApiAnswer) -> None:
        """Show the headers of this answer."""
        self._headers = answer.headers
        self._table.set_rows(answer.headers)

    def _on_menu_requested(self, place: QPoint) -> None:
        index = self._table.indexAt(place)
        if not index.isValid():
            return
        name, value = self._headers[index.row()]
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        clipboard = QGuiApplication.clipboard()
        menu.addAction(tr("Copy value"), lambda: clipboard.setText(value))
        menu.addAction(tr("Copy name and value"), lambda: clipboard.setText(f"{name}: {value}"))
        every = "\n".join(f"{name}: {value}" for name, value in self._headers)
        menu.addAction(tr("Copy all headers"), lambda: clipboard.setText(every))
        menu.popup(self._table.viewport().mapToGlobal(place))

    async def places_of(self, wanted: Wanted) -> Places:
        """The numbers of the headers whose name or value holds it; raises PatternInvalid."""
        pattern = wanted.compiled()
        return Places.numbered(
            row for row, pair in enumerate(self._headers) if any(pattern.search(text) for text in pair)
        )

    def show_found(self, start: int, _length: int) -> None:
        """Choose a header."""
        self._table.selectRow(start)
        area = self._table.visualRect(self._table.model().index(start, 0))
        self.ensureVisible(0, self._table.y() + area.bottom() + 2 * area.height())

    def mark(self, wanted: Wanted | None) -> None:
        """What is found is chosen, one after the other; nothing else is marked."""


class AnswerTiming(QWidget):
    """Where the time went."""

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("responseTiming")
        self._picture = TimingPicture(theme=theme)
        self._picture.setAccessibleName(tr("Where the time went"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._picture)
        column.addStretch(1)

    def show_timing(self, timing: Timing | None) -> None:
        """Show the parts of an exchange."""
        known = timing or Timing()
        parts = (
            (tr("Finding the address (DNS)"), known.resolving),
            (tr("Connecting"), known.connecting),
            (tr("Encryption (TLS)"), known.securing),
            (tr("Waiting for the answer"), known.waiting),
            (tr("Receiving"), known.transferring),
        )
        phases = [
            Phase(name, seconds, words.elapsed(seconds) if seconds >= 0.0005 else tr("under 1 ms"))
            for name, seconds in parts
        ]
        whole = sum(phase.seconds for phase in phases)
        phases.append(Phase(tr("Altogether"), 0.0, words.elapsed(whole)))
        self._picture.show_phases(phases, description=", ".join(f"{p.name} {p.words}" for p in phases))


class AnswerPicture(QWidget):
    """A picture in the middle, never larger than it is."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("responsePicture")
        self._picture = QPixmap()

    def show_picture(self, data: bytes) -> bool:
        """Show a picture; returns whether Qt can read it."""
        self._picture = QPixmap()
        found = self._picture.loadFromData(data)
        size = tr("{width} × {height} pixels", width=self._picture.width(), height=self._picture.height())
        self.setAccessibleName(tr("Picture, {size}", size=size))
        self.setToolTip(size)
        self.update()
        return found

    def sizeHint(self) -> QSize:
        """As large as the picture."""
        return self._picture.size()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        if self._picture.isNull():
            return
        room = self.rect().adjusted(16, 16, -16, -16).size()
        size = self._picture.size()
        if size.width() > room.width() or size.height() > room.height():
            size = size.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        left, top = (self.width() - size.width()) // 2, (self.height() - size.height()) // 2
        painter.drawPixmap(left, top, size.width(), size.height(), self._picture)
