"""What the administrator gives to everyone, and that a wrong file harms nobody."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from xena_desktop.domain import built_in
from xena_desktop.domain.identity import Account
from xena_desktop.domain.settings import Settings
from xena_desktop.services.accounts import Accounts
from xena_desktop.services.connections import Connections
from xena_desktop.storage.files import AccountFiles, ConnectionFiles, SettingsFiles
from xena_desktop.storage.folder import Home
from xena_desktop.storage.machine import MachineFiles, machine_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "machine"
    made.mkdir()
    return made


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home", "")


def give(folder: Path, stem: str, **members: object) -> None:
    document = {
        "format": "xena-connection/1",
        "name": "Support",
        "authority": "https://login.example",
        "api_base_url": "https://api.example/Api",
        "client_id": "fleet",
        **members,
    }
    (folder / f"{stem}.xenaconnection").write_text(json.dumps(document), encoding="utf-8")


def book(home: Home, folder: Path) -> Connections:
    files = ConnectionFiles(home, machine=MachineFiles(folder))
    return Connections(files, sandbox=lambda: built_in.sandbox(authority="http://127.0.0.1:1"))


def test_the_administrators_connections_are_there_for_everyone(folder: Path, home: Home) -> None:
    give(folder, "Vores Support")
    names = {connection.id: connection.name for connection in book(home, folder).all()}
    assert names["machine-vores-support"] == "Support"
    assert list(names)[:3] == ["xena-production", "xena-test", "sandbox"]


def test_a_file_named_after_a_built_in_connection_stands_in_its_place(folder: Path, home: Home) -> None:
    give(folder, built_in.PRODUCTION_ID, name="Xena", client_id="ours.xena.biz")
    connections = book(home, folder)
    assert connections.named("xena").client_id == "ours.xena.biz"
    assert len(connections.all()) == 3


def test_what_the_person_changed_wins_over_what_the_administrator_gave(folder: Path, home: Home) -> None:
    give(folder, "support")
    given = book(home, folder).named("support")
    ConnectionFiles(home, machine=MachineFiles(folder)).write(replace(given, client_id="my own"))
    assert book(home, folder).named("support").client_id == "my own"


@pytest.mark.expect_log("passed over")
def test_a_wrong_connection_file_is_passed_over(folder: Path, home: Home) -> None:
    give(folder, "good")
    (folder / "bad.xenaconnection").write_text('{"format": "xena-connection/1", "name": 5}')
    assert "machine-good" in {connection.id for connection in book(home, folder).all()}
    assert "machine-bad" not in {connection.id for connection in book(home, folder).all()}


def test_accounts_wait_while_their_connection_is_taken_back(folder: Path, home: Home) -> None:
    give(folder, "support")
    account = Account(id="account-1", connection_id="machine-support", name="Søren", subject="1", issuer="i")
    AccountFiles(home).write(account)
    assert Accounts(AccountFiles(home), connections=book(home, folder)).all() == (account,)
    (folder / "support.xenaconnection").unlink()
    assert Accounts(AccountFiles(home), connections=book(home, folder)).all() == ()
    give(folder, "support")
    assert Accounts(AccountFiles(home), connections=book(home, folder)).all() == (account,)


def test_a_locked_setting_wins_and_the_persons_own_comes_back_when_it_is_unlocked(
    folder: Path, home: Home
) -> None:
    SettingsFiles(home, machine=MachineFiles(folder)).write_settings(Settings(theme="dark", language="en"))
    (folder / "settings.json").write_text('{"language": "da", "window": "not a choice"}')
    locked = SettingsFiles(home, machine=MachineFiles(folder))
    assert locked.locked == {"language"}
    assert locked.settings() == Settings(theme="dark", language="da")
    locked.write_settings(Settings(theme="light", language="da"))
    (folder / "settings.json").unlink()
    assert SettingsFiles(home, machine=MachineFiles(folder)).settings() == Settings(
        theme="light", language="en"
    )


def test_a_proxy_can_be_locked_like_a_theme(folder: Path, home: Home) -> None:
    (folder / "settings.json").write_text(
        '{"proxy": "manual", "proxy_host": "proxy.example", "proxy_port": 3128}'
    )
    files = SettingsFiles(home, machine=MachineFiles(folder))
    assert files.locked == {"proxy", "proxy_host", "proxy_port"}
    assert files.settings() == Settings(proxy="manual", proxy_host="proxy.example", proxy_port=3128)


@pytest.mark.expect_log("passed over")
@pytest.mark.parametrize("text", ["[]", "{", '{"theme": 3}'])
def test_wrong_settings_lock_nothing(folder: Path, home: Home, text: str) -> None:
    (folder / "settings.json").write_text(text)
    assert SettingsFiles(home, machine=MachineFiles(folder)).locked == frozenset()


def test_without_a_folder_nothing_is_given(tmp_path: Path) -> None:
    nothing = MachineFiles(tmp_path / "nowhere")
    assert nothing.connections() == {}
    assert nothing.settings() == {}


@pytest.mark.parametrize(
    ("platform", "place"),
    [
        ("linux", "/etc/xena-desktop"),
        ("darwin", "/Library/Application Support/Xena Desktop"),
        ("win32", "D:/All/Xena Desktop"),
    ],
)
def test_each_system_has_its_place(monkeypatch: pytest.MonkeyPatch, platform: str, place: str) -> None:
    monkeypatch.setattr("sys.platform", platform)
    monkeypatch.setenv("PROGRAMDATA", "D:/All")
    assert machine_folder().as_posix() == place
