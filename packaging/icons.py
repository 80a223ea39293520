"""Draws the icons that desktops want from ``resources/application``.

``icons.py hicolor DIR`` makes the folder of sizes that Linux knows, ``icons.py windows DIR`` the ``.ico`` files and
``icons.py macos DIR`` the ``.icns`` files.
"""

import os
import shutil
import struct
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

DRAWINGS: Final = Path(__file__).parents[1] / "resources" / "application"
PROGRAM: Final = "xena-desktop"
CONNECTION_FILE: Final = "connection-file"
MIME_ICON: Final = "application-vnd.xena.connection+json"

HICOLOR_SIZES: Final = (16, 22, 24, 32, 48, 64, 128, 256, 512)
WINDOWS_SIZES: Final = (16, 20, 24, 32, 40, 48, 64, 256)
MACOS_KINDS: Final = {
    16: b"icp4",
    32: b"icp5",
    64: b"icp6",
    128: b"ic07",
    256: b"ic08",
    512: b"ic09",
    1024: b"ic10",
}
"""The four letters of each size in an ``.icns`` file."""


def drawn(name: str, *, size: int) -> bytes:
    """The drawing ``name`` as a PNG of ``size`` by ``size`` pixels."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(DRAWINGS / f"{name}.svg")).render(painter, QRectF(0, 0, size, size))
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload] # the stub wants bytes, the library wants text
    return bytes(data.data())


def ico(pictures: dict[int, bytes]) -> bytes:
    """A Windows icon of these PNGs, by size."""
    offset = 6 + 16 * len(pictures)
    entries = b""
    for size, png in pictures.items():
        side = size % 256  # 256 is written as 0
        entries += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(png), offset)
        offset += len(png)
    return struct.pack("<HHH", 0, 1, len(pictures)) + entries + b"".join(pictures.values())


def icns(pictures: dict[int, bytes]) -> bytes:
    """A macOS icon of these PNGs, by size."""
    parts = b"".join(
        MACOS_KINDS[size] + struct.pack(">I", len(png) + 8) + png for size, png in pictures.items()
    )
    return b"icns" + struct.pack(">I", len(parts) + 8) + parts


def write_hicolor(folder: Path) -> None:
    """The sizes and the scalable drawing, for program and connection files."""
    for drawing, kind, name in ((PROGRAM, "apps", PROGRAM), (CONNECTION_FILE, "mimetypes", MIME_ICON)):
        for size in HICOLOR_SIZES:
            _write(folder / f"{size}x{size}" / kind / f"{name}.png", drawn(drawing, size=size))
        scalable = folder / "scalable" / kind / f"{name}.svg"
        scalable.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(DRAWINGS / f"{drawing}.svg", scalable)


def write_windows(folder: Path) -> None:
    """One file for the program, one for connection files."""
    _write_each(folder, suffix=".ico", sizes=WINDOWS_SIZES, container=ico)


def write_macos(folder: Path) -> None:
    """One file for the program, one for connection files."""
    _write_each(folder, suffix=".icns", sizes=tuple(MACOS_KINDS), container=icns)


def _write_each(
    folder: Path, *, suffix: str, sizes: tuple[int, ...], container: Callable[[dict[int, bytes]], bytes]
) -> None:
    for name in (PROGRAM, CONNECTION_FILE):
        _write(folder / f"{name}{suffix}", container({size: drawn(name, size=size) for size in sizes}))


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


WRITERS: Final = {"hicolor": write_hicolor, "windows": write_windows, "macos": write_macos}


def main(kind: str, folder: str) -> int:
    """Write one kind of icons."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication([])
    WRITERS[kind](Path(folder))
    application.shutdown()
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
