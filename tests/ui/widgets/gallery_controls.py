"""Everything that is pressed, typed into and read."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QCheckBox,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QProgressBar,
    QRadioButton,
    QWidget,
)

from xena_desktop.ui.models.grammar import JSON
from xena_desktop.ui.models.key_values import KeyValue
from xena_desktop.ui.theme import Theme
from xena_desktop.ui.widgets.avatar import Avatar
from xena_desktop.ui.widgets.buttons import IconButton, PushButton
from xena_desktop.ui.widgets.card import Card
from xena_desktop.ui.widgets.combo_box import ComboBox, DateEdit, SpinBox
from xena_desktop.ui.widgets.empty_state import EmptyState
from xena_desktop.ui.widgets.flow_layout import FlowLayout
from xena_desktop.ui.widgets.json_editor import JsonEditor
from xena_desktop.ui.widgets.key_value_table import KeyValueTable
from xena_desktop.ui.widgets.labels import set_property
from xena_desktop.ui.widgets.pill import Pill
from xena_desktop.ui.widgets.text_view import TextView

from .gallery_parts import BLUE, BODY, LIME, ORANGE, column, row


def _buttons(theme: Theme) -> QWidget:
    off = [PushButton("Send", theme=theme, kind="primary", icon_name="play"),
           PushButton("Gem", theme=theme, icon_name="save"),
           PushButton("Log ud", theme=theme, kind="danger", icon_name="log-out"),
           PushButton("Kopiér", theme=theme, kind="quiet", icon_name="copy")]  # fmt: skip
    for button in off:
        button.setEnabled(False)
    on = row(
        PushButton("Send", theme=theme, kind="primary", icon_name="play"),
        PushButton("Gem", theme=theme, icon_name="save"),
        PushButton("Log ud", theme=theme, kind="danger", icon_name="log-out"),
        PushButton("Kopiér", theme=theme, kind="quiet", icon_name="copy"),
        IconButton("refresh-cw", text="Igen", theme=theme),
        1,
    )
    return column(on, row(*off, 1))


def _choices() -> QWidget:
    boxes: list[QCheckBox | QRadioButton] = [QCheckBox("Husk mig"), QCheckBox("Følg med"),
                                             QRadioButton("Lys"), QRadioButton("Mørk")]  # fmt: skip
    boxes[1].setChecked(True)
    boxes[3].setChecked(True)
    unsure = QCheckBox("Blandet")
    unsure.setTristate(True)
    unsure.setCheckState(Qt.CheckState.PartiallyChecked)
    off = QCheckBox("Kan ikke")
    off.setEnabled(False)
    return row(*boxes, unsure, off, 1, spacing=16)


def _fields() -> QWidget:
    combo = ComboBox()
    combo.addItems(["ikke sendt", "true", "false"])
    off, wrong = QLineEdit("kan ikke ændres"), QLineEdit("forkert")
    off.setEnabled(False)
    set_property(wrong, name="invalid", value=True)
    editable = ComboBox()
    editable.setEditable(True)
    editable.addItems(["application/json"])
    date, number = DateEdit(), SpinBox()
    return column(row(QLineEdit("Bælum"), off, wrong), row(combo, editable, date, number))


def controls(theme: Theme) -> QWidget:
    """Everything that is pressed, typed into and read."""
    pills = QWidget()
    flow = FlowLayout(pills)
    kinds = ("neutral", "outline", "good", "warning", "info", "danger")
    for kind in kinds:
        flow.addWidget(Pill(kind, theme=theme, kind=kind))  # type: ignore[arg-type]  # literals in a loop
    for color in (ORANGE, BLUE, LIME):
        flow.addWidget(Pill("egen farve", theme=theme, kind="custom", color=color))
    people = row(*(Avatar(name) for name in ("Søren Holm", "Mette Lund", "Åse", "bo@xena.dk", "Ib Y", "")), 1)
    progress = QProgressBar()
    progress.setTextVisible(False)
    progress.setValue(40)
    left = Card(heading="Knapper og felter", padding=16)
    for part in (_buttons(theme), _choices(), _fields(), pills, people, progress):
        left.body.addWidget(part)
    left.body.addWidget(QPlainTextEdit("Almindelig tekst"))
    table = KeyValueTable(name="Headere", theme=theme)
    table.set_pairs([KeyValue("Accept", "application/json"), KeyValue("X-Slukket", "ja", enabled=False)])
    headers = Card(heading="Headere")
    headers.body.addWidget(table)
    editor = JsonEditor(name="Brødtekst", theme=theme)
    editor.setPlainText(BODY)
    body = Card(heading="Brødtekst")
    body.body.addWidget(editor)
    view = TextView(name="Svar", theme=theme)
    view.set_text("\n".join([BODY] * 30), grammar=JSON)
    view.select((1, 4), (2, 8))
    view.mark(re.compile("Text"))
    text = Card(heading="Tekst")
    text.body.addWidget(view)
    page = row(column(left, headers, spacing=12), column(body, text, spacing=12), spacing=12)
    page.setContentsMargins(12, 12, 12, 12)
    page.resize(1280, 860)
    return page


def popups(theme: Theme) -> QWidget:
    """A menu and an open list, side by side."""
    menu = QMenu()
    for text in ("Åbn i ny fane", "Kopiér som curl", "Slet"):
        menu.addAction(QAction(text, menu))
    chosen = QAction("Ombryd linjer", menu, checkable=True, checked=True)
    menu.insertSeparator(menu.actions()[2])
    menu.addAction(chosen)
    menu.setWindowFlags(Qt.WindowType.Widget)
    combo = ComboBox()
    combo.addItems(["ikke sendt", "true", "false", "Bælum El & Teknik"])
    combo.setCurrentIndex(1)
    nothing = EmptyState("search", title="Ingen endpoints passer", theme=theme, secondary="Ryd søgningen",
                         text="Prøv med færre ord, eller søg efter en del af stien.")  # fmt: skip
    menu.setFixedSize(menu.sizeHint())
    page = row(menu, combo, nothing, spacing=24)
    page.setContentsMargins(24, 24, 24, 24)
    page.resize(900, 320)
    return page
