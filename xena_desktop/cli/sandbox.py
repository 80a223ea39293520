"""``sandbox``: the Sandbox in the foreground."""

from __future__ import annotations

import asyncio
import json
import signal
from contextlib import suppress
from functools import partial
from importlib import resources
from typing import TYPE_CHECKING, Any

from xena_desktop.cli.exit_codes import ExitCode
from xena_desktop.cli.presentation import table
from xena_desktop.translation import tr

if TYPE_CHECKING:
    from xena_desktop.cli.invocation import Invocation
    from xena_desktop.domain.connection import Connection
    from xena_desktop.services.house import Services


def run(invocation: Invocation) -> ExitCode:
    """Run until Ctrl-C; where another copy of the program runs it already, say where and end."""
    with suppress(KeyboardInterrupt):
        invocation.with_services(partial(_serve, invocation))
    return ExitCode.DONE


async def _serve(invocation: Invocation, services: Services) -> None:
    connection = await services.sandbox.start(port=invocation.options.port)
    _present(connection, invocation)
    if not services.sandbox.running:
        invocation.output.progress(tr("Another copy of the program runs it."))
        return
    invocation.output.progress(tr("The Sandbox runs until Ctrl-C."))
    ended = asyncio.Event()
    with suppress(NotImplementedError):  # Windows has no signals here; Ctrl-C works there too
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    await ended.wait()


def _present(connection: Connection, invocation: Invocation) -> None:
    people = [person for person in _people() if person["password"]]
    addresses = {
        "authority": connection.authority,
        "api_base_url": connection.api_base_url,
        "openapi_url": connection.openapi_url,
        "client_id": connection.client_id,
    }
    rows = [
        (tr("Authority"), connection.authority),
        (tr("API"), connection.api_base_url),
        (tr("API description"), connection.openapi_url or "–"),
        (tr("Client ID"), connection.client_id),
    ]
    heading = (tr("Person"), tr("User name"), tr("Password"))
    who = table([heading, *((p["name"], p["username"], p["password"]) for p in people)])
    invocation.output.result(f"{table(rows)}\n\n{who}", document={**addresses, "people": people})


def _people() -> list[dict[str, Any]]:
    """The people who can sign in, as the Sandbox's own file has them."""
    file = resources.files("xena_desktop.resources") / "sandbox" / "people.json"
    members = ("name", "username", "password")
    return [{name: person[name] for name in members} for person in json.loads(file.read_text("utf-8"))]
