"""Wheel and source archive: what pip, pipx and uv make of them."""

import json
import os
import sys
from pathlib import Path

import pytest

from tests.packages.conftest import PROJECT, Packages, said

UV = PROJECT / ".tools" / "uv" / "bin" / "uv"


def test_uv_installs_it_as_a_tool_and_its_resources_are_inside(packages: Packages, home: Path) -> None:
    environment = {**os.environ, "UV_TOOL_DIR": str(home / "tools"), "UV_TOOL_BIN_DIR": str(home / "bin")}
    said(UV, "tool", "install", "--python", sys.executable, packages.wheel, environment=environment)
    program = home / "bin" / "xena-desktop"
    assert said(program, "--version") == f"xena-desktop {packages.version}\n"
    assert "Sandbox" in [
        one["name"] for one in json.loads(said(program, "connections", "--json"))["connections"]
    ]
    danish = said(program, "--help", environment={**os.environ, "LANG": "da_DK.UTF-8", "LC_ALL": ""})
    assert "Kommandoer" in danish


@pytest.mark.parametrize("kind", ["wheel", "source"])
def test_pipx_installs_it(packages: Packages, home: Path, kind: str) -> None:
    environment = {**os.environ, "PIPX_HOME": str(home / "pipx"), "PIPX_BIN_DIR": str(home / "bin")}
    file = getattr(packages, kind)
    said(UV, "tool", "run", "pipx", "install", "--python", sys.executable, file, environment=environment)
    assert said(home / "bin" / "xena-desktop", "--version") == f"xena-desktop {packages.version}\n"


def test_the_same_sources_give_the_same_wheel(packages: Packages, home: Path) -> None:
    when = said("git", "-C", PROJECT, "log", "-1", "--format=%ct").strip()
    environment = {**os.environ, "SOURCE_DATE_EPOCH": when}
    said(UV, "build", "--wheel", "--quiet", "--out-dir", home, packages.source, environment=environment)
    assert (home / packages.wheel.name).read_bytes() == packages.wheel.read_bytes()
