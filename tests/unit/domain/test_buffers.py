"""A mapped file is read to its end without staying in memory."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from xena_desktop.answers.files import mapped
from xena_desktop.answers.layout import lay_out
from xena_desktop.answers.rows import read_rows
from xena_desktop.domain.buffers import LettingGo, let_go
from xena_desktop.domain.json_indexer import Indexer
from xena_desktop.domain.json_scan import Buffer
from xena_desktop.domain.searching import Wanted, find_all
from xena_desktop.domain.text_index import TextIndex

SIZE = 8_000_000
MOST = 4_000_000


def read_text(buffer: Buffer) -> object:
    lines = TextIndex(buffer)
    while lines.advance(1 << 18):
        pass
    return lines


def indexed(buffer: Buffer) -> Indexer:
    indexer = Indexer()
    while indexer.advance(buffer, is_final=True, count=1 << 20):
        let_go(buffer)
    return indexer


def laid_out(buffer: Buffer) -> object:
    with Path(os.devnull).open("wb") as nowhere:
        return lay_out(buffer, indexed(buffer).index, write=nowhere.write)


def rows(buffer: Buffer) -> object:
    root = indexed(buffer).index.root
    assert root is not None
    return sum(1 for _row in read_rows(buffer, root))


@pytest.mark.parametrize(
    "read",
    [
        read_text,
        laid_out,
        rows,
        lambda buffer: find_all(buffer, Wanted(text="nothing")),
        lambda buffer: find_all(buffer, Wanted(text="Blåbær")),
        lambda buffer: find_all(buffer, Wanted(text="Blå+bær", is_pattern=True)),
    ],
)
def test_what_was_read_is_let_go(tmp_path: Path, read: Callable[[Buffer], object]) -> None:
    path = tmp_path / "answer-that-is-mapped"
    row = b'{"Id":90071992547409931,"Tekst":"linje"},\n'
    path.write_bytes(b"[" + row * (SIZE // len(row)) + b"{}]")
    buffer = mapped(path)
    before = resident(path.name)
    read(buffer)
    assert before <= resident(path.name) < MOST
    assert buffer[:2] == b"[{"


def resident(name: str) -> int:
    """Bytes of a mapped file that are in memory, as far as the system tells."""
    maps = Path("/proc/self/smaps")
    parts = maps.read_text().split(name)[1:] if maps.exists() else []
    return sum(int(part.partition("\nRss:")[2].split()[0]) * 1024 for part in parts)


def test_bytes_in_memory_are_nothing_to_let_go_of() -> None:
    LettingGo(b"text")(1 << 30)
    let_go(b"text")
