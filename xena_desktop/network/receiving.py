"""The body of an answer while it comes: where it goes, and how much of it and how long is borne."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Protocol
from urllib.parse import urlsplit

import requests

from xena_desktop.domain.errors import AnswerTooLarge, CallCancelled, NetworkTimeout
from xena_desktop.domain.transfer import Phase, Transfer
from xena_desktop.network.cancellation import Cancellation

MEGABYTE: Final = 1 << 20
_PIECE: Final = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long and how much a kind of request bears, whatever the person's patience.

    Seconds to connect, seconds between two bytes, seconds for a whole body, bytes of the decoded body.
    """

    connect_seconds: float = 120
    read_seconds: float = 30
    body_seconds: float = 120
    body_bytes: int = MEGABYTE


class Receiver(Protocol):
    """Takes a body while it comes, instead of the response."""

    def begin(self, response: requests.Response) -> None:
        """The head is there."""

    def write(self, piece: bytes) -> None:
        """Some more of the decoded body is there."""

    def end(self) -> None:
        """All of it was there."""


class Memory:
    """Takes a body into memory."""

    def __init__(self) -> None:
        self.body = bytearray()

    def begin(self, _response: requests.Response) -> None:
        """Forget what came before."""
        self.body.clear()

    def write(self, piece: bytes) -> None:
        """Keep a piece."""
        self.body += piece

    def end(self) -> None:
        """Nothing is held back."""


def bounded(
    response: requests.Response, *, limits: Limits, transfer: Transfer, cancellation: Cancellation
) -> Iterator[bytes]:
    """The decoded body, piece by piece as it comes.

    Raises AnswerTooLarge as soon as it passes the limit (also for a small gzip of much), NetworkTimeout for a
    trickle that never ends, and CallCancelled: a socket that was shut still gives what it had received.
    """
    host, ends_at = urlsplit(response.url).netloc, time.monotonic() + limits.body_seconds
    length = response.headers.get("Content-Length", "")
    transfer.to_receive = int(length) if length.isascii() and length.isdigit() else None
    transfer.phase = Phase.RECEIVING
    count = 0
    while piece := response.raw.read1(_PIECE, decode_content=True):
        count += len(piece)
        transfer.received = response.raw.tell()
        if cancellation.cancelled:
            raise CallCancelled(host=host)
        if count > limits.body_bytes:
            raise AnswerTooLarge(host=host, limit=limits.body_bytes)
        if time.monotonic() > ends_at:
            raise NetworkTimeout(host=host, seconds=round(limits.body_seconds))
        yield piece
