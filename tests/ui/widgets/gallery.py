"""All widgets in one window, to be looked at.

``QT_QPA_PLATFORM=offscreen python -m tests.ui.widgets.gallery --out DIR`` writes one picture a page and theme;
without ``--out`` the pages open on the screen.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QWidget,
)

from xena_desktop.ui import theme as themes
from xena_desktop.ui.theme import Theme

from .gallery_controls import controls, popups
from .gallery_pages import first, profile, waiting
from .gallery_window import work

PAGES: dict[str, Callable[[Theme], QWidget]] = {
    "work": work, "profile": profile, "waiting": waiting, "first": first, "controls": controls, "popups": popups,
}  # fmt: skip


def _settle(app: QApplication, *, milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
    app.processEvents()


def main(arguments: list[str]) -> int:
    """Show or write the pages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--theme", choices=["light", "dark"], action="append")
    parser.add_argument("pages", nargs="*", default=[], choices=[*PAGES, []])
    chosen = parser.parse_args(arguments)
    app = QApplication(sys.argv[:1])
    for scheme in chosen.theme or ["light", "dark"]:
        theme = themes.of_scheme(scheme)
        themes.apply(app, theme)
        for name in chosen.pages or PAGES:
            page = PAGES[name](theme)
            page.setWindowTitle(f"{name}, {scheme}")
            page.show()
            if chosen.out is None:
                app.exec()
                continue
            _settle(app, milliseconds=400)
            chosen.out.mkdir(parents=True, exist_ok=True)
            page.grab().save(str(chosen.out / f"{name}-{scheme}.png"))
            page.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
