"""What is said of a JMESPath expression that cannot be used, in words a person can do something with."""

from __future__ import annotations

import re
from typing import Final

from xena_desktop.domain.errors import FilterInvalid
from xena_desktop.error_texts import explain
from xena_desktop.translation import tr

_BARE_NUMBER: Final = re.compile(r"[<>=]\s*-?\d")
_ONE_EQUALS: Final = re.compile(r"[^=<>!]=[^=]")


def filter_problem(error: FilterInvalid, expression: str) -> str:
    """One line: the usual mistakes by name, anything else as the library says it."""
    reason = str(error.details["reason"])
    if reason in ("json", "depth"):
        return explain(error).title + " " + explain(error).advice
    if "Incomplete expression" in reason:
        return tr("The expression is not complete yet.")
    if _BARE_NUMBER.search(expression):
        return tr("Numbers stand between backticks: {example}", example="`1000`")
    if _ONE_EQUALS.search(expression):
        return tr("Two equals signs compare: {example}", example="Name == 'x'")
    return tr("This is no JMESPath: {reason}", reason=reason.removesuffix(":"))
