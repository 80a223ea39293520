"""The helper process: what it keeps, what it raises, and how it ends."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.processes import wait_until
from xena_desktop.answers.files import AnswerFolder
from xena_desktop.answers.jobs import JOBS
from xena_desktop.answers.process import Helper, Ticket
from xena_desktop.domain.errors import AnswerWorkEnded, DiskFull, FileUnreadable, FilterInvalid


@pytest.fixture
def helper() -> Iterator[Helper]:
    made = Helper()
    yield made
    made.stop()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "sværd.json"
    made.write_text('{"Id": 90071992547409931}', encoding="utf-8")
    return made


def test_jobs_are_done_and_errors_come_back_as_they_are(helper: Helper, path: Path, tmp_path: Path) -> None:
    target = tmp_path / "out"
    helper.call("filter", path=str(path), target=str(target), expression="Id")
    assert target.read_bytes() == b"90071992547409931"
    with pytest.raises(FilterInvalid):
        helper.call("filter", path=str(path), target=str(target), expression="[")
    with pytest.raises(FileUnreadable) as raised:
        helper.call("find", path=str(tmp_path / "none"), text="x", is_pattern=False)
    assert raised.value.details["path"] == str(tmp_path / "none")
    assert helper.call("find", path=str(path), text="id", is_pattern=False)[2] is False


def test_a_disk_without_room_is_told_as_one_from_both_places(helper: Helper, path: Path) -> None:
    job: dict[str, Any] = {"path": str(path), "target": "/dev/full", "expression": "@"}
    with pytest.raises(DiskFull) as here:
        JOBS["filter"]({}, **job)
    with pytest.raises(DiskFull) as there:
        helper.call("filter", **job)
    assert here.value.details == there.value.details
    assert there.value.details["path"] == "/dev/full"


def test_stopping_ends_even_a_pattern_that_never_ends(helper: Helper, path: Path) -> None:
    path.write_text("a" * 40 + "!", encoding="utf-8")
    ended: list[bool] = []

    def look() -> None:
        try:
            helper.call("find", path=str(path), text="(a+)+$", is_pattern=True)
        except AnswerWorkEnded:
            ended.append(True)

    thread = threading.Thread(target=look)
    thread.start()
    wait_until(lambda: helper._process is not None, what="a helper process")
    helper.stop()
    thread.join(timeout=10)
    assert ended == [True]
    assert helper.call("find", path=str(path), text="!", is_pattern=False)[2] is False


def test_a_call_that_comes_after_the_end_starts_no_process(helper: Helper, path: Path) -> None:
    helper.call("find", path=str(path), text="!", is_pattern=False)
    helper.close()
    with pytest.raises(AnswerWorkEnded):
        helper.call("find", path=str(path), text="!", is_pattern=False)
    assert helper._process is None


def test_a_call_that_is_given_up_takes_no_other_with_it(helper: Helper, path: Path) -> None:
    path.write_text("a" * 40 + "!", encoding="utf-8")
    endless, next_one, ended, found = Ticket(), Ticket(), list[bool](), list[Any]()

    def look_for_ever() -> None:
        try:
            helper.call("find", ticket=endless, path=str(path), text="(a+)+$", is_pattern=True)
        except AnswerWorkEnded:
            ended.append(True)

    def look() -> None:
        found.append(helper.call("find", ticket=next_one, path=str(path), text="!", is_pattern=False))

    threads = [threading.Thread(target=work) for work in (look_for_ever, look)]
    threads[0].start()
    wait_until(lambda: helper._served is endless, what="the call to be served")
    threads[1].start()
    helper.give_up(endless)
    for thread in threads:
        thread.join(timeout=20)
    assert ended == [True]
    assert len(found) == 1
    process = helper._process
    helper.give_up(endless)
    assert process is not None
    assert process.poll() is None
    assert helper.call("find", path=str(path), text="!", is_pattern=False) == found[0]
    with pytest.raises(AnswerWorkEnded):
        helper.call("find", ticket=endless, path=str(path), text="!", is_pattern=False)


def test_a_process_that_died_is_told_and_replaced(helper: Helper, path: Path) -> None:
    helper.call("find", path=str(path), text="x", is_pattern=False)
    process = helper._process
    assert process is not None
    process.kill()
    process.wait()
    with pytest.raises(AnswerWorkEnded):
        helper.call("find", path=str(path), text="x", is_pattern=False)
    assert helper.call("find", path=str(path), text="Id", is_pattern=False)[2] is False


def test_a_folder_is_private_and_gone_with_the_program(tmp_path: Path) -> None:
    folder = AnswerFolder(tmp_path / "answers")
    made = folder.new_path(".body")
    assert made.stat().st_size == 0
    if os.name == "posix":
        assert made.parent.stat().st_mode & 0o077 == 0
    other = AnswerFolder(tmp_path / "answers")
    other.new_path()
    assert made.exists()  # another copy of the program leaves what is in use
    folder.close()
    other.close()
    assert list((tmp_path / "answers").iterdir()) == []


def test_what_a_crashed_program_left_is_removed(tmp_path: Path) -> None:
    left = tmp_path / "answers" / "left"
    left.mkdir(parents=True)
    (left / "body").write_text("secret")
    folder = AnswerFolder(tmp_path / "answers")
    folder.new_path()
    assert not left.exists()
    folder.close()
