"""The words for a server that cannot be reached, or sends what cannot be used."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from xena_desktop.domain import errors
from xena_desktop.error_texts.wording import Details, ErrorText, Texts, say, size_in_words, time_in_words
from xena_desktop.translation import tr


def _tls_failed(details: Details) -> ErrorText:
    kinds: dict[object, Callable[[Details], ErrorText]] = {
        "expired": _out_of_time,
        "not_yet_valid": _out_of_time,
        "wrong_host": lambda d: say(
            tr("The certificate that {host} shows is for another name.", **d),
            tr("Check the spelling of the address. A sign-on page of the network may stand between."),
            "retry",
        ),
        "self_signed": lambda d: say(
            tr("{host} signed its certificate itself: {issuer}.", **d),
            tr(
                "If the server is yours, name its certificate file in the connection. Otherwise do not go on."
            ),
            "edit_connection",
        ),
        "unknown_issuer": lambda d: say(
            tr("This computer does not know who signed the certificate of {host}: {issuer}.", **d),
            tr("If your company inspects traffic, name its certificate file in the connection."),
            "edit_connection",
        ),
        "revoked": lambda d: say(
            tr("The certificate of {host} was revoked.", **d),
            tr("Whoever shows it may not be the server. Do not go on, and tell the server's owner."),
        ),
        "no_tls": lambda d: say(
            tr("{host} does not speak TLS.", **d),
            tr("Check address and port. A proxy or a sign-on page of the network may stand between."),
            "retry",
        ),
    }
    return kinds.get(details["fault"], _no_secure_connection)(details)


def _out_of_time(details: Details) -> ErrorText:
    return ErrorText(
        title=tr("The certificate of {host} has expired.", **details)
        if details["fault"] == "expired"
        else tr("The certificate of {host} is not valid yet.", **details),
        advice=tr(
            "Check the date of this computer. If it is right, the server's owner must renew the certificate."
        ),
        action="retry",
    )


def _no_secure_connection(details: Details) -> ErrorText:
    return ErrorText(
        title=tr("The encrypted connection to {host} cannot be trusted.", **details),
        advice=tr("The reason given: {reason}.", **details),
        action="retry",
    )


def _can_be_raised(details: Details) -> bool:
    """Whether it was an answer to the person's own request: documents of a sign-in have a small, fixed limit."""
    limit = details["limit"]
    return isinstance(limit, int) and limit >= _LEAST_RAISED


_LEAST_RAISED: Final = 64 << 20
TEXTS: Final[Texts] = {
    errors.NameNotResolved: lambda d: say(
        tr("No computer called {host} can be found.", **d),
        tr("Check the spelling of the address, and that this computer is online."),
        "retry",
    ),
    errors.HostUnreachable: lambda d: say(
        tr("{host} cannot be reached.", **d),
        tr("Check that this computer is online and that no firewall or proxy stands between."),
        "retry",
    ),
    errors.TlsFailed: _tls_failed,
    errors.ProxyUnreachable: lambda d: say(
        tr("The proxy {proxy} cannot be reached.", **d),
        tr("Check that this computer is online, and the proxy in Settings or in the system."),
        "retry",
    ),
    errors.ProxySignInRequired: lambda d: say(
        tr("The proxy {proxy} wants to know who you are.", **d),
        tr(
            "Enter its user name and password in Settings. A proxy that only takes Windows' own sign-in (NTLM, "
            "Kerberos) cannot be used."
        ),
        "retry",
    ),
    errors.ProxyRefused: lambda d: say(
        tr("The proxy {proxy} does not lead to {host} (status {status}).", **d),
        tr("Ask whoever runs your network to allow this address."),
        "retry",
    ),
    errors.ProxyUnsupported: lambda d: say(
        tr("The system's proxy {proxy} is of a kind that cannot be used.", **d),
        tr("Name an HTTP proxy in Settings. SOCKS proxies and configuration scripts (PAC) are not followed."),
        "retry",
    ),
    errors.NetworkTimeout: lambda d: say(
        tr("{host} did not answer within {time}.", host=d["host"], time=time_in_words(d["seconds"])),
        tr("Try again in a moment. Whether the request was carried out there is not known."),
        "retry",
    ),
    errors.ConnectionBroken: lambda d: say(
        tr("{host} ended the connection before the answer was whole.", **d),
        tr("Try again in a moment. Whether the request was carried out there is not known."),
        "retry",
    ),
    errors.AnswerTooLarge: lambda d: say(
        tr("{host} sent more than {size}.", host=d["host"], size=size_in_words(d["limit"])),
        tr("Ask for less at once, for example with a smaller page size."),
        "raise_limit" if _can_be_raised(d) else None,
    ),
    errors.UnexpectedAnswer: lambda d: say(
        tr("{host} answered with status {status}, not with the document that was expected.", **d),
        tr("Check the addresses of the connection, and try again in a moment."),
        "retry",
    ),
    errors.ServerBusy: lambda d: say(
        tr("{host} asks to wait for {time}.", host=d["host"], time=time_in_words(d["seconds"])),
        tr("It is busy. Nothing is lost; try again after that time."),
        "retry",
    ),
    errors.CallCancelled: lambda _: say(
        tr("Stopped."),
        tr("Whether a request under way was carried out at the server is not known."),
        "retry",
    ),
}
