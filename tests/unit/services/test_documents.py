"""Work on a body that is still arriving waits for all of it, and ends when nobody looks any more."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from xena_desktop.answers.files import AnswerFolder
from xena_desktop.domain.errors import AnswerClosed
from xena_desktop.domain.sniffing import ContentKind
from xena_desktop.services.document import Document
from xena_desktop.services.workers import Workers

ROWS = b"[" + b",".join(b'{"Id":%d}' % number for number in range(1000)) + b"]"
WORK: dict[str, Callable[[Document, Path], Coroutine[Any, Any, object]]] = {
    "order": lambda document, _path: document.rows.order(0, names=("Id",), is_descending=True),
    "column": lambda document, _path: document.rows.column(0, names=("Id",)),
    "filter": lambda document, _path: document.filtered("length(@)"),
    "lay out": lambda document, _path: document.laid_out(),
    "save": lambda document, path: document.save(path),
}


@pytest.fixture
async def document(tmp_path: Path) -> AsyncIterator[Document]:
    workers = Workers()
    made = Document(
        workers=workers, folder=AnswerFolder(tmp_path / "answers"), content_type="text/plain", open_ones=set()
    )
    yield made
    await made.close()
    await workers.close()


@pytest.fixture
async def arriving(tmp_path: Path, document: Document) -> Document:
    """Half of the rows."""
    (tmp_path / "body").write_bytes(ROWS[:5000])
    await document.open_arriving(tmp_path / "body")
    return document


async def test_a_part_is_neither_ordered_nor_counted(arriving: Document, tmp_path: Path) -> None:
    order = asyncio.create_task(arriving.rows.order(0, names=("Id",), is_descending=True))
    column = asyncio.create_task(arriving.rows.column(0, names=("Id",)))
    save = asyncio.create_task(arriving.save(tmp_path / "saved"))
    await asyncio.sleep(0)
    (tmp_path / "body").write_bytes(ROWS)
    await arriving.grow(is_whole=False)
    await asyncio.sleep(0.05)  # in which work that does not wait would be done
    assert not any(work.done() for work in (order, column, save))
    await arriving.grow(is_whole=True)
    assert list(await order) == list(range(999, -1, -1))
    assert (await column).different == 1000
    await save
    assert (tmp_path / "saved").read_bytes() == ROWS


async def test_reading_what_is_closed_before_it_has_come_ends(arriving: Document) -> None:
    has_grown = asyncio.Event()
    reading = asyncio.create_task(arriving.read_index(has_grown.set))
    await has_grown.wait()
    assert not reading.done()
    await arriving.close()
    async with asyncio.timeout(10):
        await asyncio.gather(reading, return_exceptions=True)


@pytest.mark.parametrize("work", WORK)
async def test_work_on_what_is_closed_meanwhile_ends(arriving: Document, tmp_path: Path, work: str) -> None:
    waiting = asyncio.create_task(WORK[work](arriving, tmp_path / "saved"))
    await asyncio.sleep(0)
    await arriving.close()
    with pytest.raises(AnswerClosed):
        await waiting
    with pytest.raises(AnswerClosed):
        await WORK[work](arriving, tmp_path / "saved")
    assert not (tmp_path / "saved").exists()


@pytest.mark.parametrize("work", WORK)
async def test_nothing_is_made_of_what_was_closed(document: Document, tmp_path: Path, work: str) -> None:
    await document.open_bytes(ROWS)
    await document.close()
    with pytest.raises(AnswerClosed):
        await WORK[work](document, tmp_path / "saved")
    assert not (tmp_path / "saved").exists()


@pytest.mark.parametrize(
    ("beginning", "whole", "kind", "rows"),
    [
        (b'{"Id":1}\n', b'{"Id":1}\n{"Id":2}\n', ContentKind.JSON_LINES, 2),
        (b"Id;Navn\n", b"Id;Navn\n1;S\xc3\xb8ren\n", ContentKind.CSV, 1),
        (b"[", b"[1]", ContentKind.JSON, 1),
        (b"<", b"<!doctype html><p>Hej", ContentKind.HTML, 0),
        (b"S", b"S\xf8ren", ContentKind.TEXT, 0),
    ],
)
async def test_what_it_is_is_told_by_all_of_it(
    tmp_path: Path, document: Document, beginning: bytes, whole: bytes, kind: ContentKind, rows: int
) -> None:
    (tmp_path / "body").write_bytes(beginning)
    await document.open_arriving(tmp_path / "body")
    reading = asyncio.create_task(document.read_index(lambda: None))
    await asyncio.sleep(0)
    (tmp_path / "body").write_bytes(whole)
    await document.grow(is_whole=True)
    await reading
    assert document.content.kind is kind
    assert (document.json is not None) is (kind is ContentKind.JSON)
    assert bytes(document.buffer[:]).decode("utf-8")
    assert await document.fault() is None
    if rows:
        found = (await document.structured()).json
        assert found is not None
        assert found.index.root is not None
        assert found.index.root.count == rows
