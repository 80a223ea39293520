"""What this copy of the program is, for who wants to know."""

from __future__ import annotations

from xena_desktop.components import Component, components, program_version
from xena_desktop.services.workers import Workers


class About:
    """The version of the program, and what it is made of."""

    def __init__(self, *, workers: Workers) -> None:
        self._workers = workers

    @property
    def version(self) -> str:
        """The version of the program."""
        return program_version()

    async def components(self) -> tuple[Component, ...]:
        """Every part with its licence, the program itself first."""
        return await self._workers.disk(components)
