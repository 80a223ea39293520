"""Does the program's main job by itself and leaves a picture of each step.

``packaging/run --tour DIR`` starts it. The program runs as a process of its own on a virtual screen, its window is
worked as by a hand, and Chromium shows the addresses that the program opens, where a person's part is played. The
keychain is one of its own. Exits with 0 when every step was seen.
"""

import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.fakes.browser import ConsentingBrowser
from tests.fakes.display import Display
from tests.fakes.driven_window import DrivenWindow
from tests.fakes.keychain_daemon import KeychainDaemon

SECONDS: Final = 60
PATH: Final = "/Api/Fiscal/{fiscalId}/Partner"
FISCAL_SETUP: Final = "98824"
PERSON: Final = ("soren", "sandbox")


class Pictures:
    """Numbered pictures in a folder; those of an earlier tour are replaced."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("[0-9][0-9]-*.png"):
            old.unlink()
        self._folder = folder
        self._number = 0

    def next(self, step: str) -> Path:
        """Where the picture of the next step goes; the step is told on the terminal."""
        self._number += 1
        path = self._folder / f"{self._number:02}-{step}.png"
        print(f"{self._number:2}  {step.replace('-', ' ')}", flush=True)
        return path


class Tour:
    """The steps, in order."""

    def __init__(
        self,
        browser: ConsentingBrowser,
        pictures: Pictures,
        *,
        display: Display,
        environment: Mapping[str, str],
        folder: Path,
    ) -> None:
        self._browser = browser
        self._pictures = pictures
        self._display = display
        self._environment = {**environment, **browser.environment}
        self._folder = folder

    def go(self) -> None:
        """Today: sign in and call. Tomorrow, after the process was killed: call again."""
        with self._program() as window:
            window.shown("welcomePanel", seconds=SECONDS)
            self._picture(window, "first-start")
            self._sign_in(window)
            self._call(window)
            window.kill()
        with self._program() as window:
            self._tomorrow(window)
            window.close()

    @contextmanager
    def _program(self) -> Iterator[DrivenWindow]:
        """The program; when a step fails, what is on the screen then, and what the program said."""
        log = self._folder / "program.log"
        with DrivenWindow(environment=self._environment, log=log) as window:
            try:
                yield window
            except BaseException:
                self._display.screenshot(self._pictures.next("where-it-stopped"))
                for said in (log, *self._folder.glob("home/logs/*.log")):
                    print(said.read_text(errors="replace")[-4000:], file=sys.stderr)
                raise

    def _picture(self, window: DrivenWindow, step: str) -> None:
        window.do("picture", "mainWindow", path=str(self._pictures.next(step)))

    def _sign_in(self, window: DrivenWindow) -> None:
        window.click("startSandboxButton")
        window.until(lambda: window.do("enabled", "openBrowserButton"), seconds=SECONDS)
        self._picture(window, "waiting-for-the-browser")
        seen = self._folder / "browser"
        seen.mkdir()
        self._browser.consent(*PERSON, seconds=SECONDS, pictures=seen)
        for page in sorted(seen.iterdir(), key=lambda file: file.stat().st_mtime_ns):
            shutil.move(page, self._pictures.next(page.stem))
        window.until(lambda: "Søren Holm" in window.text("profileName"), seconds=SECONDS)
        self._picture(window, "profile")

    def _call(self, window: DrivenWindow) -> None:
        window.click("newTabButton")
        window.shown("urlEdit")
        window.do("type", "urlEdit", text=PATH)
        window.until(lambda: window.do("enabled", "fiscalCombo"), seconds=SECONDS)
        window.do("choose", "fiscalCombo", text=FISCAL_SETUP)
        self._picture(window, "request")
        self._send(window)
        self._picture(window, "answer")

    def _send(self, window: DrivenWindow) -> None:
        window.click("sendButton")
        window.until(lambda: "200" in window.text("responseStatus"), seconds=SECONDS)

    def _tomorrow(self, window: DrivenWindow) -> None:
        """Nobody is at the browser: an address that was opened now would be waited for in vain."""
        window.shown("urlEdit", seconds=SECONDS)
        self._picture(window, "next-day")
        self._send(window)
        self._picture(window, "answer-without-signing-in-again")


def main(target: Path) -> int:
    """Take the tour; the exit code."""
    pictures = Pictures(target)
    # a short path: the sockets of bus and keychain lie below it
    with (
        tempfile.TemporaryDirectory(prefix="xt-") as name,
        Display() as display,
        KeychainDaemon() as keychain,
    ):
        folder = Path(name)
        environment = {
            **display.environment,
            **keychain.environment,
            "XENA_DESKTOP_HOME": str(folder / "home"),
        }
        environment |= {"TMPDIR": name, "QT_QPA_PLATFORM": "xcb", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
        with ConsentingBrowser() as browser:
            Tour(browser, pictures, display=display, environment=environment, folder=folder).go()
    print(f"The pictures are in {target}")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
