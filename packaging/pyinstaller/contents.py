"""What goes into the frozen program, and what stays out.

PyInstaller collects every plugin of each Qt module it finds, and every library that these want. The program
draws widgets, reads and shows pictures, and talks to the desktop: the rest of Qt is left out, and on Linux also what
each desktop brings itself, so that its own libraries, with their security updates, are the ones in use.
"""

import os
import plistlib
from collections.abc import Callable, Iterable
from importlib.metadata import version as installed_version
from pathlib import Path, PurePath
from typing import Final

Entry = tuple[str, str, str]
"""One file as PyInstaller lists it: its place in the package, where it comes from, its kind."""

HERE: Final = Path(__file__).resolve().parent

PLUGINS: Final = {
    "iconengines": ("svgicon",),
    "imageformats": ("gif", "ico", "jpeg", "svg", "webp"),
    "platforms": ("xcb", "wayland", "offscreen", "windows", "cocoa"),
    "platforminputcontexts": ("composeplatforminputcontextplugin", "ibusplatforminputcontextplugin"),
    "platformthemes": ("gtk3", "xdgdesktopportal"),
    "styles": ("modernwindowsstyle", "macstyle"),
    "wayland-decoration-client": ("adwaita", "bradient"),
    "wayland-shell-integration": ("xdg-shell",),
}
"""Qt's plugins that are wanted, by folder; without a beginning ``q`` or ``lib``, which differ by system."""

TRANSLATIONS: Final = ("qtbase_da.qm",)
"""Qt's own texts in the languages of the program; English is built in."""

LIBRARIES: Final = (
    "libmpdec", "libpython3", "libxcb-cursor", "libxcb-icccm", "libxcb-image", "libxcb-keysyms", "libxcb-render-util",
    "libxcb-util", "libxcb-xkb", "libxkbcommon",
)  # fmt: skip
"""Linux: Python, and what Qt's X11 plugin needs and a desktop may lack. All else is the system's."""

HIDDEN_IMPORTS: Final = {
    "linux": ("keyring.backends.SecretService", "keyring.backends.libsecret", "keyring.backends.kwallet"),
    "win32": ("keyring.backends.Windows",),
    "darwin": ("keyring.backends.macOS",),
}
"""The keychains, which the program names as text."""

EXCLUDED_MODULES: Final = (
    "tkinter",
    "unittest",
    "lib2to3",
    "ensurepip",
    "setuptools",
    "pkg_resources",
    "pip",
    "chardet",
)


class Contents:
    """The choice for one system (a value of ``sys.platform``)."""

    def __init__(self, platform: str) -> None:
        self._platform = platform
        self.hidden_imports = list(HIDDEN_IMPORTS[platform])
        self.excluded_modules = list(EXCLUDED_MODULES)

    @property
    def icon(self) -> str | None:
        """The program file's icon, where files have one."""
        suffix = {"win32": ".ico", "darwin": ".icns"}.get(self._platform)
        return str(Path(os.environ["XENA_DESKTOP_ICONS"]) / f"xena-desktop{suffix}") if suffix else None

    def chosen(
        self,
        *,
        binaries: Iterable[Entry],
        data: Iterable[Entry],
        needs: Callable[[str], set[str]] | None = None,
    ) -> tuple[list[Entry], list[Entry]]:
        """The libraries and the other files to keep; ``needs`` tells which libraries a file asks for."""
        kept = only_needed([entry for entry in binaries if self._is_wanted(entry)], needs=needs or _needs)
        others = [entry for entry in data if not _is_left_out(entry[0])]
        targets = {PurePath(target) for target, _, kind in (*kept, *others) if kind != "SYMLINK"}
        return _with_targets(kept, targets=targets), _with_targets(others, targets=targets)

    def _is_wanted(self, entry: Entry) -> bool:
        target, source, kind = entry
        place = PurePath(target)
        if "plugins" in place.parts:
            folder = place.parts[place.parts.index("plugins") + 1]
            name = place.stem.removeprefix("lib").removeprefix("q")
            return name in PLUGINS.get(folder, ())
        if (
            self._platform == "linux"
            and kind == "BINARY"
            and source.startswith(("/lib/", "/usr/lib/", "/lib64/"))
        ):
            return place.name.startswith(LIBRARIES)
        return True

    def version_file(self) -> str | None:
        """What Windows shows as the properties of the program file."""
        if self._platform != "win32":
            return None
        numbers = (*(int(part) for part in version().split(".")[:3]), 0)
        strings = {
            "CompanyName": "Xena Desktop", "FileDescription": "Xena Desktop", "ProductName": "Xena Desktop",
            "FileVersion": version(), "ProductVersion": version(), "LegalCopyright": "MIT",
        }  # fmt: skip
        listed = ", ".join(f"StringStruct({name!r}, {value!r})" for name, value in strings.items())
        path = Path(os.environ["XENA_DESKTOP_ICONS"]) / "version.txt"
        path.write_text(
            f"VSVersionInfo(ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}), kids=["
            f"StringFileInfo([StringTable('040904B0', [{listed}])]), "
            "VarFileInfo([VarStruct('Translation', [1033, 1200])])])",
            encoding="utf-8",
        )
        return str(path)

    def information(self) -> dict[str, object]:
        """macOS: what the bundle tells the system about itself."""
        with (HERE.parent / "macos" / "Info.plist").open("rb") as file:
            found: dict[str, object] = plistlib.load(file)
        return found


def only_needed(entries: list[Entry], *, needs: Callable[[str], set[str]]) -> list[Entry]:
    """Leave out Qt's libraries that nothing asks for any more."""
    by_name = {
        PurePath(target).name: (target, source) for target, source, kind in entries if kind != "SYMLINK"
    }
    waiting = [source for target, source, kind in entries if kind != "SYMLINK" and not _is_qt_library(target)]
    reached: set[str] = set()
    while waiting:
        for name in needs(waiting.pop()) - reached:
            reached.add(name)
            if name in by_name and _is_qt_library(by_name[name][0]):
                waiting.append(by_name[name][1])
    return [entry for entry in entries if not _is_qt_library(entry[0]) or PurePath(entry[0]).name in reached]


def _with_targets(entries: list[Entry], *, targets: set[PurePath]) -> list[Entry]:
    """Leave out links that lead to nothing."""
    return [
        entry for entry in entries
        if entry[2] != "SYMLINK" or PurePath(entry[0]).parent / entry[1] in targets
    ]  # fmt: skip


def version() -> str:
    """The version of what is installed here, which pyproject.toml gave it."""
    return installed_version("xena-desktop")


def licence_folder() -> list[tuple[str, str]]:
    """The licences of what is no Python package: Python itself and the libraries of the building system."""
    return [(os.environ["XENA_DESKTOP_LICENCES"], "licences")]


def _is_qt_library(target: str) -> bool:
    """Whether this is one of Qt's libraries or what only they use, not a plugin or a module for Python."""
    place = PurePath(target)
    if "plugins" in place.parts or place.name.startswith(("libpyside", "pyside", "libshiboken", "shiboken")):
        return False
    own = ("libQt6", "Qt6", "libicu", "icu", "opengl32sw", "d3dcompiler")
    return place.name.startswith(own) or ".framework" in target


def _is_left_out(target: str) -> bool:
    """Qt's texts in other languages, and what tells only how a package was installed."""
    place = PurePath(target)
    if place.parent.name.endswith(".dist-info"):
        return place.name in ("RECORD", "INSTALLER", "REQUESTED", "direct_url.json", "uv_cache.json")
    return place.parent.name == "translations" and place.suffix == ".qm" and place.name not in TRANSLATIONS


def _needs(source: str) -> set[str]:
    from PyInstaller.depend.bindepend import get_imports  # type: ignore[import-untyped]  # it ships no types

    return {PurePath(name).name for name, _ in get_imports(source)}
