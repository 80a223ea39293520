"""All widgets in one window, to be looked at.

``QT_QPA_PLATFORM=offscreen python -m tests.ui.widgets.gallery --out DIR`` writes one picture a page and theme;
without ``--out`` the pages open on the screen.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QListView,
    QMenu,
    QPlainTextEdit,
    QProgressBar,
    QRadioButton,
    QSizePolicy,
    QTableView,
    QTabWidget,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from xena_desktop.ui import theme as themes
from xena_desktop.ui.models.accounts import AccountItem, AccountListModel
from xena_desktop.ui.models.columns import Column, ColumnsModel
from xena_desktop.ui.models.endpoints import EndpointItem, EndpointListModel
from xena_desktop.ui.models.json_tree import JsonTreeModel
from xena_desktop.ui.models.key_values import KeyValue
from xena_desktop.ui.theme import Theme
from xena_desktop.ui.widgets.avatar import LARGE, Avatar
from xena_desktop.ui.widgets.busy_indicator import BusyIndicator
from xena_desktop.ui.widgets.buttons import IconButton, PushButton
from xena_desktop.ui.widgets.card import Card, SectionHead
from xena_desktop.ui.widgets.combo_box import ComboBox, DateEdit, SpinBox
from xena_desktop.ui.widgets.copy_field import CopyField
from xena_desktop.ui.widgets.countdown import Countdown
from xena_desktop.ui.widgets.delegates import AccountDelegate, CellDelegate, EndpointDelegate, JsonDelegate
from xena_desktop.ui.widgets.empty_state import DoorCard, EmptyState
from xena_desktop.ui.widgets.flow_layout import FlowLayout
from xena_desktop.ui.widgets.json_editor import JsonEditor
from xena_desktop.ui.widgets.key_value_table import KeyValueTable
from xena_desktop.ui.widgets.labels import label, set_property
from xena_desktop.ui.widgets.notice_bar import NoticeBar
from xena_desktop.ui.widgets.pill import Pill, StatusDot
from xena_desktop.ui.widgets.stripe import Stripe
from xena_desktop.ui.widgets.tabs import SubTabs
from xena_desktop.ui.widgets.text_view import TextView

ORANGE, BLUE, LIME = "#C2570C", "#1B66A6", "#7FB800"

PARTNERS = [
    (98301, "Aarhus Byg A/S", "Kunde", "33445566", Decimal("12480.00"), "2026-11-30"),
    (98302, "Bælum El & Teknik", "Kunde", "28114455", Decimal("3125.50"), "2026-12-05"),
    (98303, "Clausen Køkken ApS", "Leverandør", "31990021", Decimal("-8900.00"), "2026-11-24"),
    (98304, "Dansk Rørlager", "Leverandør", "19283746", Decimal("-41022.75"), "2026-12-15"),
    (98305, "Ejendomsselskabet Åsen", "Kunde", "40112233", Decimal("127500.00"), "2026-11-28"),
    (98306, "Fjord Revision", "Kunde", "25647382", Decimal("0.00"), "–"),
    (98307, "Grøn & Søn I/S", "Kunde", "36251409", Decimal("6412.25"), "2026-12-01"),
    (98308, "Hansen, Mette", "Ressource", "–", Decimal("0.00"), "–"),
]
Partner = tuple[int, str, str, str, Decimal, str]

BODY = """{
  "Name": "Bælum El & Teknik",
  "Balance": 3125.50,
  "Active": true,
  "Note": null,
  "Lines": [
    {"Id": 5183976, "Text": "Kabel 3 × 1,5 mm²"},
    {"Id": 5183977, "Text": "Arbejdsløn"}
  ]
}"""


def _column(*parts: QWidget | int, spacing: int = 8, margin: int = 0, tall: int = -1) -> QWidget:
    """Parts below each other, numbers as stretches; part number ``tall`` takes the room that is left."""
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(margin, margin, margin, margin)
    column.setSpacing(spacing)
    for part in parts:
        if isinstance(part, int):
            column.addStretch(part)
        else:
            column.addWidget(part)
    if tall >= 0:
        column.setStretch(tall, 1)
    return box


def _row(*parts: QWidget | int, spacing: int = 8) -> QWidget:
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(spacing)
    for part in parts:
        if isinstance(part, int):
            row.addStretch(part)
        else:
            row.addWidget(part)
    return box


def _header(theme: Theme) -> QFrame:
    frame = QFrame()
    frame.setProperty("part", "header")
    frame.setFixedHeight(48)
    row = QHBoxLayout(frame)
    row.setContentsMargins(16, 0, 12, 0)
    row.setSpacing(12)
    row.addWidget(Avatar("Søren Holm"))
    row.addWidget(
        _column(
            1, label("Søren Holm", role="strong"), label("Holm VVS ApS · 98824", role="label"), 1, spacing=0
        )
    )
    row.addWidget(Pill("Xena · produktion", theme=theme, kind="custom", color=ORANGE))
    row.addWidget(Pill("Skrivebeskyttet", theme=theme, kind="outline", icon_name="lock"))
    row.addStretch(1)
    palette = PushButton("Søg eller udfør…", theme=theme, kind="palette", icon_name="search")
    palette.setFixedWidth(420)
    row.addWidget(palette)
    row.addStretch(1)
    row.addWidget(IconButton("moon", text="Mørkt tema", theme=theme))
    row.addWidget(IconButton("settings", text="Indstillinger", theme=theme))
    return frame


def _sidebar(theme: Theme) -> QFrame:
    frame = QFrame()
    frame.setProperty("part", "sidebar")
    frame.setFixedWidth(272)
    column = QVBoxLayout(frame)
    column.setContentsMargins(8, 8, 8, 8)
    column.setSpacing(4)
    add = IconButton("plus", text="Log ind på en konto", theme=theme, compact=True)
    column.addWidget(SectionHead("Konti", button=add))
    accounts = AccountListModel()
    accounts.set_items(
        [
            AccountItem(id="1", name="Søren Holm", color=ORANGE, note="42 min"),
            AccountItem(id="2", name="Mette Lund · test", color=BLUE, note="12 min"),
            AccountItem(id="3", name="Bogholder B", color=ORANGE, note="udløbet", is_ready=False),
            AccountItem(id="4", name="Servicekonto", color=LIME, note="58 min"),
        ]
    )
    column.addWidget(_list(accounts, delegate=AccountDelegate(theme=theme), rows=4))
    column.addSpacing(8)
    column.addWidget(SectionHead("Endpoints", count="1.301"))
    search = QLineEdit()
    set_property(search, name="compact", value=True)
    search.setPlaceholderText("åbne ordrer")
    column.addWidget(search)
    endpoints = EndpointListModel()
    paths = ["GET Partner", "GET Partner/{id}", "POST Partner", "PUT Partner/{id}", "GET Partner/Search",
             "DELETE OrderLine/{id}", "PATCH Fiscal/{fiscalId}/Ledger/Account/{accountId}/Postings"]  # fmt: skip
    endpoints.set_items(
        [EndpointItem(id=path, method=path.split()[0], path=path.split()[1]) for path in paths]
    )
    column.addWidget(_list(endpoints, delegate=EndpointDelegate(theme=theme), rows=7))
    column.addStretch(1)
    return frame


def _list(
    model: AccountListModel | EndpointListModel, *, delegate: AccountDelegate | EndpointDelegate, rows: int
) -> QListView:
    view = QListView()
    model.setParent(view)
    delegate.setParent(view)
    view.setModel(model)
    view.setItemDelegate(delegate)
    view.setMouseTracking(True)
    view.setFixedHeight(rows * 30 + 2)
    view.setCurrentIndex(model.index(0))
    return view


def _footer(theme: Theme) -> QFrame:
    frame = QFrame()
    frame.setProperty("part", "footer")
    frame.setFixedHeight(30)
    row = QHBoxLayout(frame)
    row.setContentsMargins(16, 0, 16, 0)
    row.setSpacing(8)
    row.addWidget(StatusDot(color=theme.good))
    row.addWidget(label("Logget ind som soren@holm.dk", role="label"))
    row.addSpacing(8)
    row.addWidget(label("Adgangstoken 42 min, fornyes selv", role="label"))
    row.addStretch(1)
    row.addWidget(label("Katalog 9. sep. 2026 · 1.301 kald", role="label"))
    return frame


def _partner_table(theme: Theme) -> QTableView:
    columns: list[Column[Partner]] = [
        Column(title="Id", text=lambda row: str(row[0]), is_number=True, is_link=True),
        Column(title="Name", text=lambda row: row[1]),
        Column(title="PartnerType", text=lambda row: row[2]),
        Column(title="OrgNumber", text=lambda row: row[3]),
        Column(title="Saldo", text=lambda row: f"{row[4]:,}", is_number=True, sort_key=lambda row: row[4]),
        Column(title="DueDateDays", text=lambda row: row[5], is_quiet=True),
    ]
    model = ColumnsModel(columns)
    model.set_rows(PARTNERS)
    table = QTableView()
    model.setParent(table)
    table.setModel(model)
    table.setItemDelegate(CellDelegate(theme=theme, parent=table))
    table.setShowGrid(False)
    table.setSortingEnabled(True)
    table.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(32)
    table.horizontalHeader().setHighlightSections(False)
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    table.selectRow(2)
    return table


def _request_card(theme: Theme) -> Card:
    card = Card(joined=True)
    card.body.setSpacing(0)
    method = ComboBox(name="Metode")
    method.setProperty("kind", "method")
    method.addItems(["GET", "POST", "PUT", "DELETE"])
    method.setFixedWidth(92)
    path = QLineEdit("/Api/Fiscal/{fiscalId}/Partner")
    set_property(path, name="mono", value=True)
    more = IconButton("ellipsis", text="Mere", theme=theme, outlined=True)
    send = PushButton("Send", theme=theme, kind="primary", icon_name="play")
    bar = _row(method, path, send, PushButton("Gem", theme=theme), more)
    bar.setContentsMargins(12, 12, 12, 12)
    card.body.addWidget(bar)
    tabs = SubTabs(theme=theme)
    for name in ("Parametre", "Headere", "Brødtekst", "Variabler", "Om kaldet"):
        tabs.add(name)
    tabs.set_count(0, count="4")
    card.body.addWidget(tabs)
    form = QGridLayout()
    form.setContentsMargins(14, 12, 14, 12)
    form.setHorizontalSpacing(16)
    form.setVerticalSpacing(6)
    form.addWidget(label("fiscalId", role="tertiary"), 0, 0)
    fiscal = ComboBox()
    fiscal.addItem("Holm VVS ApS  98824")
    fiscal.setFixedWidth(320)
    form.addWidget(fiscal, 0, 1)
    form.addWidget(label("PageSize", role="tertiary"), 1, 0)
    size = SpinBox()
    size.setValue(10)
    size.setFixedWidth(96)
    form.addWidget(size, 1, 1)
    form.setColumnMinimumWidth(0, 150)
    form.setColumnStretch(2, 1)
    card.body.addLayout(form)
    return card


def _answer_card(theme: Theme) -> Card:
    card = Card()
    card.body.setSpacing(0)
    fetch = PushButton("Hent alle 38", theme=theme, size="small")
    filtered, find = QLineEdit(), QLineEdit()
    for field, text, width in ((filtered, "Filter (JMESPath)", 220), (find, "Find", 150)):
        set_property(field, name="compact", value=True)
        field.setPlaceholderText(text)
        field.setFixedWidth(width)
    facts = label("312 ms · 14,2 kB · 10 af 38", role="secondary")
    pill = Pill("200 OK", theme=theme, kind="good", strong=True)
    bar = _row(pill, facts, 1, fetch, filtered, find)
    bar.setContentsMargins(12, 12, 12, 6)
    card.body.addWidget(bar)
    tabs = SubTabs(theme=theme)
    for name in ("Træ", "Tabel", "Tekst", "Headere", "Tid"):
        tabs.add(name)
    tabs.setCurrentIndex(1)
    card.body.addWidget(tabs)
    card.body.addWidget(_partner_table(theme), 1)
    return card


def work(theme: Theme) -> QWidget:
    """The window while a request was answered."""
    tabs = QTabWidget()
    tabs.setTabsClosable(True)
    page = _column(_request_card(theme), _answer_card(theme), spacing=12, tall=1)
    tabs.addTab(QWidget(), "Profil")
    tabs.addTab(page, "GET Partner")
    tabs.addTab(QWidget(), "POST Order ●")
    tabs.setCurrentIndex(1)
    section = _column(tabs, margin=12)
    middle = _row(_sidebar(theme), section, spacing=0)
    stripe = Stripe(color=ORANGE, name="Xena, produktion")
    window = _column(stripe, _header(theme), middle, _footer(theme), spacing=0, tall=2)
    window.resize(1440, 900)
    return window


def profile(theme: Theme) -> QWidget:
    """Who is signed in."""
    facts = QGridLayout()
    facts.setVerticalSpacing(6)
    facts.setHorizontalSpacing(16)
    facts.setColumnMinimumWidth(0, 150)
    facts.setColumnStretch(1, 1)
    scopes = QWidget()
    flow = FlowLayout(scopes)
    for scope in ("openid", "profile", "email"):
        flow.addWidget(Pill(scope, theme=theme))
    flow.addWidget(Pill("testapi · alt i Xena", theme=theme, kind="warning"))
    flow.addWidget(Pill("offline_access", theme=theme))
    facts.addWidget(label("Giver adgang til", role="tertiary"), 0, 0)
    facts.addWidget(scopes, 0, 1)
    facts.addWidget(label("Adgangstoken", role="tertiary"), 1, 0)
    facts.addWidget(label("udløber 14.42 · om 42 minutter · fornyes selv"), 1, 1)
    facts.addWidget(label("Nøglering", role="tertiary"), 2, 0)
    facts.addWidget(label("GNOME-nøglering, låst op"), 2, 1)
    who = _row(label("soren@holm.dk", role="secondary"),
               Pill("bekræftet", theme=theme, kind="good", icon_name="check"),
               label("· dansk (da-DK)", role="secondary"), 1)  # fmt: skip
    words = _column(label("Søren Holm", role="title"), who, spacing=2)
    details = QWidget()
    details.setLayout(facts)
    facts.setContentsMargins(0, 14, 0, 0)
    buttons = _column(PushButton("Kontrollér kontoen", theme=theme, kind="primary"),
                      PushButton("Log ind igen", theme=theme),
                      PushButton("Log ud", theme=theme, kind="danger"), 1)  # fmt: skip
    buttons.setFixedWidth(190)
    top = Card(padding=24)
    top.body.addWidget(
        _row(_column(Avatar("Søren Holm", size=LARGE), 1), _column(words, details, 1), buttons, spacing=24)
    )
    top.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
    table = Card(heading="Partnere")
    table.body.addWidget(_partner_table(theme))
    claims = Card(heading="Hvad Xena siger om dig")
    tree = _json_tree(theme)
    claims.body.addWidget(tree)
    notice = NoticeBar(theme=theme)
    notice.show_notice(
        "ID-tokenet er kontrolleret", kind="info", action="Vis trin for trin",
        advice="Underskrift, udsteder, modtager, nonce og c_hash passer.",
    )  # fmt: skip
    page = _column(top, _row(table, claims, spacing=12), notice, spacing=12, margin=12)
    page.resize(1168, 760)
    return page


def _json_tree(theme: Theme) -> QTreeView:
    view = QTreeView()
    model = JsonTreeModel(view)
    model.set_value(json.loads(BODY, parse_float=Decimal, object_pairs_hook=tuple))
    view.setModel(model)
    view.setItemDelegate(JsonDelegate(theme=theme, parent=view))
    view.setUniformRowHeights(True)
    view.expand(model.index(4, 0))
    view.header().setStretchLastSection(False)
    view.header().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
    view.setColumnWidth(0, 160)
    return view


def waiting(theme: Theme) -> QWidget:
    """While the browser is open."""
    field = CopyField(
        "https://login.xena.biz/connect/authorize?client_id=0f3c&response_type=code%20id_token&state=9f2",
        name="adressen", theme=theme,
    )  # fmt: skip
    clock = Countdown(detail="lytter på 127.0.0.1:51789")
    clock.set_remaining(492, total=600)
    notice = NoticeBar(theme=theme)
    notice.show_notice(
        "Viser browseren en fejlside?", kind="warning", action="Se hvad der sendes",
        advice="Så passer klient-id eller redirect URI ikke med det, der er registreret hos Xena.",
    )  # fmt: skip
    notice_good, notice_bad = NoticeBar(theme=theme), NoticeBar(theme=theme)
    notice_good.show_notice("Forbindelsen virker", kind="good")
    notice_bad.show_notice(
        "Xena svarer ikke", kind="danger", action="Prøv igen",
        advice="Forbindelsen til login.xena.biz kunne ikke åbnes inden 10 sekunder. Kontrollér nettet.",
    )  # fmt: skip
    buttons = _row(1, PushButton("Åbn igen", theme=theme), PushButton("Annullér", theme=theme), 1)
    inner = _column(field, buttons, clock, notice, notice_good, notice_bad, spacing=16)
    inner.setFixedWidth(560)
    state = EmptyState(
        "arrow-up-right", title="Fortsæt i browseren", theme=theme, primary="Åbn igen", secondary="Annullér",
        text="Xena spørger dig dér, om Xena Desktop må bruge din konto. Vinduet her kommer frem af sig selv.",
    )  # fmt: skip
    busy = BusyIndicator(text="Venter", theme=theme, size=24)
    busy.start()
    card = Card()
    card.body.addWidget(state, 1)
    card.body.addWidget(_row(1, inner, 1))
    card.body.addWidget(_row(1, busy, 1))
    card.body.addStretch(1)
    page = _column(card, margin=12)
    page.resize(1168, 840)
    return page


def first(theme: Theme) -> QWidget:
    """The ways into the program."""
    doors = _row(
        1,
        DoorCard("play", title="Prøv sandkassen", button="Start sandkassen", theme=theme, primary=True,
                 text="En lille Xena på denne computer med øvedata. "
                 "Ingen registrering, intet forlader maskinen."),
        DoorCard("link", title="Forbind til Xena", button="Kom i gang", theme=theme,
                 text="Brug din egen klient fra Xenas udviklerkonsol. "
                 "Vi viser præcis, hvad du skal skrive dér."),
        DoorCard("download", title="Åbn en forbindelse", button="Vælg fil…", theme=theme,
                 text="Har en kollega sendt dig en .xenaconnection-fil? "
                 "Åbn den her, eller træk den ind i vinduet."),
        1, spacing=16,
    )  # fmt: skip
    title = label("Velkommen til Xena Desktop", role="welcome")
    text = label("Log ind på Xena-konti, se hvad de giver adgang til, og prøv Xenas API.", role="secondary")
    for line in (title, text):
        line.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    page = _column(1, title, text, doors, 1)
    page.resize(1100, 560)
    return page


def _buttons(theme: Theme) -> QWidget:
    off = [PushButton("Send", theme=theme, kind="primary", icon_name="play"),
           PushButton("Gem", theme=theme, icon_name="save"),
           PushButton("Log ud", theme=theme, kind="danger", icon_name="log-out"),
           PushButton("Kopiér", theme=theme, kind="quiet", icon_name="copy")]  # fmt: skip
    for button in off:
        button.setEnabled(False)
    on = _row(
        PushButton("Send", theme=theme, kind="primary", icon_name="play"),
        PushButton("Gem", theme=theme, icon_name="save"),
        PushButton("Log ud", theme=theme, kind="danger", icon_name="log-out"),
        PushButton("Kopiér", theme=theme, kind="quiet", icon_name="copy"),
        IconButton("refresh-cw", text="Igen", theme=theme),
        1,
    )
    return _column(on, _row(*off, 1))


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
    return _row(*boxes, unsure, off, 1, spacing=16)


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
    return _column(_row(QLineEdit("Bælum"), off, wrong), _row(combo, editable, date, number))


def controls(theme: Theme) -> QWidget:
    """Everything that is pressed, typed into and read."""
    pills = QWidget()
    flow = FlowLayout(pills)
    kinds = ("neutral", "outline", "good", "warning", "info", "danger")
    for kind in kinds:
        flow.addWidget(Pill(kind, theme=theme, kind=kind))  # type: ignore[arg-type]  # literals in a loop
    for color in (ORANGE, BLUE, LIME):
        flow.addWidget(Pill("egen farve", theme=theme, kind="custom", color=color))
    people = _row(
        *(Avatar(name) for name in ("Søren Holm", "Mette Lund", "Åse", "bo@xena.dk", "Ib Y", "")), 1
    )
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
    view.set_text("\n".join([BODY] * 30), is_json=True)
    view.select(30, 60)
    view.find_next("Text")
    text = Card(heading="Tekst")
    text.body.addWidget(view)
    page = _row(_column(left, headers, spacing=12), _column(body, text, spacing=12), spacing=12)
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
    page = _row(menu, combo, nothing, spacing=24)
    page.setContentsMargins(24, 24, 24, 24)
    page.resize(900, 320)
    return page


PAGES: dict[str, Callable[[Theme], QWidget]] = {
    "work": work, "profile": profile, "waiting": waiting, "first": first, "controls": controls, "popups": popups,
}  # fmt: skip


def _settle(app: QApplication, *, milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
    app.processEvents()


def main(arguments: list[str]) -> int:
    """Show or write the pages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--theme", choices=["light", "dark"], action="append")
    parser.add_argument("pages", nargs="*", default=[], choices=[*PAGES, []])
    chosen = parser.parse_args(arguments)
    app = QApplication(sys.argv[:1])
    for scheme in chosen.theme or ["light", "dark"]:
        theme = themes.of_scheme(scheme)
        themes.apply(app, theme)
        for name in chosen.pages or PAGES:
            page = PAGES[name](theme)
            page.setWindowTitle(f"{name}, {scheme}")
            page.show()
            if chosen.out is None:
                app.exec()
                continue
            _settle(app, milliseconds=400)
            chosen.out.mkdir(parents=True, exist_ok=True)
            page.grab().save(str(chosen.out / f"{name}-{scheme}.png"))
            page.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
