"""A file that the system opens with the program by an event, as macOS does for a double-click."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

_PROGRAM = """
import os, sys, threading, time
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication, QLabel
from xena_desktop.app import run_window

home, when, file = Path(sys.argv[1]), sys.argv[2], sys.argv[3]

def labels():
    return {label.text() for label in QApplication.allWidgets() if isinstance(label, QLabel)}

def is_filled():
    return any("Sandbox" in text for text in labels())

def open_file():
    if when == "open" and not is_filled():
        return QTimer.singleShot(20, QApplication.instance(), open_file)
    assert is_filled() == (when == "open")
    QCoreApplication.postEvent(QApplication.instance(), QFileOpenEvent(file))
    look()

def look():
    if "https://login.example" not in labels():
        return QTimer.singleShot(20, QApplication.instance(), look)
    print("asked", flush=True)
    os._exit(0)

def watch():
    while QApplication.instance() is None:
        time.sleep(0.001)
    QTimer.singleShot(0, QApplication.instance(), open_file)

threading.Thread(target=watch, daemon=True).start()
run_window(home=home, file=None, verbose=False)
"""


@pytest.mark.parametrize("when", ["starting", "open"])
def test_the_import_of_a_double_clicked_file_is_offered(tmp_path: Path, when: str) -> None:
    file = tmp_path / "hos os ø.xenaconnection"
    connection = {
        "format": "xena-connection/1",
        "name": "Hos os",
        "authority": "https://login.example",
        "api_base_url": "https://api.example/Api",
        "client_id": "ours",
    }
    file.write_text(json.dumps(connection))
    ended = subprocess.run(
        [sys.executable, "-c", _PROGRAM, str(tmp_path / "home"), when, str(file)],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert ended.stdout == "asked\n", ended.stderr
