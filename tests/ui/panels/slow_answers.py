"""A server that sends most of an answer, and the rest when it is let."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.ui.stage import Stage
from xena_desktop.domain.connection import Connection
from xena_desktop.domain.exchange import ApiRequest
from xena_desktop.domain.redaction import Secret
from xena_desktop.domain.tokens import AccessToken
from xena_desktop.domain.transfer import Phase, Transfer
from xena_desktop.services import api_calls
from xena_desktop.ui.panels.response import ResponsePanel


class SlowServer:
    """Sends two thirds of a body, waits, and goes on when it is let."""

    def __init__(self, body: bytes, *, content_type: str = "application/json") -> None:
        self.go_on = threading.Event()
        part, outer = len(body) * 2 // 3, self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", content_type)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body[:part])
                self.wfile.flush()
                outer.go_on.wait(20)
                self.wfile.write(body[part:])

            def log_message(self, *_arguments: object) -> None:
                """Nothing is printed."""

            def handle(self) -> None:
                try:
                    super().handle()
                except OSError:
                    return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = False
        self._thread = threading.Thread(target=self.server.serve_forever)
        self._thread.start()

    def close(self) -> None:
        self.go_on.set()
        self.server.shutdown()
        self._thread.join()
        self.server.server_close()


@contextmanager
def slow_server(body: bytes, *, content_type: str = "application/json") -> Iterator[SlowServer]:
    server = SlowServer(body, content_type=content_type)
    try:
        yield server
    finally:
        server.close()


async def sent(stage: Stage, panel: ResponsePanel, slow: SlowServer) -> asyncio.Task[None]:
    """The panel's own way of asking, to a server that is no Xena."""
    base = f"http://127.0.0.1:{slow.server.server_port}"
    connection = Connection(id="slow", name="Slow", authority=base, api_base_url=f"{base}/Api", client_id="x")
    token = AccessToken(value=Secret("secret-token"), expires_at=datetime.now(UTC) + timedelta(hours=1))
    panel.show_sending(Transfer(phase=Phase.RECEIVING), say=str)
    arrival = panel.expect()

    async def ask() -> None:
        workers = stage.open.context.services.explorer._workers
        try:
            found = await workers.network(
                lambda stop: api_calls.send(
                    connection, ApiRequest(path="x"), token.value, stop, arrival=arrival
                )
            )
            await panel.show_answer(found)
        except asyncio.CancelledError:
            panel.show_stopped()

    return asyncio.create_task(ask())
