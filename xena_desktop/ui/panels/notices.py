"""Errors of the program's own kind, said in a notice bar."""

from __future__ import annotations

from typing import Final

from xena_desktop.domain.errors import (
    ConsentDenied,
    KeychainError,
    SignInCancelled,
    SignInSuperseded,
    SignInTimedOut,
    XenaError,
)
from xena_desktop.error_texts import explain
from xena_desktop.translation import tr
from xena_desktop.ui.widgets.notice_bar import NoticeBar, NoticeKind

_CALM: Final = (ConsentDenied, SignInCancelled, SignInSuperseded, SignInTimedOut)
"""Nothing is broken: somebody decided, or nobody came."""


def show_error(notice: NoticeBar, error: XenaError, *, more: str = "", also: str = "") -> str:
    """Say what happened and what to do; returns the key of the action that the bar offers, or an empty text.

    ``more`` is the text of a second button, for what else there is to see; ``also`` is said behind the advice.
    """
    text = explain(error)
    kind: NoticeKind = "info" if isinstance(error, _CALM) else "danger"
    if kind == "danger" and (text.action == "sign_in" or isinstance(error, KeychainError)):
        kind = "warning"
    words = action_text(text.action)
    advice = f"{text.advice} {also}".strip()
    notice.show_notice(text.title, kind=kind, advice=advice, action=words, second_action=more)
    return text.action or "" if words else ""


def action_text(action: str | None) -> str:
    """What the button for an action key says; an empty text for none."""
    texts = {
        "sign_in": tr("Sign in again"),
        "retry": tr("Try again"),
        "edit_connection": tr("Edit connection"),
        "allow_write": tr("Send anyway"),
        "raise_limit": tr("Allow four times as much"),
    }
    return texts.get(action or "", "")
