"""The command line as processes of its own, over the Sandbox and a private keychain."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
import requests

from tests.fakes.keychain_daemon import KeychainDaemon
from tests.fakes.processes import end_process
from xena_desktop.sandbox import (
    SANDBOX_CLIENT_SECRET,
    SANDBOX_SERVICE_CLIENT_ID,
    SANDBOX_SERVICE_CLIENT_SECRET,
)

SECONDS = 60


@dataclass(frozen=True, slots=True)
class Ran:
    code: int
    stdout: bytes
    stderr: str

    @property
    def document(self) -> Any:
        return json.loads(self.stdout)

    @property
    def error(self) -> str:
        return str(self.document["error"]["code"])


class Terminal:
    """A terminal with a home folder and a keychain of its own."""

    def __init__(self, home: Path, keychain: KeychainDaemon) -> None:
        self.home = home
        inherited = {
            name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")
        }
        self._environment = {**inherited, **keychain.environment, "LC_ALL": "C.UTF-8"}

    def run(self, *arguments: str, typed: str = "") -> Ran:
        done = subprocess.run(
            self._command(arguments),
            input=typed.encode(),
            capture_output=True,
            env=self._environment,
            timeout=SECONDS,
            check=False,
        )
        return Ran(done.returncode, done.stdout, done.stderr.decode())

    @contextmanager
    def started(self, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
        process = subprocess.Popen(
            self._command(arguments),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=self._environment,
        )
        try:
            yield process
        finally:
            end_process(process)

    def sign_in(
        self, *options: str, connection: str = "Sandbox", person: str = "soren", allow: bool = True
    ) -> Ran:
        """Sign in with the test at the pages instead of a browser."""
        with self.started("sign-in", connection, "--no-browser", "--json", *options) as process:
            assert process.stderr is not None
            told = address = process.stderr.readline()
            while address and not address.startswith(b"http"):
                told += (address := process.stderr.readline())
            if not address.startswith(b"http"):
                stdout, stderr = process.communicate(timeout=SECONDS)
                return Ran(process.returncode, stdout, (told + stderr).decode())
            visit(address.decode().strip(), person=person, allow=allow)
            stdout, stderr = process.communicate(timeout=SECONDS)
        return Ran(process.returncode, stdout, (told + stderr).decode())

    def _command(self, arguments: tuple[str, ...]) -> list[str]:
        return [sys.executable, "-m", "xena_desktop", "--home", str(self.home), *arguments]


class Form(HTMLParser):
    """The first form of a page: where it goes and its hidden fields."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.action = ""
        self.fields: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attributes}
        if tag == "form" and not self.action:
            self.action = values.get("action", "")
        if tag == "input" and values.get("type") == "hidden":
            self.fields.setdefault(values["name"], values.get("value", ""))


def visit(address: str, *, person: str, allow: bool) -> None:
    """Do at the Sandbox's pages what a person does in a browser, up to the answer for the program."""
    with requests.Session() as web:
        web.trust_env = False
        page = web.get(address, timeout=SECONDS)
        for _ in range(6):
            form = Form(page.text)
            target = urljoin(page.url, form.action)
            if urlsplit(target).netloc != urlsplit(address).netloc:
                headers = {"Origin": "null", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
                assert web.post(target, form.fields, headers=headers, timeout=SECONDS).ok
                return
            chosen = (
                {"person": person}
                if "/account/sign-in" in target
                else {"answer": "allow" if allow else "deny"}
            )
            page = web.post(target, {**form.fields, **chosen}, timeout=SECONDS)
        raise AssertionError(f"the pages do not end: {page.url}")


@pytest.fixture(scope="module")
def keychain() -> Iterator[KeychainDaemon]:
    with KeychainDaemon() as daemon:
        yield daemon


@pytest.fixture
def terminal(tmp_path: Path, keychain: KeychainDaemon) -> Terminal:
    return Terminal(tmp_path / "mit hjem ø", keychain)


def connection_file(folder: Path, sandbox: dict[str, Any], **changed: object) -> Path:
    """The Sandbox's connection under another name, as a file."""
    members = {**sandbox, "format": "xena-connection/1", "name": "Egen ø", "read_only": True, **changed}
    members.pop("id", None)
    path = folder / "egen forbindelse ø.xenaconnection"
    path.write_text(json.dumps({name: value for name, value in members.items() if value is not None}))
    return path


@pytest.mark.timeout(240)
def test_the_main_job_and_tomorrow(terminal: Terminal, tmp_path: Path) -> None:
    signed_in = terminal.sign_in()
    assert signed_in.code == 0, signed_in.stderr
    account = signed_in.document
    assert (account["name"], account["email"], account["connection"]) == (
        "Søren Holm",
        "soren@holm.dk",
        "Sandbox",
    )
    assert "testapi" in account["scopes_granted"]

    (listed,) = terminal.run("accounts", "--json").document["accounts"]
    assert (listed["id"], listed["state"], listed["renewable"]) == (account["id"], "ready", True)
    table = terminal.run("accounts").stdout.decode()
    assert "Søren Holm" in table
    assert "Sandbox" in table

    me = terminal.run("whoami", "--json").document
    assert me["claims"]["email"] == "soren@holm.dk"
    assert me["claims"]["culture"] == "da-DK"
    assert len(me["fiscal_setups"]) == 3
    assert all(setup["name"] and setup["id"] for setup in me["fiscal_setups"])
    assert "Søren Holm" in terminal.run("whoami", "søren holm").stdout.decode()

    setups = terminal.run("call", "User/FiscalSetup")
    assert setups.code == 0, setups.stderr
    assert "200 OK" in setups.stderr
    assert setups.document["Count"] == 3

    called = terminal.run(
        "call", "GET", "Fiscal/{fiscalId}/Partner", "-q", "PageSize=2", "-a", "soren@holm.dk", "--json"
    )
    assert called.code == 0, called.stdout
    assert (called.document["status"], called.document["encoding"]) == (200, "json")
    assert len(called.document["body"]["Entities"]) == 2

    whole = terminal.run("call", "Fiscal/{fiscalId}/Partner", "--all-pages", "-q", "PageSize=7").document
    assert len(whole["Entities"]) == whole["Count"] > 7
    assert len({entity["Id"] for entity in whole["Entities"]}) == whole["Count"]

    found = terminal.run("endpoints", "åbne ordrer", "--refresh", "--json").document
    assert found["source"]["title"] == "Xena.Sandbox.Api"
    assert found["endpoints"][0]["name"] == "order.get"
    named = terminal.run(
        "call", "partner.search.get", "-p", "queryString=a", "-p", "pageSize=1", "--json"
    ).document
    assert len(named["body"]["Entities"]) == 1
    assert terminal.run("call", "partner.serch.get", "--json").error == "unknown_operation"

    curl = "curl 'https://my.xena.biz/Api/User/FiscalSetup?PageSize=1' -H 'Authorization: Bearer hemmeligt'"
    (tmp_path / "kald.txt").write_text(curl, encoding="utf-8")
    given = terminal.run("call", "--curl-file", str(tmp_path / "kald.txt"))
    assert len(json.loads(given.stdout)["Entities"]) == 1
    assert "Tokens and keys were left out" in given.stderr
    piped = terminal.run("call", "--curl-file", "-", "--all-pages", "--json", typed=curl)
    assert len(piped.document["body"]["Entities"]) == 3
    assert terminal.run("call", "--curl-file", "-", "--json", typed="wget x").error == "import_unreadable"
    twice = terminal.run("call", "GET", "User", "--curl-file", "-", typed=curl)
    assert (twice.code, "PATH" in twice.stderr) == (2, True)
    assert terminal.run("call").code == 2

    missing = terminal.run("call", "Fiscal/{fiscalId}/Partner/999999999", "--include")
    assert missing.code == 1
    assert missing.stdout.startswith(b"HTTP/1.1 404")

    file = tmp_path / "svar æ.json"
    assert terminal.run("call", "User/FiscalSetup", "-o", str(file)).stdout == b""
    assert json.loads(file.read_bytes())["Count"] == 3

    refused = terminal.run("token")
    assert (refused.code, refused.stdout) == (2, b"")
    assert "--yes" in refused.stderr
    token = terminal.run("token", "--yes").stdout.decode().strip()
    assert token.count(".") == 2
    assert terminal.run("token", "--yes", "--json").document["token_type"] == "Bearer"
    assert token not in "".join(written_in(terminal.home))

    check = terminal.run("check", "--json")
    assert check.code == 0, check.stdout
    steps = {step["step"]: step["status"] for step in check.document["steps"]}
    assert steps.pop("tls") == "skipped"
    assert set(steps.values()) == {"passed"}
    assert "Fiscal setups" in terminal.run("check", "søren holm").stdout.decode()

    traces = terminal.run("trace", "--all", "--json").document["traces"]
    # the Sandbox's keys are new at each start, and each command that calls it starts it: so the API asks for renewals
    assert {one["kind"] for one in traces[:-1]} == {"renewal"}
    assert traces[-1]["kind"] == "sign_in"
    assert terminal.run("trace", "--json").document["traces"] == traces[:1]
    assert "Answer through the browser" in terminal.run("trace", "Søren Holm", "--all").stdout.decode()

    report = tmp_path / "rapport æ.txt"
    assert terminal.run("report", "-o", str(report)).code == 0
    said = report.read_text() + terminal.run("report").stdout.decode()
    assert "== What happened ==" in said
    assert token not in said
    assert "eyJ" not in said

    out = terminal.run("sign-out", "soren@holm.dk", "--json")
    assert out.code == 0
    assert out.document == {"account": "Søren Holm", "revoked": True, "pending": False}
    assert terminal.run("accounts", "--json").document == {"accounts": []}
    assert terminal.run("call", "User/FiscalSetup").code == 3


@pytest.mark.timeout(240)
def test_calls_are_found_again(terminal: Terminal) -> None:
    assert terminal.run("history").stdout == b""
    assert terminal.sign_in().code == 0
    assert terminal.run("call", "User/FiscalSetup").code == 0
    assert terminal.run("call", "User/NoSuchThing", "-q", "Page=2").code == 1
    newest, oldest = terminal.run("history", "--json").document["entries"]
    assert (newest["status"], oldest["status"]) == (404, 200)
    found = terminal.run("history", "entities", "fiscals", "--status", "2", "--json").document["entries"]
    assert found == [oldest]
    shown = terminal.run("history", "--show", str(oldest["number"])).stdout
    assert b"FiscalSetup HTTP/1.1" in shown
    assert b"Entities" in shown
    assert terminal.run("history", "--show", str(newest["number"]), "--json").document["request"][
        "query"
    ] == [{"name": "Page", "value": "2"}]
    listed = terminal.run("history", "nosuchthing").stdout.decode()
    assert "404" in listed
    assert "Page=2" in listed
    assert terminal.run("history", "--forget", str(oldest["number"])).code == 0
    assert len(terminal.run("history", "--json").document["entries"]) == 1
    assert terminal.run("history", "--forget-all").code == 0
    assert terminal.run("history", "--json").document == {"entries": []}
    assert terminal.run("history", "--show", "1", "--json").error == "history_entry_gone"


def test_saved_requests_and_variables(terminal: Terminal) -> None:
    assert terminal.run("saved", "list", "--json").document == {"saved": []}
    folder = terminal.home / "saved" / "Partnere"
    folder.mkdir(parents=True)
    (folder / "nogle.request.toml").write_text(
        'format = "xena-request/1"\nmethod = "GET"\npath = "User/{{what}}"\n'
        'query = [{ name = "PageSize", value = "{{size}}" }]\n\n[variables]\nwhat = "FiscalSetup"\n',
        encoding="utf-8",
    )
    (folder / "broken.request.toml").write_text("method = \n", encoding="utf-8")
    broken, some = terminal.run("saved", "list", "--json").document["saved"]
    assert (broken["name"], broken["line"]) == ("Partnere/broken", 1)
    assert some == {"name": "Partnere/nogle", "method": "GET", "path": "User/{{what}}"}
    assert b"FiscalSetup" in terminal.run("saved", "show", "Partnere/nogle").stdout
    assert terminal.sign_in().code == 0
    ran = terminal.run("saved", "run", "Partnere/nogle", "--json")
    assert (ran.code, ran.error) == (2, "variables_unfilled")
    ran = terminal.run("saved", "run", "Partnere/nogle", "--var", "size=1")
    assert ran.code == 0
    assert len(json.loads(ran.stdout)["Entities"]) == 1
    ran = terminal.run(
        "call", "User/{{what}}", "-q", "PageSize={{n}}", "--var", "what=FiscalSetup", "--var", "n=2"
    )
    assert len(json.loads(ran.stdout)["Entities"]) == 2
    assert terminal.run("saved", "run", "Partnere/broken", "--json").error == "saved_request_invalid"
    assert terminal.run("saved", "run", "other", "--json").error == "unknown_saved_request"
    (folder / "ny.request.toml").write_text(
        'format = "xena-request/1"\nmethod = "DELETE"\npath = "User/1"\n', encoding="utf-8"
    )
    assert terminal.run("saved", "run", "Partnere/ny", "--json").code == 7

    paged = terminal.run("saved", "run", "Partnere/nogle", "--var", "size=2", "--all-pages", "--json")
    assert (paged.code, len(paged.document["body"]["Entities"])) == (0, 3)
    paged = terminal.run(
        "call", "User/{{what}}", "--var", "what=FiscalSetup", "-q", "PageSize=1", "--all-pages"
    )
    assert (paged.code, len(json.loads(paged.stdout)["Entities"])) == (0, 3)
    assert terminal.run("saved", "run", "Partnere/ny", "--all-pages").code == 2


def test_a_read_only_connection_of_ones_own(terminal: Terminal, tmp_path: Path) -> None:
    with terminal.started("sandbox", "--json") as sandbox_process:
        sandbox = read_document(sandbox_process)
        members = terminal.run("connections", "show", "Sandbox", "--json").document
        assert members["authority"] == sandbox["authority"]

        without = terminal.run(
            "connections", "import", str(connection_file(tmp_path, members, client_id=None))
        )
        assert without.code == 2
        assert '"client_id" is missing' in without.stderr

        path = str(connection_file(tmp_path, members))
        kept = terminal.run(
            "connections", "import", path, "--client-secret-stdin", typed="forkert hemmelighed\n"
        )
        assert kept.code == 0, kept.stderr
        wrong = terminal.sign_in(connection="egen ø")
        assert (wrong.code, wrong.error) == (4, "client_refused")

        assert terminal.run("connections", "remove", "Egen ø").code == 0
        kept = terminal.run(
            "connections", "import", path, "--client-secret-stdin", typed=SANDBOX_CLIENT_SECRET
        )
        assert kept.code == 0, kept.stderr
        assert SANDBOX_CLIENT_SECRET not in "".join(written_in(terminal.home))
        assert terminal.sign_in(connection="Egen ø").code == 0
        assert terminal.run("connections", "remove", "Egen ø", "--json").error == "connection_in_use"

        partner = json.dumps(
            {"Address": {"Name": "Ny Kunde ø ApS"}, "PartnerType": "xena_partnertype_company"}
        )
        post = ("call", "POST", "Fiscal/98824/Partner", "-d", partner)
        before = terminal.run("call", "Fiscal/98824/Partner").document["Count"]
        refused = terminal.run(*post)
        assert (refused.code, refused.stdout) == (7, b"")
        assert "read-only" in refused.stderr
        assert "--allow-write" in refused.stderr
        assert terminal.run(*post, "--json").error == "read_only_connection"
        assert terminal.run("call", "Fiscal/98824/Partner").document["Count"] == before
        sent = terminal.run(*post, "--allow-write")
        assert sent.code == 0, sent.stderr
        assert terminal.run("call", "Fiscal/98824/Partner").document["Count"] == before + 1

        never = terminal.run("call", "DELETE", "User/1", "--allow-write")
        assert (never.code, never.stdout) == (7, b"")
        assert "[never_offered]" in never.stderr
        assert terminal.run("call", "POST", "/connect/token", "--json").error == "token_endpoint_address"
        assert (
            terminal.run("call", "DELETE", "Fiscal/98824/Partner/1", "--json").error == "read_only_connection"
        )

        elsewhere = terminal.run("call", "https://example.test/Api/User", "--json")
        assert (elsewhere.code, elsewhere.error) == (7, "address_outside_connection")

        sandbox_process.send_signal(signal.SIGINT)
        assert sandbox_process.wait(SECONDS) == 0
    assert terminal.run("call", "User/FiscalSetup", "--json").error == "host_unreachable"


@pytest.mark.timeout(120)
def test_what_a_person_or_a_lock_refuses(terminal: Terminal, keychain: KeychainDaemon) -> None:
    denied = terminal.sign_in(allow=False)
    assert (denied.code, denied.error) == (4, "consent_denied")
    (trace,) = terminal.run("trace", "Sandbox", "--json").document["traces"]
    assert trace["error"] == "consent_denied"
    assert "The person said no" in terminal.run("trace").stdout.decode()
    assert terminal.run("accounts", "--json").document == {"accounts": []}

    late = terminal.run("sign-in", "Sandbox", "--no-browser", "--timeout", "1", "--json")
    assert (late.code, late.error) == (4, "sign_in_timed_out")

    with terminal.started("sign-in", "Sandbox", "--no-browser", "--json") as waiting:
        assert waiting.stderr is not None
        while not waiting.stderr.readline().startswith(b"http"):
            pass
        waiting.send_signal(signal.SIGINT)
        stdout, stderr = waiting.communicate(timeout=SECONDS)
    assert waiting.returncode == 4
    assert json.loads(stdout)["error"]["code"] == "sign_in_cancelled"
    assert b"Traceback" not in stderr

    assert terminal.sign_in(person="mette").code == 0
    keychain.lock()
    try:
        locked = terminal.run("call", "User/FiscalSetup")
        assert locked.code == 6
        assert "The keychain is locked." in locked.stderr
        assert terminal.run("sign-in", "Sandbox", "--no-browser", "--json").error == "keychain_locked"
        assert terminal.run("accounts").code == 0
    finally:
        keychain.unlock()
    assert terminal.run("call", "User/FiscalSetup").code == 0


@pytest.mark.timeout(120)
def test_a_call_can_be_interrupted(terminal: Terminal) -> None:
    assert terminal.sign_in().code == 0
    with (
        terminal.started("sandbox", "--json") as sandbox_process,
        socket.create_server(("127.0.0.1", 0)) as deaf,
    ):
        read_document(sandbox_process)
        members = terminal.run("connections", "show", "Sandbox", "--json").document
        path = connection_file(
            terminal.home, members, api_base_url=f"http://127.0.0.1:{deaf.getsockname()[1]}/Api"
        )
        imported = terminal.run(
            "connections", "import", str(path), "--client-secret-stdin", typed=SANDBOX_CLIENT_SECRET
        )
        assert imported.code == 0, imported.stderr
        account = terminal.sign_in(connection="Egen ø", person="bo").document
        with terminal.started("call", "User/FiscalSetup", "-a", account["subject"], "--json") as calling:
            deaf.settimeout(SECONDS)
            reached, _ = deaf.accept()
            calling.send_signal(signal.SIGINT)
            stdout, stderr = calling.communicate(timeout=SECONDS)
            reached.close()
        assert calling.returncode == 5
        assert json.loads(stdout)["error"]["code"] == "call_cancelled"
        assert b"Traceback" not in stderr


@pytest.mark.timeout(120)
def test_a_service_account_needs_no_browser(terminal: Terminal, tmp_path: Path) -> None:
    with terminal.started("sandbox", "--port", "0") as sandbox_process:
        shown = read_until(sandbox_process, b"bo@example.dk")
        assert b"http://127.0.0.1:" in shown
        assert b"soren@holm.dk" in shown
        members = terminal.run("connections", "show", "Sandbox", "--json").document
        service = {
            "grant": "client_credentials",
            "client_id": SANDBOX_SERVICE_CLIENT_ID,
            "scopes": ["testapi"],
        }
        path = str(connection_file(tmp_path, members, **service))
        assert terminal.run("connections", "import", path).code == 0
        missing = terminal.run("sign-in", "Egen ø", "--json")
        assert (missing.code, missing.error) == (4, "client_secret_missing")
        assert terminal.run("connections", "remove", "Egen ø").code == 0
        secret = SANDBOX_SERVICE_CLIENT_SECRET
        assert terminal.run("connections", "import", path, "--client-secret-stdin", typed=secret).code == 0
        signed_in = terminal.run("sign-in", "Egen ø", "--json")
        assert signed_in.code == 0, signed_in.stdout
        assert signed_in.document["is_service"] is True
        called = terminal.run("call", "User/FiscalSetup")
        assert called.code == 0, called.stderr
        assert called.document["Count"] == 1


@pytest.mark.timeout(240)
@pytest.mark.parametrize(
    "members",
    [
        {"response_type": "code id_token token"},
        {"grant": "authorization_code", "response_type": "code", "response_mode": "form_post"},
        {"token_endpoint_auth_method": "client_secret_basic"},
    ],
    ids=["code id_token token", "code by form_post", "client_secret_basic"],
)
def test_other_ways_in(terminal: Terminal, tmp_path: Path, members: dict[str, object]) -> None:
    with terminal.started("sandbox", "--json") as sandbox_process:
        read_document(sandbox_process)
        sandbox = terminal.run("connections", "show", "Sandbox", "--json").document
        path = str(connection_file(tmp_path, sandbox, **members))
        secret = SANDBOX_CLIENT_SECRET
        assert terminal.run("connections", "import", path, "--client-secret-stdin", typed=secret).code == 0
        first = terminal.sign_in("--max-age", "300", connection="Egen ø")
        assert first.code == 0, first.stderr
        other = terminal.sign_in("--account", "Søren Holm", connection="Egen ø", person="mette")
        assert (other.code, other.error) == (4, "other_person")
        assert len(terminal.run("accounts", "--json").document["accounts"]) == 1
        called = terminal.run("call", "User/FiscalSetup")
        assert called.code == 0, called.stderr


@pytest.mark.timeout(120)
def test_the_log_on_standard_error_holds_no_secret(terminal: Terminal) -> None:
    signed_in = terminal.sign_in("--verbose")
    assert signed_in.code == 0, signed_in.stderr
    token = terminal.run("token", "--yes").stdout.decode().strip()
    called = terminal.run("call", "User/FiscalSetup", "--verbose")
    assert called.document["Count"] == 3
    for text in (signed_in.stderr, called.stderr):
        assert token not in text
        assert "eyJ" not in text


# --- looking -----------------------------------------------------------------------------------------------


def read_document(process: subprocess.Popen[bytes]) -> dict[str, Any]:
    """The JSON document that a process still running has written."""
    assert process.stdout is not None
    text = b""
    while not text.endswith(b"\n}\n"):
        line = process.stdout.readline()
        assert line, "the process ended"
        text += line
    document: dict[str, Any] = json.loads(text)
    return document


def read_until(process: subprocess.Popen[bytes], words: bytes) -> bytes:
    assert process.stdout is not None
    text = b""
    while words not in text:
        line = process.stdout.readline()
        assert line, "the process ended"
        text += line
    return text


def written_in(folder: Path) -> list[str]:
    return [path.read_text(errors="replace") for path in folder.rglob("*") if path.is_file()]


def test_files_go_out_in_a_form_and_by_themselves(terminal: Terminal, tmp_path: Path) -> None:
    assert terminal.sign_in().code == 0
    bill = tmp_path / "bilag æ.pdf"
    bill.write_bytes(b"%PDF-1.7\n" * 300_000)
    voucher = terminal.run("call", "Fiscal/97190/Voucher").document["Entities"][0]["Id"]
    path = f"/Api/Blob/Fiscal/97190/Voucher/{voucher}"
    sent = terminal.run(
        *("call", "POST", path, "-F", f"file=@{bill};type=application/pdf", "-F", "Description=Bilag {{nr}}"),
        *("--var", "nr=7"),
    )
    assert sent.code == 0, sent.stderr
    document = sent.document
    assert (document["Description"], document["LastFileName"]) == ("Bilag 7", "bilag æ.pdf")
    assert document["LastContentLength"] == bill.stat().st_size

    (number, *_) = (one["number"] for one in terminal.run("history", "Voucher", "--json").document["entries"])
    kept = terminal.run("history", "--show", str(number), "--json").document["request"]
    assert kept["files"] == [{"path": str(bill), "size": bill.stat().st_size}]
    assert "%PDF" not in kept["body"]
    assert f"<{bill} (2.7 MB)>" in kept["body"]

    gone = terminal.run("call", "POST", path, "-F", "file=@gone.pdf", "--json")
    assert (gone.code, gone.error) == (2, "attachment_unreadable")
    folder = terminal.home / "saved"
    folder.mkdir()
    (folder / "bilag.request.toml").write_text(
        f'format = "xena-request/2"\nmethod = "POST"\npath = "{path}"\n[body]\nkind = "multipart"\n'
        f'[[body.parts]]\nname = "file"\nfile = "{bill}"\n',
        encoding="utf-8",
    )
    shown = terminal.run("saved", "show", "bilag").stdout.decode()
    assert "multipart" in shown
    assert f"file = @{bill}" in shown
    assert terminal.run("saved", "run", "bilag").document["LastFileName"] == "bilag æ.pdf"

    large = tmp_path / "large.json"
    large.write_text(
        '{"Address": {"Name": "Fra en fil"}, "PartnerType": "xena_partnertype_company"}' + " " * 3_000_000
    )
    for option, given in (("-d", f"@{large}"), ("--body-file", str(large))):
        made = terminal.run("call", "POST", "Fiscal/97190/Partner", option, given)
        assert made.code == 0, made.stderr
        assert made.document["Address"]["Name"] == "Fra en fil"
