from __future__ import annotations

import pytest

from xena_desktop.cli.exit_codes import exit_code
from xena_desktop.domain import errors


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.ConnectionFileInvalid(), 2),
        (errors.UnknownAccount(), 2),
        (errors.PlaceholdersUnfilled(), 2),
        (errors.NotSignedIn(), 3),
        (errors.SessionExpired(), 3),
        (errors.SessionRevoked(), 3),
        (errors.ConsentDenied(), 4),
        (errors.SignInCancelled(), 4),
        (errors.SignInTimedOut(), 4),
        (errors.IdTokenInvalid(), 4),
        (errors.TokenResponseInvalid(), 4),
        (errors.NameNotResolved(), 5),
        (errors.TlsFailed(), 5),
        (errors.CallCancelled(), 5),
        (errors.KeychainLocked(), 6),
        (errors.KeychainMissing(), 6),
        (errors.ReadOnlyConnection(), 7),
        (errors.AddressOutsideConnection(), 7),
        (errors.XenaError(), 70),
    ],
)
def test_the_exit_code_follows_the_tree(error: errors.XenaError, code: int) -> None:
    assert exit_code(error) == code
