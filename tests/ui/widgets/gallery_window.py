"""The whole window, as it is drawn in the design."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from xena_desktop.ui.models.accounts import AccountItem, AccountListModel
from xena_desktop.ui.models.endpoint_tree import EndpointTreeModel
from xena_desktop.ui.models.endpoints import EndpointItem
from xena_desktop.ui.theme import Theme
from xena_desktop.ui.widgets.avatar import Avatar
from xena_desktop.ui.widgets.buttons import IconButton, PushButton
from xena_desktop.ui.widgets.card import Card, SectionHead
from xena_desktop.ui.widgets.combo_box import ComboBox, SpinBox
from xena_desktop.ui.widgets.delegates import AccountDelegate, EndpointDelegate
from xena_desktop.ui.widgets.labels import label, set_property
from xena_desktop.ui.widgets.pill import Pill, StatusDot
from xena_desktop.ui.widgets.stripe import Stripe
from xena_desktop.ui.widgets.tabs import SubTabs

from .gallery_parts import BLUE, LIME, ORANGE, column, partner_table, row


def _header(theme: Theme) -> QFrame:
    frame = QFrame()
    frame.setProperty("part", "header")
    frame.setFixedHeight(48)
    row = QHBoxLayout(frame)
    row.setContentsMargins(16, 0, 12, 0)
    row.setSpacing(12)
    row.addWidget(Avatar("Søren Holm"))
    row.addWidget(
        column(
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
    endpoints = EndpointTreeModel()
    paths = ["GET Partner", "GET Partner/{id}", "POST Partner", "PUT Partner/{id}", "GET Partner/Search",
             "DELETE OrderLine/{id}", "PATCH Fiscal/{fiscalId}/Ledger/Account/{accountId}/Postings"]  # fmt: skip
    endpoints.show_found(
        [EndpointItem(id=path, method=path.split()[0], path=path.split()[1]) for path in paths]
    )
    column.addWidget(_list(endpoints, delegate=EndpointDelegate(theme=theme), rows=7))
    column.addStretch(1)
    return frame


def _list(
    model: AccountListModel | EndpointTreeModel, *, delegate: AccountDelegate | EndpointDelegate, rows: int
) -> QListView:
    view = QListView()
    model.setParent(view)
    delegate.setParent(view)
    view.setModel(model)
    view.setItemDelegate(delegate)
    view.setMouseTracking(True)
    view.setFixedHeight(rows * 30 + 2)
    view.setCurrentIndex(model.index(0, 0))
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
    bar = row(method, path, send, PushButton("Gem", theme=theme), more)
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
    bar = row(pill, facts, 1, fetch, filtered, find)
    bar.setContentsMargins(12, 12, 12, 6)
    card.body.addWidget(bar)
    tabs = SubTabs(theme=theme)
    for name in ("Træ", "Tabel", "Tekst", "Headere", "Tid"):
        tabs.add(name)
    tabs.setCurrentIndex(1)
    card.body.addWidget(tabs)
    card.body.addWidget(partner_table(theme), 1)
    return card


def work(theme: Theme) -> QWidget:
    """The window while a request was answered."""
    tabs = QTabWidget()
    tabs.setTabsClosable(True)
    page = column(_request_card(theme), _answer_card(theme), spacing=12, tall=1)
    tabs.addTab(QWidget(), "Profil")
    tabs.addTab(page, "GET Partner")
    tabs.addTab(QWidget(), "POST Order ●")
    tabs.setCurrentIndex(1)
    section = column(tabs, margin=12)
    middle = row(_sidebar(theme), section, spacing=0)
    stripe = Stripe(color=ORANGE, name="Xena, produktion")
    window = column(stripe, _header(theme), middle, _footer(theme), spacing=0, tall=2)
    window.resize(1440, 900)
    return window
