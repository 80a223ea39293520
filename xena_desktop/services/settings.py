"""The person's settings and drafts, kept as they change."""

from __future__ import annotations

import asyncio

from xena_desktop.domain.settings import Drafts, Settings
from xena_desktop.services.workers import Workers
from xena_desktop.storage.files import SettingsFiles


class SettingsStore:
    """``settings`` and ``drafts`` as they are now; saving them raises FileUnreadable.

    ``locked`` names the settings that the administrator has decided.
    """

    def __init__(self, files: SettingsFiles, *, workers: Workers) -> None:
        self._files = files
        self._workers = workers
        self.locked = files.locked
        self.settings: Settings = files.settings()
        self.drafts: Drafts = files.drafts()
        self._kept = self.drafts
        self._in_turn = asyncio.Lock()

    async def save(self, settings: Settings) -> None:
        """Keep ``settings``."""
        self.settings = settings
        async with self._in_turn:
            await self._workers.disk(self._files.write_settings, self.settings)

    async def save_drafts(self, drafts: Drafts) -> None:
        """Keep ``drafts``; of several that wait, the last alone, so that an older one never comes after it."""
        self.drafts = drafts
        async with self._in_turn:
            if self._kept is not self.drafts:
                kept = self.drafts
                await self._workers.disk(self._files.write_drafts, kept)
                self._kept = kept
