"""``call --curl-file``: the request of a curl command, as somebody was given it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from xena_desktop.cli.usage import CommandLineInvalid
from xena_desktop.domain.errors import FileUnreadable
from xena_desktop.domain.file_errors import file_error
from xena_desktop.import_texts import notes_text
from xena_desktop.translation import tr

if TYPE_CHECKING:
    from xena_desktop.cli.invocation import Invocation
    from xena_desktop.domain.exchange import ApiRequest
    from xena_desktop.services.house import Services

_SAID_BY_CURL = {
    "path": "PATH", "query": "-q", "parameter": "-p", "header": "-H", "data": "-d", "parts": "-F",
    "fields": "--data-urlencode", "body_file": "--body-file",
}  # fmt: skip


def curl_text(options: argparse.Namespace, *, stdin: BinaryIO) -> str | None:
    """The command in the file that the options name, ``-`` is standard input; None where they name none.

    Raises CommandLineInvalid where they say more of the request themselves, and FileUnreadable.
    """
    if options.curl_file is None:
        return None
    more = [word for name, word in _SAID_BY_CURL.items() if getattr(options, name) not in (None, [])]
    if more:
        raise CommandLineInvalid(
            tr("The curl command says what is sent; leave out {options}.", options=", ".join(more))
        )
    try:
        content = stdin.read() if options.curl_file == "-" else Path(options.curl_file).read_bytes()
        return content.decode("utf-8-sig")
    except OSError as error:
        raise file_error(options.curl_file, error) from error
    except UnicodeDecodeError as error:
        raise FileUnreadable(path=options.curl_file, reason="UTF-8") from error


def curl_request(text: str, services: Services, *, invocation: Invocation) -> ApiRequest:
    """The request on the account's connection; what was left out is said. Raises ImportUnreadable."""
    account = services.accounts.named(invocation.options.account)
    connection = services.accounts.connection_of(account)
    found = services.interchange.read_curl(text, connection=connection)
    if found.notes:
        invocation.output.message(notes_text(found.notes))
    return found.request
