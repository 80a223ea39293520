"""The icons that the systems want are the drawings, in every size."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from tests.unit.packages.tool import tool

icons = tool("icons.py")

pytestmark = pytest.mark.usefixtures("qapp")


def test_linux_gets_each_size_of_both_icons(tmp_path: Path) -> None:
    icons.write_hicolor(tmp_path)
    for size in icons.HICOLOR_SIZES:
        for kind, name in (("apps", icons.PROGRAM), ("mimetypes", icons.MIME_ICON)):
            image = QImage(str(tmp_path / f"{size}x{size}" / kind / f"{name}.png"))
            assert (image.width(), image.height()) == (size, size)
            assert image.pixelColor(size // 2, size // 2).alpha() == 255
    assert (tmp_path / "scalable" / "apps" / "xena-desktop.svg").is_file()


def test_windows_gets_one_file_that_holds_the_sizes(tmp_path: Path) -> None:
    icons.write_windows(tmp_path)
    data = (tmp_path / "xena-desktop.ico").read_bytes()
    _, kind, count = struct.unpack_from("<HHH", data)
    assert (kind, count) == (1, len(icons.WINDOWS_SIZES))
    for number in range(count):
        width, *_, length, offset = struct.unpack_from("<BBBBHHII", data, 6 + 16 * number)
        picture = QImage.fromData(data[offset : offset + length])
        assert picture.width() == (width or 256)


def test_macos_gets_one_file_that_holds_the_sizes(tmp_path: Path) -> None:
    icons.write_macos(tmp_path)
    data = (tmp_path / "xena-desktop.icns").read_bytes()
    assert data[:4] == b"icns"
    assert struct.unpack_from(">I", data, 4)[0] == len(data)
    place, sizes = 8, []
    while place < len(data):
        (length,) = struct.unpack_from(">I", data, place + 4)
        sizes.append(QImage.fromData(data[place + 8 : place + length]).width())
        place += length
    assert sizes == list(icons.MACOS_KINDS)
