"""Answers of any shape, asked for in the window and sent over a real connection."""

from __future__ import annotations

import socket
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

from PySide6.QtWidgets import QPushButton

from tests.fakes.raw_server import RawServer, read_head
from tests.ui.stage import Stage
from xena_desktop.domain.settings import Draft
from xena_desktop.ui.panels.request import RequestPanel
from xena_desktop.ui.panels.response import ResponsePanel

Answer = Callable[[socket.socket], None]


class Shaped:
    """A server that answers with what is set, in the place of the API that Søren is signed in to."""

    def __init__(self, stage: Stage, server: RawServer) -> None:
        self.stage, self.server = stage, server
        self.request: RequestPanel | None = None

    @property
    def panel(self) -> ResponsePanel:
        assert self.request is not None
        return self.request.response

    def ask(self) -> ResponsePanel:
        """Open a request and send it."""
        self.request = self.stage.open.desk.work.open_request(Draft(path="/Api/shape"))
        self.again()
        return self.panel

    def again(self) -> None:
        """Send it once more."""
        assert self.request is not None
        button = self.request.findChild(QPushButton, "sendButton")
        assert button is not None
        button.click()

    async def answered(self) -> ResponsePanel:
        """Ask, and wait until all values of the answer are known."""
        panel = self.ask()
        await self.stage.until(lambda: panel.answer is not None and is_read(panel))
        return panel

    async def cancel(self) -> None:
        """Press Cancel, wherever it stands at this moment."""
        found = list[QPushButton]()

        def is_there() -> bool:
            names = ("cancelResponseButton", "cancelArrivingButton")
            buttons = [self.panel.findChild(QPushButton, name) for name in names]
            found.extend(button for button in buttons if button is not None and button.isVisible())
            return bool(found)

        await self.stage.until(is_there)
        found[-1].click()


def is_read(panel: ResponsePanel) -> bool:
    document = panel.document
    return (
        document is not None and document.is_whole and (document.json is None or document.json.index.is_done)
    )


@asynccontextmanager
async def shaped(stage: Stage, answer: Answer) -> AsyncIterator[Shaped]:
    """Every request to ``/Api/shape`` gets ``answer``, any other nothing."""

    def converse(connection: socket.socket) -> None:
        if b" /Api/shape" in read_head(connection).partition(b"\r\n")[0]:
            answer(connection)
        else:
            connection.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

    with RawServer(converse) as server:
        await _point_to(stage, server.port)
        asked = Shaped(stage, server)
        try:
            yield asked
        finally:
            if asked.request is not None:
                asked.request.end()
                await stage.settle(0.1)


async def _point_to(stage: Stage, port: int) -> None:
    """Have the account signed in to an API that is there."""
    services = stage.open.context.services
    account = services.accounts.all()[0]
    known = services.accounts.connection_of(account)
    there = await services.connections.save(
        replace(known, id="shapes", name="Shapes", api_base_url=f"http://127.0.0.1:{port}/Api")
    )
    services.accounts.change(account.id, connection_id=there.id)


def whole(body: bytes, *headers: str, length: int | None = None, type: str = "application/json") -> Answer:  # noqa: A002 - as the header is called
    """An answer with a body; ``length`` is what it claims to be long, where that is a lie."""
    lines = [
        "HTTP/1.1 200 OK", f"Content-Type: {type}", f"Content-Length: {len(body) if length is None else length}",
        "Connection: close", *headers,
    ]  # fmt: skip
    return lambda connection: connection.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + body)


def chunk(data: bytes) -> bytes:
    """A chunk of a body without a known length (RFC 9112 §7.1)."""
    return b"%x\r\n%b\r\n" % (len(data), data)


def endless(first: bytes, more: bytes, *, go_on: threading.Event, type: str = "application/json") -> Answer:  # noqa: A002 - as the header is called
    """A body that never ends: ``first``, and ``more`` again and again once it may go on."""

    def answer(connection: socket.socket) -> None:
        head = f"HTTP/1.1 200 OK\r\nContent-Type: {type}\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
        connection.sendall(head + (chunk(first) if first else b""))
        go_on.wait(30)
        while True:
            connection.sendall(chunk(more))

    return answer
