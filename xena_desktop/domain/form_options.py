"""A part of a form as curl's ``-F`` writes it, which our own command line takes over."""

from __future__ import annotations

import re
from typing import Final

from xena_desktop.domain.body import Part

_PLAIN: Final = re.compile(r'"((?:[^"\\]|\\.)*)"|([^;]*)', re.DOTALL)
_OPTION: Final = re.compile(
    r";\s*(type|filename|encoder|headers)="
    r'(?:"((?:[^"\\]|\\.)*)"|((?<=type=)[^;]*(?:;(?!\s*(?:filename|encoder|headers)=)[^;]*)*|[^;]*))',
    re.DOTALL,
)
"""A type may hold semicolons of its own."""
_ESCAPED: Final = re.compile(r'\\(["\\])')


def file_part(name: str, said: str) -> Part:
    """``@path;type=…;filename=…`` as a part; what stands in double quotes may hold anything."""
    path, options = _read(said.removeprefix("@"))
    return Part(
        name=name,
        file=path,
        filename=options.get("filename", ""),
        content_type=options.get("type", ""),
    )


def text_part(name: str, said: str) -> Part:
    """``value;type=…`` as a part."""
    value, options = _read(said)
    return Part(name=name, value=value, content_type=options.get("type", ""))


def _read(said: str) -> tuple[str, dict[str, str]]:
    """The text before the options, and the options that follow it, unquoted."""
    begins = _PLAIN.match(said)
    rest = said[begins.end() :] if begins else ""
    options: dict[str, str] = {}
    end = 0
    for found in _OPTION.finditer(rest):
        if found.start() != end:
            break
        options[found[1]] = _unquoted(found[2], found[3])
        end = found.end()
    if begins is None or end != len(rest):  # a text that only looks like options
        return said, {}
    return _unquoted(begins[1], begins[2]), options


def _unquoted(quoted: str | None, plain: str | None) -> str:
    return _ESCAPED.sub(r"\1", quoted) if quoted is not None else (plain or "")
