"""What each error says to a person: what happened, what to do about it, and one action to offer.

The words stand in the modules beside this one, along the tree of ``domain.errors``; each has a table ``TEXTS``.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from xena_desktop.domain.addresses import printable
from xena_desktop.domain.errors import XenaError
from xena_desktop.domain.redaction import Redactor
from xena_desktop.error_texts import inputs, networks, refusals, requests, sessions, sign_ins
from xena_desktop.error_texts.wording import Details, ErrorText, Texts
from xena_desktop.translation import tr

__all__ = ["DETAILS", "TEXTS", "ErrorText", "explain", "explain_fault"]


def explain(error: XenaError) -> ErrorText:
    """The text for ``error``, its details filled in; a detail it does not carry shows as a dash."""
    details: Details = dict.fromkeys(DETAILS, "–")
    details.update({name: value for name, value in error.details.items() if value is not None})
    for kind in type(error).__mro__:
        if say := TEXTS.get(kind):
            return say(details)
    return explain_fault(error)


def explain_fault(exception: BaseException) -> ErrorText:
    """The text for an exception that nobody foresaw, on one line and with secrets masked."""
    message = Redactor().masked(printable(" ".join(str(exception).split())))
    kind = type(exception).__name__
    return ErrorText(
        title=tr("The program made a mistake."),
        advice=tr(
            "Nothing you did is wrong. Try again; if it comes back, report it with these words: {words}",
            words=f"{kind}: {message}" if message else kind,
        ),
    )


TEXTS: Final[Texts] = MappingProxyType(
    {
        **inputs.TEXTS,
        **requests.TEXTS,
        **sign_ins.TEXTS,
        **sessions.TEXTS,
        **networks.TEXTS,
        **refusals.TEXTS,
    }
)
"""How each leaf of the tree of errors is said."""

DETAILS: Final = (
    *(
        "allowed",
        "check",
        "claim",
        "earlier",
        "error",
        "expected",
        "fault",
        "found",
        "host",
        "issuer",
        "known",
        "language",
        "limit",
        "line",
        "member",
        "method",
        "minutes",
    ),
    *(
        "name",
        "names",
        "near",
        "number",
        "offered",
        "part",
        "path",
        "place",
        "ports",
        "proxy",
        "reason",
        "scope",
        "seconds",
        "side",
        "status",
    ),
    *("url", "wanted"),
)
"""Every detail that an error may carry, by the docstrings of ``domain.errors``."""
