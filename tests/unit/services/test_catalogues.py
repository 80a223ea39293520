"""Catalogues of connections: kept, refreshed, read from files, and what is marked in them."""

from __future__ import annotations

import json
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, Self

import pytest

from tests.fakes.api_documents import swagger
from tests.unit.services.conftest import World
from xena_desktop.domain.connection import Connection
from xena_desktop.domain.errors import (
    AnswerTooLarge,
    DescriptionInvalid,
    DescriptionMissing,
    DescriptionTooLarge,
    FileUnreadable,
    HostUnreachable,
    InsecureAddress,
    UnexpectedAnswer,
    UnknownOperation,
)
from xena_desktop.services.house import Services


class DocumentServer(ThreadingHTTPServer):
    """Serves one document with an ETag, and counts what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.body, self.etag, self.status = b"", '"1"', 200
        self.asked: list[dict[str, str]] = []
        self.answered: list[int] = []
        self._thread = Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01})

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/docs/v1"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self._thread.join()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: DocumentServer

    def do_GET(self) -> None:
        self.server.asked.append({name.lower(): value for name, value in self.headers.items()})
        known = self.headers.get("If-None-Match") == self.server.etag
        status = 304 if known and self.server.status == 200 else self.server.status
        self.server.answered.append(status)
        self.send_response(status)
        self.send_header("ETag", self.server.etag)
        self.end_headers()
        if status != 304:
            self.wfile.write(self.server.body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def of_server(services: Services, url: str | None) -> Connection:
    return replace(services.connections.named("Xena test"), openapi_url=url)


async def test_without_a_document_there_is_the_starter_catalogue(world: World) -> None:
    async with world.open() as services:
        catalogue = await services.catalogues.of(services.connections.named("Xena"))
        assert catalogue.source is None
        assert len(catalogue.operations) >= 60
        assert all(one.title and one.purpose and one.name for one in catalogue.operations)
        assert (await services.catalogues.of(None)).operations == catalogue.operations


async def test_a_document_is_kept_and_asked_for_by_its_etag(world: World) -> None:
    with DocumentServer() as server:
        server.body = json.dumps(swagger(entities=3)).encode()
        async with world.open() as services:
            connection = of_server(services, server.url)
            fresh = await services.catalogues.refresh(connection)
            assert fresh is not None
            assert len(fresh.operations) == 18
            assert await services.catalogues.refresh(connection) is None
        assert server.answered == [200, 304]
        assert not any("authorization" in headers or "cookie" in headers for headers in server.asked)
    async with world.open() as services:
        kept = await services.catalogues.of(of_server(services, server.url))
        assert kept.operations == fresh.operations
        with pytest.raises(HostUnreachable):
            await services.catalogues.refresh(of_server(services, server.url))
        assert (await services.catalogues.of(of_server(services, server.url))).operations == fresh.operations


async def test_a_newer_document_tells_its_differences(world: World) -> None:
    with DocumentServer() as server:
        server.body = json.dumps(swagger(entities=1)).encode()
        async with world.open() as services:
            await services.catalogues.refresh(of_server(services, server.url))
            server.body, server.etag = json.dumps(swagger(entities=2)).encode(), '"2"'
            newer = await services.catalogues.refresh(of_server(services, server.url))
    assert newer is not None
    assert len(newer.changes.added) == 6


async def test_the_sandbox_describes_itself(world: World) -> None:
    async with world.open() as services:
        connection = services.connections.named("Sandbox")
        catalogue = await services.catalogues.refresh(connection)
        assert catalogue is not None
        partner = catalogue.at("get", "/api/fiscal/{anything}/Partner/")
        assert partner is not None
        assert partner.title == "Partners: customers and suppliers"
        assert catalogue.named("partner.get") is partner
        assert catalogue.by_key(partner.key) is partner
        assert await services.catalogues.refresh(connection) is None
        assert catalogue.left_out == ()


async def test_names_are_looked_up_by_name_and_by_operation_id(world: World, tmp_path: Path) -> None:
    document = {
        "swagger": "2.0",
        "paths": {
            "/Api/A": {"get": {"operationId": "Api_Get"}, "post": {"operationId": "Api_Post"}},
            "/Api/A/{id}": {"get": {"operationId": "Api_Get"}},
        },
    }
    async with world.open() as services:
        file = tmp_path / "a.json"
        file.write_text(json.dumps(document))
        catalogue = await services.catalogues.use_file(services.connections.named("Xena"), file)
        assert catalogue.named("A.Id.Get").path == "/Api/A/{id}"
        assert catalogue.named("api_post").method == "POST"
        with pytest.raises(UnknownOperation) as twice:
            catalogue.named("Api_Get")
        assert twice.value.details["near"] == "a.get, a.id.get"
        with pytest.raises(UnknownOperation):
            catalogue.named("b.get")
        assert (await services.catalogues.of(services.connections.named("Xena"))).source is not None


@pytest.mark.parametrize(
    ("url", "error"),
    [(None, DescriptionMissing), ("http://api.example/docs", InsecureAddress)],
)
async def test_an_address_must_be_there_and_be_safe(
    world: World, url: str | None, error: type[Exception]
) -> None:
    async with world.open() as services:
        with pytest.raises(error):
            await services.catalogues.refresh(of_server(services, url))


async def test_bad_answers_leave_what_is_kept(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from xena_desktop.catalogue import fetch

    with DocumentServer() as server:
        server.body = json.dumps(swagger(entities=1)).encode()
        async with world.open() as services:
            connection = of_server(services, server.url)
            await services.catalogues.refresh(connection)
            server.body, server.etag = b"<html>maintenance</html>", '"2"'
            with pytest.raises(DescriptionInvalid):
                await services.catalogues.refresh(connection)
            server.status = 503
            with pytest.raises(UnexpectedAnswer):
                await services.catalogues.refresh(connection)
            server.status, server.body = 200, b" " * 5000
            monkeypatch.setattr(fetch, "FETCH_LIMITS", replace(fetch.FETCH_LIMITS, body_bytes=4096))
            with pytest.raises(AnswerTooLarge):
                await services.catalogues.refresh(connection)
            assert len((await services.catalogues.of(connection)).operations) == 6


async def test_files_that_cannot_be_read(world: World, tmp_path: Path) -> None:
    large = tmp_path / "large.json"
    with large.open("wb") as file:
        file.truncate(200 << 20)
    async with world.open() as services:
        connection = services.connections.named("Xena")
        with pytest.raises(DescriptionTooLarge):
            await services.catalogues.use_file(connection, large)
        with pytest.raises(FileUnreadable):
            await services.catalogues.use_file(connection, tmp_path / "none.json")


@pytest.mark.parametrize("data", [b"", b"{}\n[]\n[]\n", b'{"format":"xena-catalogue/9"}\n\n\n'])
async def test_a_kept_file_that_is_no_catalogue_is_set_aside(world: World, data: bytes) -> None:
    folder = world.home / "catalogues"
    folder.mkdir(parents=True)
    (folder / "xena-test.catalogue").write_bytes(data)
    async with world.open() as services:
        connection = services.connections.named("Xena test")
        (folder / f"{connection.id}.catalogue").write_bytes(data)
        assert (await services.catalogues.of(connection)).source is None
        assert (folder / f"{connection.id}.catalogue.unreadable").exists()


async def test_marks_are_kept(world: World) -> None:
    async with world.open() as services:
        operations = (await services.catalogues.of(None)).operations
        for one in operations[:10]:
            await services.catalogues.mark_opened(one)
        await services.catalogues.mark_starred(operations[2], on=True)
        await services.catalogues.mark_starred(operations[3], on=True)
        await services.catalogues.mark_starred(operations[2], on=False)
    async with world.open() as services:
        marks = services.catalogues.marks
        assert marks.favourites == (operations[3].key,)
        assert marks.recent == tuple(one.key for one in reversed(operations[2:10]))
