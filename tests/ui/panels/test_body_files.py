"""Files that go out with a request, chosen in the real window and sent to the real Sandbox."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QClipboard
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QPushButton

from tests.ui.panels.shaped_answers import shaped
from tests.ui.panels.test_gate import asked, read_only, words_of
from tests.ui.panels.written_bodies import choose, dropped, opened, pressed
from tests.ui.stage import Stage
from xena_desktop.domain.body import FileBody, Multipart, Part
from xena_desktop.domain.body_draft import BodyDraft, BodyKind, PartRow
from xena_desktop.domain.history import HistorySearch
from xena_desktop.domain.settings import Draft
from xena_desktop.ui.models.parts import PartColumn
from xena_desktop.ui.widgets.part_table import PartTable


@pytest.fixture
def clipboard(qapp: QApplication) -> Iterator[QClipboard]:
    """The clipboard, emptied afterwards: what still lies in it when Python ends takes the process down with it."""
    yield qapp.clipboard()
    qapp.clipboard().clear()


async def test_parts_are_typed_chosen_dropped_and_pasted(
    signed_in: Stage, tmp_path: Path, clipboard: QClipboard
) -> None:
    one, two, three = (tmp_path / name for name in ("æ.pdf", "two.txt", "three.csv"))
    for path in (one, two, three):
        path.write_bytes(b"x" * 1500)
    panel = opened(signed_in, BodyDraft(kind=BodyKind.MULTIPART))
    table = signed_in.control(PartTable, "partTable")
    assert table.paste_rows("description: Bilag\nmetadata\t{}")
    dropped(table.viewport(), one, two)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(three))])
    clipboard.setMimeData(data)
    pressed(table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    model = table.model()
    model.setData(model.index(1, PartColumn.TYPE), "application/json")
    assert panel.form.request().body == Multipart(
        parts=(
            Part(name="description", value="Bilag"),
            Part(name="metadata", value="{}", content_type="application/json"),
            Part(name="file", file=str(one)),
            Part(name="file", file=str(two)),
            Part(name="file", file=str(three)),
        )
    )
    validity = signed_in.control(QLabel, "multipartBodyValidity")
    await signed_in.until(lambda: validity.text() == "5 parts, 3 files of 4.5 kB")
    assert model.index(2, PartColumn.VALUE).data() == "æ.pdf  ·  1.5 kB"
    one.unlink()
    model.setData(model.index(0, PartColumn.VALUE), "Andet")
    await signed_in.until(lambda: "æ.pdf cannot be sent" in validity.text())


async def test_a_row_turns_between_text_and_file_by_keyboard_and_moves(
    signed_in: Stage, tmp_path: Path
) -> None:
    path = tmp_path / "a.pdf"
    path.touch()
    rows = (PartRow(part=Part(name="a", value="1")), PartRow(part=Part(name="b", file=str(path))))
    panel = opened(signed_in, BodyDraft(kind=BodyKind.MULTIPART, parts=rows))
    table = signed_in.control(PartTable, "partTable")
    table.setCurrentIndex(table.model().index(0, PartColumn.KIND))
    pressed(table, Qt.Key.Key_Space, text=" ")
    assert table.rows()[0].part == Part(name="a", value="1", file="")
    assert signed_in.control(QLabel, "multipartBodyValidity").text() == "No file was chosen."
    pressed(table, Qt.Key.Key_Return)
    assert table.rows()[0].part == Part(name="a", value="1")
    table.setCurrentIndex(table.model().index(1, PartColumn.KIND))
    pressed(table, Qt.Key.Key_Return)
    pressed(table, Qt.Key.Key_Return)
    assert table.rows() == list(rows)
    pressed(table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert [row.part.name for row in table.rows()] == ["b", "a"]
    pressed(table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    pressed(table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert [row.part.name for row in table.rows()] == ["a", "b"]
    table.setCurrentIndex(table.model().index(0, PartColumn.ENABLED))
    pressed(table, Qt.Key.Key_Space, text=" ")
    assert panel.form.request().body == Multipart(parts=(Part(name="b", file=str(path)),))
    pressed(table, Qt.Key.Key_Delete)
    assert table.rows() == [rows[1]]


def file_dialogs(stage: Stage) -> list[QFileDialog]:
    return [dialog for dialog in stage.open.window.findChildren(QFileDialog) if dialog.isVisible()]


async def chosen(stage: Stage, path: Path) -> None:
    """Choose a file in the dialog that is open."""
    await stage.until(lambda: file_dialogs(stage))
    dialog = file_dialogs(stage)[0]
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setDirectory(str(path.parent))
    edit = dialog.findChild(QLineEdit, "fileNameEdit")
    assert edit is not None
    edit.setText(str(path))
    dialog.accept()
    await stage.until(lambda: not file_dialogs(stage))


async def test_files_are_chosen_in_a_dialog(signed_in: Stage, tmp_path: Path) -> None:
    path = tmp_path / "bilag.pdf"
    path.write_bytes(b"abc")
    panel = opened(
        signed_in, BodyDraft(kind=BodyKind.MULTIPART, parts=(PartRow(part=Part(name="bilag", file="")),))
    )
    table = signed_in.control(PartTable, "partTable")
    table.setCurrentIndex(table.model().index(0, PartColumn.VALUE))
    pressed(table, Qt.Key.Key_Return)
    await chosen(signed_in, path)
    await signed_in.until(lambda: table.rows()[0].part == Part(name="bilag", file=str(path)))
    signed_in.control(QPushButton, "addFilesButton").click()
    await chosen(signed_in, path)
    await signed_in.until(lambda: len(table.rows()) == 2)
    choose(signed_in, BodyKind.FILE)
    signed_in.control(QPushButton, "chooseFileButton").click()
    await chosen(signed_in, path)
    await signed_in.until(lambda: panel.form.request().body == FileBody(path=str(path)))
    validity = signed_in.control(QLabel, "fileBodyValidity")
    await signed_in.until(lambda: validity.text() == "3 B, read while it is sent")


async def test_a_file_is_a_body_by_dropping_it_and_says_what_is_wrong(
    signed_in: Stage, tmp_path: Path
) -> None:
    path = tmp_path / "konto.csv"
    path.write_text("a;b\n", encoding="utf-8")
    panel = opened(signed_in, BodyDraft(kind=BodyKind.FILE))
    validity = signed_in.control(QLabel, "fileBodyValidity")
    await signed_in.until(lambda: validity.text() == "No file was chosen.")
    dropped(panel.form.request_body.page(BodyKind.FILE), path)
    assert panel.form.request().body == FileBody(path=str(path))
    assert panel.form.request().headers == ()
    await signed_in.until(lambda: "4 B" in validity.text())
    kind = signed_in.control(QLineEdit, "bodyFileTypeEdit")
    assert kind.placeholderText() == "text/csv"
    kind.setText("text/x-konto")
    kind.textEdited.emit("text/x-konto")
    assert panel.form.request().headers == (("Content-Type", "text/x-konto"),)
    signed_in.control(QLineEdit, "bodyFileEdit").setText(str(tmp_path))
    await signed_in.until(lambda: "it is a folder" in validity.text())
    signed_in.control(QLineEdit, "bodyFileEdit").setText("{{fil}}")
    await signed_in.until(lambda: "looked for when it is sent" in validity.text())


async def test_a_file_that_is_not_there_is_said_and_nothing_is_sent(signed_in: Stage, tmp_path: Path) -> None:
    gone = tmp_path / "gone.pdf"
    panel = opened(
        signed_in, BodyDraft(kind=BodyKind.MULTIPART, parts=(PartRow(part=Part(name="a", file=str(gone))),))
    )
    panel.send()
    await signed_in.until(panel.response.notice.isVisible)
    assert "gone.pdf" in panel.response.notice.accessibleName()


async def test_another_body_is_gone_through_the_gate_and_into_the_history(
    signed_in: Stage, tmp_path: Path
) -> None:
    path = tmp_path / "bilag.txt"
    path.write_text("hemmeligt indhold", encoding="utf-8")
    rows = (PartRow(part=Part(name="navn", value="Bilag")), PartRow(part=Part(name="fil", file=str(path))))
    panel = opened(signed_in, BodyDraft(kind=BodyKind.MULTIPART, parts=rows))
    panel.send()
    await signed_in.until(lambda: signed_in.control(QLabel, "responseStatus").text().startswith("4"))
    history = signed_in.open.context.services.history
    await history.settled()
    (entry, *_) = await history.page(HistorySearch(method="POST"))
    whole = await history.read(entry.id)
    assert whole.request.body == Multipart(parts=tuple(row.part for row in rows))
    assert [(Path(one.path), one.size) for one in whole.attachments] == [(path, 17)]
    assert "hemmeligt" not in repr(whole)


async def test_a_large_file_shows_how_far_it_is_and_can_be_stopped(signed_in: Stage, tmp_path: Path) -> None:
    path, go_on = tmp_path / "stor.bin", threading.Event()
    with path.open("wb") as file:
        file.truncate(60_000_000)

    def never_read_on(_connection: socket.socket) -> None:
        go_on.wait(60)

    async with shaped(signed_in, never_read_on) as asked:
        draft = Draft(method="POST", path="/Api/shape", body=BodyDraft(kind=BodyKind.FILE, file=str(path)))
        asked.request = signed_in.open.desk.work.open_request(draft)
        asked.again()
        said = asked.panel.findChildren(QLabel)
        await signed_in.until(lambda: any("of 60.0 MB" in one.text() for one in said if one.isVisible()))
        await asked.cancel()
        await signed_in.until(asked.panel.notice.isVisible)
        assert asked.panel.notice.title() == "Stopped."
        go_on.set()


@pytest.mark.parametrize(
    ("body", "said", "unsaid"),
    [
        (
            BodyDraft(
                kind=BodyKind.MULTIPART,
                parts=(
                    PartRow(part=Part(name="note", value="lønseddel")),
                    PartRow(part=Part(name="fil", file="/hemmelig mappe/bilag.pdf")),
                    PartRow(used=False, part=Part(name="ikke med", file="/andet.pdf")),
                ),
            ),
            ("note, fil", "bilag.pdf"),
            ("lønseddel", "ikke med", "andet.pdf", "hemmelig mappe"),
        ),
        (BodyDraft(kind=BodyKind.FORM, fields=((True, "navn", "x"), (True, "navn", "y"))), ("navn",), ()),
        (BodyDraft(kind=BodyKind.FILE, file="/a/konto.csv"), ("konto.csv",), ()),
    ],
)
async def test_the_question_before_a_write_names_fields_and_files(
    signed_in: Stage, body: BodyDraft, said: tuple[str, ...], unsaid: tuple[str, ...]
) -> None:
    await read_only(signed_in)
    opened(signed_in, body).send()
    words = words_of(await asked(signed_in))
    assert all(word in words for word in said), words
    assert not any(word in words for word in unsaid), words
    signed_in.control(QPushButton, "questionNoButton").click()
    await signed_in.settle()
