"""``trace``: what happened in the last sign-ins and renewals."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from xena_desktop.cli.exit_codes import ExitCode
from xena_desktop.cli.presentation import utc_text
from xena_desktop.domain.errors import UnknownConnection
from xena_desktop.trace_texts import trace_text
from xena_desktop.translation import tr

if TYPE_CHECKING:
    from xena_desktop.cli.invocation import Invocation
    from xena_desktop.domain.trace import Trace
    from xena_desktop.services.house import Services


def run(invocation: Invocation) -> ExitCode:
    """The last trace, or with ``--all`` every one that is kept, newest first."""
    found = invocation.with_services(partial(_read, invocation.options.account))
    traces = found if invocation.options.all else found[:1]
    if not traces:
        invocation.output.progress(tr("Nothing was recorded yet."))
    text = "\n".join(trace_text(trace) for trace in traces).rstrip()
    invocation.output.result(text, document={"traces": [_document(trace) for trace in traces]})
    return ExitCode.DONE


async def _read(wanted: str | None, services: Services) -> tuple[Trace, ...]:
    """Of the account; of the connection of that name, where a sign-in brought no account; of everything."""
    if wanted is None:
        owners = [services.traces.of_account(account) for account in services.accounts.all()]
        owners += [services.traces.of_connection(connection) for connection in services.connections.all()]
        found = [trace for owner in owners for trace in await owner]
        return tuple(sorted(found, key=lambda trace: trace.started_at, reverse=True))
    try:
        connection = services.connections.named(wanted)
    except UnknownConnection:
        return await services.traces.of_account(services.accounts.named(wanted))
    return await services.traces.of_connection(connection)


def _document(trace: Trace) -> dict[str, Any]:
    return {
        "kind": trace.kind,
        "account": trace.account,
        "connection": trace.connection,
        "started_at": utc_text(trace.started_at),
        "error": trace.error or None,
        "entries": [
            {
                "at": utc_text(entry.at),
                "step": entry.step,
                "facts": [{"name": name, "value": value} for name, value in entry.facts],
                "checks": [{"name": name, "passed": passed} for name, passed in entry.checks],
                "error": entry.error or None,
            }
            for entry in trace.entries
        ],
    }
