"""Bare machines with a desktop of a person, made by ``packaging/linux/bare-machine``."""

import hashlib
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).parents[2]
HERE = Path(__file__).parent
BARE_MACHINE = PROJECT / "packaging" / "linux" / "bare-machine"
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "xena-desktop-packaging"


@dataclass(frozen=True)
class Machine:
    """One distribution, and the browser that it has as a package."""

    suite: str
    browser: str

    def bare(self, script: str, *, binds: dict[Path, str]) -> str:
        """Run a shell script as root on the machine as debootstrap leaves it; what it prints."""
        return self._run([], script, binds=binds)

    def desktop(self, script: str, *, binds: dict[Path, str]) -> str:
        """Run a shell script as root on the machine of a person; what it prints."""
        what = (HERE / "desktop.sh").read_text()
        return self.layered(f"set -- {self.browser}\n{what}", script, binds=binds)

    def layered(self, setup: str, script: str, *, binds: dict[Path, str]) -> str:
        """Run a shell script as root on the machine that the script ``setup`` made, once; what it prints."""
        layer = CACHE / f"{self.suite}-{hashlib.sha256(setup.encode()).hexdigest()[:12]}"
        if not layer.is_dir():
            self._run(["-k", str(layer)], setup, binds={})
        return self._run(["-l", str(layer)], script, binds=binds)

    def _run(self, options: list[str], script: str, *, binds: dict[Path, str]) -> str:
        for source, target in {HERE: "/tests", **binds}.items():
            options += ["-b", f"{source}:{target}"]
        command = [str(BARE_MACHINE), *options, self.suite, "sh", "-euc", script]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{script}\n{done.stdout[-3000:]}{done.stderr[-5000:]}"
        return done.stdout


MACHINES = (
    Machine("bookworm", "chromium"),
    Machine("trixie", "chromium"),
    # the oldest Ubuntu that Qt's libraries run on; its chromium and firefox are snaps, which need a running system
    Machine("jammy", "epiphany-browser"),
)
