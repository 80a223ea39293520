"""Reads and presses controls by their accessible names, as a screen reader does; runs on the machine's own Python.

``hand.py press NAME…``, ``see TEXT…``, ``write NAME TEXT``: each waits up to a minute. A name is a
regular expression for the whole of it; several are tried in turn. ``texts`` prints everything that is on screen.
"""

import contextlib
import re
import sys
import time
from collections.abc import Iterator
from typing import Any

import gi  # type: ignore[import-not-found] # Debian's python3-gi, in the machine

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # type: ignore[import-not-found] # noqa: E402

SECONDS = 60


def everything(application: str = "") -> Iterator[Any]:
    """Every control that is on screen, of the applications whose name matches."""
    desktop = Atspi.get_desktop(0)
    for number in range(desktop.get_child_count()):
        with contextlib.suppress(GLib.Error, AttributeError):
            child = desktop.get_child_at_index(number)
            if re.search(application, child.get_name() or "", re.IGNORECASE):
                yield from below(child)


def below(control: Any) -> Iterator[Any]:
    """A control and all below it; what disappears meanwhile is passed over."""
    yield control
    with contextlib.suppress(GLib.Error, AttributeError):
        for number in range(min(control.get_child_count(), 500)):
            yield from below(control.get_child_at_index(number))


def is_shown(control: Any) -> bool:
    """Whether it can be seen and used."""
    states = control.get_state_set()
    return bool(states.contains(Atspi.StateType.SHOWING) and states.contains(Atspi.StateType.SENSITIVE))


def text_of(control: Any) -> str:
    """What it says: its text, or its name."""
    with contextlib.suppress(GLib.Error, AttributeError, TypeError):
        if (written := control.get_text_iface()) is not None:
            return str(Atspi.Text.get_text(written, 0, -1)) or str(control.get_name() or "")
    return str(control.get_name() or "")


def press(name: str, application: str) -> bool:
    """Press the first control of that name that can be pressed."""
    for control in everything(application):
        with contextlib.suppress(GLib.Error, AttributeError):
            action = control.get_action_iface()
            if action is None or not is_shown(control) or not re.fullmatch(name, control.get_name() or ""):
                continue
            for number in range(Atspi.Action.get_n_actions(action)):
                if Atspi.Action.get_action_name(action, number).lower() in ("press", "click", "jump"):
                    return bool(Atspi.Action.do_action(action, number))
    return False


def see(text: str, application: str) -> bool:
    """Whether some control says this."""
    for control in everything(application):
        with contextlib.suppress(GLib.Error, AttributeError):
            if re.search(text, text_of(control)) and control.get_state_set().contains(
                Atspi.StateType.SHOWING
            ):
                return True
    return False


def write(name: str, application: str, text: str) -> bool:
    """Put a text into the field of that name."""
    for control in everything(application):
        with contextlib.suppress(GLib.Error, AttributeError):
            field = control.get_editable_text_iface()
            if field is not None and is_shown(control) and re.fullmatch(name, control.get_name() or ""):
                return bool(Atspi.EditableText.set_text_contents(field, text))
    return False


def do(action: str, application: str, words: list[str]) -> bool:
    """One try."""
    if action == "press":
        return any(press(name, application) for name in words)
    if action == "see":
        return any(see(text, application) for text in words)
    return write(words[0], application, words[1])


def main(action: str, application: str, *words: str) -> int:
    """Try until it works; on failure print what is on screen."""
    ends_at = time.monotonic() + SECONDS
    while action != "texts" and time.monotonic() < ends_at:
        if do(action, application, list(words)):
            return 0
        time.sleep(0.2)
    shown = dict.fromkeys(f"{c.get_role_name()}: {text_of(c)}" for c in everything(application))
    print("\n".join(shown), file=sys.stderr)
    return 0 if action == "texts" else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
