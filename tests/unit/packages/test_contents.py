"""What is taken into a package, and what is left out."""

from __future__ import annotations

import plistlib
from pathlib import Path

import pytest

from tests.unit.packages.tool import PACKAGING, tool

contents = tool("pyinstaller/contents.py")
Entry = tuple[str, str, str]

QT = "PySide6/Qt"
BINARIES: list[Entry] = [
    ("PySide6/QtGui.abi3.so", "/venv/QtGui.so", "EXTENSION"),
    (f"{QT}/lib/libQt6Gui.so.6", "/venv/libQt6Gui.so.6", "BINARY"),
    (f"{QT}/lib/libQt6Core.so.6", "/venv/libQt6Core.so.6", "BINARY"),
    (f"{QT}/lib/libQt6Quick.so.6", "/venv/libQt6Quick.so.6", "BINARY"),
    (f"{QT}/plugins/platforms/libqxcb.so", "/venv/libqxcb.so", "BINARY"),
    (f"{QT}/plugins/platforms/libqeglfs.so", "/venv/libqeglfs.so", "BINARY"),
    (f"{QT}/plugins/tls/libqopensslbackend.so", "/venv/libqopensslbackend.so", "BINARY"),
    ("libQt6Gui.so.6", f"{QT}/lib/libQt6Gui.so.6", "SYMLINK"),
    ("libQt6Quick.so.6", f"{QT}/lib/libQt6Quick.so.6", "SYMLINK"),
    ("libxcb-cursor.so.0", "/lib/x86_64-linux-gnu/libxcb-cursor.so.0", "BINARY"),
    ("libssl.so.3", "/usr/lib/x86_64-linux-gnu/libssl.so.3", "BINARY"),
]
DATA: list[Entry] = [
    (f"{QT}/translations/qtbase_da.qm", "/venv/qtbase_da.qm", "DATA"),
    (f"{QT}/translations/qtbase_ja.qm", "/venv/qtbase_ja.qm", "DATA"),
    ("flask-3.dist-info/METADATA", "/venv/METADATA", "DATA"),
    ("flask-3.dist-info/direct_url.json", "/venv/direct_url.json", "DATA"),
    ("xena_desktop-0.dist-info/uv_cache.json", "/venv/uv_cache.json", "DATA"),
    ("libQt6Quick.so.6", f"{QT}/lib/libQt6Quick.so.6", "SYMLINK"),
]
NEEDS = {
    "/venv/QtGui.so": {"libQt6Gui.so.6"},
    "/venv/libqxcb.so": {"libQt6Gui.so.6", "libxcb-cursor.so.0"},
    "/venv/libqeglfs.so": {"libQt6Quick.so.6"},
    "/venv/libQt6Gui.so.6": {"libQt6Core.so.6"},
}


def chosen() -> tuple[set[str], set[str]]:
    binaries, data = contents.Contents("linux").chosen(
        binaries=BINARIES, data=DATA, needs=lambda source: NEEDS.get(source, set())
    )
    return {entry[0] for entry in binaries}, {entry[0] for entry in data}


def test_libraries_follow_what_is_used_and_others_stay_out() -> None:
    binaries, _ = chosen()
    assert binaries == {
        "PySide6/QtGui.abi3.so",
        f"{QT}/lib/libQt6Gui.so.6",
        f"{QT}/lib/libQt6Core.so.6",
        f"{QT}/plugins/platforms/libqxcb.so",
        "libQt6Gui.so.6",
        "libxcb-cursor.so.0",
    }


def test_only_the_program_s_languages_and_what_about_shows_come_in_and_no_link_leads_to_nothing() -> None:
    _, data = chosen()
    assert data == {f"{QT}/translations/qtbase_da.qm", "flask-3.dist-info/METADATA"}


@pytest.mark.parametrize("platform", ["linux", "win32", "darwin"])
def test_every_keychain_that_the_program_may_choose_comes_in(platform: str) -> None:
    from xena_desktop.keychain.backends import _ALLOWED

    named = {kind.module for kind in _ALLOWED[platform]}
    assert named <= set(contents.Contents(platform).hidden_imports)


def test_windows_shows_the_version_and_macos_the_file_type(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XENA_DESKTOP_ICONS", str(tmp_path))
    version_file = contents.Contents("win32").version_file()
    assert contents.version() in Path(version_file).read_text()
    assert contents.Contents("win32").icon == str(tmp_path / "xena-desktop.ico")
    information = contents.Contents("darwin").information()
    assert information == plistlib.loads((PACKAGING / "macos" / "Info.plist").read_bytes())
    (exported,) = information["UTExportedTypeDeclarations"]
    assert exported["UTTypeTagSpecification"]["public.filename-extension"] == ["xenaconnection"]
