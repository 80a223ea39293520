"""What is done before the pictures of answers are taken (``tests.ui.pictures``)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QToolButton
from requests import Response

from tests.fakes.documents import two_pages
from tests.ui.stage import Stage
from xena_desktop.domain.exchange import ApiAnswer, Timing
from xena_desktop.domain.settings import Draft
from xena_desktop.domain.transfer import Transfer
from xena_desktop.ui.panels.answer_part import Part
from xena_desktop.ui.panels.response import ResponsePanel

Play = Callable[[Stage], Awaitable[None]]


async def request(stage: Stage) -> None:
    stage.open.desk.work.open_request(
        Draft(
            path="/Api/Fiscal/{fiscalId}/Partner",
            query=((True, "PageSize", "10"), (False, "ShowDeactivated", "")),
        )
    )
    await stage.settle(0.1)


async def answer(stage: Stage) -> None:
    await request(stage)
    panel = stage.open.desk.work.current_request()
    assert panel is not None
    panel.send()
    await stage.until(lambda: stage.control(QPushButton, "saveResponseButton").isVisible())
    await stage.settle(0.4)


async def answer_text(stage: Stage) -> None:
    await answer(stage)
    panel = stage.open.desk.work.current_request()
    assert panel is not None
    panel.response.show_part(Part.TEXT)
    await stage.settle(0.5)


async def answer_headers(stage: Stage) -> None:
    await answer(stage)
    panel = stage.open.desk.work.current_request()
    assert panel is not None
    panel.response.show_part(Part.HEADERS)
    await stage.settle(0.1)


async def answer_table(stage: Stage) -> None:
    await answer(stage)
    panel = stage.open.desk.work.current_request()
    assert panel is not None
    panel.response.show_part(Part.TABLE)
    await stage.settle(0.2)


async def answer_time(stage: Stage) -> None:
    await shown("x", "application/json", lambda: b"[1.50]")(stage)
    panel = stage.open.desk.work.current_request()
    assert panel is not None
    panel.response.show_part(Part.TIMING)
    await stage.settle(0.1)


async def answer_found(stage: Stage) -> None:
    await answer_text(stage)
    stage.control(QLineEdit, "responseFind").setText("name")
    await stage.settle(0.6)


async def answer_filtered(stage: Stage) -> None:
    await answer_table(stage)
    stage.control(QLineEdit, "responseFilter").setText(
        "Entities[].{Id: Id, City: Address.City, Navn: Address.Name}"
    )
    await stage.until(lambda: stage.control(QPushButton, "backToAnswerButton").isVisible())
    await stage.settle(0.2)


async def answer_numbers(stage: Stage) -> None:
    await answer_table(stage)
    panel = stage.open.desk.work.current_request()
    assert panel is not None
    panel.response.tools.show_numbers()
    await stage.until(lambda: stage.control(QPushButton, "backToAnswerButton").isVisible())
    await stage.settle(0.2)


async def answer_compared(stage: Stage) -> None:
    await answer_table(stage)
    panel = stage.open.desk.work.current_request()
    assert panel is not None
    assert panel.response.document is not None
    changed = bytes(panel.response.document.buffer[:]).decode().replace("Farum", "Værløse")
    QApplication.clipboard().setText(changed)
    panel.response.comparing.with_clipboard()
    await stage.until(lambda: stage.control(QPushButton, "backToAnswerButton").isVisible())
    await stage.settle(0.2)


def _made(name: str, media_type: str, body: bytes) -> ApiAnswer:
    return ApiAnswer(
        method="GET",
        url=f"https://x.example/Api/Blob/{name}",
        status=200,
        reason="OK",
        headers=(("Content-Type", media_type),),
        body=body,
        seconds=0.312,
        timing=Timing(resolving=0.012, connecting=0.021, securing=0.058, waiting=0.190, transferring=0.031),
    )


def shown(name: str, media_type: str, body: Callable[[], bytes]) -> Play:
    async def play(stage: Stage) -> None:
        await request(stage)
        panel = stage.open.desk.work.current_request()
        assert panel is not None
        await panel.response.show_answer(_made(name, media_type, body()))
        await stage.settle(1.0)

    return play


BROKEN = b'{"Count": 3, "Entities": [{"Id": 1, "Name": "S\xc3\xb8ren"}, {"Id": 2, "Name": "\xc3\x86r\xc3\xb8'
XML = (
    "<?xml version='1.0'?><Faktura Nr=\"2026-117\" Dato='2026-11-30'><!-- Kladde -->"
    "<Kunde>Bælum El &amp; Teknik</Kunde><Linjer>"
    "<Linje><Tekst>Kabel, 3 × 1,5 mm²</Tekst><Beløb>12480.50</Beløb></Linje><Linje/></Linjer></Faktura>"
).encode()
PAGE = (
    b"<!DOCTYPE html><html><head><title>502 Bad Gateway</title><style>h1{}</style></head><body>"
    b"<h1>Bad Gateway</h1><p>The server behind this one gave no answer.</p><ul><li>Try again in a minute.</li>"
    b"<li>Or write to us.</li></ul>"
)
CSV = "Id;Navn;Beløb\n1;Ærø Brød;12480,00\n2;Grøn & Søn;-8900,50\n".encode()
LINES = "".join(
    f'{{"Id": {9007199254740990 + n}, "Navn": "{name}", "Beløb": {amount}, "DateDays": {20760 + n}}}\n'
    for n, (name, amount) in enumerate(
        [("Ærø Brød", "12480.50"), ("Bælum El", "-0.25"), ("Grøn & Søn", "3.00")]
    )
).encode()
SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="240" height="120"><rect width="240" height="120" rx="16" '
    b'fill="#7ab800"/><text x="120" y="74" font-size="40" text-anchor="middle" fill="white">Xena</text></svg>'
)


def _response(stage: Stage) -> ResponsePanel:
    panel = stage.open.desk.work.current_request()
    assert panel is not None
    return panel.response


async def _find(stage: Stage, text: str) -> None:
    stage.control(QLineEdit, "responseFind").setText(text)
    await stage.settle(0.8)


async def column(stage: Stage) -> None:
    await answer_table(stage)
    table = _response(stage).views.table
    columns = [each.title for each in table.rows.columns]
    table.setCurrentIndex(table.model().index(2, columns.index("AccountNumber")))
    await stage.settle(0.6)


async def filter_wrong(stage: Stage) -> None:
    await answer_table(stage)
    stage.control(QLineEdit, "responseFilter").setText("Entities[?AccountNumber > 1004].ShortDescription")
    await stage.settle(0.8)


async def filter_menu(stage: Stage) -> None:
    await answer(stage)
    _response(stage)._head.filter_field._show_menu()
    await stage.settle(0.2)


async def more_menu(stage: Stage) -> None:
    await answer(stage)
    _response(stage).tools.show_menu(stage.control(QToolButton, "moreResponseButton"))
    await stage.settle(0.2)


async def lines(stage: Stage) -> None:
    await shown("8", "application/x-ndjson", lambda: LINES)(stage)
    _response(stage).show_part(Part.TABLE)
    await stage.settle(0.3)


async def lines_broken(stage: Stage) -> None:
    await shown("9", "", lambda: LINES + b"Gateway timeout\n")(stage)


async def bytes_found(stage: Stage) -> None:
    await shown("2", "text/plain", lambda: bytes(range(256)) * 40)(stage)
    await _find(stage, "7f 80")


async def pages_found(stage: Stage) -> None:
    await shown("1", "application/pdf", two_pages)(stage)
    await _find(stage, "faktura")


async def table_found(stage: Stage) -> None:
    await answer_table(stage)
    await _find(stage, "papir")


async def arriving(stage: Stage) -> None:
    """A long answer of which a part is in the table, which is to be put in order."""
    await answer_table(stage)
    row = b'{"Id":%d,"Navn":"\xc3\x86r\xc3\xb8 Br\xc3\xb8d","Bel\xc3\xb8b":1250.50}'
    body = b'{"Count":60000,"Entities":[' + b",".join(row % number for number in range(60_000)) + b"]}"
    response, panel = Response(), _response(stage)
    response.status_code = 200
    panel.show_sending(Transfer(), say=str)
    spool = panel.expect().spool
    spool.begin(response)
    for start in range(0, len(body) * 2 // 3, 1 << 16):
        spool.write(body[start : start + (1 << 16)])
    await stage.until(lambda: panel.answer is None and panel.views.table_start >= 0)
    panel.show_part(Part.TABLE)
    await stage.until(lambda: panel.views.table.rows.columnCount() > 0)
    panel.views.table.horizontalHeader().sectionClicked.emit(0)
    await stage.until(panel.notice.isVisible)
    await stage.settle(0.3)


async def followed(stage: Stage) -> None:
    await answer_compared(stage)
    _response(stage).views.table.row_chosen.emit(0)
    await stage.settle(0.3)


ANSWERS: Final[dict[str, Play]] = {
    "answer": answer,
    "answer-text": answer_text,
    "answer-headers": answer_headers,
    "answer-table": answer_table,
    "answer-column": column,
    "answer-time": answer_time,
    "answer-found": answer_found,
    "answer-table-found": table_found,
    "answer-bytes-found": bytes_found,
    "answer-pages-found": pages_found,
    "answer-filtered": answer_filtered,
    "answer-filter-wrong": filter_wrong,
    "answer-filter-menu": filter_menu,
    "answer-more": more_menu,
    "answer-numbers": answer_numbers,
    "answer-compared": answer_compared,
    "answer-followed": followed,
    "answer-pdf": shown("1", "application/octet-stream", two_pages),
    "answer-pdf-broken": shown("a", "application/pdf", lambda: b"%PDF-1.7 and no more"),
    "answer-picture": shown("b", "image/svg+xml", lambda: SVG),
    "answer-bytes": shown("2", "text/plain", lambda: bytes(range(256)) * 40),
    "answer-broken": shown("3", "application/json", lambda: BROKEN),
    "answer-xml": shown("4", "text/plain", lambda: XML),
    "answer-xml-broken": shown("6", "text/xml", lambda: XML.replace(b"</Linjer>", b"</Linje>")),
    "answer-html": shown("7", "text/html", lambda: PAGE),
    "answer-csv": shown("5", "text/csv", lambda: CSV),
    "answer-reading-rows": shown("8", "text/csv", lambda: CSV + b"3;Kabel;1.250,50\n" * 3_000_000),
    "answer-arriving": arriving,
    "answer-too-deep": shown("9", "application/json", lambda: b"[" * 30_000 + b"]" * 30_000),
    "answer-lines": lines,
    "answer-lines-broken": lines_broken,
    "answer-empty": shown("c", "", lambda: b""),
    "answer-no-rows": shown("d", "", lambda: b'{"Count": 0, "Entities": []}'),
}
SMALL_ANSWERS: Final = (
    "answer", "answer-table", "answer-column", "answer-text", "answer-compared", "answer-filter-wrong",
    "answer-xml-broken", "answer-followed", "answer-pdf",
)  # fmt: skip
LARGE_ANSWERS: Final = ("answer", "answer-table", "answer-time", "answer-pdf")
