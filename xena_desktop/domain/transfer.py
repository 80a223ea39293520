"""How far a call is: written by the thread that sends, read by whoever shows it."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Phase(enum.StrEnum):
    """What a call is doing."""

    CONNECTING = "connecting"
    SENDING = "sending"
    WAITING = "waiting"
    RECEIVING = "receiving"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that goes out with a request: its path and its size in bytes."""

    path: str
    size: int


@dataclass(slots=True, kw_only=True)
class Transfer:
    """Bytes up and down. ``to_receive`` is None until, and unless, the server says how much comes.

    ``attachments`` are the files among what is sent.
    """

    phase: Phase = Phase.CONNECTING
    sent: int = 0
    to_send: int = 0
    received: int = 0
    to_receive: int | None = None
    attachments: tuple[Attachment, ...] = ()
