"""The worst shapes of answers, through the window and a real connection: shown exactly, or refused in words."""

from __future__ import annotations

import gzip
import json
import threading
import zlib
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from tests.ui.panels.shaped_answers import chunk, endless, is_read, shaped, whole
from tests.ui.stage import Stage
from xena_desktop.domain.searching import Wanted
from xena_desktop.ui.panels.answer_part import Part
from xena_desktop.ui.panels.response import ResponsePanel

LONG = 3_000_000


async def visit(stage: Stage, panel: ResponsePanel) -> None:
    """Look at every view there is, to its end."""
    for part in Part:
        if panel.views.tabs.isTabVisible(part):
            panel.show_part(part)
            await stage.settle(0.05)
    panel.show_part(Part.TEXT)
    view = panel.views.text
    await stage.until(lambda: view._lines.is_read and panel.views.text_part.laid_out is not None)
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    await stage.settle(0.05)
    panel.show_part(Part.TREE)


def members(panel: ResponsePanel, *rows: int) -> list[tuple[str, str]]:
    """Names and values of what stands below the place that one comes to by these rows."""
    model = panel.views.tree.model()
    parent = panel.views.tree._tree.index_of(list(rows))
    while model.canFetchMore(parent):
        model.fetchMore(parent)
    count = range(model.rowCount(parent))
    return [(str(model.index(n, 0, parent).data()), str(model.index(n, 1, parent).data())) for n in count]


# --- valid JSON of every shape ---------------------------------------------------------------------------


async def test_one_line_without_an_end(signed_in: Stage) -> None:
    body = b'{"Text":"' + "blåbær ".encode() * (LONG // 8) + b'","Id":90071992547409931}'
    async with shaped(signed_in, whole(body)) as asked:
        panel = await asked.answered()
        assert members(panel)[0][1].startswith("blåbær blåbær")
        assert members(panel)[1] == ("Id", "90071992547409931")
        await visit(signed_in, panel)
        tree = panel.views.tree
        found = await tree.places_of(Wanted(text="90071992547409931"))
        tree.show_found(found.starts[0], found.lengths[0])
        assert panel.views.tree.currentIndex().data() == "Id"
        assert not panel.notice.isVisible()


@pytest.mark.parametrize("padding", [b"", b'"' + b"x" * 200 + b'",'])
async def test_ten_thousand_levels(signed_in: Stage, padding: bytes) -> None:
    body = (b"[" + padding) * 10_000 + b"1" + b"]" * 10_000
    async with shaped(signed_in, whole(body)) as asked:
        panel = await asked.answered()
        await visit(signed_in, panel)
        last = 1 if padding else 0
        index = panel.views.tree._tree.index_of([last] * 10_000)
        assert index.siblingAtColumn(1).data() == "1"
        assert panel.views.tree._tree.pointer(index) == f"/{last}" * 10_000
        assert not panel.notice.isVisible()
        field = panel._head.filter_field
        field.setText("[0]")
        await signed_in.until(field.toolTip)


async def test_deeper_than_can_be_opened(signed_in: Stage) -> None:
    body = b"[" * 30_000 + b"1" + b"]" * 30_000
    async with shaped(signed_in, whole(body)) as asked:
        panel = await asked.answered()
        await signed_in.until(panel.notice.isVisible)
        assert panel.notice.title() == "It is nested deeper than can be shown."
        said = " ".join(label.text() for label in panel.notice.findChildren(QLabel))
        assert "From line 1, column 20,001 on it can be read as text alone." in said
        index = panel.views.tree._tree.index_of([0] * 19_999)
        assert panel.views.tree._tree.pointer(index) == "/0" * 19_999


async def test_very_many_members_of_one_object(signed_in: Stage) -> None:
    count = 200_000
    body = b"{" + b",".join(b'"k%d":%d' % (n, n) for n in range(count)) + b"}"
    async with shaped(signed_in, whole(body)) as asked:
        panel = await asked.answered()
        rows = members(panel)
        assert (rows[999], rows[1000]) == (("k999", "999"), ("1000 … 1999", rows[1000][1]))
        assert len(rows) == 1000 + count // 1000 - 1
        assert panel.views.tree._tree.index_of([count - 1]).data() == f"k{count - 1}"
        await visit(signed_in, panel)


async def test_very_many_columns(signed_in: Stage) -> None:
    body = json.dumps([{f"Name{n}": n for n in range(20_000)}, {"Name7": None}]).encode()
    async with shaped(signed_in, whole(body)) as asked:
        panel = await asked.answered()
        await visit(signed_in, panel)
        panel.show_part(Part.TABLE)
        rows = panel.views.table.rows
        await signed_in.until(lambda: (rows.shown(0, 7).text, rows.shown(1, 7).text) == ("7", "–"))
        last = rows.columnCount() - 1
        title = str(rows.headerData(last, Qt.Orientation.Horizontal))
        assert title.replace(",", "") == f"Name{last} (and {20_000 - last - 1} more columns)"
        assert len(rows.columns) + len(rows.other_columns) == 20_000


async def test_very_many_short_texts(signed_in: Stage) -> None:
    count = 200_000
    body = b"[" + b",".join(b'"t%d"' % n for n in range(count)) + b"]"
    async with shaped(signed_in, whole(body)) as asked:
        panel = await asked.answered()
        panel.show_part(Part.TABLE)
        rows = panel.views.table.rows
        assert rows.rowCount() == count
        assert rows.shown(count - 1, 0).text == f"t{count - 1}"
        await visit(signed_in, panel)


async def test_what_other_programs_round_merge_or_refuse(signed_in: Stage) -> None:
    digits = "1234567890123456789012345678901234567890"
    body = (
        f'{{"Long":{digits},"Exact":0.{digits},"Twice":1,"Twice":2,"Not":NaN,"Half":"\\ud800x","Zero":"a\\u0000b",'
        '"Raw":"c\x00d","Pair":"\\ud83d\\ude00","Minus":-0.0,"Power":1E400}'
    )
    async with shaped(signed_in, whole(body.encode())) as asked:
        panel = await asked.answered()
        assert members(panel) == [
            ("Long", digits), ("Exact", f"0.{digits}"), ("Twice", "1"), ("Twice", "2"), ("Not", "NaN"),
            ("Half", "\\ud800x"), ("Zero", "a\\u0000b"), ("Raw", "c\\u0000d"), ("Pair", "😀"), ("Minus", "-0.0"),
            ("Power", "1E400"),
        ]  # fmt: skip
        await visit(signed_in, panel)
        text = panel.views.text.text()
        for exact in (f'"Long": {digits}', f'"Exact": 0.{digits}', '"Twice": 1', '"Twice": 2', '"\\ud800x"'):
            assert exact in text
        panel.views.text.select_all()
        panel.views.text.copy()
        assert '"Power": 1E400' in QApplication.clipboard().text()


# --- encodings -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [3, 60_000])
@pytest.mark.parametrize(
    ("encoding", "claimed"),
    [
        ("utf-16", "application/json"),
        ("utf-16-be", "application/json; charset=utf-8"),
        ("utf-8-sig", "application/json"),
        ("utf-8", "application/json; charset=iso-8859-1"),
        ("iso-8859-1", "application/json; charset=utf-8"),
        ("iso-8859-1", "application/json"),
        ("utf-8", "application/json; charset=no-such-thing"),
    ],
)
async def test_letters_are_right_whatever_the_server_says(
    signed_in: Stage, encoding: str, claimed: str, count: int
) -> None:
    rows = [{"Id": n, "Navn": "Sørensen & Søn, Ærøskøbing"} for n in range(count)]
    body = json.dumps(rows, ensure_ascii=False).encode(encoding)
    async with shaped(signed_in, whole(body, type=claimed)) as asked:
        panel = await asked.answered()
        await signed_in.until(lambda: panel.views.tabs.isTabVisible(Part.TABLE))
        panel.show_part(Part.TABLE)
        table = panel.views.table.rows
        await signed_in.until(lambda: table.rowCount() == count)
        assert table.shown(count - 1, 1).text == "Sørensen & Søn, Ærøskøbing"


# --- too much, too little, too long ----------------------------------------------------------------------


def bomb(size: int) -> bytes:
    """``size`` bytes of JSON as a small gzip."""
    packer = zlib.compressobj(9, wbits=31)
    piece = b'{"Id":1},' * 100_000
    return b"".join(
        (packer.compress(b"["), *(packer.compress(piece) for _ in range(size // len(piece))), packer.flush())
    )


async def test_a_bomb_is_refused_at_a_limit_that_can_be_raised(signed_in: Stage) -> None:
    store = signed_in.open.context.services.settings
    await store.save(replace(store.settings, largest_answer=64 << 20))
    async with shaped(signed_in, whole(bomb(80 << 20), "Content-Encoding: gzip")) as asked:
        panel = asked.ask()
        await signed_in.until(panel.notice.isVisible)
        assert "67.1 MB" in panel.notice.title() or "64" in panel.notice.title()
        offer = next(b for b in panel.notice.findChildren(QPushButton) if b.isVisible() and b.text())
        assert offer.text() == "Allow four times as much"
        await signed_in.settle(0.1)
        offer.click()
        await signed_in.until(lambda: panel.answer is not None and panel.answer.size > 70 << 20)
        assert store.settings.largest_answer == 256 << 20


async def test_an_honest_gzip_is_unpacked(signed_in: Stage) -> None:
    async with shaped(
        signed_in, whole(gzip.compress(b'{"Navn":"\xc3\x86"}'), "Content-Encoding: gzip")
    ) as asked:
        assert members(await asked.answered()) == [("Navn", "Æ")]


@pytest.mark.parametrize("count", [3, 100_000])
async def test_what_came_of_an_answer_that_was_cut_is_shown(signed_in: Stage, count: int) -> None:
    body = (
        b'{"Count":9,"Entities":[' + b",".join(b'{"Id":%d,"Navn":"x"}' % n for n in range(count)) + b',{"Id":'
    )
    async with shaped(signed_in, whole(body, length=len(body) + 1000)) as asked:
        panel = asked.ask()
        await signed_in.until(
            lambda: panel.notice.isVisible() and panel.document is not None and is_read(panel)
        )
        assert panel.notice.title().endswith("ended the connection before the answer was whole.")
        assert panel.notice.advice().endswith("What came until then is shown.")
        assert len(members(panel)) == 2
        assert members(panel)[1][1].replace(",", "").startswith(f"{count + 1} ")
        assert panel.answer is not None
        assert panel.answer.size == len(body)
        assert signed_in.control(QLabel, "responseStatus").isVisible()
        assert not signed_in.control(QPushButton, "cancelArrivingButton").isVisible()


async def test_a_whole_answer_whose_json_is_cut_has_its_fault_marked(signed_in: Stage) -> None:
    body = b'[{"Id":1},\n{"Id":2,"Navn":"S'
    async with shaped(signed_in, whole(body)) as asked:
        panel = asked.ask()
        await signed_in.until(panel.notice.isVisible)
        assert panel.notice.title() == "This is not JSON to its end."
        assert members(panel, 1) == [("Id", "2"), ("Navn", "S")]
        panel.notice.action_triggered.emit()
        assert panel.views.part() == Part.TEXT
        assert panel.views.text.selection()[0][0] == 1


async def test_more_than_was_announced_is_no_part_of_the_answer(signed_in: Stage) -> None:
    async with shaped(signed_in, whole(b'{"a":1}{"b":2}', length=7)) as asked:
        panel = await asked.answered()
        assert members(panel) == [("a", "1")]
        assert not panel.notice.isVisible()


@pytest.mark.parametrize("length", ["-1", "x", "99999999999999999999999"])
async def test_a_length_that_is_none_is_said_or_passed_over(signed_in: Stage, length: str) -> None:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {length}\r\nConnection: close\r\n"
    async with shaped(
        signed_in, lambda connection: connection.sendall(head.encode() + b'\r\n{"a":1}')
    ) as asked:
        panel = asked.ask()
        await signed_in.until(lambda: panel.notice.isVisible() or panel.answer is not None)
        await signed_in.settle(0.1)
        assert panel.notice.isVisible() or members(panel) == [("a", "1")]


# --- endless ---------------------------------------------------------------------------------------------

ROW = b'{"Id":90071992547409931,"Navn":"S\xc3\xb8ren"},'


@pytest.mark.parametrize("first", [b"[" + ROW * 3, b"[" + ROW * 60_000])
@pytest.mark.parametrize("more", [False, True])
async def test_cancel_keeps_what_came_of_an_endless_answer(
    signed_in: Stage, first: bytes, more: bool
) -> None:
    go_on = threading.Event()
    if more:
        go_on.set()
    async with shaped(signed_in, endless(first, ROW, go_on=go_on)) as asked:
        panel = asked.ask()
        await signed_in.until(lambda: received(panel) >= len(first))
        await asked.cancel()
        go_on.set()
        await signed_in.until(
            lambda: panel.notice.isVisible() and panel.document is not None and is_read(panel)
        )
        assert (panel.notice.title(), panel.notice.advice()) == ("Stopped.", "What came until then is shown.")
        assert members(panel, 0) == [("Id", "90071992547409931"), ("Navn", "Søren")]
        await signed_in.settle(0.1)
        assert panel.notice.title() == "Stopped."
        await visit_rows(signed_in, panel)


async def test_another_fault_while_an_answer_comes_does_not_end_it(signed_in: Stage) -> None:
    go_on = threading.Event()
    async with shaped(signed_in, endless(b"[" + ROW * 60_000, ROW, go_on=go_on)) as asked:
        panel = asked.ask()
        await signed_in.until(lambda: panel.document is not None and received(panel) > 60_000 * len(ROW))
        request = signed_in.open.desk.work.current_request()
        assert request is not None
        request.form.path.setText("Partner/{{nobody-knows}}")
        request.form.menu.copy_wanted.emit("curl")
        await signed_in.until(lambda: panel.notice.isVisible() and "nobody-knows" in panel.notice.title())
        before = received(panel)
        go_on.set()
        await signed_in.until(lambda: received(panel) > before)
        await asked.cancel()
        await signed_in.until(lambda: panel.notice.title() == "Stopped.")


async def visit_rows(stage: Stage, panel: ResponsePanel) -> None:
    panel.show_part(Part.TABLE)
    assert panel.views.table.rows.shown(0, 1).text == "Søren"
    await stage.settle(0.05)


def received(panel: ResponsePanel) -> int:
    arrival = panel._documents.arrival
    return arrival.received if arrival is not None else 0


async def test_cancel_before_anything_came_keeps_what_was_there(signed_in: Stage) -> None:
    async with shaped(signed_in, whole(b'{"a":1}')) as asked:
        await asked.answered()
    go_on = threading.Event()
    async with shaped(signed_in, endless(b"", ROW, go_on=go_on)) as other:
        other.request = asked.request
        other.again()
        await signed_in.until(lambda: other.panel._documents.arrival is not None)
        await signed_in.until(lambda: other.server.connections > 0)
        await other.cancel()
        await signed_in.until(other.panel.notice.isVisible)
        go_on.set()
        assert other.panel.notice.title() == "Stopped."
        assert members(other.panel) == [("a", "1")]


async def test_what_begins_as_one_value_and_becomes_lines_has_rows_in_the_end(signed_in: Stage) -> None:
    is_shown = threading.Event()

    def answer(connection: object) -> None:
        send = connection.sendall  # type: ignore[attr-defined] # a socket
        send(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n")
        send(chunk(b'{"Id":1}'))
        while not is_shown.wait(0.05):
            send(chunk(b" "))
        send(chunk(b'\n{"Id":2}\n{"Id":3}\n') + b"0\r\n\r\n")

    async with shaped(signed_in, answer) as asked:
        panel = asked.ask()
        await signed_in.until(lambda: panel.document is not None)
        assert members(panel) == [("Id", "1")]
        is_shown.set()
        await signed_in.until(lambda: panel.views.tree.model().rowCount() == 3)
        panel.show_part(Part.TABLE)
        await signed_in.until(lambda: panel.views.table.rows.rowCount() == 3)
        assert not panel.notice.isVisible()


async def test_a_slow_stream_is_read_while_it_comes(signed_in: Stage) -> None:
    go_on, lines = threading.Event(), 0

    def answer(connection: object) -> None:
        nonlocal lines
        send = connection.sendall  # type: ignore[attr-defined] # a socket
        send(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n")
        while not go_on.wait(0.05):
            lines += 1
            send(chunk(b"line %d of a log\n" % lines))

    async with shaped(signed_in, answer) as asked:
        panel = asked.ask()
        view = panel.views.text
        await signed_in.until(lambda: view.line_count() > 5)
        seen = view.line_count()
        await signed_in.until(lambda: view.line_count() > seen + 5)
        assert view.text().startswith("line 1 of a log\nline 2 of a log\n")
        await asked.cancel()
        await signed_in.until(panel.notice.isVisible)
        go_on.set()
        await signed_in.until(lambda: is_read(panel))
        assert view.text().startswith("line 1 of a log\n")
        assert view.line_count() > seen
