"""The command line run inside the test, over the real services of a folder of its own."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from xena_desktop import app, cli


@dataclass(frozen=True, slots=True)
class Ran:
    """What one run gave back."""

    code: int
    stdout: bytes
    stderr: str

    @property
    def document(self) -> Any:
        return json.loads(self.stdout)


Run = Callable[..., Ran]


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("COLUMNS", "100")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home of søren"


@pytest.fixture
def run(home: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    def run_it(*arguments: str) -> Ran:
        code = cli.main(
            ["--home", str(home), *arguments],
            open_services=app.open_services,
            quick_services=app.quick_services,
        )
        captured = capfdbinary.readouterr()
        return Ran(int(code), captured.out, captured.err.decode())

    return run_it
