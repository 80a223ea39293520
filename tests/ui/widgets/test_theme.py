from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import asdict, fields
from importlib import resources
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QListView, QVBoxLayout, QWidget

from xena_desktop.ui import theme as themes
from xena_desktop.ui.theme import Theme
from xena_desktop.ui.widgets.avatar import GROUNDS
from xena_desktop.ui.widgets.delegates import AccountDelegate
from xena_desktop.ui.widgets.pill import Pill

from .conftest import Shown

GROUND_ROLES = ("window", "surface", "sunken", "hover", "selected")
METHODS = ("get", "post", "put", "delete")


def luminance(color: str) -> float:
    """WCAG 2.2, relative luminance."""
    made = QColor(color)
    red, green, blue = (_linear(part) for part in (made.redF(), made.greenF(), made.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def on(ground: str, wash: QColor) -> str:
    """A half-transparent colour laid over a ground."""
    below, share = QColor(ground), wash.alphaF()
    mixed = [
        round(top * share + bottom * (1 - share))
        for top, bottom in zip(
            (wash.red(), wash.green(), wash.blue()), (below.red(), below.green(), below.blue()), strict=True
        )
    ]
    return QColor(*mixed).name()


PAIRS = [
    *product(("text", "secondary", "tertiary"), GROUND_ROLES),
    *product((*METHODS, "link"), ("window", "surface", "hover", "selected")),
    *product(("key", "string", "number"), ("surface", "match_ground")),
    *product(("key", "string", "number"), ("hover", "selected")),
    *product(("danger", "warning", "info", "good"), ("window", "surface")),
    *((kind, f"{kind}_ground") for kind in ("danger", "warning", "info", "good")),
    *product(("on_accent",), ("accent", "accent_hover", "accent_pressed")),
]


@pytest.mark.parametrize("make", [themes.light, themes.dark])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_can_be_read_on_every_ground_it_stands_on(
    make: Callable[[], Theme], text: str, ground: str
) -> None:
    colors = asdict(make())
    assert contrast(colors[text], colors[ground]) >= 4.5


@pytest.mark.parametrize("make", [themes.light, themes.dark])
def test_the_focus_ring_is_seen(make: Callable[[], Theme]) -> None:
    theme = make()
    assert contrast(theme.focus, theme.surface) >= 3
    assert contrast(theme.focus, theme.window) >= 3


def test_initials_can_be_read() -> None:
    assert all(contrast("#FFFFFF", color) >= 4.5 for color in GROUNDS)


@pytest.mark.parametrize("color", ["#C2570C", "#1B66A6", "#7FB800", "#000000", "#FFFFFF"])
def test_a_pill_of_ones_own_colour_can_be_read(theme: Theme, color: str) -> None:
    pill = Pill("Xena", theme=theme, kind="custom", color=color)
    wash, text = pill.colors()
    assert contrast(text, on(theme.surface, wash)) >= 4.5


def test_arrows_are_seen_in_both_themes() -> None:
    folder = resources.files("xena_desktop.resources") / "styles"
    arrow = (folder / "chevron-down.svg").read_text(encoding="utf-8")
    found = re.search(r'stroke="(#\w{6})"', arrow)
    assert found
    for theme in (themes.light(), themes.dark()):
        assert contrast(found[1], theme.surface) >= 3


def test_every_colour_is_written_in_full() -> None:
    for theme in (themes.light(), themes.dark()):
        colors = {name: value for name, value in asdict(theme).items() if name != "scheme"}
        assert all(re.fullmatch(r"#[0-9A-F]{6}", value) for value in colors.values())


def test_the_style_sheet_is_filled_in_and_names_only_drawings_that_exist() -> None:
    folder = resources.files("xena_desktop.resources") / "styles"
    for theme in (themes.light(), themes.dark()):
        sheet = themes.style_sheet(theme)
        assert "${" not in sheet
        assert theme.accent in sheet
        for name in re.findall(r"url\(styles:([^)]+)\)", sheet):
            assert (folder / name).is_file(), name


def test_the_style_sheets_use_no_colour_of_their_own() -> None:
    folder = Path(str(resources.files("xena_desktop.resources") / "styles"))
    for file in folder.glob("*.qss"):
        assert not re.search(r"#[0-9a-fA-F]{3,8}\b(?!.*\{)", file.read_text(encoding="utf-8")), file.name


def test_every_role_is_used_or_kept_for_widgets() -> None:
    names = {field.name for field in fields(Theme)}
    assert {"get", "post", "put", "delete", "key", "string", "number"} <= names


def test_the_palette_sets_every_role_that_words_stand_in() -> None:
    theme = themes.dark()
    palette = themes.palette(theme)
    group, role = QPalette.ColorGroup, QPalette.ColorRole
    assert palette.color(group.Active, role.Text).name().upper() == theme.text
    assert palette.color(group.Active, role.PlaceholderText).name().upper() == theme.tertiary
    assert palette.color(group.Inactive, role.Highlight).name().upper() == theme.selected
    assert palette.color(group.Disabled, role.ButtonText).name().upper() == theme.disabled
    assert palette.color(group.Disabled, role.PlaceholderText).name().upper() == theme.disabled


def test_applying_a_theme_reaches_windows_and_what_paints_itself(qapp: QApplication, shown: Shown) -> None:
    themes.apply(qapp, themes.light())
    window = QWidget()
    column = QVBoxLayout(window)
    pill, view = Pill("openid", theme=themes.light()), QListView()
    delegate = AccountDelegate(theme=themes.light(), parent=view)
    for part in (pill, view, QLabel("not themed")):
        column.addWidget(part)
    shown(window, width=200, height=200)
    themes.apply(qapp, themes.dark())
    qapp.processEvents()
    assert window.grab().toImage().pixelColor(1, 1).name().upper() == themes.dark().window
    assert pill.colors()[1] == themes.dark().text
    assert delegate.theme.scheme == "dark"


def test_a_bare_desktop_gets_light(qapp: QApplication) -> None:
    assert themes.system_scheme(qapp) == "light"


@pytest.mark.parametrize(
    ("method", "role"),
    [
        ("GET", "get"),
        ("post", "post"),
        ("PATCH", "put"),
        ("PUT", "put"),
        ("DELETE", "delete"),
        ("HEAD", "get"),
    ],
)
def test_methods_have_their_colours(method: str, role: str) -> None:
    theme = themes.light()
    assert theme.method(method) == asdict(theme)[role]


@pytest.mark.usefixtures("qapp")
def test_fonts_are_measured_in_pixels() -> None:
    assert themes.text_font().pixelSize() == 13
    assert themes.mono_font().pixelSize() == 12
    assert themes.mono_font().styleHint() == themes.mono_font().StyleHint.Monospace
