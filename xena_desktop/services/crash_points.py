"""Named points of a renewal and of signing out at which a test may let the process die.

This is for tests alone, and the one place that reads the variable. A process dies only at the point that the
variable names, as a power cut would end it: nothing is flushed, no lock released by hand, nobody told. Without
the variable, and for a name that is no point, nothing happens.
"""

from __future__ import annotations

import os
from typing import Final

VARIABLE: Final = "XENA_DESKTOP_DIE_AT"

POINTS: Final = (
    "asked",
    "locked",
    "read",
    "marked",
    "unanswered",
    "answered",
    "kept",
    "noted",
    "signing_out",
    "forgotten",
    "revoked",
)
"""In their order: a token is wanted; the lock is held; the grant is read; the mark is on disk, nothing is sent;
no answer came; the answer is there, nothing is kept; the keychain has the new grant; the account says so. Then
for signing out: the mark is on disk; the keychain let go; the server took the token back."""

_EXIT_CODE: Final = 137


def reached(point: str) -> None:
    """The process is at ``point``."""
    if os.environ.get(VARIABLE) == point:
        os._exit(_EXIT_CODE)
