import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.small_disk import SmallDisk
from xena_desktop.domain.body import Body, FileBody, Multipart, Part, UrlEncoded
from xena_desktop.domain.errors import HistoryEntryGone
from xena_desktop.domain.exchange import ApiRequest
from xena_desktop.domain.history import Exchange, HistoryEntry, HistorySearch, Retention
from xena_desktop.domain.transfer import Attachment
from xena_desktop.storage.history import HistoryFile
from xena_desktop.storage.history_rows import forget_row
from xena_desktop.storage.history_upkeep import ENTRIES_BETWEEN
from xena_desktop.storage.sealing import Seal, SealBroken, new_key
from xena_desktop.storage.word_index import marks, wanted_marks

NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
KEY = new_key()
PROJECT = Path(__file__).parents[3]


def exchange(
    *,
    path: str = "Fiscal/{fiscalId}/Partner",
    body: str = '{"Count": 1, "Entities": [{"Id": 7, "Name": "Blåbærgrøden ApS"}]}',
    status: int = 200,
    method: str = "GET",
    account_id: str = "account-1",
    sent: bytes | None = None,
) -> Exchange:
    entry = HistoryEntry(
        at=NOON,
        account_id=account_id,
        account="Søren Holm",
        connection_id="sandbox",
        connection="Sandbox",
        method=method,
        path=path,
        url=f"http://127.0.0.1:51780/Api/{path}",
        status=status,
        reason="OK",
        seconds=0.25,
        request_size=len(sent or b""),
        answer_size=len(body.encode()),
    )
    request = ApiRequest(
        method=method, path=path, query=(("Page", "1"),), headers=(("Accept", "text/csv"),), body=sent
    )
    headers = (("Content-Type", "application/json"),)
    return Exchange(entry=entry, request=request, answer_headers=headers, answer_body=body.encode())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "Sørens mappe" / "history.sqlite"


@pytest.fixture
def file(path: Path) -> Iterator[HistoryFile]:
    path.parent.mkdir()
    opened = HistoryFile(path, key=KEY)
    yield opened
    opened.close()


def paths_found(file: HistoryFile) -> list[str]:
    return [entry.path for entry in file.page(HistorySearch())]


@pytest.mark.parametrize("sent", [None, b"", b'{"Name":"\xc3\xb8"}\n\n{}', bytes(range(256))])
def test_an_exchange_comes_back_as_it_was(file: HistoryFile, sent: bytes | None) -> None:
    kept = exchange(sent=sent)
    number = file.add(kept)
    assert file.read(number) == replace(kept, entry=replace(kept.entry, id=number))
    assert file.page(HistorySearch()) == [replace(kept.entry, id=number)]
    file.close()


@pytest.mark.parametrize(
    "body",
    [
        UrlEncoded(fields=(("navn", "Blåbær"), ("a", "\udcff"))),
        Multipart(
            parts=(Part(name="navn", value="Blåbær", content_type="text/x"), Part(name="f", file="/a/b.pdf"))
        ),
        FileBody(path="/a/Blåbær.pdf"),
    ],
)
def test_other_bodies_come_back_as_they_were_and_files_by_name_and_size(
    file: HistoryFile, body: Body
) -> None:
    whole = exchange(body="{}")
    whole = replace(
        whole, request=replace(whole.request, body=body), attachments=(Attachment(path="/a/b.pdf", size=12),)
    )
    number = file.add(whole)
    assert file.read(number) == replace(whole, entry=replace(whole.entry, id=number))
    assert [entry.id for entry in file.page(HistorySearch(text="blåbær"))] == [number]


def test_it_is_there_again_tomorrow_and_only_with_its_key(file: HistoryFile, path: Path) -> None:
    file.add(exchange())
    file.close()
    again = HistoryFile(path, key=KEY)
    assert paths_found(again) == ["Fiscal/{fiscalId}/Partner"]
    assert again.set_aside is None
    again.close()
    other = HistoryFile(path, key=new_key())
    assert paths_found(other) == []
    assert other.set_aside == path.with_name("history.sqlite.unreadable")
    other.close()
    path.unlink()
    other.set_aside.replace(path)
    once_more = HistoryFile(path, key=KEY)
    assert len(paths_found(once_more)) == 1
    once_more.close()


def three(file: HistoryFile) -> None:
    """Three calls, the newest last."""
    file.add(exchange())
    file.add(exchange(path="Fiscal/1/Udlæg", body="[]", method="POST", sent=b'{"FiscalSetupId":12345}'))
    later = exchange(path="Order/9", body="<a>x</a>", status=404, method="DELETE", account_id="account-2")
    file.add(replace(later, entry=replace(later.entry, at=NOON + timedelta(days=9), account="Anna")))


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        ({}, [3, 2, 1]),
        ({"text": "  "}, [3, 2, 1]),
        ({"text": "PARTN"}, [1]),
        ({"text": "grød"}, []),
        ({"text": "blåbærg"}, [1]),
        ({"text": "aps BLÅBÆRGRØDEN"}, [1]),
        ({"text": "udl"}, [2]),
        ({"text": "setup"}, [2]),
        ({"text": "fiscalsetupid"}, [2]),
        ({"text": "12345"}, [2]),
        ({"text": "123"}, [2]),
        ({"text": "9"}, [3]),
        ({"text": "søren"}, [2, 1]),
        ({"text": "404"}, [3]),
        ({"text": "2026-11-24"}, [2, 1]),
        ({"text": "sandbox delete"}, [3]),
        ({"text": "nothing like it"}, []),
        ({"status": "2"}, [2, 1]),
        ({"status": "404"}, [3]),
        ({"status": "405"}, []),
        ({"method": "post"}, [2]),
        ({"account_id": "account-2"}, [3]),
        ({"account_id": "account"}, []),
        ({"since": date(2026, 11, 25)}, [3]),
        ({"until": date(2026, 11, 25)}, [2, 1]),
        ({"until": date(2026, 11, 1)}, []),
        ({"since": date(2027, 1, 1)}, []),
        ({"text": "sandbox", "method": "GET", "status": "2", "since": date(2026, 11, 24)}, [1]),
    ],
)
def test_search(file: HistoryFile, wanted: dict[str, object], numbers: list[int]) -> None:
    three(file)
    assert [entry.id for entry in file.page(HistorySearch(**wanted))] == numbers  # type: ignore[arg-type] # by name
    file.close()


def test_pages(file: HistoryFile) -> None:
    for number in range(25):
        file.add(exchange(path=f"Partner/{number}"))
    for search in (HistorySearch(), HistorySearch(text="partner")):
        first = file.page(search, count=10)
        second = file.page(search, before=first[-1].id, count=10)
        third = file.page(search, before=second[-1].id, count=10)
        assert [entry.id for entry in (*first, *second, *third)] == list(range(25, 0, -1))
        assert file.page(search, before=third[-1].id) == []
    file.close()


WORDS = st.text(st.characters(categories=["L", "Nd"]), min_size=1, max_size=24)


@given(st.lists(WORDS, min_size=1, max_size=8), st.data())
def test_every_beginning_of_every_word_finds_it(words: list[str], data: st.DataObject) -> None:
    word = data.draw(st.sampled_from(words))
    shortest = 3 if word.casefold().isdigit() else 2
    length = data.draw(st.integers(min(shortest, len(word)), len(word)))
    wanted = wanted_marks(word[:length], key=b"k")
    assert wanted <= marks(" ".join(words), key=b"k") or word[:length].casefold() != word.casefold()[:length]


def test_a_word_at_the_seam_of_two_slices_is_found() -> None:
    text = "x " * ((1 << 15) - 2) + "bookkeeping" + " y" * (1 << 15)
    assert wanted_marks("bookkeeping", key=b"k") <= marks(text, key=b"k")


def test_forgetting(file: HistoryFile) -> None:
    three(file)
    file.remove(2)
    file.remove(2)
    with pytest.raises(HistoryEntryGone):
        file.read(2)
    assert file.page(HistorySearch(text="udlæg")) == []
    file.remove_account("account-1")
    assert [entry.id for entry in file.page(HistorySearch())] == [3]
    file.clear()
    assert file.page(HistorySearch()) == []
    assert file.page(HistorySearch(text="order")) == []
    assert file.add(exchange()) > 3
    file.close()


def test_retention_by_age(file: HistoryFile) -> None:
    three(file)
    retention = Retention(days=5, megabytes=0)
    assert file.tidy(retention, now=NOON + timedelta(days=4)) == 0
    assert file.tidy(retention, now=NOON + timedelta(days=6)) == 2
    assert [entry.id for entry in file.page(HistorySearch())] == [3]
    assert file.tidy(Retention(days=0, megabytes=0), now=NOON + timedelta(days=6000)) == 0
    file.close()


def test_retention_by_size(file: HistoryFile) -> None:
    for _ in range(30):
        file.add(exchange(body=os.urandom(60_000).hex()))
    rounds = 0
    while file.tidy(Retention(days=0, megabytes=1), now=NOON):
        rounds += 1
    left = file.page(HistorySearch())
    assert rounds
    assert left[0].id == 30
    assert 5 <= len(left) < 30
    file.close()


def test_in_memory_alone(tmp_path: Path) -> None:
    file = HistoryFile(None, key=KEY)
    three(file)
    assert len(file.page(HistorySearch(text="sandbox"))) == 3
    file.close()
    assert list(tmp_path.iterdir()) == []


def segments(path: Path) -> int:
    with sqlite3.connect(path) as db:
        count = db.execute("SELECT count(DISTINCT segid) FROM words_idx").fetchone()[0]
    db.close()
    return int(count)


def test_upkeep_waits_for_its_turn(file: HistoryFile, path: Path) -> None:
    for number in range(1, 5 * ENTRIES_BETWEEN + 1):
        file.add(exchange(path=f"Partner/{number}"))
        if number == ENTRIES_BETWEEN - 1:
            file.tend()
    assert segments(path) > 4 * ENTRIES_BETWEEN
    begun = path.stat().st_size
    file.tend()
    assert segments(path) < ENTRIES_BETWEEN
    assert path.stat().st_size > begun
    found = file.page(HistorySearch(text="partner"), count=1000)
    assert [entry.id for entry in found] == list(range(5 * ENTRIES_BETWEEN, 0, -1))
    file.close()


def test_upkeep_comes_also_when_every_call_has_a_process_of_its_own(path: Path) -> None:
    path.parent.mkdir()
    for _ in range(2 * ENTRIES_BETWEEN):
        one = HistoryFile(path, key=KEY)
        one.add(exchange())
        one.tend()
        one.close()
    assert segments(path) < ENTRIES_BETWEEN


def test_what_two_processes_forget_at_once_goes_once(file: HistoryFile) -> None:
    number = file.add(exchange())
    file.add(exchange(path="Order"))
    db = file._database()
    (row,) = file._some(db, "id = ?", (number,))
    for _ in range(2):
        forget_row(db, *row)
    kept = db.execute("SELECT (SELECT sum(kept) FROM entry), value FROM about WHERE name = 'kept'").fetchone()
    assert kept[0] == kept[1]
    assert file.page(HistorySearch(text="partner")) == []
    db.execute("INSERT INTO words (words) VALUES ('integrity-check')")
    file.close()


# --- what stands in the bytes ----------------------------------------------------------------------------


def bytes_of(path: Path) -> bytes:
    return b"".join(each.read_bytes() for each in path.parent.iterdir())


def test_nothing_can_be_read_in_the_file_or_its_log(file: HistoryFile, path: Path) -> None:
    words = [
        b"Bl\xc3\xa5b\xc3\xa6r",
        b"Partner",
        b"Sandbox",
        b"S\xc3\xb8ren",
        b"csv",
        b"Entities",
        b"hemmeligt",
    ]
    for _ in range(50):
        file.add(exchange(sent=b"hemmeligt" * 3))
    whole = bytes_of(path)
    assert path.with_name("history.sqlite-wal").stat().st_size > 0
    assert len(whole) > 50_000
    assert not [word for word in words if word.lower() in whole.lower()]
    file.close()
    assert not [word for word in words if word.lower() in bytes_of(path).lower()]


def test_the_file_is_its_owners_alone(file: HistoryFile, path: Path) -> None:
    file.add(exchange())
    assert {each.stat().st_mode & 0o777 for each in path.parent.iterdir()} == {0o600}
    file.close()


def test_a_seal_opens_only_what_it_sealed_where_it_belongs() -> None:
    seal = Seal(KEY)
    sealed = seal.seal(b"content", belongs_to=b"1")
    assert seal.open(sealed, belongs_to=b"1") == b"content"
    for other, content, owner in (
        (seal, sealed, b"2"), (Seal(new_key()), sealed, b"1"), (seal, sealed[:-1] + b"x", b"1"), (seal, b"", b"1"),
    ):  # fmt: skip
        with pytest.raises(SealBroken):
            other.open(content, belongs_to=owner)


# --- damage, full disks, other processes -----------------------------------------------------------------


@pytest.mark.parametrize("damage", ["text", "middle", "empty tables"])
def test_a_damaged_file_is_set_aside(file: HistoryFile, path: Path, damage: str) -> None:
    for number in range(200):
        file.add(exchange(body=os.urandom(500).hex() + f" word{number}"))
    file.close()
    whole = path.read_bytes()
    if damage == "empty tables":
        with sqlite3.connect(path) as db:
            db.execute("DELETE FROM about")
            db.execute("INSERT INTO about VALUES ('kept', 0), ('proof', x'00')")
        db.close()
    else:
        start = len(whole) // 3
        path.write_bytes(
            b"no database" if damage == "text" else whole[:4096] + b"\xff" * start + whole[4096 + start :]
        )
    again = HistoryFile(path, key=KEY)
    again.page(HistorySearch(text="word1"), count=1000)
    number = again.add(exchange(path="After"))
    assert again.read(number).entry.path == "After"
    assert again.set_aside is not None
    assert again.set_aside.stat().st_size >= len(b"no database")
    again.close()


FILLER = """
import os, sys
from pathlib import Path
from tests.unit.storage.test_history import exchange
from xena_desktop.domain.errors import HistoryUnwritable
from xena_desktop.domain.history import HistorySearch
from xena_desktop.domain.redaction import Secret
from xena_desktop.storage.history import HistoryFile

path = Path(sys.argv[1])
ballast = path.with_name("ballast")
ballast.write_bytes(bytes(600_000))
file, added = HistoryFile(path, key=Secret(sys.stdin.readline().strip())), 0
try:
    while True:
        file.add(exchange(body=os.urandom(20_000).hex()))
        file.tend()
        added += 1
except HistoryUnwritable as error:
    print(error.details["reason"])
ballast.unlink()
file.add(exchange())
found = len(file.page(HistorySearch(text="partner"), count=1000))
file._database().execute("INSERT INTO words (words) VALUES ('integrity-check')")
print(added, found, file._database().execute("PRAGMA integrity_check").fetchone()[0], file.set_aside)
file.close()
"""


def test_a_full_disk_says_so_and_loses_nothing(tmp_path: Path) -> None:
    with SmallDisk(tmp_path / "disk", kilobytes=2000) as disk:
        command = [*disk.prefix, sys.executable, "-c", FILLER, str(disk.place / "history.sqlite")]
        ran = subprocess.run(
            command, input=KEY.reveal() + "\n", capture_output=True, text=True, check=False, cwd=PROJECT
        )
    assert ran.returncode == 0, ran.stderr
    reason, result = ran.stdout.splitlines()
    added, found, *rest = result.split()
    assert "full" in reason
    assert int(added) > 3
    assert int(found) == int(added) + 1
    assert rest == ["ok", "None"]


WRITER = """
import sys
from pathlib import Path
from tests.unit.storage.test_history import exchange
from xena_desktop.domain.redaction import Secret
from xena_desktop.storage.history import HistoryFile

file = HistoryFile(Path(sys.argv[1]), key=Secret(sys.stdin.readline().strip()))
for number in range(int(sys.argv[2])):
    file.add(exchange(path=f"{sys.argv[3]}/{number}", body="word " * 5000))
    print(number, flush=True)
file.close()
"""


def writer(path: Path, *, count: int, name: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(path), str(count), name]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin
    process.stdin.write(KEY.reveal() + "\n")
    process.stdin.flush()
    return process


@pytest.mark.parametrize("after", [1, 7, 40])
def test_a_kill_costs_at_most_the_call_under_way(path: Path, after: int) -> None:
    path.parent.mkdir()
    process = writer(path, count=100_000, name="Killed")
    assert process.stdout
    told = [process.stdout.readline() for _ in range(after)]
    process.send_signal(signal.SIGKILL)
    told += process.stdout.readlines()
    process.wait()
    process.stdout.close()
    assert process.stdin
    process.stdin.close()
    done = len([line for line in told if line.endswith("\n")])
    file = HistoryFile(path, key=KEY)
    found = file.page(HistorySearch(text="word"), count=1_000_000)
    assert file.set_aside is None
    assert done <= len(found) <= done + 1
    assert {entry.path for entry in found} >= {f"Killed/{number}" for number in range(done)}
    db = file._database()
    assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    db.execute("INSERT INTO words (words) VALUES ('integrity-check')")
    file.close()


def test_two_processes_at_once(file: HistoryFile, path: Path) -> None:
    processes = [writer(path, count=25, name=name) for name in ("One", "Two")]
    before = file.version()
    for number in range(25):
        file.add(exchange(path=f"Three/{number}"))
    for process in processes:
        process.communicate()
        assert process.returncode == 0
    assert file.version() != before
    assert len(file.page(HistorySearch(), count=1000)) == 75
    for name in ("One", "Two", "Three"):
        assert len(file.page(HistorySearch(text=name), count=1000)) == 25
    file.close()
