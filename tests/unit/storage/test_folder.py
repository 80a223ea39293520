import os
import stat
import sys
from pathlib import Path

import pytest

from xena_desktop.domain.errors import DiskFull, FileUnreadable
from xena_desktop.storage.folder import (
    HOME_VARIABLE,
    NOT_TEXT,
    Home,
    copy_whole,
    find_home,
    read_text,
    set_aside,
    write_whole,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "Søren Kjærs mappe"
    folder.mkdir()
    return folder


def is_private(path: Path) -> bool:
    """Windows has no mode bits; a person's own folder is private there by its access list."""
    return sys.platform == "win32" or stat.S_IMODE(path.stat().st_mode) & 0o077 == 0


def names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def test_write_and_read(folder: Path) -> None:
    path = folder / "brev til Åse.json"
    assert read_text(path) is None
    write_whole(path, "Første\nAnden æøå\n")
    assert read_text(path) == "Første\nAnden æøå\n"
    assert path.read_bytes() == "Første\nAnden æøå\n".encode()
    write_whole(path, "")
    assert read_text(path) == ""
    assert names_in(folder) == [path.name]


def test_files_are_for_their_owner_alone(folder: Path) -> None:
    path = folder / "a.json"
    path.write_text("before")
    path.chmod(0o666)
    write_whole(path, "after")
    assert is_private(path)


def test_folders_are_for_their_owner_alone(tmp_path: Path) -> None:
    home = Home(tmp_path / "søren" / "hjem", "")
    assert home.folder("accounts") == home.path / "accounts"
    assert is_private(home.path)
    assert is_private(home.path / "accounts")
    assert home.folder("") == home.path


def test_a_folder_that_cannot_be_made(folder: Path) -> None:
    (folder / "accounts").write_text("a file stands in the way")
    with pytest.raises(FileUnreadable) as caught:
        Home(folder, "").folder("accounts")
    assert caught.value.details["path"] == str(folder / "accounts")
    assert caught.value.details["reason"]


@pytest.mark.parametrize("step", ["replace", "fsync"])
def test_a_crash_leaves_the_former_file(folder: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    path = folder / "a.json"
    write_whole(path, "the former file")

    def broken(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.replace" if step == "replace" else "os.fsync", broken)
    with pytest.raises(DiskFull) as caught:
        write_whole(path, "the new file")
    assert caught.value.details == {"path": str(path), "reason": "No space left on device"}
    assert path.read_text() == "the former file"
    assert names_in(folder) == ["a.json"]


def test_what_a_killed_write_left_behind_goes_with_the_next_one(folder: Path) -> None:
    old, fresh, other = (
        folder / name for name in (".a[1].json-aaaaaaaa", ".a[1].json-bbbbbbbb", ".b.json-aaaaaaaa")
    )
    for each in (old, fresh, other):
        each.write_text("half", encoding="utf-8")
    for each in (old, other):
        os.utime(each, (0, 0))
    write_whole(folder / "a[1].json", "{}")
    assert sorted(each.name for each in folder.iterdir()) == [fresh.name, other.name, "a[1].json"]


def test_an_interruption_leaves_the_former_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder / "a.json"
    write_whole(path, "the former file")

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("os.fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_whole(path, "the new file")
    assert path.read_text() == "the former file"
    assert names_in(folder) == ["a.json"]


def test_a_copy_takes_the_place_of_a_file_with_the_rights_that_it_had(folder: Path) -> None:
    source, path, link = folder / "answer", folder / "mine.csv", folder / "link.csv"
    source.write_text("new")
    copy_whole(source, path)
    assert is_private(path)
    path.chmod(0o664)
    link.symlink_to(path)
    source.write_text("newer")
    copy_whole(source, link)
    assert link.is_symlink()
    assert path.read_text() == "newer"
    assert stat.S_IMODE(path.stat().st_mode) == 0o664


def test_a_copy_that_finds_no_room_leaves_the_former_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, path = folder / "answer", folder / "mine.csv"
    source.write_text("new")
    path.write_text("mine")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(DiskFull) as caught:
        copy_whole(source, path)
    assert caught.value.details["path"] == str(path)
    assert path.read_text() == "mine"
    assert sorted(names_in(folder)) == ["answer", "mine.csv"]


def test_a_place_that_cannot_be_written_is_named_as_the_person_knows_it(folder: Path) -> None:
    (folder / "answer").write_text("new")
    with pytest.raises(FileUnreadable) as caught:
        copy_whole(folder / "answer", folder / "missing" / "mine.csv")
    assert caught.value.details["path"] == str(folder / "missing" / "mine.csv")


def test_what_is_copied_from_is_named_when_it_is_not_there(folder: Path) -> None:
    with pytest.raises(FileUnreadable) as caught:
        copy_whole(folder / "gone", folder / "mine.csv")
    assert caught.value.details["path"] == str(folder / "gone")
    assert names_in(folder) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_a_device_is_written_to_and_stays(folder: Path) -> None:
    (folder / "answer").write_text("new")
    with pytest.raises(DiskFull):
        copy_whole(folder / "answer", Path("/dev/full"))
    assert Path("/dev/full").is_char_device()


def test_where_there_is_no_folder(folder: Path) -> None:
    with pytest.raises(FileUnreadable):
        write_whole(folder / "missing" / "a.json", "x")
    assert read_text(folder / "missing" / "a.json") is None


def test_what_is_no_text(folder: Path) -> None:
    (folder / "a.json").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(FileUnreadable) as caught:
        read_text(folder / "a.json")
    assert caught.value.details["reason"] == NOT_TEXT
    with pytest.raises(FileUnreadable) as caught:
        read_text(folder)
    assert caught.value.details["reason"] not in (NOT_TEXT, None)


def test_nothing_set_aside_is_lost(folder: Path) -> None:
    for number in range(3):
        (folder / "a.json").write_text(str(number))
        set_aside(folder / "a.json")
    found = {path.name: path.read_text() for path in folder.iterdir()}
    assert found == {"a.json.unreadable": "0", "a.json.unreadable-2": "1", "a.json.unreadable-3": "2"}
    set_aside(folder / "gone.json")


def test_a_chosen_home_has_a_tag_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = find_home(tmp_path / "a ø"), find_home(tmp_path / "b")
    assert first.path == tmp_path / "a ø"
    assert first.tag != second.tag
    assert len(first.tag) == 9
    assert first.tag.startswith("-")
    assert find_home(tmp_path / "a ø") == first
    monkeypatch.chdir(tmp_path)
    assert find_home(Path("a ø")) == first


def test_the_variable_names_the_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "a"))
    assert find_home(None) == find_home(tmp_path / "a")
    assert find_home(tmp_path / "b").path == tmp_path / "b"
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setenv(HOME_VARIABLE, "~/a")
    assert find_home(None).path == tmp_path / "a"


@pytest.mark.parametrize("value", ["", None])
def test_the_usual_home_has_no_tag(
    value: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if value is None:
        monkeypatch.delenv(HOME_VARIABLE, raising=False)
    else:
        monkeypatch.setenv(HOME_VARIABLE, value)
    home = find_home(None)
    assert home.tag == ""
    assert home.path.name == "Xena Desktop"
