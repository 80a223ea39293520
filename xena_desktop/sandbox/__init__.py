"""The identity server and the small Xena-shaped API that run on this computer."""

from xena_desktop.domain.built_in import SANDBOX_CLIENT_ID
from xena_desktop.sandbox.registrations import (
    SANDBOX_CLIENT_SECRET,
    SANDBOX_REDIRECT_URIS,
    SANDBOX_SERVICE_CLIENT_ID,
    SANDBOX_SERVICE_CLIENT_SECRET,
)
from xena_desktop.sandbox.server import Sandbox
from xena_desktop.sandbox.state import known_state_id

__all__ = [
    "SANDBOX_CLIENT_ID",
    "SANDBOX_CLIENT_SECRET",
    "SANDBOX_REDIRECT_URIS",
    "SANDBOX_SERVICE_CLIENT_ID",
    "SANDBOX_SERVICE_CLIENT_SECRET",
    "Sandbox",
    "known_state_id",
]
