"""What the program says it is made of."""

from __future__ import annotations

from pathlib import Path

import pytest

from xena_desktop.components import components, program_version


def test_every_part_names_its_licence_and_brings_the_text() -> None:
    parts = components()
    assert parts[0].name == "xena-desktop"
    assert parts[0].version == program_version()
    assert all(part.licence and part.text for part in parts)
    texts = {part.name: part.text for part in parts}
    assert "Permission is hereby granted" in texts["urllib3"]
    assert "Apache License" in texts["requests"]
    assert "PYTHON SOFTWARE FOUNDATION LICENSE" in texts["Python"]


def test_qt_is_there_with_the_whole_of_the_lgpl() -> None:
    qt = next(part for part in components() if part.name == "Qt")
    assert qt.licence == "LGPL-3.0-only"
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in qt.text
    assert "TERMS AND CONDITIONS" in qt.text  # of the GPL, which the LGPL builds upon


def test_what_packages_need_in_turn_is_there_and_the_tools_of_development_are_not() -> None:
    names = {part.name.lower() for part in components()}
    assert {"jinja2", "cryptography", "urllib3"} <= names
    assert not {"pytest", "mypy", "ruff"} & names


def test_a_licence_in_an_old_encoding_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "old-1.0.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: old\nVersion: 1.0\nLicense: MIT\n")
    (folder / "LICENSE").write_bytes("Copyright © Søren".encode("latin-1"))
    monkeypatch.setattr("xena_desktop.components.PROGRAM", "old")
    monkeypatch.syspath_prepend(tmp_path)
    assert components()[0].text == "Copyright © Søren"
