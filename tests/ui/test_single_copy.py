from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from xena_desktop.ui.single_copy import SingleCopy

_SECOND = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from xena_desktop.ui.single_copy import SingleCopy
QCoreApplication([])
file = Path(sys.argv[2]) if len(sys.argv) > 2 else None
sys.exit(0 if SingleCopy(Path(sys.argv[1])).is_first(file=file) else 7)
"""


def _start(*arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", _SECOND, *arguments])


async def _ended(process: subprocess.Popen[bytes]) -> int:
    while process.poll() is None:
        await asyncio.sleep(0.02)
    return process.returncode


async def test_a_second_start_brings_the_first_to_the_front(qapp: QApplication, tmp_path: Path) -> None:
    first, called = SingleCopy(tmp_path), list[str]()
    first.called.connect(called.append)
    assert first.is_first(file=None)
    assert await _ended(_start(str(tmp_path))) == 7
    assert await _ended(_start(str(tmp_path), "/å b.xenaconnection")) == 7
    for _ in range(100):
        if len(called) == 2:
            break
        await asyncio.sleep(0.02)
    assert called == ["", "/å b.xenaconnection"]
    first.close()


async def test_another_home_has_a_copy_of_its_own(qapp: QApplication, tmp_path: Path) -> None:
    first = SingleCopy(tmp_path)
    assert first.is_first(file=None)
    assert await _ended(_start(str(tmp_path / "other"))) == 0
    first.close()


async def test_what_a_killed_copy_left_behind_is_no_obstacle(qapp: QApplication, tmp_path: Path) -> None:
    killed = (
        "import os, sys; from pathlib import Path; from PySide6.QtCore import QCoreApplication;"
        "from xena_desktop.ui.single_copy import SingleCopy; QCoreApplication([]);"
        "copy = SingleCopy(Path(sys.argv[1])); copy.is_first(file=None); os._exit(9)"
    )
    process = subprocess.Popen([sys.executable, "-c", killed, str(tmp_path)])
    assert await _ended(process) == 9
    copy = SingleCopy(tmp_path)
    assert copy.is_first(file=None)
    copy.close()
