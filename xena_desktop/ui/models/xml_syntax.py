"""Whether a text that is being written is well-formed XML."""

from __future__ import annotations

import re
from typing import Final, NoReturn
from xml.parsers import expat

from xena_desktop.translation import tr

LONGEST_CHECKED: Final = 2_000_000
"""Characters that are read in a blink; more is sent unchecked."""

_ENCODING: Final = re.compile(r"""<\?xml[^>]*?\sencoding=["']([\w.-]+)["']""")


class _EntitiesDeclared(Exception):
    """The text declares entities of its own, which are not followed."""


def problem(text: str) -> str:
    """What keeps ``text`` from being well formed (XML 1.0), with line and column; empty when it is.

    An empty text is no problem: a request may have no body. Entities are never resolved.
    """
    if not text.strip() or len(text) > LONGEST_CHECKED:
        return ""
    parser = expat.ParserCreate(encoding="utf-8", namespace_separator=" ")
    parser.EntityDeclHandler = _stop
    try:
        parser.Parse(text.encode("utf-8", "replace"), True)  # noqa: FBT003 - expat's own: it is all
    except expat.ExpatError as error:
        what = _in_words(error)
        return tr(
            "Line {line}, column {column}: {what}", line=error.lineno, column=error.offset + 1, what=what
        )
    except _EntitiesDeclared:
        return ""
    return _declared_otherwise(text)


def _stop(*_: object) -> NoReturn:
    raise _EntitiesDeclared


def _declared_otherwise(text: str) -> str:
    found = _ENCODING.match(text.lstrip())
    if found is None or found[1].lower() in ("utf-8", "utf8", "us-ascii"):
        return ""
    return tr("The first line says {encoding}, and it is sent as UTF-8", encoding=found[1])


def _in_words(error: expat.ExpatError) -> str:
    """Plain words for what the parser reports."""
    names = expat.errors
    known = {
        names.XML_ERROR_TAG_MISMATCH: tr("this end tag does not belong to the element that is open"),
        names.XML_ERROR_NO_ELEMENTS: tr("an element is missing or not closed"),
        names.XML_ERROR_UNCLOSED_TOKEN: tr("a tag begins here and does not end"),
        names.XML_ERROR_JUNK_AFTER_DOC_ELEMENT: tr("there is something after the end"),
        names.XML_ERROR_DUPLICATE_ATTRIBUTE: tr("this attribute stands here twice"),
        names.XML_ERROR_UNDEFINED_ENTITY: tr("this entity is not known; write &amp; for an ampersand"),
        names.XML_ERROR_UNBOUND_PREFIX: tr("this prefix has no namespace"),
        names.XML_ERROR_INVALID_TOKEN: tr(
            "something stands here that XML does not allow; & is written &amp;"
        ),
        names.XML_ERROR_SYNTAX: tr("a tag is expected here"),
    }
    message = expat.ErrorString(error.code)
    return known.get(message, message)
