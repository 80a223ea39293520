"""The words for a sign-in that did not succeed."""

from __future__ import annotations

from typing import Final

from xena_desktop.domain import errors
from xena_desktop.error_texts.wording import Details, ErrorText, Texts, say, time_in_words
from xena_desktop.translation import tr


def _interaction_required(details: Details) -> ErrorText:
    return ErrorText(
        title=tr("The server needs you in the browser ({error}).", **details),
        advice=tr("Sign in again without asking the server to stay silent."),
        action="sign_in",
    )


def _clock_wrong(details: Details) -> ErrorText:
    title = (
        tr("The clock of this computer is {minutes} minutes fast.", **details)
        if details["side"] == "fast"
        else tr("The clock of this computer is {minutes} minutes slow.", **details)
    )
    advice = tr(
        "By this clock the server's answer is too old or not valid yet. Let the system set the clock by itself and "
        "sign in again."
    )
    return ErrorText(title=title, advice=advice, action="sign_in")


TEXTS: Final[Texts] = {
    errors.SignInCancelled: lambda _: say(
        tr("The sign-in was cancelled."),
        tr("Nothing was changed. Start it again when you like."),
        "sign_in",
    ),
    errors.SignInTimedOut: lambda d: say(
        tr("Nothing came back from the browser within {time}.", time=time_in_words(d["seconds"])),
        tr(
            "Look in the browser: the page may show an error, for example when the redirect URI is not "
            "registered for the client. Then start the sign-in again."
        ),
        "sign_in",
    ),
    errors.SignInSuperseded: lambda _: say(
        tr("Another sign-in is under way."),
        tr("Finish or cancel that one first."),
    ),
    errors.ConsentDenied: lambda _: say(
        tr("Access was declined on the consent page."),
        tr("Nothing was changed. To use the account, sign in again and allow the access."),
        "sign_in",
    ),
    errors.InteractionRequired: _interaction_required,
    errors.AuthorizationRefused: lambda d: say(
        tr("The server refused the sign-in ({error}).", **d),
        tr("Compare scopes, response type and redirect URI with the client in the Xena developer console."),
        "edit_connection",
    ),
    errors.AuthorizationUnavailable: lambda d: say(
        tr("The server cannot sign anybody in at the moment ({error}).", **d),
        tr("Nothing is wrong with the connection. Try again in a few minutes."),
        "sign_in",
    ),
    errors.AuthorizationResponseInvalid: lambda d: say(
        tr("What came back through the browser failed a check ({reason}).", **d),
        tr("It was not used. Start the sign-in again; if it happens again, report it to the server's owner."),
        "sign_in",
    ),
    errors.PortsBusy: lambda d: say(
        tr("Other programs use every port this sign-in could come back to: {ports}", **d),
        tr("Close them, or register further redirect URIs for the client and add them to the connection."),
        "retry",
    ),
    errors.DiscoveryInvalid: lambda d: say(
        tr("The server's description of itself cannot be used ({reason}).", **d),
        tr("Check that this address belongs to an identity server: {url}", **d),
        "edit_connection",
    ),
    errors.IssuerMismatch: lambda d: say(
        tr("The server calls itself {found} and not {expected}.", **d),
        tr("Correct the authority of the connection, to the letter. Nothing was sent to the server."),
        "edit_connection",
    ),
    errors.ResponseTypeUnsupported: lambda d: say(
        tr("The server does not know the response type “{wanted}”.", **d),
        tr("Choose one that it offers: {offered}", **d),
        "edit_connection",
    ),
    errors.PkceUnsupported: lambda _: say(
        tr("The connection requires PKCE and the server does not offer S256."),
        tr("Set PKCE of the connection to “auto” if you trust this server."),
        "edit_connection",
    ),
    errors.IdTokenInvalid: lambda d: say(
        tr("The ID token failed a check ({check}).", **d),
        tr(
            "It was not used. Check that the clock of this computer is right and start the sign-in "
            "again; if it happens again, report it to the server's owner ({place}, {check}).",
            **d,
        ),
        "sign_in",
    ),
    errors.ClockWrong: _clock_wrong,
    errors.TokenRequestRefused: lambda d: say(
        tr("The server gave no tokens ({error}).", **d),
        tr("Start the sign-in again. If it happens again, look at grant type and PKCE of the connection."),
        "sign_in",
    ),
    errors.ClientRefused: lambda d: say(
        tr("The server does not accept the client ({error}).", **d),
        tr("Check the client ID and the client secret of the connection."),
        "edit_connection",
    ),
    errors.TokenResponseInvalid: lambda d: say(
        tr("The server's token endpoint sent something that is not a token response ({reason}).", **d),
        tr(
            "Nothing was kept. A proxy or a sign-on page of the network may stand between; "
            "try again, and check the authority of the connection."
        ),
        "retry",
    ),
    errors.IdentityMismatch: lambda d: say(
        tr("The server's answers speak of different people ({claim}).", **d),
        tr("Nothing was kept. Start the sign-in again as the person whose account it is."),
        "sign_in",
    ),
    errors.OtherPersonSignedIn: lambda d: say(
        tr("{found} signed in, not {name}.", **d),
        tr(
            "{name} stays as it was. Sign in again in a private window, or add {found} as another account.",
            **d,
        ),
        "sign_in",
    ),
    errors.ClientSecretMissing: lambda d: say(
        tr("The client secret of “{name}” is not in the keychain.", **d),
        tr("Enter the client secret from the Xena developer console."),
        "edit_connection",
    ),
}
