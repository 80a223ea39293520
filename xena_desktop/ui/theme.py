"""The window's colours, fonts and measures, and how they reach Qt.

Colours have roles; the style sheets in ``resources/styles`` name the roles and are filled in here, so that a
second theme is one more set of colours and nothing else.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cache
from importlib import resources
from string import Template
from typing import Final, Literal, Protocol, cast, runtime_checkable

from PySide6.QtCore import QDir, QObject, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

Scheme = Literal["light", "dark"]

GRID: Final = 8
"""Distances are multiples of this many pixels, or half of it."""
CONTROL_HEIGHT: Final = 32
BAR_CONTROL_HEIGHT: Final = 28
ROW_HEIGHT: Final = 30
TABLE_ROW_HEIGHT: Final = 32
CONTROL_RADIUS: Final = 6
CARD_RADIUS: Final = 8

TEXT_SIZE: Final = 13
LABEL_SIZE: Final = 12
SECTION_SIZE: Final = 11
HEADING_SIZE: Final = 15
TITLE_SIZE: Final = 22
MONO_SIZE: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """One set of colours, each ``#RRGGBB``. A ``…_ground`` is what its namesake stands on."""

    scheme: Scheme
    window: str
    surface: str
    sunken: str
    hover: str
    selected: str
    text: str
    secondary: str
    tertiary: str
    disabled: str
    line: str
    line_strong: str
    accent: str
    accent_hover: str
    accent_pressed: str
    on_accent: str
    focus: str
    link: str
    danger: str
    danger_ground: str
    warning: str
    warning_ground: str
    info: str
    info_ground: str
    good: str
    good_ground: str
    get: str
    post: str
    put: str
    delete: str
    key: str
    string: str
    number: str
    scrollbar: str
    scrollbar_hover: str
    match_ground: str

    def method(self, name: str) -> str:
        """The colour of an HTTP method; PATCH changes like PUT, HEAD and OPTIONS read like GET."""
        colors = {"POST": self.post, "PUT": self.put, "PATCH": self.put, "DELETE": self.delete}
        return colors.get(name.upper(), self.get)


@runtime_checkable
class Themed(Protocol):
    """What paints itself, or holds icons, and wants to know of another theme."""

    def set_theme(self, theme: Theme) -> None:
        """Show these colours from now on."""


def light() -> Theme:
    """Dark text on light grounds."""
    return Theme(
        scheme="light", window="#F4F6F7", surface="#FFFFFF", sunken="#ECEFF1", hover="#E8ECEF",
        selected="#E4F1DC", text="#1B1F24", secondary="#525C66", tertiary="#606A74", disabled="#9AA3AC",
        line="#E0E4E8", line_strong="#C6CDD4", accent="#3A741D", accent_hover="#336719",
        accent_pressed="#2B5715", on_accent="#FFFFFF", focus="#3A741D", link="#1B66A6",
        danger="#B3261E", danger_ground="#FCEBEA", warning="#855500", warning_ground="#FFF3DB",
        info="#1B66A6", info_ground="#E6F0F9", good="#2E7438", good_ground="#E4F3E6",
        get="#1B66A6", post="#3A741D", put="#8A5200", delete="#B3261E",
        key="#1B66A6", string="#2E7438", number="#8A3FA0",
        scrollbar="#C6CDD4", scrollbar_hover="#9AA3AC", match_ground="#FFE9AD",
    )  # fmt: skip


def dark() -> Theme:
    """Light text on dark grounds."""
    return Theme(
        scheme="dark", window="#14171B", surface="#1B1F24", sunken="#101316", hover="#262C33",
        selected="#243520", text="#E7EAEE", secondary="#A9B2BC", tertiary="#8F99A4", disabled="#5E6873",
        line="#2A3037", line_strong="#3B444E", accent="#437F25", accent_hover="#3C7321",
        accent_pressed="#33621C", on_accent="#FFFFFF", focus="#93CF63", link="#74B5F0",
        danger="#F2857C", danger_ground="#3A2020", warning="#E3AC5E", warning_ground="#33291A",
        info="#74B5F0", info_ground="#1A2A3A", good="#86CB8F", good_ground="#1B2E1F",
        get="#74B5F0", post="#93CF63", put="#E3AC5E", delete="#F2857C",
        key="#86BFF2", string="#9CD3A3", number="#D3A0E6",
        scrollbar="#3B444E", scrollbar_hover="#5E6873", match_ground="#4A3B12",
    )  # fmt: skip


def of_scheme(scheme: Scheme) -> Theme:
    """The theme of that name."""
    return dark() if scheme == "dark" else light()


def system_scheme(app: QApplication) -> Scheme:
    """What the desktop asks for. A desktop that does not say gets light."""
    return "dark" if app.styleHints().colorScheme() is Qt.ColorScheme.Dark else "light"


def apply(app: QApplication, theme: Theme) -> None:
    """Give the whole program this theme; windows that are open repaint, painted widgets follow."""
    prepare(app, theme)
    app.setStyleSheet("")  # Qt takes eight times as long to put a sheet in the place of another
    app.setStyleSheet(style_sheet(theme))
    for window in app.topLevelWidgets():
        if window.parent() is None:  # any other, a menu for example, is below one of these
            spread(theme, over=window)


def prepare(app: QApplication, theme: Theme) -> None:
    """The theme without its style sheet: font and colours, enough for a window that is still empty.

    A sheet costs at each widget that is given to a parent, for Qt then works it out anew for everything below.
    So the first window is put together without one.
    """
    QDir.setSearchPaths("styles", [str(resources.files("xena_desktop.resources") / "styles")])
    if not app.styleSheet():  # with one, the style is a wrapper that no longer tells its name
        app.setStyle("Fusion")
    app.setFont(text_font())
    app.setPalette(palette(theme))


def spread(theme: Theme, *, over: QObject) -> None:
    """Tell ``over`` and everything below it of the theme, delegates included."""
    for member in (over, *over.findChildren(QObject)):
        if hasattr(type(member), "set_theme"):  # isinstance takes a third of a change of the theme
            cast("Themed", member).set_theme(theme)


def palette(theme: Theme) -> QPalette:
    """The theme as Qt's palette, for whatever the style sheet does not reach."""
    made = QPalette()
    for role, color in _palette_colors(theme).items():
        made.setColor(role, QColor(color))
    disabled = QColor(theme.disabled)
    for role in (_Role.WindowText, _Role.Text, _Role.ButtonText, _Role.HighlightedText, _Role.ToolTipText):
        made.setColor(QPalette.ColorGroup.Disabled, role, disabled)
    made.setColor(QPalette.ColorGroup.Disabled, _Role.PlaceholderText, disabled)
    made.setColor(QPalette.ColorGroup.Disabled, _Role.Highlight, QColor(theme.hover))
    made.setColor(QPalette.ColorGroup.Disabled, _Role.Base, QColor(theme.window))
    return made


_Role = QPalette.ColorRole


def _palette_colors(theme: Theme) -> dict[QPalette.ColorRole, str]:
    return {
        _Role.Window: theme.window, _Role.WindowText: theme.text,
        _Role.Base: theme.surface, _Role.AlternateBase: theme.window, _Role.Text: theme.text,
        _Role.PlaceholderText: theme.tertiary,
        _Role.Button: theme.surface, _Role.ButtonText: theme.text, _Role.BrightText: theme.on_accent,
        _Role.Highlight: theme.selected, _Role.HighlightedText: theme.text, _Role.Accent: theme.accent,
        _Role.Link: theme.link, _Role.LinkVisited: theme.link,
        _Role.ToolTipBase: theme.surface, _Role.ToolTipText: theme.text,
        _Role.Light: theme.surface, _Role.Midlight: theme.hover, _Role.Mid: theme.line_strong,
        _Role.Dark: theme.line_strong, _Role.Shadow: theme.line_strong,
    }  # fmt: skip


def style_sheet(theme: Theme) -> str:
    """The style sheets of ``resources/styles``, in the order of their names, with the theme filled in.

    Raises ``KeyError`` when a sheet names a role that no theme has.
    """
    folder = resources.files("xena_desktop.resources") / "styles"
    sheets = sorted((file for file in folder.iterdir() if file.name.endswith(".qss")), key=lambda f: f.name)
    text = "\n".join(file.read_text(encoding="utf-8") for file in sheets)
    return Template(text).substitute(asdict(theme))


def text_font(size: int = TEXT_SIZE, *, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The font of the window, ``size`` in pixels: Noto Sans where it is installed, else the system's own."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    if _is_installed("Noto Sans"):
        font = QFont("Noto Sans")
    font.setPixelSize(size)
    font.setWeight(weight)
    return font


def mono_font(size: int = MONO_SIZE) -> QFont:
    """The font for what goes over the wire, ``size`` in pixels."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    if _is_installed("DejaVu Sans Mono"):
        font = QFont("DejaVu Sans Mono")
    font.setStyleHint(QFont.StyleHint.Monospace)
    font.setPixelSize(size)
    return font


@cache
def _is_installed(family: str) -> bool:
    """Whether there is such a font. Qt takes a tenth of a millisecond for it, and a window asks hundreds of times."""
    return QFontDatabase.hasFamily(family)
