"""One-colour icons from ``resources/icons``, drawn sharply at any size and on any screen."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer


def icon(name: str, *, color: str, size: int = 16, disabled: str | None = None) -> QIcon:
    """The icon ``name`` (a file's name without ``.svg``) in ``color``.

    ``size``, in pixels, is what it offers to a control that does not ask for a size of its own. ``disabled``
    is its colour on a control that cannot be used; without it, that is the same colour at 40 % strength.
    Raises ``LookupError`` when there is no such icon.
    """
    return QIcon(_SvgEngine(_drawing(name), color=color, size=size, disabled=disabled))


def pixmap(name: str, *, color: str, size: int = 16, ratio: float = 1.0) -> QPixmap:
    """The icon ``name`` as a picture of ``size`` pixels for a screen of that device pixel ratio."""
    return icon(name, color=color, size=size).pixmap(QSize(size, size), ratio)


def program_icon() -> QIcon:
    """The program's own icon, in its colours."""
    return QIcon(str(resources.files("xena_desktop.resources") / "application" / "xena-desktop.svg"))


@lru_cache(maxsize=128)
def _drawing(name: str) -> str:
    file = resources.files("xena_desktop.resources") / "icons" / f"{name}.svg"
    if not file.is_file():
        raise LookupError(f"no icon is called {name!r}")
    return file.read_text(encoding="utf-8")


class _SvgEngine(QIconEngine):
    """Draws the SVG at the very size asked for, instead of scaling a picture of it."""

    def __init__(self, drawing: str, *, color: str, size: int, disabled: str | None) -> None:
        super().__init__()
        self._drawing, self._color, self._size, self._disabled = drawing, color, size, disabled

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        """Draw the icon into ``rect``, in its middle and square."""
        off = mode is QIcon.Mode.Disabled
        color = self._disabled if off and self._disabled else self._color
        side = min(rect.width(), rect.height())
        square = QRectF(
            rect.x() + (rect.width() - side) / 2, rect.y() + (rect.height() - side) / 2, side, side
        )
        painter.save()
        if off and not self._disabled:
            painter.setOpacity(0.4)
        drawing = self._drawing.replace("currentColor", color)
        QSvgRenderer(QByteArray(drawing.encode())).render(painter, square)
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """The icon as a picture of ``size`` device pixels."""
        image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return QPixmap.fromImage(image)

    def actualSize(self, size: QSize, _mode: QIcon.Mode, _state: QIcon.State) -> QSize:
        """Any size can be drawn."""
        return size

    def availableSizes(
        self, _mode: QIcon.Mode = QIcon.Mode.Normal, _state: QIcon.State = QIcon.State.Off
    ) -> list[QSize]:
        """The size the icon was made for."""
        return [QSize(self._size, self._size)]

    def clone(self) -> QIconEngine:
        """Another engine for the same icon."""
        return _SvgEngine(self._drawing, color=self._color, size=self._size, disabled=self._disabled)

    def isNull(self) -> bool:
        """There is always something to draw."""
        return False
