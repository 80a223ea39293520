"""Whether a text is well-formed XML. Nothing is expanded and nothing is loaded from elsewhere."""

from __future__ import annotations

from typing import Final
from xml.parsers.expat import ErrorString, ExpatError, ParserCreate

from xena_desktop.domain.json_scan import Buffer

_SLICE: Final = 1 << 20
ENTITIES: Final = "entities"
"""The reason for a text that declares entities of its own: a few lines of them can stand for gigabytes, or for
files of this computer, so they are refused (as OWASP's notes on XML external entities advise)."""


class _EntitiesDeclared(Exception):
    pass


def xml_fault(buffer: Buffer) -> tuple[int, str]:
    """Where a text in UTF-8 stops being well-formed XML, or -1; and why, in expat's words or ``ENTITIES``."""
    parser = ParserCreate("utf-8")  # whatever its declaration says
    parser.EntityDeclHandler = _refuse
    try:
        for start in range(0, len(buffer), _SLICE):
            parser.Parse(buffer[start : start + _SLICE], False)  # noqa: FBT003 - expat's own
        parser.Parse(b"", True)  # noqa: FBT003 - expat's own
    except _EntitiesDeclared:
        return max(0, parser.CurrentByteIndex), ENTITIES
    except ExpatError as error:
        return max(0, parser.ErrorByteIndex), ErrorString(error.code) or ""
    return -1, ""


def _refuse(*_declaration: object) -> None:
    raise _EntitiesDeclared
