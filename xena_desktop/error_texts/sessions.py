"""The words for an account that must sign in (again), and the keychain that its tokens are in."""

from __future__ import annotations

from typing import Final

from xena_desktop.domain import errors
from xena_desktop.error_texts.wording import Details, ErrorText, Texts, say, time_in_words
from xena_desktop.translation import tr


def _keychain_changed(details: Details) -> ErrorText:
    if details["found"] == "–":
        advice = tr("Start {earlier} and try again. Nothing is lost.", **details)
    else:
        advice = tr(
            "Start {earlier} and try again; or sign in again, and the tokens are kept in {found}.", **details
        )
    return ErrorText(
        title=tr("The tokens are in {earlier}, which is not here now.", **details),
        advice=advice,
        action="retry",
    )


def _session_expired(details: Details) -> ErrorText:
    match details["reason"]:
        case "busy":
            return ErrorText(
                title=tr("Another copy of the program is renewing the sign-in of “{name}”.", **details),
                advice=tr("Try again in a moment."),
                action="retry",
            )
        case "unsaved_elsewhere":
            return ErrorText(
                title=tr("Another copy of the program holds the sign-in of “{name}”.", **details),
                advice=tr(
                    "The keychain did not take the renewed tokens from it yet. Unlock the keychain, and try "
                    "again in a moment."
                ),
                action="retry",
            )
    return ErrorText(
        title=tr("The sign-in of “{name}” has ended.", **details),
        advice=f"{_why_it_ended(details)} {tr('Sign in again. Requests and drafts stay as they are.')}".strip(),
        action="sign_in",
    )


def _why_it_ended(details: Details) -> str:
    match details["reason"]:
        case "signed_out":
            return tr("It was signed out, here or in another copy of the program.")
        case "no_refresh_token":
            return tr("It was allowed for an hour at a time only (no offline_access).")
        case "no_grant":
            return tr("Its tokens are not in the keychain any more, or not whole.")
        case "session_only":
            return tr("It was kept for one session only, without the keychain.")
        case "older_copy":
            return tr("The keychain holds an older copy of its tokens, which the server would not accept.")
        case "other_connection":
            return tr("The connection was changed: its tokens belong to another server or client.")
        case "unsaved_lost":
            return tr("The program ended before the keychain had taken its renewed tokens.")
    return ""


def _session_revoked(details: Details) -> ErrorText:
    if details["reason"] == "answer_lost":
        advice = tr(
            "The answer to its last renewal got lost on the way, and a refresh token works only once. Sign in "
            "again; requests and drafts stay as they are."
        )
    else:
        advice = tr("It was revoked or has run out. Sign in again; requests and drafts stay as they are.")
    return ErrorText(
        title=tr("The server no longer accepts the sign-in of “{name}”.", **details),
        advice=advice,
        action="sign_in",
    )


TEXTS: Final[Texts] = {
    errors.NotSignedIn: lambda _: say(
        tr("Nobody is signed in yet."),
        tr("Sign in first. With no Xena client at hand, the Sandbox connection works at once."),
        "sign_in",
    ),
    errors.SessionExpired: _session_expired,
    errors.SessionRevoked: _session_revoked,
    errors.KeychainMissing: lambda d: say(
        tr("There is no keychain on this computer that can be used."),
        tr(
            "Tokens are kept in the keychain and nowhere else. On Linux, install and start GNOME Keyring "
            "or KWallet ({reason}).",
            **d,
        ),
        "retry",
    ),
    errors.KeychainChanged: _keychain_changed,
    errors.KeychainLocked: lambda _: say(
        tr("The keychain is locked."),
        tr("Unlock it, usually by signing in to your desktop, and try again. Nothing is lost."),
        "retry",
    ),
    errors.KeychainDenied: lambda d: say(
        tr("The keychain refused."),
        tr("Allow Xena Desktop to use it when it asks, and try again ({reason}).", **d),
        "retry",
    ),
    errors.KeychainTimeout: lambda d: say(
        tr("The keychain did not answer within {time}.", time=time_in_words(d["seconds"])),
        tr("It may be showing a question behind other windows. Answer it and try again."),
        "retry",
    ),
}
