"""What of the building environment stays out of a package."""

from __future__ import annotations

from tests.unit.packages.tool import tool

found = tool("pyinstaller/strangers.py")


def test_the_tools_stay_out_with_all_they_bring_along() -> None:
    assert {"_pytest", "hypothesis", "mypy", "xdist", "ruff"} <= set(found.strangers())


def test_the_program_and_its_dependencies_at_any_depth_go_in() -> None:
    own = {
        "xena_desktop",
        "PySide6",
        "shiboken6",
        "requests",
        "urllib3",
        "jinja2",
        "markupsafe",
        "rpds",
        "jaraco",
    }
    assert own.isdisjoint(found.strangers())


def test_dependencies_are_those_of_this_system_and_without_extras() -> None:
    needed = found.dependencies("xena-desktop")
    assert {"keyring", "secretstorage", "jaraco-functools", "markupsafe"} <= needed
    assert "pywin32-ctypes" not in needed
    assert "rfc3339-validator" not in needed


def test_an_extra_that_is_asked_for_brings_its_own() -> None:
    assert "colorama" not in found.dependencies("coverage")
    assert "coverage[toml]" in found.dependencies("coverage[toml]")


def test_what_is_not_installed_needs_nothing() -> None:
    assert found.dependencies("no-such-program") == {"no-such-program"}
