"""What the program tells the shell, and which error means which."""

from __future__ import annotations

import enum
from typing import Final

from xena_desktop.domain import errors


class ExitCode(enum.IntEnum):
    """The exit codes promised to scripts."""

    DONE = 0
    ANSWERED_WITH_ERROR = 1
    INPUT = 2
    SIGN_IN_NEEDED = 3
    SIGN_IN_FAILED = 4
    NETWORK = 5
    KEYCHAIN = 6
    REFUSED = 7
    FAULT = 70


_CODES: Final = (
    (errors.InputError, ExitCode.INPUT),
    (errors.SessionError, ExitCode.SIGN_IN_NEEDED),
    (errors.SignInError, ExitCode.SIGN_IN_FAILED),
    (errors.NetworkError, ExitCode.NETWORK),
    (errors.KeychainError, ExitCode.KEYCHAIN),
    (errors.RefusedError, ExitCode.REFUSED),
)


def exit_code(error: errors.XenaError) -> ExitCode:
    """The exit code for ``error``, by its branch of the tree in ``domain.errors``."""
    return next((code for kind, code in _CODES if isinstance(error, kind)), ExitCode.FAULT)
