"""Wheel and source archive: what pip, pipx and uv make of them."""

import json
import os
import shutil
import sys
import tarfile
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


def test_the_same_sources_give_the_same_wheel_in_whatever_tree_they_stand(
    packages: Packages, home: Path
) -> None:
    tree = home / "another tree"
    for name in said("git", "-C", PROJECT, "ls-files", "-z").rstrip("\0").split("\0"):
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(PROJECT / name, tree / name)
    (tree / "resources" / "__pycache__").mkdir()
    (tree / "resources" / "__pycache__" / "__init__.cpython-399.pyc").write_bytes(b"read by another Python")
    when = said("git", "-C", PROJECT, "log", "-1", "--format=%ct").strip()
    environment = {**os.environ, "SOURCE_DATE_EPOCH": when}
    said(UV, "build", "--quiet", "--out-dir", home, tree, environment=environment)
    assert (home / packages.wheel.name).read_bytes() == packages.wheel.read_bytes()
    with tarfile.open(home / packages.source.name) as archive:
        assert not [name for name in archive.getnames() if name.endswith(".pyc")]
