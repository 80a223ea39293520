"""What every panel of the window shares."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from xena_desktop.services.house import Services
from xena_desktop.ui.appearance import Appearance
from xena_desktop.ui.chosen import ChosenAccount
from xena_desktop.ui.tasks import Tasks
from xena_desktop.ui.theme import Theme


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowContext:
    """Services, running tasks, the account at hand, the theme and the clock (an aware UTC moment)."""

    services: Services
    tasks: Tasks
    chosen: ChosenAccount
    appearance: Appearance
    now: Callable[[], datetime]

    @property
    def theme(self) -> Theme:
        """The theme of this moment; panels are told of another one through ``set_theme``."""
        return self.appearance.theme
