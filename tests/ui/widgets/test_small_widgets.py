from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QListView,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from xena_desktop.ui import theme as themes
from xena_desktop.ui.theme import Theme, Themed
from xena_desktop.ui.widgets.avatar import LARGE, Avatar, ground, initials
from xena_desktop.ui.widgets.busy_indicator import DELAY_MS, BusyIndicator
from xena_desktop.ui.widgets.buttons import IconButton, PushButton
from xena_desktop.ui.widgets.card import Card, SectionHead
from xena_desktop.ui.widgets.combo_box import ComboBox, DateEdit, SpinBox
from xena_desktop.ui.widgets.copy_field import COPIED_SHOWN_MS, CopyField, ElidedText
from xena_desktop.ui.widgets.countdown import Countdown, remaining_text
from xena_desktop.ui.widgets.empty_state import DoorCard, EmptyState
from xena_desktop.ui.widgets.flow_layout import FlowLayout
from xena_desktop.ui.widgets.labels import label, set_role
from xena_desktop.ui.widgets.notice_bar import NoticeBar, NoticeKind
from xena_desktop.ui.widgets.pill import Pill, PillKind, StatusDot
from xena_desktop.ui.widgets.stripe import Stripe
from xena_desktop.ui.widgets.tabs import SubTabs

from .conftest import Shown

URL = "https://login.example/connect/authorize?client_id=abc&scope=openid%20profile&state=0123456789"


def image_of(widget: QWidget) -> QImage:
    return widget.grab().toImage()


def picture(color: str) -> bytes:
    image = QImage(40, 20, QImage.Format.Format_RGB32)
    image.fill(QColor(color))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub knows only bytes for the format
    return bytes(buffer.data().data())


class Heard:
    def __init__(self) -> None:
        self.count = 0

    def __call__(self) -> None:
        self.count += 1


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Søren Holm", "SH"),
        ("Mette Marie Lund", "ML"),
        ("åse", "Å"),
        ("bo@xena.dk", "BX"),
        ("", ""),
        ("— ·", ""),
    ],
)
def test_initials_are_of_the_first_and_the_last_word(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_a_name_always_has_the_same_colour() -> None:
    assert ground("Søren Holm") == ground("søren holm") == ground("Søren Holm")
    assert len({ground(name) for name in "abcdefghijklmnopqrstuvwxyz"}) > 4


@pytest.mark.usefixtures("light")
def test_an_avatar_is_round_and_shows_the_picture(shown: Shown) -> None:
    avatar = Avatar("Søren Holm", size=LARGE)
    shown(avatar)
    corner = image_of(avatar).pixelColor(0, 0).name()
    assert image_of(avatar).pixelColor(44, 4).name() == ground("Søren Holm").lower()
    assert avatar.set_picture(picture("#FF0000"))
    image = image_of(avatar)
    assert image.pixelColor(44, 44).name() == "#ff0000"
    assert image.pixelColor(0, 0).name() == corner
    assert not avatar.set_picture(b"not a picture")
    assert not avatar.set_picture(None)
    avatar.set_name("")
    assert avatar.accessibleName() == ""
    assert not image_of(avatar).isNull()


@pytest.mark.parametrize("kind", ["neutral", "outline", "good", "warning", "info", "danger"])
def test_pills_are_20_high_and_as_wide_as_their_words(theme: Theme, kind: PillKind, shown: Shown) -> None:
    short, long = Pill("a", theme=theme, kind=kind), Pill("a longer one", theme=theme, kind=kind)
    with_icon = Pill("a", theme=theme, kind=kind, icon_name="lock")
    for pill in (short, long, with_icon):
        shown(pill)
        assert pill.sizeHint().height() == 20
    assert short.sizeHint().width() < with_icon.sizeHint().width() < long.sizeHint().width()
    assert not image_of(with_icon).isNull()


def test_a_pill_can_say_something_else(light: Theme) -> None:
    pill = Pill("200", theme=light, kind="good", strong=True)
    pill.show_fact("404", kind="danger")
    assert pill.text() == "404"
    assert pill.colors() == (QColor(light.danger_ground), light.danger)


def test_a_dot_says_in_words_what_it_shows(light: Theme, shown: Shown) -> None:
    dot = StatusDot(color=light.good, text="Signed in")
    shown(dot)
    assert image_of(dot).pixelColor(4, 4).name().upper() == light.good
    dot.show_state(color=light.danger, text="Expired", hollow=True)
    assert dot.accessibleName() == dot.toolTip() == "Expired"
    assert image_of(dot).pixelColor(4, 4).name().upper() != light.danger


@pytest.mark.usefixtures("light")
def test_the_stripe_is_the_colour_of_the_connection(shown: Shown) -> None:
    stripe = Stripe(color="#C2570C", name="Xena, production")
    shown(stripe, width=100)
    assert stripe.height() == 4
    assert image_of(stripe).pixelColor(50, 3).name() == "#c2570c"
    stripe.show_connection(color="", name="")
    assert stripe.color() == ""


@pytest.mark.parametrize("kind", ["info", "good", "warning", "danger"])
def test_a_notice_stands_on_its_ground_until_it_is_closed(
    theme: Theme, kind: NoticeKind, shown: Shown
) -> None:
    bar = NoticeBar(theme=theme)
    assert bar.isHidden()
    assert bar.objectName() == "noticeBar"
    bar.show_notice("It failed", kind=kind, advice="Try <b>again</b>.", action="Again")
    shown(bar, width=500)
    grounds = {
        "info": theme.info_ground,
        "good": theme.good_ground,
        "warning": theme.warning_ground,
        "danger": theme.danger_ground,
    }
    assert image_of(bar).pixelColor(250, 3).name().upper() == grounds[kind]
    assert (bar.title(), bar.advice()) == ("It failed", "Try <b>again</b>.")
    assert all(
        text.textFormat() is Qt.TextFormat.PlainText for text in bar.findChildren(QLabel) if text.text()
    )
    acted, closed = Heard(), Heard()
    bar.action_triggered.connect(acted)
    bar.closed.connect(closed)
    buttons = {button.objectName(): button for button in bar.findChildren(QWidget) if button.objectName()}
    QTest.mouseClick(buttons["noticeAction"], Qt.MouseButton.LeftButton)
    QTest.mouseClick(buttons["noticeClose"], Qt.MouseButton.LeftButton)
    assert (acted.count, closed.count) == (1, 1)
    assert bar.isHidden()
    assert bar.title() == ""


def test_a_notice_without_advice_and_action_shows_neither(light: Theme, shown: Shown) -> None:
    bar = NoticeBar(theme=light)
    bar.show_notice("Saved", kind="good")
    shown(bar, width=400)
    visible = [part.text() for part in bar.findChildren(QLabel) if part.isVisible() and part.text()]
    assert visible == ["Saved"]
    assert not bar.findChildren(QPushButton)[0].isVisible()


def test_a_field_copies_the_whole_of_what_it_shortens(light: Theme, shown: Shown, qapp: QApplication) -> None:
    field = CopyField(URL, name="the address", theme=light)
    shown(field, width=300)
    line = field.findChild(ElidedText)
    button = field.findChild(QPushButton)
    assert line is not None
    assert button is not None
    assert "…" in line.shown()
    assert button.accessibleName() == "Copy the address"
    copied: list[str] = []
    field.copied.connect(copied.append)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == URL == copied[0]
    assert button.text() == "Copied"
    QTest.qWait(COPIED_SHOWN_MS + 200)
    assert button.text() == "Copy"
    field.set_text("other")
    line.setFocus()
    qapp.processEvents()
    assert field.property("focused") is True
    QTest.keyClick(line, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "other"
    QTest.keyClick(line, Qt.Key.Key_A)
    button.setFocus()
    assert field.property("focused") is False


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(492, "8 min 12 s left"), (60, "1 min 0 s left"), (59.4, "59 s left"), (0, "0 s left")],
)
def test_the_time_left_in_words(seconds: float, words: str) -> None:
    assert remaining_text(seconds) == words


@pytest.mark.usefixtures("light")
def test_a_countdown_runs_out(shown: Shown) -> None:
    clock = Countdown()
    clock.set_detail("listening on 127.0.0.1")
    clock.set_remaining(30, total=60)
    shown(clock, width=200)
    line = clock.findChild(QProgressBar)
    assert line is not None
    assert line.height() == 4
    assert line.value() / line.maximum() == 0.5
    assert clock.text() == "30 s left · listening on 127.0.0.1"
    clock.set_remaining(-5, total=60)
    assert line.value() == 0


def test_an_empty_place_offers_the_next_step(theme: Theme, shown: Shown) -> None:
    state = EmptyState("search", title="Nothing", text="Try again.", theme=theme, primary="Clear")
    shown(state, width=400, height=300)
    first, second = state.findChildren(QPushButton)
    assert first.isVisible()
    assert not second.isVisible()
    primary, secondary = Heard(), Heard()
    state.primary_clicked.connect(primary)
    state.secondary_clicked.connect(secondary)
    first.click()
    state.show_state(title="Other", text="Text", secondary="More", icon_name="info")
    second.click()
    assert (primary.count, secondary.count) == (1, 1)
    assert state.accessibleName() == "Other"
    assert not first.isVisible()


def test_a_door_opens(light: Theme, shown: Shown) -> None:
    door = DoorCard("play", title="Try", text="A small Xena.", button="Start", theme=light, primary=True)
    shown(door)
    opened = Heard()
    door.opened.connect(opened)
    door.button.click()
    assert opened.count == 1
    assert door.width() == 300
    assert door.button.accessibleDescription() == "Try. A small Xena."


def test_cards_and_heads_name_what_they_hold(light: Theme, shown: Shown) -> None:
    button = IconButton("plus", text="Sign in", theme=light, compact=True)
    head, view = SectionHead("Accounts", count="3", button=button), QListView()
    head.set_count("4")
    head.set_buddy(view)
    card = Card(heading="Fiscal setups", joined=True)
    card.body.addWidget(head)
    card.body.addWidget(view)
    shown(card, width=300, height=200)
    assert (card.accessibleName(), view.accessibleName()) == ("Fiscal setups", "Accounts")
    assert [text.text() for text in head.findChildren(QLabel)] == ["Accounts", "4"]
    assert button.size().toTuple() == (22, 22)


def test_controls_have_their_heights(light: Theme, shown: Shown) -> None:
    window = QWidget()
    column = QVBoxLayout(window)
    parts: list[tuple[QWidget, int]] = [
        (PushButton("a", theme=light), 32),
        (PushButton("a", theme=light, size="small"), 28),
        (IconButton("x", text="x", theme=light), 28),
        (IconButton("x", text="x", theme=light, outlined=True), 32),
        (ComboBox(name="a"), 32),
        (SpinBox(name="b"), 32),
        (DateEdit(name="c"), 32),
    ]
    for part, _height in parts:
        column.addWidget(part, 0, Qt.AlignmentFlag.AlignLeft)
    shown(window)
    assert [part.height() for part, _ in parts] == [height for _, height in parts]


def test_pills_flow_into_rows(light: Theme, shown: Shown) -> None:
    box = QWidget()
    flow = FlowLayout(box, spacing=4)
    pills = [Pill("offline_access", theme=light) for _ in range(4)]
    for pill in pills:
        flow.addWidget(pill)
    width = pills[0].sizeHint().width()
    shown(box, width=2 * width + 10, height=100)
    assert [pill.y() for pill in pills] == [0, 0, 24, 24]
    assert flow.heightForWidth(10 * width) == 20
    assert flow.heightForWidth(width) == 4 * 20 + 3 * 4
    assert flow.sizeHint().width() == 4 * width + 12
    assert flow.minimumSize().height() == 20
    assert flow.expandingDirections() == Qt.Orientation(0)
    flow.clear()
    assert flow.count() == 0
    assert flow.itemAt(0) is None
    flow.setGeometry(QRect(0, 0, 10, 10))


def test_a_spinner_shows_only_what_takes_time(light: Theme, shown: Shown) -> None:
    busy = BusyIndicator(text="Sending", theme=light)
    shown(busy)
    busy.start()
    assert not busy.is_turning()
    busy.stop()
    QTest.qWait(DELAY_MS + 100)
    assert not busy.is_turning()
    busy.start()
    QTest.qWait(DELAY_MS + 150)
    assert busy.is_turning()
    busy.start()
    before = image_of(busy)
    QTest.qWait(200)
    assert image_of(busy) != before
    busy.stop()
    assert not busy.is_turning()
    assert busy.accessibleName() == "Sending"


def test_choosing_a_tab_moves_no_other(light: Theme, shown: Shown) -> None:
    tabs = SubTabs(theme=light)
    for name in ("Parameters", "Headers", "Body & files"):
        tabs.add(name)
    tabs.set_count(1, count="12")
    shown(tabs, width=500)
    before = [tabs.tabRect(number).left() for number in range(3)]
    tabs.setCurrentIndex(2)
    assert [tabs.tabRect(number).left() for number in range(3)] == before
    assert tabs.tabText(1) == "Headers  12"
    assert tabs.tabText(2) == "Body && files"
    tabs.set_count(1, count="")
    assert tabs.tabText(1) == "Headers"
    assert image_of(tabs).pixelColor(499, tabs.height() - 1).name().upper() == light.line


@pytest.mark.usefixtures("light")
@pytest.mark.parametrize("make", [ComboBox, SpinBox])
def test_the_wheel_over_a_field_changes_nothing_by_mistake(
    make: Callable[[], ComboBox | SpinBox], shown: Shown, qapp: QApplication
) -> None:
    window = QWidget()
    column = QVBoxLayout(window)
    first, field = QPushButton(), make()
    if isinstance(field, ComboBox):
        field.addItems(["a", "b", "c"])
    column.addWidget(first)
    column.addWidget(field)
    shown(window)

    def value() -> int:
        return field.currentIndex() if isinstance(field, ComboBox) else field.value()

    not_inverted = False

    def turn(by: int) -> None:
        event = QWheelEvent(
            QPointF(5, 5), QPointF(5, 5), QPoint(0, by), QPoint(0, by), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, not_inverted,
        )  # fmt: skip
        qapp.sendEvent(field, event)

    first.setFocus()
    before = value()
    turn(-120)
    turn(120)
    assert value() == before
    field.setFocus()
    turn(-120 if isinstance(field, ComboBox) else 120)
    assert value() == before + 1


def test_the_ring_comes_with_the_keyboard(light: Theme, shown: Shown) -> None:
    window = QWidget()
    column = QVBoxLayout(window)
    first = PushButton("a", theme=light)
    second = IconButton("x", text="b", theme=light)
    column.addWidget(first)
    column.addWidget(second)
    shown(window)
    first.setFocus(Qt.FocusReason.MouseFocusReason)
    assert first.property("ring") is False
    QTest.keyClick(first, Qt.Key.Key_Tab)
    assert second.hasFocus()
    assert second.property("ring") is True


@pytest.mark.usefixtures("light")
def test_texts_are_never_read_as_html(shown: Shown) -> None:
    text = label("<h1>x</h1>", role="secondary", wrap=True, selectable=True)
    shown(text)
    assert text.textFormat() is Qt.TextFormat.PlainText
    set_role(text, role="danger")
    set_role(text, role="danger")
    assert text.property("role") == "danger"


def test_what_holds_icons_follows_the_theme(light: Theme) -> None:
    dark = themes.dark()
    button = IconButton("x", text="x", theme=light)
    parts: list[Themed] = [
        button,
        PushButton("a", theme=light, icon_name="play"),
        NoticeBar(theme=light),
        CopyField("a", name="a", theme=light),
        EmptyState("x", title="a", text="b", theme=light),
        DoorCard("x", title="a", text="b", button="c", theme=light),
        BusyIndicator(text="a", theme=light),
        SubTabs(theme=light),
    ]
    before = button.icon().pixmap(16).toImage()
    for part in parts:
        assert isinstance(part, Themed)
        part.set_theme(dark)
    assert button.icon().pixmap(16).toImage() != before
    button.set_icon("check")
    assert button.accessibleName() == "x"
