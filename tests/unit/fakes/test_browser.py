"""The person at a real Chromium, and the platform's ways to it."""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from tests.fakes.browser import ConsentingBrowser
from tests.fakes.display import Display
from tests.fakes.opened_addresses import OpenedAddresses
from tests.unit.fakes.by_hand import ByHand

PAGES = Path(__file__).with_name("pages")
ADDRESS = "http://127.0.0.1:9/connect/authorize?scope=openid+testapi&state=a%26b%20c&x='q'"

OPEN_WITH_PYTHON = "import sys, webbrowser; webbrowser.open(sys.argv[1])"
OPEN_WITH_QT = """
import sys
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
app = QGuiApplication([])
QDesktopServices.openUrl(QUrl.fromEncoded(sys.argv[1].encode()))
"""


class _Pages(BaseHTTPRequestHandler):
    """A small site with cards for people and a consent page, and the place where the browser ends up."""

    received: list[tuple[str, dict[str, list[str]]]]
    timeout = 0.5  # Chromium opens connections ahead and says nothing on them

    def do_GET(self) -> None:
        self._answer(PAGES.joinpath("sign_in.html").read_bytes() if self.path.startswith("/start") else b"")

    def do_POST(self) -> None:
        form = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.received.append((self.path, parse_qs(form)))
        if self.path == "/end":
            self.send_response(303)
            self.send_header("Location", self.headers["Referer"].replace("127.0.0.1", "localhost"))
            self.end_headers()
        else:
            self._answer(
                PAGES.joinpath("consent.html").read_bytes()
                if self.path == "/consent"
                else b"Back to the app."
            )

    def _answer(self, content: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass


class Site:
    def __init__(self) -> None:
        self.received: list[tuple[str, dict[str, list[str]]]] = []
        handler = type("Handler", (_Pages,), {"received": self.received})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.server.daemon_threads = False  # closing waits for them
        self.address = f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    thread = threading.Thread(target=site.server.serve_forever)
    thread.start()
    yield site
    site.server.shutdown()
    thread.join()
    site.server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[ConsentingBrowser]:
    with ConsentingBrowser() as browser:
        yield browser


def open_address(browser: ConsentingBrowser | OpenedAddresses, address: str) -> None:
    command = [sys.executable, "-c", OPEN_WITH_PYTHON, address]
    subprocess.run(command, env={**os.environ, **browser.environment}, check=True, timeout=20)


def test_platforms_way_of_python() -> None:
    with OpenedAddresses() as addresses:
        open_address(addresses, ADDRESS)
        assert addresses.wait() == ADDRESS


@pytest.mark.parametrize(
    "command", [["xdg-open"], [sys.executable, "-c", OPEN_WITH_QT]], ids=["xdg-open", "Qt"]
)
def test_platforms_way_with_a_display(command: list[str]) -> None:
    with Display() as display, OpenedAddresses() as addresses:
        environment = {**os.environ, **display.environment, **addresses.environment}
        subprocess.run([*command, ADDRESS], env=environment, check=True, timeout=30)
        assert addresses.wait() == ADDRESS


def test_nothing_opened() -> None:
    with OpenedAddresses() as addresses, pytest.raises(TimeoutError):
        addresses.wait(seconds=0.1)


@pytest.mark.parametrize(("deny", "answer"), [(False, "allow"), (True, "deny")])
def test_cards_and_consent(browser: ConsentingBrowser, site: Site, deny: bool, answer: str) -> None:
    open_address(browser, f"{site.address}/start")
    last = (browser.deny if deny else browser.consent)("mette", "test")
    assert site.received == [("/consent", {"person": ["mette"]}), ("/end", {"answer": [answer]})]
    assert last.address.startswith("http://localhost:")


def test_closed_tab(browser: ConsentingBrowser, site: Site) -> None:
    open_address(browser, f"{site.address}/start")
    assert "Who are you?" in browser.close_tab().text
    assert site.received == []


def test_page_without_anything_known(browser: ConsentingBrowser, site: Site) -> None:
    open_address(browser, f"{site.address}/nothing")
    with pytest.raises(TimeoutError, match="Nothing known on the page"):
        browser.consent("soren", "test", seconds=2)


def test_hybrid_flow_in_the_browser(hybrid: ByHand, site: Site, tmp_path: Path) -> None:
    pictures = ["browser-username.png", "browser-allow.png", "browser-end.png"]
    with ConsentingBrowser() as browser:
        url = hybrid.authorization_url(redirect_uri=f"{site.address}/callback")
        open_address(browser, url)
        last = browser.consent("soren", "test", pictures=tmp_path)
        assert (last.address, last.text) == (f"{site.address}/callback", "Back to the app.")
        open_address(browser, url)
        browser.deny("soren", "test")
    (_, allowed), (_, denied) = site.received
    assert hybrid.claims(allowed["id_token"][0])["sub"] == "soren"
    assert denied == {"error": ["access_denied"], "state": ["the state & more"]}
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(pictures)


def test_wrong_password_and_server_error_end_the_visit(hybrid: ByHand) -> None:
    with ConsentingBrowser() as browser:
        open_address(browser, hybrid.authorization_url())
        assert "password is wrong" in browser.consent("soren", "wrong").text
        open_address(browser, hybrid.authorization_url(scope="openid nonsense"))
        assert "invalid_scope" in browser.consent("soren", "test").text


def test_listener_that_is_gone_ends_the_visit(hybrid: ByHand) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        callback = f"http://127.0.0.1:{listener.getsockname()[1]}/callback"
    with ConsentingBrowser() as browser:
        open_address(browser, hybrid.authorization_url(redirect_uri=callback))
        assert "127.0.0.1" in browser.consent("soren", "test").text


def test_leaving_ends_a_wait_for_an_address() -> None:
    with ThreadPoolExecutor(1) as pool, ConsentingBrowser() as browser:
        visit = pool.submit(browser.consent, "soren", "test")
        # the executor is left last, so that the browser is left while it waits
    assert isinstance(visit.exception(), RuntimeError)


def test_window_on_a_display(site: Site, tmp_path: Path) -> None:
    with Display() as display, ConsentingBrowser(headless=False, environment=display.environment) as browser:
        open_address(browser, f"{site.address}/start")
        browser.close_tab()
        assert display.screenshot(tmp_path / "window.png").stat().st_size > 0
