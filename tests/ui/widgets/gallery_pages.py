"""Profile, waiting for the browser, and the first page."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QGridLayout,
    QSizePolicy,
    QWidget,
)

from xena_desktop.ui.theme import Theme
from xena_desktop.ui.widgets.avatar import LARGE, Avatar
from xena_desktop.ui.widgets.busy_indicator import BusyIndicator
from xena_desktop.ui.widgets.buttons import PushButton
from xena_desktop.ui.widgets.card import Card
from xena_desktop.ui.widgets.copy_field import CopyField
from xena_desktop.ui.widgets.countdown import Countdown
from xena_desktop.ui.widgets.empty_state import DoorCard, EmptyState
from xena_desktop.ui.widgets.flow_layout import FlowLayout
from xena_desktop.ui.widgets.labels import label
from xena_desktop.ui.widgets.notice_bar import NoticeBar
from xena_desktop.ui.widgets.pill import Pill

from .gallery_parts import column, json_tree, partner_table, row


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
    who = row(label("soren@holm.dk", role="secondary"),
               Pill("bekræftet", theme=theme, kind="good", icon_name="check"),
               label("· dansk (da-DK)", role="secondary"), 1)  # fmt: skip
    words = column(label("Søren Holm", role="title"), who, spacing=2)
    details = QWidget()
    details.setLayout(facts)
    facts.setContentsMargins(0, 14, 0, 0)
    buttons = column(PushButton("Kontrollér kontoen", theme=theme, kind="primary"),
                      PushButton("Log ind igen", theme=theme),
                      PushButton("Log ud", theme=theme, kind="danger"), 1)  # fmt: skip
    buttons.setFixedWidth(190)
    top = Card(padding=24)
    top.body.addWidget(
        row(column(Avatar("Søren Holm", size=LARGE), 1), column(words, details, 1), buttons, spacing=24)
    )
    top.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
    table = Card(heading="Partnere")
    table.body.addWidget(partner_table(theme))
    claims = Card(heading="Hvad Xena siger om dig")
    tree = json_tree(theme)
    claims.body.addWidget(tree)
    notice = NoticeBar(theme=theme)
    notice.show_notice(
        "ID-tokenet er kontrolleret", kind="info", action="Vis trin for trin",
        advice="Underskrift, udsteder, modtager, nonce og c_hash passer.",
    )  # fmt: skip
    page = column(top, row(table, claims, spacing=12), notice, spacing=12, margin=12)
    page.resize(1168, 760)
    return page


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
    buttons = row(1, PushButton("Åbn igen", theme=theme), PushButton("Annullér", theme=theme), 1)
    inner = column(field, buttons, clock, notice, notice_good, notice_bad, spacing=16)
    inner.setFixedWidth(560)
    state = EmptyState(
        "arrow-up-right", title="Fortsæt i browseren", theme=theme, primary="Åbn igen", secondary="Annullér",
        text="Xena spørger dig dér, om Xena Desktop må bruge din konto. Vinduet her kommer frem af sig selv.",
    )  # fmt: skip
    busy = BusyIndicator(text="Venter", theme=theme, size=24)
    busy.start()
    card = Card()
    card.body.addWidget(state, 1)
    card.body.addWidget(row(1, inner, 1))
    card.body.addWidget(row(1, busy, 1))
    card.body.addStretch(1)
    page = column(card, margin=12)
    page.resize(1168, 840)
    return page


def first(theme: Theme) -> QWidget:
    """The ways into the program."""
    doors = row(
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
    page = column(1, title, text, doors, 1)
    page.resize(1100, 560)
    return page
