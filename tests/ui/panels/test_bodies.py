"""Bodies of every kind in the real window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel

from tests.fakes.keychain_daemon import KeychainDaemon
from tests.ui.panels.written_bodies import choose, opened
from tests.ui.stage import Stage, staged
from xena_desktop.domain.body import Part, UrlEncoded
from xena_desktop.domain.body_draft import BodyDraft, BodyKind, PartRow, json_draft
from xena_desktop.domain.form import Field, OperationForm, Place
from xena_desktop.domain.operation import Operation
from xena_desktop.services.shelf import OpenForm
from xena_desktop.ui.widgets.code_editor import CodeEditor
from xena_desktop.ui.widgets.key_value_table import KeyValueTable


async def test_choosing_another_kind_loses_nothing(signed_in: Stage) -> None:
    panel = opened(signed_in, json_draft('{"a": 1}'))
    choose(signed_in, BodyKind.XML)
    assert panel.form.request().body is None
    signed_in.control(CodeEditor, "xmlBodyEdit").setPlainText("<a/>")
    assert panel.form.request().body == b"<a/>"
    assert panel.form.request().headers == (("Content-Type", "application/xml; charset=utf-8"),)
    choose(signed_in, BodyKind.TEXT)
    signed_in.control(CodeEditor, "textBodyEdit").setPlainText("hej")
    choose(signed_in, BodyKind.FORM)
    signed_in.control(KeyValueTable, "formTable").paste_rows("a=1&b=%C3%A6+%C3%B8")
    assert panel.form.request().body == UrlEncoded(fields=(("a", "1"), ("b", "æ ø")))
    assert panel.form.request().headers == ()
    choose(signed_in, BodyKind.NONE)
    assert panel.form.request().body is None
    choose(signed_in, BodyKind.JSON)
    assert panel.form.request().body == b'{"a": 1}'
    body = panel.draft().body
    assert (body.xml, body.text, body.fields) == ("<a/>", "hej", ((True, "a", "1"), (True, "b", "æ ø")))


async def test_every_kind_comes_back_after_a_restart(
    qapp: QApplication, keychain: KeychainDaemon, home: Path
) -> None:
    body = BodyDraft(
        kind=BodyKind.MULTIPART,
        json="{}",
        xml="<a/>",
        text="t",
        fields=((False, "a", "b"),),
        parts=(
            PartRow(part=Part(name="a", value="1", content_type="text/x")),
            PartRow(used=False, part=Part(name="f", value="waits", file="/gone.pdf", filename="b.pdf")),
            PartRow(part=Part(name="g"), file_before="/before"),
        ),
        file="/x",
        content_types=(("file", "image/png"), ("text", "text/csv")),
    )
    async with staged(qapp, home=home) as stage:
        opened(stage, body)
        await stage.settle(0.1)
    async with staged(qapp, home=home) as stage:
        panels = [stage.open.desk.work.current_request()]
        assert [panel.draft().body for panel in panels if panel] == [body]


async def test_the_content_type_of_a_kind_is_chosen_and_a_header_wins(signed_in: Stage) -> None:
    panel = opened(signed_in, BodyDraft(kind=BodyKind.TEXT, text="a;b"))
    combo = signed_in.control(QComboBox, "contentTypeCombo")
    combo.setCurrentText("text/csv")
    combo.activated.emit(combo.currentIndex())
    assert dict(panel.form.request().headers)["Content-Type"] == "text/csv; charset=utf-8"
    choose(signed_in, BodyKind.XML)
    choose(signed_in, BodyKind.TEXT)
    assert dict(panel.form.request().headers)["Content-Type"] == "text/csv; charset=utf-8"
    panel = opened(
        signed_in, BodyDraft(kind=BodyKind.TEXT, text="a;b"), headers=((True, "content-type", "x/y"),)
    )
    assert panel.form.request().headers == (("content-type", "x/y"),)
    assert "x/y" in signed_in.control(QLabel, "bodyHeaderNote").text()
    assert not signed_in.control(QComboBox, "contentTypeCombo").isEnabled()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<a><b></a>", "Line 1, column 9: this end tag does not belong to the element that is open"),
        ("<a>\n& b</a>", "Line 2, column 2: something stands here that XML does not allow"),
        (
            '<?xml version="1.0" encoding="latin1"?><a/>',
            "The first line says latin1, and it is sent as UTF-8",
        ),
        ('<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "Well-formed XML"),
        ("<a xmlns='urn:x'>Ø</a>", "Well-formed XML"),
        ("  ", "A body is needed."),
    ],
)
async def test_xml_is_checked_as_one_types(signed_in: Stage, text: str, said: str) -> None:
    opened(signed_in, BodyDraft(kind=BodyKind.XML, xml="<a>"))
    signed_in.control(CodeEditor, "xmlBodyEdit").setPlainText(text)
    validity = signed_in.control(QLabel, "xmlBodyValidity")
    await signed_in.until(lambda: validity.text().startswith(said))


async def test_the_cookies_of_an_operation_are_a_row_that_is_off(signed_in: Stage) -> None:
    fields = (
        Field(name="session", place=Place.COOKIE, example="abc", is_required=True),
        Field(name="lang", place=Place.COOKIE),
    )
    operation = Operation("GET", "/Api/x", "x.get")
    panel = opened(signed_in, BodyDraft(), headers=((True, "X-Mine", "1"),))
    form = OpenForm(form=OperationForm(operation=operation, fields=fields), check=lambda _text: ())
    for _ in range(2):
        panel.form.show_form(form)
    assert panel.draft().headers == ((True, "X-Mine", "1"), (False, "Cookie", "session=abc; lang="))
    assert panel.form.request().headers == (("X-Mine", "1"),)
