"""The private screen."""

import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtGui import QImage

from tests.fakes.display import Display

# a window that fills the screen's middle, as the person's program would show it
WINDOW = """
import sys
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication([])
window = QWidget()
window.setPalette(QPalette(QColor('#ff0000')))
window.setGeometry(300, 300, 400, 300)
window.show()
def told():
    if window.isActiveWindow():
        print(app.platformName(), app.primaryScreen().size().toTuple(), flush=True)
        timer.stop()
timer = QTimer(interval=20)
timer.timeout.connect(told)
timer.start()
sys.exit(app.exec())
"""


def test_window_is_on_the_screen_and_in_its_picture(tmp_path: Path) -> None:
    with Display() as display:
        program = subprocess.Popen(
            [sys.executable, "-c", WINDOW],
            env={**os.environ, **display.environment},
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            assert program.stdout is not None
            # a window gets the keyboard only where a window manager gives it
            assert program.stdout.readline() == "xcb (1440, 900)\n"
            picture = display.screenshot(tmp_path / "with a space.png")
        finally:
            program.terminate()
            program.communicate()
    image = QImage(str(picture))
    assert image.size().toTuple() == (1440, 900)
    assert image.pixelColor(500, 450).name() == "#ff0000"


def test_other_size_and_side_by_side(tmp_path: Path) -> None:
    with Display(width=800, height=600) as one, Display() as two:
        assert one.environment["DISPLAY"] != two.environment["DISPLAY"]
        picture = one.screenshot(tmp_path / "one.png")
    assert QImage(str(picture)).size().toTuple() == (800, 600)
