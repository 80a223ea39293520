"""What was typed outlives the program's death, and a disk that is full."""

import json
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.driven_window import DrivenWindow
from tests.fakes.small_disk import SmallDisk
from tests.journeys.window_hand import save_as, saved_names, send, sign_in_at_sandbox
from tests.journeys.workplace import Workplace

pytestmark = pytest.mark.timeout(180)


def paths_kept(home: Path) -> list[str]:
    """The paths of the tabs as they stand on the disk now; a broken file fails here."""
    path = home / "drafts.json"
    drafts: list[dict[str, Any]] = json.loads(path.read_bytes())["drafts"] if path.exists() else []
    return [draft["path"] for draft in drafts]


def letters() -> Iterator[str]:
    """Something to type that shows where it ends."""
    for number in count(1):
        yield from f"{number}/"


# --- a kill ----------------------------------------------------------------------------------------------


def type_until_kept(window: DrivenWindow, home: Path, typed: Iterator[str], *, more: int) -> tuple[str, str]:
    """Type without a pause until the disk knows more than before, then ``more`` letters; what is kept, and all."""
    text = window.text("urlEdit")
    begun = paths_kept(home)
    while paths_kept(home) == begun or more >= 0:
        more -= paths_kept(home) != begun
        letter = next(typed)
        window.do("append", "urlEdit", text=letter)
        text += letter
    return paths_kept(home)[-1], text


def test_a_kill_while_somebody_types_costs_the_last_letters_at_most() -> None:
    with Workplace() as desk:
        with desk.window() as window:
            sign_in_at_sandbox(desk, window)
            window.click("newTabButton")
            window.do("type", "urlEdit", text="User/FiscalSetup")
            send(window, status="200")
            save_as(window, "Mine regnskaber")
            window.until(lambda: saved_names(desk) == ["Mine regnskaber"])
            window.click("newTabButton")
            window.until(lambda: window.text("urlEdit") == "")
            typed = letters()
            kept, text = type_until_kept(window, desk.home, typed, more=0)
            window.kill()
        for more in (1, 4, 9):
            with desk.window() as window:
                window.shown("urlEdit")
                assert text.startswith(window.text("urlEdit"))
                assert window.text("urlEdit").startswith(kept)
                kept, text = type_until_kept(window, desk.home, typed, more=more)
                window.kill()
        with desk.window() as window:
            window.shown("urlEdit")
            assert paths_kept(desk.home)[0] == "User/FiscalSetup"
            assert saved_names(desk) == ["Mine regnskaber"]
            _, history, _ = desk.command("history")
            assert [(call["path"], call["status"]) for call in history["entries"]] == [
                ("User/FiscalSetup", 200)
            ]
            assert window.close() == 0
        assert [path.name for path in desk.home.rglob("*.unreadable*")] == []


# --- a full disk -----------------------------------------------------------------------------------------


def said(window: DrivenWindow) -> str:
    return "\n".join(window.do("texts"))


def test_a_full_disk_is_said_loses_nothing_and_is_forgotten_once_there_is_room() -> None:
    with (
        Workplace() as desk,
        SmallDisk(desk.home, kilobytes=6000) as disk,
        desk.window(prefix=disk.prefix) as window,
    ):
        sign_in_at_sandbox(desk, window)
        write_while_full(window, disk)


def write_while_full(window: DrivenWindow, disk: SmallDisk) -> None:
    home = disk.inside(window.pid)
    window.do("press", keys="Ctrl+T")
    window.shown("urlEdit")
    window.do("type", "urlEdit", text="User/One")
    window.until(lambda: paths_kept(home) == ["User/One"])
    disk.fill(window.pid)

    window.do("append", "urlEdit", text="AndMore")
    window.until(lambda: "What you write cannot be kept now." in said(window))
    assert "Make room" in said(window)
    assert paths_kept(home) == ["User/One"]
    before = (home / "settings.json").read_bytes() if (home / "settings.json").exists() else b""
    window.do("press", keys="Ctrl+D")
    save_as(window, "Et kald")
    window.until(lambda: said(window).count("The disk is full") > 1)
    assert not list(home.rglob("*.toml*"))
    assert ((home / "settings.json").read_bytes() if before else b"") == before
    window.do("close")
    window.click("questionNoButton")

    disk.make_room(window.pid)
    window.until(lambda: paths_kept(home) == ["User/OneAndMore"])
    window.until(lambda: "What you write cannot be kept now." not in said(window))
    save_as(window, "Et kald")
    window.until(lambda: list(home.rglob("Et kald*")))
    assert window.close() == 0
