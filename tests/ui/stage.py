"""The real window over real services, for tests and pictures."""

from __future__ import annotations

import asyncio
import contextlib
import sys
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from tests.fakes.sandbox_person import SandboxPerson
from xena_desktop.app import open_services
from xena_desktop.domain.redaction import Redactor
from xena_desktop.domain.settings import Settings
from xena_desktop.storage.machine import MachineFiles
from xena_desktop.ui.appearance import Appearance
from xena_desktop.ui.application import Language
from xena_desktop.ui.faults import Faults
from xena_desktop.ui.main_window import MainWindow
from xena_desktop.ui.open_window import OpenWindow
from xena_desktop.ui.sign_in_wish import ANYBODY, SOMEBODY_ELSE

_Widget = TypeVar("_Widget", bound=QWidget)


@dataclass(frozen=True, kw_only=True)
class Stage:
    """An open window, and the person in front of its browser."""

    open: OpenWindow
    person: SandboxPerson
    app: QApplication

    def control(self, kind: type[_Widget], name: str) -> _Widget:
        """The control of that name; of several, the one that is to be seen."""
        found = self.open.window.findChildren(kind, name)
        assert found, f"there is no {kind.__name__} called {name}"
        return next((one for one in found if one.isVisible()), found[0])

    async def until(self, condition: Callable[[], object], *, seconds: float = 45) -> None:
        """Let the window live until the condition holds."""
        ends_at = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < ends_at, (
                f"not seen in time; the window says: {self.said()}; {_under_way()}"
            )
            await asyncio.sleep(0.01)

    def said(self) -> list[str]:
        """The texts that are to be seen, without those of lists and tables."""
        return [shown.text() for shown in self.open.window.findChildren(QLabel) if shown.isVisible()]

    async def settle(self, seconds: float = 0.05) -> None:
        """Let the window live for a moment."""
        await asyncio.sleep(seconds)

    async def sign_in_at_sandbox(self, person: str = "soren") -> None:
        """Sign in as this person, and wait until their profile was read."""
        self.person.person, self.person.answer = person, "allow"
        connection = await self.open.context.services.sandbox.start()
        before = {account.id for account in self.open.context.services.accounts.all()}
        self.open.flows.sign_in(connection, SOMEBODY_ELSE if before else ANYBODY)
        accounts = self.open.context.services.accounts
        await self.until(lambda: {account.id for account in accounts.all()} - before)
        await self.until(
            lambda: self.open.context.chosen.profile is not None and self.open.desk.is_at_profile()
        )
        await self.settle()


def _under_way() -> str:
    """Where every task and every thread stands."""
    tasks = [task.get_stack(limit=1) for task in asyncio.all_tasks()]
    places = [frames[-1] for frames in tasks if frames] + list(sys._current_frames().values())
    said = [f"{frame.f_code.co_qualname} in line {frame.f_lineno}" for frame in places]
    return f"under way: {said}"


@contextlib.asynccontextmanager
async def staged(
    app: QApplication,
    *,
    home: Path,
    settings: Settings | None = None,
    person: SandboxPerson | None = None,
    size: tuple[int, int] = (1440, 900),
    machine: MachineFiles | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> AsyncIterator[Stage]:
    """The window over the services of ``home``, closed in good order afterwards."""
    visitor = person or SandboxPerson()
    chosen = settings or Settings(language="en", theme="light")
    language = Language(app)
    language.use(chosen.language)
    with Faults(Redactor()) as faults:
        faults.watch(asyncio.get_running_loop())
        async with open_services(
            home=home, open_browser=visitor, open_private=visitor.open_privately, machine=machine
        ) as services:
            if settings is not None:
                await services.settings.save(settings)
            appearance = Appearance(app, choice=chosen.theme)
            window = MainWindow(theme=appearance.theme)
            opened = OpenWindow(
                window,
                services=services,
                appearance=appearance,
                faults=faults,
                now=now,
                open_address=lambda _url: None,
            )
            window.show()
            opened.show()
            window.resize(*size)
            try:
                yield Stage(open=opened, person=visitor, app=app)
            finally:
                await opened.close()
                window.hide()
                window.deleteLater()
                appearance.deleteLater()
                language.use("en")
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    app.setStyleSheet("")  # the next window, too, is put together faster without
