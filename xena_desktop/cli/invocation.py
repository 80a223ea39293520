"""One run of a command: its options, where it writes, and the doors to the services."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, TypeAlias, TypeVar

from xena_desktop.cli.output import Output

if TYPE_CHECKING:
    from xena_desktop.services.house import QuickServices, Services

Result = TypeVar("Result")
OpenServices: TypeAlias = "Callable[..., AbstractAsyncContextManager[Services]]"
OpenQuickServices: TypeAlias = "Callable[[Path | None], QuickServices]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Invocation:
    """What a command works with. ``open_services`` takes ``home``, ``open_browser`` and ``open_private``.

    ``quick_services`` gives accounts and connections alone, without network, keychain and event loop.
    """

    options: argparse.Namespace
    output: Output
    stdin: TextIO
    open_services: OpenServices
    open_quick_services: OpenQuickServices
    now: Callable[[], datetime]

    def quick_services(self) -> QuickServices:
        """Accounts and connections as they stand on disk."""
        return self.open_quick_services(self.options.home)

    def with_services(self, work: Callable[[Services], Awaitable[Result]]) -> Result:
        """Run ``work`` over the services and close them; Ctrl-C cancels it and raises KeyboardInterrupt."""
        import asyncio

        return asyncio.run(self._run(work))

    async def _run(self, work: Callable[[Services], Awaitable[Result]]) -> Result:
        from xena_desktop.cli.browser import open_system_browser
        from xena_desktop.cli.private_browser import open_private_window

        async with self.open_services(
            home=self.options.home, open_browser=open_system_browser, open_private=open_private_window
        ) as services:
            if not self.options.verbose:
                return await work(services)
            from xena_desktop.cli.verbosity import log_shown

            with log_shown(sys.stderr, redactor=services.redactor):
                return await work(services)
