"""A form with parts (RFC 7578), as text."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One field of the form."""

    name: str
    text: str
    content_type: str = ""


def multipart(parts: Sequence[Part]) -> tuple[bytes, str]:
    """The body and its Content-Type. The same parts give the same bytes; the boundary stands in none of them."""
    texts = [part.text for part in parts]
    boundary = "xena-" + hashlib.sha256("\0".join(texts).encode("utf-8", "surrogateescape")).hexdigest()[:24]
    lines = []
    for part in parts:
        name = part.name.replace("\r", "%0D").replace("\n", "%0A").replace('"', "%22")
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n'
        if part.content_type:
            head += f"Content-Type: {part.content_type}\r\n"
        lines.append(f"{head}\r\n{part.text}\r\n")
    body = "".join(lines) + f"--{boundary}--\r\n"
    return body.encode("utf-8", "surrogateescape"), f"multipart/form-data; boundary={boundary}"
