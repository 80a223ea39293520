"""Two windows and two command lines on one account, at a server that ends the family of a reused refresh token.

An hour passes for all of them and for the server; then all call the API at once; and so on. The keychain is a folder
that the processes share, as strict as Windows' is. ``XENA_DESKTOP_TEST_RENEWALS`` asks for another number of hours
than fifty.
"""

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.fakes.clocked_program import ClockedHome
from tests.fakes.driven_window import PROJECT, DrivenWindow
from tests.fakes.oidc_provider import OidcProvider
from tests.fakes.private_folder import private_folder
from tests.fakes.processes import end_process
from tests.fakes.visitor import Visitor
from xena_desktop.app import open_services
from xena_desktop.domain.connection import Connection
from xena_desktop.domain.identity import AccountState
from xena_desktop.domain.redaction import Secret

pytestmark = pytest.mark.timeout(900)

HOURS = int(os.environ.get("XENA_DESKTOP_TEST_RENEWALS", "50"))
HOURS_WITH_DEATHS = HOURS // 2
SEED = 20261125
PATHS = ("/Api/Fiscal/41001/Partner", "/Api/Fiscal/41002/Partner")


class Terminal:
    """Somebody's terminal: the command line in a process of its own, one command after the other."""

    def __init__(self, shared: ClockedHome) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.fakes.clocked_program", "--serve"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **shared.environment, "LC_ALL": "C.UTF-8"},
            cwd=PROJECT,
        )

    def start(self, *words: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(words).encode() + b"\n")
        self._process.stdin.flush()

    def answer(self) -> dict[str, Any] | None:
        """The exit code and what was printed; None when the process died."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        return json.loads(line) if line else None

    def kill(self) -> None:
        self._process.kill()
        self.close()

    def close(self) -> None:
        end_process(self._process)


@dataclass
class Desk:
    """The account, the server, and the processes."""

    provider: OidcProvider
    shared: ClockedHome
    stack: ExitStack
    windows: list[DrivenWindow] = field(default_factory=list)
    terminals: list[Terminal] = field(default_factory=list)
    sign_ins: int = 0

    async def sign_in(self) -> None:
        """The person signs in, and agrees."""
        client = self.provider.clients["hybrid.xena.biz"]
        async with open_services(open_browser=_browse, **self.shared.settings()) as services:
            connection = Connection(
                id="own-1",
                name="Egen",
                authority=self.provider.issuer,
                api_base_url=self.provider.api_base_url,
                client_id=client.client_id,
                redirect_uris=("http://127.0.0.1:0/callback",),
                scopes=("openid", "profile", "email", "testapi", "offline_access"),
            )
            kept = await services.connections.save(
                connection, client_secret=Secret(client.client_secret or "")
            )
            async with services.sign_in.begin(kept, seconds=60) as pending:
                await pending.open_browser()
                await pending.completed()
        self.sign_ins += 1

    def open_window(self, number: int) -> DrivenWindow:
        """A window of its own, although the home is the same: it finds no other copy through its own TMPDIR."""
        folder = Path(self.stack.enter_context(private_folder("window")))
        environment = {
            **self.shared.environment, "TMPDIR": str(folder), "XDG_RUNTIME_DIR": str(folder),
            "QT_QPA_PLATFORM": "offscreen", "LC_ALL": "C.UTF-8", "XENA_DESKTOP_LANGUAGE": "en",
        }  # fmt: skip
        window = self.stack.enter_context(DrivenWindow(environment=environment, log=folder / "log"))
        window.until(lambda: "soren@" in window.text("footerAccount"), seconds=90)
        window.click("newTabButton")
        window.shown("urlEdit")
        window.do("type", "urlEdit", text=PATHS[number])
        return window

    def open_terminal(self) -> Terminal:
        terminal = Terminal(self.shared)
        self.stack.callback(terminal.close)
        return terminal

    def let_an_hour_pass(self) -> None:
        self.shared.advance(seconds=3600)
        self.provider.advance_clock(3600)

    def calls_of(self, number: int) -> list[int | None]:
        """The statuses of a window's calls so far."""
        return [each.status for each in self.provider.requests(PATHS[number])]

    def wait_for_call(self, number: int, *, count: int) -> None:
        """Until the window has made that many calls and shows the answer to the last."""
        window = self.windows[number]

        def answered() -> bool:
            calls = self.calls_of(number)
            return len(calls) >= count and None not in calls

        window.until(answered)
        window.until(lambda: window.do("shown", "sendButton") and "200" in window.text("responseStatus"))

    def renewals(self) -> int:
        asked = self.provider.requests("/connect/token")
        return sum(each.parameters.get("grant_type") == "refresh_token" for each in asked)


def _browse(url: str) -> bool:
    with Visitor() as visitor, requests.Session() as web:
        web.trust_env = False
        answer = visitor.answer(url)
        return web.post(answer.redirect_uri, data=answer.parameters, timeout=20).status_code == 200


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with OidcProvider(reuse_ends_family=True) as provider, ExitStack() as stack:
        yield Desk(provider, ClockedHome(tmp_path), stack)


async def test_two_windows_and_two_command_lines(desk: Desk) -> None:
    await desk.sign_in()
    desk.windows = [desk.open_window(number) for number in range(2)]
    desk.terminals = [desk.open_terminal() for _ in range(2)]
    order, before, started = random.Random(SEED), desk.renewals(), time.monotonic()  # noqa: S311 - an order, no secret
    begin: list[Callable[[], None]] = [partial(window.click, "sendButton") for window in desk.windows]
    begin += [partial(each.start, "--json", "call", "User/FiscalSetup") for each in desk.terminals]
    for hour in range(1, HOURS + 1):
        desk.let_an_hour_pass()
        order.shuffle(begin)
        for each in begin:
            each()
        for terminal in desk.terminals:
            answer = terminal.answer()
            assert answer is not None
            assert answer["code"] == 0, answer
        for number in range(2):
            desk.wait_for_call(number, count=hour)
    print(f"{HOURS} renewals in {time.monotonic() - started:.0f} s")
    assert desk.renewals() - before == HOURS
    assert desk.provider.refresh_token_reuses() == 0
    assert {each.status for each in desk.provider.requests() if each.server == "api"} == {200}
    for number in range(2):
        assert desk.calls_of(number) == [200] * HOURS


async def test_processes_that_die(desk: Desk) -> None:
    """Killed at random moments of a renewal; only a lost answer asks for a new sign-in, and it says so."""
    await desk.sign_in()
    desk.windows = [desk.open_window(0)]
    desk.terminals = [desk.open_terminal() for _ in range(3)]
    chance, deaths, lost = random.Random(SEED), 0, 0  # noqa: S311 - moments, no secret
    for _hour in range(HOURS_WITH_DEATHS):
        desk.let_an_hour_pass()
        for terminal in desk.terminals:
            terminal.start("--json", "call", "User/FiscalSetup")
        time.sleep(chance.uniform(0.0, 0.25))
        victim = chance.randrange(len(desk.terminals))
        desk.terminals[victim].kill()
        deaths += 1
        answers = [terminal.answer() for n, terminal in enumerate(desk.terminals) if n != victim]
        desk.terminals[victim] = desk.open_terminal()
        failed = [answer for answer in answers if answer is None or answer["code"] != 0]
        if failed:
            lost += 1
            for answer in failed:
                assert answer is not None
                assert json.loads(answer["out"])["error"]["code"] == "session_revoked", answer
                assert "got lost" in answer["out"]
            assert len(failed) == len(answers)
            await desk.sign_in()
    desk.windows[0].click("sendButton")
    desk.windows[0].until(lambda: "200" in desk.windows[0].text("responseStatus"))
    print(f"{deaths} deaths, {lost} answers lost, {desk.sign_ins} sign-ins")
    assert desk.sign_ins == 1 + lost
    assert lost <= deaths // 4
    assert desk.provider.refresh_token_reuses() <= lost
    async with open_services(open_browser=_browse, **desk.shared.settings()) as services:
        (account,) = services.accounts.all()
        assert account.state is AccountState.READY
        await services.session.access_token(account)
