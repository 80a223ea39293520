"""Times a history of 100,000 calls: opening, searching, adding; prints a table."""

import json
import os
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from xena_desktop.domain.exchange import ApiRequest
from xena_desktop.domain.history import Exchange, HistoryEntry, HistorySearch
from xena_desktop.storage.history import HistoryFile
from xena_desktop.storage.sealing import new_key

START = datetime(2026, 1, 1, tzinfo=UTC)
LETTERS = "abcdefghijklmnoprstuvyæøå"
MEMBERS = (
    "Id",
    "Version",
    "Description",
    "PartnerId",
    "FiscalSetupId",
    "Street",
    "City",
    "OrderNumber",
    "IsActive",
)


def exchange(number: int, *, chance: random.Random, words: list[str]) -> Exchange:
    """A call as they are in Xena: mostly one entity, sometimes a page of them."""
    rows = [
        {m: chance.choice(words) if i % 3 else chance.randrange(10**7) for i, m in enumerate(MEMBERS)}
        for _ in range(chance.choice((1, 1, 1, 5, 10)))
    ]
    body = json.dumps({"Count": len(rows), "Entities": rows}, ensure_ascii=False).encode()
    path = f"Fiscal/98824/{chance.choice(('Partner', 'Order', 'Article', 'Ledger'))}/{chance.randrange(5000)}"
    entry = HistoryEntry(
        at=START + timedelta(minutes=number),
        account_id=f"account-{number % 3}",
        account=("Søren", "Mette", "Bo")[number % 3],
        connection_id="xena",
        connection="Xena",
        method="GET",
        path=path,
        url=f"https://my.xena.biz/Api/{path}",
        status=chance.choice((200, 200, 200, 404)),
        reason="OK",
        seconds=0.2,
        request_size=0,
        answer_size=len(body),
    )
    return Exchange(entry=entry, request=ApiRequest(path=path), answer_body=body)


def timed(function: Callable[[], object]) -> float:
    """Seconds that ``function`` takes."""
    started = time.perf_counter()
    function()
    return time.perf_counter() - started


def line(what: str, seconds: list[float], goal: float) -> None:
    """One line of the table, in milliseconds."""
    ordered = sorted(seconds)
    late = ordered[int(len(ordered) * 0.99)]
    print(f"{what:40}{statistics.median(seconds) * 1e3:9.2f}{late * 1e3:9.2f}{goal:9.0f}")


def least_write(folder: Path, *, runs: int) -> list[float]:
    """What SQLite alone takes to add a row of 2 kB, in a file of its own."""
    db = sqlite3.connect(folder / "least.sqlite", isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL").fetchall()
    db.execute("PRAGMA synchronous = NORMAL")
    db.execute("CREATE TABLE row (id INTEGER PRIMARY KEY, content BLOB)")
    content = os.urandom(2000)
    seconds = [
        timed(lambda: db.execute("INSERT INTO row (content) VALUES (?)", (content,))) for _ in range(runs)
    ]
    db.close()
    return seconds


def busy(seconds: float) -> None:
    """Take the processor for so long: what a busy machine makes of that is no fault of the history."""
    until = time.thread_time() + seconds
    while time.thread_time() < until:
        pass


def measure(folder: Path, *, count: int) -> None:
    """Fill a history with ``count`` calls and time what people do with it."""
    chance, key, path = random.Random(1), new_key(), folder / "history.sqlite"  # noqa: S311 - the same calls each time
    words = ["".join(chance.choices(LETTERS, k=chance.randint(3, 12))) for _ in range(20_000)]
    file = HistoryFile(path, key=key)
    exchanges = (exchange(number, chance=chance, words=words) for number in range(count))
    added, alone, tended, beside = [], [], [], []
    for one in exchanges:
        began = time.thread_time()
        added.append(timed(lambda one=one: file.add(one)))  # type: ignore[misc] # bound now
        alone.append(time.thread_time() - began)
        tended.append(timed(file.tend))
        beside.append(timed(lambda: busy(alone[-1])))
    file.close()
    print(
        f"{count} calls, {path.stat().st_size / 1e6:.0f} MB".ljust(40) + "   median      99%     goal   (ms)"
    )
    line("a new call", added[-2000:], 5)
    line("  its processor time", alone[-2000:], 5)
    line("  as much processor time without a disk", beside[-2000:], 5)
    line("  upkeep between two calls", tended[-2000:], 50)
    line("  SQLite alone, one row", least_write(folder, runs=2000), 5)
    opened = []
    for _ in range(20):
        file = HistoryFile(path, key=key)
        opened.append(timed(lambda file=file: file.page(HistorySearch())))  # type: ignore[misc] # bound now
        file.close()
    line("open and list the newest 100", opened, 100)
    file = HistoryFile(path, key=key)
    wanted = [
        *(chance.choice(words)[:4] for _ in range(100)),
        "partner",
        "søren order",
        "fiscal setup",
        "404 a",
        "nothing1",
    ]
    searches = [timed(lambda text=text: file.page(HistorySearch(text=text))) for text in wanted]  # type: ignore[misc]
    line("search", searches, 50)
    narrow = HistorySearch(text="order", status="4", account_id="account-1", method="GET")
    line("search with every filter", [timed(lambda: file.page(narrow)) for _ in range(50)], 50)
    file.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        measure(Path(place), count=int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
