"""The words for requests, those that are kept, and their answers."""

from __future__ import annotations

from typing import Final

from xena_desktop.domain import errors
from xena_desktop.error_texts.wording import Details, ErrorText, Texts, say
from xena_desktop.translation import tr


def _request_invalid(details: Details) -> ErrorText:
    title = tr("The request cannot be sent as it stands.")
    match details["part"], details["reason"]:
        case _, "no_envelope":
            advice = tr("Only an answer with “Count” and “Entities” has pages. Ask for it without all pages.")
        case _, "pages_repeat":
            advice = tr("The server sends the same page again and again. Ask for it without all pages.")
        case "method", "":
            advice = tr("Write a method, such as GET.")
        case "method", reason:
            advice = tr(
                "“{reason}” cannot be sent as a method. Use GET, POST, PUT, PATCH or DELETE.", reason=reason
            )
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


def _attachment_missing(details: Details) -> ErrorText:
    title = (
        tr("No file was chosen for “{name}”.", **details) if details["name"] else tr("No file was chosen.")
    )
    return say(title, tr("Choose it under Body, or take the row away. Nothing was sent."))


def _attachment_unreadable(details: Details) -> ErrorText:
    title = tr("The file cannot be sent: {path}", **details)
    match details["reason"]:
        case "gone":
            return say(title, tr("It is not there. Choose it again under Body. Nothing was sent."))
        case "folder":
            return say(title, tr("It is a folder. Choose a file in it. Nothing was sent."))
        case "special":
            return say(title, tr("It is no ordinary file, so its size is not known. Choose another one."))
    return say(title, tr("The system says: {reason}. Choose the file again under Body.", **details))


def _snippet_impossible(details: Details) -> ErrorText:
    match details["reason"]:
        case "nul":
            advice = tr("The body holds a NUL, which no command line can carry.")
        case "method":
            advice = tr("It knows methods of letters alone. Copy as something else.")
        case _:
            advice = tr(
                "There a reading request cannot have a body. Take the body out, or copy as something else."
            )
    return ErrorText(title=tr("The request cannot be written as {language}.", **details), advice=advice)


def _import_unreadable(details: Details) -> ErrorText:
    match details["reason"]:
        case "curl":
            advice = tr("It is no whole curl command with an address. Copy all of it, to the last quote.")
        case "large":
            advice = tr("It is too large. In the browser, filter the requests first and save those.")
        case "version":
            advice = tr(
                "Its kind is not known here. HAR 1.x, Postman collections 2.x, Swagger 2.0 and OpenAPI 3 can be read."
            )
        case "api_document":
            advice = tr(
                "It is no API document: Swagger 2.0 or OpenAPI 3 in JSON or YAML, with “paths” in it."
            )
        case "empty":
            advice = tr("There is no request in it.")
        case _:
            advice = tr("It is not whole: the JSON in it ends early or is broken. Save it again.")
    return ErrorText(
        title=tr("What you want to import cannot be read."),
        advice=advice + " " + tr("Nothing was changed."),
    )


def _pages_unreadable(details: Details) -> ErrorText:
    if "password" in str(details["reason"]).lower():
        return say(
            tr("The pages of this PDF are locked by a password."),
            tr("Save it, and open it in a program that asks for the password."),
        )
    return say(
        tr("The pages of this PDF cannot be shown."),
        tr("It is damaged or not whole. What came is shown byte by byte, and can be saved."),
    )


def _filter_invalid(details: Details) -> ErrorText:
    match details["reason"]:
        case "json":
            return say(
                tr("The answer cannot be filtered."),
                tr("It is not JSON to its end. What came of it is shown; find works in it, too."),
            )
        case "depth":
            return say(
                tr("The answer cannot be filtered."),
                tr("Its values are nested too deeply. The tree opens them one by one."),
            )
        case reason:
            return say(
                tr("This is not a JMESPath expression the answer can be filtered by."),
                tr("The reason given: {reason}", reason=reason),
            )


TEXTS: Final[Texts] = {
    errors.RequestInvalid: _request_invalid,
    errors.SnippetImpossible: _snippet_impossible,
    errors.AttachmentMissing: _attachment_missing,
    errors.AttachmentUnreadable: _attachment_unreadable,
    errors.AttachmentChanged: lambda d: say(
        tr("The file changed while it was being sent: {path}", **d),
        tr("The request was broken off before its end. Send it again when the file is finished."),
    ),
    errors.ImportUnreadable: _import_unreadable,
    errors.PlaceholdersUnfilled: lambda d: say(
        tr("The path still has open places: {names}", **d),
        tr("Fill them in. {{fiscalId}} is filled by itself when a fiscal setup is chosen.", **d),
    ),
    errors.VariablesUnfilled: lambda d: say(
        tr("These variables have no value: {names}", **d),
        tr("Give each a value under Variables, or with --var NAME=VALUE. Nothing was sent."),
    ),
    errors.VariableIsSecret: lambda d: say(
        tr("“{name}” sounds like a secret.", **d),
        tr("Variables are kept in plain files. Write secrets into the request when you send it."),
    ),
    errors.VariableNameInvalid: lambda d: say(
        tr("A variable cannot be called “{name}”.", **d),
        tr("Begin with a letter; letters, digits, dots, dashes and underscores may follow."),
    ),
    errors.SavedRequestInvalid: lambda d: say(
        tr("The saved request “{name}” cannot be read.", **d),
        tr("Look at line {line} of its file: {reason}. The file was left as it is.", **d),
    ),
    errors.SavedRequestChanged: lambda d: say(
        tr("“{name}” is there already, or was changed by somebody else.", **d),
        tr("Nothing was overwritten. Save it under another name, or open it anew."),
    ),
    errors.SavedRequestNameInvalid: lambda d: say(
        tr("A saved request cannot be called “{name}”.", **d),
        tr("Use words that can be a file's name; a slash begins a folder."),
    ),
    errors.UnknownSavedRequest: lambda d: say(
        tr("There is no saved request called “{name}”.", **d),
        tr("“xena-desktop saved list” shows those there are."),
    ),
    errors.HistoryUnwritable: lambda d: say(
        tr("The history cannot be used now: {path}", **d),
        tr("The system says: {reason}. Calls go on; make room or check your rights to the folder.", **d),
        "retry",
    ),
    errors.HistoryEntryGone: lambda _: say(
        tr("This call is no longer in the history."),
        tr("It was deleted, or it was older than the history keeps. Look through the list again."),
    ),
    errors.PatternInvalid: lambda d: say(
        tr("This is not a regular expression."),
        tr("The reason given: {reason}", reason=d["reason"]),
    ),
    errors.FilterInvalid: _filter_invalid,
    errors.PagesUnreadable: _pages_unreadable,
    errors.AnswerWorkEnded: lambda _: say(
        tr("The work on this answer ended before it was done."),
        tr("It was stopped, or needed more memory than there is. The answer itself is whole."),
    ),
    errors.AnswerClosed: lambda _: say(
        tr("The answer was closed before the work on it was done."),
        tr("Send the request again, and wait until it is done."),
    ),
}
