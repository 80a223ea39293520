"""What was left out of a request from another program, in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from xena_desktop.domain.interchange import LeftOut, Note
from xena_desktop.translation import tr

_ORDER: Final = (
    LeftOut.OTHER_SERVER, LeftOut.VARIABLES, LeftOut.FILES, LeftOut.NOT_TEXT, LeftOut.OPTIONS, LeftOut.TOKEN,
    LeftOut.PASSWORD, LeftOut.COOKIES, LeftOut.SCRIPTS, LeftOut.BROWSER_HEADERS,
)  # fmt: skip


def notes_text(notes: Iterable[Note]) -> str:
    """A sentence for each thing that was left out, what must be known first; an empty text when nothing was."""
    ordered = sorted(notes, key=lambda note: _ORDER.index(note.kind))
    return " ".join(_sentence(note.kind, ", ".join(note.names)) for note in ordered)


def _sentence(kind: LeftOut, names: str) -> str:
    match kind:
        case LeftOut.TOKEN:
            return tr(
                "Tokens and keys were left out: {names}. The account's own access token is used.", names=names
            )
        case LeftOut.COOKIES:
            return tr("Cookies were left out.")
        case LeftOut.PASSWORD:
            return tr("How it signs in was left out ({names}). The account at hand is used.", names=names)
        case LeftOut.BROWSER_HEADERS:
            return tr("Headers that only mean something to the browser were left out.")
        case LeftOut.OPTIONS:
            return tr("Not known here, and left out: {names}.", names=names)
        case LeftOut.FILES:
            return tr("These files did not come along; choose them under Body: {names}.", names=names or "–")
        case LeftOut.SCRIPTS:
            return tr("Scripts were left out.")
        case LeftOut.NOT_TEXT:
            return tr("The body is no text and was left out.")
        case LeftOut.OTHER_SERVER:
            return tr("It was meant for {names} and goes to this connection instead.", names=names)
        case LeftOut.VARIABLES:
            return tr("These variables need a value before it can be sent: {names}.", names=names)
