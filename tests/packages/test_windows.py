"""The Windows installer, with stand-ins for the program's files, under Wine."""

import sys
from pathlib import Path

from tests.packages.conftest import PROJECT, said
from tests.packages.machine import MACHINES

SETUP = """
apt-get update -qq
apt-get -o Dpkg::Use-Pty=0 install -y -qq --no-install-recommends nsis wine wine64 xvfb xauth >/dev/null
apt-get clean
"""


def test_it_installs_upgrades_and_removes_for_one_person_and_for_all(tmp_path: Path) -> None:
    machine = MACHINES[0]
    icons = tmp_path / "icons"
    said(sys.executable, PROJECT / "packaging" / "icons.py", "windows", icons)
    machine.layered(
        SETUP,
        "xvfb-run -a sh /tests/windows.sh /packaging /icons",
        binds={PROJECT / "packaging": "/packaging", icons: "/icons"},
    )
