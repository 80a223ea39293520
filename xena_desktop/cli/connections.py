"""``connections``: list, show, import, export and remove."""

from __future__ import annotations

import getpass
from functools import partial
from typing import TYPE_CHECKING, Any

from xena_desktop.cli.exit_codes import ExitCode
from xena_desktop.cli.presentation import claim_value, connection_document, table, yes_no
from xena_desktop.cli.usage import CommandLineInvalid
from xena_desktop.domain.redaction import Secret
from xena_desktop.translation import tr

if TYPE_CHECKING:
    import argparse

    from xena_desktop.cli.invocation import Invocation
    from xena_desktop.domain.connection import Connection
    from xena_desktop.services.house import Services


def list_all(invocation: Invocation) -> ExitCode:
    """Every connection: name, grant, authority, client ID, read-only."""
    connections = invocation.quick_services().connections.all()
    heading = (tr("Name"), tr("Grant type"), tr("Authority"), tr("Client ID"), tr("Read-only"))
    rows = [(c.name, c.grant, c.authority, c.client_id or "–", yes_no(c.read_only)) for c in connections]
    document = {"connections": [connection_document(connection) for connection in connections]}
    invocation.output.result(table([heading, *rows]), document=document)
    return ExitCode.DONE


def show(invocation: Invocation) -> ExitCode:
    """One connection as its file has it."""
    _present(invocation, invocation.quick_services().connections.named(invocation.options.name))
    return ExitCode.DONE


def import_file(invocation: Invocation) -> ExitCode:
    """Keep the connection in a file, and the client secret in the keychain where one is given."""
    secret = _client_secret(invocation) if invocation.options.client_secret_stdin else None
    connection = invocation.with_services(partial(_imported, invocation.options, secret))
    invocation.output.progress(tr("The connection “{name}” is kept.", name=connection.name))
    if connection.needs_client_secret and secret is None:
        invocation.output.progress(
            tr("Its client secret is not known yet: give it with --client-secret-stdin, or in the window.")
        )
    if invocation.output.as_json:
        invocation.output.document(connection_document(connection))
    return ExitCode.DONE


def export_file(invocation: Invocation) -> ExitCode:
    """Write a connection to a file that can be given away."""
    connection = invocation.with_services(partial(_exported, invocation.options))
    path = invocation.options.file
    invocation.output.progress(tr("The connection “{name}” is in {path}", name=connection.name, path=path))
    if invocation.output.as_json:
        invocation.output.document({"name": connection.name, "file": str(path)})
    return ExitCode.DONE


def remove(invocation: Invocation) -> ExitCode:
    """Forget a connection and its client secret."""
    connection = invocation.with_services(partial(_removed, invocation.options))
    invocation.output.progress(tr("The connection “{name}” is removed.", name=connection.name))
    if invocation.output.as_json:
        invocation.output.document({"removed": connection.name})
    return ExitCode.DONE


def _present(invocation: Invocation, connection: Connection) -> None:
    document: dict[str, Any] = connection_document(connection)
    rows = [(name, _value_text(value)) for name, value in document.items()]
    invocation.output.result(table(rows), document=document)


def _value_text(value: object) -> str:
    match value:
        case None | "":
            return "–"
        case bool():
            return yes_no(value)
        case list():
            return " ".join(claim_value(item) for item in value)
    return claim_value(value)


def _client_secret(invocation: Invocation) -> Secret:
    """The first line of standard input; typed unseen where that is a terminal."""
    if invocation.stdin.isatty():
        text = getpass.getpass(tr("Client secret: ")).strip()
    else:
        text = invocation.stdin.readline().strip()
    if not text:
        raise CommandLineInvalid(tr("No client secret came on standard input."))
    return Secret(text)


async def _imported(options: argparse.Namespace, secret: Secret | None, services: Services) -> Connection:
    return await services.connections.import_file(options.file, client_secret=secret)


async def _exported(options: argparse.Namespace, services: Services) -> Connection:
    connection = services.connections.named(options.name)
    await services.connections.export_file(connection, options.file)
    return connection


async def _removed(options: argparse.Namespace, services: Services) -> Connection:
    connection = services.connections.named(options.name)
    await services.connections.remove(connection)
    return connection
