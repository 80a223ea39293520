"""Bytes of any kind as lines of hexadecimal numbers."""

from __future__ import annotations

from xena_desktop.domain.json_scan import Buffer

WIDTH = 16
"""Bytes in a line."""


class HexLines:
    """``00000010  48 65 6C 6C 6F …  |Hello…|``: the place, the bytes, and those of them that are ASCII."""

    def __init__(self, buffer: Buffer) -> None:
        self._buffer = buffer

    def __len__(self) -> int:
        return max(1, (len(self._buffer) + WIDTH - 1) // WIDTH)

    @property
    def is_read(self) -> bool:
        """All lines are known at once."""
        return True

    def advance(self, _count: int) -> bool:
        """There is nothing to find."""
        return False

    def text(self, piece: int) -> str:
        """One line."""
        data = self._buffer[piece * WIDTH : (piece + 1) * WIDTH]
        numbers = " ".join(f"{byte:02X}" for byte in data)
        letters = "".join(chr(byte) if 0x20 <= byte < 0x7F else "·" for byte in data)
        return f"{piece * WIDTH:08X}  {numbers:<{WIDTH * 3 - 1}}  {letters}"

    def number(self, _piece: int) -> int:
        """No numbers beside the lines: they begin with one."""
        return 0

    def place(self, position: int) -> tuple[int, int]:
        """Where a byte stands, in its line of numbers."""
        return position // WIDTH, 10 + position % WIDTH * 3

    def end_place(self, position: int) -> tuple[int, int]:
        """Where the number of a byte ends."""
        piece, column = self.place(position)
        return piece, column + 2
