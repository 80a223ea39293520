"""The words for what this program refuses, before anything is sent."""

from __future__ import annotations

from typing import Final

from xena_desktop.domain import errors
from xena_desktop.error_texts.wording import Details, ErrorText, Texts, say
from xena_desktop.translation import tr


def _never_offered(details: Details) -> ErrorText:
    match details["reason"]:
        case "user":
            why = tr("It removes a person's user from Xena, with every company they belong to.")
        case "company":
            why = tr("It removes a company from Xena, with its books.")
        case "ownership":
            why = tr("It hands a company over to somebody else.")
        case reason:
            why = str(reason)
    return ErrorText(
        title=tr("{method} on this path is not sent from this program.", **details),
        advice=tr("{why} Nobody can take that back. Do it in Xena itself, where it is asked about.", why=why),
    )


TEXTS: Final[Texts] = {
    errors.ReadOnlyConnection: lambda d: say(
        tr("The connection “{name}” is read-only; {method} was not sent.", **d),
        tr(
            "{method} may change data at the server. Allow it for this request if that is what you want.",
            **d,
        ),
        "allow_write",
    ),
    errors.NeverOffered: _never_offered,
    errors.DeletionUnconfirmed: lambda d: say(
        tr("Nothing was deleted."),
        tr("A deletion is confirmed by typing what is deleted: {name}", **d),
        "allow_write",
    ),
    errors.TokenEndpointAddress: lambda _: say(
        tr("On this path the identity server hands out tokens; nothing was sent."),
        tr("The program signs in by itself. An answer from here may hold tokens that open your companies."),
        "allow_write",
    ),
    errors.AddressOutsideConnection: lambda d: say(
        tr("This address does not belong to the connection: {url}", **d),
        tr(
            "The access token is sent to {allowed} alone. Use a path below it, or another connection.",
            **d,
        ),
    ),
    errors.ScopeNotGranted: lambda d: say(
        tr("“{name}” may not call the API: the server did not grant the scope “{scope}”.", **d),
        tr("Sign in again and allow it on the consent page, or have it added to the client in the console."),
        "sign_in",
    ),
    errors.InsecureAddress: lambda d: say(
        tr("This address is not safe to use: {url}", **d),
        tr("It must begin with https:// and hold no user name or unusual characters."),
    ),
}
