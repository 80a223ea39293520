"""Work on a body that is still arriving waits for all of it, and ends when nobody looks any more."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from xena_desktop.answers.files import AnswerFolder
from xena_desktop.domain.errors import AnswerWorkEnded
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
async def arriving(tmp_path: Path) -> AsyncIterator[Document]:
    """Half of the rows."""
    workers = Workers()
    made = Document(
        workers=workers, folder=AnswerFolder(tmp_path / "answers"), content_type="", open_ones=set()
    )
    (tmp_path / "body").write_bytes(ROWS[:5000])
    await made.open_arriving(tmp_path / "body")
    yield made
    await made.close()
    await workers.close()


async def test_a_part_is_neither_ordered_nor_counted(arriving: Document, tmp_path: Path) -> None:
    order = asyncio.create_task(arriving.rows.order(0, names=("Id",), is_descending=True))
    column = asyncio.create_task(arriving.rows.column(0, names=("Id",)))
    save = asyncio.create_task(arriving.save(tmp_path / "saved"))
    await asyncio.sleep(0.05)
    (tmp_path / "body").write_bytes(ROWS)
    await arriving.grow(is_whole=False)
    await asyncio.sleep(0.05)
    assert not any(work.done() for work in (order, column, save))
    await arriving.grow(is_whole=True)
    assert list(await order) == list(range(999, -1, -1))
    assert (await column).different == 1000
    await save
    assert (tmp_path / "saved").read_bytes() == ROWS


@pytest.mark.parametrize("work", WORK)
async def test_work_on_what_is_closed_meanwhile_ends(arriving: Document, tmp_path: Path, work: str) -> None:
    waiting = asyncio.create_task(WORK[work](arriving, tmp_path / "saved"))
    await asyncio.sleep(0.01)
    await arriving.close()
    with pytest.raises(AnswerWorkEnded):
        await waiting
    with pytest.raises(AnswerWorkEnded):
        await WORK[work](arriving, tmp_path / "saved")
    assert not (tmp_path / "saved").exists()
