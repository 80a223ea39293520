"""The real program in a process of its own, whose clock a test moves and whose keychain is a folder.

``python -m tests.fakes.clocked_program WORDS…`` runs the command line, or the window, once. With ``--serve`` it
reads command lines from standard input instead, one JSON list a line, and answers each with its exit code and
what it printed.
"""

import contextlib
import functools
import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.fakes.folder_keyring import FolderKeyring

PROJECT = Path(__file__).parents[2]
CLOCK = "XENA_DESKTOP_TEST_CLOCK"
KEYCHAIN = "XENA_DESKTOP_TEST_KEYCHAIN"


@dataclass(frozen=True)
class ClockedHome:
    """A home folder, a keychain and a clock that processes share; all below one folder."""

    folder: Path

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def keyring(self) -> FolderKeyring:
        return FolderKeyring(self.folder / "keychain")

    @property
    def environment(self) -> dict[str, str]:
        """What leads a process here."""
        return {
            CLOCK: str(self.folder / "clock"),
            KEYCHAIN: str(self.folder / "keychain"),
            "XENA_DESKTOP_HOME": str(self.home),
            "PYTHONPATH": str(PROJECT),
        }

    def now(self) -> datetime:
        return datetime.now(UTC) + _offset(self.folder / "clock")

    def advance(self, **span: float) -> None:
        """Let time pass in every process."""
        clock = self.folder / "clock"
        later = (_offset(clock) + timedelta(**span)).total_seconds()
        beside = clock.with_suffix(".new")
        beside.write_text(str(later))
        beside.replace(clock)

    def settings(self) -> dict[str, Any]:
        """The arguments of ``open_services`` for this home."""
        from xena_desktop.keychain.store import KeychainStore

        return {
            "home": self.home,
            "now": self.now,
            "keychain": lambda tag: KeychainStore(tag=tag, choose=lambda: (self.keyring, "Folder")),
        }

    def run(
        self, *words: str, environment: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """The program once, in a process of its own."""
        return subprocess.run(
            [sys.executable, "-m", "tests.fakes.clocked_program", *words],
            env={**os.environ, **self.environment, **(environment or {})},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            cwd=PROJECT,
        )


def _offset(clock: Path) -> timedelta:
    try:
        return timedelta(seconds=float(clock.read_text()))
    except FileNotFoundError:
        return timedelta()


# --- in the child ----------------------------------------------------------------------------------------


def use_shared_things() -> None:
    """Let the program's composition root take the clock and the keychain that the environment names."""
    from xena_desktop import app

    shared = ClockedHome(Path(os.environ[CLOCK]).parent).settings()
    del shared["home"]
    app.open_services = functools.partial(app.open_services, **shared)


def _answered(words: list[str]) -> dict[str, object]:
    from xena_desktop.__main__ import main as program

    sys.argv[1:] = words
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = program()
    out.seek(0)
    err.seek(0)
    return {"code": int(code), "out": out.read(), "err": err.read()}


def main() -> int:
    """The program, once or as often as it is asked."""
    from xena_desktop.__main__ import main as program

    use_shared_things()
    if sys.argv[1:] != ["--serve"]:
        return program()
    for line in sys.stdin:
        print(json.dumps(_answered(json.loads(line))), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
