"""Where the packages are, and the machines they are tried on."""

import shutil
import subprocess
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Packages:
    """The files in dist/, which ``packaging/build all`` has made."""

    folder: Path
    version: str
    places: Path

    @property
    def wheel(self) -> Path:
        return self._one(f"xena_desktop-{self.version}-py3-none-any.whl")

    @property
    def source(self) -> Path:
        return self._one(f"xena_desktop-{self.version}.tar.gz")

    @property
    def deb(self) -> Path:
        return self._one(f"xena-desktop_{self.version}_*.deb")

    @property
    def archive(self) -> Path:
        return self._one(f"xena-desktop-{self.version}-linux-*.tar.xz")

    def alone(self, package: Path) -> Path:
        """A folder with this package and nothing else, to be seen by a machine."""
        place = self.places / package.name
        if not place.exists():
            place.mkdir()
            shutil.copy(package, place)
            place.chmod(0o755)
        return place

    def _one(self, pattern: str) -> Path:
        (found,) = self.folder.glob(pattern)
        return found


@pytest.fixture(scope="session")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Packages:
    version = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]["version"]
    return Packages(PROJECT / "dist", version, tmp_path_factory.mktemp("packages"))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of one's own for tools that install into it."""
    for name in ("VIRTUAL_ENV", "UV_PROJECT_ENVIRONMENT", "PYTHONPATH"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XENA_DESKTOP_HOME", str(tmp_path / "data"))
    return tmp_path


def said(*command: str | Path, environment: dict[str, str] | None = None) -> str:
    """What a command prints; a failure is a failure of the test, with what it said."""
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}: {done.stdout[-2000:]}{done.stderr[-4000:]}"
    return done.stdout
