"""Any text as a literal: for shells and programming languages, so that nothing in it means anything to them."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Mapping
from typing import Final

_SIMPLE: Final = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_POWERSHELL_QUOTES: Final = re.compile("['\u2018\u2019\u201a\u201b]")
"""All of them begin and end a text in PowerShell."""
_POWERSHELL_CONTROLS: Final = {"\n": '"`n"', "\r": '"`r"', "\t": '"`t"'}
_SHELL_CONTROLS: Final = re.compile(rb"[\x00-\x09\x0b-\x1f\x7f]")


def shell(value: str | bytes) -> str:
    """For bash and zsh. Between plain quotes nothing is special; control characters and bytes need ``$'…'``."""
    raw = value.encode() if isinstance(value, str) else value
    text = _decoded(raw)
    if text is not None and not _SHELL_CONTROLS.search(raw) and text.isascii() | _is_shown(text):
        return "'" + text.replace("'", "'\\''") + "'"
    return "$'" + "".join(map(_shell_byte, raw)) + "'"


def _shell_byte(byte: int) -> str:
    if byte == 0x0A:
        return "\\n"
    character = chr(byte)
    plain = 0x20 <= byte < 0x7F and character not in "\\'!"
    return character if plain else f"\\x{byte:02x}"


def python(text: str) -> str:
    """For Python, between double quotes."""
    return _quoted(text, {**_SIMPLE, '"': '\\"'}, lambda code: _hexadecimal(code, astral="\\U{:08x}"))


def python_bytes(value: bytes) -> str:
    """Bytes for Python."""
    text = _decoded(value)
    return f"{python(text)}.encode()" if text is not None else repr(value)


def csharp(text: str) -> str:
    """For C#, between double quotes."""
    return _quoted(text, {**_SIMPLE, '"': '\\"'}, lambda code: _hexadecimal(code, astral="\\U{:08X}"))


def javascript(text: str) -> str:
    """For JavaScript, between double quotes."""
    return _quoted(text, {**_SIMPLE, '"': '\\"'}, lambda code: _hexadecimal(code, astral="\\u{{{:x}}}"))


def php(value: str | bytes) -> str:
    """For PHP: between single quotes, or between double quotes where bytes must be written as numbers."""
    raw = value.encode() if isinstance(value, str) else value
    text = _decoded(raw)
    if text is not None and not any(character < " " or character == "\x7f" for character in text):
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
    return '"' + "".join(map(_php_byte, raw)) + '"'


def _php_byte(byte: int) -> str:
    named = {0x0A: "\\n", 0x0D: "\\r", 0x09: "\\t"}.get(byte)
    plain = 0x20 <= byte < 0x7F and chr(byte) not in '\\"$'
    return named or (chr(byte) if plain else f"\\x{byte:02x}")


def powershell(text: str) -> str:
    """For PowerShell, old and new: texts between single quotes, joined to control characters by ``+``."""
    parts = []
    for part in re.split(r"([\x00-\x1f\x7f])", text):
        if len(part) == 1 and (part < " " or part == "\x7f"):
            parts.append(_POWERSHELL_CONTROLS.get(part) or f"[string][char]{ord(part)}")
        elif part:
            parts.append("'" + _POWERSHELL_QUOTES.sub(lambda quote: quote[0] * 2, part) + "'")
    return f"({' + '.join(parts)})" if len(parts) > 1 else (parts or ["''"])[0]


def in_base64(value: bytes) -> str:
    """Bytes that are no text, for languages that have no literal for them."""
    return base64.b64encode(value).decode("ascii")


def _quoted(text: str, escapes: Mapping[str, str], other: Callable[[int], str]) -> str:
    return '"' + "".join(escapes.get(c) or (c if c.isprintable() else other(ord(c))) for c in text) + '"'


def _hexadecimal(code: int, *, astral: str) -> str:
    return f"\\u{code:04x}" if code < 0x10000 else astral.format(code)


def _decoded(value: bytes) -> str | None:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return None


def _is_shown(text: str) -> bool:
    """Whether every character of ``text`` can be seen, so that a terminal keeps it when it is pasted."""
    return all(character.isprintable() or character == "\n" for character in text)
