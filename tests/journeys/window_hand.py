"""What the hand does in the program's window, journey after journey."""

from tests.fakes.driven_window import DrivenWindow
from tests.journeys.workplace import Workplace

BODY = 2
"""Where the body stands among the parts of a request."""


def sign_in_at_sandbox(desk: Workplace, window: DrivenWindow) -> None:
    window.click("startSandboxButton")
    window.until(lambda: window.do("enabled", "openBrowserButton"))
    desk.browser.consent("soren", "")
    window.until(lambda: "Søren" in window.text("profileName"))


def send(window: DrivenWindow, *, status: str) -> None:
    window.click("sendButton")
    window.until(lambda: status in window.text("responseStatus"))


def save_as(window: DrivenWindow, name: str) -> None:
    """Save the request in front under a name of its own."""
    window.do("press", keys="Ctrl+S")
    window.shown("nameEdit")
    window.do("type", "nameEdit", text=name)
    window.click("nameSaveButton")


def saved_names(desk: Workplace) -> list[str]:
    _, answer, _ = desk.command("saved", "list")
    return [one["name"] for one in answer["saved"]]
