"""The command line, over the services."""

from __future__ import annotations

from xena_desktop.cli.arguments import is_command, window_options
from xena_desktop.cli.program import main

__all__ = ["is_command", "main", "window_options"]
