"""``--verbose``: the log on standard error, its secrets masked."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from xena_desktop.logs import RedactingFilter, quieten_libraries

if TYPE_CHECKING:
    from xena_desktop.domain.redaction import Redactor


@contextmanager
def log_shown(stream: TextIO, *, redactor: Redactor) -> Iterator[None]:
    """Show every record on ``stream`` while the block runs."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s"))
    handler.addFilter(RedactingFilter(redactor))
    root = logging.getLogger()
    level = root.level
    quieten_libraries()
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        root.setLevel(level)
        root.removeHandler(handler)
