"""What the program and its helper process say to each other: MessagePack behind its length."""

from __future__ import annotations

import struct
from typing import IO, Any, Final

import msgspec

_LENGTH: Final = struct.Struct("<Q")


def write_frame(stream: IO[bytes], message: object) -> None:
    """Send one message."""
    data = msgspec.msgpack.encode(message)
    stream.write(_LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def read_frame(stream: IO[bytes]) -> Any:
    """The next message, or None when the other side is gone."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    data = stream.read(length)
    return msgspec.msgpack.decode(data) if len(data) == length else None
