from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QImage
from PySide6.QtSvg import QSvgRenderer

from xena_desktop.ui.icons import icon, pixmap

FOLDER = Path(str(resources.files("xena_desktop.resources") / "icons"))
NAMES = sorted(file.stem for file in FOLDER.glob("*.svg"))

pytestmark = pytest.mark.usefixtures("qapp")


def strongest(image: QImage) -> QColor:
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return max(pixels, key=QColor.alpha)


@pytest.mark.parametrize("name", NAMES)
def test_every_icon_is_drawn_in_the_colour_asked_for(name: str) -> None:
    color = strongest(pixmap(name, color="#3A741D").toImage())
    assert color.alpha() > 150
    assert abs(color.green() - 0x74) < 12


@pytest.mark.parametrize("name", NAMES)
def test_every_icon_is_one_that_can_be_coloured(name: str) -> None:
    drawing = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    assert "currentColor" in drawing
    assert QSvgRenderer(str(FOLDER / f"{name}.svg")).isValid()


@pytest.mark.parametrize(("ratio", "pixels"), [(1.0, 16), (1.25, 20), (1.5, 24), (2.0, 32), (3.0, 48)])
def test_an_icon_has_a_pixel_for_each_of_the_screen(ratio: float, pixels: int) -> None:
    drawn = icon("play", color="#000000").pixmap(QSize(16, 16), ratio)
    assert drawn.size() == QSize(pixels, pixels)
    assert drawn.devicePixelRatio() == ratio


def test_a_larger_drawing_is_drawn_anew_not_enlarged() -> None:
    image = pixmap("x", color="#000000", size=64).toImage()
    edges = sum(
        0 < image.pixelColor(x, y).alpha() < 255 for x in range(image.width()) for y in range(image.height())
    )
    assert edges < 400  # an enlarged 16 pixels would be soft all along its strokes


def test_a_disabled_icon_has_its_own_colour_or_is_fainter() -> None:
    size = QSize(16, 16)
    faint = icon("check", color="#000000").pixmap(size, QIcon.Mode.Disabled).toImage()
    own = icon("x", color="#000000", disabled="#FF0000").pixmap(size, QIcon.Mode.Disabled).toImage()
    assert strongest(faint).alpha() < 120
    assert strongest(own).red() > 240


def test_a_copy_lives_on_its_own() -> None:
    copy = QIcon(icon("x", color="#000000"))
    copy.addPixmap(pixmap("check", color="#000000"))
    assert not copy.pixmap(QSize(16, 16)).isNull()
    assert copy.availableSizes() == [QSize(16, 16)]


def test_an_icon_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(LookupError, match="no-such-icon"):
        icon("no-such-icon", color="#000000")


def test_the_licence_is_beside_the_icons() -> None:
    assert "ISC License" in (FOLDER / "LICENSE").read_text(encoding="utf-8")
