"""What is said when the words typed cannot be understood."""

from __future__ import annotations

import re

from xena_desktop.translation import tr


class CommandLineInvalid(Exception):
    """The command line is wrong; ``advice`` says how, ``usage`` shows how it goes (or is empty)."""

    code = "command_line_invalid"

    def __init__(self, advice: str, *, usage: str = "", title: str = "") -> None:
        super().__init__(advice)
        self.title = title or tr("The command line is not right.")
        self.advice = advice
        self.usage = usage


class NotAgreed(CommandLineInvalid):
    """The person said no when asked."""

    code = "not_agreed"

    def __init__(self) -> None:
        super().__init__(tr("You did not agree to it."), title=tr("Nothing was printed."))


class HelpAsked(Exception):
    """Somebody asked for the help ``text``."""

    def __init__(self, text: str) -> None:
        super().__init__("help")
        self.text = text


def in_words(message: str) -> str:
    """One of argparse's English messages in the person's language; an unknown one stays as it is."""
    if found := re.fullmatch(r"the following arguments are required: (.+)", message):
        return tr("This is missing: {names}", names=found[1])
    if found := re.fullmatch(r"unrecognized arguments: (.+)", message, re.DOTALL):
        return tr("This is not understood: {words}", words=found[1])
    if found := re.fullmatch(r"argument (.+?): invalid choice: (.+?) \(choose from (.+)\)", message):
        return tr(
            "{name} cannot be {value}; choose from {choices}", name=found[1], value=found[2], choices=found[3]
        )
    if found := re.fullmatch(r"argument (.+?): expected .*argument.*", message):
        return tr("{name} needs a value.", name=found[1])
    if found := re.fullmatch(r"argument (.+?): invalid .*value: (.+)", message, re.DOTALL):
        return tr("{name} cannot be {value}.", name=found[1], value=found[2])
    if found := re.fullmatch(r"argument (.+?): (.+)", message, re.DOTALL):
        return f"{found[1]}: {found[2]}"
    return message
