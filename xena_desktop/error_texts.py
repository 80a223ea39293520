"""What each error says to a person: what happened, what to do about it, and one action to offer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from xena_desktop.domain import errors
from xena_desktop.domain.addresses import printable
from xena_desktop.domain.redaction import Redactor
from xena_desktop.translation import tr, trn


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorText:
    """An error in the person's language; ``action`` is the key of what may be offered, or None.

    Actions: ``sign_in``, ``retry``, ``edit_connection``, ``allow_write`` and ``raise_limit``.
    """

    title: str
    advice: str
    action: str | None = None


def explain(error: errors.XenaError) -> ErrorText:
    """The text for ``error``, its details filled in; a detail it does not carry shows as a dash."""
    details: dict[str, object] = dict.fromkeys(_DETAILS, "–")
    details.update({name: value for name, value in error.details.items() if value is not None})
    for kind in type(error).__mro__:
        if say := _TEXTS.get(kind):
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


# --- texts that depend on a detail -----------------------------------------------------------------------

_Details = Mapping[str, object]


def _connection_file_invalid(details: _Details) -> ErrorText:
    member, expected = str(details["member"]), str(details["expected"])
    title = tr("The connection file cannot be used.")
    if not member:
        return ErrorText(title=title, advice=tr("The file must hold one JSON object in UTF-8."))
    if expected == "present":
        return ErrorText(title=title, advice=tr('In the file, "{member}" is missing.', member=member))
    wanted = _expected(expected)
    return ErrorText(
        title=title, advice=tr('In the file, "{member}" must be {wanted}.', member=member, wanted=wanted)
    )


def _expected(expected: str) -> str:
    """What a member of a connection file must be, in words; values to be written stay as they are."""
    match expected:
        case "text":
            return tr("a text that is not empty")
        case "https address":
            return tr("an address that begins with https:// and has no query")
        case "list of scopes":
            return tr("a list of scopes")
        case "list of loopback addresses":
            return tr("a list of loopback addresses")
        case "true | false":
            return tr("true or false")
        case "openid":
            return tr('a list of scopes that contains "openid"')
        case "#rrggbb":
            return tr("a colour such as #7fb800")
    values = ", ".join(f'"{value}"' for value in expected.split(" | "))
    return tr("one of {values}", values=values) if " | " in expected else values


def _connection_in_use(details: _Details) -> ErrorText:
    advice = (
        tr("It is built in.")
        if details["reason"] == "built_in"
        else tr("Accounts are signed in over it. Sign them out first.")
    )
    return ErrorText(title=tr("The connection “{name}” cannot be removed.", **details), advice=advice)


def _description_invalid(details: _Details) -> ErrorText:
    reasons = {
        "not_text": tr("It is not text in UTF-8."),
        "not_json_or_yaml": tr("It is neither JSON nor YAML; the fault is in line {line}.", **details),
        "too_deep": tr("It is nested too deeply."),
        "too_many_aliases": tr("Its YAML aliases would grow to millions of values."),
        "no_paths": tr("It is no Swagger 2.0 or OpenAPI 3 document: “paths” is missing."),
    }
    return ErrorText(
        title=tr("The API document cannot be read: {place}", **details),
        advice=reasons.get(str(details["reason"]), str(details["reason"]))
        + " "
        + tr("The one before stays in use."),
    )


def _unknown_account(details: _Details) -> ErrorText:
    return ErrorText(
        title=tr("“{name}” is not the name of exactly one account.", **details),
        advice=tr(
            "Give the name, the email or the subject of one of these accounts: {known}.",
            **{**details, "known": details["known"] or "–"},
        ),
    )


def _request_invalid(details: _Details) -> ErrorText:
    title = tr("The request cannot be sent as it stands.")
    match details["part"], details["reason"]:
        case _, "no_envelope":
            advice = tr("Only an answer with “Count” and “Entities” has pages. Ask for it without all pages.")
        case _, "pages_repeat":
            advice = tr("The server sends the same page again and again. Ask for it without all pages.")
        case "method", reason:
            advice = tr("“{reason}” is not a method. Use GET, POST, PUT, PATCH or DELETE.", reason=reason)
        case "path", "":
            advice = tr("Write a path, such as User/FiscalSetup.")
        case "path", reason:
            advice = tr("This path cannot be used: “{reason}”.", reason=reason)
        case "query", reason:
            advice = tr("This part of the query cannot be used: “{reason}”.", reason=reason)
        case "headers", reason:
            advice = tr(
                "This header cannot be sent: “{reason}”. The program sets some by itself.", reason=reason
            )
        case "body", reason:
            advice = tr("The body cannot be used: “{reason}”.", reason=reason)
        case _:
            advice = tr("Look at its {part}: “{reason}”.", **details)
    return ErrorText(title=title, advice=advice)


def _snippet_impossible(details: _Details) -> ErrorText:
    advice = (
        tr("The body holds a NUL, which no command line can carry.")
        if details["reason"] == "nul"
        else tr("There a reading request cannot have a body. Take the body out, or copy as something else.")
    )
    return ErrorText(title=tr("The request cannot be written as {language}.", **details), advice=advice)


def _import_unreadable(details: _Details) -> ErrorText:
    match details["reason"]:
        case "curl":
            advice = tr("It is no whole curl command with an address. Copy all of it, to the last quote.")
        case "large":
            advice = tr("It is too large. In the browser, filter the requests first and save those.")
        case "version":
            advice = tr("Its version is not known here. HAR 1.x and Postman collections 2.x can be read.")
        case "empty":
            advice = tr("There is no request in it.")
        case _:
            advice = tr("It is not whole: the JSON in it ends early or is broken. Save it again.")
    return ErrorText(
        title=tr("What you want to import cannot be read."),
        advice=advice + " " + tr("Nothing was changed."),
    )


def _never_offered(details: _Details) -> ErrorText:
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


def _interaction_required(details: _Details) -> ErrorText:
    return ErrorText(
        title=tr("The server needs you in the browser ({error}).", **details),
        advice=tr("Sign in again without asking the server to stay silent."),
        action="sign_in",
    )


def _clock_wrong(details: _Details) -> ErrorText:
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


def _keychain_changed(details: _Details) -> ErrorText:
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


def _session_expired(details: _Details) -> ErrorText:
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


def _why_it_ended(details: _Details) -> str:
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


def _session_revoked(details: _Details) -> ErrorText:
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


def _tls_failed(details: _Details) -> ErrorText:
    kinds: dict[object, Callable[[_Details], ErrorText]] = {
        "expired": _out_of_time,
        "not_yet_valid": _out_of_time,
        "wrong_host": lambda d: _say(
            tr("The certificate that {host} shows is for another name.", **d),
            tr("Check the spelling of the address. A sign-on page of the network may stand between."),
            "retry",
        ),
        "self_signed": lambda d: _say(
            tr("{host} signed its certificate itself: {issuer}.", **d),
            tr(
                "If the server is yours, name its certificate file in the connection. Otherwise do not go on."
            ),
            "edit_connection",
        ),
        "unknown_issuer": lambda d: _say(
            tr("This computer does not know who signed the certificate of {host}: {issuer}.", **d),
            tr("If your company inspects traffic, name its certificate file in the connection."),
            "edit_connection",
        ),
        "revoked": lambda d: _say(
            tr("The certificate of {host} was revoked.", **d),
            tr("Whoever shows it may not be the server. Do not go on, and tell the server's owner."),
        ),
        "no_tls": lambda d: _say(
            tr("{host} does not speak TLS.", **d),
            tr("Check address and port. A proxy or a sign-on page of the network may stand between."),
            "retry",
        ),
    }
    return kinds.get(details["fault"], _no_secure_connection)(details)


def _out_of_time(details: _Details) -> ErrorText:
    return ErrorText(
        title=tr("The certificate of {host} has expired.", **details)
        if details["fault"] == "expired"
        else tr("The certificate of {host} is not valid yet.", **details),
        advice=tr(
            "Check the date of this computer. If it is right, the server's owner must renew the certificate."
        ),
        action="retry",
    )


def _no_secure_connection(details: _Details) -> ErrorText:
    return ErrorText(
        title=tr("The encrypted connection to {host} cannot be trusted.", **details),
        advice=tr("The reason given: {reason}.", **details),
        action="retry",
    )


def _setting_invalid(details: _Details) -> ErrorText:
    texts = {
        "proxy_host": tr("The proxy is a name or an address, such as proxy.example.com, without http://."),
        "proxy_port": tr("The port of the proxy is a number between 1 and 65535."),
        "proxy_user": tr("The user name for the proxy cannot hold a colon."),
        "connect_seconds": tr("A connection can be waited for between 1 and 120 seconds."),
        "answer_seconds": tr("An answer can be waited for between 1 and 600 seconds."),
    }
    advice = texts.get(str(details["member"]), tr("Choose one of those that are offered."))
    return ErrorText(title=tr("The settings cannot be kept as they stand."), advice=advice)


def _seconds(details: _Details) -> str:
    """A number of seconds in words, for sentences about waiting."""
    seconds = details["seconds"]
    if not isinstance(seconds, int):
        return str(seconds)
    if seconds >= 120 and seconds % 60 == 0:
        return trn("{count} minute", "{count} minutes", count=seconds // 60)
    return trn("{count} second", "{count} seconds", count=seconds)


def _size(details: _Details) -> str:
    limit = details["limit"]
    return f"{limit / (1 << 20):.0f} MiB" if isinstance(limit, int) and limit >= 1 << 20 else f"{limit} B"


def _can_be_raised(details: _Details) -> bool:
    """Whether it was an answer to the person's own request: documents of a sign-in have a small, fixed limit."""
    limit = details["limit"]
    return isinstance(limit, int) and limit >= _LEAST_RAISED


def _filter_invalid(details: _Details) -> ErrorText:
    match details["reason"]:
        case "json":
            return _say(
                tr("The answer cannot be filtered."),
                tr("It is not JSON to its end. What came of it is shown; find works in it, too."),
            )
        case "depth":
            return _say(
                tr("The answer cannot be filtered."),
                tr("Its values are nested too deeply. The tree opens them one by one."),
            )
        case reason:
            return _say(
                tr("This is not a JMESPath expression the answer can be filtered by."),
                tr("The reason given: {reason}", reason=reason),
            )


def _say(title: str, advice: str, action: str | None = None) -> ErrorText:
    return ErrorText(title=title, advice=advice, action=action)


_LEAST_RAISED: Final = 64 << 20
_DETAILS: Final = (
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

# --- the table -------------------------------------------------------------------------------------------

_TEXTS: Final[Mapping[type, Callable[[_Details], ErrorText]]] = MappingProxyType(
    {
        # a file, an address or a form is wrong
        errors.ConnectionFileInvalid: _connection_file_invalid,
        errors.FileUnreadable: lambda d: _say(
            tr("The file cannot be read or written: {path}", **d),
            tr("The system says: {reason}. Check the path and your rights to it.", **d),
        ),
        errors.DescriptionInvalid: _description_invalid,
        errors.DescriptionTooLarge: lambda d: _say(
            tr("The API document is larger than {limit} MB: {place}", **d),
            tr("The one before stays in use. Check that the address or the file is the right one."),
        ),
        errors.DescriptionMissing: lambda d: _say(
            tr("The connection “{name}” has no address of an API document.", **d),
            tr("Read one from a file, or put its address into the connection as openapi_url."),
        ),
        errors.UnknownOperation: lambda d: _say(
            tr("No operation is called “{name}”.", **d),
            tr("These come near it: {near}. “endpoints” searches all of them.", **d),
        ),
        errors.UnknownConnection: lambda d: _say(
            tr("There is no connection called “{name}”.", **d),
            tr("These connections are there: {known}.", **d),
        ),
        errors.ConnectionExists: lambda d: _say(
            tr("There is already a connection called “{name}”.", **d),
            tr("Change “name” in the file, or remove the other connection first."),
        ),
        errors.ConnectionNotConfigured: lambda d: _say(
            tr("The connection “{name}” has no client ID yet.", **d),
            tr("Enter the client ID and the client secret from the Xena developer console."),
            "edit_connection",
        ),
        errors.ConnectionInUse: _connection_in_use,
        errors.UnknownAccount: _unknown_account,
        errors.RequestInvalid: _request_invalid,
        errors.SnippetImpossible: _snippet_impossible,
        errors.ImportUnreadable: _import_unreadable,
        errors.PlaceholdersUnfilled: lambda d: _say(
            tr("The path still has open places: {names}", **d),
            tr("Fill them in. {{fiscalId}} is filled by itself when a fiscal setup is chosen.", **d),
        ),
        errors.SettingInvalid: _setting_invalid,
        errors.VariablesUnfilled: lambda d: _say(
            tr("These variables have no value: {names}", **d),
            tr("Give each a value under Variables, or with --var NAME=VALUE. Nothing was sent."),
        ),
        errors.VariableIsSecret: lambda d: _say(
            tr("“{name}” sounds like a secret.", **d),
            tr("Variables are kept in plain files. Write secrets into the request when you send it."),
        ),
        errors.VariableNameInvalid: lambda d: _say(
            tr("A variable cannot be called “{name}”.", **d),
            tr("Begin with a letter; letters, digits, dots, dashes and underscores may follow."),
        ),
        errors.SavedRequestInvalid: lambda d: _say(
            tr("The saved request “{name}” cannot be read.", **d),
            tr("Look at line {line} of its file: {reason}. The file was left as it is.", **d),
        ),
        errors.SavedRequestChanged: lambda d: _say(
            tr("“{name}” is there already, or was changed by somebody else.", **d),
            tr("Nothing was overwritten. Save it under another name, or open it anew."),
        ),
        errors.SavedRequestNameInvalid: lambda d: _say(
            tr("A saved request cannot be called “{name}”.", **d),
            tr("Use words that can be a file's name; a slash begins a folder."),
        ),
        errors.UnknownSavedRequest: lambda d: _say(
            tr("There is no saved request called “{name}”.", **d),
            tr("“xena-desktop saved list” shows those there are."),
        ),
        errors.HistoryUnwritable: lambda d: _say(
            tr("The history cannot be used now: {path}", **d),
            tr("The system says: {reason}. Calls go on; make room or check your rights to the folder.", **d),
            "retry",
        ),
        errors.HistoryEntryGone: lambda _: _say(
            tr("This call is no longer in the history."),
            tr("It was deleted, or it was older than the history keeps. Look through the list again."),
        ),
        errors.PatternInvalid: lambda d: _say(
            tr("This is not a regular expression."),
            tr("The reason given: {reason}", reason=d["reason"]),
        ),
        errors.FilterInvalid: _filter_invalid,
        errors.AnswerWorkEnded: lambda _: _say(
            tr("The work on this answer ended before it was done."),
            tr("It was stopped, or needed more memory than there is. The answer itself is whole."),
        ),
        # a sign-in did not succeed
        errors.SignInCancelled: lambda _: _say(
            tr("The sign-in was cancelled."),
            tr("Nothing was changed. Start it again when you like."),
            "sign_in",
        ),
        errors.SignInTimedOut: lambda d: _say(
            tr("Nothing came back from the browser within {time}.", time=_seconds(d)),
            tr(
                "Look in the browser: the page may show an error, for example when the redirect URI is not "
                "registered for the client. Then start the sign-in again."
            ),
            "sign_in",
        ),
        errors.SignInSuperseded: lambda _: _say(
            tr("Another sign-in is under way."),
            tr("Finish or cancel that one first."),
        ),
        errors.ConsentDenied: lambda _: _say(
            tr("Access was declined on the consent page."),
            tr("Nothing was changed. To use the account, sign in again and allow the access."),
            "sign_in",
        ),
        errors.InteractionRequired: _interaction_required,
        errors.AuthorizationRefused: lambda d: _say(
            tr("The server refused the sign-in ({error}).", **d),
            tr(
                "Compare scopes, response type and redirect URI with the client in the Xena developer "
                "console."
            ),
            "edit_connection",
        ),
        errors.AuthorizationUnavailable: lambda d: _say(
            tr("The server cannot sign anybody in at the moment ({error}).", **d),
            tr("Nothing is wrong with the connection. Try again in a few minutes."),
            "sign_in",
        ),
        errors.AuthorizationResponseInvalid: lambda d: _say(
            tr("What came back through the browser failed a check ({reason}).", **d),
            tr(
                "It was not used. Start the sign-in again; if it happens again, report it to the server's "
                "owner."
            ),
            "sign_in",
        ),
        errors.PortsBusy: lambda d: _say(
            tr("Other programs use every port this sign-in could come back to: {ports}", **d),
            tr(
                "Close them, or register further redirect URIs for the client and add them to the connection."
            ),
            "retry",
        ),
        errors.DiscoveryInvalid: lambda d: _say(
            tr("The server's description of itself cannot be used ({reason}).", **d),
            tr("Check that this address belongs to an identity server: {url}", **d),
            "edit_connection",
        ),
        errors.IssuerMismatch: lambda d: _say(
            tr("The server calls itself {found} and not {expected}.", **d),
            tr("Correct the authority of the connection, to the letter. Nothing was sent to the server."),
            "edit_connection",
        ),
        errors.ResponseTypeUnsupported: lambda d: _say(
            tr("The server does not know the response type “{wanted}”.", **d),
            tr("Choose one that it offers: {offered}", **d),
            "edit_connection",
        ),
        errors.PkceUnsupported: lambda _: _say(
            tr("The connection requires PKCE and the server does not offer S256."),
            tr("Set PKCE of the connection to “auto” if you trust this server."),
            "edit_connection",
        ),
        errors.IdTokenInvalid: lambda d: _say(
            tr("The ID token failed a check ({check}).", **d),
            tr(
                "It was not used. Check that the clock of this computer is right and start the sign-in "
                "again; if it happens again, report it to the server's owner ({place}, {check}).",
                **d,
            ),
            "sign_in",
        ),
        errors.ClockWrong: _clock_wrong,
        errors.TokenRequestRefused: lambda d: _say(
            tr("The server gave no tokens ({error}).", **d),
            tr(
                "Start the sign-in again. If it happens again, look at grant type and PKCE of the connection."
            ),
            "sign_in",
        ),
        errors.ClientRefused: lambda d: _say(
            tr("The server does not accept the client ({error}).", **d),
            tr("Check the client ID and the client secret of the connection."),
            "edit_connection",
        ),
        errors.TokenResponseInvalid: lambda d: _say(
            tr("The server's token endpoint sent something that is not a token response ({reason}).", **d),
            tr(
                "Nothing was kept. A proxy or a sign-on page of the network may stand between; "
                "try again, and check the authority of the connection."
            ),
            "retry",
        ),
        errors.IdentityMismatch: lambda d: _say(
            tr("The server's answers speak of different people ({claim}).", **d),
            tr("Nothing was kept. Start the sign-in again as the person whose account it is."),
            "sign_in",
        ),
        errors.OtherPersonSignedIn: lambda d: _say(
            tr("{found} signed in, not {name}.", **d),
            tr(
                "{name} stays as it was. Sign in again in a private window, or add {found} as another account.",
                **d,
            ),
            "sign_in",
        ),
        errors.ClientSecretMissing: lambda d: _say(
            tr("The client secret of “{name}” is not in the keychain.", **d),
            tr("Enter the client secret from the Xena developer console."),
            "edit_connection",
        ),
        # the account must sign in (again)
        errors.NotSignedIn: lambda _: _say(
            tr("Nobody is signed in yet."),
            tr("Sign in first. With no Xena client at hand, the Sandbox connection works at once."),
            "sign_in",
        ),
        errors.SessionExpired: _session_expired,
        errors.SessionRevoked: _session_revoked,
        # nothing, or nothing usable, came back
        errors.NameNotResolved: lambda d: _say(
            tr("No computer called {host} can be found.", **d),
            tr("Check the spelling of the address, and that this computer is online."),
            "retry",
        ),
        errors.HostUnreachable: lambda d: _say(
            tr("{host} cannot be reached.", **d),
            tr("Check that this computer is online and that no firewall or proxy stands between."),
            "retry",
        ),
        errors.TlsFailed: _tls_failed,
        errors.ProxyUnreachable: lambda d: _say(
            tr("The proxy {proxy} cannot be reached.", **d),
            tr("Check that this computer is online, and the proxy in Settings or in the system."),
            "retry",
        ),
        errors.ProxySignInRequired: lambda d: _say(
            tr("The proxy {proxy} wants to know who you are.", **d),
            tr(
                "Enter its user name and password in Settings. A proxy that only takes Windows' own sign-in (NTLM, "
                "Kerberos) cannot be used."
            ),
            "retry",
        ),
        errors.ProxyRefused: lambda d: _say(
            tr("The proxy {proxy} does not lead to {host} (status {status}).", **d),
            tr("Ask whoever runs your network to allow this address."),
            "retry",
        ),
        errors.ProxyUnsupported: lambda d: _say(
            tr("The system's proxy {proxy} is of a kind that cannot be used.", **d),
            tr(
                "Name an HTTP proxy in Settings. SOCKS proxies and configuration scripts (PAC) are not followed."
            ),
            "retry",
        ),
        errors.NetworkTimeout: lambda d: _say(
            tr("{host} did not answer within {time}.", host=d["host"], time=_seconds(d)),
            tr("Try again in a moment. Whether the request was carried out there is not known."),
            "retry",
        ),
        errors.ConnectionBroken: lambda d: _say(
            tr("{host} ended the connection before the answer was whole.", **d),
            tr("Try again in a moment. Whether the request was carried out there is not known."),
            "retry",
        ),
        errors.AnswerTooLarge: lambda d: _say(
            tr("{host} sent more than {size}.", host=d["host"], size=_size(d)),
            tr("Ask for less at once, for example with a smaller page size."),
            "raise_limit" if _can_be_raised(d) else None,
        ),
        errors.UnexpectedAnswer: lambda d: _say(
            tr("{host} answered with status {status}, not with the document that was expected.", **d),
            tr("Check the addresses of the connection, and try again in a moment."),
            "retry",
        ),
        errors.ServerBusy: lambda d: _say(
            tr("{host} asks to wait for {time}.", host=d["host"], time=_seconds(d)),
            tr("It is busy. Nothing is lost; try again after that time."),
            "retry",
        ),
        errors.CallCancelled: lambda _: _say(
            tr("Stopped."),
            tr("Whether a request under way was carried out at the server is not known."),
            "retry",
        ),
        # the operating system's keychain does not serve
        errors.KeychainMissing: lambda d: _say(
            tr("There is no keychain on this computer that can be used."),
            tr(
                "Tokens are kept in the keychain and nowhere else. On Linux, install and start GNOME Keyring "
                "or KWallet ({reason}).",
                **d,
            ),
            "retry",
        ),
        errors.KeychainChanged: _keychain_changed,
        errors.KeychainLocked: lambda _: _say(
            tr("The keychain is locked."),
            tr("Unlock it, usually by signing in to your desktop, and try again. Nothing is lost."),
            "retry",
        ),
        errors.KeychainDenied: lambda d: _say(
            tr("The keychain refused."),
            tr("Allow Xena Desktop to use it when it asks, and try again ({reason}).", **d),
            "retry",
        ),
        errors.KeychainTimeout: lambda d: _say(
            tr("The keychain did not answer within {time}.", time=_seconds(d)),
            tr("It may be showing a question behind other windows. Answer it and try again."),
            "retry",
        ),
        # this program refuses, before anything is sent
        errors.ReadOnlyConnection: lambda d: _say(
            tr("The connection “{name}” is read-only; {method} was not sent.", **d),
            tr(
                "{method} may change data at the server. Allow it for this request if that is what you want.",
                **d,
            ),
            "allow_write",
        ),
        errors.NeverOffered: _never_offered,
        errors.DeletionUnconfirmed: lambda d: _say(
            tr("Nothing was deleted."),
            tr("A deletion is confirmed by typing what is deleted: {name}", **d),
            "allow_write",
        ),
        errors.TokenEndpointAddress: lambda _: _say(
            tr("On this path the identity server hands out tokens; nothing was sent."),
            tr(
                "The program signs in by itself. An answer from here may hold tokens that open your companies."
            ),
            "allow_write",
        ),
        errors.AddressOutsideConnection: lambda d: _say(
            tr("This address does not belong to the connection: {url}", **d),
            tr(
                "The access token is sent to {allowed} alone. Use a path below it, or another connection.",
                **d,
            ),
        ),
        errors.ScopeNotGranted: lambda d: _say(
            tr("“{name}” may not call the API: the server did not grant the scope “{scope}”.", **d),
            tr(
                "Sign in again and allow it on the consent page, or have it added to the client in the console."
            ),
            "sign_in",
        ),
        errors.InsecureAddress: lambda d: _say(
            tr("This address is not safe to use: {url}", **d),
            tr("It must begin with https:// and hold no user name or unusual characters."),
        ),
    }
)
