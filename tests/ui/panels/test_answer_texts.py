"""Answers as text: XML and pages laid out, what is not well-formed, what still arrives."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton

from tests.ui.panels.answering import answer
from tests.ui.panels.slow_answers import sent, slow_server
from tests.ui.stage import Stage
from xena_desktop.ui.panels.answer_part import Part
from xena_desktop.ui.panels.response import ResponsePanel
from xena_desktop.ui.widgets.text_view import TextView

ORDER = b'<Order Id="7"><Partner>\xc3\x86r\xc3\xb8 Br\xc3\xb8d</Partner><Lines><Line/><Line No="2"/></Lines></Order>'
LAID_OUT = """<Order Id="7">
  <Partner>Ærø Brød</Partner>
  <Lines>
    <Line/>
    <Line No="2"/>
  </Lines>
</Order>"""


async def test_xml_is_laid_out_and_shown_as_received(signed_in: Stage, panel: ResponsePanel) -> None:
    await panel.show_answer(answer(ORDER, "text/plain"))
    text, toggle = (
        signed_in.control(TextView, "responseText"),
        signed_in.control(QPushButton, "responseFormatted"),
    )
    await signed_in.until(lambda: text.text() == LAID_OUT)
    text.toggle_fold(0)
    assert text._rows() == 2
    toggle.click()
    assert text.text() == ORDER.decode()
    assert toggle.text() == "Show formatted"
    toggle.click()
    await signed_in.until(lambda: text.text() == LAID_OUT)
    assert not panel.notice.isVisible()


async def test_what_is_not_well_formed_says_where_and_why(signed_in: Stage, panel: ResponsePanel) -> None:
    await panel.show_answer(answer(b"<a>\n<b>1</b>\n<c>x</d></a>", "application/xml"))
    await signed_in.until(panel.notice.isVisible)
    assert panel.notice.title() == "This is not well-formed XML."
    assert panel.notice.advice() == (
        "It stops in line 3, column 7: a closing tag does not belong to what was opened last. "
        "What came before is shown."
    )
    panel.notice.action_triggered.emit()
    text = signed_in.control(TextView, "responseText")
    assert text.selection()[0] == (2, 6)


async def test_entities_are_neither_expanded_nor_loaded(signed_in: Stage, panel: ResponsePanel) -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a><b>&x;</b></a>'
    await panel.show_answer(answer(bomb, "application/xml"))
    await signed_in.until(panel.notice.isVisible)
    assert panel.notice.title() == "This XML declares entities of its own."
    text = signed_in.control(TextView, "responseText")
    await signed_in.until(lambda: text.text() == bomb.decode())


async def test_a_page_is_shown_as_its_text(signed_in: Stage, panel: ResponsePanel) -> None:
    page = b"<!DOCTYPE html><title>502</title><h1>Bad Gateway</h1><script>x()</script><p>Try <b>later</b>."
    await panel.show_answer(answer(page, "text/html", status=502))
    text, toggle = (
        signed_in.control(TextView, "responseText"),
        signed_in.control(QPushButton, "responseFormatted"),
    )
    await signed_in.until(lambda: text.text() == "502\n\nBad Gateway\n\nTry later.\n")
    toggle.click()
    assert text.text() == page.decode()
    assert toggle.text() == "Show as text"


async def test_a_text_that_arrives_is_whole_in_the_end(signed_in: Stage, panel: ResponsePanel) -> None:
    body = b"<rows>" + b"".join(b"<row><id>%d</id></row>" % number for number in range(90_000)) + b"</rows>"
    with slow_server(body, content_type="application/xml") as slow:
        task = await sent(signed_in, panel, slow)
        text = signed_in.control(TextView, "responseText")
        await signed_in.until(lambda: len(text.text()) > 1000)
        assert panel.views.part() == Part.TEXT
        slow.go_on.set()
        await task
    await signed_in.until(lambda: text.line_count() == 90_000 * 3 + 2)
    assert not panel.notice.isVisible()


async def test_json_that_arrives_while_its_text_is_in_front_is_whole_in_the_end(
    signed_in: Stage, panel: ResponsePanel
) -> None:
    body = b"[" + b",\n".join(b'{"Id":%d,"Name":"row"}' % number for number in range(90_000)) + b"]"
    with slow_server(body) as slow:
        task = await sent(signed_in, panel, slow)
        await signed_in.until(lambda: panel.views.document is not None)
        panel.show_part(Part.TEXT)
        text = signed_in.control(TextView, "responseText")
        await signed_in.until(lambda: text.line_count() > 1000)
        slow.go_on.set()
        await task
    await signed_in.until(lambda: text.line_count() == 90_000 * 4 + 2)
