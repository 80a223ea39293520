"""Freezes the program into ``build/packages``, on the system it runs on.

Run by the Python of an environment that holds the program (not editable) and the tools of packaging;
``packaging/windows/build.ps1`` and ``packaging/macos/build`` make it. Linux has its own way, in an older system:
``packaging/linux/freeze.sh``.
"""

import os
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Final

PACKAGING: Final = Path(__file__).resolve().parent
OUT: Final = PACKAGING.parent / "build" / "packages"
ICONS: Final = {"win32": "windows", "darwin": "macos", "linux": "hicolor"}


def python_licence() -> str:
    """The licence of the Python that comes along; its installers lay it in one of two places."""
    places = (Path(sys.base_prefix) / "LICENSE.txt", Path(sysconfig.get_path("stdlib")) / "LICENSE.txt")
    return next(place.read_text(encoding="utf-8") for place in places if place.is_file())


def main() -> int:
    """Draw icons, lay down licences, run PyInstaller."""
    licences, icons = OUT / "licences", OUT / "icons"
    licences.mkdir(parents=True, exist_ok=True)
    (licences / "Python.txt").write_text(python_licence(), encoding="utf-8")
    environment = {
        **os.environ,
        "XENA_DESKTOP_LICENCES": str(licences),
        "XENA_DESKTOP_ICONS": str(icons),
        "PYTHONHASHSEED": "0",  # the same sources give the same bytes
    }
    draw = [sys.executable, str(PACKAGING / "icons.py"), ICONS[sys.platform], str(icons)]
    freeze = [
        sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR",
        "--distpath", str(OUT), "--workpath", str(OUT / "pyinstaller"),
        str(PACKAGING / "pyinstaller" / "xena-desktop.spec"),
    ]  # fmt: skip
    for command in (draw, freeze):
        subprocess.run(command, env=environment, check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
