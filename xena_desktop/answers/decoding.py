"""Text in another encoding than UTF-8."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import Final

_SLICE: Final = 1 << 20


def decode_file(path: Path, target: Path, *, encoding: str) -> None:
    """Write the text of ``path`` to ``target`` in UTF-8, what cannot be read as replacement characters."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    with path.open("rb") as source, target.open("wb") as file:
        while piece := source.read(_SLICE):
            file.write(decoder.decode(piece).encode("utf-8", "replace"))
        file.write(decoder.decode(b"", final=True).encode("utf-8", "replace"))
