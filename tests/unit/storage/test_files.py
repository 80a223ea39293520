import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from xena_desktop.domain import built_in
from xena_desktop.domain.body import Part
from xena_desktop.domain.body_draft import BodyDraft, BodyKind, PartRow, json_draft
from xena_desktop.domain.errors import FileUnreadable
from xena_desktop.domain.identity import Account, AccountState, InFlight
from xena_desktop.domain.settings import Draft, Drafts, Settings
from xena_desktop.storage.files import AccountFiles, ConnectionFiles, SettingsFiles
from xena_desktop.storage.folder import Home
from xena_desktop.storage.records import parse_account, parse_drafts, parse_settings, render

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SOREN = Account(
    id="account-1",
    connection_id="sandbox",
    name="Søren Kjær",
    subject="1",
    issuer="http://127.0.0.1:51780",
    claims=MappingProxyType({"name": "Søren Kjær", "amr": ["pwd"], "auth_time": 1}),
    scopes_asked=frozenset({"openid", "testapi"}),
    scopes_granted=frozenset({"openid"}),
    state=AccountState.SIGN_IN_NEEDED,
    renewable=False,
    generation=4,
    obtained_at=NOW,
    access_expires_at=NOW,
    fiscal_id="70001",
    is_service=True,
    in_flight=InFlight(generation=4, fingerprint="0123456789abcdef", pid=7, started_at=NOW),
    unsaved_by=7,
    last_error="network_timeout",
    signed_out_at=NOW,
)
LEAST = {"id": "account-1", "connection_id": "c", "name": "n", "subject": "s", "issuer": "i"}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "Sørens mappe med mellemrum", "-test")


def test_accounts(home: Home) -> None:
    files = AccountFiles(home)
    assert files.all() == []
    assert files.read("account-1") is None
    second = replace(SOREN, id="account-2", name="anna")
    files.write(SOREN)
    files.write(second)
    assert files.all() == [second, SOREN]
    assert files.read("account-1") == SOREN
    assert AccountFiles(home).read("account-1") == SOREN
    files.remove("account-1")
    files.remove("account-1")
    assert files.all() == [second]


def test_the_lock_has_a_file_of_its_own(home: Home) -> None:
    assert AccountFiles(home).lock_path("account-1") == home.path / "locks" / "account-1.lock"


@pytest.mark.parametrize("name", ["", "../x", "a/b", "a\\b", "A", "a" * 41, "ø", "a.b", "a\n"])
def test_ids_that_are_no_file_names(home: Home, name: str) -> None:
    files = AccountFiles(home)
    for use in (files.read, files.remove, files.lock_path, ConnectionFiles(home).remove):
        with pytest.raises(FileUnreadable):
            use(name)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"{}",
        b"\xff\xfe",
        b"null",
        json.dumps(LEAST | {"state": "unheard-of"}).encode(),
        json.dumps(LEAST | {"claims": 5}).encode(),
        json.dumps(LEAST | {"scopes_asked": 5}).encode(),
        json.dumps(LEAST | {"obtained_at": "yesterday"}).encode(),
        json.dumps(LEAST | {"obtained_at": 5}).encode(),
        json.dumps(LEAST | {"name": 5}).encode(),
        json.dumps(LEAST | {"id": None}).encode(),
        json.dumps(LEAST | {"generation": "4"}).encode(),
        json.dumps(LEAST | {"fiscal_id": 4}).encode(),
        json.dumps({name: value for name, value in LEAST.items() if name != "subject"}).encode(),
    ],
)
def test_damaged_accounts_are_set_aside(home: Home, content: bytes) -> None:
    files = AccountFiles(home)
    files.write(replace(SOREN, id="account-2"))
    path = home.folder("accounts") / "account-1.json"
    path.write_bytes(content)
    assert [account.id for account in files.all()] == ["account-2"]
    assert not path.exists()
    assert (path.parent / "account-1.json.unreadable").read_bytes() == content
    assert [account.id for account in files.all()] == ["account-2"]


def test_an_account_that_cannot_be_read_is_not_taken_for_damaged(home: Home) -> None:
    path = home.folder("accounts") / "account-1.json"
    path.mkdir()
    with pytest.raises(FileUnreadable):
        AccountFiles(home).all()
    assert path.is_dir()


def test_members_of_a_later_version_are_passed_over() -> None:
    account = parse_account(json.dumps(LEAST | {"from_the_future": [1]}))
    assert account == Account(id="account-1", connection_id="c", name="n", subject="s", issuer="i")


def test_connections(home: Home) -> None:
    files = ConnectionFiles(home)
    assert files.all() == {}
    connection = replace(built_in.sandbox(authority="http://127.0.0.1:1"), id="own-1", name="Sørens")
    files.write(connection)
    assert files.all() == {"own-1": connection}
    (home.path / "connections" / "own-2.xenaconnection").write_text("{")
    assert ConnectionFiles(home).all() == {"own-1": connection}
    assert (home.path / "connections" / "own-2.xenaconnection.unreadable").exists()
    files.remove("own-1")
    files.remove("own-1")
    assert files.all() == {}


def test_settings_and_drafts(home: Home) -> None:
    files = SettingsFiles(home)
    assert (files.settings(), files.drafts()) == (Settings(), Drafts())
    assert not home.path.exists()
    settings = Settings(theme="dark", language="da", last_account_id="account-1", window="AdnQ")
    draft = Draft(
        method="POST",
        path="Søg/{id}",
        query=((True, "ø", "1"), (False, "b", "")),
        headers=((True, "A", "b"),),
        body=BodyDraft(
            kind=BodyKind.MULTIPART,
            json="æ\n",
            fields=((False, "a", "b"),),
            parts=(PartRow(used=False, part=Part(name="f", file="/x", filename="y", content_type="z")),),
            file="/f",
            content_types=(("text", "text/csv"),),
        ),
    )
    drafts = Drafts(drafts=(draft, Draft()), current=1)
    files.write_settings(settings)
    files.write_drafts(drafts)
    again = SettingsFiles(home)
    assert (again.settings(), again.drafts()) == (settings, drafts)


def test_drafts_of_older_versions_have_json_bodies(home: Home) -> None:
    home.folder("")
    (home.path / "drafts.json").write_text('{"drafts": [{"body": "{}"}]}', encoding="utf-8")
    assert SettingsFiles(home).drafts() == Drafts(drafts=(Draft(body=json_draft("{}")),))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("settings.json", '{"theme": 5}'),
        ("settings.json", '{"last_account_id": []}'),
        ("settings.json", "nothing"),
        ("drafts.json", '{"drafts": [5]}'),
        ("drafts.json", '{"drafts": 5}'),
        ("drafts.json", '{"drafts": [{"query": [["a"]]}]}'),
        ("drafts.json", '{"drafts": [{"body": null}]}'),
        ("drafts.json", '{"drafts": [{"body": {"kind": "rpc"}}]}'),
        ("drafts.json", '{"drafts": [{"body": {"parts": [{"used": true, "part": {}}]}}]}'),
        ("drafts.json", '{"current": "x"}'),
    ],
)
def test_damaged_settings_are_set_aside(home: Home, name: str, content: str) -> None:
    (home.folder("") / name).write_text(content)
    files = SettingsFiles(home)
    assert (files.settings(), files.drafts()) == (Settings(), Drafts())
    assert (home.path / f"{name}.unreadable").read_text() == content


@pytest.mark.parametrize(
    ("value", "parse"),
    [(SOREN, parse_account), (Settings(), parse_settings), (Drafts(drafts=(Draft(),)), parse_drafts)],
)
def test_round_trip(value: Any, parse: Any) -> None:
    assert parse(render(value)) == value
    assert render(parse(render(value))) == render(value)
