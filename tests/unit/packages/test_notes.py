"""Release notes come out of the change log, the bill of materials names what no package index knows."""

from __future__ import annotations

import json

import pytest

from tests.unit.packages.tool import PACKAGING, tool

notes = tool("notes.py")
bill = tool("linux/bill.py")
LOG = "# Changelog\n\n## [1.1.0] - 2026-12-01\n\n### Added\n\n- New.\n\n## [1.0.0] - 2026-11-01\n\n- Old.\n\n[1.0.0]: https://x\n"


def test_notes_are_the_part_of_one_version() -> None:
    assert notes.notes(LOG, "1.1.0") == "### Added\n\n- New.\n"
    assert notes.notes(LOG, "1.0.0") == "- Old.\n"


def test_a_version_that_nobody_described_has_none() -> None:
    with pytest.raises(LookupError, match=r"1\.0"):
        notes.notes(LOG, "1.0")


def test_the_change_log_describes_the_version_of_the_project() -> None:
    from xena_desktop.components import program_version

    assert notes.notes((PACKAGING.parent / "CHANGELOG.md").read_text(encoding="utf-8"), program_version())


def test_the_bill_names_python_and_the_systems_libraries() -> None:
    done = json.loads(
        bill.completed('{"components": []}', libraries="libxcb-util1 0.4.0-1\n", python="3.13.5")
    )
    assert [(part["name"], part["version"]) for part in done["components"]] == [
        ("Python", "3.13.5"),
        ("libxcb-util1", "0.4.0-1"),
    ]
