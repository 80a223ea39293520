"""The words for what a person gave: a connection, a file, a setting, a description of an API."""

from __future__ import annotations

from typing import Final

from xena_desktop.domain import errors
from xena_desktop.error_texts.wording import Details, ErrorText, Texts, say
from xena_desktop.translation import tr


def _connection_file_invalid(details: Details) -> ErrorText:
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


def _connection_in_use(details: Details) -> ErrorText:
    advice = (
        tr("It is built in.")
        if details["reason"] == "built_in"
        else tr("Accounts are signed in over it. Sign them out first.")
    )
    return ErrorText(title=tr("The connection “{name}” cannot be removed.", **details), advice=advice)


def _description_invalid(details: Details) -> ErrorText:
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


def _unknown_account(details: Details) -> ErrorText:
    return ErrorText(
        title=tr("“{name}” is not the name of exactly one account.", **details),
        advice=tr(
            "Give the name, the email or the subject of one of these accounts: {known}.",
            **{**details, "known": details["known"] or "–"},
        ),
    )


def _setting_invalid(details: Details) -> ErrorText:
    texts = {
        "proxy_host": tr("The proxy is a name or an address, such as proxy.example.com, without http://."),
        "proxy_port": tr("The port of the proxy is a number between 1 and 65535."),
        "proxy_user": tr("The user name for the proxy cannot hold a colon."),
        "connect_seconds": tr("A connection can be waited for between 1 and 120 seconds."),
        "answer_seconds": tr("An answer can be waited for between 1 and 600 seconds."),
    }
    advice = texts.get(str(details["member"]), tr("Choose one of those that are offered."))
    return ErrorText(title=tr("The settings cannot be kept as they stand."), advice=advice)


TEXTS: Final[Texts] = {
    errors.ConnectionFileInvalid: _connection_file_invalid,
    errors.FileUnreadable: lambda d: say(
        tr("The file cannot be read or written: {path}", **d),
        tr("The system says: {reason}. Check the path and your rights to it.", **d),
    ),
    errors.DiskFull: lambda d: say(
        tr("The disk is full: {path}", **d),
        tr("Make room on it and try again. What was kept there before is whole."),
    ),
    errors.DescriptionInvalid: _description_invalid,
    errors.DescriptionTooLarge: lambda d: say(
        tr("The API document is larger than {limit} MB: {place}", **d),
        tr("The one before stays in use. Check that the address or the file is the right one."),
    ),
    errors.DescriptionMissing: lambda d: say(
        tr("The connection “{name}” has no address of an API document.", **d),
        tr("Read one from a file, or put its address into the connection as openapi_url."),
    ),
    errors.UnknownOperation: lambda d: say(
        tr("No operation is called “{name}”.", **d),
        tr("These come near it: {near}. “endpoints” searches all of them.", **d),
    ),
    errors.UnknownConnection: lambda d: say(
        tr("There is no connection called “{name}”.", **d),
        tr("These connections are there: {known}.", **d),
    ),
    errors.ConnectionExists: lambda d: say(
        tr("There is already a connection called “{name}”.", **d),
        tr("Change “name” in the file, or remove the other connection first."),
    ),
    errors.ConnectionNotConfigured: lambda d: say(
        tr("The connection “{name}” has no client ID yet.", **d),
        tr("Enter the client ID and the client secret from the Xena developer console."),
        "edit_connection",
    ),
    errors.ConnectionInUse: _connection_in_use,
    errors.UnknownAccount: _unknown_account,
    errors.SettingInvalid: _setting_invalid,
}
