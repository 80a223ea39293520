"""What is said of a body that stops being what it is."""

from __future__ import annotations

from typing import Final

from xena_desktop.domain.body_fault import TOO_DEEP, BodyFault
from xena_desktop.domain.sniffing import ContentKind
from xena_desktop.translation import tr
from xena_desktop.ui import words
from xena_desktop.ui.panels.remarks import Remark

SHOW_FAULT: Final = "show_fault"
"""The action that shows where."""


def broken_remark(fault: BodyFault) -> Remark:
    """Where and, as far as it is known, why; what came before is shown."""
    if fault.reason == "entities":
        return Remark(
            title=tr("This XML declares entities of its own."),
            advice=tr("Nothing of them is expanded or loaded. It is shown as it was received."),
        )
    if fault.kind is ContentKind.JSON_LINES:
        return _warning(
            tr("Not every line is JSON."),
            tr(
                "The first that is not is line {line}. Such lines are shown as texts.",
                line=words.number(fault.line),
            ),
        )
    where = {"line": words.number(fault.line), "column": words.number(fault.column)}
    if fault.reason == TOO_DEEP:
        return _warning(
            tr("It is nested deeper than can be shown."),
            tr("From line {line}, column {column} on it can be read as text alone.", **where),
        )
    is_xml = fault.kind is ContentKind.XML
    title = tr("This is not well-formed XML.") if is_xml else tr("This is not JSON to its end.")
    why = _xml_words(fault.reason)
    advice = (
        tr("It stops in line {line}, column {column}: {why}. What came before is shown.", why=why, **where)
        if why
        else tr("It stops in line {line}, column {column}. What came before is shown.", **where)
    )
    return _warning(title, advice)


def _warning(title: str, advice: str) -> Remark:
    return Remark(title=title, advice=advice, kind="warning", button=tr("Show"), action=SHOW_FAULT)


def _xml_words(reason: str) -> str:
    """Plain words for what expat reports; its own where it says something rare."""
    known = {
        "mismatched tag": tr("a closing tag does not belong to what was opened last"),
        "no element found": tr("it ends before everything is closed"),
        "unclosed token": tr("a tag begins here and does not end"),
        "not well-formed (invalid token)": tr("a character stands here that does not belong there"),
        "junk after document element": tr("there is something after the end"),
        "duplicate attribute": tr("an attribute is there twice"),
        "undefined entity": tr("an entity is not declared"),
        "unclosed CDATA section": tr("a CDATA section does not end"),
        "partial character": tr("it ends within a character"),
    }
    return known.get(reason, reason)
