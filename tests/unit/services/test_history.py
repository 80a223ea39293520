"""What a session leaves in the history, over a real Sandbox."""

import asyncio
import logging
import os
import sqlite3
from pathlib import Path

import pytest
from keyring.errors import KeyringError

from xena_desktop.domain.body import FileBody, Multipart, Part
from xena_desktop.domain.errors import AttachmentChanged, HistoryEntryGone, NetworkError
from xena_desktop.domain.exchange import ApiAnswer, ApiRequest
from xena_desktop.domain.history import HistoryEntry, HistorySearch
from xena_desktop.domain.identity import Account
from xena_desktop.domain.masking import CUT_MARGIN
from xena_desktop.domain.redaction import MASK, Secret
from xena_desktop.domain.transfer import Attachment, Transfer
from xena_desktop.services.history import HistoryState
from xena_desktop.services.house import Services
from xena_desktop.services.recorded import MOST_BYTES
from xena_desktop.storage.history_upkeep import ENTRIES_BETWEEN

from .conftest import Wire, World, signed_in

PARTNERS = ApiRequest(path="Fiscal/{fiscalId}/Partner", query=(("PageSize", "5"),))


async def entries(services: Services, text: str = "") -> list[HistoryEntry]:
    await services.history.settled()
    return await services.history.page(HistorySearch(text=text))


async def test_calls_are_kept_and_found(world: World) -> None:
    async with world.open() as services:
        told: list[int] = []
        unsubscribe = services.history.subscribe(lambda: told.append(1))
        account = await signed_in(services)
        await services.explorer.profile(account)
        assert await entries(services) == []
        answer = await call(services, account, PARTNERS)
        await call(services, account, ApiRequest(path="User/FiscalSetup"))
        newest, oldest = await entries(services)
        assert (newest.path, newest.account, newest.connection) == (
            "User/FiscalSetup",
            account.name,
            "Sandbox",
        )
        assert (oldest.path, oldest.url, oldest.status) == (PARTNERS.path, answer.url, 200)
        assert oldest.answer_size == len(answer.body)
        assert oldest.seconds == answer.seconds
        whole = await services.history.read(oldest.id)
        assert whole.request == PARTNERS
        assert whole.answer_body == answer.body
        assert whole.answer_headers == answer.headers
        assert [entry.id for entry in await entries(services, "partner entities")] == [oldest.id]
        assert told
        unsubscribe()
        assert services.history.state.keychain is None
    async with world.open() as services:
        assert len(await entries(services)) == 2
        await services.history.remove(newest.id)
        assert [entry.id for entry in await entries(services)] == [oldest.id]
        with pytest.raises(HistoryEntryGone):
            await services.history.read(newest.id)
        await services.history.clear()
        assert await entries(services) == []


async def test_looking_begins_nothing(world: World) -> None:
    async with world.open() as services:
        assert await entries(services) == []
        await services.history.clear()
        assert await services.history.changed_elsewhere() == 0
    assert not (world.home / "history.sqlite").exists()
    assert not world.keyring.entries


async def test_no_secret_of_a_session_comes_to_the_disk(world: World) -> None:
    async with world.open() as services:
        account = await signed_in(services)
        token = (await services.session.access_token(account)).value.reveal()
        body = f'{{"Name": "Grødkøkken", "Password": "hest-under-bord", "Note": "{token}"}}'.encode()
        request = ApiRequest(
            method="POST",
            path="Fiscal/{fiscalId}/Partner",
            query=(("token", "query-hemmelighed"),),
            headers=(("X-Api-Key", "header-hemmelighed"), ("Cookie", "kage=1")),
            body=body,
        )
        await services.explorer.profile(account)
        await call(services, account, request)
        newest = (await entries(services))[0]
        whole = await services.history.read(newest.id)
        assert dict(whole.request.headers) == {"X-Api-Key": MASK, "Cookie": MASK}
        assert isinstance(whole.request.body, bytes)
        assert whole.request.body.decode() == (
            f'{{"Name": "Grødkøkken", "Password": "{MASK}", "Note": "{MASK}"}}'
        )
        on_disk = world.text_of_home()
        everything = on_disk + repr(whole)
        for word in (
            "query-hemmelighed",
            "header-hemmelighed",
            "kage=1",
            "hest-under-bord",
            *secrets_of(world),
        ):
            assert word not in everything
        for word in ("Grødkøkken", "Partner?token", "X-Api-Key"):
            assert word not in on_disk
        assert await entries(services, "grødkøkken")
        assert not await entries(services, "hest")


async def test_of_a_file_that_was_sent_name_and_size_are_kept_and_nothing_it_held(
    world: World, tmp_path: Path
) -> None:
    path = tmp_path / "lønsedler.txt"
    path.write_text("Grødkøkken tjener 41.000", encoding="utf-8")
    body = Multipart(parts=(Part(name="Note", value="ugebrev"), Part(name="fil", file=str(path))))
    async with world.open() as services:
        account = await signed_in(services)
        request = ApiRequest(method="POST", path="Fiscal/{fiscalId}/Document", body=body)
        await services.explorer.profile(account)
        await call(services, account, request)
        newest = (await entries(services))[0]
        whole = await services.history.read(newest.id)
        assert whole.request.body == body
        assert whole.attachments == (Attachment(path=str(path), size=26),)
        assert newest.request_size > 26
        assert await entries(services, "lønsedler")
        assert await entries(services, "ugebrev")
        assert not await entries(services, "grødkøkken")
        assert "41.000" not in repr(whole)


async def test_no_half_secret_stands_where_a_large_answer_was_cut(world: World, tmp_path: Path) -> None:
    secret = "hemmelighed-i-bogføringen"
    file = tmp_path / "answer"
    whole = bytearray(b"x" * (2 * MOST_BYTES))
    for cut in (MOST_BYTES, MOST_BYTES + CUT_MARGIN):
        whole[cut - 10 : cut + len(secret.encode()) - 10] = secret.encode()
    file.write_bytes(whole)
    answer = ApiAnswer(
        method="GET",
        url="http://127.0.0.1/Api/Ledger",
        status=200,
        reason="OK",
        headers=(),
        body=b"",
        seconds=1,
        file=str(file),
        file_size=file.stat().st_size,
    )
    async with world.open() as services:
        account = await signed_in(services)
        services.redactor.learn(Secret(secret))
        services.explorer.keep(account, ApiRequest(path="Ledger"), answer, transfer=Transfer())
        (entry,) = await entries(services)
        body = (await services.history.read(entry.id)).answer_body
    assert entry.answer_size == answer.size
    assert abs(MOST_BYTES - len(body)) < 100
    assert b"hemmel" not in body


async def test_a_request_that_a_changing_file_broke_off_is_kept_as_such(
    world: World, wire: Wire, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("abc", encoding="utf-8")
    monkeypatch.setattr(os, "fstat", lambda number, real=os.fstat: _touched(path, real(number)))
    async with world.open() as services:
        account = await signed_in(services)
        await services.explorer.profile(account)
        request = ApiRequest(method="POST", path="Fiscal/{fiscalId}/Document", body=FileBody(path=str(path)))
        with pytest.raises(AttachmentChanged):
            await call(services, account, request)
        newest = (await entries(services))[0]
        assert (newest.status, newest.reason, newest.request_size) == (0, "attachment_changed", 3)


def _touched(path: Path, found: os.stat_result) -> os.stat_result:
    """Somebody writes the file each time that it was looked at."""
    os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns + 1_000_000))
    return found


async def call(services: Services, account: Account, request: ApiRequest) -> ApiAnswer:
    permit = services.gate.permit_in_terminal(account, request, allow_write=True)
    return await services.explorer.send(permit)


def secrets_of(world: World) -> set[str]:
    return {value for value in world.keyring.seen if len(value) > 20}


async def test_many_calls_leave_a_tidy_index(world: World) -> None:
    async with world.open() as services:
        account = await signed_in(services)
        for _ in range(ENTRIES_BETWEEN + 1):
            await call(services, account, ApiRequest(path="User/FiscalSetup"))
        assert len(await entries(services, "user")) == ENTRIES_BETWEEN + 1
    with sqlite3.connect(world.home / "history.sqlite") as db:
        segments = db.execute("SELECT count(DISTINCT segid) FROM words_idx").fetchone()[0]
    db.close()
    assert segments < ENTRIES_BETWEEN


async def test_a_call_without_an_answer(world: World, wire: Wire) -> None:
    async with world.open() as services:
        account = await signed_in(services)
        wire.hold("/Api/User/FiscalSetup")
        sending = asyncio.ensure_future(call(services, account, ApiRequest(path="User/FiscalSetup")))
        await asyncio.to_thread(wire.arrived.wait, 10)
        await services.sandbox.stop()
        with pytest.raises(NetworkError) as caught:
            await sending
        (entry,) = await entries(services)
        assert (entry.status, entry.reason) == (0, caught.value.code)


async def test_without_a_keychain_it_lives_until_the_end(world: World, wire: Wire) -> None:
    async with world.open() as services:
        account = await signed_in(services)
        wire.hold("/Api/User/FiscalSetup")
        sending = asyncio.ensure_future(call(services, account, ApiRequest(path="User/FiscalSetup")))
        await asyncio.to_thread(wire.arrived.wait, 10)
        world.keyring.broken = KeyringError("gone")
        wire.release()
        await sending
        assert len(await entries(services, "fiscalsetup")) == 1
        assert services.history.state.keychain is not None
    assert not (world.home / "history.sqlite").exists()


async def test_signing_out_takes_the_calls_along(world: World) -> None:
    async with world.open() as services:
        first = await signed_in(services)
        world.person.person = "bo"
        second = await signed_in(services)
        for account in (first, second, first):
            await call(services, account, ApiRequest(path="User/FiscalSetup"))
        await services.history.settled()
        await services.session.sign_out(first)
        assert {entry.account_id for entry in await entries(services)} == {second.id}
        await services.session.sign_out(second)
        assert await entries(services) == []
        assert not list(world.home.glob("history.sqlite*"))
        assert not [name for name in world.keyring.services if "history" in name]
        third = await signed_in(services)
        await call(services, third, ApiRequest(path="User/FiscalSetup"))
        assert len(await entries(services)) == 1


async def test_what_cannot_be_written_waits(world: World) -> None:
    async with world.open() as services:
        account = await signed_in(services)
        await call(services, account, ApiRequest(path="User/FiscalSetup"))
        await services.history.settled()
        file = services.history._file
        assert file
        db = file._database()
        db.execute(f"PRAGMA max_page_count = {db.execute('PRAGMA page_count').fetchone()[0]}")
        sent = 1
        while not services.history.state.waiting:
            await call(services, account, PARTNERS)
            await services.history.settled()
            sent += 1
        assert services.history.state.unwritable
        db.execute("PRAGMA max_page_count = 100000")
        await call(services, account, PARTNERS)
        sent += 1
        assert len(await entries(services)) == sent
        assert services.history.state == HistoryState()


async def test_what_waits_is_kept_at_the_end_once_it_can_be(world: World) -> None:
    async with world.open() as services:
        account = await signed_in(services)
        await call(services, account, ApiRequest(path="User/FiscalSetup"))
        await services.history.settled()
        file = services.history._file
        assert file
        db = file._database()
        db.execute("PRAGMA query_only = 1")
        await call(services, account, PARTNERS)
        await services.history.settled()
        assert services.history.state.waiting == 1
        db.execute("PRAGMA query_only = 0")
    async with world.open() as services:
        assert [entry.path for entry in await entries(services)] == [PARTNERS.path, "User/FiscalSetup"]


async def test_two_programs_share_one_history(world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    async with world.open() as one, world.open() as two:
        account = await signed_in(one)
        await asyncio.gather(
            *(call(services, account, ApiRequest(path="User/FiscalSetup")) for services in (one,) * 4)
        )
        await one.history.settled()
        assert len(await entries(two)) == 4
        before = await two.history.changed_elsewhere()
        await call(one, account, ApiRequest(path="User/FiscalSetup"))
        await one.history.settled()
        assert await two.history.changed_elsewhere() != before
        assert len(await entries(two)) == 5
