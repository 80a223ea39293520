"""A person at a real Chromium: opens what the program wants opened, signs in, allows or denies.

It knows the pages of the test identity server and of the Sandbox by the ids of their controls. Debian package:
chromium. Playwright drives it; its own browser download is not needed.
"""

import queue
import shutil
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Error, Page, sync_playwright

from tests.fakes.opened_addresses import OpenedAddresses

_ARGUMENTS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-default-browser-check",
    "--no-first-run",
    "--no-proxy-server",
    # nothing but this machine exists
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost, EXCLUDE [::1]",
)


@dataclass(frozen=True)
class LastPage:
    """Where the person ended up: the page's address and the text on it."""

    address: str
    text: str


class _Visit:
    """One visit to the identity server's pages, from the address that was opened to the redirect URI."""

    def __init__(
        self, page: Page, *, username: str, password: str, answer: str, pictures: Path | None, deadline: float
    ) -> None:
        self._page = page
        self._username = username
        self._password = password
        self._answer = answer
        self._pictures = pictures
        self._deadline = deadline
        self._authority = urlsplit(page.url).netloc
        self._steps: dict[str, Callable[[], None]] = {
            f"#person-{username}": lambda: self._press(f"#person-{username}"),
            "#username": self._fill_sign_in_form,
            f"#{answer}": lambda: self._press(f"#{answer}"),
        }

    def finish(self) -> LastPage:
        """Do what each page asks, each thing once, until the browser left the server or nothing is to be done."""
        while (step := self._next_step()) is not None:
            self._picture(step)
            self._steps.pop(step)()
        self._page.wait_for_load_state()
        self._picture("end")
        return LastPage(self._page.url, self._page.inner_text("body"))

    def _next_step(self) -> str | None:
        while time.monotonic() < self._deadline:
            if self._left() or self._shows("#error"):
                return None
            step = next((step for step in self._steps if self._shows(step)), None)
            if step:
                return step
            if self._shows("#username"):
                return None  # a second time: the password was wrong
            self._page.wait_for_timeout(30)
        raise TimeoutError(f"Nothing known on the page: {self._page.inner_text('body')}")

    def _left(self) -> bool:
        return urlsplit(self._page.url).netloc != self._authority

    def _shows(self, selector: str) -> bool:
        try:
            return self._page.locator(selector).is_visible()
        except Error:
            return False  # the page is just being left

    def _fill_sign_in_form(self) -> None:
        self._page.fill("#username", self._username)
        self._page.fill("#password", self._password)
        self._press("#signIn")

    def _press(self, selector: str) -> None:
        # the next page may have the same ids, so wait until this document is gone
        with self._page.expect_event("domcontentloaded", timeout=self._left_over()):
            self._page.click(selector)

    def _left_over(self) -> float:
        return max(1.0, (self._deadline - time.monotonic()) * 1000)

    def _picture(self, step: str) -> None:
        if self._pictures is not None:
            self._page.screenshot(path=self._pictures / f"browser-{step.lstrip('#')}.png")


class ConsentingBrowser:
    """The system browser and the person before it, as a context manager.

    `environment` leads a program's browser here. Chromium runs in a thread of its own with a fresh profile, which
    lives as long as this object, so that a second visit finds the person signed in. Every method waits for the next
    address that the program opens; all raise TimeoutError after `seconds`. With `headless=False` the window shows on
    the display that `environment` of the constructor names.
    """

    def __init__(self, *, headless: bool = True, environment: dict[str, str] | None = None) -> None:
        self._headless = headless
        self._environment = environment or {}
        self._addresses = OpenedAddresses()
        self._orders: queue.Queue[tuple[Callable[[BrowserContext], LastPage], Future[LastPage]] | None] = (
            queue.Queue()
        )
        self._started: Future[None] = Future()
        self._thread = threading.Thread(target=self._work, name="consenting-browser")

    def __enter__(self) -> Self:
        self._addresses.__enter__()
        self._thread.start()
        try:
            self._started.result()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._addresses.give_up()
        self._orders.put(None)
        self._thread.join()
        self._addresses.__exit__()

    @property
    def environment(self) -> dict[str, str]:
        """The variables that lead a program's browser here; add them to its own."""
        return self._addresses.environment

    @property
    def addresses(self) -> OpenedAddresses:
        """The addresses themselves, for a test that wants to look at one or open it in another way."""
        return self._addresses

    def consent(
        self, username: str, password: str, *, seconds: float = 60.0, pictures: Path | None = None
    ) -> LastPage:
        """Sign in if asked, and allow. With `pictures` each page is written to that folder before it is answered."""
        return self._visit(username, password, answer="allow", seconds=seconds, pictures=pictures)

    def deny(
        self, username: str, password: str, *, seconds: float = 60.0, pictures: Path | None = None
    ) -> LastPage:
        """Sign in if asked, and deny."""
        return self._visit(username, password, answer="deny", seconds=seconds, pictures=pictures)

    def close_tab(self, *, seconds: float = 60.0) -> LastPage:
        """Open the page, look at it, and close it without an answer."""

        def look(context: BrowserContext) -> LastPage:
            page = context.new_page()
            try:
                page.goto(self._addresses.wait(seconds=seconds))
                return LastPage(page.url, page.inner_text("body"))
            finally:
                page.close()

        return self._ask(look)

    def _visit(
        self, username: str, password: str, *, answer: str, seconds: float, pictures: Path | None
    ) -> LastPage:
        deadline = time.monotonic() + seconds

        def visit(context: BrowserContext) -> LastPage:
            address = self._addresses.wait(seconds=seconds)
            page = context.new_page()
            try:
                page.goto(address)
                return _Visit(
                    page,
                    username=username,
                    password=password,
                    answer=answer,
                    pictures=pictures,
                    deadline=deadline,
                ).finish()
            finally:
                page.close()

        return self._ask(visit)

    def _ask(self, order: Callable[[BrowserContext], LastPage]) -> LastPage:
        result: Future[LastPage] = Future()
        self._orders.put((order, result))
        return result.result()

    def _work(self) -> None:
        with ExitStack() as stack:
            try:
                context = self._start(stack)
            except Exception as error:
                self._started.set_exception(error)
                return
            self._started.set_result(None)
            while (taken := self._orders.get()) is not None:
                order, result = taken
                try:
                    result.set_result(order(context))
                except Exception as error:  # handed to the caller, whatever it is
                    result.set_exception(error)

    def _start(self, stack: ExitStack) -> BrowserContext:
        home = stack.enter_context(tempfile.TemporaryDirectory(prefix="browser-"))
        playwright = stack.enter_context(sync_playwright())
        context = playwright.chromium.launch_persistent_context(
            f"{home}/profile",
            executable_path=shutil.which("chromium"),
            headless=self._headless,
            args=list(_ARGUMENTS),
            env={**self._environment, "HOME": home, "PATH": "/usr/bin:/bin"},
            viewport={"width": 1100, "height": 780},
        )
        stack.callback(context.close)
        return context
